"""One paper of a case: seen as it will be printed, printed, or saved; each is noted, for papers hide nothing."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridworker.documents.dispute.case import Case
from gridworker.documents.dispute.wording import lack_texts, part_title
from gridworker.documents.press.pages import set_paper
from gridworker.domain.errors import ComputerTrouble
from gridworker.domain.mediation_papers import PaperRef, missing, terms
from gridworker.domain.money import LARGEST_FEN, format_fen, in_capitals
from gridworker.domain.readings import group
from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.operations import papers
from gridworker.ui.forms.choosing_file import file_to_write
from gridworker.ui.forms.paper_view import Check, PaperView
from gridworker.ui.forms.printing import print_paper
from gridworker.ui.session import Session

_COMPLETE = Words("该填的都填好了", "Nothing is missing")
_AMOUNTS = Words(
    "大小写金额一致：{figures} 元 = {capitals}", "Figures and capitals agree: {figures} yuan = {capitals}"
)
_TO_SIGN = Words(
    "打印后请各方签名、按指印，并盖章", "Have it signed, fingerprinted and sealed after printing"
)
_NO_FONT = Words(
    "这些字本机字库里没有，印成方框，请手写补上：{signs}",
    "No font here has these characters; write them by hand: {signs}",
)
_SAVE = Words("文书另存为", "Save the paper")
_SAVED = Words("已存到：{file}", "Saved to {file}")
_PRINTED = Words("已送去打印：{title}，{copies} 份", "Sent to the printer: {title}, copies: {copies}")
_NO_PRINTER = Words(
    "没有找到打印机，已生成 PDF，可以拷到别的电脑打印。",
    "No printer found. A PDF was made; print it elsewhere.",
)


class PaperSheet(QWidget):
    """The paper of a case that `ref` names."""

    def __init__(self, session: Session, case: Case, ref: PaperRef, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self.case, self.ref = session, case, ref
        self.view = PaperView(session)
        self.view.save_wanted.connect(self._on_save)
        self.view.print_wanted.connect(self._on_print)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        # Set in the window's thread: what text is drawn with belongs to the thread that made it.
        self.paper = set_paper(papers.paper_of(case, ref))
        self.view.setAccessibleName(self.title)
        self.view.show_paper(self.paper, list(self._checks()))

    @property
    def title(self) -> str:
        """What the header says."""
        return part_title(self.ref.code, self._session.language)

    def _checks(self) -> Iterator[Check]:
        """What somebody looks at before a paper is printed."""
        said, language = self._session.said, self._session.language
        lacks = lack_texts(missing(self.ref, self.case.body), language)
        yield from [Check(is_well=False, text=text) for text in lacks] or [
            Check(is_well=True, text=said(_COMPLETE))
        ]
        if self.ref.code in ("agreement", "oral_agreement"):
            for clause in terms(self.case.body):
                fen = clause.get("amount_fen")
                if isinstance(fen, int) and 0 < fen <= LARGEST_FEN:
                    text = said(_AMOUNTS, figures=format_fen(fen), capitals=f"人民币{in_capitals(fen)}")
                    yield Check(is_well=True, text=text)
        if self.ref.code == "agreement" and not group(self.case.body, "agreement").get("signed_on"):
            yield Check(is_well=False, text=said(_TO_SIGN))
        if self.paper.missing:
            signs = " ".join(f"U+{ord(sign):04X}" for sign in self.paper.missing)
            yield Check(is_well=False, text=said(_NO_FONT, signs=signs))

    def take_focus(self) -> None:
        """Brings the focus to the button that prints."""
        self.view.take_focus()

    @Slot(str)
    def _on_save(self, form: str) -> None:
        self._session.background.spawn(self._save(form, _SAVED), self)

    @Slot(str, int)
    def _on_print(self, printer: str, copies: int) -> None:
        if printer:
            self._session.background.spawn(self._print(printer, copies), self)
        else:
            self._session.background.spawn(self._save("pdf", _NO_PRINTER), self)

    async def _save(self, form: str, words: Words) -> None:
        session = self._session
        name = f"{self.paper.paper.title}.{form}"
        out = await file_to_write(session, session.said(_SAVE), name, self)
        if out is not None:
            await session.run(papers.write_paper, self.case.id, self.ref.name, form, out)
            session.said_done.emit(session.said(words, file=out.name), None)

    async def _print(self, printer: str, copies: int) -> None:
        session = self._session
        await session.run(papers.note_print, self.case, self.ref)
        try:
            print_paper(self.paper, printer, copies)
        except ComputerTrouble as trouble:
            session.said_done.emit(describe(trouble, session.language), None)
            return
        session.said_done.emit(session.said(_PRINTED, title=self.title, copies=copies), None)
