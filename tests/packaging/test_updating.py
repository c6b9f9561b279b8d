"""A new version from a file: what is asked of it before it may start, and what is left when it may not."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from gridworker.domain.errors import Trouble
from gridworker.environment.installation import platform_name
from gridworker.operations.updating import install
from gridworker.store.profile import open_profile
from gridworker.store.trial_copy import Holds, what_it_holds
from tests.packaging.installed import (
    BREAKS_AT_CHECK,
    GOOD,
    QUICK,
    SIGNING_PASSWORD,
    Installed,
    SigningDesk,
    make_program,
)
from tests.stories.cast import PASSWORD, Laptop


def work(laptop: Installed) -> Holds:
    """What is recorded on the laptop."""
    with open_profile(laptop.profile, PASSWORD) as profile:
        return what_it_holds(profile)


def versions(laptop: Installed) -> list[str]:
    """What lies in the person's folder of versions."""
    folder = laptop.program / "versions"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def refused(laptop: Installed, file: Path) -> str:
    """The code with which a file is refused; nothing of it stays, and the day's work is as it was."""
    before = work(laptop)
    with open_profile(laptop.profile, PASSWORD) as profile, pytest.raises(Trouble) as found:
        install(profile, laptop.layout, file)
    assert versions(laptop) == []
    assert laptop.layout.pointer().version == ""
    assert not list(laptop.program.glob(".new*"))
    assert not list(laptop.program.glob(".trial*"))
    assert work(laptop) == before
    return found.value.code


def test_a_new_version_is_tried_on_a_copy_of_the_work_and_starts_next(
    laptop: Installed, desk: SigningDesk
) -> None:
    before = work(laptop)
    assert laptop.does("update", str(desk.release("0.2.0", GOOD))) == {"version": "0.2.0"}
    now = laptop.layout.pointer()
    assert (now.version, now.before, now.proved, now.starts) == ("0.2.0", "", False, 0)
    assert (laptop.layout.folder("0.2.0") / "_internal" / "里面的文件.txt").read_text(
        encoding="utf-8"
    ) == "0.2.0"
    assert (laptop.layout.folder("0.2.0") / "gridworker-server").readlink() == Path("gridworker")
    assert work(laptop) == before
    assert len(list((laptop.profile / "copies").glob("*.gwb"))) == 1
    left = {path.name for path in laptop.program.iterdir()}
    assert left == {"versions", "pointer.json", "pointer.lock", "update.lock", "downloads"}
    assert list((laptop.program / "downloads").iterdir()) == []


def test_a_second_name_of_a_file_becomes_a_file_of_its_own(
    laptop: Installed, desk: SigningDesk, tmp_path: Path
) -> None:
    folder = make_program(tmp_path / "0.2.7", "0.2.7", QUICK, desk.public)
    (folder / "第二个名字.txt").hardlink_to(folder / "_internal" / "里面的文件.txt")
    assert laptop.does("update", str(desk.signs(folder))) == {"version": "0.2.7"}


def test_a_version_that_breaks_at_its_check_is_not_used(laptop: Installed, desk: SigningDesk) -> None:
    assert refused(laptop, desk.release("0.2.1", BREAKS_AT_CHECK)) == "release_unfit"
    assert (laptop.layout.pointer().failed, laptop.layout.pointer().why) == ("0.2.1", "check")


def test_a_version_that_loses_records_is_not_used(laptop: Installed, desk: SigningDesk) -> None:
    lies = 'echo "[{{\\"check\\": \\"copy\\", \\"ok\\": true, \\"detail\\": \\"2/2/0\\"}}]"'
    assert refused(laptop, desk.release("0.2.2", lies)) == "release_unfit"


def test_what_somebody_else_signed_is_not_used(laptop: Installed, desk: SigningDesk, tmp_path: Path) -> None:
    stranger = SigningDesk(tmp_path / "别处")
    assert refused(laptop, stranger.release("0.2.0")) == "release_not_trusted"


def test_a_program_that_was_built_without_a_key_takes_nothing(laptop: Installed, desk: SigningDesk) -> None:
    (laptop.base / "release-keys.txt").unlink()
    assert refused(laptop, desk.release("0.2.3")) == "release_not_trusted"


def test_a_changed_byte_anywhere_is_noticed(laptop: Installed, desk: SigningDesk, tmp_path: Path) -> None:
    file, content = tmp_path / "改过.gwrelease", desk.release("0.3.0").read_bytes()
    for where in (0, 3, 30, 200, len(content) // 2, len(content) - 1):
        file.write_bytes(content[:where] + bytes([content[where] ^ 1]) + content[where + 1 :])
        assert refused(laptop, file) in ("release_damaged", "release_not_trusted")


def test_what_is_no_release_at_all_is_refused(laptop: Installed, tmp_path: Path) -> None:
    file = tmp_path / "照片.gwrelease"
    head = b"gridworker release 1\n"
    for content in (b"", head, b"PK\3\4" * 20_000, bytes(100), head + b"{}\na b\n", head * 9000):
        file.write_bytes(content)
        assert refused(laptop, file) == "release_damaged"


def test_a_file_that_was_cut_or_grew_is_refused(laptop: Installed, desk: SigningDesk, tmp_path: Path) -> None:
    content = desk.release("0.2.4").read_bytes()
    for cut in (content[:-1], content[: len(content) // 2], content + b"\0"):
        file = tmp_path / "没拷完.gwrelease"
        file.write_bytes(cut)
        assert refused(laptop, file) == "release_damaged"


def test_an_older_version_is_taken_only_where_the_district_signed_that_it_may(
    laptop: Installed, desk: SigningDesk
) -> None:
    (laptop.base / "version.json").write_text(json.dumps({"version": "0.5.0", "platform": platform_name()}))
    assert refused(laptop, desk.release("0.5.0")) == "release_not_newer"
    assert refused(laptop, desk.release("0.4.0")) == "release_not_newer"
    back = desk.release("0.4.1", QUICK, "--replaces", "0.5.0")
    assert laptop.does("update", str(back)) == {"version": "0.4.1"}
    assert laptop.layout.pointer().version == "0.4.1"


def test_a_release_for_another_kind_of_computer_is_refused(
    laptop: Installed, desk: SigningDesk, tmp_path: Path
) -> None:
    folder = make_program(tmp_path / "0.2.5", "0.2.5", QUICK, desk.public)
    (folder / "version.json").write_text(json.dumps({"version": "0.2.5", "platform": "linux-loongarch64"}))
    assert refused(laptop, desk.signs(folder)) == "release_for_another_computer"


def test_a_working_copy_does_not_renew_itself(laptop: Installed, desk: SigningDesk) -> None:
    said = Laptop(laptop.profile).says("update", str(desk.release("0.2.6")))
    assert (said.code, said.json["error"]["code"]) == (2, "not_installed")


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size = kind, link, size
    return made


HOSTILE: dict[str, list[tarfile.TarInfo]] = {
    "out of the folder": [_member("../../坏.txt", size=3)],
    "absolute": [_member("/tmp/gridworker-坏.txt", size=3)],
    "below a folder nobody made": [_member("a/b/c.txt", size=3)],
    "a backslash": [_member("..\\坏.txt", size=3)],
    "a link out": [_member("out", tarfile.SYMTYPE, "../../..")],
    "an absolute link": [_member("out", tarfile.SYMTYPE, "/etc")],
    "through a link": [_member("in", tarfile.SYMTYPE, "_internal"), _member("in/坏.txt", size=3)],
    "a hard link": [_member("passwd", tarfile.LNKTYPE, "/etc/passwd")],
    "a device": [_member("zero", tarfile.CHRTYPE)],
    "a pipe": [_member("pipe", tarfile.FIFOTYPE)],
    "a name twice": [_member("a.txt", size=3), _member("A.TXT", size=3)],
    "more than it said": [_member("a.txt", size=3), _member("b.txt", size=3_000_000)],
}


def test_a_hostile_archive_writes_nothing_outside(
    laptop: Installed, desk: SigningDesk, tmp_path: Path
) -> None:
    """It is signed by the right key, as if somebody had got hold of the signing computer for a minute."""
    laptop.program.mkdir(parents=True)
    for what, members in HOSTILE.items():
        release = _signed_by_hand(desk, tmp_path / "坏.gwrelease", members)
        before = outside(laptop, tmp_path)
        assert refused(laptop, release) == "release_damaged", what
        assert outside(laptop, tmp_path) == before, what
    assert not Path("/tmp/gridworker-坏.txt").exists()


def outside(laptop: Installed, folder: Path) -> set[Path]:
    """Everything that lies neither among the versions nor in the profile."""
    inside = (laptop.program, laptop.profile)
    return {path for path in folder.rglob("*") if not any(path.is_relative_to(one) for one in inside)}


def _signed_by_hand(desk: SigningDesk, file: Path, members: list[tarfile.TarInfo]) -> Path:
    import hashlib

    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    from gridworker.protocol.release import Card, write_head

    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:xz") as tar:
        tar.addfile(_member("_internal", tarfile.DIRTYPE))
        for member in members:
            tar.addfile(member, io.BytesIO(bytes(member.size)))
    content = packed.getvalue()
    facts: dict[str, Any] = {
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "unpacked": 6,
        "files": len(members) + 1,
    }
    card = Card(version="9.0.0", platform=platform_name(), made_at=0, **facts)
    key: Any = load_pem_private_key(desk.key.read_bytes(), SIGNING_PASSWORD.encode())
    file.write_bytes(write_head(card, key) + content)
    return file
