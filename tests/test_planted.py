"""The list of planted bugs is whole: what was asked for is there, and what is there is listed."""

from __future__ import annotations

from pathlib import Path

from tests import planted

HERE = Path(__file__).parent


def test_each_bug_that_was_asked_for_is_planted_or_cannot_be() -> None:
    bugs = planted.report()
    assert [bug for bug in planted.ASKED.values() if bug is not None and bug not in bugs] == []
    assert len(bugs) >= 20


def test_every_file_that_plants_bugs_is_in_the_report() -> None:
    planting = {
        str(path.relative_to(HERE.parent))
        for path in HERE.rglob("test_*.py")
        if "PLANTED: dict" in path.read_text(encoding="utf-8") and path != Path(__file__)
    }
    listed = {killed.test.partition("::")[0] for killed in planted.report().values()}
    assert planting <= listed == set(planted.FILES)
