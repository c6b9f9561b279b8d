"""The third way to the database key: escrowed for the district in the profile's own folder (decision 042).

`unlock.json` holds the key, sealed for the district, and while an answer is awaited the private key of that request.
The district never has the sealed key unless the worker carries it there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from gridworker.domain.errors import PersonCanMend
from gridworker.environment.durable_file import write_durably
from gridworker.protocol.sealed import KEY_LENGTH, Sealed, public_of, seal, unseal
from gridworker.protocol.unlocking import (
    FORMAT,
    LONGEST,
    UnlockRequest,
    answer_purpose,
    escrow_purpose,
    number_of,
    read_answer,
)
from gridworker.store.connection import opens
from gridworker.store.trouble import telling_troubles
from gridworker.store.vault import lock_anew

UNLOCK_NAME = "unlock.json"

Randomness = Callable[[int], bytes]


class _Asked(msgspec.Struct, frozen=True):
    """A request whose answer is awaited."""

    id: str
    private: bytes


class _Escrow(msgspec.Struct, frozen=True):
    replica: str
    escrow: Sealed
    asked: _Asked | None = None


def keep_escrow(folder: Path, key: bytes, district: bytes, replica: str, randomness: Randomness) -> None:
    """Seals the database key for the district's public key and keeps it beside `keys.json`."""
    sealed = seal(key, district, escrow_purpose(replica), randomness(KEY_LENGTH))
    _write(folder, _Escrow(replica, sealed))


def may_ask(folder: Path) -> bool:
    """Whether the district could open this profile: it was enrolled with a district that can."""
    return _read(folder) is not None


def ask_district(folder: Path, out: Path, *, randomness: Randomness = os.urandom) -> str:
    """Writes a request to `out` and gives its number; an earlier request is then answered in vain.

    Raises `PersonCanMend` (`unlock_not_possible`) and `ComputerTrouble`.
    """
    held = _read(folder)
    if held is None:
        raise PersonCanMend("unlock_not_possible")
    asked = _Asked(randomness(16).hex(), randomness(KEY_LENGTH))
    request = UnlockRequest(FORMAT, asked.id, held.replica, held.escrow, public_of(asked.private))
    content = msgspec.json.encode(request)
    _write(folder, msgspec.structs.replace(held, asked=asked))
    with telling_troubles(out):
        write_durably(out, content)
    return number_of(content)


def take_answer(folder: Path, file: Path, database: str) -> bytes:
    """The database key out of the district's answer; it opens `database` in the folder, or it is not taken.

    Raises `PersonCanMend` (`unlock_unreadable`, `unlock_not_asked`, `unlock_not_ours`) and `ComputerTrouble`.
    """
    with telling_troubles(file):
        if file.stat().st_size > LONGEST:
            raise PersonCanMend("unlock_unreadable")
        answer = read_answer(file.read_bytes())
    held = _read(folder)
    if held is None or held.asked is None or held.asked.id != answer.id:
        raise PersonCanMend("unlock_not_asked")
    key = unseal(answer.key, held.asked.private, answer_purpose(answer.id))
    if not opens(folder / database, key):
        raise PersonCanMend("unlock_not_ours")
    return key


def end_unlocking(folder: Path, key: bytes, password: str, *, randomness: Randomness = os.urandom) -> str:
    """Sets a new password and gives a new recovery code; the answer that brought the key is then good no more.

    Raises `PersonCanMend` (`weak_password`).
    """
    code = lock_anew(folder, key, password, randomness=randomness)
    held = _read(folder)
    if held is not None:
        _write(folder, msgspec.structs.replace(held, asked=None))
    return code


def _read(folder: Path) -> _Escrow | None:
    """None where there is none, or where it is damaged: the password and the recovery code still open the profile."""
    try:
        return msgspec.json.decode((folder / UNLOCK_NAME).read_bytes(), type=_Escrow)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _write(folder: Path, held: _Escrow) -> None:
    with telling_troubles(folder):
        write_durably(folder / UNLOCK_NAME, msgspec.json.encode(held))
