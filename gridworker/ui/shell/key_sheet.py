"""The sheet of keys (F1): those of the page, then those that work everywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.ui.pages.page import KeyHelp, Page
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_16, SPACE_24, Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.signs import KeyCap
from gridworker.ui.widgets.text import Label, SectionTitle

_TITLE = Words("快捷键", "Keys")
_HERE = Words("这一页", "This page")
_EVERYWHERE = Words("任何地方", "Everywhere")
_CLOSE = Words("知道了", "Close")

EVERYWHERE = (
    KeyHelp("Ctrl+1", Words("记巡查", "Record a patrol")),
    KeyHelp("Ctrl+2", Words("登记纠纷", "Register a dispute")),
    KeyHelp("Ctrl+3", Words("记走访", "Record a visit")),
    KeyHelp("Ctrl+4", Words("随手记", "Write a note")),
    KeyHelp("Alt+1…6", Words("切换页面", "Go to a page")),
    KeyHelp("Ctrl+K", Words("搜索和命令", "Search and commands")),
    KeyHelp("F5", Words("立即同步", "Sync now")),
    KeyHelp("Ctrl+F", Words("在本页筛选", "Filter this page")),
    KeyHelp("Ctrl+Z", Words("撤销刚才的操作", "Undo")),
    KeyHelp("Ctrl+L", Words("锁定", "Lock")),
    KeyHelp("Ctrl+=  Ctrl+−", Words("放大、缩小字号", "Larger or smaller text")),
    KeyHelp("Esc", Words("返回、关闭", "Back, close")),
)


class KeySheet(QDialog):
    """Lists the keys; any of Escape, Enter or the button closes it."""

    def __init__(self, session: Session, page: Page, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(session.said(_TITLE))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_24)
        column.setSpacing(SPACE_16)
        if page.KEYS:
            column.addWidget(SectionTitle(session.said(_HERE), session.said(page.TITLE)))
            column.addLayout(_rows(session, page.KEYS))
        column.addWidget(SectionTitle(session.said(_EVERYWHERE)))
        column.addLayout(_rows(session, EVERYWHERE))
        close = Button(session.said(_CLOSE), Weight.PRIMARY)
        close.clicked.connect(self.accept)
        close.setDefault(True)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def _rows(session: Session, keys: tuple[KeyHelp, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE_24)
    grid.setVerticalSpacing(SPACE_8)
    for number, key in enumerate(keys):
        row, column = number // 2, (number % 2) * 2
        grid.addWidget(KeyCap(key.key.replace("+", " ")), row, column, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(Label(session.said(key.does), Type.LABEL), row, column + 1)
    return grid
