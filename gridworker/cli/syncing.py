"""`gridworker sync`: one sync, its progress, and a receipt that lets a worker switch off the computer in peace."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from gridworker.cli.frame import NEEDS_A_PERSON, STOPPED, Call, Words
from gridworker.cli.opened import opened
from gridworker.environment.labels import labels
from gridworker.environment.marks import LISTED
from gridworker.environment.wording import describe
from gridworker.sync.engine import Progress
from gridworker.sync.failures import trouble_of_code
from gridworker.sync.run import sync as run_sync

_EVERY_MS = 3000
_STAGES = {
    "sending": Words(
        "正在送出：已送 {sent} 处改动，还有 {waiting} 处", "sending: {sent} changes sent, {waiting} to go"
    ),
    "receiving": Words("正在接收：已收到 {received} 条", "receiving: {received} so far"),
    "sending_files": Words("正在送附件：还有 {waiting} 个", "sending attachments: {waiting} to go"),
    "receiving_files": Words("正在取附件：还有 {waiting} 个", "fetching attachments: {waiting} to go"),
    "busy": Words("服务器正忙，稍等片刻", "the server is busy, waiting a moment"),
}
_NOTHING = Words(
    "没有要送的，也没有新内容，可以放心关机。", "Nothing to send and nothing new. You can switch off."
)
_ALL_SENT = Words("{sent} 处改动全部送达，可以放心关机。", "All {sent} changes arrived. You can switch off.")
_RECEIVED_ONLY = Words("没有要送的，可以放心关机。", "Nothing was waiting to be sent. You can switch off.")
_SOME_WAIT = Words(
    "送达 {arrived} 处改动，还有 {waiting} 处没有送到，都存在本机，下次同步接着送。",
    "{arrived} changes arrived. {waiting} more are safe on this computer and go with the next sync.",
)
_RECEIVED = Words("收到 {received} 条。", "{received} received.")
_FILES_SENT = Words("附件送达 {sent} 个。", "{sent} attachments arrived.")
_FILES_WAIT = Words(
    "还有 {waiting} 个附件在本机，下次同步接着送。",
    "{waiting} attachments are safe on this computer and go with the next sync.",
)
_FILES_REFUSED = Words(
    "有 {refused} 个附件送不上去，都存在本机，请告诉管理员。",
    "{refused} attachments cannot be taken and are safe on this computer; please tell the administrator.",
)
_FILES_LEFT = Words(
    "同事的附件还有 {left} 个没有取，打开时再取。",
    "{left} attachments of colleagues were not fetched; they come when they are opened.",
)
_NEED_YOU = Words("有 {count} 条要您处理：", "{count} need you:")
_WHY = {
    "conflict": Words(
        "两边都改过，用 gridworker conflicts 查看", "changed on both sides, see gridworker conflicts"
    ),
    "refused": Words("被退回，用 gridworker refused 查看原因", "returned, see gridworker refused"),
    "review": Words("在等上级审核，您不用做什么", "waits for the supervisor; nothing for you to do"),
}
_RECEIPT = Words("回执号：{receipt}", "Receipt: {receipt}")
_CANCELLED = Words(
    "同步已停下，没有送到的都存在本机。", "The sync was stopped. What was not sent is safe on this computer."
)


def sync(call: Call) -> int:
    """One sync; a first Ctrl-C ends it after the request under way, a second at once."""
    with opened(call) as profile, _stop_asked() as asked:
        receipt = run_sync(
            profile,
            until_empty=call.options.until_empty,
            on_progress=_Teller(call, profile.clock.monotonic),
            cancelled=asked.is_set,
        )
    call.answer(receipt, receipt_text(receipt, call.language))
    return _ended(call, receipt)


def _ended(call: Call, receipt: dict[str, Any]) -> int:
    error = receipt.get("error")
    if error and error["kind"] == "cancelled":
        call.tell(call.said(_CANCELLED))
        return STOPPED
    if error:
        trouble = trouble_of_code(error["code"])
        call.tell(describe(trouble, call.language))
        return trouble.exit_code
    return NEEDS_A_PERSON if _for_you(receipt) else 0


def receipt_text(receipt: dict[str, Any], language: str) -> str:
    """The receipt of a sync in words, most important first."""
    lines = [_sent_line(receipt, language)]
    if receipt["received"]:
        lines.append(_RECEIVED.said(language, received=receipt["received"]))
    lines += _file_lines(receipt, language)
    for_you = _for_you(receipt)
    if for_you:
        lines.append(_NEED_YOU.said(language, count=len({one["id"] for one in for_you})))
    named = labels(language)
    for item in receipt["attention"]:
        fields = LISTED.said(language).join(named.path(item["kind"], path) for path in item["paths"])
        why = _WHY[item["why"]].said(language)
        lines.append("  ".join(filter(None, ["", named.kind(item["kind"]), item["id"], fields, why])))
    lines.append(_RECEIPT.said(language, receipt=receipt["receipt"]))
    return "\n".join(lines)


def _file_lines(receipt: dict[str, Any], language: str) -> list[str]:
    """What became of attachments, as far as there is anything to say; older receipts say nothing of them."""
    files = receipt.get("attachments", {})
    said = {"sent": _FILES_SENT, "waiting": _FILES_WAIT, "refused": _FILES_REFUSED, "left": _FILES_LEFT}
    return [words.said(language, **files) for name, words in said.items() if files.get(name)]


def _sent_line(receipt: dict[str, Any], language: str) -> str:
    results = receipt["results"]
    arrived = results["ok"] + results["merged"] + results["conflict"]
    if receipt["waiting"]:
        return _SOME_WAIT.said(language, arrived=arrived, waiting=receipt["waiting"])
    if arrived:
        return _ALL_SENT.said(language, sent=arrived)
    return (_RECEIVED_ONLY if receipt["received"] or receipt["attention"] else _NOTHING).said(language)


def _for_you(receipt: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in receipt["attention"] if item["why"] != "review"]


class _Teller:
    """Tells how far a sync is: when it does something else, and every few seconds while it goes on."""

    def __init__(self, call: Call, monotonic: Callable[[], int]) -> None:
        self._call = call
        self._monotonic = monotonic
        self._last = ""
        self._told_at = 0

    def __call__(self, progress: Progress) -> None:
        words = _STAGES.get(progress.stage)
        now = self._monotonic()
        if words is None or (progress.stage == self._last and now - self._told_at < _EVERY_MS):
            return
        self._last, self._told_at = progress.stage, now
        facts = {"sent": progress.sent, "waiting": progress.waiting, "received": progress.received}
        self._call.tell(self._call.said(words, **facts))


@contextmanager
def _stop_asked() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; the second one stops the program as it always does."""
    asked = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)
