"""修改历史: every value of a record that was changed, by whom and when, and the old one to put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.documents.values import plain
from gridworker.domain.errors import Trouble
from gridworker.domain.kinds import KINDS
from gridworker.domain.masking import mask_numbers
from gridworker.domain.paths import Names, target
from gridworker.environment.language import Words
from gridworker.operations import history
from gridworker.operations.history import Change
from gridworker.ui.forms.days import reading
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_12, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.scroll_column import ScrollColumn
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.signs import Divider
from gridworker.ui.widgets.text import Label, Paragraph

_CLOSE = Words("关闭", "Close")
_HISTORY = Words("修改历史", "History of changes")
_NOTHING = Words("记下以后还没有改动过。", "Nothing was changed since it was recorded.")
_PARTIAL = Words(
    "现在没有网络，只列出这台电脑上的改动；联网后可以看到全部。",
    "Without a network only this computer's changes are listed.",
)
_PUT_BACK = Words("恢复旧值", "Put back")
_BY = Words("{when} · {name}", "{when} · {name}")
_COLLEAGUE = Words("同事", "A colleague")
_BLANK = Words("（空）", "(blank)")
_SECRET = ("id_number", "phone")


class Past(NamedTuple):
    """What became of a record: its changes, the names of who made them, and whether only this computer's are known."""

    changes: Sequence[Change]
    people: Mapping[str, str]
    partial: bool


async def past_of(session: Session, kind: str, seen: Mapping[str, Any]) -> Past:
    """Asks the district, where there is a network, else this computer alone."""
    record, rows, partial = str(seen["id"]), list[dict[str, Any]](), True
    if session.link.found == "online":
        from gridworker.sync.history import server_history

        try:
            rows, partial = await session.run(server_history, record), False
        except Trouble:
            partial = True
    ops = await session.run(history.ops_of, record, rows)
    people = await session.run(history.people_of, dict(seen), ops)
    return Past(history.changes(KINDS[kind], dict(seen), ops), people, partial)


class ChangesSheet(Sheet):
    """Every value that was changed, old and new. `put_back` carries the `Change` to reverse."""

    put_back = Signal(object)

    def __init__(
        self,
        session: Session,
        kind: str,
        past: Past,
        parent: QWidget,
        *,
        closed: bool = False,
    ) -> None:
        """Where it is `closed` to changes nothing can be put back."""
        said = session.said
        super().__init__(parent, said(_HISTORY), 720, 480)
        self._session, self._kind, self._people, self._closed = session, kind, past.people, closed
        self._changes = list(past.changes)
        if past.partial:
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
        head.addWidget(Label(session.labels.path(self._kind, change.path), Type.BODY, bold=True))
        head.addWidget(Label(session.said(_BY, when=when, name=name), Type.META))
        head.addStretch(1)
        words.addLayout(head)
        blank = session.said(_BLANK)
        old, new = (
            value_text(session, self._kind, change.path, value) or blank for value in (change.old, change.new)
        )
        words.addWidget(SignLine("subtract", Tone.DANGER, old, Type.LABEL))
        words.addWidget(SignLine("add", Tone.OK, new, Type.LABEL))
        line.addLayout(words, 1)
        if change.restorable and not self._closed:
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


def value_text(session: Session, kind: str, path: str, value: object) -> str:
    """A value at a path as people read it, numbers of persons covered."""
    where = target(KINDS[kind], path)
    if value is None:
        return ""
    if path.rsplit("/", 1)[-1] in _SECRET:
        return "*" * len(str(value))
    read = reading(session, kind)
    if where.names is Names.ELEMENT and where.field and isinstance(value, dict):
        shown = {name: item for name, item in value.items() if name not in _SECRET}
        return mask_numbers(read.members(where.segments[0], where.field, shown))
    parts = where.segments
    text = read.text("/".join(parts[:1] + parts[2:]), where.field, value) if where.field else plain(value)
    return mask_numbers(text)
