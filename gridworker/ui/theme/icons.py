"""Icons in any colour: drawings of `resources/icons`, tinted when they are first drawn and kept."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gridworker.environment.resources import resource

# The device pixel ratios a QIcon is made for; widgets that paint take the exact one.
_RATIOS = (1.0, 1.5, 2.0)


@lru_cache(maxsize=256)
def drawing(name: str, filled: bool = False) -> bytes:
    """The SVG of an icon. Raises `ComputerTrouble` where there is no icon of that name."""
    return resource(f"icons/{name}.{'filled' if filled else 'regular'}.svg").read_bytes()


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0, filled: bool = False) -> QPixmap:
    """The icon in `colour` (`#RRGGBB`), `size` logical pixels wide and high, for a screen of `ratio`."""
    tinted = drawing(name, filled).replace(b"<svg ", f'<svg fill="{colour}" '.encode(), 1)
    renderer = QSvgRenderer(QByteArray(tinted))
    side = max(1, round(size * ratio))
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def draw_icon(painter: QPainter, where: QRectF, name: str, colour: str, filled: bool = False) -> None:
    """Draw the icon in the middle of `where`, as large as the shorter side."""
    size = round(min(where.width(), where.height()))
    # Not the ratio of the device: a widget that is drawn into a picture would give its own.
    ratio = round(abs(painter.deviceTransform().m11()), 3) or 1.0
    left = where.center().x() - size / 2
    top = where.center().y() - size / 2
    # On whole device pixels: half a pixel off makes a drawing of thin lines grey.
    left, top = round(left * ratio) / ratio, round(top * ratio) / ratio
    source = pixmap(name, colour, size, ratio, filled)
    painter.drawPixmap(QRectF(left, top, size, size), source, QRectF(source.rect()))


def icon(name: str, colour: str, size: int = 20, filled: bool = False) -> QIcon:
    """The icon for what takes a QIcon (menus, actions). It keeps its colour: make it anew when the theme changes."""
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(pixmap(name, colour, size, ratio, filled))
    return made
