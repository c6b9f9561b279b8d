"""`gridworker document` for the grid or a business: the 联系卡, listed and written like the other papers."""

from __future__ import annotations

from pathlib import Path

from gridworker.cli.frame import Call, Words
from gridworker.cli.text_table import text_table
from gridworker.domain.errors import PersonCanMend
from gridworker.operations.saving import known
from gridworker.operations.service_cards import Numbers, card_numbers, write_card
from gridworker.store.profile import Profile

GRID = "grid"
"""What stands in place of an id for a card that is made out to nobody."""

PAPER = "service_card"
_KINDS = ("enterprise", "place")
_TITLE = Words("联系卡", "Service card")
_HEADERS = (Words("名称", "name"), Words("文书", "paper"), Words("还缺什么", "what is missing"))
_PHONE = Words("我的电话（用 --phone 写明）", "my telephone (give --phone)")
_WRITTEN = Words("联系卡已写到 {file}。", "The card was written to {file}.")


def is_for_card(profile: Profile, record: str) -> bool:
    """Whether the papers that are asked for are cards. Raises `PersonCanMend` (`unknown_record`)."""
    return record == GRID or profile.read(lambda db: known(db, record)).kind in _KINDS


def list_cards(call: Call, profile: Profile) -> None:
    """The card, and whether its telephone number is known."""
    missing = [] if _numbers(call, profile).phone else [call.said(_PHONE)]
    title = call.said(_TITLE)
    value = {"paper": PAPER, "title": title, "copies": 1, "need": "may", "why": "", "missing": missing}
    rows = [[PAPER, title, "".join(missing)]]
    call.answer([value], text_table([call.said(words) for words in _HEADERS], rows))


def write(call: Call, profile: Profile, out: Path) -> None:
    """Writes the card as PDF. Raises `PersonCanMend` (`unknown_card`, `card_only_pdf`, `card_phone_needed`)."""
    given = call.options
    if given.paper not in (PAPER, *(_TITLE.said(language) for language in ("zh_CN", "en"))):
        raise PersonCanMend("unknown_card", name=given.paper)
    if given.format != "pdf":
        raise PersonCanMend("card_only_pdf")
    numbers = _numbers(call, profile)
    if not numbers.phone:
        raise PersonCanMend("card_phone_needed")
    record = "" if given.id == GRID else given.id
    card = write_card(profile, out, numbers, record, four=given.four)
    value = {"paper": PAPER, "pages": 1, "copies": 1, "missing": [], "phone": card.phone, "whom": card.whom}
    call.answer(value, call.said(_WRITTEN, file=given.out))


def _numbers(call: Call, profile: Profile) -> Numbers:
    kept = card_numbers(profile)
    return Numbers(call.options.phone.strip() or kept.phone, kept.hotline)
