"""What every page is: a title, its keys, and a way in."""

from __future__ import annotations

from collections.abc import Coroutine, Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.ui.session import Session
from gridworker.ui.widgets.painting import Themed


class KeyHelp(NamedTuple):
    """A key of a page and what it does, for the sheet of F1."""

    key: str
    does: Words


class Page(Themed, QWidget):
    """A page of the window. Subclasses give `TITLE` and `KEYS`, build themselves, and load when they are entered.

    `titled` gives the header another title, a quiet line below it, and whether there is a way back. `used_up` says
    that something `prepare` made was taken, and that it may be called again. A page is made where it will stand: Qt
    dresses all that is on it anew each time it moves.
    """

    titled = Signal(str, str, bool)
    used_up = Signal()

    TITLE: ClassVar[Words]
    KEYS: ClassVar[tuple[KeyHelp, ...]] = ()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setAccessibleName(session.said(self.TITLE))

    @property
    def keys(self) -> Iterable[KeyHelp]:
        """The keys of what is shown of the page now."""
        return self.KEYS

    @property
    def seen_height(self) -> int:
        """How many pixels of its height are seen at a time: a page that is higher scrolls."""
        inside = self.parentWidget()
        view = inside.parentWidget() if inside is not None else None
        return (view or inside or self).height()

    def enter(self, record: str = "") -> None:
        """Called each time the page is shown; `record` is the id that was asked for, or ""."""

    def bring(self, work: Coroutine[Any, Any, None]) -> None:
        """Starts what brings something else under the keys; those pressed meanwhile wait for it."""
        self.session.background.bring(work, self)

    def prepare(self) -> Iterator[None]:
        """Makes what the page will soon need, while nobody waits for it: a step of a few milliseconds at a time."""
        yield from ()

    def is_reading(self) -> bool:
        """Whether it is still being filled with what it shows first."""
        return self.session.background.is_bringing(self)

    async def look_ahead(self) -> None:
        """Reads, while nobody waits for it, what the page shows first and takes long to find."""

    def go_back(self) -> bool:
        """Called for Escape: closes what is open on the page; False where there is nothing to close."""
        return False

    def at_hand(self) -> str:
        """The record that is chosen in the list or open on the page, "" for none: what Ctrl+D pins."""
        return ""

    def filter_box(self) -> QWidget | None:
        """What Ctrl+F brings the focus to."""
        return None
