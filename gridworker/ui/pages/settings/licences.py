"""What the program is made of, and under which licence each part is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gridworker.environment.language import Words
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_16, Type
from gridworker.ui.widgets.button import Button
from gridworker.ui.widgets.scroll_column import ScrollColumn
from gridworker.ui.widgets.sheet import Sheet
from gridworker.ui.widgets.text import Label, Paragraph

_TITLE = Words("开放源代码许可", "Open source licences")
_OWN = Words(
    "本程序按木兰宽松许可证第 2 版发布。下面是它用到的部分，各按自己的许可证使用；许可证全文随程序安装。",
    "This program is under the Mulan PSL v2. Its parts are under licences of their own, installed with it.",
)
_CLOSE = Words("关闭", "Close")
PARTS = (
    ("Qt, PySide6, Shiboken", "LGPL-3.0"),
    ("qasync", "BSD-2-Clause"),
    ("SQLCipher, SQLite", "BSD-3-Clause, public domain"),
    ("sqlcipher3", "zlib"),
    ("sqlite-utils", "Apache-2.0"),
    ("msgspec", "BSD-3-Clause"),
    ("argon2-cffi", "MIT"),
    ("cryptography", "Apache-2.0 / BSD-3-Clause"),
    ("requests", "Apache-2.0"),
    ("zstandard", "BSD-3-Clause"),
    ("google-crc32c", "Apache-2.0"),
    ("Pillow", "MIT-CMU"),
    ("pypinyin", "MIT"),
    ("platformdirs", "MIT"),
    ("XlsxWriter", "BSD-2-Clause"),
    ("Fluent UI System Icons", "MIT"),
    ("Noto Sans CJK SC", "OFL-1.1"),
)


class LicencesSheet(Sheet):
    """The list; Escape or the button closes it."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, session.said(_TITLE), 560, 520)
        self.column.addWidget(Paragraph(session.said(_OWN), Type.LABEL))
        scroll = ScrollColumn()
        grid = QGridLayout()
        grid.setVerticalSpacing(SPACE_8)
        grid.setHorizontalSpacing(SPACE_16)
        grid.setColumnStretch(0, 1)
        for number, (part, licence) in enumerate(PARTS):
            grid.addWidget(Label(part, Type.BODY), number, 0)
            grid.addWidget(Label(licence, Type.META), number, 1, Qt.AlignmentFlag.AlignRight)
        scroll.column.addLayout(grid)
        scroll.column.addStretch(1)
        self.column.addWidget(scroll, 1)
        close = Button(session.said(_CLOSE), key="Esc")
        self.foot(close)
        close.setFocus()
