"""The theme in force: which colours, how large the text, and telling the widgets when either changes."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication

from gridworker.ui.theme import measures, tokens
from gridworker.ui.theme.fonts import screen_font
from gridworker.ui.theme.measures import Type
from gridworker.ui.theme.palette import palette
from gridworker.ui.theme.stylesheet import stylesheet
from gridworker.ui.theme.tokens import Tokens


class Appearance(StrEnum):
    """What the person chose in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@runtime_checkable
class Restyled(Protocol):
    """A widget that computed something from colours or sizes, or paints with them."""

    def restyle(self) -> None:
        """Renews it."""


class Theme(QObject):
    """Colours and sizes. Painted widgets read it when they paint; all of them are restyled when it changes.

    Not by Qt's events of a changed style: those come for every widget each time one around it gets a parent.
    `changed` is for what is not a widget: cached pictures, documents, icons of menus.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._appearance = Appearance.SYSTEM
        self._scale = 1.0
        self._tokens = tokens.LIGHT
        self._app: QApplication | None = None
        self._fonts: dict[tuple[Type, bool], QFont] = {}
        self._metrics: dict[tuple[Type, bool], QFontMetrics] = {}

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return self._tokens

    @property
    def appearance(self) -> Appearance:
        """What was chosen; `tokens` says what came of it."""
        return self._appearance

    @property
    def scale(self) -> float:
        """The text size, 1.0 to 1.5."""
        return self._scale

    def apply(self, app: QApplication) -> None:
        """Put the theme on the application, and follow the system's colours from now on."""
        self._app = app
        app.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._refresh()

    def set_appearance(self, appearance: Appearance) -> None:
        """Choose the colours; takes effect at once."""
        self._appearance = appearance
        self._refresh()

    def set_scale(self, scale: float) -> None:
        """Choose the text size, one of `measures.TEXT_SCALES`; takes effect at once. Raises ValueError for others."""
        if scale not in measures.TEXT_SCALES:
            raise ValueError(scale)
        self._scale = scale
        self._refresh()

    def font(self, type_: Type, bold: bool = False) -> QFont:
        """The font for a text of that kind, in the current text size."""
        key = (type_, bold)
        if key not in self._fonts:
            made = QFont()
            made.setFamilies(list(screen_font().families))
            made.setPixelSize(self.px(type_))
            made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            self._fonts[key] = made
        return QFont(self._fonts[key])

    def metrics(self, type_: Type, bold: bool = False) -> QFontMetrics:
        """Measures texts of that kind."""
        key = (type_, bold)
        if key not in self._metrics:
            self._metrics[key] = QFontMetrics(self.font(type_, bold))
        return self._metrics[key]

    def px(self, length: float) -> int:
        """A length that goes with the text (type, icons, rings), in the current text size."""
        return round(length * self._scale)

    @property
    def target(self) -> int:
        """The least height and width of anything that is pressed."""
        large = self._scale >= measures.LARGE_TEXT
        return measures.LARGE_TARGET if large else measures.SMALLEST_TARGET

    @property
    def control(self) -> int:
        """The height of buttons and one-line fields."""
        return max(measures.CONTROL, self.target, self.metrics(Type.BODY).height() + 2 * measures.SPACE_8)

    def colour(self, name: str) -> QColor:
        """A colour by the name of its token."""
        return QColor(getattr(self._tokens, name))

    @Slot()
    def _follow_system(self) -> None:
        if self._appearance is Appearance.SYSTEM:
            self._refresh()

    def _refresh(self) -> None:
        self._tokens = self._chosen()
        self._fonts.clear()
        self._metrics.clear()
        if self._app is not None:
            self._app.setPalette(palette(self._tokens))
            self._app.setFont(self.font(Type.BODY))
            self._app.setStyleSheet(
                stylesheet(self._tokens, self._scale, screen_font().families, self.control)
            )
            for widget in self._app.allWidgets():
                if isinstance(widget, Restyled):
                    widget.restyle()
        self.changed.emit()

    def _chosen(self) -> Tokens:
        if self._appearance is not Appearance.SYSTEM:
            return {t.name: t for t in tokens.ALL}[self._appearance]
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return tokens.DARK if dark else tokens.LIGHT


_current: list[Theme] = []


def current() -> Theme:
    """The one theme of this process."""
    if not _current:
        _current.append(Theme())
    return _current[0]
