"""Chinese is drawn on every computer, also on one that has no Chinese font."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gridworker.environment.resources import resource

ASK = """
import json, sys
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication
app = QApplication([])
from gridworker.ui.theme.fonts import PROBE, missing, screen_font
from gridworker.ui.theme.theme import Appearance
from gridworker.ui.theme import theme
from gridworker.ui.widgets.empty_state import EmptyState
from gridworker.ui.widgets.signs import Avatar
before = missing(PROBE, ())
found = screen_font()
theme.current().apply(app)
page = EmptyState("home", "今天还没有巡查记录", "出门前先建好，回来只要填结果。")
page.show()
page.grab()
read = sys.stdin.read()
named = EmptyState("home", read[:40], read[-40:])
named.show()
named.grab()
sign = Avatar(read[:1])
sign.grab()
print(json.dumps({
    "families": found.families, "bundled": found.bundled, "before": before, "after": missing(PROBE, found.families),
    "read": missing(read, found.families),
}))
"""


def ask(tmp_path: Path, fonts: Path | None, read: str = "") -> dict[str, object]:
    """What a process finds whose system holds the fonts of one folder only."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    settings = tmp_path / "fonts.conf"
    settings.write_text(
        f"<fontconfig><dir>{fonts or folder}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", ASK],
        input=read,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "FONTCONFIG_FILE": str(settings), "QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert (done.returncode, said) == (0, [])
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_without_any_font_the_bundled_one_is_loaded(tmp_path: Path) -> None:
    found = ask(tmp_path, fonts=None)
    assert found["before"] != ""
    assert found["bundled"] is True
    assert found["families"] == ["Noto Sans CJK SC"]
    assert found["after"] == ""


def test_with_only_a_latin_font_the_bundled_one_is_loaded(tmp_path: Path) -> None:
    latin = Path("/usr/share/fonts/truetype/dejavu")
    if not latin.is_dir():
        latin = tmp_path
    found = ask(tmp_path, latin)
    assert (found["bundled"], found["after"]) == (True, "")


def test_a_chinese_font_of_the_system_is_enough(tmp_path: Path) -> None:
    found = ask(tmp_path, resource("fonts"))
    assert (found["bundled"], found["families"], found["after"]) == (False, ["Noto Sans CJK SC"], "")


def test_a_chinese_font_that_may_lack_bold_or_latin_does_not_draw_the_window(tmp_path: Path) -> None:
    """Droid Sans Fallback, which comes with office programs, has one weight and no letters: titles stood thin."""
    fonts = tmp_path / "unlisted"
    fonts.mkdir()
    shutil.copy(resource("fonts/NotoSerifCJKsc-Regular-subset.otf"), fonts)
    found = ask(tmp_path, fonts)
    assert (found["bundled"], found["families"]) == (True, ["Noto Sans CJK SC", "Noto Serif CJK SC"])


def test_the_bundled_font_has_every_word_of_the_program(tmp_path: Path) -> None:
    words = [resource(name).read_text(encoding="utf-8") for name in ("translations/errors.toml",)]
    words += [path.read_text(encoding="utf-8") for path in resource("catalogs").glob("*.toml")]
    words += [path.read_text(encoding="utf-8") for path in resource("sample-district").glob("*.toml")]
    words.append(resource("regions/330109.csv").read_text(encoding="utf-8"))
    signs = "".join(sign for sign in sorted(set("".join(words))) if sign.isprintable())
    assert len(signs) > 500
    assert ask(tmp_path, None, signs)["read"] == ""


def test_names_outside_the_old_standard_are_drawn(tmp_path: Path) -> None:
    assert ask(tmp_path, None, "㛃䶮喆堃赟翀垟溇阿依古丽·买买提")["read"] == ""


def test_a_character_that_no_font_has_is_told(tmp_path: Path) -> None:
    """U+2B81C is in GB 18030-2022 and in no bundled font: the record keeps it, the check of names tells it."""
    assert ask(tmp_path, None, "陈\U0002b81c")["read"] == "\U0002b81c"


def test_a_name_with_a_rare_character_is_shown_as_well_as_can_be(tmp_path: Path) -> None:
    """U+20BB7 lies outside the characters of two bytes: nothing may be cut in its middle, and nothing may end."""
    assert ask(tmp_path, None, "\U00020bb7䶮田")["read"] == "\U00020bb7"


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_bundled_fonts_stay_small(weight: str) -> None:
    assert resource(f"fonts/NotoSansCJKsc-{weight}-subset.otf").stat().st_size < 3_500_000
