"""The right column of 今天: what waits to be sent, where the week's rounds went, and drafts to go on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.operations.agenda import Week
from gridworker.operations.coverage import Coverage
from gridworker.operations.drafts import DraftCard
from gridworker.operations.overview import Overview
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_4, SPACE_8, SPACE_16, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.bars import Bar, Bars
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.cut import Cut
from gridworker.ui.widgets.kind_signs import sign_of
from gridworker.ui.widgets.ring import Legend, Part, Ring
from gridworker.ui.widgets.signs import Plate
from gridworker.ui.widgets.text import Label, Paragraph, SectionTitle

_WAITING = Words("待同步", "To sync")
_NEVER = Words("还没有同步过", "Not synced yet")
_UNIT = Words("条待上传", "to send")
_REST = Words("其他", "Other")
_ALL_SENT = Words("全部已送达，可以放心关机。", "All delivered. You may switch off.")
_FILES = Words(
    "记录都已送达，还有 {files} 个照片、文件没传完。",
    "Records delivered; {files} photos and files still wait.",
)
_NEEDING = Words("{count} 条需要您处理，其余的都已送达。", "{count} need you; everything else is delivered.")
_NOTHING = Words("没有要送的记录。", "Nothing to send.")
_SYNC = Words("立即同步", "Sync now")
_SYNCING = Words("正在同步", "Syncing")
_LOOK = Words("看进度", "See progress")
_WEEK = Words("近七天巡查到的地点", "Places patrolled in 7 days")
_PLACES = Words("{count} 处", "{count}")
_COVERED = Words("必巡点覆盖", "Points covered")
_OF_ALL = Words("{done}/{all} 处", "{done} of {all}")
_HOW = Words(
    "在各自间隔天数内巡到的必巡点；下面是每天巡到的地点数。",
    "Points patrolled within their days; below, places patrolled each day.",
)
_DAYS = Words("一二三四五六日", "MTWTFSS")
_DRAFTS = Words("草稿", "Drafts")
_GO_ON = Words("继续", "Go on")
_UNNAMED = Words("还没有写标题", "Not named yet")
_MORE = Words("另有 {count} 份，在各自的页面里。", "{count} more, on their own pages.")
_KEPT = Words("{kind} · {when}", "{kind} · {when}")
_BARS, _LOW_BARS = 66, 50
MOST_KINDS = 4
MOST_DRAFTS = 2


class WaitingCard(Card):
    """The ring of what waits, by kind, and the button that sends it; `pressed` fires for the button."""

    pressed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(padding=SPACE_16)
        self.column.setSpacing(SPACE_8)
        self._session = session
        self._last = Label("", Type.META)
        self.column.addWidget(SectionTitle(session.said(_WAITING), right=self._last))
        self._ring, self._legend = Ring(100, 10), Legend()
        self._sent = Paragraph(session.said(_ALL_SENT), Type.LABEL, tone=Tone.OK)
        row = QHBoxLayout()
        row.setSpacing(SPACE_16)
        row.addWidget(self._ring)
        row.addWidget(self._legend, 1)
        row.addWidget(self._sent, 1, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(row)
        self._button = Button(session.said(_SYNC), Weight.PRIMARY, "arrow_sync", "F5")
        self._button.clicked.connect(self.pressed)
        self.column.addWidget(self._button)

    def show_waiting(self, waiting: Mapping[str, int], stand: Overview) -> None:
        """How many records of each kind wait, and how things stand beside them."""
        said, named, clock = self._session.said, self._session.labels, self._session.profile.clock
        now, last = clock.now(), stand.last_sync
        self._last.setText(
            say_moment(last, now, clock.tz(now), self._session.language) if last else said(_NEVER)
        )
        # What was looked up goes along, but nobody counts it as work done.
        kinds = sorted(waiting.items(), key=lambda item: item[0] == "access")
        parts = [(named.kind(kind), Part(count, sign_of(kind)[1])) for kind, count in kinds]
        if len(parts) > MOST_KINDS:
            rest = sum(part.amount for _, part in parts[MOST_KINDS - 1 :])
            parts = [*parts[: MOST_KINDS - 1], (said(_REST), Part(rest, Tone.NEUTRAL))]
        total = sum(waiting.values())
        self._ring.set_parts([part for _, part in parts], f"{total:,}", said(_UNIT))
        self._legend.set_rows(parts)
        self._legend.setVisible(total > 0)
        self._sent.setVisible(total == 0)
        words, tone = _at_rest(stand)
        self._sent.set_text(said(words, files=stand.files.waiting, count=stand.needing))
        self._sent.set_tone(tone)

    def show_syncing(self, syncing: bool) -> None:
        """While a sync runs the button leads to its progress."""
        self._button.set_text(self._session.said(_SYNCING if syncing else _SYNC))
        self._button.setAccessibleDescription(self._session.said(_LOOK) if syncing else "F5")


def _at_rest(stand: Overview) -> tuple[Words, Tone]:
    """What is said where no record waits."""
    if stand.needing:
        return _NEEDING, Tone.WARN
    if not stand.last_sync:
        return _NOTHING, Tone.OK
    return (_FILES if stand.files.waiting else _ALL_SENT), Tone.OK


class WeekCard(Card):
    """How far the points that must be visited are covered, and how many places were patrolled on each of seven days.

    Not to be shown before it `has_places`. Where the registry has no such points, the places of the week are counted.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(padding=SPACE_16)
        self.column.setSpacing(SPACE_8)
        self._session = session
        self._count = Label("", Type.META)
        self._title = SectionTitle(session.said(_WEEK), right=self._count)
        self.column.addWidget(self._title)
        self._bars = Bars(session.said(_WEEK), _BARS)
        self.column.addWidget(self._bars)
        self.has_places = False
        self.hide()

    def fit_into(self, room: int) -> None:
        """Shown where it has something to show in `room` pixels of height: with lower bars or none, if it must be."""
        margins = self.column.contentsMargins()
        title = margins.top() + self._title.sizeHint().height() + margins.bottom()
        # Reckoned, not tried: a part that is shown has the whole page laid out, which asks for this anew.
        for bars, space in ((_BARS, SPACE_8), (_LOW_BARS, SPACE_4), (0, 0)):
            height = title + space + self.theme.px(bars)
            if height <= room:
                break
        self._bars.set_height(bars or _LOW_BARS)
        self.column.setSpacing(space)
        self._bars.setVisible(bars > 0)
        self.setVisible(self.has_places and height <= room)

    def show_week(self, week: Week, coverage: Coverage) -> None:
        """Show these days, the last being today, and the points as they stand."""
        said, points = self._session.said, len(coverage.points)
        days = self._session.said(_DAYS)
        last = len(week.days) - 1
        self._bars.set_bars(
            [Bar(days[day.weekday()], count, at == last) for at, (day, count) in enumerate(week.days)]
        )
        self._title.title.setText(said(_COVERED if points else _WEEK))
        places, covered = said(_PLACES, count=week.places), said(_OF_ALL, done=coverage.covered, all=points)
        self._count.setText(covered if points else places)
        self.setToolTip(said(_HOW) if points else "")
        self.has_places = week.places > 0 or points > 0


class DraftsCard(Card):
    """The latest drafts, each with the way back into it; hidden while there are none."""

    def __init__(self, session: Session) -> None:
        super().__init__(padding=SPACE_16)
        self.column.setSpacing(SPACE_8)
        self._session = session
        self._count = Label("", Type.META)
        self.column.addWidget(SectionTitle(session.said(_DRAFTS), right=self._count))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_8)
        self.column.addLayout(self._rows)
        self.hide()

    def show_drafts(self, drafts: Sequence[DraftCard]) -> None:
        """Show these, the latest first."""
        while self._rows.count():
            widget = self._rows.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        self.setVisible(bool(drafts))
        self._count.setText(f"{len(drafts)}")
        for draft in drafts[:MOST_DRAFTS]:
            row = self._row(draft)
            self._rows.addWidget(row)
            # At once, so that it is measured.
            row.show()
        if len(drafts) > MOST_DRAFTS:
            left = len(drafts) - MOST_DRAFTS
            self._rows.addWidget(Paragraph(self._session.said(_MORE, count=left), Type.META))

    def _row(self, draft: DraftCard) -> QWidget:
        session, clock = self._session, self._session.profile.clock
        icon, tone = sign_of(draft.kind)
        kind, title = session.labels.kind(draft.kind), draft.title or session.said(_UNNAMED)
        now = clock.now()
        when = say_moment(draft.saved_at, now, clock.tz(now), session.language)
        row, words = QWidget(), QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Cut(title, Type.LABEL))
        words.addWidget(Cut(session.said(_KEPT, kind=kind, when=when), Type.META))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_8 + SPACE_4)
        line.addWidget(Plate(icon, tone, 36), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)
        go_on = Button(session.said(_GO_ON), Weight.SOFT)
        go_on.setAccessibleName(f"{session.said(_GO_ON)} {kind} · {title}")
        go_on.clicked.connect(partial(session.go, draft.kind, draft.id))
        line.addWidget(go_on)
        return row
