"""Photos of signed pages on their way in: each goes to the case that its mark names, and can be taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from gridworker.documents.dispute.wording import paper_title
from gridworker.domain.attachments import ATTACHMENTS
from gridworker.domain.errors import PersonCanMend, Trouble
from gridworker.domain.paths import join
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.operations.signed_pages import Fate, Filed, Page, file_page
from gridworker.ui.forms.change_step import change_step
from gridworker.ui.session import Session
from gridworker.ui.step import Step


class Taken(NamedTuple):
    """What a place says of files that it took, and the step that takes them out of it again."""

    said: str = ""
    step: Step | None = None


Put = Callable[[Sequence[dict[str, Any]]], Awaitable[Taken | None]]
"""Takes the elements that name what was kept; None where the record they were for is not shown any more."""

_PAGE = Words("{paper}第 {page} 页（共 {pages} 页）", "{paper}, page {page} of {pages}")
_SOME_PAGE = Words("{paper}", "{paper}")
_FILED = Words("签字页已归入“{case}”：{page}", 'Signed page filed in "{case}": {page}')
_OLD = Words(
    "签字页已归入“{case}”：{page}。打印以后内容改过，这一页是旧版，请核对",
    'Signed page filed in "{case}": {page}. It was printed before the last change: compare them',
)
_AGAIN = Words(
    "这一页先前已经归入“{case}”：{page}，没有重复添加", 'Already filed in "{case}": {page}; not added twice'
)
_UNKNOWN = Words(
    "照片上的二维码是另一件纠纷的文书，本机没有那件纠纷，照片已按普通材料存在这里",
    "The code on the photo is of a case that is not on this computer; the photo is kept here as it is",
)
_MANY = Words("已归档签字页 {count} 页", "Signed pages filed: {count}")
_MANY_OLD = Words("，其中 {count} 页是旧版，请核对", ", printed before the last change: {count}")
_MANY_AGAIN = Words("，{count} 页先前已归档", ", filed before: {count}")
_MANY_UNKNOWN = Words(
    "；{count} 张是本机没有的案件，按普通材料存在这里", "; of cases not on this computer, kept here: {count}"
)
_GONE = Words(
    "照片仍在那件纠纷里：原来打开的表单已经关闭",
    "The photo stays in that case: the form it was put into is closed",
)


class _Batch(NamedTuple):
    """Pages that came in together and what became of each; `rest` goes where they were put."""

    filed: list[tuple[Page, Filed]]
    rest: list[dict[str, Any]]


async def take_pages(session: Session, pages: Sequence[Page], put: Put) -> set[str]:
    """Files the pages that bear a mark, hands the others on, says what became of them, and gives the cases.

    What cannot be filed is handed on too: no photo is lost.
    """
    batch, trouble = await _file(session, pages)
    taken = await put(batch.rest) if batch.rest else None
    if taken is not None and taken.said:
        session.said_done.emit(taken.said, taken.step)
    if batch.filed:
        _tell(session, batch, put)
    elif trouble is not None:
        session.said_done.emit(describe(trouble, session.language), None)
    return {filed.record for _, filed in batch.filed if filed.record}


async def _file(session: Session, pages: Sequence[Page]) -> tuple[_Batch, Trouble | None]:
    batch, trouble = _Batch([], []), None
    for page in pages:
        if page.mark is None:
            batch.rest.append(page.element)
            continue
        try:
            filed = await session.run(file_page, page)
        except PersonCanMend as error:
            trouble = error
            batch.rest.append(page.element)
            continue
        batch.filed.append((page, filed))
        if filed.fate is Fate.UNKNOWN:
            batch.rest.append(page.element)
        if filed.added is not None:
            session.tell(filed.added.changes)
    return batch, trouble


def _tell(session: Session, batch: _Batch, put: Put) -> None:
    added = [(page, filed) for page, filed in batch.filed if filed.fate in (Fate.FILED, Fate.OLD)]
    text = _one(session, batch.filed[0][1]) if len(batch.filed) == 1 else _many(session, batch)
    session.said_done.emit(text, _Filing(session, added, put).step if added else None)


def _one(session: Session, filed: Filed) -> str:
    if filed.fate is Fate.UNKNOWN:
        return session.said(_UNKNOWN)
    paper = paper_title(filed.ref, session.language, one_of_many=filed.one_of_many)
    form = _PAGE if filed.page and filed.pages else _SOME_PAGE
    page = session.said(form, paper=paper, page=filed.page, pages=filed.pages)
    words = {Fate.FILED: _FILED, Fate.OLD: _OLD, Fate.AGAIN: _AGAIN}[filed.fate]
    return session.said(words, case=filed.case, page=page)


def _many(session: Session, batch: _Batch) -> str:
    fates = [filed.fate for _, filed in batch.filed]
    text = session.said(_MANY, count=fates.count(Fate.FILED) + fates.count(Fate.OLD))
    for fate, words in ((Fate.OLD, _MANY_OLD), (Fate.AGAIN, _MANY_AGAIN), (Fate.UNKNOWN, _MANY_UNKNOWN)):
        if count := fates.count(fate):
            text += session.said(words, count=count)
    return text


class _Filing:
    """Pages that were filed: taken back they are where they were put, filed again they are not."""

    def __init__(self, session: Session, added: Sequence[tuple[Page, Filed]], put: Put) -> None:
        self._session, self._put = session, put
        self._pages = [page.element for page, _ in added]
        self._steps = [
            change_step(session, filed.added, {join(ATTACHMENTS, filed.element): None})
            for _, filed in added
            if filed.added is not None
        ]
        self._taken: Taken | None = None
        self.step = Step(self._back, self._again)

    async def _back(self) -> None:
        self._taken = await self._put(self._pages)
        if self._taken is None:
            # The form is closed: nothing would name the photo any more.
            self._session.said_done.emit(self._session.said(_GONE), None)
            return
        for step in self._steps:
            await step.back()

    async def _again(self) -> None:
        if self._taken is not None and self._taken.step is not None:
            await self._taken.step.back()
        for step in self._steps:
            await step.again()
