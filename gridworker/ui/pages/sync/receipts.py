"""All receipts of this laptop, newest first: what was delivered, when, and how a sync ended that did not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.environment.marks import COMMA
from gridworker.environment.wording import sentence
from gridworker.operations.delivery import Receipt
from gridworker.ui.pages.sync.aside import told
from gridworker.ui.session import Session
from gridworker.ui.theme.icons import draw_icon
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, Type
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.painting import write
from gridworker.ui.widgets.row_list import RowDelegate, RowList, RowModel
from gridworker.ui.widgets.sheet import Sheet

_TITLE = Words("同步记录", "Receipts")
_NUMBER = Words("回执第 {number} 号", "Receipt no. {number}")
_CLOSE = Words("关闭", "Close")
MOST = 500


class _Model(RowModel):
    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session

    def words(self, row: Receipt) -> str:
        _, title, facts = told(row, self.session)
        return self.session.said(COMMA).join((title, facts))


class _Delegate(RowDelegate):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def draw(self, painter: QPainter, where: QRectF, row: Receipt, *, lit: bool) -> None:
        now, t = self.theme, self.theme.tokens
        look, title, facts = told(row, self._session)
        error = row.content.get("error")
        if error and error["kind"] != "cancelled":
            facts = sentence(error["code"], self._session.language)
        side = now.px(20)
        colours = t.tone(look.tone)
        icon = QRectF(where.left() + SPACE_8, where.center().y() - side / 2, side, side)
        draw_icon(painter, icon, look.icon, colours.strong, look.filled)
        left = icon.right() + SPACE_12
        number = self._session.said(_NUMBER, number=row.number)
        painter.setFont(now.font(Type.META))
        room = painter.fontMetrics().horizontalAdvance(number) + SPACE_8
        right = QRectF(where.right() - room - SPACE_8, where.top(), room, where.height())
        write(painter, right, number, t.text2 if lit else t.text3, Qt.AlignmentFlag.AlignRight)
        high, low = now.metrics(Type.BODY).height(), now.metrics(Type.META).height()
        top, wide = where.center().y() - (high + low) / 2, right.left() - left - SPACE_8
        for font, text, height, ink in (
            (now.font(Type.BODY), title, high, t.text),
            (now.font(Type.META), facts, low, t.text2),
        ):
            painter.setFont(font)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(wide))
            write(painter, QRectF(left, top, wide, height), shown, ink)
            top += height


class ReceiptsSheet(Sheet):
    """The list; Escape or the button closes it."""

    def __init__(self, session: Session, receipts: Sequence[Receipt], parent: QWidget) -> None:
        super().__init__(parent, session.said(_TITLE), 640, 480)
        model = _Model(session, self)
        self.list = RowList(session.said(_TITLE), model, _Delegate(session))
        model.set_rows(receipts)
        self.column.addWidget(self.list, 1)
        self.foot(Button(session.said(_CLOSE), key="Esc"))
        self.list.setFocus()
