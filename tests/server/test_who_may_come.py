"""Enrolment, tokens, scope and revocation."""

from __future__ import annotations

import stat
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from gridworker.domain.errors import PersonCanMend
from gridworker.protocol.messages import Device, EnrolRequest, HistoryRequest, PullRequest, TokenRequest
from gridworker.server.regions import Entry
from gridworker.server.rejection import Rejected
from gridworker.server.secrets import Secrets
from gridworker.server.tables import enrol_code, waiting
from gridworker.server.tokens import Access, Refresh, seal
from tests.laptop import SetClock
from tests.server.conftest import Place
from tests.server.village import GRID, OTHER_GRID, TOWN, VILLAGE, Village, patrol

HOUR = 3_600_000
DAY = 24 * HOUR


def enrol(village: Village, code: str) -> Any:
    return village.district.enrol(EnrolRequest(code=code, device=Device(name="新电脑")))


def test_a_code_works_once_however_it_is_typed(village: Village) -> None:
    code = village.district.enrol_code("zhoumin").code
    assert len(code) == 14
    answer = enrol(village, f" {code.lower().replace('-', ' ')} ")
    assert (answer.worker.id, answer.worker.name, answer.worker.role) == ("zhoumin", "周敏", "grid_worker")
    assert (answer.district.name, answer.district.code) == ("萧山区", "330109")
    with pytest.raises(Rejected, match="BAD_CODE"):
        enrol(village, code)


def test_a_code_ends(village: Village, clock: SetClock) -> None:
    code = village.district.enrol_code("zhoumin", hours=2)
    assert code.expires_at == clock.now() + 2 * HOUR
    clock.at += 2 * HOUR
    with pytest.raises(Rejected, match="BAD_CODE"):
        enrol(village, code.code)


@pytest.mark.parametrize("code", ["", "ABCD", "九九九九", "\ud800", "A" * 10_000])
def test_a_wrong_code_is_told_so(village: Village, code: str) -> None:
    with pytest.raises(Rejected, match="BAD_CODE"):
        enrol(village, code)


def test_codes_are_not_kept_in_the_clear(village: Village) -> None:
    code = village.district.enrol_code("zhoumin").code
    rows = village.district.site.database.read(
        lambda connection: connection.execute(select(enrol_code)).all()
    )
    assert code.replace("-", "") not in repr(rows)


def test_a_laptop_is_not_for_more_than_fifty_grids(village: Village) -> None:
    code = village.district.enrol_code("shilan").code
    grids = [Entry(f"{VILLAGE}{number:03}", f"新{number}网格", "grid", VILLAGE) for number in range(101, 150)]
    village.district.add_regions(grids)
    with pytest.raises(Rejected, match="TOO_MANY_GRIDS"):
        enrol(village, code)
    village.district.revoke("shilan", VILLAGE)
    village.district.grant("shilan", GRID)
    assert enrol(village, code).worker.id == "shilan"


def test_an_access_token_lasts_an_hour_and_is_renewed(village: Village, clock: SetClock) -> None:
    zhou = village.enrols("zhoumin")
    clock.at += HOUR
    with pytest.raises(Rejected, match="EXPIRED"):
        zhou.sync()
    zhou.take_tokens()
    zhou.sync()


def test_a_lost_reply_does_not_lock_a_laptop_out(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    zhou.take_tokens()
    held = zhou.refresh
    for _ in range(4):
        zhou.take_tokens()
        zhou.refresh = held
    zhou.take_tokens()
    zhou.take_tokens()
    zhou.refresh = held
    with pytest.raises(Rejected, match="BAD_TOKEN"):
        zhou.take_tokens()


def test_a_refresh_token_ends_half_a_year_after_its_last_use(village: Village, clock: SetClock) -> None:
    zhou = village.enrols("zhoumin")
    clock.at += 179 * DAY
    zhou.take_tokens()
    clock.at += 180 * DAY
    with pytest.raises(Rejected, match="EXPIRED"):
        zhou.take_tokens()


def test_tokens_are_good_for_their_replica_and_purpose_only(village: Village) -> None:
    zhou, shen = village.enrols("zhoumin"), village.enrols("shenguoqiang")
    content, _, signature = zhou.access.partition(".")
    forged = (
        zhou.refresh,
        shen.access,
        "",
        ".",
        "x.y",
        f"{content}.{'A' * len(signature)}",
        f"{content}A.{signature}",
        "号." + signature,
    )
    for token in forged:
        with pytest.raises(Rejected, match="BAD_TOKEN"):
            village.district.pull(token, PullRequest(**zhou.request()))
    with pytest.raises(Rejected, match="BAD_TOKEN"):
        village.district.token(TokenRequest(replica=zhou.replica, refresh=zhou.access))
    with pytest.raises(Rejected, match="BAD_TOKEN"):
        village.district.token(TokenRequest(replica=shen.replica, refresh=zhou.refresh))


def test_a_replica_the_restored_server_does_not_know_is_taken_over(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    secrets, now = village.district.site.secrets, village.clock.now()
    zhou.replica = zhou.make_id()
    zhou.access = seal(secrets, Access(zhou.replica, "zhoumin", now + HOUR))
    zhou.refresh = seal(secrets, Refresh(zhou.replica, "zhoumin", 8, now))
    [ack] = zhou.send(zhou.op(village.streams[GRID], "patrol", patrol()))
    assert ack.result == "ok"
    zhou.take_tokens()
    assert zhou.replica in {row.replica for row in village.district.list_devices()}
    stranger = seal(secrets, Access(zhou.make_id(), "nobody", now + HOUR))
    zhou.access = stranger
    with pytest.raises(Rejected, match="BAD_TOKEN"):
        zhou.sync()


def test_a_laptop_that_goes_on_under_another_id(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    old, access = zhou.replica, zhou.access
    zhou.take_tokens(again=True)
    assert zhou.replica != old
    zhou.sync()
    states = {row.replica: (row.state, row.name) for row in village.district.list_devices()}
    assert states == {old: ("closed", "zhoumin的电脑"), zhou.replica: ("active", "zhoumin的电脑")}
    zhou.replica, zhou.access = old, access
    with pytest.raises(Rejected, match="REPLICA_ROLLBACK"):
        zhou.sync()


def test_streams_by_scope(village: Village) -> None:
    codes = {code: name for name, code in village.streams.items()}

    def granted(worker: str) -> set[str]:
        laptop = village.enrols(worker)
        laptop.sync()
        return {codes.get(name, "reference") for name in laptop.cursors}

    assert granted("zhoumin") == {"reference", GRID}
    assert granted("chamei") == {"reference", GRID, OTHER_GRID}
    assert granted("shilan") == granted("tangjing") == {"reference", VILLAGE, GRID, OTHER_GRID}
    assert granted("yujianfen") == {"reference", TOWN, VILLAGE}
    desks = {"330109", TOWN, "330109002", VILLAGE, "330109002001"}
    assert granted("laiguohua") == {"reference", *desks}
    assert granted("hanxue") == set()


def test_stream_cards_say_what_they_are(village: Village) -> None:
    answer = village.enrols("zhoumin").sync()
    assert answer.streams is not None
    assert [(card.kind, card.code, card.name) for card in answer.streams.add] == [
        ("reference", "reference", "参考数据"),
        ("grid", GRID, "第三网格"),
    ]


def test_a_grid_that_is_taken_away_is_dropped_and_one_that_is_given_is_added(village: Village) -> None:
    zhou = village.enrols("zhoumin")
    zhou.send(zhou.op(village.streams[GRID], "patrol", patrol()))
    zhou.pull_all()
    village.district.grant("zhoumin", OTHER_GRID)
    village.district.revoke("zhoumin", GRID)
    answer = zhou.pull()
    assert answer.streams is not None
    assert [card.code for card in answer.streams.add] == [OTHER_GRID]
    assert answer.streams.drop == [village.streams[GRID]]
    assert village.streams[GRID] not in answer.cursors
    stranger = zhou.make_id()
    zhou.cursors[stranger] = (0, "")
    answer = zhou.pull()
    assert answer.streams is not None
    assert answer.streams.drop == [stranger]


def test_nobody_reads_outside_their_scope(village: Village) -> None:
    cha, zhou = village.enrols("chamei"), village.enrols("zhoumin")
    op = cha.op(village.streams[OTHER_GRID], "patrol", patrol("第四网格的事"))
    cha.send(op)
    zhou.cursors[village.streams[OTHER_GRID]] = (0, "")
    zhou.pull_all()
    assert zhou.rows == {}
    for record in (op.record, zhou.make_id(), "不是编号"):
        with pytest.raises(Rejected, match="NOT_FOUND"):
            village.district.history(zhou.access, HistoryRequest(record=record))
    [entry] = village.district.history(cha.access, HistoryRequest(record=op.record)).ops
    assert (entry.by, entry.device, entry.n, entry.seq) == ("chamei", "chamei的电脑", 1, 1)


def test_what_was_looked_at_is_for_auditors_alone(village: Village) -> None:
    zhou, shi, tang = village.enrols("zhoumin"), village.enrols("shilan"), village.enrols("tangjing")
    grid = village.streams[GRID]
    patch = {"at": (None, village.clock.now()), "what": (None, "reveal"), "reason": (None, "核对电话")}
    seen = zhou.op(grid, "access", patch)
    zhou.send(zhou.op(grid, "patrol", patrol()), seen)
    for laptop, count in ((zhou, 1), (shi, 1), (tang, 2)):
        assert len(laptop.pull_all()) == count
        assert laptop.cursors[grid][0] == 2
    with pytest.raises(Rejected, match="NOT_FOUND"):
        village.district.history(shi.access, HistoryRequest(record=seen.record))
    assert len(village.district.history(tang.access, HistoryRequest(record=seen.record)).ops) == 1


def test_a_stolen_laptop_may_only_hand_in(village: Village, clock: SetClock) -> None:
    zhou = village.enrols("zhoumin")
    grid = village.streams[GRID]
    before = zhou.op(grid, "patrol", patrol())
    zhou.send(before)
    village.district.revoke_device(zhou.replica, "电脑遗失")
    create = zhou.op(grid, "patrol", patrol("没来得及送的"))
    elsewhere = zhou.op(zhou.make_id(), "patrol", patrol())
    for _ in range(2):
        with pytest.raises(Rejected) as caught:
            zhou.send(before, create, elsewhere, b'{"op":"x"}')
        assert caught.value.code == "REVOKED"
        assert caught.value.acks is not None
        assert [(ack.result, ack.code) for ack in caught.value.acks] == [
            ("ok", ""),
            *[("later", "NEED_REVIEW")] * 3,
        ]
        clock.at += 3 * HOUR
    kept = village.district.site.database.read(
        lambda connection: connection.execute(select(waiting.c.op)).scalars().all()
    )
    assert set(kept) == {create.op, elsewhere.op, "x"}
    for call in (zhou.pull, zhou.take_tokens):
        with pytest.raises(Rejected, match="REVOKED"):
            call()
    [row] = village.district.list_devices()
    assert row.state == "revoked"


def test_a_revoked_laptop_stays_so_when_the_database_goes_back(village: Village, place: Place) -> None:
    zhou = village.enrols("zhoumin")
    Secrets(place.folder).revoke(zhou.replica)
    with pytest.raises(Rejected, match="REVOKED"):
        zhou.sync()
    assert village.district.list_devices()[0].state == "revoked"


def test_only_the_server_reads_its_key(village: Village, place: Place) -> None:
    mode = stat.S_IMODE((place.folder / "server.key").stat().st_mode)
    assert mode == 0o600


def test_the_nearest_role_counts(village: Village) -> None:
    shi = village.enrols("shilan")
    village.district.add_worker("linna", "林娜", "auditor", GRID)
    village.district.grant("linna", OTHER_GRID)
    lin = village.enrols("linna")
    acks = [
        laptop.send(laptop.op(village.streams[OTHER_GRID], "patrol", patrol()))[0].result
        for laptop in (shi, lin)
    ]
    assert acks == ["ok", "later"]


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (("zhoumin", "周敏", "grid_worker", GRID), "worker_exists"),
        (("server", "服务器", "grid_worker", GRID), "worker_id"),
        (("district", "区", "grid_worker", GRID), "worker_id"),
        (("有空 格", "某某", "grid_worker", GRID), "worker_id"),
        (("new", "  ", "grid_worker", GRID), "worker_name"),
        (("new", "两\n行", "grid_worker", GRID), "worker_name"),
        (("new", "新人", "boss", GRID), "unknown_role"),
        (("new", "新人", "grid_worker", "999"), "unknown_region"),
    ],
)
def test_people_who_cannot_be_added(village: Village, person: tuple[str, ...], code: str) -> None:
    with pytest.raises(PersonCanMend) as caught:
        village.district.add_worker(*person)
    assert caught.value.code == code


def test_granting_twice_and_taking_back(village: Village) -> None:
    district = village.district
    assert district.grant("zhoumin", OTHER_GRID).scopes == [GRID, OTHER_GRID]
    assert district.grant("zhoumin", OTHER_GRID).scopes == [GRID, OTHER_GRID]
    assert district.revoke("zhoumin", OTHER_GRID).scopes == [GRID]
    with pytest.raises(PersonCanMend, match="scope_not_granted"):
        district.revoke("zhoumin", OTHER_GRID)
    assert district.grant("zhoumin", OTHER_GRID).scopes == [GRID, OTHER_GRID]
    with pytest.raises(PersonCanMend, match="unknown_worker"):
        district.grant("nobody", GRID)


def test_a_name_of_a_device_is_kept_printable(village: Village) -> None:
    code = village.district.enrol_code("zhoumin").code
    village.district.enrol(EnrolRequest(code=code, device=Device(name="电\0脑\n" + "长" * 500)))
    [row] = village.district.list_devices()
    assert row.name.startswith("电脑长")
    assert len(row.name) == 200


def test_unsent_work_a_laptop_spoke_of_shows_in_the_status(village: Village, clock: SetClock) -> None:
    zhou = village.enrols("zhoumin")
    ops = [zhou.op(village.streams[GRID], "patrol", patrol()) for _ in range(3)]
    zhou.send(ops[0])
    status = village.district.status()
    assert (status.devices[0].unsent, status.oldest_unsent_at) == (2, clock.now())
    first, clock.at = clock.now(), clock.now() + HOUR
    zhou.take_tokens()
    zhou.send(ops[1])
    status = village.district.status()
    assert (status.devices[0].unsent, status.oldest_unsent_at) == (1, first)
    zhou.send(ops[2])
    status = village.district.status()
    assert (status.devices[0].unsent, status.oldest_unsent_at) == (0, None)
    assert (status.counts["records"], status.counts["ops"]) == (3, 3)


def test_an_answer_has_every_member_the_protocol_promises(village: Village) -> None:
    answer = msgspec.to_builtins(village.enrols("hanxue").sync())
    assert answer["gw"] == 1
    members = {"epoch", "now", "n_seen", "acks", "rows", "gone", "cursors", "heads", "more", "safe"}
    assert members <= answer.keys()
