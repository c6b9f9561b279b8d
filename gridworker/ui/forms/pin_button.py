"""The star beside a record's title: hollow, or filled where the record is pinned."""

from __future__ import annotations

from PySide6.QtCore import Slot

from gridworker.ui.pins import PIN, PIN_KEY, UNPIN
from gridworker.ui.session import Session
from gridworker.ui.widgets.button import IconButton


class PinButton(IconButton):
    """Stands there only while a record is open."""

    def __init__(self, session: Session) -> None:
        super().__init__("star", session.said(PIN), PIN_KEY)
        self._session, self._record = session, ""
        self.setVisible(False)
        self.clicked.connect(self._on_clicked)
        session.pins.changed.connect(self._show)

    def set_record(self, record: str) -> None:
        """The record that is open, "" for none."""
        self._record = record
        self.setVisible(bool(record))
        self._show()

    @Slot()
    def _show(self) -> None:
        is_pinned = self._record in self._session.pins
        self.set_icon("star", filled=is_pinned)
        self.set_name(self._session.said(UNPIN if is_pinned else PIN))

    @Slot()
    def _on_clicked(self) -> None:
        self._session.pins.toggle(self._record)
