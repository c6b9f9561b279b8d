"""What the search box offers: what was found, what one may do with it, and commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from gridworker.environment.language import Words
from gridworker.operations.recent import pinned, recent
from gridworker.operations.registry import REGISTRY_KINDS
from gridworker.operations.results import Result, look_for, results_of
from gridworker.operations.visits import CALL_ON
from gridworker.store.matched import Matches
from gridworker.ui.session import Session
from gridworker.ui.shell.directory import APART, ENTRIES, NEW, NEW_RECORD
from gridworker.ui.shell.palette_lines import Choice
from gridworker.ui.shell.result_words import about, where_found
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.kind_signs import sign_of

_NOTHING = Words(
    "没有找到“{text}”。换个字，或用拼音首字母再试。",
    'Nothing found for "{text}". Try other words or initials.',
)
_NEW = {
    "patrol": Words("记一次巡查", "Record a patrol"),
    "dispute": Words("登记一件纠纷", "Register a dispute"),
    "visit": Words("记一次走访", "Record a visit"),
}
_SYNC_NOW = Words("立即同步", "Sync now")
_ACTIONS = Words("操作", "Actions")
_RECENT, _PINNED = Words("最近看过", "Recent"), Words("收藏", "Pinned")
_ON_FILE = Words("人房企 · {count}", "Registry · {count}")
_RECORDS = Words("记录 · {count}", "Records · {count}")
_LATEST_ON_FILE = Words("人房企 · 最近 {count} 条", "Registry · latest {count}")
_LATEST_RECORDS = Words("记录 · 最近 {count} 条", "Records · latest {count}")
_NEW_PERSON = Words("登记人员", "Register a person")
_VISIT = Words("为 {name} 新建走访", "New visit to {name}")
_FILLED_IN = Words("自动带入对象、地址和上次的情况", "Name, place and the last answers are filled in")
VISIT_KEY = next(key for key, code in NEW.items() if code == "visit")
MOST, LEAST = 8, 4
_MOST_VISITS = 2


class Offers:
    """Makes the lines of the list."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def at_first(self) -> list[Choice]:
        """Before anything is typed: what was pinned, what was looked at last, and what one may begin; the pages where
        that is little."""
        said, run = self._session.said, self._session.run
        kept = [one.id for one in await run(pinned)]
        last = [one.id for one in await run(recent) if one.id not in kept]
        lines = list(map(self._line, await run(results_of, [*kept, *last])))
        pins = [line for line in lines if line.record in kept]
        seen = [line for line in lines if line.record not in kept]
        acts = [*self._acts(), *(self._pages() if not (pins or seen) else ())][:MOST]
        return [*_under(said(_PINNED), pins), *_under(said(_RECENT), seen), *_under(said(_ACTIONS), acts)]

    async def found(self, text: str, most: int) -> list[Choice]:
        """What matches, in some `most` lines: commands that are called so, then people, homes and places, whoever is
        called so first, then records, the newest first; then what one may do."""
        said, matches = self._session.said, Matches(text)
        # In a thread: what sounds how is read from a file when it is first asked for.
        commands = await self._session.background.run(_called, [*self._acts(), *self._pages()], matches)
        called = [one for one in commands if text.strip().lower() in one.title.lower()]
        sounding = [one for one in commands if one not in called]
        results = await self._session.run(look_for, text, most - _MOST_VISITS)
        on_file = sorted(
            (self._line(line, matches) for line in results.on_file), key=_begins_so, reverse=True
        )
        records = [self._line(line, matches) for line in results.records]
        names = Counter(line.name for line in on_file)
        visits = [self._visit(line, alone=names[line.name] == 1) for line in on_file[:_MOST_VISITS]]
        first = _LATEST_ON_FILE if results.more_on_file else _ON_FILE
        second = _LATEST_RECORDS if results.more_records else _RECORDS
        lines = [
            *_under(said(_ACTIONS), called),
            *_under(said(first, count=len(on_file)), on_file),
            *_under(said(second, count=len(records)), records),
            *_under(said(_ACTIONS), [*visits, *sounding]),
        ]
        return lines or self._nothing(text)

    def _nothing(self, text: str) -> list[Choice]:
        said = self._session.said
        person = partial(self._session.go, "person", NEW_RECORD)
        return [Choice("search", said(_NOTHING, text=text)), Choice("person", said(_NEW_PERSON), take=person)]

    def _line(self, result: Result, matches: Matches | None = None) -> Choice:
        """A record; where its title does not show why it was found, the text that does."""
        word, (icon, tone) = self._session.labels.kind(result.kind), sign_of(result.kind)
        title, take = result.title or word, partial(self._session.go, result.kind, result.id)
        marks = matches.within(title) if matches else ()
        remark = (
            about(self._session, result)
            if marks or not result.snippet
            else where_found(self._session, result)
        )
        name = result.name if result.kind in REGISTRY_KINDS else ""
        choice = Choice(icon, title, remark, take, tone, record=result.id, name=name, marks=marks)
        return choice._replace(remark_marks=matches.within(remark)) if matches and not marks else choice

    def _visit(self, line: Choice, *, alone: bool) -> Choice:
        """A new visit to whoever stands in a line; where not `alone` with that name, it says of which."""
        icon, tone = sign_of("visit")
        take = partial(self._session.go, "visit", CALL_ON + line.record)
        title = self._session.said(_VISIT, name=line.name)
        remark = self._session.said(_FILLED_IN) if alone else line.remark
        return Choice(icon, title, remark, take, tone, visits=line.record)

    def _acts(self) -> list[Choice]:
        said, go = self._session.said, self._session.go
        keys = {code: key for key, code in NEW.items()}
        made = [
            Choice(icon, said(_NEW[code]), "", partial(go, code, NEW_RECORD), tone, keys[code])
            for code, (icon, tone) in ((code, sign_of(code)) for code in _NEW)
        ]
        return [*made, Choice("arrow_sync", said(_SYNC_NOW), "", self._session.sync, key="F5")]

    def _pages(self) -> list[Choice]:
        said, go = self._session.said, self._session.go
        return [
            Choice(entry.icon, said(entry.word), "", partial(go, entry.code, ""), Tone.NEUTRAL, entry.key)
            for entry in (*ENTRIES, *APART)
        ]


def _called(commands: Sequence[Choice], matches: Matches) -> list[Choice]:
    """The commands whose words match, marked."""
    return [
        one._replace(marks=matches.within(one.title)) for one in commands if matches.all_within(one.title)
    ]


def _begins_so(line: Choice) -> bool:
    return bool(line.marks) and line.marks[0][0] == 0


def _under(heading: str, choices: Sequence[Choice]) -> list[Choice]:
    """Lines under a heading; nothing for none."""
    return [Choice("", heading), *choices] if choices else []
