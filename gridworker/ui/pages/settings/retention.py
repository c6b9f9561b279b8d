"""保存期限 in the settings: what the district's policy says, and what would go by it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED
from gridworker.operations.retention import Preview, preview, write_due
from gridworker.ui.forms.records_sheet import Behind, RecordsSheet
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.text import Paragraph, SectionTitle

_TITLE = Words("保存期限", "Retention")
_NO_POLICY = Words(
    "区里还没有发布保存期限，这台电脑上的记录一条也不会到期清除。",
    "The district has published no retention policy: no record on this computer is due to go.",
)
_NOTHING = Words(
    "区里的期限：{rules}。现在没有到期的记录。", "The district keeps {rules}. Nothing is past its time."
)
_DUE = Words(
    "区里的期限：{rules}。有 {count} 条已经到期。记录由区里清除，下次同步时从这台电脑上消失。",
    "The district keeps {rules}. {count} records are past their time. The district removes them; they leave this "
    "computer with the next sync.",
)
_RULE = Words("{kind} {months} 个月", "{kind} for {months} months")
_SHOW, _WRITE = Words("看清单", "See the list"), Words("导出清单", "Export the list")
_FILE = Words("保存期限到期清单", "past retention")
_WRITTEN = Words("已导出 {count} 条", "{count} records exported")


class RetentionCard(Card):
    """`load` reads what is due; what is due can be seen and taken to the district, not removed here."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        said = session.said
        self.seen = Preview({}, [])
        self.column.setSpacing(SPACE_8)
        self.column.addWidget(SectionTitle(said(_TITLE)))
        self.told = Paragraph("", Type.META)
        self.column.addWidget(self.told)
        self.show_due, self.export = (
            Button(said(_SHOW), icon="list"),
            Button(said(_WRITE), icon="arrow_download"),
        )
        self.show_due.clicked.connect(self._on_show)
        self.export.clicked.connect(self._on_export)
        self._buttons = Flow(SPACE_8)
        for button in (self.show_due, self.export):
            self._buttons.flow.addWidget(button)
        self.column.addWidget(self._buttons)
        self._buttons.hide()

    def load(self) -> None:
        """Looks again at what is due."""
        self._session.background.spawn(self._load(), self)

    async def _load(self) -> None:
        self.seen = seen = await self._session.run(preview)
        said, named = self._session.said, self._session.labels
        rules = [said(_RULE, kind=named.kind(kind), months=rule.months) for kind, rule in seen.rules.items()]
        words = _NO_POLICY if not rules else _DUE if seen.due else _NOTHING
        self.told.set_text(
            said(words, rules=said(LISTED).join(rules), count=len(seen.due)) if rules else said(words)
        )
        self._buttons.setVisible(bool(seen.due))

    @Slot()
    def _on_show(self) -> None:
        named = self._session.labels
        sets = [
            Behind(kind, named.kind(kind), kind, [one.id for one in self.seen.due if one.kind == kind])
            for kind in dict.fromkeys(one.kind for one in self.seen.due)
        ]
        RecordsSheet(self._session, self._session.said(_TITLE), self.told.text(), sets, self).open()

    @Slot()
    def _on_export(self) -> None:
        self._session.background.spawn(self._choose(), self)

    async def _choose(self) -> None:
        said = self._session.said
        dialog = QFileDialog(self, said(_WRITE))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("*.xlsx")
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{said(_FILE)}.xlsx")
        chosen: list[str] = []
        dialog.fileSelected.connect(chosen.append)
        if await self._session.background.answered(dialog) and chosen:
            count = await self._session.run(write_due, Path(chosen[0]), self._session.language)
            self._session.said_done.emit(said(_WRITTEN, count=count), None)
