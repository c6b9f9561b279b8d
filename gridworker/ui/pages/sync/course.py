"""What a sync is doing, in one sentence: from its progress, its receipt and its troubles."""

from __future__ import annotations

from typing import Any, NamedTuple

from gridworker.domain.errors import Trouble
from gridworker.environment.language import Words
from gridworker.environment.wording import describe, sentence
from gridworker.sync.engine import Progress
from gridworker.ui.theme.tokens import Tone

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

_READY = Words("有 {waiting} 条记录等着上传，点“立即同步”就送。", '{waiting} records wait; press "Sync now".')
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
    "已送出的都算数，其余 {waiting} 条留在本机；点“继续”接着传。",
    'What went counts; {waiting} stay here. "Go on" continues.',
)
_ON_STOPPED = Words(
    "已送出的都算数，其余 {waiting} 条留在本机，随时可以再同步。",
    "What went counts; {waiting} stay here. Sync again any time.",
)
_ATTENTION = Words(
    "{count} 条需要您看一看，其余的都已送达。", "{count} need you; everything else is delivered."
)
_ATTENTION_AND_MORE = Words(
    "{count} 条需要您看一看，另有 {waiting} 条等着上传。", "{count} need you; {waiting} more wait to be sent."
)


class Hero(NamedTuple):
    """What the top of the page says."""

    title: str
    sentence: str
    tone: Tone = Tone.PRIMARY


def resting(
    receipt: dict[str, Any] | None, waiting: int, attention: int, language: str, *, by_itself: bool = False
) -> Hero:
    """While nothing runs: how the last sync ended, and what is to be done now; it may go on `by_itself`."""
    error = (receipt or {}).get("error")
    if error and error["kind"] == "cancelled":
        return Hero(STOPPED.said(language), _ON_STOPPED.said(language, waiting=waiting), Tone.WARN)
    if error:
        title = NO_LINK if error["kind"] in ("network", "busy") else NOT_LET_IN
        tone = Tone.WARN if title is NO_LINK else Tone.DANGER
        said = sentence(error["code"], language)
        if title is NO_LINK and waiting and by_itself:
            said += _GOES_ON.said(language)
        return Hero(title.said(language), said, tone)
    if attention:
        words = _ATTENTION_AND_MORE if waiting else _ATTENTION
        said = words.said(language, count=attention, waiting=waiting)
        return Hero(NEEDS_YOU.said(language), said, Tone.WARN)
    if waiting:
        return Hero(IDLE.said(language), _READY.said(language, waiting=waiting))
    if receipt:
        return Hero(ALL_DONE.said(language), _MAY_CLOSE.said(language), Tone.OK)
    return Hero(NEVER.said(language), _NOTHING.said(language))


def paused(waiting: int, language: str) -> Hero:
    """After 暂停."""
    return Hero(PAUSED.said(language), _ON_PAUSE.said(language, waiting=waiting), Tone.WARN)


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
    if progress.stage == "receiving" and not progress.waiting:
        return Hero(title, _RECEIVING.said(language, received=progress.received))
    said = _SENDING.said(language, sent=progress.sent, waiting=progress.waiting)
    left = _time_left(progress, elapsed_ms, language)
    return Hero(title, f"{said} · {left}" if left else said)


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
