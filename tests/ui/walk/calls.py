"""Scenes of rounds along a route, and of needs from the call to their next step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from gridworker.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tests.ui.walk.walker import Walker


async def on_a_route(walker: Walker) -> None:
    await walker.page("patrol", "points")
    page: Any = walker.window.page
    assert page.route.is_on
    assert page.form.place.value()


async def needs(walker: Walker) -> None:
    await walker.page("visit")
    page: Any = walker.window.page
    page.pane.set_scope("needs")
    page.pane.asked.emit()
    await walker.rest()
    assert page.model.rowCount()
    page.pane.opened.emit(page.model.row(page.model.index(0)))
    await walker.rest()


async def need_step(walker: Walker) -> None:
    await needs(walker)
    await walker.press("Alt+W")
    assert isinstance(walker.scene, Sheet)


async def call(walker: Walker) -> None:
    await walker.page("visit", "call")
    page: Any = walker.window.page
    assert page.form.caller.isVisible()


async def new_need(walker: Walker) -> None:
    await call(walker)
    await walker.press("Alt+Q")
    assert isinstance(walker.scene, Sheet)


async def service_card(walker: Walker) -> None:
    await walker.page("visit", "call")
    await walker.press("Ctrl+P")
    assert isinstance(walker.scene, Sheet)


CALLS: dict[str, Callable[[Walker], Awaitable[None]]] = {
    "needs": needs,
    "step of a need": need_step,
    "call": call,
    "service card": service_card,
    "new need": new_need,
    "patrols on a route": on_a_route,
}
