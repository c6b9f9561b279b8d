"""Power cuts, full disks, sticks that are pulled, homes that cannot be written, two at once: the day's work stays, and
the old version runs until the new one has shown what it can do."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from gridworker.domain.errors import Trouble
from gridworker.environment.installation import Installation
from gridworker.operations.updating import STEPS, install
from gridworker.store.profile import open_profile
from gridworker.store.trial_copy import Holds, what_it_holds
from tests.lab.injection import injecting
from tests.packaging.installed import HANGS_AT_START, QUICK, ROOT, Installed, SigningDesk, make_program
from tests.stories.cast import PASSWORD, Laptop

SLOW = f'case "$*" in *--self-check*) sleep 3;; esac; {QUICK}'


@pytest.fixture(scope="module")
def release(desk: SigningDesk) -> Path:
    """Version 0.2.0, signed."""
    return desk.release("0.2.0")


def held(laptop: Installed) -> Holds:
    with open_profile(laptop.profile, PASSWORD) as profile:
        return what_it_holds(profile)


def killed_at(laptop: Installed, release: Path, said: str, later_s: float) -> None:
    """Begins the update and kills it so long after it has said this."""
    process = laptop.starts("update", str(release))
    assert process.stderr is not None
    for line in process.stderr:
        if said in line:
            time.sleep(later_s)
            break
    process.kill()
    process.communicate()


@pytest.mark.parametrize("step", [step for step in STEPS if step != "fetching"])
def test_the_power_fails_at_any_step(laptop: Installed, release: Path, step: str) -> None:
    before = held(laptop)
    for later_s in (0.0, 0.03):
        killed_at(laptop, release, STEPS[step].zh, later_s)
        assert laptop.says("--version").json == {"version": "0.1.0"}
        assert held(laptop) == before
    with open_profile(laptop.profile, PASSWORD) as profile:
        install(profile, laptop.layout, release)
    assert held(laptop) == before
    assert laptop.layout.pointer().version == "0.2.0"
    assert not [path for path in laptop.program.iterdir() if path.name.startswith(".")]


def under(laptop: Installed, fault: list[str], release: Path) -> int:
    """The update under a fault; its exit code."""
    words = [*fault, str(laptop.base / "gridworker"), "update", str(release)]
    done = subprocess.run(words, env=laptop.environment(), capture_output=True, check=False)
    assert b"Traceback" not in done.stderr, done.stderr
    return done.returncode


def test_the_power_fails_between_any_two_names_that_change(laptop: Installed, release: Path) -> None:
    """Killed at each call that gives a file or a folder its place: the moments between which a cut would matter."""
    before, ends = held(laptop), list[int]()
    while not ends or ends[-1] != 0:
        ends.append(under(laptop, injecting(f"rename:signal=KILL:when={len(ends) + 1}"), release))
        assert held(laptop) == before
        now = laptop.layout.pointer()
        assert now.version == ("" if ends[-1] else "0.2.0")
        assert laptop.layout.has(now.version)
    assert 4 < len(ends) < 20


@pytest.mark.parametrize(
    ("step", "library", "blocks"),
    [
        ("copying", random.Random(7).randbytes(250_000), 200),
        ("unpacking", bytes(600_000), 900),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_disk_is_full(
    laptop: Installed, desk: SigningDesk, tmp_path: Path, step: str, library: bytes, blocks: int
) -> None:
    """No file takes more than so many blocks of 512 bytes, which the system says as it says that a disk is full."""
    folder = make_program(tmp_path / f"0.2.4 {step}", "0.2.4", QUICK, desk.public)
    (folder / "_internal" / "library.so").write_bytes(library)
    release, before = desk.signs(folder), held(laptop)
    assert under(laptop, ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"], release) == 6
    assert held(laptop) == before
    assert laptop.layout.pointer().version == ""
    with open_profile(laptop.profile, PASSWORD) as profile:
        install(profile, laptop.layout, release)
    assert held(laptop) == before


def test_a_disk_with_little_room_is_asked_first(laptop: Installed, release: Path) -> None:
    """A small disk of its own, mounted where the program lies."""
    laptop.program.mkdir(parents=True)
    mounted = [
        "unshare",
        "-rm",
        "sh",
        "-c",
        f'mount -t tmpfs -o size=20m none "{laptop.program}" && exec "$@"',
        "sh",
    ]
    words = [*mounted, str(laptop.base / "gridworker"), "--json", "update", str(release)]
    done = subprocess.run(words, env=laptop.environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (6, "no_room_for_release")
    assert "20 MB" in json.loads(done.stdout)["error"]["message"]


ON_A_SMALL_DISK = """
mount -t tmpfs -o size=50m none "$1" && cp -a "$2/." "$1" && mount --bind "$1" "$2" || exit 1
program=$3 patrol=$4 scan=$5 release=$6 note=$7
"$program" --json record attach "$patrol" "$scan"
"$program" --json update "$release"
"$program" --json record add note "$note"
"$program" --json record list note
"""


def test_with_50_mb_left_records_go_on_and_a_large_file_and_an_update_are_refused(
    laptop: Installed, release: Path, tmp_path: Path
) -> None:
    """All of her home lies on a small disk of its own."""
    patrol = laptop.does("record", "list", "patrol")[0]["id"]
    scan, note, disk = tmp_path / "整卷.pdf", tmp_path / "随手记.json", tmp_path / "小盘"
    scan.write_bytes(b"%PDF-1.7\n" + random.Random(7).randbytes(60_000_000))
    note.write_text(json.dumps({"text": "路灯不亮"}), encoding="utf-8")
    disk.mkdir()
    words = [
        "unshare",
        "-rm",
        "sh",
        "-c",
        ON_A_SMALL_DISK,
        "sh",
        disk,
        laptop.home,
        laptop.base / "gridworker",
    ]
    line = [*map(str, (*words, patrol, scan, release, note))]
    done = subprocess.run(line, env=laptop.environment(), capture_output=True, text=True, check=False)
    said, rest = list[Any](), done.stdout.strip()
    while rest:
        value, end = json.JSONDecoder().raw_decode(rest)
        said.append(value)
        rest = rest[end:].strip()
    attached, updated, _, notes = said
    assert attached["error"]["code"] == "no_room_for_file"
    assert updated["error"]["code"] == "no_room_for_release"
    assert [one["text"] for one in notes] == ["路灯不亮"]


def test_a_stick_that_is_pulled_while_it_is_read(laptop: Installed, release: Path) -> None:
    """Reading fails as it does then, in the middle of the file."""
    before = held(laptop)
    assert under(laptop, injecting("sendfile:error=EIO:when=2"), release) == 6
    assert held(laptop) == before
    assert [path.suffix for path in (laptop.program / "downloads").iterdir()] == []
    assert laptop.layout.pointer().version == ""


def test_a_folder_of_versions_that_cannot_be_written(laptop: Installed, release: Path) -> None:
    """Another file stands where the folder should be: so it is for root too, whom no right stops."""
    laptop.data.mkdir()
    laptop.program.write_bytes(b"")
    with open_profile(laptop.profile, PASSWORD) as profile, pytest.raises(Trouble):
        install(profile, laptop.layout, release)
    assert laptop.says("--version").json == {"version": "0.1.0"}


def test_two_updates_at_once_are_one(laptop: Installed, release: Path, desk: SigningDesk) -> None:
    first = laptop.starts("update", str(desk.release("0.3.0", SLOW)))
    assert first.stderr is not None
    next(line for line in first.stderr if STEPS["trying"].zh in line)
    with open_profile(laptop.profile, PASSWORD) as profile, pytest.raises(Trouble, match="update_in_use"):
        install(profile, laptop.layout, release)
    first.communicate()
    assert first.returncode == 0
    assert laptop.layout.pointer().version == "0.3.0"


def test_records_saved_while_it_is_made_ready_are_there(laptop: Installed, desk: SigningDesk) -> None:
    """The window stays open meanwhile: what is saved behind the copy is in the store that the new version opens."""
    process = laptop.starts("update", str(desk.release("0.3.1", SLOW)))
    assert process.stderr is not None
    next(line for line in process.stderr if STEPS["trying"].zh in line)
    Laptop(laptop.profile).adds("note", text="正在更新的时候记的")
    process.communicate()
    assert process.returncode == 0
    assert held(laptop).records == 4


def test_a_version_that_hangs_is_ended_and_taken_back(laptop: Installed, desk: SigningDesk) -> None:
    """Its lock never comes; the launcher waits for three minutes each time, here for one second."""
    make_program(laptop.layout.folder("0.1.5"), "0.1.5", "echo {version}")
    laptop.layout.change(version="0.1.5")
    make_program(laptop.layout.folder("0.2.0"), "0.2.0", HANGS_AT_START)
    Installation(laptop.base, laptop.program, laptop.layout.folder("0.1.5")).put_on_trial("0.2.0")
    program = laptop.base / "gridworker"
    quick = "from gridworker.environment import launcher; launcher.PATIENCE_S = 1.0; import sys;"
    program.write_text(program.read_text(encoding="utf-8").replace("import sys;", quick), encoding="utf-8")
    out, _ = laptop.starts().communicate(timeout=60)
    assert out.strip() == "0.1.5"
    assert laptop.layout.pointer().failed == "0.2.0"


def test_the_installer_run_over_it_leaves_the_versions_of_the_district(
    laptop: Installed, release: Path, tmp_path: Path
) -> None:
    """The same base again: the version that was made ready still starts next; removing takes all but the records."""
    with open_profile(laptop.profile, PASSWORD) as profile:
        install(profile, laptop.layout, release)
    stick = tmp_path / "U 盘"
    shutil.copytree(ROOT / "resources" / "installer", stick)
    shutil.copytree(laptop.base, stick / "program", symlinks=True)
    (stick / "gridworker.png").write_bytes(b"png")
    script = ["sh", str(stick / "install.sh")]
    for _ in range(2):
        subprocess.run(script, env=laptop.environment(), check=True, capture_output=True)
    assert (laptop.program / "base" / "gridworker").is_file()
    assert laptop.layout.pointer().version == "0.2.0"
    assert laptop.layout.has("0.2.0")
    subprocess.run([*script, "remove"], env=laptop.environment(), check=True, capture_output=True)
    assert not laptop.program.exists()
    assert held(laptop).records == 3
