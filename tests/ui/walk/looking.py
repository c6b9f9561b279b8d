"""What is looked at in a scene: what takes the focus, what is said, what is cut or lies over something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTableView,
    QToolButton,
    QWidget,
)

from gridworker.ui.shell.palette import Palette
from gridworker.ui.theme.measures import SPACE_12
from gridworker.ui.widgets.button import Button, IconButton
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.figure_card import FigureCard
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.mark import Backdrop
from gridworker.ui.widgets.page_view import PageView
from gridworker.ui.widgets.painting import Painted
from gridworker.ui.widgets.pickers import PickList
from gridworker.ui.widgets.scroll_column import ScrollColumn
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.signs import Divider, Plate
from gridworker.ui.widgets.text import Label, Paragraph
from gridworker.ui.widgets.toast import Toast

# They say nothing: the words stand beside them.
DECORATION = (Plate, Divider, Backdrop)
# They lie over what is behind them.
OVER = (Toast, Palette, Sheet)
MOST_ROWS = 40
# Not an example of what to type, nor the mark of a page, which is said as it is printed.
_RAW_DATE = re.compile(r"(?<!如 )(?<!like )\d{4}-\d{2}-\d{2}(?! \d)")


def visible(scene: QWidget) -> list[QWidget]:
    """Every widget of the scene that is in sight or can be scrolled there."""
    inside: Any = scene.findChildren(QWidget)
    return [widget for widget in inside if widget.isVisible() and not under_a_sheet(widget, scene)]


def under_a_sheet(widget: QWidget, scene: QWidget) -> bool:
    """Whether it belongs to a question that is not the scene."""
    above: Any = widget
    while above is not None and above is not scene:
        if isinstance(above, Sheet):
            return True
        above = above.parentWidget()
    return False


def takes_focus(scene: QWidget) -> list[QWidget]:
    """What Tab must reach."""
    return [
        widget
        for widget in visible(scene)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not isinstance(widget, QScrollArea)
    ]


def called(widget: QWidget) -> str:
    """A widget as a report calls it."""
    name = widget.accessibleName() or (widget.text() if isinstance(widget, QLabel) else "")
    return f"{type(widget).__name__} {name[:40]}".rstrip()


def nameless(scene: QWidget) -> list[str]:
    """What takes the focus or is painted, and says nothing to a screen reader."""
    painted = [
        widget
        for widget in visible(scene)
        if isinstance(widget, Painted)
        and not widget.findChildren(QWidget)
        and not isinstance(widget, DECORATION)
        and not type(widget).__name__.startswith("_")
        and not (isinstance(widget, Paragraph) and not widget.text())
    ]
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in {*takes_focus(scene), *painted}
        if not widget.accessibleName().strip() and widget.width() > 0 and widget.height() > 0
    ]


def said(scene: QWidget) -> Iterator[str]:
    """Every text that is shown or read out, what the person typed left out."""
    yield scene.windowTitle()
    for widget in visible(scene):
        yield widget.accessibleName()
        yield widget.accessibleDescription()
        yield widget.toolTip()
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            yield widget.placeholderText()
        if isinstance(widget, QAbstractItemView):
            yield from rows_of(widget)


def raw_dates(scene: QWidget) -> list[str]:
    """Dates as a record holds them, where a person reads: 2026-12-04."""
    fields: Any = scene.findChildren(DateField)
    texts = {*said(scene), *(field.text() for field in fields)}
    texts -= {field.placeholderText() for field in fields}
    return sorted(text for text in texts if _RAW_DATE.search(text))


def rows_of(view: QAbstractItemView) -> Iterator[str]:
    """What the first rows and the heads of the columns say."""
    model = view.model()
    columns = model.columnCount(QModelIndex()) if isinstance(view, QTableView) else 1
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(), MOST_ROWS)):
            index = model.index(row, column)
            yield str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or "")


def cut(scene: QWidget, words: frozenset[str]) -> list[str]:
    """Texts that have no room: labels, paragraphs, buttons, and what is painted and ends in “…”.

    Data may end in “…” (it is in the tooltip then); the program's own `words` may not.
    """
    scene.grab()
    found = []
    for widget in visible(scene):
        if isinstance(widget, Label) and not widget.wordWrap():
            needed = max(map(widget.fontMetrics().horizontalAdvance, widget.text().split("\n")))
            if widget.width() < needed or widget.height() < widget.fontMetrics().height():
                found.append(f"{called(widget)} has {widget.width()}×{widget.height()}, needs {needed}")
        elif isinstance(widget, Paragraph) and widget.height() < widget.heightForWidth(widget.width()):
            found.append(f"{called(widget)} is low")
        elif isinstance(widget, QAbstractButton) and smaller(widget) and not isinstance(widget, QToolButton):
            found.append(f"{called(widget)} is small: {widget.size().toTuple()}")
        if isinstance(widget, Painted) and (widget._cut_text in words or _of_ours(widget)):
            found.append(f"{called(widget)} cuts {widget._cut_text}")
        elif isinstance(widget, PickList) and not widget.gives_way and widget.cut_text in words:
            found.append(f"{called(widget)} cuts {widget.cut_text}")
        elif isinstance(widget, QLineEdit) and _cut_hint(widget):
            found.append(f"{called(widget)} cuts {widget.placeholderText()}")
        elif isinstance(widget, DateField) and _cut_date(widget):
            found.append(f"{called(widget)} cuts {widget.text()}")
    return found


def _cut_date(field: DateField[Any]) -> bool:
    return field.fontMetrics().horizontalAdvance(field.text()) > field.width() - 2 * SPACE_12


def _cut_hint(field: QLineEdit) -> bool:
    margins, words = field.textMargins(), field.fontMetrics().horizontalAdvance(field.placeholderText())
    around = margins.left() + margins.right() + 2 * SPACE_12
    return not field.text() and bool(words) and words + around > field.width()


def _of_ours(widget: Painted) -> bool:
    """Whether what was cut is words of ours with a number in them, and nothing that anybody wrote."""
    return isinstance(widget, FigureCard) and bool(widget._cut_text)


def left_over(scene: QWidget) -> list[str]:
    """Buttons that stand alone on the last of their lines, where the lines above have two more."""
    found = []
    for flow in (widget for widget in visible(scene) if isinstance(widget, Flow)):
        lines: dict[int, list[QWidget]] = {}
        for at in range(flow.flow.count()):
            item = flow.flow.itemAt(at)
            button = item.widget() if item is not None else None
            if isinstance(button, Button | IconButton) and button.isVisible():
                lines.setdefault(button.geometry().center().y(), []).append(button)
        *above, last = lines.values() or [[]]
        if len(last) == 1 and any(len(line) > len(last) + 1 for line in above):
            found.append(f"{called(last[0])} is alone on its line")
    return found


def smaller(widget: QWidget) -> bool:
    """Whether it has less room than it says it needs."""
    least = widget.minimumSizeHint()
    return widget.width() < least.width() or widget.height() < least.height()


def sticking_out(scene: QWidget) -> list[str]:
    """Widgets that reach beyond what they are in."""
    found = []
    for widget in visible(scene):
        above: Any = widget.parentWidget()
        scrolled = isinstance(above.parentWidget(), QAbstractScrollArea)
        if widget.isWindow() or scrolled or isinstance(widget, (*OVER, QScrollBar)):
            continue
        if not above.rect().contains(widget.geometry()) and not widget.geometry().isEmpty():
            where = widget.geometry().getRect()
            found.append(f"{called(widget)} {where} leaves {called(above)} {above.size().toTuple()}")
    return found


def scrolled_sideways(scene: QWidget) -> list[str]:
    """Areas that do not have the width they need."""
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__} scrolls sideways"
        for widget in visible(scene)
        if isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum() > 0
    ]


def scrolled_down(scene: QWidget) -> list[str]:
    """Pages that are higher than the window."""
    return [
        f"{called(widget.widget())} is {widget.verticalScrollBar().maximum()} px too high"
        for widget in visible(scene)
        if isinstance(widget, PageView) and widget.verticalScrollBar().maximum() > 0
    ]


def scrolled_twice(scene: QWidget) -> list[str]:
    """Columns that scroll on a page that scrolls."""
    inside = [area for area in visible(scene) if isinstance(area, ScrollColumn)]
    return [
        f"{called(column)} in {called(column.parentWidget() or scene)} scrolls, and so does the page"
        for column in inside
        if scrolled_down(scene) and column.verticalScrollBar().isVisible()
    ]


def overlapping(scene: QWidget) -> list[str]:
    """Pairs of widgets in the same parent that lie on one another."""
    found = []
    for above in [scene, *visible(scene)]:
        children = [
            child
            for child in above.children()
            if isinstance(child, QWidget)
            and child.isVisible()
            and not child.isWindow()
            and not isinstance(child, (*OVER, QScrollBar))
        ]
        found += [
            f"{called(one)} {one.geometry().getRect()} on {called(other)} {other.geometry().getRect()}"
            for one, other in combinations(children, 2)
            if not isinstance(above, QAbstractScrollArea) and one.geometry().intersects(other.geometry())
        ]
    return found


def out_of_sight(widget: QWidget) -> str:
    """How much of a widget lies beyond an edge that scrolls; "" where all of it is seen, or as much as has room."""
    above: Any = widget.parentWidget()
    while above is not None:
        area = above.parentWidget()
        if isinstance(area, QScrollArea) and area.viewport() is above:
            where = QRect(widget.mapTo(above, QPoint()), widget.size())
            seen = where.intersected(above.rect())
            if seen.height() < min(where.height(), above.height()):
                return f"{called(widget)}: {seen.height()} of {where.height()} px in {type(area).__name__}"
        above = area
    return ""


def without_words(scene: QWidget) -> list[str]:
    """Tags, chips, states and other coloured signs that would be told apart by their colour alone."""
    return [
        f"{type(widget).__name__}"
        for widget in visible(scene)
        if type(widget).__name__
        in ("Tag", "Chip", "Pill", "Status", "StateLabel", "Segment", "NavItem", "Tab")
        and not any(sign.isalnum() for sign in widget.accessibleName())
    ]
