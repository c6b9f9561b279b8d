"""What a sync is doing, in one sentence: from its progress, its receipt and its troubles."""

from __future__ import annotations

from typing import Any, NamedTuple

from gridworker.domain.errors import Trouble
from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED
from gridworker.environment.wording import describe, sentence
from gridworker.operations.delivery import FilesWaiting
from gridworker.sync.engine import Progress
from gridworker.sync.lane import FILES_TOMORROW, Carrying
from gridworker.ui.forms.sizes import size_of
from gridworker.ui.theme.tokens import Tone

NO_FILES = FilesWaiting()

FILES_LEFT = Words("记录已送达，文件还没传完", "Records delivered, files still wait")
IDLE = Words("可以同步", "Ready to sync")
NEVER = Words("还没有同步过", "Not synced yet")
ALL_DONE = Words("全部已送达", "All delivered")
RUNNING = Words("正在同步", "Syncing")
STOPPING = Words("正在停下", "Stopping")
PAUSED = Words("已暂停", "Paused")
STOPPED = Words("已停下", "Stopped")
NEEDS_YOU = Words("需要您处理", "Needs you")
NO_LINK = Words("没有连上", "No connection")
NOT_LET_IN = Words("没有同步", "Not synced")

_READY = Words("有 {left}等着上传，点“立即同步”就送。", '{left} wait; press "Sync now".')
_RECORDS = Words("{count} 条记录", "{count} records")
_FILES = Words("{count} 个照片和文件（{size}）", "{count} photos and files ({size})")
_SENDING_FILES = Words("正在上传照片和文件：还有 {files} 个", "Sending photos and files: {files} to go")
_RECEIVING_FILES = Words("正在接收照片和文件：还有 {files} 个", "Receiving photos and files: {files} to go")
_RATE = Words("每秒 {size}", "{size}/s")
_NOTHING = Words(
    "没有要上传的；点“立即同步”看看有没有新的任务。", "Nothing to send; a sync looks for new tasks."
)
_MAY_CLOSE = Words("全部已送达，可以放心关机。", "All delivered. You may switch off.")
_CONNECTING = Words("正在连接街道服务器……", "Connecting to the server …")
_SENDING = Words(
    "正在上传：已送 {sent} 处改动，还有 {waiting} 处", "Sending: {sent} changes sent, {waiting} to go"
)
_RECEIVING = Words("正在接收：已收到 {received} 条", "Receiving: {received} so far")
_BUSY = Words(
    "服务器正忙，约 {left}后自动接着传，不用管它。",
    "The server is busy; it goes on by itself in about {left}.",
)
_LEFT = Words("约剩 {left}", "about {left} left")
_SECONDS = Words("{count} 秒", "{count} s")
_MINUTES = Words("{count} 分钟", "{count} min")
_GOES_ON = Words("连上以后会自动接着传。", " It goes on by itself once there is a connection.")
_ON_STOP = Words(
    "正在传的这一批传完就停，其余留在本机。", "What is on its way is finished; the rest stays here."
)
_ON_PAUSE = Words(
    "已送出的都算数，其余 {left}留在本机；点“继续”接着传。",
    'What went counts; {left} stay here. "Go on" continues.',
)
_ON_STOPPED = Words(
    "已送出的都算数，其余 {left}留在本机，随时可以再同步。",
    "What went counts; {left} stay here. Sync again any time.",
)
_ALL_WENT = Words("已送出的都算数，本机没有要送的了。", "What went counts; nothing is left to send.")
_ATTENTION = Words(
    "{count} 条需要您看一看，其余的都已送达。", "{count} need you; everything else is delivered."
)
_ATTENTION_AND_MORE = Words(
    "{count} 条需要您看一看，另有 {left}等着上传。", "{count} need you; {left} wait to be sent."
)


class Hero(NamedTuple):
    """What the top of the page says."""

    title: str
    sentence: str
    tone: Tone = Tone.PRIMARY


def resting(
    receipt: dict[str, Any] | None,
    waiting: int,
    attention: int,
    language: str,
    *,
    files: FilesWaiting = NO_FILES,
    by_itself: bool = False,
) -> Hero:
    """While nothing runs: how the last sync ended, and what is to be done now; it may go on `by_itself`.

    `waiting` counts records, `files` are what waits beside them.
    """
    left = _left(waiting, files, language)
    error = (receipt or {}).get("error")
    if error and error["kind"] == "cancelled":
        words = _ON_STOPPED if left else _ALL_WENT
        return Hero(STOPPED.said(language), words.said(language, left=left), Tone.WARN)
    if error and error["code"] == FILES_TOMORROW:
        return Hero(FILES_LEFT.said(language), sentence(error["code"], language), Tone.WARN)
    if error:
        title = NO_LINK if error["kind"] in ("network", "busy") else NOT_LET_IN
        tone = Tone.WARN if title is NO_LINK else Tone.DANGER
        said = sentence(error["code"], language)
        if title is NO_LINK and left and by_itself:
            said += _GOES_ON.said(language)
        return Hero(title.said(language), said, tone)
    if attention:
        words = _ATTENTION_AND_MORE if left else _ATTENTION
        said = words.said(language, count=attention, left=left)
        return Hero(NEEDS_YOU.said(language), said, Tone.WARN)
    if left:
        return Hero((IDLE if waiting else FILES_LEFT).said(language), _READY.said(language, left=left))
    if receipt:
        return Hero(ALL_DONE.said(language), _MAY_CLOSE.said(language), Tone.OK)
    return Hero(NEVER.said(language), _NOTHING.said(language))


def paused(waiting: int, files: FilesWaiting, language: str) -> Hero:
    """After 暂停, while something is left."""
    left = _left(waiting, files, language)
    return Hero(PAUSED.said(language), _ON_PAUSE.said(language, left=left), Tone.WARN)


def _left(waiting: int, files: FilesWaiting, language: str) -> str:
    """What waits, in words; "" for nothing."""
    parts = [
        _RECORDS.said(language, count=waiting) if waiting else "",
        _FILES.said(language, count=files.waiting, size=size_of(files.size) or "1 KB")
        if files.waiting
        else "",
    ]
    return LISTED.said(language).join(filter(None, parts))


def troubled(trouble: Trouble, language: str) -> Hero:
    """A sync that could not begin."""
    return Hero(NOT_LET_IN.said(language), describe(trouble, language), Tone.DANGER)


def running(
    progress: Progress | None, elapsed_ms: int, stage_ms: int, *, stopping: bool, language: str
) -> Hero:
    """While a sync runs: what happens now and how long it may still take, so long after it began and was last heard
    of."""
    if stopping:
        return Hero(STOPPING.said(language), _ON_STOP.said(language), Tone.WARN)
    title = RUNNING.said(language)
    if progress is None:
        return Hero(title, _CONNECTING.said(language))
    if progress.stage == "busy":
        left = _duration(max(1, round((progress.wait_ms - stage_ms) / 1000)), language)
        return Hero(title, _BUSY.said(language, left=left), Tone.WARN)
    if progress.files is not None:
        return Hero(title, _carrying(progress.stage, progress.files, language))
    if progress.stage == "receiving" and not progress.waiting:
        return Hero(title, _RECEIVING.said(language, received=progress.received))
    said = _SENDING.said(language, sent=progress.sent, waiting=progress.waiting)
    left = _time_left(progress, elapsed_ms, language)
    return Hero(title, f"{said} · {left}" if left else said)


def _carrying(stage: str, files: Carrying, language: str) -> str:
    """Files on their way: how many are left, how fast the line is, and how long it may still take."""
    words = _SENDING_FILES if stage == "sending_files" else _RECEIVING_FILES
    parts = [words.said(language, files=files.left), size_of(files.size)]
    if files.rate:
        parts.append(_RATE.said(language, size=size_of(int(files.rate))))
        left = round(files.size / files.rate)
        parts.append(_LEFT.said(language, left=_duration(left, language)) if left >= 1 else "")
    return " · ".join(filter(None, parts))


def _time_left(progress: Progress, elapsed_ms: int, language: str) -> str:
    """From the pace so far; nothing in the first two seconds, when nobody could know."""
    if not progress.sent or elapsed_ms < 2000:
        return ""
    seconds = round(progress.waiting * elapsed_ms / progress.sent / 1000)
    if seconds < 1:
        return ""
    return _LEFT.said(language, left=_duration(seconds, language))


def _duration(seconds: int, language: str) -> str:
    words, count = (_SECONDS, seconds) if seconds < 90 else (_MINUTES, round(seconds / 60))
    return words.said(language, count=count)


def file_of(progress: Progress | None) -> str:
    """The file that is under way; "" while none is."""
    return progress.files.sha256 if progress is not None and progress.files is not None else ""
