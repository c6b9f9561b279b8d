"""The colours of the three themes, by what they are for. Celadon on paper: one accent, five colours with a meaning."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum


class Tone(StrEnum):
    """What a coloured thing means. The word and the icon beside it always say the same."""

    NEUTRAL = "neutral"
    PRIMARY = "primary"
    DANGER = "danger"
    WARN = "warn"
    OK = "ok"
    INFO = "info"
    PLUM = "plum"


@dataclass(frozen=True)
class ToneColours:
    """One meaning: `strong` for icons and fills, `soft` for grounds, `text` for words on a soft or plain ground."""

    strong: str
    soft: str
    text: str


@dataclass(frozen=True)
class Tokens:
    """Every colour of one theme as `#RRGGBB`, and the width of borders in logical pixels."""

    name: str
    is_dark: bool
    border: int
    bg: str
    rail: str
    surface: str
    surface2: str
    surface3: str
    line: str
    line_strong: str
    text: str
    text2: str
    text3: str
    primary: str
    primary_hover: str
    primary_press: str
    on_strong: str
    primary_soft: str
    primary_text: str
    danger: str
    danger_soft: str
    danger_text: str
    warn: str
    warn_soft: str
    warn_text: str
    ok: str
    ok_soft: str
    ok_text: str
    info: str
    info_soft: str
    info_text: str
    plum: str
    plum_soft: str
    plum_text: str
    toast: str
    toast_text: str
    toast_action: str
    scrim: str
    chart: tuple[str, str, str, str, str, str]

    def tone(self, tone: Tone) -> ToneColours:
        """The colours of one meaning."""
        if tone is Tone.NEUTRAL:
            return ToneColours(self.text3, self.surface3, self.text2)
        strong, soft, text = (getattr(self, f"{tone}{end}") for end in ("", "_soft", "_text"))
        return ToneColours(strong, soft, text)

    def tint(self, tone: Tone) -> str:
        """The faintest ground of a meaning: for large areas, and for fields that keep last time's value."""
        return mix(self.tone(tone).soft, self.surface)

    def colours(self) -> dict[str, str]:
        """Name → colour of everything but the chart colours, as the style sheet fills them in."""
        named = ((field.name, getattr(self, field.name)) for field in fields(self))
        found = {name: value for name, value in named if isinstance(value, str) and value.startswith("#")}
        return {**found, "primary_tint": self.tint(Tone.PRIMARY)}


def mix(one: str, other: str) -> str:
    """The colour half way between two."""
    halves = ((int(one[at : at + 2], 16) + int(other[at : at + 2], 16)) // 2 for at in (1, 3, 5))
    return "#" + "".join(f"{half:02X}" for half in halves)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#RRGGBB`, 1 to 21 (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


# fmt: off
LIGHT = Tokens(
    name="light", is_dark=False, border=1,
    bg="#F4F3EF", rail="#EBE9E3", surface="#FFFFFF", surface2="#F9F8F5", surface3="#F0EEE8",
    line="#E3E0D8", line_strong="#8B877C", text="#1C2426", text2="#4D5658", text3="#5F6768",
    primary="#0E6A66", primary_hover="#0B5A57", primary_press="#084A47", on_strong="#FFFFFF",
    primary_soft="#DEEEEB", primary_text="#0B5A57",
    danger="#AE3527", danger_soft="#FBE8E4", danger_text="#9A2D21",
    warn="#9A5B00", warn_soft="#FBF0DA", warn_text="#7F4B00",
    ok="#2B6E3F", ok_soft="#E2F1E4", ok_text="#235B34",
    info="#2C5C96", info_soft="#E4EDF8", info_text="#254E80",
    plum="#7A4A7E", plum_soft="#F3E8F4", plum_text="#68406C",
    toast="#1C2426", toast_text="#FFFFFF", toast_action="#83D2C9", scrim="#10181A",
    chart=("#0E6A66", "#2C5C96", "#B07210", "#7A4A7E", "#AE3527", "#8B877C"),
)

DARK = Tokens(
    name="dark", is_dark=True, border=1,
    bg="#131819", rail="#0F1314", surface="#1B2223", surface2="#20292A", surface3="#283233",
    line="#2E393A", line_strong="#76827F", text="#E9EDEB", text2="#B6C0BD", text3="#94A09D",
    primary="#6CC5BB", primary_hover="#83D2C9", primary_press="#58B3A9", on_strong="#06211F",
    primary_soft="#1C3B39", primary_text="#8AD6CD",
    danger="#F0897A", danger_soft="#3B211D", danger_text="#F5A497",
    warn="#E6B65A", warn_soft="#37301C", warn_text="#EBC476",
    ok="#84C993", ok_soft="#1D3423", ok_text="#98D4A5",
    info="#8BB7E8", info_soft="#1C2C3F", info_text="#A3C6EE",
    plum="#D0A3D4", plum_soft="#33253A", plum_text="#D9B5DC",
    toast="#E9EDEB", toast_text="#131819", toast_action="#0B5A57", scrim="#000000",
    chart=("#6CC5BB", "#8BB7E8", "#E6B65A", "#D0A3D4", "#F0897A", "#75807D"),
)

CONTRAST = Tokens(
    name="contrast", is_dark=False, border=2,
    bg="#FFFFFF", rail="#FFFFFF", surface="#FFFFFF", surface2="#FFFFFF", surface3="#F2F2F2",
    line="#5A5A5A", line_strong="#000000", text="#000000", text2="#1A1A1A", text3="#333333",
    primary="#004F4B", primary_hover="#003B38", primary_press="#002826", on_strong="#FFFFFF",
    primary_soft="#D6F0EC", primary_text="#003B38",
    danger="#8C1D10", danger_soft="#FFE9E5", danger_text="#75150A",
    warn="#6B3D00", warn_soft="#FFF1D0", warn_text="#573100",
    ok="#0F4F22", ok_soft="#DFF5E3", ok_text="#0B3F1A",
    info="#123F75", info_soft="#E0ECFB", info_text="#0C3260",
    plum="#56285A", plum_soft="#F6E6F8", plum_text="#451E49",
    toast="#000000", toast_text="#FFFFFF", toast_action="#9BE5DC", scrim="#000000",
    chart=("#004F4B", "#123F75", "#7A4A00", "#56285A", "#8C1D10", "#4A4A4A"),
)
# fmt: on

ALL = (LIGHT, DARK, CONTRAST)
