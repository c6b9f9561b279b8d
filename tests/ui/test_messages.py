"""What the program says: toasts that go, banners that stay, empty pages, figures and histories."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from gridworker.ui.theme.measures import TOAST_MS
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.widgets.banner import Banner
from gridworker.ui.widgets.bars import Bar, Bars, ProgressBar
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.card import Card
from gridworker.ui.widgets.empty_state import EmptyState
from gridworker.ui.widgets.mark import Backdrop
from gridworker.ui.widgets.ring import Legend, Part, Ring
from gridworker.ui.widgets.signs import Avatar, Pill, StateLabel, Tag
from gridworker.ui.widgets.stepper import Step, Stepper
from gridworker.ui.widgets.timeline import Entry, Timeline
from gridworker.ui.widgets.toast import Toast
from tests.ui.conftest import Stand, settle


class Painted(QObject):
    """Counts how often a widget is painted."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


DELETED = "已删除巡查“西河沿 42 号”"


def test_a_toast_offers_the_way_back_and_goes(stand: Stand, qtbot: QtBot) -> None:
    page = stand()
    toast = Toast(page)
    toast.say(DELETED, action="撤销", key="Ctrl+Z")
    assert toast.accessibleName() == DELETED
    with qtbot.waitSignal(toast.acted):
        QTest.mouseClick(toast.action, Qt.MouseButton.LeftButton)
    assert toast.isHidden()


def test_a_toast_stays_eight_seconds(stand: Stand, qtbot: QtBot) -> None:
    toast = Toast(stand())
    assert toast._timer.interval() == TOAST_MS == 8000
    toast._timer.setInterval(20)
    with qtbot.waitSignal(toast.closed):
        toast.say(DELETED)
    assert toast.isHidden()


def test_a_toast_does_not_go_while_someone_is_on_its_action(stand: Stand, qtbot: QtBot) -> None:
    toast = Toast(stand())
    toast.say(DELETED, action="撤销")
    toast.action.setFocus()
    toast.close_toast()
    assert toast.isVisible()
    QTest.keyClick(toast.action, Qt.Key.Key_Space)
    assert toast.isHidden()


def test_a_second_toast_takes_the_place_of_the_first(stand: Stand, qtbot: QtBot) -> None:
    toast = Toast(stand())
    toast.say(DELETED, action="撤销")
    toast.say("18 条全部送达")
    assert (toast.accessibleName(), toast.action.isHidden()) == ("18 条全部送达", True)


def test_words_as_long_as_those_before_are_painted(stand: Stand, qtbot: QtBot) -> None:
    """Three photos are pasted one after the other: the toast counts them, also where nothing fades."""
    QApplication.setEffectEnabled(Qt.UIEffect.UI_General, False)
    toast = Toast(stand())
    toast.say("现在共 1 个")
    settle()
    painted = Painted()
    toast.installEventFilter(painted)
    toast.say("现在共 2 个")
    settle()
    assert painted.count > 0


def test_a_toast_makes_way_for_what_is_worked_on(stand: Stand, qtbot: QtBot) -> None:
    """The choice that Tab comes to lies under the toast: one must see what one picks."""
    above, below = Button("完成"), Button("限期整改")
    page = stand(above)
    below.setParent(page)
    below.setGeometry(0, page.height() - 60, page.width(), 40)
    below.show()
    page.activateWindow()
    above.setFocus()
    toast = Toast(page)
    toast.say(DELETED, action="撤销")
    at = toast.geometry()
    assert at.intersects(below.geometry())
    toast.action.setFocus()
    settle()
    assert toast.geometry() == at
    below.setFocus()
    settle()
    assert toast.isVisible()
    assert not toast.geometry().intersects(below.geometry())
    toast.say("现在共 3 个")
    assert not toast.geometry().intersects(below.geometry()), "nor where it comes while one is there"
    above.setFocus()
    settle()
    assert toast.geometry().bottom() == at.bottom(), "and it comes back"


def test_a_toast_makes_way_for_the_row_that_is_chosen(stand: Stand, qtbot: QtBot) -> None:
    """The last rows of a list lie where a toast comes: one must see which of them Enter opens."""
    rows = QListWidget()
    rows.addItems([f"第 {number} 件" for number in range(40)])
    page = stand()
    rows.setParent(page)
    rows.setGeometry(page.rect())
    rows.show()
    page.activateWindow()
    rows.setFocus()
    toast = Toast(page)

    def free() -> bool:
        row = rows.visualRect(rows.currentIndex()).translated(rows.viewport().mapTo(page, QPoint()))
        return not toast.geometry().intersects(row)

    rows.setCurrentRow(0)
    toast.say(DELETED)
    bottom = toast.geometry().bottom()
    rows.setCurrentRow(39)
    settle()
    assert free()
    for _ in range(3):
        QTest.keyClick(rows, Qt.Key.Key_Up)
        settle()
        assert free()
    toast.say("已保存")
    assert free()
    rows.setCurrentRow(0)
    settle()
    assert toast.geometry().bottom() == bottom


def test_a_toast_keeps_to_the_bottom_of_its_window(stand: Stand, qtbot: QtBot) -> None:
    page = stand()
    toast = Toast(page, lift=60)
    toast.say(DELETED)
    for width in (800, 500, 300):
        page.resize(width, 500)
        settle()
        middle = toast.geometry().center()
        assert abs(middle.x() - width / 2) <= 1
        assert page.height() - toast.geometry().bottom() - 1 == 60
        assert toast.width() <= width


def test_a_toast_does_not_take_the_focus(stand: Stand, qtbot: QtBot) -> None:
    button = Button("删除", Weight.DANGER)
    toast = Toast(stand(button))
    button.setFocus()
    toast.say(DELETED, action="撤销")
    assert button.hasFocus()


def test_a_banner_says_another_thing_in_its_place(stand: Stand, qtbot: QtBot) -> None:
    banner = Banner(
        "cloud_off", Tone.WARN, "现在没有网络，照常工作就好。", "联网后点“同步”一次上传。", "查看"
    )
    page = stand(banner, width=900)
    one_line = banner.height()
    page.resize(260, 600)
    settle()
    assert banner.height() > one_line
    acted: list[bool] = []
    banner.acted.connect(lambda: acted.append(True))
    button = banner.action
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert acted == [True]
    banner.say("checkmark_circle", Tone.OK, "18 条全部送达")
    assert (banner.accessibleName(), button.isHidden()) == ("18 条全部送达", True)


def test_an_empty_page_has_one_main_action(stand: Stand, qtbot: QtBot) -> None:
    started: list[bool] = []
    action = Button("记一次巡查", Weight.PRIMARY, "add")
    action.clicked.connect(lambda: started.append(True))
    empty = EmptyState(
        "person_walking", "今天还没有巡查记录", "回来只要填结果。", action=action, tip="Ctrl+1"
    )
    stand(empty)
    assert empty.accessibleName() == "今天还没有巡查记录"
    QTest.mouseClick(action, Qt.MouseButton.LeftButton)
    assert started == [True]


def test_figures_are_read_out(stand: Stand, qtbot: QtBot) -> None:
    ring, bars, bar = Ring(), Bars("必巡点覆盖"), ProgressBar()
    legend = Legend()
    stand(ring, bars, bar, legend)
    ring.set_progress(11, 18, "11 / 18", "已处理")
    bars.set_bars([Bar("一", 7), Bar("日", 3, now=True)])
    bar.set_progress(11, 18, "已处理 11 条，共 18 条")
    legend.set_rows([("巡查", Part(12, Tone.PRIMARY))])
    legend.set_rows([("巡查", Part(12, Tone.PRIMARY)), ("走访", Part(4, Tone.INFO))])
    assert ring.accessibleName() == "11 / 18 已处理"
    assert bars.accessibleDescription() == "一 7\n日 3"
    assert bar.accessibleName() == "已处理 11 条，共 18 条"
    assert legend.accessibleDescription() == "巡查 12\n走访 4"


def test_a_ring_takes_any_numbers(stand: Stand, qtbot: QtBot) -> None:
    ring = Ring()
    stand(ring)
    for done, total in ((0, 0), (0, 18), (18, 18), (20, 18), (-1, 18)):
        ring.set_progress(done, total, f"{done}", "已处理")
        ring.grab()
    for amounts in ((), (0, 0), (1,), (9999, 1)):
        ring.set_parts([Part(amount, Tone.INFO) for amount in amounts], "0", "条")
        ring.grab()


def test_progress_can_be_seen(stand: Stand, qtbot: QtBot) -> None:
    ring, bar, bars = Ring(), ProgressBar(), Bars("每日走访")
    stand(ring, bar, bars)
    pictures = []
    for done in (0, 9, 18):
        ring.set_progress(done, 18, "同步", "")
        bar.set_progress(done, 18, "")
        bars.set_bars([Bar("一", done), Bar("二", 18)])
        pictures.append((ring.grab().toImage(), bar.grab().toImage(), bars.grab().toImage()))
    for one, other in ((0, 1), (1, 2)):
        assert all(a != b for a, b in zip(pictures[one], pictures[other], strict=True))


def test_the_course_of_a_case_is_read_out(stand: Stand, qtbot: QtBot) -> None:
    steps = [Step("登记", "11-15"), Step("受理", "11-16"), Step("调解", "第 2 次"), Step("协议")]
    stepper = Stepper(steps, 2, "第 3 步，共 4 步：调解")
    stand(stepper)
    assert stepper.accessibleName() == "第 3 步，共 4 步：调解"
    assert stepper.accessibleDescription().splitlines() == [
        "登记 11-15",
        "受理 11-16",
        "调解 第 2 次",
        "协议",
    ]
    before = stepper.grab().toImage()
    stepper.set_steps(steps, 4, "全部完成")
    assert stepper.grab().toImage() != before


def test_a_history_wraps_and_is_read_out(stand: Stand, qtbot: QtBot) -> None:
    history = Timeline("经过")
    long = Entry(
        "edit", Tone.WARN, "沈国强修改了“下次调解”", "11-18 15:30",
        "对金额分歧较大，约定各自询价，三天内把报价单交到社区调解室，逾期视为放弃。" * 3,
        (("笔录 2 页", Tone.INFO), ("录音 41 分", Tone.INFO), ("照片 4 张", Tone.INFO)),
    )  # fmt: skip
    history.set_entries([long, Entry("phone", Tone.INFO, "电话确认到场", "今天 09:05")])
    page = stand(history, width=700)
    wide = history.height()
    page.resize(260, 600)
    settle()
    assert history.height() == history.heightForWidth(history.width()) > wide
    assert history.accessibleDescription().splitlines()[1] == "今天 09:05 电话确认到场"
    history.set_entries([])
    assert history.heightForWidth(300) == 0


def test_words_of_any_length_can_be_shown(stand: Stand) -> None:
    endless = "东篱苑三幢二单元楼道堆物" * 60 + "x" * 300
    for words in ("", "\n\n", endless, "👨‍👩‍👧 \U0002b81c"):
        timeline, stepper, ring = Timeline("经过"), Stepper([Step(words, words)], 0, words), Ring()
        timeline.set_entries(
            [Entry("edit", Tone.WARN, words, words[:30], words, ((words[:400], Tone.INFO),))]
        )
        ring.set_progress(1, 2, words, words)
        banner, tag = Banner("info", Tone.INFO, words, words), Tag(words, Tone.INFO)
        page = stand(timeline, ring, banner)
        toast = Toast(page)
        toast.say(words, action="撤销")
        for widget in (page, stepper, tag):
            widget.grab()
        assert toast.width() <= page.width()


def test_a_card_on_paper_has_a_shadow(stand: Stand) -> None:
    paper, bare = Backdrop(), Backdrop()
    card = Card()
    for made in (paper, bare):
        made.resize(400, 400)
        made.show()
    card.setParent(paper)
    card.setGeometry(100, 100, 200, 200)
    card.show()
    below = QRect(150, 301, 100, 12)
    assert paper.grab(below).toImage() != bare.grab(below).toImage()


def test_signs_say_what_they_show(stand: Stand, qtbot: QtBot) -> None:
    pill, tag = Pill("cloud_off", "离线，可正常工作", Tone.WARN), Tag("还剩 2 天", Tone.WARN)
    state, avatar = StateLabel("waiting", "待同步"), Avatar("周敏")
    stand(pill, tag, state, avatar)
    narrow = pill.sizeHint().width()
    pill.set("cloud_checkmark", "已连接：街道服务器", Tone.OK)
    tag.set("超期 1 天", Tone.DANGER)
    state.set("refused", "被退回")
    names = [widget.accessibleName() for widget in (pill, tag, state, avatar)]
    assert names == ["已连接：街道服务器", "超期 1 天", "被退回", "周敏"]
    assert pill.sizeHint().width() > narrow
