"""The story in the README, run as it is typed there: a real district, two real laptops, one shell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks, text_of
from tests.docs.shell import free_port, typed_out

README, README_ZH = ROOT / "README.md", ROOT / "README.zh-CN.md"
PORT = "8520"
SECONDS = 100


def typed(page: Path) -> list[str]:
    """What one types, line by line, without remarks."""
    return [re.sub(r"\s+# .*", "", line) for block in blocks(page, "sh") for line in block.splitlines()]


def test_both_readmes_tell_the_same_story() -> None:
    assert typed(README) == typed(README_ZH)


def test_the_readme_is_true_when_typed(tmp_path: Path) -> None:
    """Every command must end well; only the port is another, and the temporary folder the test's own."""
    story = tmp_path / "story.sh"
    lines = ["trap 'kill $(jobs -p) 2>/dev/null || true' EXIT", *blocks(README, "sh")]
    story.write_text("\n".join(lines).replace(PORT, free_port()), encoding="utf-8")
    code, said = typed_out(story, SECONDS, {"TMPDIR": str(tmp_path)})
    assert code == 0, said
    assert "Traceback" not in said
    history = said[said.rindex("做了什么") :]
    for value in ("东篱苑3幢501室漏水到401室", "东篱苑501室漏水赔偿纠纷", "东篱苑3幢楼上漏水", "人调字第1号"):
        assert value in history


@pytest.mark.parametrize("page", [README, README_ZH], ids=lambda page: page.name)
def test_the_make_targets_that_are_named_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`make (\w+)", text_of(page)))
    assert {target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()
