"""What F1 says beside what really acts: every shortcut, button and label with a key that is in sight."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from gridworker.ui.shell.key_sheet import KeySheet
from gridworker.ui.shell.page_keys import live_shortcuts, shown, tokens
from gridworker.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tests.ui.walk.walker import Walker


def missing_keys(walker: Walker) -> list[str]:
    """Keys of the page that F1 leaves out, lists twice, without a word or by what is counted now.

    Nothing where a question is open.
    """
    window, page = walker.window, walker.window.page
    if walker.scene is not window:
        return []
    sheet = KeySheet(walker.session, page, window)
    here, everywhere = sheet.here, sheet.everywhere
    sheet.deleteLater()
    named = {token for key, _ in (*here, *everywhere) for token in tokens(key)}
    left_out = sorted(set(_acting(window)) - named)
    wordless = [f"{key} says nothing" for key, does in here if not does.strip()]
    counting = [f"{key} says {does}" for key, does in here if re.search(r"\d", does)]
    twice = [f"{key} twice" for key, times in Counter(key for key, _ in here).items() if times > 1]
    return [*(f"F1 lacks {key}" for key in left_out), *wordless, *counting, *twice]


def _acting(window: QWidget) -> Iterator[str]:
    for shortcut in live_shortcuts(window):
        if not _in_a_sheet(shortcut.parent()):
            yield shown(shortcut.key())
    widgets: Iterable[QWidget] = window.findChildren(QWidget)
    for widget in widgets:
        if not widget.isVisible():
            continue
        keys = [QKeySequence(key) for action in widget.actions() for key in action.shortcuts()]
        if isinstance(widget, QAbstractButton):
            keys.append(widget.shortcut())
        if isinstance(widget, QLabel) and widget.buddy() is not None:
            keys.append(QKeySequence.mnemonic(widget.text()))
        yield from (shown(key) for key in keys if not key.isEmpty())


def _in_a_sheet(owner: object) -> bool:
    return isinstance(owner, Sheet) or (isinstance(owner, QWidget) and _in_a_sheet(owner.parentWidget()))
