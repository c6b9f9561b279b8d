"""Disputes with everything that happened to them, step by step, as two mediators recorded it."""

from gridworker.cli.demo.dice import dice
from gridworker.cli.demo.people import phone
from gridworker.cli.demo.sample_record import Fields, SampleEdit, SampleRecord
from gridworker.cli.demo.story import Story
from gridworker.cli.demo.written import Clause, Dispute, Meeting, Party, Session, Step
from gridworker.domain.ids import IdMaker
from gridworker.domain.money import parse_yuan

_CLOSED = frozenset({"archived", "failed", "withdrawn", "transferred", "refused"})


class DisputeTeller:
    """Tells one written dispute: who the parties are, what was saved first and what later."""

    def __init__(self, story: Story, written: Dispute) -> None:
        self._story = story
        self._written = written
        self._started = story.diary.moment(written.day, written.time)
        rng = dice(story.seed, f"dispute/{written.key}")
        self._new_id = IdMaker(lambda: self._started, rng.randbytes)
        self._clause_ids: dict[str, str] = {}
        self._meeting_set = False
        self._names: dict[str, str] = {}
        self._parties = [self._party(party) for party in written.parties]
        kin, others = self._names.get(written.helper_kin, ""), list(self._names.values())
        helper = story.cast.person(f"{written.key}/c", "male", 70, kin=kin, unlike=others)
        self._names |= {"c": helper.name, "village": story.village}
        self._names |= {f"w{n}": worker.name for n, worker in enumerate(story.workers)}

    def record(self) -> SampleRecord:
        """The dispute with all its edits; sessions, clauses and follow-ups come by edits."""
        edits = tuple(self._edit(step) for step in self._written.steps)
        worker = self._story.workers[self._written.worker].id
        return SampleRecord(f"d-{self._written.key}", "dispute", worker, self._started, self._fields(), edits)

    def say(self, text: str) -> str:
        """`text` with names and dates filled in."""
        for slot, name in self._names.items():
            text = text.replace(f"{{{slot}}}", name)
        return self._story.diary.fill_dates(text)

    def meeting(self, meeting: Meeting) -> Fields:
        """The group `next_session`."""
        return {
            "at": self._story.diary.moment(meeting.day, meeting.time),
            "place": f"{self._story.village}人民调解室",
        }

    def _fields(self) -> Fields:
        written = self._written
        fields: Fields = {
            "source": written.source,
            "type": written.type,
            "title": written.title,
            "place": self._story.places.place(written.place),
            "parties": self._parties,
            "facts": self.say(written.facts),
            "risk": written.risk,
            "status": written.initial,
        }
        if written.occurred is not None:
            fields["occurred_on"] = self._date(written.occurred)
        if written.claims:
            fields["claims"] = self.say(written.claims)
        if written.flags:
            fields["risk_flags"] = sorted(written.flags)
        if written.difficulty:
            fields["difficulty"] = written.difficulty
        if written.initial == "accepted":
            mediators = [self._story.workers[written.worker], self._story.workers[1 - written.worker]]
            fields["accepted_on"] = self._date(written.day)
            fields["mediators"] = [
                {"name": worker.name, "worker": worker.id, "chosen_by": "committee"} for worker in mediators
            ]
        return fields

    def _party(self, written: Party) -> Fields:
        key = f"{self._written.key}/{written.id}"
        address = self._story.places.place(written.home)["text"]
        fields: Fields = {"role": written.role, "type": written.type, "consent": written.consent}
        if written.type == "organisation":
            self._names[written.id] = written.name
            return fields | {
                "name": written.name,
                "phone": phone(dice(self._story.seed, key)),
                "address": address,
            }
        kin, others = self._names.get(written.kin, ""), list(self._names.values())
        person = self._story.cast.person(key, written.sex, written.age, kin=kin, unlike=[] if kin else others)
        self._names[written.id] = person.name
        fields |= {"name": person.name, "sex": person.sex, "birth_on": person.birth.isoformat()}
        fields |= {"ethnicity": "汉族", "id_type": "resident", "id_number": person.id_number}
        fields |= {"phone": person.phone, "address": address}
        return fields | ({"occupation": written.occupation} if written.occupation else {})

    def _edit(self, step: Step) -> SampleEdit:
        at_ms = self._story.diary.moment(step.day, step.time)
        worker = self._story.workers[self._written.worker if step.worker is None else step.worker]
        changes: Fields = {path: self.say(text) for path, text in step.changes.items()}
        if step.status:
            changes |= self._status(step)
        if step.session:
            changes |= self._session(step.session, at_ms)
        for clause in step.clauses:
            changes |= self._clause(clause)
        for clause_id, done in step.done.items():
            changes |= self._done(clause_id, done, step.day)
        if step.followup:
            element = {"at": at_ms} | {
                name: self.say(getattr(step.followup, name)) for name in step.followup.__struct_fields__
            }
            changes[f"followups/{self._new_id()}"] = element
        return SampleEdit(at_ms, worker.id, changes)

    def _status(self, step: Step) -> Fields:
        changes: Fields = {"status": step.status}
        if step.status in _CLOSED:
            changes["closed_on"] = self._date(step.day)
        if step.closed:
            changes["close_reason"] = self.say(step.closed)
        if step.archive:
            changes["archive_number"] = self.say(step.archive)
            changes["retention"] = self._written.retention
        if step.agreement:
            changes["confirmation"] = "none"
            changes["agreement"] = self._agreement(step)
        return changes

    def _agreement(self, step: Step) -> Fields:
        assert step.agreement
        day = self._date(step.day)
        if step.agreement.form == "oral":
            return {"form": "oral", "effective_on": day}
        number = self.say(step.agreement.number)
        signed = {"signed_on": day, "sealed_on": day, "effective_on": day}
        return {"form": "written", "number": number, "copies": step.agreement.copies} | signed

    def _session(self, session: Session, at_ms: int) -> Fields:
        element = {
            "at": at_ms,
            "place": f"{self._story.village}人民调解室",
            "present": [self.say(name) for name in session.present],
            "record": self.say(session.record),
            "result": session.result,
        }
        changes: Fields = {f"sessions/{self._new_id()}": element}
        if session.next or self._meeting_set:
            changes["next_session"] = self.meeting(session.next) if session.next else None
        self._meeting_set = session.next is not None
        return changes

    def _clause(self, clause: Clause) -> Fields:
        self._clause_ids[clause.id] = self._new_id()
        element: Fields = {
            "order": int(clause.id),
            "who": self.say(clause.who),
            "whom": self.say(clause.whom),
            "what": self.say(clause.what),
            "due_on": self._date(clause.due),
            "done": "no",
        }
        if clause.amount:
            element["amount_fen"] = parse_yuan(clause.amount)
        return {f"clauses/{self._clause_ids[clause.id]}": element}

    def _done(self, clause: str, done: str, day: int) -> Fields:
        path = f"clauses/{self._clause_ids[clause]}"
        return {f"{path}/done": done} | ({f"{path}/done_on": self._date(day)} if done == "yes" else {})

    def _date(self, day: int) -> str:
        return self._story.diary.day(day).isoformat()
