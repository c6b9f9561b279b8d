"""A printed page photographed by somebody in a hurry: askew, in shadow, seen from the side, from a poor camera."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QLinearGradient, QPainter, QPolygonF, QTransform


class Shot(NamedTuple):
    """How the photo was taken: width in pixels, degrees it is turned, light, how far it leans away, JPEG quality."""

    width: int = 2400
    turned: float = 0
    light: float = 1.0
    leaning: float = 0.0
    quality: int = 80
    covered: float = 0.0
    """Which share of the code a thumb lies on, from its lower right corner."""


def printed_pages(pdf: bytes, folder: Path, most: int = 1) -> list[QImage]:
    """The first pages as another program prints them."""
    (folder / "printed.pdf").write_bytes(pdf)
    how = ["-r", "150", "-gray", "-png", "-l", str(most)]
    subprocess.run(["pdftoppm", *how, str(folder / "printed.pdf"), str(folder / "printed")], check=True)
    return [QImage(str(file)) for file in sorted(folder.glob("printed-*.png"))]


def photographed(page: QImage, shot: Shot) -> bytes:
    """A JPEG of a page on a table."""
    paper = QImage(page)
    if shot.covered:
        _cover(paper, shot.covered)
    width, height = paper.width(), paper.height()
    room = QImage(int(width * 1.3), int(height * 1.3), QImage.Format.Format_RGB32)
    room.fill(QColor(122, 98, 74))
    painter = QPainter(room)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    left, top, lean = width * 0.15, height * 0.15, width * shot.leaning
    corners = QPolygonF(
        [
            QPointF(left + lean, top + lean / 2),
            QPointF(left + width - lean, top),
            QPointF(left + width, top + height),
            QPointF(left, top + height - lean / 3),
        ]
    )
    flat = QPolygonF([QPointF(0, 0), QPointF(width, 0), QPointF(width, height), QPointF(0, height)])
    transform = QTransform.quadToQuad(flat, corners)
    assert isinstance(transform, QTransform)
    painter.setTransform(transform)
    painter.drawImage(0, 0, paper)
    painter.resetTransform()
    painter.fillRect(room.rect(), _shadow(room, shot.light))
    painter.end()
    turned = room.transformed(QTransform().rotate(shot.turned), Qt.TransformationMode.SmoothTransformation)
    seen = turned.scaledToWidth(shot.width, Qt.TransformationMode.SmoothTransformation)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpeg"))
    writer.setQuality(shot.quality)
    assert writer.write(seen)
    return bytes(buffer.data().data())


def _cover(page: QImage, share: float) -> None:
    """A thumb on the code, which stands 12 mm below the top and 26 mm from the right."""
    mm = page.width() / 210
    painter = QPainter(page)
    side = 20 * share * mm
    painter.fillRect(int(184 * mm - side), int(32 * mm - side), int(side), int(side), QColor(200, 150, 120))
    painter.end()


def _shadow(room: QImage, light: float) -> QLinearGradient:
    """Darker towards one side."""
    shade = QLinearGradient(0, 0, room.width(), room.height() / 2)
    shade.setColorAt(0, QColor(0, 0, 0, int(255 * (1 - light) * 0.6)))
    shade.setColorAt(1, QColor(0, 0, 0, int(255 * (1 - light))))
    return shade
