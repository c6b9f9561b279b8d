"""Where no form takes photos: signed pages find their case all the same, others are told where to go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.ui.forms.attachment_intake import AttachmentIntake
from gridworker.ui.forms.page_filing import Put, Taken
from gridworker.ui.session import Session

_NOWHERE = Words(
    "没有收进来：照片上没有认出文书的二维码。原照片没有动，要作为材料，请打开那件纠纷再拖进去",
    "Not taken: no code of a paper was found on it. The photo is untouched; to add it as material, open the case first",
)
_NOT_TAKEN = Words(
    "{count} 个文件没有收进来：没有认出文书的二维码。原文件没有动，要作为材料，请打开那件纠纷再拖进去",
    "Not taken, as no code of a paper was found: {count}. The files are untouched; to add them, open the case first",
)


class PagesIn(AttachmentIntake):
    """Drop and paste anywhere in `form`, where no form of a record took it."""

    def __init__(self, session: Session, form: QWidget) -> None:
        super().__init__(session, form, self._putting, session.why_barred)

    def _putting(self) -> Put:
        return self._turn_away

    async def _turn_away(self, kept: Sequence[dict[str, Any]]) -> Taken:
        words = _NOWHERE if len(kept) == 1 else _NOT_TAKEN
        return Taken(self._session.said(words, count=len(kept)))
