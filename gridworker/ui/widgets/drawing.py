"""Small painted things that stand in widgets and in rows of tables alike: tags, key caps, badges, plates, states.

Every `draw_…` takes the left edge and the middle line and returns the width it took; `…_width` says it beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from gridworker.ui.theme import theme
from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.painting import box, write

_CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True)
class StateLook:
    """The icon and the meaning of a state; the word comes from the catalogs."""

    icon: str
    filled: bool
    tone: Tone


# The states of `_sync`, and `saved` for a record that waits without ever having been asked to go.
STATES: dict[str, StateLook] = {
    "draft": StateLook("drafts", True, Tone.WARN),
    "saved": StateLook("save", True, Tone.INFO),
    "waiting": StateLook("cloud_arrow_up", True, Tone.PRIMARY),
    "sending": StateLook("arrow_sync", False, Tone.PRIMARY),
    "synced": StateLook("cloud_checkmark", True, Tone.OK),
    "conflict": StateLook("branch_compare", True, Tone.WARN),
    "refused": StateLook("error_circle", True, Tone.DANGER),
    "review": StateLook("person_clock", True, Tone.INFO),
    "quarantine": StateLook("shield_error", True, Tone.DANGER),
}


def tag_height() -> int:
    """The height of a tag."""
    return theme.current().metrics(Type.META).height() + 4


def tag_width(text: str) -> int:
    """The width of a tag with this text."""
    now = theme.current()
    return now.metrics(Type.META).horizontalAdvance(text) + 2 * now.px(8)


def draw_tag(
    painter: QPainter, left: float, middle: float, text: str, tone: Tone, room: float = inf
) -> float:
    """A word on a soft ground, shortened where it is wider than `room`."""
    now = theme.current()
    colours = now.tokens.tone(tone)
    height = tag_height()
    where = QRectF(left, middle - height / 2, min(tag_width(text), room), height)
    if where.width() < tag_width(text):
        inside = max(0, int(where.width()) - 2 * now.px(8))
        text = now.metrics(Type.META).elidedText(text, Qt.TextElideMode.ElideRight, inside)
    line = colours.strong if now.tokens.border > 1 else None
    box(painter, where, 6, colours.soft, line)
    painter.setFont(now.font(Type.META))
    write(painter, where, text, colours.text, _CENTRE)
    return where.width()


def key_width(key: str) -> int:
    """The width of a key cap."""
    now = theme.current()
    return max(now.metrics(Type.CAPTION).horizontalAdvance(key) + 2 * now.px(8), now.px(24))


def key_height() -> int:
    """The height of a key cap: never less than the label that it stands beside."""
    now = theme.current()
    # QLabel rounds the height of its line up, which the metrics round down.
    return max(now.metrics(Type.CAPTION).height() + 4, now.metrics(Type.LABEL).height() + 1)


def draw_key(painter: QPainter, left: float, middle: float, key: str) -> float:
    """A key cap, as “Ctrl+1”."""
    now = theme.current()
    height = key_height()
    where = QRectF(left, middle - height / 2, key_width(key), height)
    box(painter, where, 5, now.tokens.surface3, now.tokens.line, now.tokens.border)
    painter.setFont(now.font(Type.CAPTION))
    write(painter, where, key, now.tokens.text2, _CENTRE)
    return where.width()


def badge_width(count: str, type_: Type = Type.META) -> int:
    """The width of a round count."""
    now = theme.current()
    return max(now.metrics(type_, bold=True).horizontalAdvance(count) + now.px(12), badge_height(type_))


def badge_height(type_: Type = Type.META) -> int:
    """The height of a round count."""
    return theme.current().metrics(type_, bold=True).height() + 3


@dataclass(frozen=True)
class Badge:
    """A count on a round ground, `strong` where its owner is selected."""

    count: str
    tone: Tone
    strong: bool
    type: Type = Type.META


def draw_badge(painter: QPainter, left: float, middle: float, badge: Badge) -> float:
    """A count on a round ground."""
    now = theme.current()
    count, tone, strong, type_ = badge.count, badge.tone, badge.strong, badge.type
    colours = now.tokens.tone(tone)
    height = badge_height(type_)
    where = QRectF(left, middle - height / 2, badge_width(count, type_), height)
    line = colours.strong if now.tokens.border > 1 else None
    box(painter, where, height / 2, colours.strong if strong else colours.soft, line)
    painter.setFont(now.font(type_, bold=True))
    write(painter, where, count, now.tokens.on_strong if strong else colours.text, _CENTRE)
    return where.width()


def draw_plate(
    painter: QPainter,
    centre: QPointF,
    side: int,
    icon: str,
    tone: Tone,
    *,
    round_: bool = False,
    lit: bool = False,
) -> None:
    """An icon on a soft square (or disc) of `side` pixels: the sign of a kind, `lit` where it is picked."""
    now = theme.current()
    colours = now.tokens.tone(tone)
    where = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
    line = colours.strong if now.tokens.border > 1 else None
    box(
        painter,
        where,
        side / 2 if round_ else min(10, side / 4),
        now.tokens.surface if lit else colours.soft,
        line,
    )
    inner = round(side * 0.5)
    inside = QRectF(centre.x() - inner / 2, centre.y() - inner / 2, inner, inner)
    draw_icon(painter, inside, icon, colours.text)


def draw_avatar(painter: QPainter, centre: QPointF, side: int, name: str, tone: Tone) -> None:
    """The first character of a name on a disc of `side` pixels."""
    now = theme.current()
    colours = now.tokens.tone(tone)
    where = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
    box(painter, where, side / 2, colours.soft, colours.strong if now.tokens.border > 1 else None)
    font = now.font(Type.BODY, bold=True)
    font.setPixelSize(max(1, round(side * 0.44)))
    painter.setFont(font)
    write(painter, where, name[:1], colours.text, _CENTRE)


def state_width(word: str) -> int:
    """The width of a state's icon and word."""
    now = theme.current()
    return now.px(18) + now.px(6) + now.metrics(Type.META).horizontalAdvance(word)


def draw_state(painter: QPainter, left: float, middle: float, state: str, word: str) -> float:
    """Icon, colour and word of a record's state."""
    return draw_status(painter, left, middle, STATES[state], word)


def draw_status(
    painter: QPainter, left: float, middle: float, look: StateLook, word: str, *, plain: bool = False
) -> float:
    """Icon, colour and word of anything that has a state, as wide as `state_width`; `plain` words keep their ink."""
    now = theme.current()
    colours = now.tokens.tone(look.tone)
    side = now.px(18)
    draw_icon(painter, QRectF(left, middle - side / 2, side, side), look.icon, colours.strong, look.filled)
    painter.setFont(now.font(Type.META))
    height = painter.fontMetrics().height()
    text_left = left + side + now.px(6)
    width = painter.fontMetrics().horizontalAdvance(word)
    ink = now.tokens.text if plain else colours.text
    write(painter, QRectF(text_left, middle - height / 2, width + 2, height), word, ink)
    return state_width(word)


def draw_pin(painter: QPainter, left: float, middle: float) -> float:
    """The star before the title of a pinned record, and the gap behind it."""
    now = theme.current()
    side = now.px(14)
    where = QRectF(left, middle - side / 2, side, side)
    draw_icon(painter, where, "star", now.tokens.tone(Tone.WARN).text, filled=True)
    return side + now.px(6)


def draw_steps(painter: QPainter, left: float, middle: float, done: int, steps: int) -> float:
    """A row of short dashes, the first `done` of them lit and the one after outlined: how far a case has come."""
    now = theme.current()
    dash, gap, height = now.px(14), now.px(5), max(4, now.px(6))
    for step in range(steps):
        where = QRectF(left + step * (dash + gap), middle - height / 2, dash, height)
        if step == done:
            box(painter, where, height / 2, now.tokens.primary_soft, now.tokens.primary)
        else:
            box(painter, where, height / 2, now.tokens.primary if step < done else now.tokens.line)
    return steps * dash + (steps - 1) * gap
