"""`gridworker --self-check`: does the program itself work on this computer? Nothing of the worker's own is touched.

A district on the loopback, a laptop enrolled in it, the window opened, a patrol saved, found, printed and synced: all
in a folder that goes away.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from gridworker.cli.demo.server_process import ServerProcess
from gridworker.cli.frame import Call
from gridworker.cli.passwords import password
from gridworker.domain.errors import OurFault
from gridworker.environment.language import Words
from gridworker.store.profile import Profile, open_profile
from gridworker.store.trial_copy import what_it_holds
from gridworker.sync.enrolment import enrol
from gridworker.sync.run import sync

_VILLAGE, _GRID, _WORKER = "330109001001", "330109001001001", "self-check"
_SECRET = "self-check-1"  # noqa: S105 - of a profile that goes away
_WORD = "自检"
_PATROL: dict[str, Any] = {"place": {"text": f"{_WORD}楼道", "region": _GRID}, "categories": ["normal"]}
_SENTENCE = "自检用纸，可以丢弃。"

_SERVER = Words("服务器", "server")
_WINDOW = Words("窗口", "window")
_FIND = Words("保存和搜索", "saving and searching")
_PAPER = Words("生成 PDF", "making a PDF")
_SYNC = Words("同步", "sync")
_COPY = Words("现有记录的副本", "a copy of the records")
_GOOD = Words("正常", "good")
_NOT_GOOD = Words("要留意", "needs a look")
_ALL_GOOD = Words("程序自检通过。", "The self-check passed.")


class Step(NamedTuple):
    """What was checked; `ok` is False for what somebody should look at though the program works."""

    check: str
    name: str
    ok: bool
    detail: str = ""


def self_check(call: Call) -> int:
    """Checks the program itself; exit code 0 where it works. Raises `Trouble` (`self_check_failed` and others)."""
    steps: list[Step] = []
    with tempfile.TemporaryDirectory(prefix="gridworker-self-check-") as folder:
        for step in chain(_steps(call, Path(folder)), _copy(call)):
            steps.append(step)
            call.beside["checks"] = [one._asdict() for one in steps]
            call.tell(_line(call, step))
    call.answer([step._asdict() for step in steps], call.said(_ALL_GOOD))
    return 0


def _line(call: Call, step: Step) -> str:
    parts = (step.name, call.said(_GOOD if step.ok else _NOT_GOOD), step.detail)
    return "  ".join(part for part in parts if part)


def _steps(call: Call, folder: Path) -> Iterator[Step]:
    server = ServerProcess(folder / "server", None)
    _set_up(server)
    with server.serving() as address, _laptop(server, address, folder / "laptop") as profile:
        yield Step("server", call.said(_SERVER), True, address)
        yield from _window(call, profile)
        _paper()
        yield Step("paper", call.said(_PAPER), True)
        receipt = sync(profile, until_empty=True)
        held = server.does("record", "list", "patrol")
        if receipt.get("error") or len(held) != 1:
            raise OurFault("self_check_failed", what=call.said(_SYNC))
        yield Step("sync", call.said(_SYNC), True)


def _set_up(server: ServerProcess) -> None:
    server.does("init", "--name", _WORD, "--code", _VILLAGE[:6])
    for code, level in ((_VILLAGE[:9], "town"), (_VILLAGE, "village"), (_GRID, "grid")):
        parent = {"town": code[:6], "village": code[:9], "grid": code[:12]}[level]
        server.does("region", "add", code, f"{_WORD}{level}", "--parent", parent, "--level", level)
    server.does("worker", "add", "--id", _WORKER, "--name", _WORD, "--role", "grid_worker", "--scope", _GRID)


@contextmanager
def _laptop(server: ServerProcess, address: str, folder: Path) -> Iterator[Profile]:
    code = server.does("enrol-code", _WORKER)["code"]
    enrol(folder, address, code, _WORD, None, lambda _new: _SECRET)
    with open_profile(folder, _SECRET) as profile:
        yield profile


def _window(call: Call, profile: Profile) -> Iterator[Step]:
    from gridworker.ui.trial import try_out

    trial = try_out(profile, call.language, _PATROL, _WORD)
    if trial.empty:
        raise OurFault("self_check_failed", what=call.said(_WINDOW) + " " + " ".join(trial.empty))
    yield Step("window", call.said(_WINDOW), True)
    if not trial.found:
        raise OurFault("self_check_failed", what=call.said(_FIND))
    yield Step("search", call.said(_FIND), True)
    for check, (name, ok, detail) in zip(("font", "input"), trial.computer, strict=True):
        yield Step(check, name, ok is not False, detail)


def _copy(call: Call) -> Iterator[Step]:
    """The window on a copy of somebody's own records; `detail` says what is in it: records, unsent ops, drafts."""
    if call.options.copy is None:
        return
    from gridworker.ui.trial import try_out

    with open_profile(Path(call.options.copy), password(call)) as profile:
        held = what_it_holds(profile)
        if profile.database.find_damage():
            raise OurFault("self_check_failed", what=call.said(_COPY))
        trial = try_out(profile, call.language)
    if trial.empty:
        raise OurFault("self_check_failed", what=call.said(_COPY) + " " + " ".join(trial.empty))
    yield Step("copy", call.said(_COPY), True, str(held))


def _paper() -> None:
    """A page is made and read back."""
    from pypdf import PdfReader

    from gridworker.documents.paper import Paper, Paragraph
    from gridworker.documents.press.pages import set_paper
    from gridworker.documents.press.pdf import to_pdf

    paper = set_paper(Paper(_WORKER, _WORD, [Paragraph(_SENTENCE)]))
    (page,) = PdfReader(io.BytesIO(to_pdf([paper], _WORD))).pages
    if _SENTENCE not in page.extract_text().replace("\n", ""):
        raise OurFault("self_check_failed", what="PDF")
