"""A month of rounds: most without findings, some put right at once, some with a deadline and a recheck."""

from datetime import date, timedelta

from gridworker.cli.demo.dice import dice
from gridworker.cli.demo.sample_record import Fields, SampleRecord
from gridworker.cli.demo.story import Story
from gridworker.cli.demo.written import Deadline, Round
from gridworker.domain.dates import CHINA_MINUTES, local_day

FIRST_DAY = -20
_WITHOUT_TEXT = 26
_WEEKEND_SHARE = 0.14
_SHIFTS = {"morning": "morning", "late": "late", "evening": "night"}


class PatrolWriter:
    """Writes the patrols of a story into its diary."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._diary = story.diary
        self._rng = dice(story.seed, "patrols")
        self._companions = [
            story.cast.person(f"companion/{n}", "male" if n % 2 else "female", 45 + 4 * n).name
            for n in range(5)
        ]

    def month(self) -> list[SampleRecord]:
        """All patrols, each written text at most once."""
        patrols = self._story.content.patrols
        workers = [worker.id for worker in self._story.workers]
        rounds = [*patrols.normal, *patrols.finding, *self._bare_rounds()]
        self._rng.shuffle(rounds)
        records = [self._round(n, seen, workers[n % 2]) for n, seen in enumerate(rounds)]
        for hazard in (*patrols.deadline, *patrols.running):
            worker = self._rng.choice(workers)
            records.append(self.hazard(hazard, worker))
            if hazard.recheck:
                records.append(self._recheck(hazard, worker))
        return records

    def hazard(self, hazard: Deadline, worker: str, minutes: int | None = None) -> SampleRecord:
        """A hazard with a deadline, found on its day, at `minutes` after midnight or when there is time."""
        day = self._diary.day(hazard.day)
        at_ms = self._diary.book(worker, day, "day") if minutes is None else self._diary.at(day, minutes)
        fields = self._fields(at_ms, hazard.at, hazard.categories, hazard.text)
        fields |= {"severity": hazard.severity, "outcome": "deadline"}
        fields["recheck_on"] = self._recheck_day(hazard).isoformat()
        return SampleRecord(f"p-{hazard.key}", "patrol", worker, at_ms, fields)

    def plain(self, seen: Round, worker: str, at_ms: int, key: str) -> SampleRecord:
        """A round as written, at its place or at one of its group."""
        spec, shop = self._story.places.draw(seen.at, self._rng)
        text = seen.text.format(
            n=self._rng.randint(2, 4),
            room=self._story.places.room_near(spec, self._rng),
            who=self._story.cast.addressed(self._rng),
            boss=self._story.cast.owner(shop.name) if shop else "",
        )
        fields = self._fields(at_ms, spec, seen.categories, text, seen.when)
        fields["outcome"] = seen.outcome
        if seen.severity:
            fields["severity"] = seen.severity
        return SampleRecord(key, "patrol", worker, at_ms, fields)

    def _round(self, number: int, seen: Round, worker: str) -> SampleRecord:
        at_ms = self._diary.book(worker, self._some_day(seen), seen.when)
        return self.plain(seen, worker, at_ms, f"p-{number:03d}")

    def _recheck(self, hazard: Deadline, worker: str) -> SampleRecord:
        assert hazard.recheck
        at_ms = self._diary.book(worker, self._recheck_day(hazard), "day")
        fields = self._fields(at_ms, hazard.at, hazard.categories, hazard.recheck.text)
        fields |= {"rechecks_id": f"@p-{hazard.key}", "recheck_result": hazard.recheck.result}
        fields["outcome"] = "fixed" if hazard.recheck.result == "fixed" else "reported"
        if hazard.recheck.result != "fixed":
            again = self._diary.working_on_or_after(local_day(at_ms, CHINA_MINUTES) + timedelta(days=3))
            fields |= {"outcome": "deadline", "severity": hazard.severity, "recheck_on": again.isoformat()}
        return SampleRecord(f"p-{hazard.key}-recheck", "patrol", worker, at_ms, fields)

    def _fields(
        self, at_ms: int, at: str, categories: tuple[str, ...], text: str, when: str = "day"
    ) -> Fields:
        fields: Fields = {
            "at": at_ms,
            "tz": CHINA_MINUTES,
            "place": self._story.places.place(at),
            **({"place_id": f"@{key}"} if (key := self._story.places.key(at)) else {}),
            "mode": self._rng.choices(("walk", "bike"), (5, 1))[0],
            "categories": sorted(categories),
            "shift": _SHIFTS.get(when, "day"),
        }
        if text:
            fields["text"] = text
        if self._rng.random() < 0.35:
            fields["companions"] = sorted(self._rng.sample(self._companions, self._rng.choice((1, 1, 2))))
        return fields

    def _bare_rounds(self) -> list[Round]:
        """Rounds with nothing to say: a worker leaves the text empty."""
        at = ("stair", "yard", "rented", "street", "shop", "restaurant", "workshop")
        when = ("morning", "day", "day", "late", "evening")
        return [
            Round(at=self._rng.choice(at), text="", when=self._rng.choice(when)) for _ in range(_WITHOUT_TEXT)
        ]

    def _some_day(self, seen: Round) -> date:
        days_off = self._diary.days_off(FIRST_DAY)
        at_school = "school" in seen.categories or seen.at in ("东篱幼儿园", "workshop")
        if days_off and not at_school and self._rng.random() < _WEEKEND_SHARE:
            return self._rng.choice(days_off)
        return self._diary.day(self._rng.randint(FIRST_DAY, 0))

    def _recheck_day(self, hazard: Deadline) -> date:
        return self._diary.working_on_or_after(self._diary.day(hazard.day) + timedelta(days=hazard.days))
