"""What the program is made of, and under which licence each part is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, SPACE_12, SPACE_16, SPACE_24, Type
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.scroll_column import ScrollColumn
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


class LicencesDialog(QDialog):
    """The list; Escape, Enter or the button closes it."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(session.said(_TITLE))
        self.resize(560, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_12)
        column.addWidget(Label(session.said(_TITLE), Type.TITLE, bold=True))
        column.addWidget(Paragraph(session.said(_OWN), Type.LABEL))
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
        column.addWidget(scroll, 1)
        close = Button(session.said(_CLOSE), Weight.PLAIN, key="Esc")
        close.clicked.connect(self.reject)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.setFocus()
