"""The guide for the district's IT, typed from the first line to the last on a machine that has nothing of it yet."""

from __future__ import annotations

from gridworker import __version__
from tests.docs.machine import machine
from tests.docs.pages import DOCS, blocks, text_of
from tests.docs.shell import free_port
from tests.stories.cast import PASSWORD

CHINESE, ENGLISH = DOCS / "guides/district.md", DOCS / "guides/district.en.md"
SECONDS = 220


def test_both_languages_type_the_same() -> None:
    assert blocks(CHINESE, "sh") == blocks(ENGLISH, "sh")


def test_the_files_that_are_handed_out_have_the_names_that_it_says() -> None:
    made = (f"gridworker-{__version__}-linux-x86_64.tar.xz", f"gridworker_{__version__}_amd64.deb")
    for page in (CHINESE, ENGLISH):
        text = text_of(page)
        assert all(name in text for name in (*made, f"gridworker-{__version__}-windows.exe")), page
    assert blocks(CHINESE, "bat") == blocks(ENGLISH, "bat")


def test_the_guide_leads_from_an_empty_machine_to_a_restored_district() -> None:
    with machine({"443": free_port(), "8520": free_port()}) as here:
        code, said = here.types("\n".join(blocks(CHINESE, "sh")), SECONDS, GRIDWORKER_PASSWORD=PASSWORD)
    assert code == 0, said
    assert "Traceback" not in said
    assert said.count("东篱苑3幢") == 3, said
    assert "二幢门禁坏了" in said.splitlines()[-1], said
