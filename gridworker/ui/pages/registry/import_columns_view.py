"""Which column of a table goes to which field: what is in it beside a list to choose from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from gridworker.environment.marks import LISTED
from gridworker.operations.import_columns import SKIPPED, Column, offered, target_label
from gridworker.operations.import_layout import Layout
from gridworker.ui.pages.registry.import_words import NO_HEADER, NOT_TAKEN
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, Type
from gridworker.ui.widgets.chips import Choice
from gridworker.ui.widgets.cut import Cut
from gridworker.ui.widgets.pickers import PickList
from gridworker.ui.widgets.scroll_column import ScrollColumn

_SIDE = 4


class ColumnsView(ScrollColumn):
    """A line for each column that has a header or anything in it; the rest stays behind."""

    def __init__(self, session: Session, kind: str, layout: Layout) -> None:
        super().__init__(gap=SPACE_8, side=_SIDE)
        said = session.said
        self._layout = layout
        words = [Choice(code, target_label(kind, code, session.language)) for code in offered(kind)]
        choices = [Choice(SKIPPED, said(NOT_TAKEN)), *words]
        self.pickers: dict[int, PickList] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_12)
        grid.setVerticalSpacing(SPACE_8)
        grid.setColumnStretch(0, 1)
        for place, (column, samples) in enumerate(zip(layout.columns, layout.samples, strict=True)):
            if not column.header and not samples:
                continue
            header, row = column.header or said(NO_HEADER), grid.rowCount()
            grid.addWidget(_told(header, said(LISTED).join(samples)), row, 0)
            picker = PickList(choices)
            picker.setAccessibleName(header)
            picker.set_value(column.target or SKIPPED)
            picker.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self.pickers[place] = picker
            grid.addWidget(picker, row, 1, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(grid)
        self.column.addStretch(1)

    def layout_wanted(self) -> Layout:
        """The columns as they are chosen now; one that nobody knew and nobody chose stays unknown."""
        layout = self._layout
        for place, picker in self.pickers.items():
            before: Column = layout.columns[place]
            if picker.value() != (before.target or SKIPPED):
                layout = layout.with_target(place, picker.value())
        return layout

    def take_focus(self) -> None:
        """Brings the focus to the first column that is not taken, else to the first."""
        for picker in self.pickers.values():
            if picker.value() == SKIPPED:
                picker.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        next(iter(self.pickers.values())).setFocus(Qt.FocusReason.OtherFocusReason)


def _told(header: str, samples: str) -> QWidget:
    """A header over what its first lines say."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Cut(header, bold=True))
    column.addWidget(Cut(samples, Type.META))
    return holder
