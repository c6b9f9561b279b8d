"""`gridworker update`: a new version made ready, from the district or from a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from gridworker.cli.frame import Call, Words
from gridworker.cli.opened import opened
from gridworker.domain.errors import PersonCanMend
from gridworker.environment.installation import Installation, installation
from gridworker.store.profile import Profile

_READY = Words(
    "第 {version} 版已备好，下次打开时启用。记录已备份，万一打不开会自动换回现在的版本。",
    "Version {version} is ready and runs from the next start on. The records were copied; if it does not come up, "
    "today's version comes back by itself.",
)
_NOTHING = Words("区里没有更新的版本。", "The district offers no newer version.")


def update(call: Call) -> None:
    """Makes a new version the one that starts next. Raises as `operations.updating.install`."""
    from gridworker.operations.updating import STEPS, install

    here = installation()
    if here is None:
        raise PersonCanMend("not_installed")

    def on_step(step: str) -> None:
        call.tell(call.said(STEPS[step]))

    with opened(call) as profile:
        file = Path(call.options.file).absolute() if call.options.file else _fetched(profile, here, on_step)
        if file is None:
            call.answer({"version": None}, call.said(_NOTHING))
            return
        head = install(profile, here, file, on_step)
    version = head.card.version
    call.answer({"version": version}, call.said(_READY, version=version))


def _fetched(profile: Profile, here: Installation, on_step: Callable[[str], None]) -> Path | None:
    """The file of what the district offers, fetched to its end; None where it offers nothing."""
    from gridworker.sync.failures import trouble_of
    from gridworker.sync.release_lane import ReleaseLane
    from gridworker.sync.transport import Transport
    from gridworker.sync.wire import NoAnswer, Refusal

    server = profile.server
    wire = Transport(server.url, server.ca)
    lane = ReleaseLane(profile, wire, Event(), here, gives_way=False)
    try:
        offer = lane.offer()
        if offer is None:
            return None
        on_step("fetching")
        return lane.fetch_release(offer).file
    except (NoAnswer, Refusal) as error:
        raise trouble_of(error) from error
    finally:
        wire.close()
