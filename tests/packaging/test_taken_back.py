"""A version that had changed the tables is taken back: whatever is opened first has the day's records as they were."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from gridworker.environment.installation import BASE_VARIABLE, RUNS_VARIABLE, Installation
from gridworker.store import attachments, schema
from gridworker.store.database import Database
from gridworker.store.profile import ATTACHMENTS_NAME, DATABASE_NAME, open_profile
from gridworker.store.tables import Steps, Tables
from gridworker.store.taken_back import settle
from gridworker.store.trial_copy import Holds, what_it_holds
from gridworker.store.vault import open_vault
from tests.cli.terminal import PATROL
from tests.lab.injection import counting, injecting, most_calls
from tests.packaging.installed import Installed, make_program
from tests.stories.cast import PASSWORD

NEW = "0.2.0"
PHOTO = b"\xff\xd8 a photo of the stairs"
NAME = hashlib.sha256(PHOTO).hexdigest()


def later(known: Steps) -> Steps:
    """The steps of the new version: one more."""
    more = Steps(known.name)
    more.steps.update(known.steps)

    @more()
    def of_the_new_version(db: Tables) -> None:
        db.execute("CREATE TABLE of_the_new_version (id TEXT)")

    return more


def runs(laptop: Installed, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """From now on this process is the program in a folder, as the launcher starts it."""
    as_started = laptop.environment(**{BASE_VARIABLE: str(laptop.base), RUNS_VARIABLE: str(folder)})
    for name, value in as_started.items():
        patch.setenv(name, value)


def new_version_changes_the_tables(laptop: Installed) -> None:
    """It runs on trial, and is unlocked."""
    make_program(laptop.layout.folder(NEW), NEW)
    laptop.layout.put_on_trial(NEW)
    with pytest.MonkeyPatch.context() as patch:
        runs(laptop, laptop.layout.folder(NEW), patch)
        path, key = laptop.profile / DATABASE_NAME, open_vault(laptop.profile, PASSWORD)
        steps, version = later(schema.migrations), schema.VERSION + 1
        files = (ATTACHMENTS_NAME, later(attachments.migrations), attachments.VERSION + 1)
        with closing(Database(path, key, create=False, steps=steps, version=version)) as records:
            records.beside(*files).close()


@pytest.fixture
def before(laptop: Installed) -> Holds:
    """What is recorded on the laptop, with a photo, before the new version comes."""
    with open_profile(laptop.profile, PASSWORD) as profile:
        profile.attachments.write(lambda db: attachments.keep(db, NAME, len(PHOTO), [PHOTO], 0))
        return what_it_holds(profile)


@pytest.fixture
def taken_back(laptop: Installed, before: Holds) -> Holds:
    """The new version changed the tables and broke; the launcher went back, and nobody has unlocked since."""
    new_version_changes_the_tables(laptop)
    laptop.layout.take_back("store")
    return before


def held(laptop: Installed) -> Holds:
    """What the old version finds when it opens the profile."""
    with pytest.MonkeyPatch.context() as patch:
        runs(laptop, laptop.base, patch)
        with open_profile(laptop.profile, PASSWORD) as profile:
            assert profile.database.find_damage() == []
            assert profile.file(NAME) == PHOTO
            return what_it_holds(profile)


def names(laptop: Installed) -> set[str]:
    return {path.name for path in laptop.profile.iterdir()}


def test_a_command_that_comes_first_has_the_records(laptop: Installed, taken_back: Holds) -> None:
    assert len(laptop.does("record", "list", "patrol")) == taken_back.records == 3
    laptop.does("record", "add", "patrol", str(_written(laptop)))
    assert held(laptop).records == 4
    assert {f"aside-{NEW}", "records.db"} <= names(laptop)
    assert not {
        name for name in names(laptop) if name.endswith((".on-trial", f".before-{schema.VERSION + 1}"))
    }
    assert not laptop.layout.pointer().told, "the window has yet to say so"


def test_what_the_new_version_made_of_them_is_kept_aside(laptop: Installed, taken_back: Holds) -> None:
    laptop.does("record", "list", "patrol")
    aside, key = laptop.profile / f"aside-{NEW}" / DATABASE_NAME, open_vault(laptop.profile, PASSWORD)
    steps, version = later(schema.migrations), schema.VERSION + 1
    with closing(Database(aside, key, create=False, steps=steps, version=version)) as kept:
        assert kept.read(lambda db: db.execute("SELECT * FROM of_the_new_version").fetchall()) == []


def test_several_commands_at_once_lose_nothing(laptop: Installed, taken_back: Holds) -> None:
    patrol = str(_written(laptop))
    commands = [laptop.starts("record", "add", "patrol", patrol) for _ in range(4)]
    ends = [(command.communicate(timeout=120)[1], command.returncode) for command in commands]
    assert [code for _, code in ends] == [0] * 4, ends
    assert held(laptop).records == taken_back.records + 4


def test_killed_at_any_moment_it_is_done_the_next_time(
    laptop: Installed, taken_back: Holds, tmp_path: Path
) -> None:
    untouched, calls = tmp_path / "as it was", ("pwrite64", "fdatasync", "fsync", "unlink")
    shutil.copytree(laptop.profile, untouched)

    def listed(under: list[str]) -> int:
        shutil.rmtree(laptop.profile)
        shutil.copytree(untouched, laptop.profile)
        words = [*under, str(laptop.base / "gridworker"), "record", "list", "patrol"]
        done = subprocess.run(words, env=laptop.environment(), capture_output=True, check=False)
        return done.returncode

    assert listed(counting(tmp_path / "calls", calls)) == 0
    made, ends = most_calls(tmp_path / "calls"), list[int]()
    assert {"pwrite64", "unlink"} <= made.keys()
    for call, times in made.items():
        for when in sorted({1, times // 3, times // 2, times} - {0}):
            ends.append(listed(injecting(f"{call}:signal=KILL:when={when}")))
            assert held(laptop) == taken_back, (call, when)
    assert -9 in ends


def test_a_copy_that_is_not_sound_is_not_used(laptop: Installed, taken_back: Holds) -> None:
    copy = laptop.profile / f"records.db.before-{schema.VERSION + 1}"
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)
    before = (laptop.profile / DATABASE_NAME).read_bytes()
    assert laptop.says("record", "list", "patrol").json["error"]["code"] == "database_newer"
    assert (laptop.profile / DATABASE_NAME).read_bytes() == before


def test_while_the_new_version_is_still_on_trial_nothing_is_put_back(
    laptop: Installed, before: Holds
) -> None:
    new_version_changes_the_tables(laptop)
    assert laptop.says("record", "list", "patrol").json["error"]["code"] == "database_newer"
    laptop.layout.take_back("store")
    assert held(laptop) == before


def test_what_was_saved_with_a_version_that_showed_its_pages_is_never_put_back(
    laptop: Installed, before: Holds
) -> None:
    """It is replaced by hand later: the old program says so and changes nothing."""
    new_version_changes_the_tables(laptop)
    Installation(laptop.base, laptop.program, laptop.layout.folder(NEW)).prove()
    settle(laptop.profile / DATABASE_NAME)
    laptop.layout.take_back("start")
    assert laptop.says("record", "list", "patrol").json["error"]["code"] == "database_newer"
    assert not list(laptop.profile.glob("aside-*"))


def _written(laptop: Installed) -> Path:
    file = laptop.home / "巡查.json"
    file.write_text(json.dumps(PATROL), encoding="utf-8")
    return file
