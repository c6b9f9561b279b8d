"""Versions of the app that the district offers: files beside the database, each with the regions it is staged for.

They are not part of a backup: whoever signed a release has it still.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from gridworker.domain.errors import ComputerTrouble, PersonCanMend
from gridworker.environment.durable_file import sync_folder, write_durably
from gridworker.environment.installation import version_order
from gridworker.environment.trouble import as_trouble
from gridworker.protocol.messages import ReleaseAnswer, ReleaseOffer
from gridworker.protocol.release import Head, check_archive, read_head
from gridworker.server.admission import authenticate
from gridworker.server.rejection import Rejected
from gridworker.server.site import Site
from gridworker.server.standing import standing_of

log = logging.getLogger("gridworker.server")

FOLDER = "releases"

_NAME = re.compile(r"[a-z0-9_]+-[a-z0-9_]+", re.ASCII)
_STAGE = ".json"


class _Stage(msgspec.Struct):
    """For whom: the codes of regions, at and below them; none is for everybody."""

    grids: tuple[str, ...] = ()


class Published(NamedTuple):
    """A release that is offered, and to which regions; none is to all."""

    head: Head
    file: Path
    size: int
    grids: tuple[str, ...]


def publish(site: Site, file: Path, grids: Sequence[str] = ()) -> Published:
    """Offers a release to the laptops at and below these regions, or to all.

    Raises `PersonCanMend` (`unknown_region`, `release_published`, `file_missing`), `ComputerTrouble`
    (`release_damaged`, and as the disk says).
    """
    _require_regions(site, grids)
    head = check_archive(file)
    if not _NAME.fullmatch(head.card.platform):
        raise PersonCanMend(
            "release_for_another_computer", version=head.card.version, platform=head.card.platform
        )
    place = _file(site, head.card.version, head.card.platform)
    try:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        if _is_taken(place, file):
            raise PersonCanMend("release_published", version=head.card.version)
        _write_stage(place, grids)
        _copy(file, place)
    except OSError as error:
        raise as_trouble(error) from error
    return _read(place)


def _copy(file: Path, place: Path) -> None:
    """Whole or not at all: what was begun does not stay on a full disk."""
    partial = place.with_suffix(".part")
    try:
        shutil.copyfile(file, partial)
        with partial.open("rb+") as written:
            os.fsync(written.fileno())
        check_archive(partial)
        partial.replace(place)
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(place.parent)


def stage(site: Site, version: str, grids: Sequence[str]) -> list[Published]:
    """Offers a published version, on every platform, to these regions instead; to all if none is named.

    Raises `PersonCanMend` (`unknown_region`, `release_unknown`).
    """
    _require_regions(site, grids)
    found = _of_version(site, version)
    for one in found:
        _write_stage(one.file, grids)
    return [_read(one.file) for one in found]


def withdraw(site: Site, version: str) -> list[Published]:
    """Offers a version no more; laptops that have it keep it. Raises `PersonCanMend` (`release_unknown`)."""
    found = _of_version(site, version)
    for one in found:
        one.file.unlink(missing_ok=True)
        one.file.with_suffix(_STAGE).unlink(missing_ok=True)
    return found


def published(site: Site) -> list[Published]:
    """What is offered, newest first."""
    return sorted(_all(site), key=lambda one: version_order(one.head.card.version), reverse=True)


def offer(site: Site, token: str, platform: str, version: str) -> ReleaseAnswer:
    """What a laptop with this platform and version is offered: the newest that may follow. Raises `Rejected`."""
    codes = _codes_of(site, token)
    for one in published(site):
        card = one.head.card
        if card.platform == platform and _is_for(one, codes) and _may_follow(one, version):
            return ReleaseAnswer(
                release=ReleaseOffer(version=card.version, size=one.size, sha256=card.sha256)
            )
    return ReleaseAnswer()


def find(site: Site, token: str, sha256: str) -> Published:
    """The release with an archive of this SHA-256, for somebody it is offered to. Raises `Rejected` (`NOT_FOUND`)."""
    codes = _codes_of(site, token)
    for one in _all(site):
        if one.head.card.sha256 == sha256 and _is_for(one, codes):
            return one
    raise Rejected("NOT_FOUND")


def _codes_of(site: Site, token: str) -> frozenset[str]:
    """The codes of the regions where somebody works, and of all above them."""
    caller = authenticate(site, token)

    def work(connection: Connection) -> frozenset[str]:
        tree = site.trees.tree(connection)
        standing = standing_of(connection, tree, caller.worker, site.now())
        return frozenset(node.code for granted in standing.grants for node in tree.path(granted))

    return site.database.read(work)


def _is_for(one: Published, codes: frozenset[str]) -> bool:
    return bool(codes) and (not one.grids or not codes.isdisjoint(one.grids))


def _may_follow(one: Published, version: str) -> bool:
    try:
        return one.head.card.may_follow(version)
    except ValueError:
        return False


def _require_regions(site: Site, grids: Sequence[str]) -> None:
    tree = site.database.read(site.trees.tree)
    for code in grids:
        if tree.by_code(code) is None:
            raise PersonCanMend("unknown_region", region=code)


def _of_version(site: Site, version: str) -> list[Published]:
    found = [one for one in published(site) if one.head.card.version == version]
    if not found:
        raise PersonCanMend("release_unknown", version=version)
    return found


def _all(site: Site) -> Iterator[Published]:
    for file in site.releases.glob("*.release"):
        try:
            yield _read(file)
        except (FileNotFoundError, msgspec.DecodeError):
            # It was withdrawn this moment, or its publishing was cut short.
            continue
        except ComputerTrouble as trouble:
            log.warning("%s: %s", file.name, trouble.code)


def _read(file: Path) -> Published:
    stage_of = msgspec.json.decode(file.with_suffix(_STAGE).read_bytes(), type=_Stage)
    with file.open("rb") as content:
        return Published(read_head(content), file, file.stat().st_size, stage_of.grids)


def _write_stage(file: Path, grids: Sequence[str]) -> None:
    write_durably(file.with_suffix(_STAGE), msgspec.json.encode(_Stage(tuple(grids))))


def _is_taken(place: Path, file: Path) -> bool:
    """Whether another release lies in the place of this one; what is damaged there gives way."""
    if not place.exists():
        return False
    with place.open("rb") as there, file.open("rb") as wanted:
        try:
            return read_head(there) != read_head(wanted)
        except ComputerTrouble:
            return False


def _file(site: Site, version: str, platform: str) -> Path:
    return site.releases / f"{version}-{platform}.release"
