"""What disputes, visits and other writers of the sample share: one seed, one month, one grid."""

from dataclasses import dataclass

from gridworker.cli.demo.content import Content, Worker
from gridworker.cli.demo.diary import Diary
from gridworker.cli.demo.people import Cast
from gridworker.cli.demo.places import Places


@dataclass(frozen=True, slots=True)
class Story:
    """The setting in which records of the sample are written; `workers` are ids and names, then the desk's."""

    content: Content
    seed: int
    diary: Diary
    cast: Cast
    places: Places
    village: str
    workers: tuple[Worker, Worker]
    desk: Worker
