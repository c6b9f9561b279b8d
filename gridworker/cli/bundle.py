"""`gridworker doctor --bundle`: what whoever helps from afar needs, in a zip that anybody can read before sending it.

Nothing personal is in it: numbers, versions, what was found, and the log, which carries ids and never names.
"""

from __future__ import annotations

import io
import json
import platform
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from gridworker import __version__
from gridworker.documents.whole_file import write_whole
from gridworker.environment.language import Words
from gridworker.environment.logs import without_names
from gridworker.environment.settings import SETTINGS, read_setting
from gridworker.operations.overview import overview
from gridworker.store.profile import Profile
from gridworker.sync.self_check import NAMES, Finding

_LIBRARIES = (
    "PySide6-Essentials",
    "sqlcipher3",
    "sqlite-utils",
    "requests",
    "msgspec",
    "cryptography",
    "Pillow",
)
_MOST_LOG = 2_000_000
"""So much of the end of each file of the log, in characters."""

_READ_ME = Words(
    "这个压缩包是网格工作台自检的结果，供管理员查找问题。\n"
    "里面没有姓名、电话、证件号码、地址和您写的内容；发送之前，您可以逐个打开看。\n"
    "一个文件是版本、系统、设置、数目和自检结果，文件夹里是运行日志，只有编号。\n",
    "This archive holds what gridworker found when it checked itself, for whoever looks for a fault.\n"
    "No names, phones, ID numbers, addresses or texts of yours are in it; open each file before you send it.\n"
    "One file holds versions, system, settings, counts and findings, the folder the log, which carries ids alone.\n",
)


def write_bundle(profile: Profile, findings: list[Finding], out: Path, language: str) -> dict[str, Any]:
    """Writes the zip; gives the report in it. Raises `PersonCanMend` (`folder_missing`, `out_is_a_folder`)."""
    report = _report(profile, findings)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _READ_ME.said(language))
        archive.writestr("report.json", json.dumps(report, ensure_ascii=False, indent=1))
        for name, text in _logs(profile.folder):
            archive.writestr(f"logs/{name}", text)
    write_whole(out, content.getvalue())
    return report


def _report(profile: Profile, findings: list[Finding]) -> dict[str, Any]:
    counts = overview(profile)._asdict()
    counts.pop("place")
    return {
        "version": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "installed": bool(getattr(sys, "frozen", False)),
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "settings": {setting.key: read_setting(profile.folder, setting) for setting in SETTINGS},
        "counts": counts,
        "files": {
            file.name: file.stat().st_size for file in sorted(profile.folder.iterdir()) if file.is_file()
        },
        "checks": [_finding(found) for found in findings],
    }


def _finding(found: Finding) -> dict[str, Any]:
    """The code and the numbers of a finding: its words may name a server or a folder."""
    facts = found.trouble.facts if found.trouble else found.facts
    numbers = {name: value for name, value in facts.items() if isinstance(value, int)}
    code = {"code": found.trouble.code} if found.trouble else {}
    return {"check": found.check, "name": NAMES[found.check].en, "ok": found.ok, **code, **numbers}


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _logs(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted((folder / "logs").glob("*.log*")):
        text = file.read_text(encoding="utf-8", errors="replace")
        yield file.name, without_names(text[-_MOST_LOG:].replace(str(Path.home()), "~"))
