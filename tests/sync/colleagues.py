"""Three laptops, one district and a bad network, as a state machine that hypothesis drives."""

from __future__ import annotations

from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from gridworker.domain.canonical import equal
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.paths import CONFLICTS
from gridworker.operations.conflicts import list_conflicts, resolve
from gridworker.operations.records import add_record, delete_record, edit_record
from gridworker.store import outbox, record_rows
from gridworker.store.profile import Profile
from tests.sync.direct import Town

LAPTOPS = st.integers(0, 2)
WORDS = st.sampled_from(["甲", "乙", "丙"])
FAULTS = st.lists(st.sampled_from(["", "request", "reply", "twice"]), max_size=4)


EXPECTED = frozenset({"unknown_record", "nothing_of_mine", "nothing_of_theirs"})


class Colleagues(RuleBasedStateMachine):
    """周敏 with two laptops and 沈国强 with one."""

    def __init__(self) -> None:
        super().__init__()
        self.town = self.founded()
        self.records: list[str] = []
        self.typed: list[tuple[str, str, str]] = []

    def founded(self) -> Town:
        """The district they work in."""
        return Town()

    @initialize()
    def three_laptops(self) -> None:
        for worker in ("zhoumin", "zhoumin", "shenguoqiang"):
            self.town.sync(self.town.laptop(worker))

    def teardown(self) -> None:
        try:
            if self.town.laptops:
                self.drained()
        finally:
            self.town.close()

    @rule(who=LAPTOPS, word=WORDS)
    def registers(self, who: int, word: str) -> None:
        laptop = self.town.laptops[who]
        record = add_record(
            laptop, "dispute", {"title": word, "type": "neighbour", "parties": [{"name": word}]}
        ).ids[0]
        self.records.append(record)
        self.typed.append((record, "title", word))

    @precondition(lambda self: self.records)
    @rule(
        who=LAPTOPS,
        which=st.integers(0, 5),
        path=st.sampled_from(["title", "claims", "risk_flags"]),
        word=WORDS,
    )
    def edits(self, who: int, which: int, path: str, word: str) -> None:
        record = self.records[which % len(self.records)]
        changes: dict[str, Any] = {"risk_flags/violence": True} if path == "risk_flags" else {path: word}
        self.tries(who, lambda laptop: edit_record(laptop, record, changes).changed)
        if path != "risk_flags" and self.shown(who, record).get(path) == word:
            self.typed.append((record, path, word))

    @precondition(lambda self: self.records)
    @rule(who=LAPTOPS, which=st.integers(0, 5))
    def accepts(self, who: int, which: int) -> None:
        record = self.records[which % len(self.records)]
        if self.shown(who, record).get("status") == "lead":
            self.tries(who, lambda laptop: edit_record(laptop, record, {"status": "accepted"}))

    @precondition(lambda self: self.records)
    @rule(who=LAPTOPS, which=st.integers(0, 5))
    def deletes(self, who: int, which: int) -> None:
        self.tries(who, lambda laptop: delete_record(laptop, self.records[which % len(self.records)], "重复"))

    @rule(who=LAPTOPS, keep=st.sampled_from(["mine", "theirs"]))
    def settles(self, who: int, keep: str) -> None:
        conflicts = list_conflicts(self.town.laptops[who])
        if conflicts:
            record, path = conflicts[0]["id"], conflicts[0]["path"]
            self.tries(who, lambda laptop: resolve(laptop, record, path, keep))

    @rule(who=LAPTOPS, faults=FAULTS)
    def syncs(self, who: int, faults: list[str]) -> None:
        receipt = self.town.sync(self.town.laptops[who], *faults)
        assert receipt["results"]["refused"] == 0, receipt

    def tries(self, who: int, work: Any) -> None:
        """Does what a person may try; that a record is not on this laptop is no failure."""
        try:
            work(self.town.laptops[who])
        except PersonCanMend as error:
            if error.code not in EXPECTED:
                raise

    def shown(self, who: int, record: str) -> dict[str, Any]:
        row = self.town.laptops[who].read(lambda db: record_rows.load(db, record))
        return row.body if row else {}

    def drained(self) -> None:
        """The network is good again: nothing waits, everybody has the same, and every word is in the log."""
        for laptop in self.town.laptops:
            receipt = self.town.sync(laptop, until_empty=True)
            assert (receipt["waiting"], receipt.get("error")) == (0, None), receipt
        for laptop in self.town.laptops:
            self.town.sync(laptop)
        rows = {row.id: row for row in self.town.district.list_records("dispute")}
        assert rows.keys() == set(self.records)
        for laptop in self.town.laptops:
            self.agrees(laptop, rows)
        for record in self.records:
            history = self.town.history(record)
            assert [op.rev for op in history] == list(range(1, len(history) + 1))
            assert len({op.op for op in history}) == len(history)
        for record, path, word in self.typed:
            assert any(equal(op.patch.get(path, (None, None))[1], word) for op in self.town.history(record))

    def agrees(self, laptop: Profile, rows: dict[str, Any]) -> None:
        assert laptop.read(lambda db: outbox.count(db, *outbox.OPEN)) == 0
        for record, row in rows.items():
            found = laptop.read(partial(record_rows.load, record=record))
            assert found is not None
            assert found.rev == row.rev
            assert equal(found.body, row.body), (found.body.get(CONFLICTS), row.body.get(CONFLICTS))
