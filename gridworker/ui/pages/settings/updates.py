"""更新, in the card 关于: which version is offered, what will happen with it, and a new one from a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from gridworker.environment.language import Words
from gridworker.environment.wording import describe
from gridworker.operations.update_answer import AFTER_WORK, TOMORROW
from gridworker.operations.updating import STEPS
from gridworker.ui.session import Session
from gridworker.ui.theme.measures import SPACE_8, Type
from gridworker.ui.theme.tokens import Tone
from gridworker.ui.update_question import ask_about_file, update_now
from gridworker.ui.updating import Updating
from gridworker.ui.widgets.bars import ProgressBar
from gridworker.ui.widgets.button import Button, Weight
from gridworker.ui.widgets.flow_layout import Flow
from gridworker.ui.widgets.sign_line import SignLine
from gridworker.ui.widgets.text import Paragraph

_NAME = Words("程序更新", "Updates")
_LATEST = Words("没有新版，现在用的就是最新的", "No newer version: this is the latest")
_BY_HAND = Words(
    "这份程序不会自己更新，有新版时请用安装文件重新安装",
    "This copy does not renew itself: please run the installer when there is a newer one",
)
_COMING = Words("正在后台下载第 {version} 版", "Version {version} is on its way")
_PAUSED = Words("第 {version} 版已暂停下载", "Version {version} is paused")
_BYTES = Words("{here} / {size} MB，不影响录入和同步", "{here} of {size} MB; work and sync go first")
_CAME = Words("有第 {version} 版可以更新", "Version {version} can be installed")
_WHAT = Words(
    "大约一分钟：先备份记录，再用副本试运行；打不开会自动换回第 {running} 版，记录不受影响。",
    "About a minute: the records are copied, then the new version is tried on the copy. If it does not come up, "
    "version {running} comes back by itself; the records are safe.",
)
_AFTER_WORK = Words(
    "今天下班后更新：关闭窗口时，或者 17:30 以后没有正在填写的内容时。",
    "After work today: when the window is closed, or after 17:30 while nothing is half written.",
)
_TOMORROW = Words("明天再问您。", "You are asked again tomorrow.")
_READY = Words(
    "第 {version} 版已备好，下次打开时启用", "Version {version} is ready and runs from the next start on"
)
_FAILED = Words(
    "第 {version} 版在这台电脑上没有成功，已换回第 {running} 版，记录都在",
    "Version {version} did not work on this computer; version {running} is back, with every record",
)
_UNFIT = Words(
    "第 {version} 版在这台电脑上试运行没有通过，没有采用，照旧用第 {running} 版",
    "Version {version} did not pass its trial on this computer; version {running} goes on",
)
_PAUSE, _GO_ON = Words("暂停下载", "Pause"), Words("继续下载", "Go on")
_NOW, _LATER = Words("现在更新", "Update now"), Words("下班后更新", "After work")
_ASK = Words("明天再问", "Ask tomorrow")
_AGAIN = Words("现在重新打开", "Restart now")
_FILE = Words("从文件更新", "Update from a file")
_CHOOSE = Words("选择新版文件", "Choose the file of the new version")
_KIND = Words("新版文件", "New version")
SUFFIX = ".gwrelease"


class UpdateSection(QWidget):
    """Shows what `updating` knows; a file may be dropped on it."""

    def __init__(self, session: Session, updating: Updating) -> None:
        super().__init__()
        self._session, self._updating, said = session, updating, session.said
        self.setAccessibleName(said(_NAME))
        self.setAcceptDrops(updating.takes_releases)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_8)
        self.line = SignLine("checkmark_circle", Tone.OK, "", Type.LABEL)
        self.words = Paragraph("", Type.META)
        self.bar = ProgressBar()
        for widget in (self.line, self.bar, self.words):
            column.addWidget(widget)
        self.now = Button(said(_NOW), Weight.PRIMARY, "arrow_sync")
        self.later, self.ask = Button(said(_LATER)), Button(said(_ASK), Weight.TEXT)
        self.pause = Button(said(_PAUSE))
        self.restart = Button(said(_AGAIN), Weight.PRIMARY, "arrow_sync")
        self.file = Button(said(_FILE), icon="usb_stick")
        self._buttons = Flow(SPACE_8)
        for button, does in (
            (self.now, self._on_now),
            (self.later, self._on_later),
            (self.ask, self._on_ask),
            (self.pause, self._on_pause),
            (self.restart, updating.restart_wanted.emit),
            (self.file, self._on_file),
        ):
            button.clicked.connect(does)
            self._buttons.flow.addWidget(button)
        column.addWidget(self._buttons)
        updating.changed.connect(self.show_state)
        self.show_state()

    @Slot()
    def show_state(self) -> None:
        """Shows what holds now."""
        updating = self._updating
        icon, tone, title, words = self._state()
        self.line.say(icon, tone, title)
        self.words.set_text(words)
        self.words.setVisible(bool(words))
        coming = updating.coming if not updating.step and updating.card is None else None
        self.bar.setVisible(coming is not None)
        if coming is not None:
            self.bar.set_progress(coming.here, coming.size, words)
        is_offered = updating.card is not None and not updating.step
        self.now.setVisible(is_offered)
        self.later.setVisible(is_offered and updating.answer() != AFTER_WORK)
        self.ask.setVisible(is_offered and not updating.answer())
        self.pause.setVisible(coming is not None)
        self.pause.set_text(self._session.said(_GO_ON if updating.paused else _PAUSE))
        self.restart.setVisible(bool(updating.waiting) and not updating.step)
        self.file.setVisible(updating.takes_releases and not updating.step)
        self._buttons.setVisible(updating.takes_releases and not updating.step)

    def _state(self) -> tuple[str, Tone, str, str]:
        """Icon, tone, what holds, and what follows from it."""
        said, updating = self._session.said, self._updating
        if updating.here is None or not updating.takes_releases:
            return "question_circle", Tone.NEUTRAL, said(_BY_HAND), ""
        running = updating.here.running
        if updating.step:
            return "arrow_sync", Tone.INFO, said(STEPS[updating.step]), said(_WHAT, running=running)
        if updating.waiting:
            return (
                "checkmark_circle",
                Tone.OK,
                said(_READY, version=updating.waiting),
                said(_WHAT, running=running),
            )
        if updating.card is not None:
            title = said(_CAME, version=updating.card.version)
            return "arrow_download", Tone.INFO, title, self._what_follows(updating.card.notes, running)
        if coming := updating.coming:
            megabytes = {
                name: f"{size / 1024**2:.1f}" for name, size in coming._asdict().items() if name != "version"
            }
            title = said(_PAUSED if updating.paused else _COMING, version=coming.version)
            return "arrow_download", Tone.INFO, title, said(_BYTES, **megabytes)
        if updating.trouble is not None:
            return "warning", Tone.WARN, describe(updating.trouble, self._session.language), ""
        if failed := updating.here.pointer().failed:
            words = _UNFIT if updating.here.pointer().why == "check" else _FAILED
            return "warning", Tone.WARN, said(words, version=failed, running=running), ""
        return "checkmark_circle", Tone.OK, said(_LATEST), ""

    def _what_follows(self, notes: dict[str, str], running: str) -> str:
        said, answer = self._session.said, self._updating.answer()
        when = {AFTER_WORK: said(_AFTER_WORK), TOMORROW: said(_TOMORROW)}.get(answer, "")
        note = notes.get(self._session.language, "")
        return "\n".join(filter(None, (note, when, said(_WHAT, running=running))))

    @Slot()
    def _on_now(self) -> None:
        self._session.background.spawn(update_now(self._session, self._updating), self)

    @Slot()
    def _on_later(self) -> None:
        self._updating.keep_answer(AFTER_WORK)

    @Slot()
    def _on_ask(self) -> None:
        self._updating.keep_answer(TOMORROW)

    @Slot()
    def _on_pause(self) -> None:
        self._updating.pause(paused=not self._updating.paused)

    @Slot()
    def _on_file(self) -> None:
        self._session.background.spawn(self._from_file(), self)

    async def _from_file(self) -> None:
        dialog = QFileDialog(self, self._session.said(_CHOOSE))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"{self._session.said(_KIND)} (*{SUFFIX})")
        chosen: list[str] = []
        dialog.fileSelected.connect(chosen.append)
        if await self._session.background.answered(dialog) and chosen:
            await ask_about_file(self._session, self._updating, Path(chosen[0]), self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for file in _files(event)[:1]:
            event.acceptProposedAction()
            self._session.background.spawn(ask_about_file(self._session, self._updating, file, self), self)


def _files(event: QDropEvent) -> list[Path]:
    """The releases among what is dropped."""
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [file for file in files if file.suffix == SUFFIX]
