"""The one style sheet of the window, made from the tokens and the text size.

It dresses Qt's own widgets; what is painted by `gridworker.ui.widgets` is not in it. Sizes that depend on the text are
passed in, because a `border-radius` above half the height is ignored and `min-height` beats every size set in code.
"""

from __future__ import annotations

from string import Template

from gridworker.ui.theme.measures import CONTROL_RADIUS, Type
from gridworker.ui.theme.tokens import Tokens, Tone

_GROUND = """
QLabel, QLineEdit, QPlainTextEdit, QComboBox, QMenu, QToolTip, QAbstractItemView, QHeaderView {
  font-family: $families;
}
QMainWindow, QWidget[ground="page"] { background: $bg; }
QWidget[ground="surface"] { background: $surface; }
QWidget[ground="rail"] { background: $rail; }
QScrollArea, QScrollArea > QWidget > QWidget[ground="none"] { background: transparent; border: none; }
QToolTip { background: $toast; color: $toast_text; border: none; padding: 6px 10px; font-size: ${meta}px; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QComboBox {
  background: $surface; color: $text; border: ${border}px solid $line_strong; border-radius: ${radius}px;
  font-size: ${body}px; selection-background-color: $primary; selection-color: $on_strong;
}
QLineEdit, QPlainTextEdit { placeholder-text-color: $text3; }
QLineEdit, QComboBox { padding: 0 ${side}px; min-height: ${inner}px; max-height: ${inner}px; }
QPlainTextEdit { padding: ${lip}px ${brim}px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: ${focus}px solid $primary; }
QLineEdit:focus, QComboBox:focus {
  padding: 0 ${side_focus}px; min-height: ${inner_focus}px; max-height: ${inner_focus}px;
}
QPlainTextEdit:focus { padding: ${lip_focus}px ${brim_focus}px; }
QLineEdit[carried="true"], QPlainTextEdit[carried="true"], QComboBox[carried="true"] { background: $primary_tint; }
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] { background: $surface2; color: $text2; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
  background: $surface3; color: $text3; border-color: $line;
}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"] { border: ${border}px solid $danger; }
QLineEdit[invalid="true"]:focus, QPlainTextEdit[invalid="true"]:focus { border: ${focus}px solid $danger; }
QComboBox::drop-down { border: none; width: 0; }
QComboBox QAbstractItemView { padding: 4px; }
"""

_LISTS = """
QAbstractItemView {
  background: $surface; color: $text; border: none; outline: none;
  selection-background-color: $primary_soft; selection-color: $text;
}
QAbstractScrollArea::corner { background: transparent; border: none; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
  background: $surface; color: $text2; border: none; border-bottom: ${border}px solid $line;
  padding: 10px 12px; font-size: ${meta}px;
}
QMenu, QComboBox QAbstractItemView, QAbstractItemView[popup="true"] {
  background: $surface; border: ${border}px solid $line; border-radius: ${radius}px;
}
QMenu { padding: 6px; }
QMenu::item { padding: 8px 20px 8px 12px; border-radius: 6px; font-size: ${label}px; }
QMenu::item:selected { background: $primary_soft; color: $primary_text; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $line; margin: 6px 8px; }
"""

_SCROLLBARS = """
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $line_strong; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::handle:hover { background: $text3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""

_FOCUS = 2


def stylesheet(tokens: Tokens, scale: float, families: tuple[str, ...], control: int) -> str:
    """The sheet for these colours, this text size, these font families and controls `control` pixels high."""
    values: dict[str, object] = {
        **tokens.colours(),
        **{type_.name.lower(): round(type_ * scale) for type_ in Type},
        "families": ", ".join(f'"{family}"' for family in families),
        "radius": CONTROL_RADIUS,
        "border": tokens.border,
        "focus": max(_FOCUS, tokens.border + tokens.border // 2),
    }
    values |= _insets(control, border=tokens.border, focus=int(str(values["focus"])))
    sheet = _GROUND + _FIELDS + _LISTS + _SCROLLBARS + _texts(tokens, scale)
    return Template(sheet).substitute({name: str(value) for name, value in values.items()})


def _insets(control: int, border: int, focus: int) -> dict[str, int]:
    """Paddings that keep the text where it is when the border grows with the focus."""
    # A text edit keeps 4 pixels around its text and a line edit 2: with these both begin at the same place.
    side, lip, brim = 14, 8, 12
    return {
        "inner": control - 2 * border,
        "inner_focus": control - 2 * focus,
        "side": side - border,
        "side_focus": side - focus,
        "lip": lip - border,
        "lip_focus": lip - focus,
        "brim": brim - border,
        "brim_focus": brim - focus,
    }


def _texts(tokens: Tokens, scale: float) -> str:
    """Labels by what they are for (property `type`) and what they mean (property `tone`)."""
    quiet = {Type.CAPTION: tokens.text2, Type.META: tokens.text2, Type.LABEL: tokens.text2}
    rules = [
        f'QLabel[type="{type_.name.lower()}"] {{ font-size: {round(type_ * scale)}px; '
        f"color: {quiet.get(type_, tokens.text)}; }}"
        for type_ in Type
    ]
    rules.append('QLabel[bold="true"] { font-weight: 600; }')
    rules += [
        f'QLabel[tone="{tone}"] {{ color: {tokens.tone(tone).text}; }}'
        for tone in Tone
        if tone is not Tone.NEUTRAL
    ]
    rules.append(f'QLabel[tone="neutral"] {{ color: {tokens.text2}; }}')
    return "\n".join(rules)
