"""Years of a village in one process: laptops restored, cloned, lost and revoked, workers moved, the district put back.

Real stores and the real server's code; nothing is drawn but from the seed. What somebody saw as saved must be in the
district's log at the end, once, and every laptop must hold what its worker may see, and nothing else.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any

from sqlalchemy import Connection, select

from gridworker.domain.canonical import equal
from gridworker.domain.errors import PersonCanMend
from gridworker.domain.kinds import SCHEMA
from gridworker.domain.paths import CONFLICTS
from gridworker.operations.records import add_record, edit_record
from gridworker.server import judging, review
from gridworker.server.tables import oplog, refused, waiting
from gridworker.store import record_rows
from gridworker.store.database import Tables
from gridworker.store.profile import Profile
from tests.lab.tally import Tally
from tests.laptop import GRID_CODE
from tests.sync.direct import OTHER_GRID_CODE, Town

WORKERS = ("zhoumin", "shenguoqiang")
GRIDS = (GRID_CODE, OTHER_GRID_CODE)
FAULTS = ("", "", "", "request", "reply", "twice")
LOST_WAYS = frozenset({"server_unreachable", "answer_cut"})
HOUR_MS = 3_600_000
MOST_LAPTOPS = 5
NEWER_FIELD = "mood"
"""What no kind of today has."""


class Broken(AssertionError):
    """A promise that was broken."""


class Years:
    """One run of days from one seed."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.age = Random(f"age {seed}")
        self.town = Town()
        self.streams = {node.code: node.id for node in self.town.district.list_regions()}
        self.looks_after = {worker: {GRID_CODE} for worker in WORKERS}
        self.laptops: list[Profile] = []
        self.copies: list[tuple[Profile, Profile]] = []
        self.revoked: set[str] = set()
        self.backups: list[Any] = []
        self.texts: dict[str, dict[str, str]] = {}
        self.hands: dict[str, set[str]] = {}
        self.excused: set[str] = set()
        self.seen: set[str] = set()
        self.counts: Counter[str] = Counter()
        for worker in WORKERS:
            self.laptops.append(self.town.laptop(worker))
            self.town.sync(self.laptops[-1])

    def close(self) -> None:
        """Takes everything down; the next district begins with today's program."""
        vars(judging)["SCHEMA"] = SCHEMA
        self.town.close()

    def play(self, days: int) -> None:
        """Lives so many days, then lets everything come to rest and looks. Raises `Broken`."""
        for _ in range(days):
            self.town.clock.at += self.dice.randrange(1, HOUR_MS)
            happens = self.dice.choices([rule for rule, _ in RULES], [weight for _, weight in RULES])[0]
            self.counts[happens.__name__] += 1
            happens(self)
        self.comes_to_rest()

    # --- what may happen ---

    def writes(self) -> None:
        """Somebody saves something new, or changes what their laptop shows."""
        laptop = self.dice.choice(self.laptops)
        known = [record for record in self.texts if self.shown(laptop, record)]
        text = f"第 {len(self.texts)}-{self.dice.randrange(10**6)} 条"
        try:
            if known and self.dice.random() < 0.6:
                record = self.dice.choice(known)
                edit_record(laptop, record, {"text": text})
            else:
                grids = [row for row in laptop.read(_streams) if row[1] == "grid"]
                grid = self.dice.choice(grids)[2] if grids else None
                record = add_record(laptop, "note", {"text": text}, grid=grid).ids[0]
        except PersonCanMend as error:
            if error.code not in ("no_grid", "sealed", "revoked_here"):
                raise
            return
        self.texts.setdefault(record, {})[laptop.folder.name] = text
        self.hands.setdefault(record, set()).add(laptop.folder.name)
        self.comes_of_a_newer_app(laptop, record)

    def comes_of_a_newer_app(self, laptop: Profile, record: str) -> None:
        """One save in eight was made by the next version: with a field nobody here knows, or by rules of its own."""
        if self.age.random() < 0.125:
            edit_record(laptop, record, {NEWER_FIELD: {"seen": "着急"}})
        elif self.age.random() < 0.05:
            laptop.write(_made_by_the_next_version)

    def is_updated(self) -> None:
        """The district gets the next version of its program."""
        vars(judging)["SCHEMA"] = SCHEMA + 1

    def syncs(self) -> None:
        """A laptop syncs over a network that may fail."""
        faults = [self.dice.choice(FAULTS) for _ in range(self.dice.randrange(4))]
        self.sync(self.dice.choice(self.laptops), *faults)

    def is_backed_up(self) -> None:
        """The district makes a backup; sometimes old ones go, never one of the last two."""
        self.backups.append(self.town.backs_up())
        if len(self.backups) > 2 and self.dice.random() < 0.5:
            shutil.rmtree(self.backups.pop(0))

    def goes_back(self) -> None:
        """The district is restored from a backup it still has; its administrator sets the scopes again."""
        if self.backups:
            chosen = self.dice.randrange(max(0, len(self.backups) - 3), len(self.backups))
            self.town.goes_back(self.backups[chosen])
            # Backups made after it are of a history that is over.
            for later in self.backups[chosen + 1 :]:
                shutil.rmtree(later)
            self.backups = self.backups[: chosen + 1]
            self.set_scopes()
            self.nothing_is_lost()

    def is_copied(self) -> None:
        """Somebody keeps a copy of a laptop's disk."""
        laptop = self.dice.choice(self.laptops)
        self.copies.append((laptop, self.town.copies(laptop)))

    def is_put_back(self) -> None:
        """A laptop's disk dies, and an old copy takes its place."""
        usable = [pair for pair in self.copies if pair[0] in self.laptops]
        if usable:
            laptop, copy = self.dice.choice(usable)
            self.copies = [pair for pair in self.copies if pair[0] is not laptop]
            self.excused |= self.ops_on(laptop) - self.ops_on(copy)
            self.laptops[self.laptops.index(laptop)] = copy
            self.by_many(laptop)

    def is_cloned(self) -> None:
        """An old copy begins to live beside its laptop."""
        if self.copies and len(self.laptops) < MOST_LAPTOPS:
            laptop, copy = self.copies.pop(self.dice.randrange(len(self.copies)))
            if laptop in self.laptops:
                self.laptops.append(copy)
                self.by_many(laptop)

    def is_revoked(self) -> None:
        """A laptop is reported lost, and its worker gets another."""
        if len(self.revoked) < 2:
            lost = self.dice.choice(self.laptops)
            known = {row.replica for row in self.town.district.list_devices()}
            if lost.identity.replica in known:
                self.town.district.revoke_device(lost.identity.replica, "遗失")
                self.revoked.add(lost.identity.replica)
                self.laptops.append(self.town.laptop(lost.identity.worker))

    def is_moved(self) -> None:
        """A worker looks after another grid, or both."""
        self.looks_after[self.dice.choice(WORKERS)] = set(
            self.dice.sample(GRIDS, self.dice.choice([1, 1, 2]))
        )
        self.set_scopes()

    def hands_over(self) -> None:
        """The town's desk hands a record to another grid."""
        there = [row for row in self.town.district.list_records("note") if not row.body.get("to_id")]
        if there:
            row = self.dice.choice(there)
            to = GRID_CODE if row.stream == self.streams[OTHER_GRID_CODE] else OTHER_GRID_CODE
            self.town.district.hand_over(row.id, to=to, worker="yujianfen", why="归那边管")
            self.hands.setdefault(row.id, set()).add("server")

    def is_reviewed(self) -> None:
        """The supervisor lets through what waits."""
        for row in review.list_waiting(self.town.district.site):
            try:
                review.release(self.town.district.site, row.op, "情况属实")
            except PersonCanMend as error:
                # One before it waits for a record that has not come.
                if error.code != "review_older_first":
                    raise

    # --- what must hold ---

    def sync(self, laptop: Profile, *faults: str) -> None:
        """One sync, which may fail only as its faults say; a laptop whose token is dead is enrolled again."""
        receipt = self.town.sync(laptop, *faults, until_empty=not faults)
        code = receipt.get("error", {}).get("code")
        if code == "BAD_TOKEN":
            self.town.enrols_again(laptop)
            return self.sync(laptop, *faults)
        allowed = LOST_WAYS if set(faults) & {"request", "reply"} else set()
        if laptop.identity.replica in self.revoked:
            allowed = allowed | {"REVOKED"}
            if not faults and code != "REVOKED":
                raise Broken(f"{laptop.folder.name} is revoked and still syncs")
        if code is not None and code not in allowed:
            raise Broken(f"a sync ended with {code}")
        if receipt["results"]["refused"]:
            raise Broken(f"an op was refused: {receipt}")
        if code is None:
            self.sees_no_more_than_it_may(laptop)
        return None

    def sees_no_more_than_it_may(self, laptop: Profile) -> None:
        """Records of streams that are not the worker's are there only while own work on them waits."""
        mine = {self.streams[code] for code in self.looks_after[laptop.identity.worker]}
        for record, stream, held in laptop.read(_foreign):
            if stream not in mine and not held and stream in self.streams.values():
                raise Broken(f"{laptop.folder.name} still reads {record}")

    def nothing_is_lost(self) -> None:
        """Each op is in the log, with the supervisor, or on a laptop."""
        missing = self.every_op() - self.excused - self.in_district() - self.on_laptops()
        if missing:
            raise Broken(f"lost: {missing}")

    def comes_to_rest(self) -> None:
        """Faults stop, what waits is let through, everybody syncs three times; then all promises are looked at."""
        self.is_updated()
        self.nothing_is_lost()
        for _ in range(3):
            for laptop in self.laptops:
                self.sync(laptop)
            self.is_reviewed()
            self.is_reviewed()
        for laptop in self.laptops:
            self.sync(laptop)
        self.nothing_is_lost()
        rows = {row.id: row for row in self.town.district.list_records("note")}
        for laptop in self.laptops:
            self.is_at_rest(laptop, rows)
        for record, row in rows.items():
            self.was_written_fairly(record, row)

    def is_at_rest(self, laptop: Profile, rows: dict[str, Any]) -> None:
        """Nothing waits but for a create that is lost, and every record is as the district has it."""
        open_ops = [
            (record, state) for record, state in laptop.read(_open_ops) if state != "later" or record in rows
        ]
        if laptop.identity.replica in self.revoked:
            return
        if open_ops:
            raise Broken(f"{laptop.folder.name} keeps {open_ops}")
        own = {record for record, _ in laptop.read(_open_ops)}
        mine = {self.streams[code] for code in self.looks_after[laptop.identity.worker]}
        held = {row[0] for row in laptop.read(_every_record)} - own
        there = {record for record, row in rows.items() if row.stream in mine}
        if held != there:
            raise Broken(f"{laptop.folder.name} holds {held - there} and lacks {there - held}")
        for record in there:
            shown = laptop.read(partial(record_rows.load, record=record))
            if shown is None or shown.rev != rows[record].rev or not equal(shown.body, rows[record].body):
                raise Broken(f"{laptop.folder.name} shows {record} otherwise")

    def was_written_fairly(self, record: str, row: Any) -> None:
        """Nothing twice, and no conflict with oneself."""
        history = self.town.history(record)
        if [op.rev for op in history] != list(range(1, len(history) + 1)) or len(
            {op.op for op in history}
        ) != row.rev:
            raise Broken(f"{record} has a history with holes")
        if len(self.hands.get(record, ())) == 1 and row.body.get(CONFLICTS):
            raise Broken(f"{record} is in conflict with its only author")
        if any(NEWER_FIELD in op.patch for op in history) and row.body.get(NEWER_FIELD) is None:
            raise Broken(f"{record} has lost what only a newer app knows")
        hands = self.hands.get(record, set()) - {"server"}
        if len(hands) == 1 and row.body.get("text") != next(iter(self.texts[record].values())):
            raise Broken(f"{record} does not say what was last written")

    # --- looking ---

    def shown(self, laptop: Profile, record: str) -> bool:
        row = laptop.read(lambda db: record_rows.load(db, record))
        return row is not None and not row.sealed and "text" in row.body

    def set_scopes(self) -> None:
        """The administrator makes the grants what they should be."""
        self.town.clock.at += 1
        for person in self.town.district.list_workers():
            wanted = self.looks_after.get(person.id)
            if wanted is not None:
                for code in set(person.scopes) - wanted:
                    self.town.district.revoke(person.id, code)
                for code in wanted - set(person.scopes):
                    self.town.district.grant(person.id, code)

    def by_many(self, laptop: Profile) -> None:
        """What was written on a laptop of which there are two is no longer by one hand."""
        for hands in self.hands.values():
            if laptop.folder.name in hands:
                hands.add("another copy")

    def ops_on(self, laptop: Profile) -> set[str]:
        return {row[0] for row in laptop.read(_ops)}

    def on_laptops(self) -> set[str]:
        return set().union(*map(self.ops_on, self.laptops))

    def every_op(self) -> set[str]:
        self.seen |= self.on_laptops() | self.in_district(log_only=True)
        return self.seen

    def in_district(self, *, log_only: bool = False) -> set[str]:
        tables = (oplog,) if log_only else (oplog, waiting, refused)

        def work(connection: Connection) -> set[str]:
            return {
                op
                for table in tables
                for op in connection.execute(
                    select(table.c.op).where(table.c.replica.not_in(["server", "district"]))
                ).scalars()
            }

        return self.town.district.site.database.read(work)


RULES: list[tuple[Callable[[Years], None], int]] = [
    (Years.writes, 30),
    (Years.syncs, 30),
    (Years.is_backed_up, 4),
    (Years.goes_back, 4),
    (Years.is_copied, 3),
    (Years.is_put_back, 2),
    (Years.is_cloned, 2),
    (Years.is_revoked, 1),
    (Years.is_moved, 3),
    (Years.hands_over, 1),
    (Years.is_reviewed, 2),
]


def run_years(seed: int, tally: Tally, days: int = 60) -> Iterator[None]:
    """Lives one run of days after another, each from a seed of its own."""
    while True:
        years = Years(seed)
        try:
            years.play(days)
        except AssertionError as error:
            tally.found(f"years of seed {seed}", [str(error)])
        finally:
            years.close()
        tally.counts["days"] += days
        tally.counts["restores"] += years.counts["goes_back"] + years.counts["is_put_back"]
        seed += 1
        yield


def _made_by_the_next_version(db: Tables) -> None:
    db.execute(
        "UPDATE op SET body = json_set(body, '$.schema', ?) "
        "WHERE position = (SELECT MAX(position) FROM op) AND state = 'waiting'",
        [SCHEMA + 1],
    )


def _streams(db: Tables) -> list[tuple[str, str, str]]:
    return db.execute("SELECT id, kind, code FROM stream").fetchall()


def _ops(db: Tables) -> list[tuple[str]]:
    return db.execute("SELECT id FROM op").fetchall()


def _open_ops(db: Tables) -> list[tuple[str, str]]:
    return db.execute(
        "SELECT record, state FROM op WHERE state IN ('waiting', 'later', 'accepted')"
    ).fetchall()


def _every_record(db: Tables) -> list[tuple[str]]:
    return db.execute("SELECT id FROM record WHERE kind = 'note'").fetchall()


def _foreign(db: Tables) -> list[tuple[str, str, int]]:
    return db.execute(
        """SELECT id, stream, id IN (SELECT record FROM op WHERE state IN ('waiting', 'later', 'refused'))
        FROM record WHERE kind = 'note'"""
    ).fetchall()
