"""Draws the program's mark as icons into a folder: `python resources/installer/make_icons.py FOLDER`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtWidgets import QApplication

from gridworker.ui.widgets.mark import mark_icon

SIZES = (16, 32, 48, 64, 128, 256)


def main(folder: Path) -> None:
    """Writes gridworker-SIZE.png and gridworker.ico."""
    QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        mark_icon().pixmap(size, size).save(str(folder / f"gridworker-{size}.png"))
    largest = Image.open(folder / f"gridworker-{SIZES[-1]}.png")
    largest.save(folder / "gridworker.ico", sizes=[(size, size) for size in SIZES])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
