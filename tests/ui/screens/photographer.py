"""Takes pictures of the window into a folder."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from gridworker.store.profile import Profile
from gridworker.ui.application import Frame
from gridworker.ui.background import Background
from gridworker.ui.session import Session
from gridworker.ui.shell.window import MainWindow
from gridworker.ui.theme import theme
from gridworker.ui.theme.theme import Appearance
from gridworker.ui.widgets.sheet import Sheet
from tests.ui.patience import quiet
from tests.ui.screens.doors import DOORS
from tests.ui.screens.scenes import Scene

SIZE, LEAST = (1366, 720), (1280, 680)
"""What a small laptop leaves of its screen, and what no page needs more than."""

_STILL_MS = 60
_WRITTEN_MS = 700
"""After so long what was typed is read, found, or kept as a draft."""


class Look(NamedTuple):
    """How a picture is taken."""

    language: str
    appearance: Appearance
    scale: float
    size: tuple[int, int] = SIZE

    @property
    def name(self) -> str:
        """The end of the picture's file name."""
        small = "" if self.size == SIZE else f"_{self.size[0]}"
        return f"{self.language[:2]}_{self.appearance}_{int(self.scale * 100)}{small}"

    def put_on(self) -> None:
        """Dresses the application so."""
        theme.current().set_appearance(self.appearance)
        theme.current().set_scale(self.scale)


class Photographer:
    """One picture a scene; says what does not fit a laptop's screen."""

    def __init__(self, background: Background, out: Path, only: str = "") -> None:
        self._background, self._out, self._only = background, out, only

    async def take(self, profile: Profile, look: Look, scenes: Sequence[Scene], prefix: str = "") -> None:
        """The scenes of a laptop, in a window of its own."""
        wanted = [scene for scene in scenes if self._only in prefix + scene.name]
        if not wanted:
            return
        look.put_on()
        session = Session(profile, self._background, look.language)
        window = MainWindow(session)
        window.resize(*look.size)
        window.show()
        window.activateWindow()
        for scene in wanted:
            window.resize(*look.size)
            window.open_page(scene.page, scene.record)
            await self._still()
            for step in scene.steps:
                step(window)
                await self._still(_WRITTEN_MS)
            self._picture(window, f"{prefix}{scene.name}", look)
            await self._leave(window)
        window.close()
        window.deleteLater()
        await self._still()

    async def _leave(self, window: MainWindow) -> None:
        """As a person leaves who changed their mind: what is open is closed, what is half written is thrown away."""
        frame: Any = getattr(window.page, "frame", None)
        if frame is not None and frame.discard.isVisible():
            frame.discard.click()
        sheets: Iterable[Any] = window.findChildren(Sheet)
        for sheet in sheets:
            sheet.reject()
        window._palette.end()
        await self._still()
        while window.page.go_back():
            await self._still()
        # Not before: what was thrown away is told as well.
        window._toast.dismiss()

    async def doors(self, folder: Path, empty: Path, look: Look) -> None:
        """The lock, a wrong password, the recovery code, and the first enrolment."""
        look.put_on()
        for name, opens in DOORS.items():
            if self._only not in name:
                continue
            frame = Frame(
                empty if name.startswith("enrol") else folder, look.language, self._background, lambda: None
            )
            frame.resize(*look.size)
            frame.start("")
            frame.activateWindow()
            await self._still()
            opens(frame.currentWidget())
            await self._still()
            self._picture(frame, name, look)
            frame.hide()
            frame.deleteLater()

    async def _still(self, at_least: int = _STILL_MS) -> None:
        """Until nothing is under way but what waits for an answer."""
        await self._background.pause(at_least)
        await quiet(self._background)
        await self._background.pause(_STILL_MS)

    def _picture(self, window: QWidget, what: str, look: Look) -> None:
        name = f"{what}_{look.name}"
        if (window.width(), window.height()) != look.size:
            sys.stderr.write(f"{name}: {window.width()} × {window.height()}\n")
        window.grab().save(str(self._out / f"{name}.png"))
