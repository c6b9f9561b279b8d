"""恢复码: the code that opens a profile whose password is forgotten, on paper, with what it is and how it is kept."""

from __future__ import annotations

from datetime import date

from gridworker.documents.paper import Block, Cell, Grid, Paper, Paragraph, Space, Style

_TITLE = "网格工作台恢复码"
_HOW = "忘记口令时，在锁定页按“忘记口令”，输入上面的恢复码，再设一个新口令。不分大小写，横线可以不输。"
_KEEP = "请装入信封，与证件一起锁好；不要拍照，不要存在电脑里，不要贴在电脑上。拿到它的人可以打开您的资料。"
_LOST = "恢复码丢失或者被别人看到，请在“设置—安全”里换一个新的，这一张随即作废。"


def recovery_sheet(code: str, name: str, device: str, made_on: date) -> Paper:
    """The paper of a recovery code: whose it is, of which computer, made on which day."""
    day = f"{made_on.year}年{made_on.month}月{made_on.day}日"
    rows = [
        [Cell("姓　　名", label=True), Cell(name or "　")],
        [Cell("电　　脑", label=True), Cell(device or "　")],
        [Cell("生成日期", label=True), Cell(day)],
    ]
    blocks: list[Block] = [
        Paragraph(_TITLE, Style.TITLE),
        Space(1),
        Paragraph(code, Style.CENTRE),
        Space(1),
        Grid([1, 3], rows, kept=True),
        Space(1),
        Paragraph(_HOW, lead="怎么用　"),
        Paragraph(_KEEP, lead="怎么保管　"),
        Paragraph(_LOST, lead="丢了怎么办　"),
    ]
    return Paper("recovery", _TITLE, blocks, numbered=False)
