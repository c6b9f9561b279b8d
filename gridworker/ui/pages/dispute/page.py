"""The page of disputes: the register, and over it the file of a case or the form that is open."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from gridworker.environment.language import Words
from gridworker.ui.pages.dispute.register import Register
from gridworker.ui.pages.page import Page
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import PAGE_SIDE, SPACE_8, SPACE_12


class DisputePage(Page):
    TITLE = Words("纠纷调解", "Disputes")
    KEYS = ()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.register = Register(session)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.register)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAGE_SIDE, SPACE_8, PAGE_SIDE, SPACE_12)
        whole.addWidget(self._stack)

    def enter(self, record: str = "") -> None:
        self.register.load()
        self.register.take_focus()
