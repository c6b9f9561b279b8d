"""`make screens` says what may be asked of it, and begins nothing by that."""

from __future__ import annotations

import pytest

from tests.ui.screens.__main__ import main


@pytest.mark.parametrize(("given", "code"), [(["--help"], 0), (["--fast"], 2)])
def test_an_option_is_no_folder(given: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == code
    assert "folder" in "".join(capsys.readouterr())
