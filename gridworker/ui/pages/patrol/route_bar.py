"""路线 over the list of patrols: which is walked today, how far one has come, its stops in place of the list."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.operations.routes import AGAIN, POINTS, Route, Stop, Walk, next_stop
from gridworker.operations.today import this_day
from gridworker.ui.forms.plan_words import how_soon
from gridworker.ui.forms.record_list import Row
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.pickers import PickList
from gridworker.ui.widgets.signs import KeyCap
from gridworker.ui.widgets.text import Label

STOP = "stop:"
_ROUTE = Words("路线", "Route")
_NONE = Words("不按路线", "No route")
_POINTS = Words("到期的必巡点", "Points that are due")
_AGAIN = Words("照 {day} 的走法", "As on {day}")
_HOW_FAR = Words("{done}/{all}", "{done}/{all}")
_DONE, _NEXT = Words("已巡", "Done"), Words("下一处", "Next")


class RouteBar(QWidget):
    """`chosen` fires when the person picked a route, or none; `is_on` while the stops stand in the list's place."""

    chosen = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.is_on = False
        self._gives_way = False
        self.walk = Walk([], "")
        self.list = PickList([], none=session.said(_NONE))
        self.list.setAccessibleName(session.said(_ROUTE))
        self._how_far = Label("", Type.META)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        row.addWidget(self.list, 1)
        row.addWidget(self._how_far)
        row.addWidget(KeyCap("Alt+U"), 0, Qt.AlignmentFlag.AlignVCenter)
        self.list.changed.connect(self._on_changed)

    def listen(self, page: QWidget) -> None:
        """Takes its key from anywhere on the page."""
        shortcut = QShortcut(QKeySequence("Alt+U"), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._on_key)

    @property
    def route(self) -> Route | None:
        """The route that is walked today."""
        return self.walk.route

    def show_walk(self, walk: Walk) -> None:
        """The routes there are and how far one has come; not a choice by the person."""
        self.walk = walk
        said, route = self._session.said, walk.route
        self.list.clear()
        self.list.addItem(said(_NONE), "")
        for one in walk.routes:
            self.list.addItem(self.name_of(one), one.code)
        self.list.set_value(walk.chosen if route else "")
        self._how_far.setVisible(route is not None)
        if route:
            self._how_far.setText(said(_HOW_FAR, done=route.done, all=len(route.stops)))
        self.setVisible(bool(walk.routes) and not self._gives_way)
        self.is_on = self.is_on and route is not None

    @Slot(str)
    def give_way(self, to: str) -> None:
        """Goes while the list shows something that is no patrol."""
        self._gives_way = bool(to)
        self.setVisible(bool(self.walk.routes) and not to)

    def name_of(self, route: Route) -> str:
        """What a route is called."""
        if route.code == POINTS:
            return self._session.said(_POINTS)
        if route.code == AGAIN:
            return self._session.said(_AGAIN, day=f"{date.fromisoformat(route.name):%m-%d}")
        return route.name

    def rows(self, after: str = "") -> list[Row]:
        """The stops as the list shows them."""
        route = self.route
        if route is None:
            return []
        coming = next_stop(route, after)
        return [self._row(at, stop, stop is coming) for at, stop in enumerate(route.stops)]

    def coming_row(self, after: str = "") -> str:
        """The row of the stop that comes next, "" where none does."""
        coming = next_stop(self.route, after) if self.route else None
        return f"{STOP}{self.route.stops.index(coming)}" if self.route and coming else ""

    def _row(self, at: int, stop: Stop, coming: bool) -> Row:
        said, language = self._session.said, self._session.language
        tag: tuple[str, Tone] | None
        if stop.done:
            tag = (said(_DONE), Tone.OK)
        elif coming:
            tag = (said(_NEXT), Tone.PRIMARY)
        else:
            today = this_day(self._session.profile)
            tag = how_soon(stop.due, today, language) if stop.due else None
        kind = self._session.labels.choice("place", "type", stop.spot.type) if stop.spot.type else ""
        text = str(stop.spot.place.get("text") or "")
        where = text.removesuffix(stop.name) if text != stop.name else ""
        remark = " · ".join(filter(None, (kind, where)))
        return Row(f"{STOP}{at}", len(self.walk.routes) - at, f"{at + 1}. {stop.name}", remark, tag=tag)

    def stop(self, row: str) -> Stop | None:
        """The stop of a row."""
        at = int(row.removeprefix(STOP))
        return self.route.stops[at] if self.route and at < len(self.route.stops) else None

    @Slot()
    def _on_key(self) -> None:
        if self.isVisible():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_changed(self) -> None:
        self.is_on = bool(self.list.value())
        self.chosen.emit()
