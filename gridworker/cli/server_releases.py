"""`gridworker-server release …`: a version of the app made, signed, and offered to the laptops of the district.

`key` and `sign` need no district: they are for a computer that is not the server, where the private key is kept.
"""

from __future__ import annotations

import base64
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridworker.cli.frame import Call, Words
from gridworker.cli.passwords import PASSWORD, new_password, password
from gridworker.cli.server_opened import opened
from gridworker.cli.text_table import text_table
from gridworker.documents.values import moment
from gridworker.domain.errors import PersonCanMend

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from gridworker.server.releases import Published

_KEY = Words(
    "私钥已写到 {file}，公钥已写到 {public}。\n私钥不要放到服务器上；公钥在制作安装包时放进去。",
    "The private key is in {file}, the public key in {public}.\n"
    "Keep the private key off the server. The public key goes into the installer when it is made.",
)
_SIGNED = Words(
    "第 {version} 版（{platform}）已签发：{file}", "Version {version} ({platform}) is signed: {file}"
)
_PUBLISHED = Words("第 {version} 版已发布。", "Version {version} is published.")
_WITHDRAWN = Words(
    "第 {version} 版已撤下，不再推送；已经更新的电脑不受影响。",
    "Version {version} is withdrawn. Laptops that have it keep it.",
)
_HEADERS = (
    Words("版本", "version"),
    Words("平台", "platform"),
    Words("大小", "size"),
    Words("签发时间", "signed"),
    Words("范围", "for"),
)
_ALL = Words("全区", "everybody")


def key(call: Call) -> None:
    """Makes a pair of keys: the private one under a password, the public one beside it as `<FILE>.pub`."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

    file = _new_file(call, call.options.file)
    beside = _new_file(call, f"{file}.pub")
    made = Ed25519PrivateKey.generate()
    secret = BestAvailableEncryption(new_password(call, PASSWORD).encode())
    _write_new(file, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret), 0o600)
    public = base64.b64encode(made.public_key().public_bytes_raw()).decode()
    _write_new(beside, f"{public} {file.stem}\n".encode(), 0o644)
    value = {"file": str(file), "public": public}
    call.answer(value, call.said(_KEY, file=file, public=beside))


def sign(call: Call) -> None:
    """Packs the program in a folder into a signed release."""
    from gridworker.environment.clock import Clock
    from gridworker.environment.installation import PROGRAM, read_card
    from gridworker.operations.release_archive import pack
    from gridworker.protocol.release import Card, write_head

    options, folder = call.options, Path(call.options.folder).absolute()
    try:
        version, platform = read_card(folder)
    except ValueError as error:
        raise PersonCanMend("release_folder", folder=str(folder)) from error
    if not (folder / PROGRAM).is_file():
        raise PersonCanMend("release_folder", folder=str(folder))
    secret = _private_key(call, Path(options.key))
    out = _new_file(call, options.out or f"gridworker-{version}-{platform}.gwrelease")
    notes = {name: text for name, text in (("zh_CN", options.notes), ("en", options.notes_en)) if text}
    with tempfile.TemporaryDirectory(prefix=".release-", dir=out.parent) as work:
        archive, whole = Path(work) / "archive", Path(work) / "release"
        packed = pack(folder, archive)
        card = Card(
            version=version, platform=platform, made_at=Clock().now(), notes=notes,
            replaces=tuple(options.replaces or ()), **packed._asdict(),
        )  # fmt: skip
        _join(whole, write_head(card, secret), archive)
        whole.replace(out)
    value = {"file": str(out), "version": version, "platform": platform, "bytes": out.stat().st_size}
    call.answer(value, call.said(_SIGNED, version=version, platform=platform, file=out))


def _join(whole: Path, head: bytes, archive: Path) -> None:
    """Writes a release: its head and behind it the archive, on the disk when this returns."""
    with whole.open("wb") as release, archive.open("rb") as content:
        release.write(head)
        shutil.copyfileobj(content, release, 1024 * 1024)
        release.flush()
        os.fsync(release.fileno())


def publish(call: Call) -> None:
    """Offers a release to the laptops of a region, or to all."""
    with opened(call) as district:
        made = district.publish_release(Path(call.options.file), call.options.grid or ())
    call.answer(_row(made), call.said(_PUBLISHED, version=made.head.card.version))


def stage(call: Call) -> None:
    """Offers a published version to other regions than before."""
    with opened(call) as district:
        rows = district.stage_release(call.options.version_named, call.options.grid or ())
    _answer(call, rows)


def withdraw(call: Call) -> None:
    """Offers a version no more."""
    version = call.options.version_named
    with opened(call) as district:
        rows = district.withdraw_release(version)
    call.answer([_row(row) for row in rows], call.said(_WITHDRAWN, version=version))


def list_(call: Call) -> None:
    """Lists what is offered."""
    with opened(call) as district:
        rows = district.list_releases()
    _answer(call, rows)


def _answer(call: Call, rows: list[Published]) -> None:
    cells = [
        [
            row.head.card.version,
            row.head.card.platform,
            f"{row.size / 1024 / 1024:.1f} MB",
            moment(row.head.card.made_at),
            " ".join(row.grids) or call.said(_ALL),
        ]
        for row in rows
    ]
    call.answer([_row(row) for row in rows], text_table([call.said(words) for words in _HEADERS], cells))


def _row(one: Published) -> dict[str, Any]:
    card = one.head.card
    return {
        "version": card.version,
        "platform": card.platform,
        "bytes": one.size,
        "sha256": card.sha256,
        "made_at": card.made_at,
        "grids": list(one.grids),
    }


def _private_key(call: Call, file: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        found = load_pem_private_key(file.read_bytes(), password(call).encode())
    except FileNotFoundError as error:
        raise PersonCanMend("file_missing", file=str(file)) from error
    except (OSError, ValueError, TypeError) as error:
        raise PersonCanMend("release_key_unreadable", file=str(file)) from error
    if not isinstance(found, Ed25519PrivateKey):
        raise PersonCanMend("release_key_unreadable", file=str(file))
    return found


def _new_file(call: Call, name: str) -> Path:
    """A file that is to be made: not there yet, and not in the data folder of a server."""
    file = Path(name).absolute()
    if call.folder is not None and file.resolve().is_relative_to(call.folder.resolve()):
        raise PersonCanMend("release_key_on_server")
    if file.exists():
        raise PersonCanMend("file_exists", file=str(file))
    if not file.parent.is_dir():
        raise PersonCanMend("file_missing", file=str(file.parent))
    return file


def _write_new(file: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
