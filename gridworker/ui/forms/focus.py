"""Where the focus goes when a record comes up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget


def bring_focus(page: QWidget, there: QWidget, *, left: QWidget | None = None) -> None:
    """To `there` where it is not in the page yet or still on what was `left`, nor in a line somebody may be writing on.

    Who comes from elsewhere has the focus on the rail or nowhere: the keys of the page would be dead.
    """
    focused: QWidget | None = QApplication.focusWidget()
    stays = focused is not None and (page.isAncestorOf(focused) or isinstance(focused, QLineEdit))
    if page.isVisible() and (not stays or focused is left):
        there.setFocus(Qt.FocusReason.OtherFocusReason)
