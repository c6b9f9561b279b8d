"""What a window of Qt's own holds in memory, in this theme and font: resident and private MiB, printed as JSON."""

from __future__ import annotations

import sys

import msgspec
from PySide6.QtWidgets import QApplication, QLabel

from benchmarks.resident import resident
from gridworker.ui.theme import theme


def main() -> None:
    """Shows a window with a line of text."""
    app = QApplication(sys.argv[:1])
    theme.current().apply(app)
    window = QLabel("今天巡查纠纷调解走访同步设置")
    window.resize(1366, 720)
    window.show()
    for _ in range(4):
        app.processEvents()
    print(msgspec.json.encode(resident()).decode())


if __name__ == "__main__":
    main()
