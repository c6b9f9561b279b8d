"""What went up to the desk and what came down: events, tasks of the district, and notes for later."""

from typing import NamedTuple

from gridworker.cli.demo.dice import dice
from gridworker.cli.demo.sample_record import Fields, SampleEdit, SampleRecord
from gridworker.cli.demo.story import Story
from gridworker.cli.demo.written import Event, Note, Task
from gridworker.domain.dates import CHINA_MINUTES
from gridworker.domain.ids import IdMaker

_HOUR = 3_600_000
_DAYS_TO_HANDLE = 3


class _Move(NamedTuple):
    """A step of an event's flow: the state it leads to, how long after the one before, what is said."""

    state: str
    hours: float
    action: str
    by_desk: bool = True


_MOVES = {
    "returned": [_Move("returned", 0.6, "退回")],
    "closed": [
        _Move("accepted", 0.4, "受理"),
        _Move("assigned", 0.3, "分派"),
        _Move("handling", 1.5, "处置"),
        _Move("handled", 5, "办结反馈"),
        _Move("verified", 19, "现场核查", by_desk=False),
        _Move("closed", 2, "结案"),
    ],
}


class MatterWriter:
    """Writes events, tasks and notes of a story."""

    def __init__(self, story: Story) -> None:
        self._story = story

    def month(self) -> list[SampleRecord]:
        """All of them."""
        written = self._story.content.matters
        return [
            *(self._event(event) for event in written.events),
            *(self.task(task) for task in written.tasks),
            *(self._note(note) for note in written.notes),
        ]

    def task(self, task: Task) -> SampleRecord:
        """A task of the district's desk for one worker, done or dismissed where it says so."""
        diary, assignee = self._story.diary, self._story.workers[task.worker].id
        at_ms = diary.moment(task.day, task.time)
        fields: Fields = {"title": task.title, "text": task.text, "type": task.type, "assignee": assignee}
        fields |= {"due_at": diary.moment(task.due, "17:30"), "status": "open"}
        fields |= {"about_id": task.about} if task.about else {}
        edits: tuple[SampleEdit, ...] = ()
        if task.result:
            done = {"status": "done", "result": task.result}
            edits = (SampleEdit(diary.moment(task.due, "16:50"), assignee, done),)
        if task.dismissed:
            dropped = {"status": "dismissed", "result": task.dismissed}
            edits = (SampleEdit(diary.moment(task.due, "09:15"), self._story.desk.id, dropped),)
        return SampleRecord(task.key, "task", self._story.desk.id, at_ms, fields, edits)

    def _event(self, event: Event) -> SampleRecord:
        at_ms = self._story.diary.moment(event.day, event.time)
        worker = self._story.workers[event.worker].id
        on_the_spot = event.until == "spot"
        text = event.text.format(n=dice(self._story.seed, f"event/{event.key}").randint(14, 26))
        fields: Fields = {"type": event.type, "level": event.level, "source": event.source, "text": text}
        fields |= {"at": at_ms, "tz": CHINA_MINUTES, "place": self._story.places.place(event.place)}
        fields["status"] = "closed" if on_the_spot else "reported"
        if on_the_spot:
            fields["result"] = event.result
        edits = () if on_the_spot else tuple(self._flow(event, at_ms, worker))
        return SampleRecord(f"e-{event.key}", "event", worker, at_ms, fields, edits)

    def _flow(self, event: Event, at_ms: int, worker: str) -> list[SampleEdit]:
        new_id = IdMaker(lambda: at_ms, dice(self._story.seed, f"flow/{event.key}").randbytes)
        edits, state, moment = [], "reported", at_ms
        for move in _MOVES["returned" if event.until == "returned" else "closed"]:
            if state == event.until:
                break
            moment += int(move.hours * _HOUR)
            by = self._story.desk.id if move.by_desk else worker
            entry: Fields = {"at": moment, "by": by, "from": state, "to": move.state, "action": move.action}
            if move.state in ("assigned", "returned"):
                entry["opinion"] = event.opinion
            changes = {"status": move.state, f"flow/{new_id()}": entry} | self._told(event, move.state, at_ms)
            edits.append(SampleEdit(moment, by, changes))
            state = move.state
        return edits

    def _told(self, event: Event, state: str, at_ms: int) -> Fields:
        """What else is filled in when an event reaches `state`."""
        if state == "assigned":
            return {"unit": event.unit, "due_at": at_ms + _DAYS_TO_HANDLE * 24 * _HOUR}
        if state == "handled":
            return {"result": event.result}
        return {"rating": event.rating} if state == "closed" and event.rating else {}

    def _note(self, note: Note) -> SampleRecord:
        at_ms = self._story.diary.moment(note.day, note.time)
        worker = self._story.workers[note.worker].id
        fields: Fields = {"text": note.text, "at": at_ms, "tz": CHINA_MINUTES, "status": "open"}
        edits: tuple[SampleEdit, ...] = ()
        if note.became:
            changes = {"status": "converted", "became_id": note.became}
            edits = (SampleEdit(self._story.diary.moment(note.day + 1, "17:10"), worker, changes),)
        elif note.done:
            edits = (SampleEdit(self._story.diary.moment(note.day + 1, "10:00"), worker, {"status": "done"}),)
        return SampleRecord(note.key, "note", worker, at_ms, fields, edits)
