"""A month of visits: some people are called on again and again, others once; sometimes nobody is in."""

from random import Random

from gridworker.cli.demo.dice import dice
from gridworker.cli.demo.people import Person
from gridworker.cli.demo.sample_record import Fields, SampleEdit, SampleRecord
from gridworker.cli.demo.story import Story
from gridworker.cli.demo.written import Call, Circle, Enterprise, Need, Single
from gridworker.domain.dates import CHINA_MINUTES
from gridworker.domain.identifiers import Sex
from gridworker.domain.ids import IdMaker

_FIRST_DAY = -20
_NOT_AT_HOME = 7
_NO_CHANGE = 9
_EVENING_SHARE = 0.2
_SEXES: tuple[Sex, Sex] = ("male", "female")


class VisitWriter:
    """Writes visits into the diary of a story."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._rng = dice(story.seed, "visits")

    def month(self) -> list[SampleRecord]:
        """All visits; every written text once."""
        written = self._story.content.visits
        records = [self._again(circle, n) for circle in written.circle for n in range(len(circle.visits))]
        records += [self._once(n, single) for n, single in enumerate(self._singles())]
        return records + [self._enterprise(n, call) for n, call in enumerate(written.enterprise)]

    def call(self, circle: Circle, call: Call, worker: str, at_ms: int, key: str) -> SampleRecord:
        """A visit to somebody who is visited regularly."""
        person = self.person(circle)
        # A household is called on by way of its head: the tags are that person's.
        fields = self._fields(at_ms, "person", person.name, circle.home)
        fields["target_id"] = f"@person-{circle.profile}"
        fields |= {"purpose": circle.purpose, "result": "met", "text": call.text, "tags": sorted(circle.tags)}
        return self._record(key, worker, at_ms, fields, call.need)

    def person(self, circle: Circle) -> Person:
        """Whom a circle is about, the same in every month of a seed."""
        return self._story.cast.person(f"visit/{circle.profile}", circle.sex, circle.age)

    def _again(self, circle: Circle, number: int) -> SampleRecord:
        call = circle.visits[number]
        worker = self._story.workers[len(circle.profile) % 2].id
        at_ms = self._story.diary.book(worker, self._story.diary.day(call.day), "afternoon")
        return self.call(circle, call, worker, at_ms, f"v-{circle.profile}-{number + 1}")

    def _singles(self) -> list[Single]:
        bare = [Single(purpose="routine", text="", result="absent")] * _NOT_AT_HOME
        unchanged = [Single(purpose="routine", text="")] * _NO_CHANGE
        singles = [*self._story.content.visits.single, *bare, *unchanged]
        self._rng.shuffle(singles)
        return singles

    def _once(self, number: int, single: Single) -> SampleRecord:
        rng = dice(self._story.seed, f"visit/{number}")
        sex: Sex = single.sex if single.sex else rng.choice(_SEXES)
        person = self._story.cast.person(f"single/{number}", sex, rng.randint(*single.ages))
        worker, at_ms = self._book(rng, evening=single.result == "met")
        fields = self._fields(at_ms, "household", person.name, self._story.places.home(rng))
        fields |= {"purpose": single.purpose, "result": single.result}
        if single.text:
            fields["text"] = single.text
        elif single.result == "met":
            fields["no_change"] = True
        return self._record(f"v-{number:03d}", worker, at_ms, fields, single.need)

    def _enterprise(self, number: int, call: Enterprise) -> SampleRecord:
        worker, at_ms = self._book(self._rng, evening=False, day=call.day)
        fields = self._fields(at_ms, "enterprise", call.shop, call.shop)
        fields["target_id"] = f"@firm-{call.shop}"
        fields |= {"purpose": "enterprise", "result": "met", "text": call.text}
        return self._record(f"v-enterprise-{number + 1}", worker, at_ms, fields, call.need)

    def _book(self, rng: Random, *, evening: bool, day: int | None = None) -> tuple[str, int]:
        worker = rng.choice(self._story.workers).id
        part = "evening" if evening and rng.random() < _EVENING_SHARE else "afternoon"
        date = self._story.diary.day(rng.randint(_FIRST_DAY, -1) if day is None else day)
        return worker, self._story.diary.book(worker, date, part)

    def _fields(self, at_ms: int, target: str, name: str, where: str) -> Fields:
        place = self._story.places.place(where)
        return {"at": at_ms, "tz": CHINA_MINUTES, "target": target, "name": name, "place": place}

    def _needs(self, need: Need | None, at_ms: int, key: str) -> tuple[Fields, Fields]:
        """The need heard on a visit, and what was entered when it had been met, if it was."""
        if need is None:
            return {}, {}
        need_id = IdMaker(lambda: at_ms, dice(self._story.seed, f"need/{key}").randbytes)()
        element: Fields = {
            "text": need.text,
            "category": need.category,
            "channel": need.channel,
            "urgency": need.urgency,
            "handler": need.handler.replace("{village}", self._story.village),
        }
        if need.due is not None:
            element["due_on"] = self._story.diary.day(need.due).isoformat()
        met = {"progress": need.progress, "confirmed": True, "rating": 5} if need.progress else {}
        return {"needs": {need_id: element}}, {
            f"needs/{need_id}/{name}": value for name, value in met.items()
        }

    def _record(self, key: str, worker: str, at_ms: int, fields: Fields, need: Need | None) -> SampleRecord:
        heard, met = self._needs(need, at_ms, key)
        edits: tuple[SampleEdit, ...] = ()
        if need and need.due is not None and met:
            edits = (SampleEdit(self._story.diary.moment(need.due, "16:40"), worker, met),)
        return SampleRecord(key, "visit", worker, at_ms, fields | heard, edits)
