"""What can go wrong, as one small tree: the person can mend it, this computer or the network, or a fault of ours.

An error carries a code and facts, never a sentence: the wording, in both languages, is `translations/errors.toml`.
"""

from __future__ import annotations

from typing import Any, ClassVar


class Trouble(Exception):
    """Anything that ends what the person asked for. `code` selects the wording, `facts` fill its places."""

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.facts.items())])


class PersonCanMend(Trouble):
    """Wrong words, an unknown id, a record that is not valid: nothing was changed."""

    exit_code = 2


class NotAllowed(PersonCanMend):
    """Wrong password or code, expired, revoked, outside the scope."""

    exit_code = 5


class ComputerTrouble(Trouble):
    """This computer: disk full, database damaged, newer or in use, no permission."""

    exit_code = 6


class NetworkTrouble(Trouble):
    """The network or a busy server: nothing is lost, the same call may go through later."""

    exit_code = 4


class OurFault(Trouble):
    """A defect of this program."""

    exit_code = 1


class InvalidRecord(PersonCanMend):
    """A record or a change that breaks the declaration of its kind.

    `code` is one of the op codes of protocol §9; `paths` are `(path, reason)` pairs, the reasons being those of
    `domain.checks`.
    """

    def __init__(self, code: str, paths: list[tuple[str, str]], **facts: Any) -> None:
        super().__init__(code, **facts)
        self.paths = paths

    def __str__(self) -> str:
        return f"{self.code} " + ", ".join(f"{path}: {reason}" for path, reason in self.paths)
