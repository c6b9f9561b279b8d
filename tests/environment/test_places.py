"""Where things are: the profile, what a person set, the files that come with the program."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment import resources
from gridworker.environment.paths import profile_folder
from gridworker.environment.settings import LANGUAGE, SETTINGS, read_setting, write_setting
from tests.architecture.repository import ROOT


def test_the_profile_is_the_one_chosen_then_the_one_named_then_the_platforms(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert profile_folder(None).name == "gridworker"
    monkeypatch.setenv("GRIDWORKER_PROFILE", str(tmp_path / "named"))
    assert profile_folder(None) == tmp_path / "named"
    assert profile_folder(str(tmp_path / "chosen")) == tmp_path / "chosen"
    assert not (tmp_path / "named").exists()


def test_a_setting_is_kept_beside_those_of_other_versions(tmp_path: Path) -> None:
    assert read_setting(tmp_path, LANGUAGE) == "zh_CN"
    (tmp_path / "settings.json").write_text('{"text_size": 16}')
    write_setting(tmp_path, LANGUAGE, "en")
    assert read_setting(tmp_path, LANGUAGE) == "en"
    assert json.loads((tmp_path / "settings.json").read_text()) == {"text_size": 16, "language": "en"}


@pytest.mark.parametrize("content", ["", "[]", '{"language": 3}', '{"language": "fr"}', "\udcff", "{"])
def test_settings_that_make_no_sense_are_the_defaults(tmp_path: Path, content: str) -> None:
    (tmp_path / "settings.json").write_bytes(content.encode(errors="surrogateescape"))
    assert read_setting(tmp_path, LANGUAGE) == LANGUAGE.default


def test_a_setting_takes_its_choices_only(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="language is one of zh_CN, en"):
        write_setting(tmp_path, LANGUAGE, "fr")
    assert all(setting.default in setting.choices for setting in SETTINGS)


def test_a_working_copy_finds_its_resources() -> None:
    assert (
        resources.resource("translations/errors.toml") == ROOT / "resources" / "translations" / "errors.toml"
    )


def test_a_missing_resource_is_told_as_such() -> None:
    with pytest.raises(ComputerTrouble, match="resources_missing"):
        resources.resource("translations/klingon.toml")


def test_the_frozen_app_finds_its_resources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "resources" / "translations").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    resources.resources_folder.cache_clear()
    try:
        assert resources.resource("translations") == tmp_path / "resources" / "translations"
    finally:
        resources.resources_folder.cache_clear()


def test_a_wheel_carries_its_resources_inside(tmp_path: Path) -> None:
    built = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", built, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    installed = tmp_path / "site"
    with zipfile.ZipFile(tmp_path / done.stdout.split()[-1]) as wheel:
        wheel.extractall(installed)
    words = [sys.executable, "-m", "gridworker", "zzz", "--lang", "en"]
    ended = subprocess.run(words, cwd=installed, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert 'There is no command "zzz"' in ended.stderr
