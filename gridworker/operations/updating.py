"""A new version of the program, from a release to the pointer: checked, unpacked beside the old one, the records
copied, tried on a copy of them, and only then named as the one that starts next.

Killed at any step it leaves the old version, and what lies about goes with the next try.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from gridworker.domain.errors import ComputerTrouble, PersonCanMend
from gridworker.environment.durable_file import sync_folder
from gridworker.environment.installation import PROGRAM, RUNS_VARIABLE, Installation, platform_name, read_card
from gridworker.environment.language import Words
from gridworker.environment.launcher import environment_of
from gridworker.environment.lock import exclusive
from gridworker.environment.room import KEPT_FREE
from gridworker.environment.trouble import as_trouble
from gridworker.protocol.release import Head, check_archive, read_head, require_trusted, trusted_keys
from gridworker.store.own_copies import keep_copy_now
from gridworker.store.profile import DATABASE_NAME, Profile, open_profile
from gridworker.store.trial_copy import what_it_holds, write_trial_copy

STEPS = {
    "fetching": Words("正在下载", "Fetching"),
    "copying": Words("正在拷到本机", "Copying to this computer"),
    "checking": Words("正在核对文件", "Checking the file"),
    "unpacking": Words("正在展开", "Unpacking"),
    "backing_up": Words("正在备份记录", "Copying the records"),
    "trying": Words("正在用记录的副本试运行", "Trying it on a copy of the records"),
}
"""What is said meanwhile; `install` comes behind the fetching."""

_NEW, _TRIAL, _DOWNLOADS = ".new", ".trial", "downloads"
_TRIAL_S = 900
_MB = 1024 * 1024

OnStep = Callable[[str], None]


def install(profile: Profile, here: Installation, file: Path, on_step: OnStep = lambda _step: None) -> Head:
    """Makes a release the version that starts next; `file` may lie on a stick, which may be pulled once this goes on.

    Raises `NotAllowed` (`release_not_trusted`), `PersonCanMend` (`release_not_newer`, `release_for_another_computer`,
    `file_missing`), `ComputerTrouble` (`release_damaged`, `release_unfit`, `no_room_for_release`, `update_in_use`, and
    as the disk says). Whatever is raised, the version that runs is the one that starts.
    """
    try:
        here.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with exclusive(here.home / "update.lock", "update_in_use", wait_s=1.0):
            sweep(here)
            return _install(profile, here, file, on_step)
    except OSError as error:
        raise as_trouble(error) from error


def _install(profile: Profile, here: Installation, file: Path, on_step: OnStep) -> Head:
    # What reads an archive takes memory, and is wanted once in months.
    from gridworker.operations.release_archive import unpack

    head = examine(here, file)
    if is_waiting(here, head.card.version):
        return head
    _require_room(profile, here, head, file)
    release = _sound_here(here, file, head, on_step)
    new = here.home / _NEW
    try:
        on_step("unpacking")
        unpack(release, head, new)
        _require_program(new, head)
        on_step("backing_up")
        keep_copy_now(profile)
        on_step("trying")
        _try_out(profile, here, new)
        _put_in_place(here, new, head.card.version)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    here.put_on_trial(head.card.version)
    release.unlink(missing_ok=True)
    return head


def _sound_here(here: Installation, file: Path, head: Head, on_step: OnStep) -> Path:
    """The release on this computer's own disk, its archive checked; a damaged one does not stay."""
    on_step("copying")
    release = _brought_here(here, file, head)
    on_step("checking")
    try:
        check_archive(release)
    except ComputerTrouble:
        release.unlink(missing_ok=True)
        raise
    return release


def examine(here: Installation, file: Path) -> Head:
    """The head of a release that may take the place of what runs here. Raises as `install`."""
    try:
        with file.open("rb") as content:
            head = read_head(content)
    except FileNotFoundError as error:
        raise PersonCanMend("file_missing", file=str(file)) from error
    except OSError as error:
        raise as_trouble(error) from error
    require_fit(here, head)
    return head


def require_fit(here: Installation, head: Head) -> None:
    """Raises unless a key of this installation signed a release, for such a computer, that may follow what runs."""
    require_trusted(head, trusted_keys(here.runs))
    card = head.card
    if card.platform != platform_name():
        raise PersonCanMend("release_for_another_computer", version=card.version, platform=card.platform)
    if not card.may_follow(here.running):
        raise PersonCanMend("release_not_newer", version=card.version, running=here.running)


def is_waiting(here: Installation, version: str) -> bool:
    """Whether this version is made ready already and starts next."""
    now = here.pointer()
    return now.version == version and not now.proved and here.has(version)


def downloads(here: Installation) -> Path:
    """Where releases lie that are on their way or have come."""
    return here.home / _DOWNLOADS


def sweep(here: Installation) -> None:
    """Removes what a killed update left, and versions that neither run nor start nor are the way back."""
    for left in (here.home / _NEW, here.home / _TRIAL):
        shutil.rmtree(left, ignore_errors=True)
    now = here.pointer()
    kept = {here.folder(now.version), here.folder(now.before), here.runs}
    versions = here.folder("0").parent
    for folder in versions.iterdir() if versions.is_dir() else ():
        if folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _require_room(profile: Profile, here: Installation, head: Head, file: Path) -> None:
    store = (profile.folder / DATABASE_NAME).stat().st_size
    archive = 0 if file.parent == downloads(here) else head.card.size
    needed = archive + head.card.unpacked + 3 * store + KEPT_FREE
    free = shutil.disk_usage(here.home).free
    if free < needed:
        raise ComputerTrouble("no_room_for_release", needed=needed // _MB + 1, free=free // _MB)


def _brought_here(here: Installation, file: Path, head: Head) -> Path:
    """The release on this computer's own disk; nothing of a stick is used that was not read once and checked since."""
    release = downloads(here) / f"{head.card.sha256}.release"
    if file == release:
        return release
    release.parent.mkdir(mode=0o700, exist_ok=True)
    partial = release.with_suffix(".copying")
    try:
        shutil.copyfile(file, partial)
    except OSError as error:
        partial.unlink(missing_ok=True)
        trouble = as_trouble(error)
        known = isinstance(trouble, ComputerTrouble) and trouble.code not in ("disk_damaged", "no_permission")
        raise trouble if known else ComputerTrouble("stick_gone", file=file.name) from error
    partial.replace(release)
    return release


def _require_program(folder: Path, head: Head) -> None:
    try:
        fits = read_card(folder) == (head.card.version, head.card.platform)
    except ValueError:
        fits = False
    if not fits or not os.access(folder / PROGRAM, os.X_OK):
        raise ComputerTrouble("release_damaged")


def _try_out(profile: Profile, here: Installation, new: Path) -> None:
    """The new program checks itself, with a copy of this worker's own records. Raises `ComputerTrouble`."""
    copy, password = here.home / _TRIAL, profile.clock.randomness(24).hex()
    try:
        write_trial_copy(profile, copy, password)
        with open_profile(copy, password) as copied:
            held = str(what_it_holds(copied))
        if _found_by(here, new, copy, password) != held:
            here.change(failed=read_card(new)[0], why="check", told=True)
            raise ComputerTrouble("release_unfit", version=read_card(new)[0])
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _found_by(here: Installation, new: Path, copy: Path, password: str) -> str | None:
    """What the new program says that it found in the copy; None where it does not come to its end well."""
    environment = environment_of(here, "") | {
        RUNS_VARIABLE: str(new),
        "GRIDWORKER_PASSWORD": password,
        "QT_QPA_PLATFORM": "offscreen",
    }
    words = [str(new / PROGRAM), "--self-check", "--copy", str(copy), "--json"]
    with suppress(OSError, ValueError, subprocess.SubprocessError, KeyError, TypeError):
        done = subprocess.run(
            words,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TRIAL_S,
            check=False,
        )
        if done.returncode == 0:
            return {step["check"]: str(step["detail"]) for step in json.loads(done.stdout)}["copy"]
    return None


def _put_in_place(here: Installation, new: Path, version: str) -> None:
    place = here.folder(version)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    if place.exists():
        shutil.rmtree(place)
    new.rename(place)
    sync_folder(place.parent)
