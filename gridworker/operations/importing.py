"""A table of people, homes, places or businesses taken into the registry: looked at first, then line by line.

Nothing is saved by looking. Each line that is taken is a record with an op of its own; a batch of lines is one
transaction, so that a crash or a full disk leaves whole records and none by half. What cannot be taken is named and
can be written to a table to be mended and imported again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice, starmap
from pathlib import Path
from typing import Any, Literal, NamedTuple

from gridworker.documents.incoming import read_table
from gridworker.documents.incoming_line import Line
from gridworker.documents.table import write_table
from gridworker.domain.errors import NotAllowed, PersonCanMend
from gridworker.environment.language import Words
from gridworker.environment.marks import COLON, SEMICOLON
from gridworker.environment.wording import reason
from gridworker.operations import catching_up
from gridworker.operations.earlier import own_grid
from gridworker.operations.import_columns import IMPORTED, Column, check_columns
from gridworker.operations.import_layout import Layout, read_layout, remember
from gridworker.operations.import_packs import Packs
from gridworker.operations.import_rows import Flaw, Reader, Row
from gridworker.operations.import_saving import Batch, Counts
from gridworker.operations.import_template import is_example
from gridworker.operations.likeness import Mention, housed, mention, registers
from gridworker.operations.saving import barred
from gridworker.operations.today import this_day
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

Policy = Literal["skip", "fill", "add"]
POLICIES: tuple[Policy, ...] = ("fill", "skip", "add")
BATCH = 100
LISTED = 500
"""So many lines that cannot be taken are named one by one; the table of them has all."""

_WHY = Words("原因", "reason")
_WHOLE_LINE = Words("整行", "the line")


def _unwatched(_done: int, _of: int) -> None:
    """Nobody looks on."""


def _goes_on() -> bool:
    return False


class Watch(NamedTuple):
    """Who looks on: told how many lines of how many are done (0 while that is not known), and asked whether to stop."""

    progress: Callable[[int, int], None] = _unwatched
    stop: Callable[[], bool] = _goes_on


NOBODY = Watch()


class How(NamedTuple):
    """How lines are taken: one that is on file is skipped, fills what is empty there, or is added all the same.

    With `homes` a person's address that is no home yet becomes one.
    """

    policy: Policy = "fill"
    homes: bool = True


class Refused(NamedTuple):
    """A line that cannot be taken, by its number in the file."""

    line: int
    flaws: list[Flaw]

    def why(self, language: str) -> str:
        """What is wrong with it, in one line."""
        colon = COLON.said(language)
        return SEMICOLON.said(language).join(
            f"{flaw.header or _WHOLE_LINE.said(language)}{colon}{reason(flaw.code, language)}"
            for flaw in self.flaws
        )


class Preview(NamedTuple):
    """What a table would bring.

    `rows` lines can be taken, of which `known` are on file and `twice` stand in the table before; `refused` cannot
    (the first `LISTED`, `bad` in all). `doubts` are numbers that look wrong, `masked` those that are covered.
    """

    path: Path
    kind: str
    layout: Layout
    stamp: tuple[int, int]
    rows: int
    known: int
    twice: int
    bad: int
    refused: list[Refused]
    doubts: int
    masked: int
    mentions: list[tuple[Any, ...]]
    lines: Packs

    @property
    def columns(self) -> list[Column]:
        """The columns as they are read."""
        return self.layout.columns

    @property
    def unknown(self) -> list[str]:
        """The headers that nobody knows: their columns stay behind."""
        return [column.header for column in self.columns if column.header and not column.target]


class Outcome(NamedTuple):
    """What an import did. `left` lines that can be taken were not: it was stopped."""

    counts: Counts
    left: int


def look_at(
    profile: Profile, kind: str, path: Path, watch: Watch = NOBODY, layout: Layout | None = None
) -> Preview:
    """Reads a table and says what it would bring; nothing is saved. Without a `layout` as `read_layout` reads it.

    Raises `PersonCanMend` for what is no table (`documents.incoming`), for columns that will not do
    (`import_columns.check_columns`), for a kind that is not imported (`not_imported`), and `NotAllowed` where nothing
    may be added here.
    """
    check_may_import(profile, kind)
    stamp = _stamp(path)
    layout = layout or read_layout(profile, kind, path)
    check_columns(kind, layout.columns)
    reader = Reader(kind, layout.columns, profile.read(own_grid).code, this_day(profile))
    look = _Look(kind)
    for line, read in _judged(path, layout.header_line, reader):
        if watch.stop():
            break
        look.take(line, read)
        if look.seen % 500 == 0:
            watch.progress(look.seen, 0)
    known, twice = profile.read(look.already)
    return Preview(
        path, kind, layout, stamp, len(look.lines), known, twice, look.bad, look.refused,
        look.doubts, look.masked, look.mentions, look.lines,
    )  # fmt: skip


def check_may_import(profile: Profile, kind: str) -> None:
    """Raises `PersonCanMend` (`not_imported`), and `NotAllowed` where nothing may be added here."""
    if kind not in IMPORTED:
        raise PersonCanMend("not_imported", kind=kind, kinds="、".join(IMPORTED))
    if why := barred(profile):
        raise NotAllowed(why, role=profile.identity.role)


class _Look:
    """What was seen of a table so far."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self.refused: list[Refused] = []
        self.mentions: list[tuple[Any, ...]] = []
        self.lines = Packs()
        self.bad = self.doubts = self.masked = 0

    @property
    def seen(self) -> int:
        """How many lines."""
        return self.bad + len(self.lines)

    def take(self, line: Line, read: Row | list[Flaw]) -> None:
        """Counts a line."""
        if isinstance(read, Row):
            # Plain tuples: twenty thousand of another type would keep the garbage collector busy.
            self.mentions.append(tuple(mention(self._kind, read.values)))
            self.lines.add(read)
            self.doubts, self.masked = self.doubts + read.doubts, self.masked + read.masked
            return
        self.bad += 1
        if len(self.refused) < LISTED:
            self.refused.append(Refused(line.number, read))

    def already(self, db: Tables) -> tuple[int, int]:
        """How many lines are on file, and how many of the others repeat an earlier line."""
        register, homes = registers(db, self._kind, self.mentions)
        known = twice = 0
        seen: set[int] = set()
        for one in (housed(Mention(*kept), homes) for kept in self.mentions):
            if register.find(one.keys, one.apart):
                known += 1
            elif not seen.isdisjoint(one.keys):
                twice += 1
            seen.update(one.keys)
        return known, twice


def _stamp(path: Path) -> tuple[int, int]:
    if not path.is_file():
        raise PersonCanMend("table_missing", file=path.name)
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _judged(path: Path, header_line: int, reader: Reader) -> Iterator[tuple[Line, Row | list[Flaw]]]:
    for line in read_table(path):
        if line.number > header_line and not line.is_blank and not is_example(line):
            yield line, reader.read(line)


def carry_out(profile: Profile, preview: Preview, how: How, watch: Watch = NOBODY) -> Outcome:
    """Takes the lines of a table that was looked at, a batch a transaction; where it is stopped, what was taken stays.

    Raises as `look_at`, and `PersonCanMend` (`table_changed`) where the file is not the one that was looked at.
    """
    if _stamp(preview.path) != preview.stamp:
        raise PersonCanMend("table_changed", file=preview.path.name)
    found = profile.read(lambda db: registers(db, preview.kind, preview.mentions))
    batch = Batch(profile, preview.kind, how.policy, found, make_homes=how.homes)
    counts, done = Counts(), 0
    lines = zip(preview.lines.rows(), starmap(Mention, preview.mentions), strict=True)
    try:
        while not watch.stop() and (taken := list(islice(lines, BATCH))):
            counts += profile.write(partial(batch.save, lines=taken))
            done += len(taken)
            watch.progress(done, preview.rows)
    finally:
        catching_up.follow(profile)
    remember(profile, preview.kind, preview.layout)
    return Outcome(counts, preview.rows - done)


def write_refused(profile: Profile, preview: Preview, out: Path, language: str) -> int:
    """Writes the lines that cannot be taken, as they stand and with the reason, to be mended; gives how many.

    Raises as `carry_out`.
    """
    if _stamp(preview.path) != preview.stamp:
        raise PersonCanMend("table_changed", file=preview.path.name)
    reader = Reader(preview.kind, preview.columns, profile.read(own_grid).code, this_day(profile))
    judged = _judged(preview.path, preview.layout.header_line, reader)
    refused = [
        _with_reason(line, Refused(line.number, read).why(language), len(preview.columns))
        for line, read in judged
        if not isinstance(read, Row)
    ]
    why = _WHY.said(language)
    write_table(why, [[*(column.header for column in preview.columns), why], *refused], out)
    return len(refused)


def _with_reason(line: Line, why: str, width: int) -> list[str | int]:
    texts: list[str | int] = [cell.text for cell in line.cells[:width]]
    return [*texts, *[""] * (width - len(texts)), why]
