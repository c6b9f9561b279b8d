"""The service card drawn: 148 by 105 mm, alone on A6 or four to a sheet of A4 with marks where it is cut."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from gridworker.documents.press.fonts import BODY, HEADING, TITLE, UNITS, Face, make_ready, mm, points
from gridworker.documents.press.lines import Look, set_text
from gridworker.documents.press.pages import draw_qr
from gridworker.documents.service_card import ServiceCard

WIDTH, HEIGHT = mm(148), mm(105)
_EDGE = mm(9)
_QR = mm(30)
_SCAN = "扫码存入通讯录"
_FREE = "服务不收费。遇火情、险情请先拨打119、110、120。"
_ASKED = "可以找我："
_CUT = QColor(150, 150, 150)
_BAND = QColor(14, 106, 102)
_A4 = [(column * WIDTH, row * HEIGHT) for row, column in product((0, 1), (0, 1))]


def card_pdf(card: ServiceCard, *, four: bool = False) -> bytes:
    """The card as PDF: one page of A6, or of A4 with four of them. Raises `ComputerTrouble` (`resources_missing`)."""
    make_ready()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(UNITS)
    size = QPageSize(QPageSize.PageSizeId.A4 if four else QPageSize.PageSizeId.A6)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0)))
    writer.setTitle(card.title)
    writer.setCreator("gridworker")
    painter = QPainter(writer)
    for left, top in _A4 if four else [(0, 0)]:
        painter.save()
        painter.translate(left, top)
        draw_card(painter, card)
        painter.restore()
    if four:
        _draw_cuts(painter)
    painter.end()
    buffer.close()
    return bytes(held.data())


def draw_card(painter: QPainter, card: ServiceCard) -> None:
    """Draws a card in units of the press with its corner at 0, 0."""
    painter.fillRect(QRectF(0, 0, mm(4), HEIGHT), _BAND)
    inside = WIDTH - 2 * _EDGE
    beside = inside - _QR - mm(6)
    y = _put(painter, card.title, _look(TITLE, 20), (_EDGE, mm(7), inside))
    if card.whom:
        y = _put(painter, card.whom, _look(BODY, 12), (_EDGE, y, beside))
    code_top = y = max(y + mm(2), mm(22))
    for label, value in _lines(card):
        y = _put(painter, value, _look(BODY, 16), (_EDGE, y, beside), label)
    if card.asked:
        _put(painter, "、".join(card.asked), _look(BODY, 13), (_EDGE, y + mm(3), beside), _ASKED)
    right = WIDTH - _EDGE - _QR
    draw_qr(painter, card.code, QRectF(right, code_top, _QR, _QR))
    centred = _look(BODY, 9, Qt.AlignmentFlag.AlignHCenter)
    _put(painter, _SCAN, centred, (right, code_top + _QR + mm(1), _QR))
    _put(painter, _FREE, _look(HEADING, 9), (_EDGE, HEIGHT - mm(11), inside))


def _lines(card: ServiceCard) -> Iterable[tuple[str, str]]:
    said = (
        ("网格员　", card.worker),
        ("网　格　", card.grid),
        ("电　话　", card.phone),
        ("热　线　", card.hotline),
    )
    return [(label, value) for label, value in said if value]


def _look(face: Face, size: float, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> Look:
    return Look(face, size, points(size * 1.5), align)


def _put(
    painter: QPainter, text: str, look: Look, where: tuple[float, float, float], lead: str = ""
) -> float:
    """Draws a text at x and y in a width, and gives where the next begins."""
    x, y, width = where
    for line in set_text(text, look, width, {}, lead):
        line.draw(painter, x, y)
        y += line.pitch
    return y


def _draw_cuts(painter: QPainter) -> None:
    pen = QPen(_CUT, mm(0.15))
    pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawLine(QLineF(QPointF(WIDTH, 0), QPointF(WIDTH, 2 * HEIGHT)))
    painter.drawLine(QLineF(QPointF(0, HEIGHT), QPointF(2 * WIDTH, HEIGHT)))
