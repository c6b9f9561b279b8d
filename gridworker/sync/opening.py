"""Opening an attachment: from this computer if it is here, else fetched from the district now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Event
from typing import Any

from gridworker.domain.errors import PersonCanMend
from gridworker.operations.saving import known
from gridworker.store.attached import Named
from gridworker.store.profile import Profile
from gridworker.sync.failures import trouble_of
from gridworker.sync.lane import Lane
from gridworker.sync.transport import Transport
from gridworker.sync.wire import NoAnswer, Refusal, Wire

Connect = Callable[[str, str], Wire]


def open_attachment(
    profile: Profile, record: str, element: Mapping[str, Any], connect: Connect = Transport
) -> bytes:
    """The content of the file an element of a record names, however long it takes to come.

    Raises `PersonCanMend` (`unknown_record`; `attachment_elsewhere`, where the district has not got it either),
    `ComputerTrouble` (`no_room_for_file`) and what a call to the district raises.
    """
    sha256 = str(element["sha256"])
    found = profile.file(sha256)
    if found is None:
        stream = profile.read(lambda db: known(db, record)).stream
        _fetch(profile, Named(stream, sha256, element.get("size"), shown=True), connect)
        found = profile.file(sha256)
    if found is None:
        raise PersonCanMend("attachment_elsewhere", file=element.get("name", ""))
    return found


def _fetch(profile: Profile, named: Named, connect: Connect) -> None:
    server = profile.server
    wire = connect(server.url, server.ca)
    try:
        Lane(profile, wire, Event(), gives_way=False).fetch(named)
    except (NoAnswer, Refusal) as error:
        raise trouble_of(error) from error
    finally:
        wire.close()
