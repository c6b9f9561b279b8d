"""A month of believable work in one grid, and the working day after it: pure functions of a seed and a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from gridworker.cli.demo.content import Content, read_content
from gridworker.cli.demo.diary import Diary, minutes_of
from gridworker.cli.demo.dice import dice
from gridworker.cli.demo.disputes import DisputeTeller
from gridworker.cli.demo.matters import MatterWriter
from gridworker.cli.demo.patrols import PatrolWriter
from gridworker.cli.demo.people import Cast
from gridworker.cli.demo.places import Places
from gridworker.cli.demo.registry import RegistryWriter
from gridworker.cli.demo.sample_record import Fields, SampleEdit, SampleRecord
from gridworker.cli.demo.story import Story
from gridworker.cli.demo.visits import VisitWriter
from gridworker.cli.demo.written import Dispute


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """The day that is played: what the worker types, and what comes from the colleague and the district.

    `typed` is a patrol without findings, a hazard with a deadline, a dispute with two parties, a visit.
    `colleague_edit` belongs to the record `colleague_key` of the month; `task` is the district's.
    """

    typed: tuple[SampleRecord, SampleRecord, SampleRecord, SampleRecord]
    colleague_key: str
    colleague_edit: SampleEdit
    task: SampleRecord


def month_of_work(
    seed: int,
    *,
    last_day: date,
    grid_code: str,
    village: str,
    workers: tuple[str, str],
    content: Content | None = None,
) -> list[SampleRecord]:
    """Twenty-one working days up to the last one not after `last_day`, in the order of time.

    `workers` are the ids of the two grid workers (their names are the content's); tasks and what the desk does
    to events are by the desk's id in `content.district`. The same arguments give the same records.
    """
    content = content or read_content()
    while not content.holidays.is_working_day(last_day):
        last_day -= timedelta(days=1)
    story = _story(seed, last_day, grid_code, village, workers, content)
    records = [
        *RegistryWriter(story).records(),
        *PatrolWriter(story).month(),
        *(DisputeTeller(story, written).record() for written in content.disputes.dispute),
        *VisitWriter(story).month(),
        *MatterWriter(story).month(),
    ]
    return sorted(records, key=lambda record: (record.at_ms, record.key))


def routes(
    seed: int, *, grid_code: str, ids: dict[str, str], content: Content | None = None
) -> dict[str, Any]:
    """What the district publishes as `policy/routes-<grid_code>`, once the places of a month have their `ids`."""
    content = content or read_content()
    workers = (content.district.workers[0].id, content.district.workers[1].id)
    story = _story(seed, date(2026, 11, 20), grid_code, "", workers, content)
    return RegistryWriter(story).routes(ids)


def working_day(
    seed: int,
    *,
    day: date,
    grid_code: str,
    village: str,
    workers: tuple[str, str],
    content: Content | None = None,
) -> WorkingDay:
    """The played `day` after a month of the same seed: the first worker types, the second is the colleague."""
    content = content or read_content()
    story = _story(seed, day, grid_code, village, workers, content)
    written = content.day
    about = next(dispute for dispute in content.disputes.dispute if dispute.key == written.edit.about)
    return WorkingDay(
        typed=(*_typed_rounds(story), DisputeTeller(story, written.dispute).record(), _typed_visit(story)),
        colleague_key=f"d-{about.key}",
        colleague_edit=_colleague_edit(story, about),
        task=MatterWriter(story).task(written.task),
    )


def _typed_rounds(story: Story) -> tuple[SampleRecord, SampleRecord]:
    plain, hazard = story.content.day.patrol, story.content.day.hazard
    writer, worker = PatrolWriter(story), story.workers[0].id
    at_ms = story.diary.moment(0, plain.time)
    return (
        writer.plain(plain.round, worker, at_ms, "p-today-plain"),
        writer.hazard(hazard.deadline, worker, minutes_of(hazard.time)),
    )


def _typed_visit(story: Story) -> SampleRecord:
    written = story.content.day.visit
    circle = next(c for c in story.content.visits.circle if c.profile == written.profile)
    at_ms = story.diary.moment(0, written.time)
    return VisitWriter(story).call(circle, written.call, story.workers[0].id, at_ms, "v-today")


def _colleague_edit(story: Story, about: Dispute) -> SampleEdit:
    written, teller = story.content.day.edit, DisputeTeller(story, about)
    changes: Fields = {path: teller.say(text) for path, text in written.changes.items()}
    changes["next_session"] = teller.meeting(written.next)
    return SampleEdit(story.diary.moment(0, written.time), story.workers[1].id, changes)


def _story(
    seed: int, day: date, grid_code: str, village: str, workers: tuple[str, str], content: Content
) -> Story:
    first, second = content.district.workers
    return Story(
        content=content,
        seed=seed,
        diary=Diary(day, content.holidays, dice(seed, "diary")),
        cast=Cast(content.people, seed, day),
        places=Places(content.places, grid_code, _homes(content), [p.at for p in content.registry.points]),
        village=village,
        workers=(replace(first, id=workers[0]), replace(second, id=workers[1])),
        desk=content.district.desk,
    )


def _homes(content: Content) -> list[str]:
    disputes = [*content.disputes.dispute, content.day.dispute]
    of_parties = [party.home for dispute in disputes for party in dispute.parties]
    residents = [resident.home for resident in content.registry.people if resident.home]
    return of_parties + residents + [circle.home for circle in content.visits.circle]
