"""The district server in one object: what the HTTP face and the command line both call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from gridworker import __version__
from gridworker.domain.dates import CHINA_MINUTES, local_day
from gridworker.domain.errors import ComputerTrouble, PersonCanMend
from gridworker.domain.ids import IdMaker
from gridworker.domain.kinds import FLOOR, SCHEMA
from gridworker.environment.clock import Clock
from gridworker.protocol.blobs import Blob, Received
from gridworker.protocol.messages import (
    AppVersions,
    BlobAnswer,
    EnrolAnswer,
    EnrolRequest,
    Hello,
    HistoryAnswer,
    HistoryOp,
    HistoryRequest,
    PullAnswer,
    PullRequest,
    ReleaseAnswer,
    SyncAnswer,
    SyncRequest,
    TokenAnswer,
    TokenRequest,
    VerifyAnswer,
    VerifyRequest,
)
from gridworker.server import (
    appointments,
    blobs,
    devices,
    enrolment,
    hand,
    handover,
    holdings,
    references,
    regions,
    releases,
    status,
    sync,
    unlocking,
    verification,
    workers,
)
from gridworker.server.allowance import Allowance
from gridworker.server.blob_folder import BlobFolder
from gridworker.server.database import Database, open_database
from gridworker.server.migrations import bring_up, is_empty, migrate
from gridworker.server.secrets import Secrets
from gridworker.server.site import Card, Site
from gridworker.server.tables import district
from gridworker.server.tree import Region, TreeKeeper

DATABASE_FILE = "district.db"
BLOBS_FOLDER = "blobs"
OLDEST_APP = "0.1.0"


class District:
    """A district at work. Safe to be called from several threads; several processes may open the same district."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._allowance = Allowance()

    @classmethod
    def open(cls, folder: Path, database_url: str | None = None, *, clock: Clock | None = None) -> District:
        """Opens the district of a data folder.

        Raises `ComputerTrouble`: `no_district_here`, `district_newer`, `district_damaged`; `PersonCanMend`:
        `database_url`; `NetworkTrouble("database_unreachable")`.
        """
        clock = clock or Clock()
        if database_url is None and not (folder / DATABASE_FILE).is_file():
            raise ComputerTrouble("no_district_here")
        secrets = Secrets(folder)
        database = open_database(folder / DATABASE_FILE, database_url, clock.randomness)
        try:
            bring_up(database, folder / DATABASE_FILE)
        except BaseException:
            database.close()
            raise
        return cls(_site(database, secrets, clock, folder))

    @classmethod
    def create(
        cls,
        folder: Path,
        name: str,
        code: str,
        *,
        entries: list[regions.Entry] | None = None,
        database_url: str | None = None,
        clock: Clock | None = None,
    ) -> District:
        """Makes a district: its tables, its key, its first region and streams.

        Raises `PersonCanMend("district_exists")` where there is one, or as `regions.add_regions`; nothing is left
        behind then.
        """
        clock = clock or Clock()
        regions.check_code(code, "district")
        if not name.strip() or len(name) > 200:
            raise PersonCanMend("region_name", region=code, line="")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = open_database(folder / DATABASE_FILE, database_url, clock.randomness)
        card = Card(code, name.strip(), clock.randomness(8).hex())
        try:
            return cls(_found(database, folder, card, entries or [], clock))
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Closes the database."""
        self.site.database.close()

    # --- what a laptop asks ---

    def hello(self) -> Hello:
        """Who we are, our clock, and what we understand."""
        card = self.site.database.read(self.site.card)
        return Hello(
            name=card.name,
            proto=(1, 1),
            schema=(FLOOR, SCHEMA),
            epoch=card.epoch,
            now=self.site.now(),
            limits=sync.LIMITS,
            app=AppVersions(floor=OLDEST_APP, latest=__version__),
        )

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """A new replica for an enrolment code."""
        return enrolment.enrol(self.site, request)

    def token(self, request: TokenRequest) -> TokenAnswer:
        """Fresh tokens."""
        return enrolment.refresh_tokens(self.site, request)

    def sync(self, access: str, request: SyncRequest) -> SyncAnswer:
        """Ops up, acks and a page down."""
        return sync.sync(self.site, access, request)

    def pull(self, access: str, request: PullRequest) -> PullAnswer:
        """A page."""
        return sync.pull(self.site, access, request)

    def history(self, access: str, request: HistoryRequest) -> HistoryAnswer:
        """The op log of a record."""
        return holdings.history(self.site, access, request)

    def verify(self, access: str, request: VerifyRequest) -> VerifyAnswer:
        """What it holds, as sums."""
        return verification.verify(self.site, access, request)

    def blob_arrived(self, access: str, blob: Blob) -> Received:
        """How much of an attachment is here."""
        return blobs.arrived(self.site, access, blob)

    def blob_append(self, access: str, blob: Blob, chunk: blobs.Chunk) -> BlobAnswer:
        """A chunk of an attachment."""
        return blobs.append(self.site, self._allowance, access, blob, chunk)

    def blob_find(self, access: str, blob: Blob) -> blobs.Found:
        """A complete attachment."""
        return blobs.find(self.site, access, blob)

    def blob_read(self, found: blobs.Found, start: int, stop: int) -> Iterator[bytes]:
        """Its bytes, in pieces."""
        return blobs.read(self.site, found, start, stop)

    def release_offer(self, access: str, platform: str, version: str) -> ReleaseAnswer:
        """Which version of the app this laptop may take."""
        return releases.offer(self.site, access, platform, version)

    def release_find(self, access: str, sha256: str) -> releases.Published:
        """A version of the app to be read."""
        return releases.find(self.site, access, sha256)

    # --- what the district's administrator does ---

    def list_regions(self) -> list[Region]:
        """All regions, by code."""
        return self.site.database.read(
            lambda connection: list(regions.listed(self.site.trees.tree(connection)))
        )

    def add_regions(self, entries: list[regions.Entry]) -> list[Region]:
        """Adds regions, all or none."""

        def work(connection: Connection) -> list[Region]:
            tree = self.site.trees.tree(connection)
            return regions.add_regions(connection, tree, entries, self.site.make_id, self.site.now())

        return self.site.database.write(work)

    def add_worker(self, worker_id: str, name: str, role: str, scope: str) -> workers.Worker:
        """Adds a person with one grant."""
        return self._named(workers.add_worker(self.site, worker_id, name, role, scope))

    def grant(self, worker_id: str, scope: str) -> workers.Worker:
        """Gives a person their role at and below a region."""
        return self._named(workers.grant(self.site, worker_id, scope))

    def revoke(self, worker_id: str, scope: str) -> workers.Worker:
        """Ends a person's grants at a region."""
        return self._named(workers.revoke(self.site, worker_id, scope))

    def _named(self, person: workers.Worker) -> workers.Worker:
        """Laptops are told where a mediator or a village lead is appointed."""
        if person.role in appointments.NAMES:
            appointments.publish_appointments(self.site)
        return person

    def list_workers(self) -> list[workers.Worker]:
        """Everybody, by id."""
        return workers.list_workers(self.site)

    def enrol_code(self, worker_id: str, hours: int = 72) -> enrolment.Code:
        """A code for one laptop."""
        return enrolment.make_code(self.site, worker_id, hours)

    def list_devices(self) -> list[devices.DeviceRow]:
        """All laptops."""
        return devices.list_devices(self.site)

    def revoke_device(self, replica: str, why: str) -> devices.DeviceRow:
        """Ends a laptop's right for good."""
        return devices.revoke_device(self.site, replica, why)

    def unlock(self, request: bytes, why: str) -> tuple[unlocking.Unlocked, bytes]:
        """What is put on record of an unlocking, and the answer to the request."""
        return unlocking.unlock(self.site, request, why)

    def list_unlocked(self) -> list[unlocking.Unlocked]:
        """The unlockings on record."""
        return unlocking.list_unlocked(self.site)

    def add_record(self, kind: str, fields: Mapping[str, Any], *, grid: str, worker: str) -> hand.Written:
        """A new record by the district's own hand."""
        return hand.add_record(self.site, kind, fields, grid, worker)

    def edit_record(self, record: str, changes: Mapping[str, Any], *, worker: str) -> hand.Written:
        """An edit by the district's own hand."""
        return hand.edit_record(self.site, record, changes, worker)

    def hand_over(self, record: str, *, to: str, worker: str, why: str) -> str:
        """A linked record in another region's stream; returns its id."""
        return handover.hand_over(self.site, record, to, worker, why)

    def list_records(self, kind: str, scope: str | None = None) -> list[holdings.RecordRow]:
        """Records as they stand."""
        return holdings.list_records(self.site, kind, scope)

    def show_record(self, record: str) -> holdings.RecordRow:
        """One record as it stands."""
        return holdings.show_record(self.site, record)

    def record_history(self, record: str) -> list[HistoryOp]:
        """The ops of a record, oldest first."""
        return holdings.own_history(self.site, record)

    def publish(self, name: str, content: Any) -> references.Published:
        """A new version of a piece of reference data."""
        return references.publish(self.site, name, content)

    def list_references(self) -> list[references.Published]:
        """What is published."""
        return references.list_references(self.site)

    def publish_release(self, file: Path, grids: Sequence[str] = ()) -> releases.Published:
        """Offers a version of the app."""
        return releases.publish(self.site, file, grids)

    def stage_release(self, version: str, grids: Sequence[str]) -> list[releases.Published]:
        """Offers a published version to other regions."""
        return releases.stage(self.site, version, grids)

    def withdraw_release(self, version: str) -> list[releases.Published]:
        """Offers a version no more."""
        return releases.withdraw(self.site, version)

    def list_releases(self) -> list[releases.Published]:
        """What is offered, newest first."""
        return releases.published(self.site)

    def status(self) -> status.Status:
        """How the district does."""
        return status.read_status(self.site)


def _site(database: Database, secrets: Secrets, clock: Clock, folder: Path) -> Site:
    make_id = IdMaker(clock.now, clock.randomness)
    blobs_there = BlobFolder(folder / BLOBS_FOLDER)
    return Site(database, secrets, clock, make_id, TreeKeeper(), blobs_there, folder / releases.FOLDER)


def _found(database: Database, folder: Path, card: Card, entries: list[regions.Entry], clock: Clock) -> Site:
    """Founds the district in one transaction; its key is made once there is nothing left that can fail."""
    make_id = IdMaker(clock.now, clock.randomness)
    now = clock.now()

    def work(connection: Connection) -> Secrets:
        if not is_empty(connection):
            raise PersonCanMend("district_exists")
        migrate(connection)
        connection.execute(
            insert(district).values(
                one=1, code=card.code, name=card.name, epoch=card.epoch, tree_version=0, created_at=now
            )
        )
        regions.write_streams(connection, [(make_id(), "reference")])
        day = local_day(now, CHINA_MINUTES).isoformat()
        regions.write_regions(
            connection, [Region(make_id(), card.code, card.name, "district", None, day, None)]
        )
        keeper = TreeKeeper()
        regions.add_regions(connection, keeper.tree(connection), entries, make_id, now)
        return _key(folder, clock)

    return _site(database, database.write(work), clock, folder)


def _key(folder: Path, clock: Clock) -> Secrets:
    """The key of a data folder; one that is there already was left by an `init` that did not come to its end."""
    try:
        Secrets.create(folder, clock.randomness)
    except FileExistsError:
        return Secrets(folder)
    return Secrets(folder)
