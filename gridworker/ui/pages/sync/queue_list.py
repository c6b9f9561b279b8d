"""The queue of the sync page: a record a row, where it stands, why, and what there is to do about it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from gridworker.environment.labels import labels
from gridworker.environment.language import Words
from gridworker.environment.marks import COMMA, LISTED
from gridworker.environment.wording import op_sentence
from gridworker.operations.delivery import Parcel
from gridworker.store.queue import Parts, Queued
from gridworker.ui.forms.returned import why
from gridworker.ui.forms.sizes import size_of
from gridworker.ui.theme.measures import CONTROL_RADIUS, SPACE_8, SPACE_12, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.drawing import STATES, StateLook
from gridworker.ui.widgets.kind_signs import sign_of
from gridworker.ui.widgets.painting import box, write
from gridworker.ui.widgets.row_list import RowDelegate, RowModel

LOOKS = {
    "conflict": (STATES["conflict"], Words("待您选择", "Choose")),
    "refused": (STATES["refused"], Words("被退回", "Returned")),
    "file_refused": (STATES["refused"], Words("文件未收", "File refused")),
    "sealed": (STATES["quarantine"], Words("已封存", "Sealed")),
    "review": (STATES["review"], Words("待上级审核", "In review")),
    "waiting": (StateLook("clock", True, Tone.INFO), Words("等待", "Waits")),
    "files": (StateLook("clock", True, Tone.INFO), Words("等传文件", "Files wait")),
    "sending": (STATES["sending"], Words("上传中", "Sending")),
    "sent": (STATES["synced"], Words("已上传", "Delivered")),
}
NEEDS = frozenset({"conflict", "refused", "file_refused"})
_ACTIONS = {
    "conflict": Words("比对", "Compare"),
    "refused": Words("去修改", "Mend"),
    "file_refused": Words("去修改", "Mend"),
    "sealed": Words("导出", "Export"),
}
_RETURNED_STATES = frozenset({"refused", "file_refused"})
_SEALED = Words(
    "已不由您负责，没处理完的改动留在本机，可导出交给管理员",
    "No longer yours; what is not settled stays here and can be exported",
)
_OTHER_SIDE = Words("服务器上的同一条记录已被{by}修改", "{by} changed the same record on the server")
_SOMEBODY = Words("另一台电脑", "another computer")
_CHANGES = Words("{ops} 处改动", "{ops} changes")
_ONE = Words("等联网后上传", "goes up with the next sync")
_ARRIVED = Words("街道服务器已收到", "the server has it")
_PHOTOS, _OTHERS = Words("照片 {count} 张", "{count} photos"), Words("文件 {count} 个", "{count} files")
_WITH_FILES = Words("{what}，{files}", "{what}, {files}")
_FILES_ONLY = Words("记录已送达，还有{files}没传", "Delivered; {files} still to go")
_FILES_GO = Words("正在上传，还有{files}", "On the way: {files} to go")
_NOT_TAKEN = {
    "TOO_LARGE": Words(
        "“{name}”太大，服务器收不下，请换一份小些的",
        '"{name}" is more than the server takes; add a smaller one',
    ),
    "WRONG_HASH": Words("“{name}”在本机已损坏，请重新添加", '"{name}" is damaged here; please add it again'),
}
_NOT_TAKEN_ELSE = Words("服务器没有收“{name}”，请重新添加", 'The server did not take "{name}"; add it again')
_UNTITLED = Words("（没有标题）", "(no title)")


class Row(NamedTuple):
    """A record of the queue; `parcel` is None until its words have been read."""

    queued: Queued
    state: str
    parcel: Parcel | None
    language: str

    @property
    def title(self) -> str:
        """The kind and what the record is called."""
        kind = labels(self.language).kind(self.queued.kind) if self.queued.kind else ""
        name = self.parcel.title if self.parcel else "…"
        return " · ".join(filter(None, (kind, name or _UNTITLED.said(self.language))))

    @property
    def remark(self) -> str:
        """Why it stands where it stands."""
        said, parcel = self.language, self.parcel
        match self.state:
            case "conflict":
                return _OTHER_SIDE.said(said, by=(parcel.by if parcel else "") or _SOMEBODY.said(said))
            case "refused":
                return why(parcel, said) if parcel else ""
            case "file_refused":
                return not_taken(self.queued.files, said)
            case "sealed":
                return _SEALED.said(said)
            case "review":
                return op_sentence("NEED_REVIEW", said)
            case "sent":
                return _ARRIVED.said(said)
            case "files" | "sending" if self.queued.state == "files":
                words = _FILES_ONLY if self.state == "files" else _FILES_GO
                return words.said(said, files=counted(self.queued.files, said))
        several = self.queued.ops > 1
        what = _CHANGES.said(said, ops=self.queued.ops) if several else _ONE.said(said)
        files = counted(self.queued.files, said)
        return _WITH_FILES.said(said, what=what, files=files) if files else what

    @property
    def action(self) -> str:
        """What the button of the row says; "" where there is nothing to do."""
        return _ACTIONS[self.state].said(self.language) if self.state in _ACTIONS else ""


def counted(files: Parts, language: str) -> str:
    """How many photos and files wait; "" for none."""
    parts = [
        words.said(language, count=count)
        for words, count in ((_PHOTOS, files.photos), (_OTHERS, files.others))
        if count
    ]
    return LISTED.said(language).join(parts)


def not_taken(files: Parts, language: str) -> str:
    """Which file the district did not take, and what to do about it; of several the first."""
    name, code = files.refused[0]
    return _NOT_TAKEN.get(code, _NOT_TAKEN_ELSE).said(language, name=name)


class QueueModel(RowModel):
    """Rows by record."""

    def key(self, row: Row) -> str:
        return row.queued.record

    def words(self, row: Row) -> str:
        parts = (row.title, LOOKS[row.state][1].said(row.language), row.remark)
        return COMMA.said(row.language).join(filter(None, parts))


class QueueDelegate(RowDelegate):
    """Plate, title, reason, size, state, and the button of what needs a person."""

    def height(self) -> int:
        return super().height() + self.theme.px(4)

    def acting(self, where: QRectF, row: Row) -> QRectF:
        wide = self._button_width(row.language)
        high = self.theme.px(34)
        top = where.center().y() - high / 2
        return QRectF(where.right() - wide - SPACE_8, top, wide, high) if row.action else QRectF()

    def draw(self, painter: QPainter, where: QRectF, row: Row, *, lit: bool) -> None:
        now, t, middle = self.theme, self.theme.tokens, where.center().y()
        icon, tone = sign_of(row.queued.kind)
        side = now.px(38)
        drawing.draw_plate(painter, QPointF(where.left() + SPACE_8 + side / 2, middle), side, icon, tone)
        left = where.left() + SPACE_8 + side + SPACE_12
        right = where.right() - SPACE_8 - self._button_width(row.language) - SPACE_12
        if row.action:
            self._button(painter, self.acting(where, row), row, lit=lit)
        look, word = LOOKS[row.state]
        wide = max(drawing.state_width(one.said(row.language)) for _, one in LOOKS.values())
        drawing.draw_status(painter, right - wide, middle, look, word.said(row.language))
        right -= wide + SPACE_16
        size = size_of(row.queued.size + row.queued.files.size)
        painter.setFont(now.font(Type.META))
        room = now.metrics(Type.META).horizontalAdvance("000.0 MB")
        write(
            painter,
            QRectF(right - room, where.top(), room, where.height()),
            size,
            t.text3,
            Qt.AlignmentFlag.AlignRight,
        )
        self._words(painter, QRectF(left, where.top(), right - room - SPACE_12 - left, where.height()), row)

    def _button_width(self, language: str) -> int:
        words = (action.said(language) for action in _ACTIONS.values())
        return max(
            self.theme.metrics(Type.LABEL, bold=True).horizontalAdvance(word) for word in words
        ) + self.theme.px(32)

    def _button(self, painter: QPainter, where: QRectF, row: Row, *, lit: bool) -> None:
        t = self.theme.tokens
        soft = row.state == "conflict"
        line = t.primary if soft and (lit or t.border > 1) else None if soft else t.line_strong
        box(painter, where, CONTROL_RADIUS, t.primary_soft if soft else t.surface, line, t.border)
        painter.setFont(self.theme.font(Type.LABEL, bold=soft))
        write(painter, where, row.action, t.primary_text if soft else t.text, Qt.AlignmentFlag.AlignHCenter)

    def _words(self, painter: QPainter, where: QRectF, row: Row) -> None:
        t, now = self.theme.tokens, self.theme
        title, remark = now.metrics(Type.BODY, bold=True).height(), now.metrics(Type.META).height()
        top = where.center().y() - (title + remark) / 2
        for font, text, high, ink in (
            (now.font(Type.BODY, bold=True), row.title, title, t.text),
            (
                now.font(Type.META),
                row.remark,
                remark,
                t.danger_text if row.state in _RETURNED_STATES else t.text2,
            ),
        ):
            painter.setFont(font)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(where.width()))
            write(painter, QRectF(where.left(), top, where.width(), high), shown, ink)
            top += high
