"""The printed recovery code: six groups of four characters that nobody confuses on paper."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

ALPHABET = "34679ACDEFHJKMNPRTWXY"
"""Without 0 O Q, 1 I L, 2 Z, 5 S, 8 B, G, U V: 21 characters, 4.39 bits each, 105 bits in a code."""

GROUPS, GROUP_LENGTH = 6, 4


def make_recovery_code(randomness: Callable[[int], bytes]) -> str:
    """A new code such as ``7KWF-…-A3XM``, each character equally likely; `randomness` gives that many random bytes."""
    fair = 256 // len(ALPHABET) * len(ALPHABET)
    letters = ""
    while len(letters) < GROUPS * GROUP_LENGTH:
        letters += "".join(ALPHABET[byte % len(ALPHABET)] for byte in randomness(32) if byte < fair)
    return "-".join(letters[at * GROUP_LENGTH :][:GROUP_LENGTH] for at in range(GROUPS))


def fold_recovery_code(typed: str) -> str:
    """The letters and digits of a code as typed: full width, lower case, blanks and dashes make no difference."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", typed).upper()))
