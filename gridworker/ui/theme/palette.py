"""The tokens as a QPalette, for what the style draws by itself."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from gridworker.ui.theme.tokens import Tokens

_Role = QPalette.ColorRole


def palette(tokens: Tokens) -> QPalette:
    """All roles the Fusion style reads, the disabled ones included."""
    t = tokens
    roles = {
        _Role.Window: t.bg, _Role.WindowText: t.text, _Role.Base: t.surface, _Role.AlternateBase: t.surface2,
        _Role.Text: t.text, _Role.PlaceholderText: t.text3, _Role.Button: t.surface, _Role.ButtonText: t.text,
        _Role.BrightText: t.danger, _Role.Highlight: t.primary, _Role.HighlightedText: t.on_strong,
        _Role.Link: t.primary_text, _Role.LinkVisited: t.plum_text, _Role.ToolTipBase: t.toast,
        _Role.ToolTipText: t.toast_text, _Role.Light: t.surface2, _Role.Midlight: t.surface3, _Role.Mid: t.line,
        _Role.Dark: t.line_strong, _Role.Shadow: t.scrim,
    }  # fmt: skip
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.text3))
    made.setColor(QPalette.ColorGroup.Disabled, _Role.Highlight, QColor(t.line_strong))
    return made
