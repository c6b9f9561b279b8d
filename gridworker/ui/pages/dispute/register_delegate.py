"""How a line of the register is painted: one delegate for all its columns."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from gridworker.domain.kinds import KINDS
from gridworker.environment.labels import Labels
from gridworker.operations.disputes import DisputeRow
from gridworker.ui.pages.dispute import wording
from gridworker.ui.pages.dispute.register_model import ROW, RegisterModel
from gridworker.ui.session import Session
from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets import drawing
from gridworker.ui.widgets.painting import write

_PAD, _BEHIND = SPACE_12, 6
_STAGES = 7


class RegisterDelegate(QStyledItemDelegate):
    """Paints cells; `today` decides what is late."""

    def __init__(self, session: Session, view: QTableView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self.today = date(1970, 1, 1)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        t = theme.current().tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        where = QRectF(option.rect)  # type: ignore[attr-defined]  # the stubs leave the fields of options out
        state = option.state  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected:
            # One pixel over the edge: at broken scales a hairline would stand between the cells.
            painter.fillRect(where.adjusted(0, 0, 1, 0), theme.current().colour("primary_soft"))
        painter.fillRect(
            QRectF(where.left(), where.bottom() - t.border, where.width() + 1, t.border),
            theme.current().colour("line"),
        )
        row: DisputeRow | None = index.data(ROW)
        inside = where.adjusted(_PAD, 0, -_BEHIND, 0)
        if row is not None:
            self._cell(painter, inside, row, index.column())
        elif index.column() == 0:
            self._gone(painter, inside, index.row())
        if index.column() == 0 and index.row() == self._view.currentIndex().row() and self._view.hasFocus():
            bar = QRectF(where.left(), where.top() + 4, 4, where.height() - 9)
            painter.fillRect(bar, theme.current().colour("primary"))
        painter.restore()

    def _cell(self, painter: QPainter, where: QRectF, row: DisputeRow, column: int) -> None:
        middle, labels = where.center().y(), self._session.labels
        if column == 0:
            self._title(painter, where, row)
        elif column == 1 and row.type:
            tone = wording.TYPE_TONES.get(row.type, Tone.NEUTRAL)
            drawing.draw_tag(painter, where.left(), middle, wording.type_word(row.type, labels), tone)
        elif column == 2:
            self._progress(painter, where, row)
        elif column == 3 and row.risk:
            tone = wording.RISK_TONES.get(row.risk, Tone.NEUTRAL)
            drawing.draw_tag(painter, where.left(), middle, labels.choice("dispute", "risk", row.risk), tone)
        elif column == 4:
            self._due(painter, where, row)
        elif column == 5:
            drawing.draw_state(painter, where.left(), middle, row.sync, labels.word("sync_states", row.sync))

    def _title(self, painter: QPainter, where: QRectF, row: DisputeRow) -> None:
        t, language = theme.current().tokens, self._session.language
        names = " / ".join(row.parties[:3]) + ("…" if len(row.parties) > 3 else "")
        below = " · ".join(part for part in (names, wording.number_of(row.body, language)) if part)
        title = row.title or self._session.said(wording.UNTITLED)
        self._two_lines(painter, where, (title, t.text, True), below, pinned=row.id in self._session.pins)

    def _two_lines(
        self, painter: QPainter, where: QRectF, first: tuple[str, str, bool], second: str, *, pinned: bool
    ) -> None:
        now = theme.current()
        text, ink, bold = first
        upper, lower = now.metrics(Type.BODY, bold), now.metrics(Type.META)
        top = where.center().y() - (upper.height() + lower.height() + 2) / 2
        cut = Qt.TextElideMode.ElideRight
        width = int(where.width())
        painter.setFont(now.font(Type.BODY, bold))
        line = QRectF(where.left(), top, where.width(), upper.height())
        if pinned:
            line.setLeft(line.left() + drawing.draw_pin(painter, line.left(), line.center().y()))
        write(painter, line, upper.elidedText(text, cut, int(line.width())), ink)
        painter.setFont(now.font(Type.META))
        line = QRectF(where.left(), top + upper.height() + 2, where.width(), lower.height())
        write(painter, line, lower.elidedText(second, cut, width), now.tokens.text2)

    def _progress(self, painter: QPainter, where: QRectF, row: DisputeRow) -> None:
        now = theme.current()
        metrics = now.metrics(Type.META)
        bar = max(4, now.px(6))
        top = where.center().y() - (bar + 6 + metrics.height()) / 2
        drawing.draw_steps(painter, where.left(), top + bar / 2, row.course.current, len(row.course.stages))
        painter.setFont(now.font(Type.META))
        word = wording.progress(row.body, row.course, self._session.labels)
        line = QRectF(where.left(), top + bar + 6, where.width(), metrics.height())
        shown = metrics.elidedText(word, Qt.TextElideMode.ElideRight, int(where.width()))
        write(painter, line, shown, now.tokens.text2)

    def _due(self, painter: QPainter, where: QRectF, row: DisputeRow) -> None:
        now = theme.current()
        word, tone = wording.due_word(row.due, self.today, self._session.language)
        painter.setFont(now.font(Type.LABEL, bold=tone is Tone.DANGER))
        ink = now.tokens.text2 if tone is Tone.NEUTRAL else now.tokens.tone(tone).text
        write(painter, where, word, ink)

    def _gone(self, painter: QPainter, where: QRectF, line: int) -> None:
        model = self._view.model()
        if isinstance(model, RegisterModel) and model.is_gone(line):
            painter.setFont(theme.current().font(Type.BODY))
            write(painter, where, self._session.said(wording.GONE), theme.current().tokens.text3)


def row_height() -> int:
    """Two lines with air."""
    now = theme.current()
    lines = now.metrics(Type.BODY, bold=True).height() + now.metrics(Type.META).height() + 2
    return max(56, lines + 18)


def column_widths(labels: Labels) -> list[int]:
    """The widths of all columns but the first, which takes the rest; every type has room in its own."""
    px, codes = theme.current().px, KINDS["dispute"].fields["type"].choices
    types = max(drawing.tag_width(wording.type_word(code, labels)) for code in codes)
    others = (164, 92, 112, 112) if labels.language == "en" else (158, 72, 104, 104)
    return [types + _PAD + _BEHIND, *map(px, others)]
