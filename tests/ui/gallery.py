"""Every painted widget on two sheets, to be looked at and to be walked by the tests.

python -m tests.ui.gallery OUT.png [--sheet parts|day] [--dark | --contrast] [--scale 1.3] [--bundled-font]
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from gridworker.ui.theme import theme
from gridworker.ui.theme.measures import PAGE_SIDE, SPACE_8, SPACE_12, SPACE_16, SPACE_20, Type
from gridworker.ui.theme.theme import Appearance
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.banner import Banner
from gridworker.ui.widgets.bars import Bar, Bars, ProgressBar
from gridworker.ui.widgets.button import Button, IconButton, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.chips import Chip, ChipGroup, Choice
from gridworker.ui.widgets.date_field import DateField
from gridworker.ui.widgets.drawing import STATES, StateLook
from gridworker.ui.widgets.empty_state import EmptyState
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.labelled_field import LabelledField
from gridworker.ui.widgets.line_field import LineField
from gridworker.ui.widgets.mark import AppMark
from gridworker.ui.widgets.nav_item import NavItem
from gridworker.ui.widgets.pickers import PickList, Tick
from gridworker.ui.widgets.ring import Legend, Part, Ring
from gridworker.ui.widgets.search_box import SearchBox
from gridworker.ui.widgets.segments import SegmentedChoice
from gridworker.ui.widgets.signs import Avatar, Divider, KeyCap, Pill, Plate, StateLabel, Status, Tag
from gridworker.ui.widgets.stepper import Step, Stepper
from gridworker.ui.widgets.text import Label, Paragraph, SectionTitle
from gridworker.ui.widgets.text_field import TextField
from gridworker.ui.widgets.tile import Tile
from gridworker.ui.widgets.timeline import Entry, Timeline
from gridworker.ui.widgets.toast import Toast

WORDS = {
    "draft": "草稿",
    "saved": "已存本机",
    "waiting": "待同步",
    "sending": "同步中",
    "synced": "已同步",
    "conflict": "有冲突",
    "refused": "被退回",
    "review": "待审核",
    "quarantine": "待查验",
}
FOUND = [
    Choice(code, word)
    for code, word in (
        ("normal", "无异常"),
        ("fire", "消防隐患"),
        ("security", "治安隐患"),
        ("traffic", "交通安全"),
        ("sanitation", "环境卫生"),
        ("facility", "设施损坏"),
        ("flood", "防汛防台"),
        ("school", "护学"),
        ("dispute_sign", "矛盾苗头"),
        ("other", "其他"),
    )
]
QUARREL = "对金额分歧较大，约定各自询价，三天内把报价单交到社区调解室。"
HISTORY = [
    Entry("phone", Tone.INFO, "电话确认到场", "今天 09:05", "双方均同意今天下午再谈。"),
    Entry(
        "edit",
        Tone.WARN,
        "第一次调解，未达成",
        "11-18 15:30",
        QUARREL,
        (("笔录 2 页", Tone.INFO), ("录音 41 分", Tone.INFO)),
    ),
    Entry("home_person", Tone.PRIMARY, "现场查看", "11-16 10:20", "确认漏点在 401 淋浴区；拍照 4 张。"),
    Entry("document_text", Tone.PLUM, "登记并受理", "11-15 18:02", "来源：居民上门申请"),
]
SAVED_HERE = "记录已保存在本机，联网后点“同步”一次上传。"
STEPS = [
    Step("登记", "11-15"),
    Step("受理", "11-16"),
    Step("调解", "第 2 次"),
    Step("协议", "—"),
    Step("履行", "—"),
    Step("回访", "—"),
    Step("归档", "—"),
]


def row(*parts: QWidget | None, gap: int = SPACE_8) -> QHBoxLayout:
    """Widgets side by side; None is the room between."""
    made = QHBoxLayout()
    made.setSpacing(gap)
    for part in parts:
        if part is None:
            made.addStretch(1)
        else:
            made.addWidget(part)
    return made


def column(*parts: QWidget | QLayout | None, gap: int = SPACE_12) -> QVBoxLayout:
    """Widgets and layouts under one another; None is the room between."""
    made = QVBoxLayout()
    made.setSpacing(gap)
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, QLayout):
            made.addLayout(part)
        else:
            made.addWidget(part)
    return made


def card(*parts: QWidget | QLayout | None) -> Card:
    made = Card()
    made.column.addLayout(column(*parts))
    return made


def buttons() -> QWidget:
    made = Flow()
    off = Button("不可用")
    off.setEnabled(False)
    for button in (
        Button("主操作", Weight.PRIMARY, "checkmark"),
        Button("次操作"),
        Button("柔和", Weight.SOFT),
        Button("文字", Weight.TEXT),
        Button("删除", Weight.DANGER),
        Button("完成", Weight.PRIMARY, "checkmark", "F9"),
        off,
        Button("撤销", Weight.QUIET, "arrow_undo"),
        IconButton("more_horizontal", "更多"),
    ):
        made.flow.addWidget(button)
    return made


def fields() -> list[QWidget]:
    number = LineField(numeric=True)
    number.set_value("1367890")
    phone = LabelledField("电话", number, hint="11 位手机号")
    phone.set_error("手机号应为 11 位，现在只有 7 位。")
    carried = LineField()
    carried.set_value("步行")
    carried.set_carried(True)
    place = LineField()
    place.set_value("东篱苑 3 幢 2 单元楼道")
    text = TextField("看到了什么，做了什么")
    text.set_value(
        "楼道内停放电动自行车 2 辆，从 302 室拉线充电。已当场劝离并提醒物业清理，户主承诺今日搬至车棚。"
    )
    when: DateField[str] = DateField(lambda typed: typed, lambda shown: shown)
    when.set_moment("今天 10:38")
    first = row(
        LabelledField("时间", when, key="T"),
        LabelledField("地点", place, required_word="必填", hint="输入 dly3 即可", key="A"),
        LabelledField("方式", carried, hint="沿用上次"),
        gap=SPACE_16,
    )
    top = QWidget()
    top.setLayout(first)
    first.setContentsMargins(0, 0, 0, 0)
    return [top, phone, LabelledField("情况说明", text, key="M")]


def rail(compact: bool = False) -> QWidget:
    made = QWidget()
    made.setProperty("ground", "rail")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    pages = [
        ("home", "今天", 0),
        ("person_walking", "巡查", 0),
        ("handshake", "纠纷调解", 2),
        ("building_home", "走访", 0),
        ("people_community", "人房企", 0),
        ("map", "地图", 0),
        ("arrow_sync", "同步", 18),
        ("settings", "设置", 0),
    ]
    items = [NavItem(icon, word, word[-2:]) for icon, word, _ in pages]
    for item, (_, word, count) in zip(items, pages, strict=True):
        item.set_compact(compact)
        item.set_count(
            count, Tone.WARN if word == "纠纷调解" else Tone.PRIMARY, f"{count} 件" if count else ""
        )
    items[1].setChecked(True)
    items[6].setChecked(False)
    name = None if compact else Label("网格工作台", Type.BODY, bold=True)
    mark = row(AppMark("网格工作台"), name, None, gap=SPACE_12)
    mark.setContentsMargins(4, 0, 0, SPACE_16)
    inside = column(mark, *items[:6], None, *items[6:], gap=4)
    inside.setContentsMargins(SPACE_12, SPACE_16, SPACE_12, SPACE_12)
    made.setLayout(inside)
    made.setFixedWidth(theme.current().px(196) if not compact else theme.current().px(84))
    return made


def header(title: str) -> QHBoxLayout:
    search = SearchBox("搜索姓名、地址、编号，支持拼音首字母", "清除", "Ctrl+K")
    search.setMinimumWidth(theme.current().px(300))
    pill = Pill("cloud_off", "离线，可正常工作", Tone.WARN)
    return row(Label(title, Type.PAGE, bold=True), None, search, pill, Avatar("周敏"), gap=SPACE_16)


def parts_sheet() -> QWidget:
    states = Flow(gap=SPACE_16)
    for state in STATES:
        states.flow.addWidget(StateLabel(state, WORDS[state]))
    tags = Flow()
    for word, tone in zip(("七天", "巡查", "超期", "整改", "回访", "走访", "调解"), Tone, strict=True):
        tags.flow.addWidget(Tag(word, tone))
    tags.flow.addWidget(KeyCap("Ctrl+K"))
    left = card(SectionTitle("按钮"), buttons(), SectionTitle("输入"), *fields()[1:], None)
    answers = [Choice("ok", "正常"), Choice("bad", "有隐患", Tone.WARN)]
    middle = card(
        SectionTitle("状态词", "图标、颜色、文字"),
        states,
        tags,
        SectionTitle("通知条"),
        Banner("cloud_off", Tone.WARN, "现在没有网络，照常工作就好。", SAVED_HERE, "查看"),
        Banner("error_circle", Tone.DANGER, "磁盘只剩 200 MB", "", "清理"),
        Banner("checkmark_circle", Tone.OK, "18 条全部送达"),
        row(Label("用电、用气安全"), None, SegmentedChoice(answers, "bad")),
        Stepper(STEPS, 2, "第 3 步，共 7 步：调解"),
        None,
    )
    empty = EmptyState(
        "person_walking",
        "今天还没有巡查记录",
        "出门前先建好，回来只要填结果。",
        action=Button("记一次巡查", Weight.PRIMARY, "add"),
        second=Button("从昨天复制"),
        tip="任何页面按 Ctrl+1 都能开始",
    )
    return sheet("组件样张", row(left, middle, card(empty), gap=SPACE_12))


def tiles() -> QHBoxLayout:
    return row(
        Tile("person_walking", Tone.PRIMARY, "记巡查", "上次：东篱路沿线", "Ctrl+1"),
        Tile("handshake", Tone.PLUM, "登记纠纷", "受理后自动生成编号", "Ctrl+2"),
        Tile("building_home", Tone.INFO, "记走访", "按户或企业", "Ctrl+3"),
        Tile("mic", Tone.WARN, "随手记", "先录下来，稍后归类", "Ctrl+4"),
        gap=SPACE_16,
    )


def sync_card() -> Card:
    ring = Ring()
    parts = [Part(12, Tone.PRIMARY), Part(4, Tone.INFO), Part(2, Tone.PLUM)]
    ring.set_parts(parts, "18", "条待上传")
    legend = Legend()
    legend.set_rows(list(zip(("巡查", "走访", "纠纷"), parts, strict=True)))
    bar = ProgressBar()
    bar.set_progress(11, 18, "已处理 11 条，共 18 条")
    beside = row(ring, legend, gap=SPACE_16)
    button = Button("立即同步", Weight.PRIMARY, "arrow_sync", "F5")
    return card(SectionTitle("待同步", right=Label("昨天 17:40", Type.META)), beside, bar, button)


def coverage_card() -> Card:
    bars = Bars("必巡点覆盖")
    days = zip("一二三四五六日", (7, 9, 8, 11, 10, 6, 3), strict=True)
    bars.set_bars([Bar(day, amount, day == "日") for day, amount in days])
    return card(SectionTitle("必巡点覆盖", right=Label("本周 41 / 48 处", Type.META)), bars)


def form_card() -> Card:
    found = ChipGroup(FOUND, multi=True, alone=["normal"])
    found.set_value(["fire"])
    phrases = row(
        Label("常用语", Type.META), Chip("已当场整改", slim=True), Chip("已告知物业", slim=True), None
    )
    every = fields()
    pick = PickList([Choice("a", "邻里纠纷"), Choice("b", "房屋宅基地纠纷")], none="未选")
    pick.setAccessibleName("类型")
    todo = row(
        Tick("完成“早巡”"), Tag("走访", Tone.INFO), Label("独居老人走访", Type.BODY, bold=True), None, pick
    )
    head = row(
        Plate("person_walking", Tone.PRIMARY),
        Label("新建巡查", Type.TITLE, bold=True),
        None,
        Button("套用模板"),
    )
    foot = row(
        Status(StateLook("checkmark_circle", True, Tone.OK), "草稿已保存 10:42:07"),
        None,
        Button("保存并记下一处", key="Ctrl+Enter"),
        Button("完成", Weight.PRIMARY, "checkmark", "F9"),
    )
    return card(
        head,
        Divider(),
        every[0],
        LabelledField("发现了什么", found, required_word="必填", hint="按数字键选择"),
        every[2],
        phrases,
        todo,
        None,
        Divider(),
        foot,
    )


def day_sheet() -> QWidget:
    tabs = SegmentedChoice([Choice("today", "今天 6"), Choice("week", "本周"), Choice("all", "全部")])
    history = Timeline("经过")
    history.set_entries(HISTORY)
    promise = Card(tone=Tone.PRIMARY)
    promise.column.addWidget(
        Paragraph("没有传完也不会丢：每条记录确认收到后，才标记为“已同步”。", Type.LABEL, tone=Tone.PRIMARY)
    )
    right = column(sync_card(), coverage_card(), promise, None, gap=SPACE_12)
    far = card(SectionTitle("经过", right=Button("加一条", Weight.TEXT, "add")), tabs, history, None)
    across = row(form_card(), far, gap=SPACE_12)
    across.addLayout(right)
    across.setStretch(0, 3)
    across.setStretch(1, 1)
    return sheet("巡查", column(tiles(), across, gap=SPACE_16))


def sheet(title: str, body: QLayout) -> QWidget:
    compact = theme.current().scale > 1.2
    made = QWidget()
    made.setProperty("ground", "page")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    page = column(header(title), body, gap=SPACE_16)
    page.setContentsMargins(PAGE_SIDE, SPACE_16, PAGE_SIDE, SPACE_20)
    page.setStretch(1, 1)
    whole = row(rail(compact), gap=0)
    whole.addLayout(page, 1)
    whole.setContentsMargins(0, 0, 0, 0)
    made.setLayout(whole)
    return made


SHEETS: dict[str, Callable[[], QWidget]] = {"parts": parts_sheet, "day": day_sheet}


def shown(name: str) -> QWidget:
    """A sheet with a toast on it, laid out at the size of a small laptop or as large as it must be."""
    made = SHEETS[name]()
    made.resize(made.minimumSizeHint().expandedTo(QSize(1366, 720)))
    toast = Toast(made)
    made.show()
    made.setFocus()
    toast.say("已删除巡查“西河沿 42 号”", action="撤销", key="Ctrl+Z")
    QApplication.processEvents()
    return made


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="draw the widgets")
    parser.add_argument("out")
    parser.add_argument("--sheet", choices=SHEETS, default="parts")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--contrast", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--ratio", type=float, default=1.25)
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    app.setEffectEnabled(Qt.UIEffect.UI_General, False)
    now = theme.current()
    now.set_scale(options.scale)
    now.set_appearance(
        Appearance.DARK if options.dark else Appearance.CONTRAST if options.contrast else Appearance.LIGHT
    )
    now.apply(app)
    made = shown(options.sheet)
    picture = QPixmap(made.size() * options.ratio)
    picture.setDevicePixelRatio(options.ratio)
    made.render(picture, QPoint())
    picture.save(options.out)


if __name__ == "__main__":
    main(sys.argv[1:])
