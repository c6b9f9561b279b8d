"""Homes by building: estates, buildings, units and rooms open one below the other, and a home shows who lives there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent

from gridworker.domain.titles import place_text
from gridworker.environment.language import Words
from gridworker.operations.households import MoveIn, move_in
from gridworker.operations.listing import Listed
from gridworker.operations.registry import Home, Staircase, homes, staircases
from gridworker.ui.forms.record_list import Row
from gridworker.ui.pages.page import KeyHelp
from gridworker.ui.pages.registry.aside import Act
from gridworker.ui.pages.registry.forms import HouseholdForm
from gridworker.ui.pages.registry.people import ask_move_in
from gridworker.ui.pages.registry.view import RegistryView
from gridworker.ui.session import Session
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.chips import Choice

_BUILDINGS = Words("楼栋", "Buildings")
_WHO = Words("谁迁入", "Who moves in")
_MOVE_IN = Words("有人迁入", "Somebody moves in")
_ADD = Words("登记新人员", "New person here")
_HOMES = Words("{count} 户", "{count} homes")
_LIVING = Words("{count} 人", "{count} people")
_OTHER = Words("其他地址", "Other addresses")
_MOVED_IN = Words("已办理迁入", "Moved in")
_NODE = "node:"
_STEP = "　"
_DEPTH = 3
_AT_ONCE = 500
_TONES = {"rent": Tone.INFO, "empty": Tone.NEUTRAL}


class HouseholdView(RegistryView):
    """Right opens a building, Left closes it; Enter opens the home. `added_to` carries how a new person here begins."""

    added_to = Signal(object)

    TITLE = Words("住户", "Homes")
    KIND = "household"
    NEW_TITLE = Words("新建住户", "New home")
    ICON = "building_home"
    FORM = HouseholdForm
    COLUMNS = ("use", "phone", "text")
    KEYS = (
        *RegistryView.KEYS,
        KeyHelp("→ ←", Words("展开、收起楼栋", "Open or close a building")),
        KeyHelp("F8", Words("登记新人员", "New person here")),
        KeyHelp("F10", Words("有人迁入", "Somebody moves in")),
    )

    def __init__(self, session: Session) -> None:
        self._opened: set[tuple[str, ...]] = set()
        super().__init__(session)
        self.pane.view.installEventFilter(self)

    def scopes(self) -> list[Choice]:
        first, *rest = super().scopes()
        return [Choice("tree", self.session.said(_BUILDINGS)), first, *rest]

    async def show_scope(self, scope: str, text: str) -> None:
        if scope == "tree" and not text:
            self.model.show_rows(await self._tree())
        else:
            await super().show_scope(scope, text)

    async def listed_ids(self) -> Sequence[str]:
        in_buildings = self.pane.scope == "tree" and not self.pane.text
        return () if in_buildings else await super().listed_ids()

    def about(self, listed: Listed) -> str:
        use = str(listed.body.get("use") or "")
        return self.session.labels.choice("household", "use", use) if use else ""

    # The tree.

    async def _tree(self) -> list[Row]:
        found = await self.session.run(staircases)
        rows: list[Row] = []
        for at, (estate, its) in enumerate(_grouped(found, 0).items(), start=1):
            rows += await self._below((estate,), its)
            if not at % _AT_ONCE:
                # Where addresses are not taken apart each home is an estate of its own: keys are answered meanwhile.
                await self.session.background.pause(0)
        return rows

    async def _below(self, node: tuple[str, ...], found: list[Staircase]) -> list[Row]:
        """A node with what is open below it; a level that has but one thing without a name is left out."""
        rows = [self._node_row(node, sum(row.homes for row in found))]
        if node not in self._opened:
            return rows
        while len(node) < _DEPTH:
            groups = _grouped(found, len(node))
            if list(groups) != [""]:
                for name, its in groups.items():
                    rows += await self._below((*node, name), its)
                return rows
            node = (*node, "")
        return rows + [
            self._home_row(home, sum(map(bool, node))) for home in await self.session.run(homes, *node)
        ]

    def _node_row(self, node: tuple[str, ...], count: int) -> Row:
        counters = ("", "幢", "单元")
        name = node[-1]
        if name.isdecimal() and len(node) > 1:
            name += counters[len(node) - 1]
        sign = "▾" if node in self._opened else "▸"
        title = f"{_STEP * (len(node) - 1)}{sign} {name or self.session.said(_OTHER)}"
        return Row(
            _NODE + "/".join(node),
            0,
            title,
            _STEP * len(node) + self.session.said(_HOMES, count=f"{count:,}"),
        )

    def _home_row(self, home: Home, level: int) -> Row:
        said, use = self.session.said, home.use
        living = said(_LIVING, count=home.living) if home.living else ""
        room = f"{home.room}室" if home.room.isdecimal() else home.room or home.place
        tag = (self.session.labels.choice("household", "use", use), _TONES[use]) if use in _TONES else None
        remark = " · ".join(filter(None, (home.head, living)))
        return Row(home.id, home.number, _STEP * level + room, _STEP * level + remark, tag=tag)

    async def open(self, record: str) -> None:
        if record.startswith(_NODE):
            self._toggle(record)
        else:
            await super().open(record)
            self._open_way()

    def _open_way(self) -> None:
        """The nodes above the open home are open in the tree: its row is there when the list is read next."""
        place = self.seen.get("place")
        place = place if isinstance(place, dict) else {}
        names = tuple(str(place.get(part) or "") for part in ("text", "building", "unit"))
        self._opened |= {names[:level] for level in range(1, _DEPTH + 1)} if self.record else set()

    async def after_save(self, record: str, *, then_next: bool) -> None:
        await super().after_save(record, then_next=then_next)
        if self.record and self.model.place_of(self.record) < 0:
            await self.ask()

    def _toggle(self, row: str, *, wanted: bool | None = None) -> None:
        node = tuple(row.removeprefix(_NODE).split("/"))
        if wanted is not None and wanted == (node in self._opened):
            return
        self._opened ^= {node}
        self.start(self._redraw(row))

    async def _redraw(self, row: str) -> None:
        await self.reload()
        self.pane.mark(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.pane.view
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
        ):
            row: Any = self.model.row(self.pane.view.currentIndex())
            if row is not None and row.id.startswith(_NODE) and not event.modifiers():
                if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
                    self._toggle(row.id, wanted=event.key() == Qt.Key.Key_Right)
                    return True
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self._toggle(row.id)
                    return True
        return super().eventFilter(watched, event)

    async def _follow(self, records: frozenset[str]) -> None:
        if self.pane.scope != "tree" or self.pane.text:
            await super()._follow(records)
            return
        await self.ask()
        if self.record in records and not self._saving:
            await self.compare()

    # Who lives there.

    def acts(self) -> list[Act]:
        said = self.session.said
        return [
            Act(said(_MOVE_IN), "F10", "home_person", self._on_move_in),
            Act(said(_ADD), "F8", "person_add", self._on_add),
            *super().acts(),
        ]

    @Slot()
    def _on_add(self) -> None:
        if self.card is not None:
            self.added_to.emit(self._person_here())

    def _person_here(self) -> dict[str, Any]:
        assert self.card is not None
        place = self.card.seen.get("place") or {}
        stay = {
            "household_id": self.card.id,
            "address": place_text(place),
            "since_on": self.form.today.isoformat(),
        }
        return {"household_id": self.card.id, "place": place, "stays": [stay]}

    @Slot()
    def _on_move_in(self) -> None:
        ask_move_in(self, self.session.said(_WHO), "person", self._move_in)

    def _move_in(self, person: str, on: date, relation: str) -> None:
        home = self.record

        async def work() -> None:
            self.session.tell(await self.session.run(move_in, MoveIn(person, home, on, relation)))
            self.session.said_done.emit(self.session.said(_MOVED_IN), None)
            if not self.touched:
                await self.open(home)

        self.start(work())


def _grouped(found: list[Staircase], level: int) -> dict[str, list[Staircase]]:
    """By their names at a level, in their order."""
    groups: dict[str, list[Staircase]] = {}
    for row in found:
        groups.setdefault(_name(row, level), []).append(row)
    return groups


def _name(row: Staircase, level: int) -> str:
    """What a staircase is called at a level of the tree: its estate, its building, its unit."""
    return (row.estate, row.building, row.unit)[level]
