"""Two questions over the file: why numbers are to be shown, and which old value is to be put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.documents.values import Reading, plain
from gridworker.domain.kinds import KINDS
from gridworker.domain.masking import mask_numbers
from gridworker.domain.paths import Names, target
from gridworker.environment.language import Words
from gridworker.operations.history import Change
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.forms.reason_sheet import ReasonSheet
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.scroll_column import ScrollColumn
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.signs import Divider
from gridworker.ui.widgets.text import Label, Paragraph

_REVEAL = Words("显示{name}的完整号码", "Show {name}'s numbers in full")
_REASONS = (
    Words("联系当事人", "To call the party"),
    Words("核对身份", "To check identity"),
    Words("制作文书", "To write papers"),
)
_SHOW = Words("显示", "Show")
_CLOSE = Words("关闭", "Close")
_HISTORY = Words("修改历史", "History of changes")
_NOTHING = Words("登记以后还没有改动过。", "Nothing was changed since it was registered.")
_PARTIAL = Words(
    "现在没有网络，只列出这台电脑上的改动；联网后可以看到全部。",
    "Without a network only this computer's changes are listed.",
)
_PUT_BACK = Words("恢复旧值", "Put back")
_BY = Words("{when} · {name}", "{when} · {name}")
_COLLEAGUE = Words("同事", "A colleague")
_BLANK = Words("（空）", "(blank)")
_SECRET = ("id_number", "phone")


def reason_to_see(session: Session, name: str, parent: QWidget) -> ReasonSheet:
    """Asks why somebody's numbers are to be shown."""
    said = session.said
    return ReasonSheet(
        session, said(_REVEAL, name=name), said(_SHOW), "eye", [said(one) for one in _REASONS], parent
    )


class ChangesSheet(Sheet):
    """Every value that was changed, old and new. `put_back` carries the `Change` to reverse."""

    put_back = Signal(object)

    def __init__(
        self,
        session: Session,
        changes: Sequence[Change],
        people: Mapping[str, str],
        *,
        partial: bool,
        parent: QWidget,
    ) -> None:
        said = session.said
        super().__init__(parent, said(_HISTORY), 720, 480)
        self._session, self._people = session, people
        self._changes = list(changes)
        if partial:
            self.column.addWidget(SignLine("cloud_off", Tone.WARN, said(_PARTIAL), Type.LABEL))
        rows = ScrollColumn(gap=SPACE_12)
        for number, change in enumerate(self._changes):
            if number:
                rows.column.addWidget(Divider())
            rows.column.addWidget(self._row(number, change))
        if not self._changes:
            rows.column.addWidget(Paragraph(said(_NOTHING), Type.BODY, tone=Tone.NEUTRAL))
        rows.column.addStretch(1)
        self.column.addWidget(rows, 1)
        close = Button(said(_CLOSE), key="Esc")
        self.foot(close)
        close.setFocus()

    def _row(self, number: int, change: Change) -> QWidget:
        session = self._session
        clock = session.profile.clock
        now = clock.now()
        when = say_moment(change.at, now, clock.tz(now), session.language)
        name = self._people.get(change.by) or session.said(_COLLEAGUE)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, SPACE_8, 0)
        words = QVBoxLayout()
        words.setSpacing(SPACE_4)
        head = QHBoxLayout()
        head.addWidget(Label(session.labels.path("dispute", change.path), Type.BODY, bold=True))
        head.addWidget(Label(session.said(_BY, when=when, name=name), Type.META))
        head.addStretch(1)
        words.addLayout(head)
        blank = session.said(_BLANK)
        old, new = (value_text(session, change.path, value) or blank for value in (change.old, change.new))
        words.addWidget(SignLine("subtract", Tone.DANGER, old, Type.LABEL))
        words.addWidget(SignLine("add", Tone.OK, new, Type.LABEL))
        line.addLayout(words, 1)
        if change.restorable:
            button = Button(session.said(_PUT_BACK), icon="arrow_counterclockwise")
            button.setAutoDefault(False)
            button.setProperty("number", number)
            button.clicked.connect(self._on_put_back)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    @Slot()
    def _on_put_back(self) -> None:
        button = self.sender()
        if button is not None:
            self.put_back.emit(self._changes[int(button.property("number"))])
            self.accept()


def value_text(session: Session, path: str, value: object) -> str:
    """A value at a path as people read it, numbers of persons covered."""
    kind = KINDS["dispute"]
    where = target(kind, path)
    if value is None:
        return ""
    if path.rsplit("/", 1)[-1] in _SECRET:
        return "*" * len(str(value))
    reading = Reading("dispute", session.labels)
    if where.names is Names.ELEMENT and where.field and isinstance(value, dict):
        shown = {name: item for name, item in value.items() if name not in _SECRET}
        return mask_numbers(reading.members(where.segments[0], where.field, shown))
    parts = where.segments
    text = reading.text("/".join(parts[:1] + parts[2:]), where.field, value) if where.field else plain(value)
    return mask_numbers(text)
