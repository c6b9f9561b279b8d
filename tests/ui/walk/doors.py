"""The lock, the recovery code and the first enrolment, as somebody meets them who walks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from gridworker.domain.errors import NotAllowed
from gridworker.ui.entry.card import Card, keep_card
from gridworker.ui.entry.doorway import Doorway
from gridworker.ui.entry.enrolment import Enrolment
from gridworker.ui.entry.lock import Lock
from gridworker.ui.entry.people import People
from gridworker.ui.entry.unlocking import Unlocking
from tests.ui.walk.walker import Walker


async def shows(walker: Walker, door: Doorway) -> None:
    """Puts a door in the window's place."""
    door.resize(walker.window.size())
    door.show()
    door.activateWindow()
    walker.door = door
    await walker.rest()


async def lock(walker: Walker) -> Lock:
    folder = walker.laptop.profile.folder
    keep_card(folder, Card(**walker.laptop.said({"name": "周敏", "place": "西河路社区第三网格"})))
    made = Lock(folder, walker.background, walker.laptop.language)
    await shows(walker, made)
    made.begin()
    return made


async def refused(walker: Walker) -> None:
    """A wrong password, in capitals."""
    made = await lock(walker)
    made._caps.show()
    made._refused(NotAllowed("wrong_password"))
    await walker.rest()


async def recovery(walker: Walker) -> None:
    made = await lock(walker)
    made._forgotten.click()
    made.unlock.show()
    made._caps.show()
    await walker.rest()


def enrolment_at(step: int) -> Callable[[Walker], Awaitable[None]]:
    """The enrolment at a step, from 0."""

    async def go(walker: Walker) -> None:
        made = Enrolment(walker.laptop.profile.folder, walker.background, walker.laptop.language)
        await shows(walker, made)
        made.begin()
        if step == 1:
            made._show(1)
            made._new.setFocus()
        if step == 3:
            streams: list[dict[str, Any]] = [{"name": "西河路社区第三网格", "kind": "grid"}]
            worker = walker.laptop.said({"name": "周敏"})
            told = walker.laptop.said({"streams": streams, "worker": worker})
            made._welcome(told | {"recovery_code": "7334-9021-4425-1180"})
        await walker.rest()

    return go


async def people(walker: Walker) -> None:
    """Who works at this computer."""
    await lock(walker)
    await walker.leave()
    made = People(walker.laptop.profile.folder, walker.laptop.language)
    await shows(walker, made)
    made.begin()
    await walker.rest()


def unlocking_at(step: int) -> Callable[[Walker], Awaitable[None]]:
    """The way by the district's unlock file: before it, with the file, with the new code."""

    async def go(walker: Walker) -> None:
        made = Unlocking(walker.laptop.profile.folder, walker.background, walker.laptop.language)
        await shows(walker, made)
        made.begin()
        if step == 1:
            made.take_key(bytes(32))
        if step == 2:
            made.show_code("7334-9021-4425-1180")
        await walker.rest()

    return go


DOORS: dict[str, Callable[[Walker], Awaitable[Any]]] = {
    "lock": lock,
    "lock refused": refused,
    "recovery": recovery,
    "enrolment": enrolment_at(0),
    "enrolment: password": enrolment_at(1),
    "enrolment: done": enrolment_at(3),
    "people": people,
    "unlock file": unlocking_at(0),
    "unlock file: password": unlocking_at(1),
    "unlock file: done": unlocking_at(2),
}
