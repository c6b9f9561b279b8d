"""An attachment is opened: seen over the window or in another program, saved elsewhere for a reason, or given back to
be taken away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from gridworker.domain.errors import ComputerTrouble
from gridworker.environment.language import Words
from gridworker.environment.outside import open_outside
from gridworker.operations.file_types import name_outside
from gridworker.operations.handing_out import lend_copy, save_copy
from gridworker.sync.opening import open_attachment
from gridworker.ui.forms.attachment_view import AttachmentView
from gridworker.ui.forms.taking_out import ask_way_out
from gridworker.ui.session import Session

_SAVE = Words("另存为", "Save as")
_SAVE_NAMED = Words("另存“{name}”", 'Save "{name}"')
_SAVED = Words("已另存到：{file}", "Saved to {file}")


async def open_over(
    session: Session,
    record: str,
    elements: Mapping[str, Mapping[str, Any]],
    name: str,
    parent: QWidget,
    seen: Callable[[str], Awaitable[None]] | None = None,
) -> str:
    """Shows an attachment of a record ("" for one not saved yet), and from there the others; `seen` is told of each.

    Gives the name of the element that is to be taken away, "" for none.
    """
    names = list(elements)
    at = names.index(name)
    content = await session.run(open_attachment, record, elements[name])
    if seen is not None:
        await seen(name)
    view = AttachmentView(session, elements[name], content, parent, several=len(names) > 1)
    wanted: list[str] = []

    async def step(by: int) -> None:
        nonlocal at, content
        there = (at + by) % len(names)
        content = await session.run(open_attachment, record, elements[names[there]])
        if seen is not None:
            await seen(names[there])
        at = there
        view.show_attachment(elements[names[at]], content)

    def begin_step(by: int) -> None:
        if len(names) > 1:
            session.background.spawn(step(by), view)

    view.copy_wanted.connect(lambda: wanted.append("copy"))
    view.open_wanted.connect(lambda: wanted.append("open"))
    view.stepped.connect(begin_step)
    if await session.background.answered(view):
        return names[at]
    if "copy" in wanted:
        await _save_as(session, record, (names[at], elements[names[at]]), content, parent)
    elif "open" in wanted:
        await _open_outside(session, elements[names[at]], content)
    return ""


async def save_as(
    session: Session, record: str, named: tuple[str, Mapping[str, Any]], parent: QWidget
) -> None:
    """Saves an attachment elsewhere; where the record holds sensitive data, somebody says why first."""
    content = await session.run(open_attachment, record, named[1])
    await _save_as(session, record, named, content, parent)


async def _save_as(
    session: Session, record: str, named: tuple[str, Mapping[str, Any]], content: bytes, parent: QWidget
) -> None:
    said, name = session.said, str(named[1].get("name") or "")
    way = await ask_way_out(session, record, said(_SAVE_NAMED, name=name), said(_SAVE), name, parent)
    if way is not None:
        await session.run(save_copy, record, content, way.out, way.reason, named[0])
        session.said_done.emit(said(_SAVED, file=way.out.name), None)


async def _open_outside(session: Session, element: Mapping[str, Any], content: bytes) -> None:
    """The program that this computer has for such a file gets a copy; it is taken back when the window is locked."""
    name = name_outside(str(element.get("name") or ""), content)
    copy = await session.run(lend_copy, name, content)
    if not await session.background.run(open_outside, copy):
        raise ComputerTrouble("no_program_for", name=name)
