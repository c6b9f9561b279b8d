"""The guide for the district's IT, typed from the first line to the last on a machine that has nothing of it yet."""

from __future__ import annotations

from tests.docs.machine import machine
from tests.docs.pages import DOCS, blocks
from tests.docs.test_readme_story import free_port
from tests.stories.cast import PASSWORD

CHINESE, ENGLISH = DOCS / "guides/district.md", DOCS / "guides/district.en.md"
SECONDS = 220


def test_both_languages_type_the_same() -> None:
    assert blocks(CHINESE, "sh") == blocks(ENGLISH, "sh")


def test_the_guide_leads_from_an_empty_machine_to_a_restored_district() -> None:
    with machine({"443": free_port(), "8520": free_port()}) as here:
        code, said = here.types("\n".join(blocks(CHINESE, "sh")), SECONDS, GRIDWORKER_PASSWORD=PASSWORD)
    assert code == 0, said
    assert "Traceback" not in said
    assert said.count("东篱苑3幢") == 3, said
    assert "二幢门禁坏了" in said.splitlines()[-1], said
