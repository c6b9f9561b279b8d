"""What a person answered when a new version was offered: after work today, or ask again tomorrow."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import NamedTuple

from gridworker.environment.durable_file import write_durably
from gridworker.environment.installation import Installation

AFTER_WORK, TOMORROW = "after_work", "tomorrow"
END_OF_WORK = time(17, 30)
"""From then on "after work" has come, though the window is still open."""

_FILE = "answer.json"


class Answer(NamedTuple):
    """The answer to the offer of a version, and the day it was given."""

    version: str
    answer: str
    day: str


def keep_answer(here: Installation, version: str, answer: str, today: date) -> None:
    """Keeps an answer. Raises `OSError`."""
    written = json.dumps(Answer(version, answer, today.isoformat())._asdict())
    write_durably(here.home / _FILE, written.encode())


def answered(here: Installation, version: str, today: date) -> str:
    """The answer that still holds for a version; "" where the person is to be asked."""
    try:
        kept = Answer(**json.loads((here.home / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return ""
    holds = kept.version == version and (kept.answer == AFTER_WORK or kept.day == today.isoformat())
    return kept.answer if holds else ""


def work_is_over(now: datetime) -> bool:
    """Whether it is after work, by the clock on the wall."""
    return now.time() >= END_OF_WORK
