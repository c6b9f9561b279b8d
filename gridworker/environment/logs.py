"""The log: rotating files beside the data, for whoever looks into a fault. It carries ids, never names.

A fault gets a reference number that is shown to the person and found again in the log.
"""

from __future__ import annotations

import logging
import os
import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_BYTES, _FILES = 1_000_000, 5
_OWN = "gridworker file"
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_KEPT = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9]*[a-f])[0-9a-f]{16,}"
"""The time of an entry, ids, digests: what looks like a number of somebody's and is not."""

_ESCAPED = r"(?:\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|%[0-9A-Fa-f]{2})+"
"""Characters as JSON, bytes and addresses write them."""

_PERSONAL = re.compile(
    rf"(?P<kept>\b(?:{_KEPT})\b)|{_ESCAPED}"
    # Behind Chinese characters also the rest of a number plate.
    r"|[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+(?:[A-Z][·.]?[A-Z0-9]{5,6}\b)?"
    r"|\d(?:[ -]?\d){6,}[Xx]?|(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]+"
)
_APOSTROPHE = r"(?<=[A-Za-z])'(?:t|s|re|ve|ll|d|m)\b"
_QUOTED = re.compile(rf"""(?!{_APOSTROPHE})'[^']*'|"[^"]*"|“[^”]*”""")
_OF_THE_PROGRAM = (AttributeError, ImportError, NameError, TypeError)
"""Errors that quote names of the program; all others quote what somebody typed or what a file is called."""


def without_names(text: str) -> str:
    """`text` without what could be somebody's: Chinese characters, number plates, seven digits or more also with gaps,
    e-mail, and characters written as escapes."""
    return _PERSONAL.sub(lambda found: found["kept"] or "…", text)


def write_fault(folder: Path | None, error: BaseException, doing: str) -> str:
    """Writes what is needed to find a defect to the log of `folder` and returns its reference number."""
    reference = "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(6))
    log = open_log(folder)
    log.error("fault %s while %s\n%s", reference, doing, "".join(_story(error)))
    return reference


def open_log(folder: Path | None) -> logging.Logger:
    """The program's log, written to `folder`/logs; where that cannot be, to the platform's folder for logs."""
    log = logging.getLogger("gridworker")
    # A log that cannot be written, on a full disk, must not be a trouble of its own.
    logging.raiseExceptions = False
    if not any(handler.name == _OWN for handler in log.handlers):
        log.addHandler(_handler(folder))
        log.setLevel(logging.INFO)
        log.propagate = False
    return log


def close_log() -> None:
    """Closes the file of the log; the next entry opens it again."""
    log = logging.getLogger("gridworker")
    for handler in [handler for handler in log.handlers if handler.name == _OWN]:
        log.removeHandler(handler)
        handler.close()


def _handler(folder: Path | None) -> logging.Handler:
    handler = _file_handler(folder) or logging.NullHandler()
    handler.name = _OWN
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    return handler


def _file_handler(folder: Path | None) -> logging.Handler | None:
    from logging.handlers import RotatingFileHandler

    from platformdirs import user_log_path

    own = folder / "logs" if folder is not None and folder.is_dir() else None
    for place in filter(None, (own, user_log_path("gridworker", appauthor=False))):
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            return RotatingFileHandler(
                place / "gridworker.log", maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8"
            )
        except OSError:
            continue
    return None


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have left its own wording of the error with the entry.
        record.exc_text = None
        text = super().format(record)
        record.exc_text = None
        return without_names(text)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name that logging asks for
        return "".join(_story(ei[1]))


def _story(error: BaseException) -> Iterator[str]:
    """The frames and the messages of an error and of those that led to it, the first one first."""
    for place, step in enumerate(reversed(_led_to(error))):
        if place:
            yield "which led to:\n"
        yield from traceback.format_tb(step.__traceback__)
        said = "".join(traceback.format_exception_only(step))
        yield said if isinstance(step, _OF_THE_PROGRAM) else _QUOTED.sub("'…'", said)


def _led_to(error: BaseException) -> list[BaseException]:
    """An error and what led to it, each once: a library may chain errors in a circle."""
    chain: list[BaseException] = []
    step: BaseException | None = error
    while step is not None and not any(step is known for known in chain):
        chain.append(step)
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return chain
