"""Passwords and recovery codes: from the environment for scripts, else asked for without showing what is typed."""

from __future__ import annotations

import os
import sys

from gridworker.cli.frame import Call
from gridworker.domain.errors import PersonCanMend
from gridworker.environment.language import Words

PASSWORD = "GRIDWORKER_PASSWORD"  # noqa: S105 - the name of a variable
NEW_PASSWORD = "GRIDWORKER_NEW_PASSWORD"  # noqa: S105 - the name of a variable
RECOVERY_CODE = "GRIDWORKER_RECOVERY_CODE"

_ASK = Words("口令：", "Password: ")
_ASK_NEW = Words("新口令：", "New password: ")
_ASK_AGAIN = Words("再输一遍：", "Once more: ")
_ASK_CODE = Words("恢复码：", "Recovery code: ")


def password(call: Call) -> str:
    """The password of the profile. Raises `PersonCanMend` (`password_needed`) where nobody can be asked."""
    return os.environ.get(PASSWORD) or _ask(call, _ASK, PASSWORD)


def new_password(call: Call, variable: str) -> str:
    """A password to be set, asked for twice. Raises `PersonCanMend` (`passwords_differ`, `password_needed`)."""
    given = os.environ.get(variable)
    if given:
        return given
    first = _ask(call, _ASK_NEW, variable)
    if _ask(call, _ASK_AGAIN, variable) != first:
        raise PersonCanMend("passwords_differ")
    return first


def recovery_code(call: Call) -> str:
    """The recovery code, from paper. Raises `PersonCanMend` (`password_needed`) where nobody can be asked."""
    return os.environ.get(RECOVERY_CODE) or _ask(call, _ASK_CODE, RECOVERY_CODE)


def _ask(call: Call, words: Words, variable: str) -> str:
    from getpass import getpass

    if not _somebody_is_there():
        raise PersonCanMend("password_needed", variable=variable)
    try:
        return getpass(call.said(words))
    except EOFError as error:
        raise PersonCanMend("password_needed", variable=variable) from error


def _somebody_is_there() -> bool:
    if sys.platform == "win32":
        return sys.stdin is not None and sys.stdin.isatty()
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
