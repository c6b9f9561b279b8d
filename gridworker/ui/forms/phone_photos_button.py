"""手机照片: beside every button that adds photos, once a folder was chosen; says how many new ones came."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gridworker.environment.language import Words
from gridworker.operations.folder_look import MOST_NEW
from gridworker.ui.forms.attachment_intake import AttachmentIntake
from gridworker.ui.phone_photos import phone_photos_of
from gridworker.ui.session import Session
from gridworker.ui.widgets.button import Button, Weight

PHONE_KEY = "Alt+O"
_PHOTOS = Words("手机照片", "Phone photos")
_SOME = Words("手机照片 {count} 张新", "Phone photos: {count} new")
_MANY = Words("手机照片 {count}+ 张新", "Phone photos: {count}+ new")


class PhonePhotosOffer(QObject):
    """Makes the button of an `intake` when there is a folder, and hands it to `place`, who says where it stands.

    The key acts while `keyed` is in sight, or where it is a whole file, while the focus is in that.
    """

    def __init__(
        self,
        session: Session,
        intake: AttachmentIntake,
        keyed: QWidget,
        place: Callable[[Button], None],
        *,
        weight: Weight = Weight.TEXT,
        context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
    ) -> None:
        super().__init__(keyed)
        self._session, self._intake, self._keyed, self._place = session, intake, keyed, place
        self._phone, self._weight, self._context = phone_photos_of(session), weight, context
        self.button: Button | None = None
        self._key: QShortcut | None = None
        self._why_not = ""
        self._phone.changed.connect(self._on_looked)
        self._on_looked()

    def bar(self, why: str) -> None:
        """As `Button.bar`."""
        self._why_not = why
        if self.button is not None:
            self.button.bar(why)

    @Slot()
    def _on_looked(self) -> None:
        is_chosen, new = self._phone.is_chosen, self._phone.look.new
        if self.button is None or self._key is None:
            if not is_chosen:
                return
            self.button, self._key = self._make()
        words = _PHOTOS if not new else _SOME if new < MOST_NEW else _MANY
        self.button.set_text(self._session.said(words, count=new))
        self.button.setVisible(is_chosen)
        self._key.setEnabled(is_chosen)

    def _make(self) -> tuple[Button, QShortcut]:
        said = self._session.said(_PHOTOS)
        button = Button(said, self._weight, "camera", PHONE_KEY)
        button.bar(self._why_not)
        button.clicked.connect(self._on_wanted)
        self._place(button)
        key = QShortcut(QKeySequence(PHONE_KEY), self._keyed, self._on_wanted)
        key.setContext(self._context)
        key.setWhatsThis(said)
        return button, key

    @Slot()
    def _on_wanted(self) -> None:
        if self.button is not None and self.button.isEnabled():
            self._session.background.bring(self._intake.choose_from_phone(), self._keyed)
