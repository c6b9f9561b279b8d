"""Places and businesses: what is patrolled, and whom one calls on."""

from __future__ import annotations

from PySide6.QtCore import Slot

from gridworker.environment.language import Words
from gridworker.operations.listing import Listed
from gridworker.ui.forms.card_writing import CARD, ask_for_card
from gridworker.ui.pages.page import KeyHelp
from gridworker.ui.pages.registry.aside import Act
from gridworker.ui.pages.registry.forms import EnterpriseForm, PlaceForm
from gridworker.ui.pages.registry.view import RegistryView


class PlaceView(RegistryView):
    """A place by its type."""

    TITLE = Words("场所", "Places")
    KIND = "place"
    NEW_TITLE = Words("新建场所", "New place")
    ICON = "location"
    FORM = PlaceForm
    COLUMNS = ("type", "contact", "phone")

    def about(self, listed: Listed) -> str:
        kind = str(listed.body.get("type") or "")
        named = self.session.labels.choice("place", "type", kind) if kind else ""
        return " · ".join(filter(None, (named, listed.place)))


class EnterpriseView(RegistryView):
    """A business."""

    TITLE = Words("企业", "Businesses")
    KIND = "enterprise"
    NEW_TITLE = Words("新建企业", "New business")
    ICON = "building_shop"
    FORM = EnterpriseForm
    COLUMNS = ("size", "contact", "phone")
    KEYS = (
        *RegistryView.KEYS,
        KeyHelp("Ctrl+P", Words("给这家企业印联系卡", "A service card for this business")),
    )

    def acts(self) -> list[Act]:
        return [*super().acts(), Act(self.session.said(CARD), "Ctrl+P", "print", self._on_card)]

    @Slot()
    def _on_card(self) -> None:
        self.start(ask_for_card(self.session, self, self.record))
