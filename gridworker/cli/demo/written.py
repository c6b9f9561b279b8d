"""The shapes of what is written for the sample district: rounds, disputes, visits, events, tasks, notes."""

from typing import Literal

import msgspec


class Written(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A table of a content file; a misspelt key is an error."""


class Round(Written):
    """What was seen at one place: `at` is a group of places or one of them, `when` a part of the day."""

    at: str
    text: str
    categories: tuple[str, ...] = ("normal",)
    severity: str = ""
    outcome: str = "none"
    when: str = "day"


class Recheck(Written):
    result: Literal["fixed", "partly", "not_fixed", "back_again"]
    text: str


class Deadline(Written):
    """A hazard to be put right within `days` natural days, and what the recheck showed, if it was due."""

    key: str
    day: int
    at: str
    categories: tuple[str, ...]
    severity: str
    days: int
    text: str
    recheck: Recheck | None = None


class Patrols(Written):
    normal: list[Round]
    finding: list[Round]
    deadline: list[Deadline]
    running: list[Deadline]


class Party(Written):
    """A party; a person's name is drawn from the seed, `kin` shares the surname of another party."""

    id: str
    role: str
    home: str
    type: str = "person"
    name: str = ""
    sex: Literal["male", "female"] = "male"
    age: int = 0
    occupation: str = ""
    consent: str = "agree"
    kin: str = ""


class Meeting(Written):
    day: int
    time: str


class Session(Written):
    present: list[str]
    record: str
    result: str
    next: Meeting | None = None


class Agreement(Written):
    form: Literal["written", "oral"]
    number: str = ""
    copies: int = 0


class Clause(Written):
    id: str
    who: str
    whom: str
    what: str
    due: int
    amount: str = ""


class Followup(Written):
    how: str
    result: str
    satisfaction: str
    text: str


class Step(Written):
    """One sitting with a dispute's record: everything in it is saved at once."""

    day: int
    time: str
    worker: int | None = None
    status: str = ""
    session: Session | None = None
    agreement: Agreement | None = None
    clauses: list[Clause] = []
    done: dict[str, str] = {}
    followup: Followup | None = None
    changes: dict[str, str] = {}
    closed: str = ""
    archive: str = ""


class Dispute(Written):
    """A dispute; `{c}` in its texts is a helper, of the same surname as the party `helper_kin` if given."""

    key: str
    type: str
    source: str
    title: str
    day: int
    time: str
    place: str
    parties: list[Party]
    facts: str
    claims: str = ""
    worker: int = 0
    occurred: int | None = None
    risk: str = "low"
    flags: list[str] = []
    difficulty: str = ""
    retention: str = "long"
    initial: Literal["lead", "accepted"] = "accepted"
    helper_kin: str = ""
    steps: list[Step] = []


class Disputes(Written):
    dispute: list[Dispute]


class Need(Written):
    text: str
    category: str
    channel: str
    urgency: str
    handler: str
    due: int | None = None
    progress: str = ""


class Call(Written):
    """One of several visits to the same people."""

    day: int
    text: str
    need: Need | None = None


class Circle(Written):
    profile: str
    purpose: str
    target: str
    age: int
    sex: Literal["male", "female"]
    home: str
    tags: list[str]
    visits: list[Call]


class Single(Written):
    purpose: str
    text: str
    result: str = "met"
    ages: tuple[int, int] = (28, 75)
    sex: Literal["male", "female"] | None = None
    need: Need | None = None


class Enterprise(Written):
    shop: str
    text: str
    day: int | None = None
    need: Need | None = None


class Visits(Written):
    circle: list[Circle]
    single: list[Single]
    enterprise: list[Enterprise]


class Event(Written):
    """A matter; `until` says how far it came: its last state, or "spot" for closed on the spot."""

    key: str
    type: str
    level: str
    source: str
    day: int
    time: str
    place: str
    text: str
    until: str
    worker: int = 0
    unit: str = ""
    opinion: str = ""
    result: str = ""
    rating: int = 0


class Task(Written):
    key: str
    title: str
    type: str
    day: int
    due: int
    text: str
    worker: int
    time: str = "08:40"
    about: str = ""
    result: str = ""
    dismissed: str = ""


class Note(Written):
    key: str
    day: int
    time: str
    text: str
    worker: int = 0
    became: str = ""
    done: bool = False


class Matters(Written):
    events: list[Event]
    tasks: list[Task]
    notes: list[Note]


class PlaceKind(Written):
    """The type of a kind of shops as the registry names it, and after how many days they are patrolled again."""

    type: str
    every: int


class Point(Written):
    at: str
    type: str
    every: int


class Tag(Written):
    """A tag on somebody; `review` and `until` are in days from the last day of the month."""

    category: str
    basis: str
    source: str
    level: str = ""
    review: int | None = None
    until: int | None = None


class Resident(Written):
    """Somebody in the registry: of the circle `profile`, else with a sex, an age and a home of their own."""

    profile: str
    tags: list[Tag]
    sex: Literal["male", "female"] = "male"
    age: int = 0
    home: str = ""
    use: Literal["own", "rent"] = "own"


class Firm(Written):
    shop: str
    size: str
    industry: str


class Route(Written):
    name: str
    shift: str
    stops: list[str]


class Registry(Written):
    shops: dict[str, PlaceKind]
    points: list[Point]
    people: list[Resident]
    firms: list[Firm]
    routes: list[Route]
