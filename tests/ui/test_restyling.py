"""What a form costs while it is built: a widget is dressed when the theme changes, and few events go round else.

Counted, not timed: a count is the same on every computer, and each event of a widget with code of ours is a call of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gridworker.ui.pages.dispute.page import DisputePage
from gridworker.ui.session import Session
from gridworker.ui.theme.theme import Appearance, Theme
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.painting import PaintedWidget
from tests.ui.conftest import settle
from tests.ui.pages.typing import hide_and_end

EVENTS_A_WIDGET = 22
STYLINGS_A_WIDGET = 3.5


class Stamp(PaintedWidget):
    """A small picture that counts how often it is dressed and measured."""

    def __init__(self) -> None:
        self.dressed = self.measured = 0
        super().__init__()

    def restyle(self) -> None:
        self.dressed += 1
        super().restyle()

    def sizeHint(self) -> QSize:
        self.measured += 1
        return QSize(40, 20)

    def paint(self, painter: QPainter) -> None:
        painter.drawLine(0, 0, 40, 20)


class Heard(QObject):
    """Counts the events of all widgets."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: Counter[QEvent.Type] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget):
            self.kinds[event.type()] += 1
        return False


def test_a_widget_is_dressed_when_the_theme_changes_and_not_when_it_is_put_somewhere(
    look: Theme, qtbot: QtBot
) -> None:
    stamp, page, window = Stamp(), QWidget(), QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(page).addWidget(stamp)
    QVBoxLayout(window).addWidget(page)
    window.show()
    settle()
    assert stamp.dressed == 0
    look.set_appearance(Appearance.DARK)
    look.set_scale(1.3)
    assert stamp.dressed == 2


def test_a_flow_measures_its_items_when_they_change_and_not_each_time_it_is_asked(
    look: Theme, qtbot: QtBot
) -> None:
    flow, stamp = Flow(), Stamp()
    qtbot.addWidget(flow)
    flow.flow.addWidget(stamp)
    flow.resize(300, 40)
    flow.show()
    settle()
    before = stamp.measured
    for width in (300, 200, 300, 200):
        flow.heightForWidth(width)
        flow.sizeHint()
        flow.minimumSizeHint()
    assert stamp.measured <= before + 3
    before = stamp.measured
    stamp.updateGeometry()
    flow.heightForWidth(300)
    assert stamp.measured > before


def test_a_new_dispute_is_on_the_screen_with_few_events(look: Theme, session: Session) -> None:
    page = DisputePage(session)
    page.resize(1170, 616)
    page.show()
    settle()
    heard = Heard()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(heard)
    page.begin_new()
    settle()
    app.removeEventFilter(heard)
    assert page.sheet is not None
    inside: Iterable[QWidget] = page.sheet.findChildren(QWidget)
    widgets = len(list(inside))
    assert widgets > 150
    assert heard.kinds[QEvent.Type.StyleChange] <= STYLINGS_A_WIDGET * widgets
    assert sum(heard.kinds.values()) <= EVENTS_A_WIDGET * widgets, heard.kinds.most_common(12)
    hide_and_end(page)
