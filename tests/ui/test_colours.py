"""Everybody can read it: the contrast of every pair of colours that meet, in all three themes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gridworker.ui.theme import tokens
from gridworker.ui.theme.tokens import Tokens, Tone, contrast
from gridworker.ui.widgets.drawing import STATES

MEANT = [tone for tone in Tone if tone is not Tone.NEUTRAL]
# WCAG 2.2, 1.4.3 and 1.4.11: words, and the edges and signs one has to see. High contrast asks for level AAA of words.
WORDS = {"light": 4.5, "dark": 4.5, "contrast": 7.0}
SIGNS = 3.0


def words(t: Tokens) -> Iterator[tuple[str, str, str]]:
    """What stands on what, and what that is."""
    for ground in ("bg", "rail", "surface", "surface2", "surface3", "primary_tint"):
        for ink in ("text", "text2", "text3"):
            yield f"{ink} on {ground}", t.colours()[ink], t.colours()[ground]
    for tone in MEANT:
        colours = t.tone(tone)
        yield f"{tone} on its soft ground", colours.text, colours.soft
        yield f"{tone} on its tint", colours.text, t.tint(tone)
        yield f"words on strong {tone}", t.on_strong, colours.strong
        for ground in ("surface", "surface2", "bg"):
            yield f"{tone} on {ground}", colours.text, t.colours()[ground]
    yield "neutral on its soft ground", t.text2, t.surface3
    yield "accent of the rail", t.primary_text, t.rail
    yield "links on a soft warning", t.primary_text, t.warn_soft
    yield "links on a soft error", t.primary_text, t.danger_soft
    yield "what is picked", t.text, t.primary_soft
    yield "the line below what is picked", t.text2, t.primary_soft
    yield "toast", t.toast_text, t.toast
    yield "action of the toast", t.toast_action, t.toast
    for press in (t.primary_hover, t.primary_press):
        yield "main button under the mouse", t.on_strong, press


def signs(t: Tokens) -> Iterator[tuple[str, str, str]]:
    """Edges, icons and parts of charts against their grounds."""
    for ground in ("surface", "bg", "surface2"):
        yield f"edge of a field on {ground}", t.line_strong, t.colours()[ground]
        yield f"focus on {ground}", t.primary, t.colours()[ground]
    yield "focus on the rail", t.primary, t.rail
    yield "scroll bar", t.line_strong, t.surface
    for tone in MEANT:
        yield f"icon of {tone}", t.tone(tone).strong, t.surface
        yield f"icon of {tone} on its soft ground", t.tone(tone).strong, t.tone(tone).soft
    for number, colour in enumerate(t.chart, 1):
        yield f"chart {number}", colour, t.surface


@pytest.mark.parametrize("t", tokens.ALL, ids=lambda t: t.name)
def test_every_word_can_be_read(t: Tokens) -> None:
    weak = {what: round(contrast(*pair), 2) for what, *pair in words(t) if contrast(*pair) < WORDS[t.name]}
    assert weak == {}


@pytest.mark.parametrize("t", tokens.ALL, ids=lambda t: t.name)
def test_every_sign_can_be_seen(t: Tokens) -> None:
    weak = {what: round(contrast(*pair), 2) for what, *pair in signs(t) if contrast(*pair) < SIGNS}
    assert weak == {}


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_high_contrast_is_black_on_white_with_broad_edges() -> None:
    assert (tokens.CONTRAST.text, tokens.CONTRAST.surface, tokens.CONTRAST.border) == (
        "#000000",
        "#FFFFFF",
        2,
    )


def test_no_state_is_told_by_its_colour_alone() -> None:
    """Two states of one colour have different icons, so that the pair is always unmistakable."""
    icons = [look.icon for look in STATES.values()]
    assert len(set(icons)) == len(icons)


def test_the_states_are_those_of_a_record() -> None:
    kept = {"draft", "waiting", "sending", "synced", "conflict", "refused", "review", "quarantine"}
    assert set(STATES) == kept | {"saved"}
