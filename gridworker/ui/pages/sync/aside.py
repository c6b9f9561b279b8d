"""The right column of the sync page: what came down, the last receipts, and the promise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.environment.marks import COMMA
from gridworker.operations.delivery import Receipt
from gridworker.sync.lane import FILES_TOMORROW
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.forms.sizes import size_of
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.cut import Cut
from gridworker.ui.widgets.drawing import StateLook
from gridworker.ui.widgets.signs import Plate, Status
from gridworker.ui.widgets.text import Label, Paragraph, SectionTitle

_DOWN = Words("从服务器下载", "From the server")
GROUPS = {
    "task": Words("派给我的任务", "Tasks for me"),
    "record": Words("同事和上级的改动", "Changes by others"),
    "reference": Words("表单与常用语", "Forms and phrases"),
}
_FILES = Words("同事的照片和文件", "Photos and files")
_FILE_COUNT = Words("{count} 个", "{count}")
_FILES_LEFT = Words("{count} 个，{left} 个打开时再取", "{count}, {left} when opened")
_FILES_ONLY_LEFT = Words("{left} 个打开时再取", "{left} when opened")
_COUNT = Words("{count} 条", "{count}")
_NO_CHANGE = Words("无变化", "no change")
_NEXT = Words("下次同步", "next sync")
_HISTORY = Words("同步记录", "Receipts")
_ALL = Words("查看", "All")
_NO_RECEIPT = Words("还没有同步过。", "Nothing was synced yet.")
_PROMISE = Words(
    "没有传完也不会丢：每条记录确认收到后，才标记为“已同步”。",
    "Nothing is lost half-way: a record counts as synced only once its arrival is confirmed.",
)
_DELIVERED = Words("全部送达", "all delivered")
_CUT_SHORT = Words("中途断开", "cut short")
_STOPPED = Words("中途停下", "stopped")
_NOT_MADE = Words("没有同步成", "not made")
_FILES_WAIT = Words("记录送达，{count} 个文件待传", "records delivered, {count} files wait")
_ATTENDED = Words("{count} 条要处理", "{count} need you")
_FACTS = Words("送出 {sent} 处，收到 {received} 条", "{sent} sent, {received} received")
_TOOK = Words("用时 {took}", "took {took}")
_TOOK_S = Words("{s} 秒", "{s} s")
_TOOK_MIN = Words("{m} 分 {s:02} 秒", "{m} min {s:02} s")
_OK, _NEXT_LOOK = StateLook("checkmark_circle", True, Tone.OK), StateLook("clock", True, Tone.INFO)
_WARN = StateLook("warning", True, Tone.WARN)
LATEST = 3


class DownloadsCard(Card):
    """What the last sync brought, in three groups."""

    def __init__(self, session: Session) -> None:
        super().__init__(padding=SPACE_16)
        self._session = session
        self.column.setSpacing(SPACE_8)
        self.column.addWidget(SectionTitle(session.said(_DOWN)))
        grid = QGridLayout()
        grid.setVerticalSpacing(SPACE_4)
        grid.setColumnStretch(0, 1)
        self._rows: dict[str, tuple[Status, Label]] = {}
        for number, (group, words) in enumerate((GROUPS | {"file": _FILES}).items()):
            status, count = (
                Status(_NEXT_LOOK, session.said(words), plain=True),
                Label(session.said(_NEXT), Type.META),
            )
            grid.addWidget(status, number, 0)
            grid.addWidget(count, number, 1, Qt.AlignmentFlag.AlignRight)
            self._rows[group] = (status, count)
        self.column.addLayout(grid)

    def show_incoming(self, incoming: Mapping[str, Collection[str]]) -> None:
        """How many of these records, given by kind, came in each group during this sync or the last."""
        said, counts = self._session.said, Counter[str]()
        for kind, records in incoming.items():
            counts[kind if kind in ("task", "reference") else "record"] += len(records)
        for group, words in GROUPS.items():
            status, label = self._rows[group]
            count = counts[group]
            status.show_status(_OK, said(words))
            label.setText(said(_COUNT, count=count) if count else said(_NO_CHANGE))

    def show_files(self, carried: Mapping[str, int]) -> None:
        """How many files of others came with the last sync, and how many wait to be opened (decision 022)."""
        said, (status, label) = self._session.said, self._rows["file"]
        count, left = carried.get("received", 0), carried.get("left", 0)
        words = (_FILES_LEFT if count else _FILES_ONLY_LEFT) if left else _FILE_COUNT if count else _NO_CHANGE
        status.show_status(_NEXT_LOOK if left and not count else _OK, said(_FILES))
        label.setText(said(words, count=count, left=left))


class HistoryCard(Card):
    """The newest receipts, as many as there is room for; `asked` fires for all of them."""

    asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(padding=SPACE_16)
        self._session = session
        self.column.setSpacing(SPACE_8)
        self._all = Button(session.said(_ALL), Weight.TEXT)
        self._all.clicked.connect(self.asked)
        self.column.addWidget(SectionTitle(session.said(_HISTORY), right=self._all))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_8)
        self.column.addLayout(self._rows)

    def fit_into(self, room: int) -> None:
        """Lets the older receipts go where all are higher than `room` pixels; the newest stays."""
        rows = [self._rows.itemAt(at).widget() for at in range(self._rows.count())]
        # It does not hear by itself that a row was hidden.
        self._rows.invalidate()
        left = room - self.minimumSizeHint().height()
        for row in rows[1:]:
            left += 0 if row.isHidden() else row.sizeHint().height() + SPACE_8
        for row in rows[1:]:
            left -= row.sizeHint().height() + SPACE_8
            row.setVisible(left >= 0)

    def show_receipts(self, receipts: Sequence[Receipt]) -> None:
        """Show these, the newest first."""
        while self._rows.count():
            widget = self._rows.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        for receipt in receipts[:LATEST]:
            row = self._row(receipt)
            self._rows.addWidget(row)
            # At once, so that it is measured.
            row.show()
        if not receipts:
            self._rows.addWidget(Paragraph(self._session.said(_NO_RECEIPT), Type.META))
        self._all.setVisible(bool(receipts))

    def _row(self, receipt: Receipt) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        look, title, facts = told(receipt, self._session)
        column.addWidget(Status(look, title, plain=True))
        line = QHBoxLayout()
        line.setContentsMargins(self.theme.px(24), 0, 0, 0)
        line.addWidget(Cut(facts, Type.META))
        column.addLayout(line)
        return row


class PromiseCard(Card):
    """What makes closing the lid safe."""

    def __init__(self, session: Session) -> None:
        super().__init__(tone=Tone.PRIMARY, padding=SPACE_12)
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        row.addWidget(Plate("shield_checkmark", Tone.PRIMARY, 32), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Paragraph(session.said(_PROMISE), Type.META), 1, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(row)


def told(receipt: Receipt, session: Session) -> tuple[StateLook, str, str]:
    """A receipt in words: how it went and when, and what it carried."""
    content, said, clock = receipt.content, session.said, session.profile.clock
    finished, now = int(content["finished"]), clock.now()
    look, how = _outcome(content, session)
    title = f"{say_moment(finished, now, clock.tz(now), session.language)} · {how}"
    seconds = max(1, round((finished - int(content["started"])) / 1000))
    took = said(_TOOK_MIN, m=seconds // 60, s=seconds % 60) if seconds >= 60 else said(_TOOK_S, s=seconds)
    size = size_of(int(content.get("bytes_up", 0)) + int(content.get("bytes_down", 0)))
    facts = [said(_FACTS, sent=content["sent"], received=content["received"]), size, said(_TOOK, took=took)]
    return look, title, said(COMMA).join(filter(None, facts))


def _outcome(content: dict[str, Any], session: Session) -> tuple[StateLook, str]:
    error, attention = content.get("error"), content.get("attention") or []
    if error and error["code"] != FILES_TOMORROW:
        words = {"cancelled": _STOPPED, "network": _CUT_SHORT, "busy": _CUT_SHORT}.get(
            error["kind"], _NOT_MADE
        )
        return _WARN, session.said(words)
    if attention:
        return _WARN, session.said(_ATTENDED, count=len({one["id"] for one in attention}))
    files = content.get("attachments") or {}
    if files.get("waiting"):
        return _NEXT_LOOK, session.said(_FILES_WAIT, count=files["waiting"])
    return _OK, session.said(_DELIVERED)
