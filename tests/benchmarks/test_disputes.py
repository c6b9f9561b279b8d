"""What the benchmarks measure with is what the contract describes."""

from benchmarks.disputes import dispute_records
from gridworker.domain.canonical import canonical
from gridworker.domain.checks import find_problems
from gridworker.domain.ids import IdMaker
from gridworker.domain.kinds import KINDS
from gridworker.domain.op import Op


def test_a_benchmark_dispute_would_be_accepted_and_is_of_the_stated_size() -> None:
    bodies = list(dispute_records(200, seed=1))
    sizes = [len(canonical(body)) for body in bodies]
    assert 570 <= sum(sizes) / len(sizes) <= 630
    ids = iter(IdMaker(lambda: 1, bytes), "")
    for n, body in enumerate(bodies, 1):
        parties = body["parties"]
        patch = {name: (None, value) for name, value in body.items() if name != "parties"}
        patch |= {f"parties/{party}": (None, value) for party, value in parties.items()}
        op = Op(
            n=n, op=next(ids), stream="grid", record=next(ids), kind="dispute", schema=1, at=1, tz=480,
            base=(0, ""), action="create", patch=patch,
        )  # fmt: skip
        assert find_problems(KINDS["dispute"], op, len(canonical(patch))) == []
        assert [party["phone"].isdigit() for party in parties.values()] == [True, True]


def test_the_same_seed_gives_the_same_disputes() -> None:
    assert list(dispute_records(5, seed=1)) == list(dispute_records(5, seed=1))
    assert list(dispute_records(5, seed=1)) != list(dispute_records(5, seed=2))
