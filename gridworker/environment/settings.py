"""What a person may set: each declared once, with default, choices and label; kept as JSON in the profile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from gridworker.environment.language import DEFAULT_LANGUAGE, LANGUAGES, Words

_FILE = "settings.json"


class Setting(NamedTuple):
    """One setting: a text out of `choices`."""

    key: str
    default: str
    choices: tuple[str, ...]
    label: Words


LANGUAGE = Setting("language", DEFAULT_LANGUAGE, LANGUAGES, Words("界面语言", "Language"))

TEXT_SCALE = Setting("text_scale", "1.0", ("1.0", "1.15", "1.3", "1.5"), Words("字号", "Text size"))
APPEARANCE = Setting(
    "appearance", "system", ("system", "light", "dark", "contrast"), Words("外观", "Appearance")
)
IDLE_MINUTES = Setting(
    "idle_minutes", "5", ("2", "5", "10", "15"), Words("无人操作时自动锁定", "Lock when nobody is there")
)

SETTINGS = (LANGUAGE, TEXT_SCALE, APPEARANCE, IDLE_MINUTES)


def read_setting(folder: Path, setting: Setting) -> str:
    """The value of `setting` in `folder`; its default where it is absent, unreadable or not one of its choices."""
    value = _read(folder).get(setting.key)
    return value if isinstance(value, str) and value in setting.choices else setting.default


def write_setting(folder: Path, setting: Setting, value: str) -> None:
    """Sets `setting` in `folder`, keeping what other versions have set. Raises `ValueError` for a wrong value."""
    if value not in setting.choices:
        raise ValueError(f"{setting.key} is one of {', '.join(setting.choices)}")
    content = json.dumps(_read(folder) | {setting.key: value}, ensure_ascii=False, indent=1)
    draft = folder / f"{_FILE}.new"
    draft.write_text(content + "\n", encoding="utf-8")
    draft.replace(folder / _FILE)


def _read(folder: Path) -> dict[str, object]:
    try:
        content = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
