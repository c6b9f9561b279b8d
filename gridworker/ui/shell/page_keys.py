"""The keys of a page as they stand on it: what it declares, and whatever shortcut is really there besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from gridworker.environment.language import Words
from gridworker.ui.pages.everywhere import EVERYWHERE
from gridworker.ui.pages.page import Page
from gridworker.ui.session import Session
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.labelled_field import LabelledField

_TO = Words("到“{field}”", 'To "{field}"')

_SIGNS = {
    "Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "PgDown": "PgDn", "-": "−",
}  # fmt: skip


def page_keys(session: Session, page: Page) -> list[tuple[str, str]]:
    """Each key with what it does, those that the page declares first; those that work everywhere are left out."""
    said = [(key.key, session.said(key.does)) for key in page.keys]
    known = {token for key, _ in said for token in tokens(key)} | set(_everywhere())
    return [*said, *((key, does) for key, does in _standing(session, page) if key not in known)]


def tokens(key: str) -> Iterator[str]:
    """The single keys that one cap names: `Alt+←  Alt+→` names two."""
    first, dash, last = key.partition("–")
    if dash:
        yield from (f"{first[:-1]}{number}" for number in range(int(first[-1]), int(last) + 1))
    else:
        yield from key.split()


def shown(sequence: QKeySequence) -> str:
    """A key as its cap says it."""
    *held, last = sequence.toString(QKeySequence.SequenceFormat.PortableText).rsplit("+", 1)
    return "+".join([*held, _SIGNS.get(last, last)])


def live_shortcuts(page: QWidget) -> list[QShortcut]:
    """The shortcuts that are awake and whose place on the page is in sight."""
    every: Iterable[QShortcut] = page.findChildren(QShortcut)
    return [shortcut for shortcut in every if shortcut.isEnabled() and _is_in_sight(shortcut.parent())]


def _is_in_sight(owner: object) -> bool:
    return isinstance(owner, QWidget) and owner.isVisible()


def _everywhere() -> Iterator[str]:
    for key in EVERYWHERE:
        yield from tokens(key.key)


def _standing(session: Session, page: Page) -> Iterator[tuple[str, str]]:
    """What the shortcuts, buttons and labels in sight are for, each key once."""
    buttons: Iterable[QAbstractButton] = page.findChildren(QAbstractButton)
    in_sight = [button for button in buttons if button.isVisible()]
    words = {button.key: button.accessibleName() for button in in_sight if isinstance(button, Button)}
    told: dict[str, str] = {}
    for shortcut in live_shortcuts(page):
        owner, key = shortcut.parent(), shown(shortcut.key())
        if isinstance(owner, LabelledField):
            told[key] = session.said(_TO, field=owner.label.text())
        else:
            # Not first what stands on the button: that may count what is there now.
            told.setdefault(key, shortcut.whatsThis() or words.get(key, ""))
    for button in in_sight:
        if not button.shortcut().isEmpty():
            told[shown(button.shortcut())] = button.accessibleName()
    labels: Iterable[QLabel] = page.findChildren(QLabel)
    for label in labels:
        mnemonic = QKeySequence.mnemonic(label.text())
        if label.isVisible() and label.buddy() is not None and not mnemonic.isEmpty():
            told[shown(mnemonic)] = session.said(_TO, field=label.text().replace("&", ""))
    return iter(told.items())
