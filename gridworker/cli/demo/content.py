"""The written part of the sample district: the TOML files of resources/sample-district, typed."""

import json
from pathlib import Path
from typing import TypeVar

import msgspec

from gridworker.cli.demo.written import (
    Call,
    Deadline,
    Dispute,
    Disputes,
    Matters,
    Meeting,
    Patrols,
    Registry,
    Round,
    Task,
    Visits,
    Written,
)
from gridworker.domain.dates import Holidays
from gridworker.environment.resources import resources_folder


class Worker(Written):
    id: str
    name: str
    role: str


class Area(Written):
    code: str
    name: str


class District(Written):
    """The district, the one grid, who works there and heads it: two workers, and the desk that gives tasks."""

    name: str
    code: str
    town: str
    village: Area
    grid: Area
    workers: tuple[Worker, Worker]
    head: Worker
    desk: Worker


class Given(Written):
    male: list[str]
    female: list[str]


class Names(Written):
    surnames: list[str]
    older: Given
    middle: Given
    younger: Given


class Estate(Written):
    name: str
    buildings: int
    units: int
    floors: int
    flats: int


class Shop(Written):
    name: str
    kind: str
    address: str


class Neighbourhood(Written):
    estates: list[Estate]
    shops: list[Shop]
    groups: dict[str, list[str]]


class DayRound(Written):
    time: str
    round: Round


class DayHazard(Written):
    time: str
    deadline: Deadline


class DayVisit(Written):
    """A visit to somebody of the circles."""

    profile: str
    time: str
    call: Call


class DayEdit(Written):
    """What the colleague changes in the dispute `about`."""

    about: str
    time: str
    changes: dict[str, str]
    next: Meeting


class Day(Written):
    """The working day that the demo plays; its own days are 0."""

    patrol: DayRound
    hazard: DayHazard
    dispute: Dispute
    visit: DayVisit
    edit: DayEdit
    task: Task


class Content(msgspec.Struct, frozen=True):
    """Everything written for the sample district, and the holidays its days are counted with."""

    district: District
    people: Names
    places: Neighbourhood
    registry: Registry
    patrols: Patrols
    disputes: Disputes
    visits: Visits
    matters: Matters
    day: Day
    holidays: Holidays


_File = TypeVar("_File")


def read_content(resources: Path | None = None) -> Content:
    """Read `sample-district` and the holidays in `resources`, else in the folder that comes with the program.

    Raises OSError, msgspec.DecodeError or ValueError where a file is missing or wrong.
    """
    folder = resources or resources_folder()

    def read(name: str, shape: type[_File]) -> _File:
        return msgspec.toml.decode((folder / "sample-district" / f"{name}.toml").read_bytes(), type=shape)

    holidays = json.loads((folder / "catalogs" / "holidays.json").read_text(encoding="utf-8"))

    return Content(
        read("district", District),
        read("people", Names),
        read("places", Neighbourhood),
        read("registry", Registry),
        read("patrols", Patrols),
        read("disputes", Disputes),
        read("visits", Visits),
        read("matters", Matters),
        read("day", Day),
        Holidays.from_content(holidays),
    )
