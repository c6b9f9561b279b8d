"""The key of the app's database, and the two things that open it: the worker's password and the printed recovery code.

The database key is 32 random bytes. `keys.json` in the profile's folder holds it twice, encrypted with AES-256-GCM
(NIST SP 800-38D) under keys that Argon2id (RFC 9106) makes of the password and of the recovery code.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from gridworker.domain.errors import ComputerTrouble, NotAllowed, PersonCanMend
from gridworker.environment.durable_file import write_durably
from gridworker.store.passwords import check_password, password_bytes
from gridworker.store.recovery_code import fold_recovery_code, make_recovery_code
from gridworker.store.trouble import telling_troubles

KEYS_NAME = "keys.json"
KEY_LENGTH = 32
FORMAT = 1

Randomness = Callable[[int], bytes]


class Cost(msgspec.Struct, frozen=True):
    """What one guess costs: memory and passes of RFC 9106 §4, second choice, in one lane, for laptops of 4 GB."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 1


STANDARD = Cost()
_UNBELIEVABLE = Cost(memory_kib=1024 * 1024, passes=64, lanes=64)


class _Lock(msgspec.Struct, frozen=True):
    """The database key under one secret."""

    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


class _Keys(msgspec.Struct, frozen=True):
    """The content of `keys.json`; `check` tells a damaged file from a wrong password."""

    format: int
    password: _Lock
    recovery: _Lock
    check: str = ""


def create_vault(
    folder: Path, password: str, randomness: Randomness, *, cost: Cost = STANDARD
) -> tuple[bytes, str]:
    """Makes a database key and writes `keys.json`; returns the key and the recovery code, which is kept nowhere.

    Raises `PersonCanMend` (`weak_password`; `vault_exists`, for its key may be the only one to somebody's work).
    """
    check_password(password)
    with telling_troubles(folder):
        if (folder / KEYS_NAME).exists():
            raise PersonCanMend("vault_exists")
    key = randomness(KEY_LENGTH)
    return key, lock_anew(folder, key, password, randomness=randomness, cost=cost)


def lock_up(folder: Path, key: bytes, password: str, randomness: Randomness) -> None:
    """Writes `keys.json` for a copy that is under `key` already, to be opened by `password` and by nothing else."""
    lost = randomness(KEY_LENGTH)
    _write(
        folder,
        password=_wrap(key, "password", password_bytes(password), randomness, STANDARD),
        recovery=_wrap(key, "recovery", lost, randomness, STANDARD),
    )


def open_vault(folder: Path, password: str) -> bytes:
    """The database key.

    Raises `NotAllowed` (`wrong_password`) and `ComputerTrouble` (`keys_missing`, `keys_damaged`, `database_newer`).
    """
    return _unwrap(_read(folder).password, "password", password_bytes(password), "wrong_password")


def change_password(
    folder: Path, old: str, new: str, *, randomness: Randomness = os.urandom, cost: Cost = STANDARD
) -> None:
    """Puts `new` in the place of `old`; the database and the recovery code stay as they are.

    Raises what `open_vault` raises, and `PersonCanMend` (`weak_password`).
    """
    keys = _read(folder)
    key = _unwrap(keys.password, "password", password_bytes(old), "wrong_password")
    _set_password(folder, keys, key, new, randomness, cost)


def reset_password(
    folder: Path, recovery_code: str, new: str, *, randomness: Randomness = os.urandom, cost: Cost = STANDARD
) -> None:
    """Sets a new password by the recovery code, which stays good; the code may be typed in any case and spacing.

    Raises `NotAllowed` (`wrong_recovery_code`), `PersonCanMend` (`weak_password`), `ComputerTrouble` as `open_vault`.
    """
    keys = _read(folder)
    key = _unwrap(keys.recovery, "recovery", _code_bytes(recovery_code), "wrong_recovery_code")
    _set_password(folder, keys, key, new, randomness, cost)


def renew_recovery_code(
    folder: Path, password: str, *, randomness: Randomness = os.urandom, cost: Cost = STANDARD
) -> str:
    """A new recovery code in the place of the old one, which is good no more. Raises what `open_vault` raises."""
    keys = _read(folder)
    key = _unwrap(keys.password, "password", password_bytes(password), "wrong_password")
    code = make_recovery_code(randomness)
    lock = _wrap(key, "recovery", _code_bytes(code), randomness, cost)
    _write(folder, password=keys.password, recovery=lock)
    return code


def lock_anew(
    folder: Path, key: bytes, password: str, *, randomness: Randomness = os.urandom, cost: Cost = STANDARD
) -> str:
    """Puts a key that is known by another way under a new password and a new recovery code, which it gives.

    Raises `PersonCanMend` (`weak_password`).
    """
    check_password(password)
    code = make_recovery_code(randomness)
    _write(
        folder,
        password=_wrap(key, "password", password_bytes(password), randomness, cost),
        recovery=_wrap(key, "recovery", _code_bytes(code), randomness, cost),
    )
    return code


def _set_password(
    folder: Path, keys: _Keys, key: bytes, new: str, randomness: Randomness, cost: Cost
) -> None:
    check_password(new)
    lock = _wrap(key, "password", password_bytes(new), randomness, cost)
    _write(folder, password=lock, recovery=keys.recovery)


def _code_bytes(code: str) -> bytes:
    return fold_recovery_code(code).encode()


def _wrap(key: bytes, purpose: str, secret: bytes, randomness: Randomness, cost: Cost) -> _Lock:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = randomness(16), randomness(12)
    wrapped = AESGCM(_stretch(secret, salt, cost)).encrypt(nonce, key, _purpose(purpose))
    return _Lock(cost, salt, nonce, wrapped)


def _unwrap(lock: _Lock, purpose: str, secret: bytes, refusal: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(_stretch(secret, lock.salt, lock.cost)).decrypt(
            lock.nonce, lock.wrapped, _purpose(purpose)
        )
    except InvalidTag:
        raise NotAllowed(refusal) from None


def _purpose(purpose: str) -> bytes:
    """Binds a wrapped key to its place, so that the two cannot be exchanged."""
    return f"gridworker/{FORMAT}/{purpose}".encode()


def _stretch(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_LENGTH, Type.ID)


def _write(folder: Path, *, password: _Lock, recovery: _Lock) -> None:
    keys = _Keys(FORMAT, password, recovery)
    checked = msgspec.structs.replace(keys, check=_check_of(keys))
    with telling_troubles(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(folder / KEYS_NAME, msgspec.json.format(msgspec.json.encode(checked), indent=1) + b"\n")


def _read(folder: Path) -> _Keys:
    path = folder / KEYS_NAME
    with telling_troubles(path):
        if not path.exists():
            raise ComputerTrouble("keys_missing")
        content = path.read_bytes()
    try:
        if msgspec.json.decode(content, type=_Version).format > FORMAT:
            raise ComputerTrouble("database_newer")
        keys = msgspec.json.decode(content, type=_Keys)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise ComputerTrouble("keys_damaged") from None
    if keys.check != _check_of(keys) or not all(map(_believable, (keys.password.cost, keys.recovery.cost))):
        raise ComputerTrouble("keys_damaged")
    return keys


class _Version(msgspec.Struct):
    format: int


def _check_of(keys: _Keys) -> str:
    return hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(keys, check=""))).hexdigest()


def _believable(cost: Cost) -> bool:
    """Whether a cost is one that some release may have written: another would only stop this computer."""
    pairs = zip(msgspec.structs.astuple(cost), msgspec.structs.astuple(_UNBELIEVABLE), strict=True)
    return all(0 < ours <= most for ours, most in pairs)
