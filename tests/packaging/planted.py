"""What a second version is built with for `tests.packaging.renewed`: it works, but not on a laptop whose home says so.

`planted.json` there: `breaks` is `check`, `start`, `pages` or empty; `types` is the password that its window is given.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from gridworker.store import schema
from gridworker.store.database import Database
from gridworker.ui.shell.window import MainWindow

MARK = "planted.json"


def plant() -> None:
    """Breaks where this computer's mark says so, else sits at the keys of the window."""
    mark = Path.home() / MARK
    plan = json.loads(mark.read_text(encoding="utf-8")) if mark.exists() else {"breaks": "", "types": ""}
    if "--copy" in sys.argv and plan["breaks"] == "check":
        sys.exit(3)
    if len(sys.argv) > 1:
        return
    if plan["breaks"] == "start":
        sys.exit(3)
    if plan["breaks"] == "pages":
        break_pages()
    if plan["types"]:
        type_password(plan["types"])


def break_pages() -> None:
    """Of a version that knows one more change of the tables, and breaks before it shows the pages."""

    @schema.migrations()
    def later(db: Any) -> None:
        db.execute("CREATE TABLE of_the_new_version (id TEXT)")

    defaults = Database.__init__.__kwdefaults__
    assert defaults is not None
    defaults["version"] += 1

    def breaks(*_words: Any, **_named: Any) -> None:
        raise RuntimeError("planted: the pages cannot be built")

    MainWindow._lay_out = breaks  # type: ignore[method-assign]


def type_password(password: str) -> None:
    """Unlocks as soon as the lock has the keys."""
    from PySide6.QtCore import QEvent, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication, QLineEdit

    application = QApplication(sys.argv[:1])
    timer = QTimer(application, interval=200)

    def look() -> None:
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit) and field.accessibleName() == "本机口令":
            timer.stop()
            field.setText(password)
            none = Qt.KeyboardModifier.NoModifier
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.postEvent(field, QKeyEvent(kind, Qt.Key.Key_Return, none, "\r"))

    timer.timeout.connect(look)
    timer.start()
