"""Making a laptop a worker's: the code, the vault, the first look at the district (protocol §3)."""

from __future__ import annotations

import platform
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

import gridworker
from gridworker.domain.errors import ComputerTrouble, Trouble
from gridworker.environment.clock import Clock
from gridworker.protocol.messages import Device, EnrolAnswer, EnrolRequest, Hello
from gridworker.store import meta, streams
from gridworker.store.database import Database, Tables
from gridworker.store.profile import DATABASE_NAME, Profile, open_profile, profile_on
from gridworker.store.unlocking import keep_escrow
from gridworker.store.vault import KEYS_NAME, create_vault
from gridworker.sync.failures import trouble_of
from gridworker.sync.run import sync
from gridworker.sync.tokens import keep_tokens, take_replica
from gridworker.sync.transport import Transport, checked_ca
from gridworker.sync.wire import NoAnswer, Refusal


class Enrolled(NamedTuple):
    """The profile after enrolment; `recovery_code` and `key` are None where the profile was there before."""

    profile: Profile
    recovery_code: str | None
    key: bytes | None = None


def enrol(
    folder: Path,
    url: str,
    code: str,
    device: str,
    ca: Path | None,
    password: Callable[[bool], str],
) -> dict[str, Any]:
    """Enrols the profile in `folder`; `password(new)` is asked once the server has answered. Gives the JSON of `enrol`.

    An enrolled profile keeps its store and goes on under the new replica. Raises `NetworkTrouble`, `NotAllowed`,
    `PersonCanMend` and `ComputerTrouble`; the code is used up only where the profile could be made.
    """
    address = meta.ServerAddress(url=url, ca=checked_ca(ca))
    opened, answer = _accepted(
        folder, address, EnrolRequest(code=code.strip(), device=_device(device)), password
    )
    with opened.profile as profile:
        _write_identity(profile, answer, address, device)
        if opened.key is not None and answer.unlock:
            _keep_escrow(folder, opened.key, answer)
        receipt = sync(profile)
        found = profile.read(streams.all_streams)
    cards = [
        {"id": stream.id, "kind": stream.kind, "code": stream.code, "name": stream.name} for stream in found
    ]
    result: dict[str, Any] = {
        "replica": answer.replica,
        "worker": msgspec.to_builtins(answer.worker),
        "streams": cards,
        "recovery_code": opened.recovery_code,
    }
    return result | ({"error": receipt["error"]} if "error" in receipt else {})


def _accepted(
    folder: Path, address: meta.ServerAddress, request: EnrolRequest, password: Callable[[bool], str]
) -> tuple[Enrolled, EnrolAnswer]:
    """The profile, opened, and what the server says to the code. Where it does not take it, nothing was made."""
    transport = Transport(address.url, address.ca)
    try:
        transport.get("/v1/hello", Hello)
        opened = _prepared(folder, password)
        try:
            return opened, transport.post("/v1/enrol", request, EnrolAnswer)
        except BaseException:
            _undo(folder, opened)
            raise
    except (NoAnswer, Refusal) as error:
        raise trouble_of(error) from error
    finally:
        transport.close()


def _prepared(folder: Path, password: Callable[[bool], str]) -> Enrolled:
    """The opened profile, made first where there is none, so that a full disk does not use up the code."""
    if (folder / KEYS_NAME).exists() and (folder / DATABASE_NAME).exists():
        profile = open_profile(folder, password(False))
        if profile.enrolled:
            return Enrolled(profile, None)
        profile.close()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_files(folder)
    except OSError as error:
        raise ComputerTrouble("no_permission", path=str(folder)) from error
    key, recovery_code = create_vault(folder, password(True), Clock().randomness)
    try:
        return Enrolled(profile_on(folder, Database(folder / DATABASE_NAME, key)), recovery_code, key)
    except Trouble:
        _remove_files(folder)
        raise


def _undo(folder: Path, opened: Enrolled) -> None:
    """Takes an empty profile away again when the server did not accept the code."""
    opened.profile.close()
    if opened.recovery_code is not None:
        _remove_files(folder)


def _remove_files(folder: Path) -> None:
    for name in (KEYS_NAME, *(DATABASE_NAME + end for end in ("", "-wal", "-shm"))):
        (folder / name).unlink(missing_ok=True)


def _keep_escrow(folder: Path, key: bytes, answer: EnrolAnswer) -> None:
    try:
        keep_escrow(folder, key, b64decode(answer.unlock), answer.replica, Clock().randomness)
    except (ValueError, Trouble):
        # Without it the profile is as good as any: the password and the recovery code open it.
        return


def _device(name: str) -> Device:
    return Device(name=name, os=f"{platform.system()} {platform.release()}", app=gridworker.__version__)


def _write_identity(profile: Profile, answer: EnrolAnswer, address: meta.ServerAddress, device: str) -> None:
    identity = meta.Identity(
        replica=answer.replica,
        worker=answer.worker.id,
        name=answer.worker.name,
        role=answer.worker.role,
        device=device,
        district=answer.district.name,
        district_code=answer.district.code,
    )

    def work(db: Tables) -> None:
        take_replica(db, identity)
        keep_tokens(db, answer.access, answer.access_expires, answer.refresh)
        meta.put(db, "server", address)
        meta.put(db, "epoch", answer.epoch)

    profile.write(work)
    profile.reread_identity()
