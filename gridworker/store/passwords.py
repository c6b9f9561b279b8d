"""Which passwords are taken, and how a password becomes bytes."""

from __future__ import annotations

import unicodedata

from gridworker.domain.errors import PersonCanMend

LEAST_LENGTH = 8
LEAST_CLASSES = 3
LENGTH_THAT_SUFFICES = 12


def check_password(password: str) -> None:
    """Raises `PersonCanMend` (`weak_password`) for a new password that is too short or too plain.

    It needs `LEAST_LENGTH` characters, and either `LEAST_CLASSES` of the four classes (small and capital letters,
    digits, all others) or `LENGTH_THAT_SUFFICES` characters (MLPS GB/T 22239 asks for length and variety).
    """
    text = unicodedata.normalize("NFKC", password)
    classes = {_class_of(character) for character in text}
    enough = len(classes) >= LEAST_CLASSES or len(text) >= LENGTH_THAT_SUFFICES
    if len(text) < LEAST_LENGTH or not enough or len(set(text)) < LEAST_LENGTH // 2:
        raise PersonCanMend("weak_password", least=LEAST_LENGTH, long=LENGTH_THAT_SUFFICES)


def password_bytes(password: str) -> bytes:
    """The bytes that are hashed: the same however a keyboard or input method composed the characters (NFKC)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _class_of(character: str) -> str:
    if character.isdecimal():
        return "digit"
    if character.islower():
        return "small"
    return "capital" if character.isupper() else "other"
