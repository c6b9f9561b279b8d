"""What a recheck looks at again: the patrol before it, in words and with its photos."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridworker.domain.paths import DELETED
from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED
from gridworker.operations.attaching import thumbnail
from gridworker.sync.opening import open_attachment
from gridworker.ui.forms.attachment_view import AttachmentView
from gridworker.ui.forms.compare_view import CompareView, Shot
from gridworker.ui.forms.moments import say_moment
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.banner import Banner
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.picture_tile import PictureTile

_BEFORE = Words("整改前（{when}，{found}）：", "Before ({when}, {found}): ")
_PHOTO = Words("整改前的照片 {name}", "Photo from before: {name}")


class Before(QWidget):
    """Hidden while there is nothing to recheck. A photo is shown beside those that `after` gives, if it gives any."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._record = ""
        self.after: Callable[[], Sequence[Shot]] = tuple
        self._tiles: dict[PictureTile, Mapping[str, Any]] = {}
        self._words = Banner("history", Tone.INFO, "")
        self._flow = Flow(SPACE_8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_8)
        column.addWidget(self._words)
        column.addWidget(self._flow)
        self.hide()

    def show_patrol(self, body: Mapping[str, Any] | None) -> None:
        """Shows a patrol as `record show` gives it; None for none."""
        self.setVisible(body is not None)
        self._record = str((body or {}).get("id") or "")
        self._show_words(body or {})
        for tile in self._tiles:
            tile.hide()
            tile.deleteLater()
        attached = (body or {}).get("attachments")
        elements = attached.values() if isinstance(attached, dict) else ()
        there = [one for one in elements if isinstance(one, dict) and not one.get(DELETED)]
        self._tiles = {self._tile(element): element for element in there}
        self._flow.setVisible(bool(there))

    def _show_words(self, body: Mapping[str, Any]) -> None:
        session, clock, at = self._session, self._session.profile.clock, body.get("at")
        when = ""
        if isinstance(at, int):
            when = say_moment(at, clock.now(), clock.tz(at), session.language)
        named = session.labels.choice
        found = [named("patrol", "categories", str(code)) for code in body.get("categories") or ()]
        if outcome := body.get("outcome"):
            found.append(named("patrol", "outcome", str(outcome)))
        lead = session.said(_BEFORE, when=when, found=session.said(LISTED).join(found))
        self._words.say("history", Tone.INFO, lead, str(body.get("text") or ""))

    def _tile(self, element: Mapping[str, Any]) -> PictureTile:
        tile = PictureTile(self._session.said(_PHOTO, name=str(element.get("name") or "")), self)
        tile.clicked.connect(self._on_tile)
        self._flow.flow.addWidget(tile)
        self._session.background.spawn(self._paint(tile, element), tile)
        return tile

    async def _paint(self, tile: PictureTile, element: Mapping[str, Any]) -> None:
        content = await self._session.run(thumbnail, element)
        if content is not None:
            tile.set_picture(QImage.fromData(content))

    def _on_tile(self) -> None:
        element = next(element for tile, element in self._tiles.items() if tile is self.sender())
        self._session.background.spawn(self._open(dict(element)), self)

    async def _open(self, element: dict[str, Any]) -> None:
        if after := self.after():
            before = (self._record, element)
            await self._session.background.answered(CompareView(self._session, before, after, self))
            return
        content = await self._session.run(open_attachment, self._record, element)
        await self._session.background.answered(AttachmentView(self._session, element, content, self))
