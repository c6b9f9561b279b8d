"""The setup for Windows: for one person, without rights, never touching a record, in Chinese."""

from __future__ import annotations

import re
from pathlib import PureWindowsPath

from gridworker import __version__
from gridworker.environment.installation import home_folder
from gridworker.environment.paths import profile_folder
from tests.packaging.installed import ROOT
from tests.packaging.windows_setup import CHINESE, SCRIPT, entries, sections, settings

LOCAL = r"C:\Users\周敏\AppData\Local"
SETUP = sections(SCRIPT)


def test_it_is_of_this_version() -> None:
    assert f'#define Version "{__version__}"' in [line.strip() for line in SETUP[""]]
    assert settings(SETUP["Setup"])["AppVersion"] == "{#Version}"


def test_it_is_for_one_person_and_asks_for_no_rights() -> None:
    setup = settings(SETUP["Setup"])
    assert setup["PrivilegesRequired"] == "lowest"
    assert "PrivilegesRequiredOverridesAllowed" not in setup
    assert setup["DefaultDirName"].startswith("{localappdata}\\")
    text = SCRIPT.read_text(encoding="utf-8-sig")
    assert not re.search(r"\{(common|auto|sys|win|pf|sd)\w*\}|HKLM|HKCR|\[Registry\]", text)


def test_nothing_is_asked_of_a_person_who_wants_it_installed() -> None:
    setup = settings(SETUP["Setup"])
    assert (setup["DisableDirPage"], setup["DisableProgramGroupPage"]) == ("yes", "yes")
    assert setup["ShowLanguageDialog"] == "auto"
    assert not {"Types", "Components", "Tasks", "Code"} & SETUP.keys()


def test_neither_installing_nor_removing_touches_a_record() -> None:
    """On Windows a folder of a person's data has, without an author, this one above it."""
    records, versions = (
        PureWindowsPath(LOCAL) / folder.name for folder in (profile_folder(None), home_folder())
    )
    program = PureWindowsPath(settings(SETUP["Setup"])["DefaultDirName"].replace("{localappdata}", LOCAL))
    removed = [
        PureWindowsPath(entry["Name"].replace("{app}", str(program)).replace("{localappdata}", LOCAL))
        for section in ("InstallDelete", "UninstallDelete")
        for entry in entries(SETUP[section])
    ]
    assert removed == [program / "_internal", versions]
    for one in (*removed, program):
        assert not records.is_relative_to(one)
        assert not one.is_relative_to(records)


def test_every_file_that_it_needs_is_there_or_is_made_before() -> None:
    spec = (ROOT / "build_installer.spec").read_text(encoding="utf-8")
    (files,) = entries(SETUP["Files"])
    assert files["Source"] == r"..\..\dist\gridworker\*"
    assert 'COLLECT(program, analysis.binaries, analysis.datas, name="gridworker"' in spec
    assert settings(SETUP["Setup"])["SetupIconFile"] == r"..\..\build\icons\gridworker.ico"
    assert 'folder / "gridworker.ico"' in SCRIPT.with_name("make_icons.py").read_text(encoding="utf-8")
    for language in entries(SETUP["Languages"]):
        for name in language["MessagesFile"].split(","):
            # Of the compiler's own, the English one is there in every version.
            assert name == "compiler:Default.isl" or SCRIPT.with_name(name).is_file()


def test_it_speaks_chinese_first_with_words_of_its_own() -> None:
    """Most versions of Inno Setup come without Chinese, and an older one reads a file without a mark as ANSI."""
    assert [entry["Name"] for entry in entries(SETUP["Languages"])] == ["zh", "en"]
    for file in (SCRIPT, CHINESE):
        assert file.read_bytes().startswith("\ufeff".encode()), file
    words = sections(CHINESE)
    assert settings(words["LangOptions"])["LanguageID"] == "$0804"
    named = settings(words["CustomMessages"])
    assert set(re.findall(r"\{cm:(\w+)", "\n".join(SETUP["Run"]))) <= named.keys()
    for name, text in settings(words["Messages"]).items():
        assert re.search(r"[\u4e00-\u9fff]", text) or name in ("LastErrorMessage",), name
        bare = re.sub(r"%\w|\[\w+\]|\(&\w\)|[<>] | [<>]|KB|MB|Windows", "", text)
        assert not re.search(r"[A-Za-z,;:!?()]", bare), (name, text)
