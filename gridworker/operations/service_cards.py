"""联系卡 of a grid or for a business: what stands on it by the district's `policy/service-card`, and the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from gridworker.documents.service_card import ServiceCard
from gridworker.documents.whole_file import write_whole
from gridworker.operations.references import newest
from gridworker.operations.saving import known
from gridworker.store import meta, streams
from gridworker.store.database import Tables
from gridworker.store.profile import Profile

_KEPT = "service_card"
_TITLE = "网格服务联系卡"
_HOTLINE = "12345"
_ASKED = ("政策咨询", "矛盾纠纷", "安全隐患", "用工、用电等诉求", "代办帮办")
_FOR = "致：{name}"


class Numbers(NamedTuple):
    """The telephone numbers on a card."""

    phone: str
    hotline: str


def card_numbers(profile: Profile) -> Numbers:
    """The worker's number as it was last written on a card, and the hotline the district names, else 12345."""

    def work(db: Tables) -> Numbers:
        return Numbers(own_phone(db), _policy(db).get("hotline") or _HOTLINE)

    return profile.read(work)


def own_phone(db: Tables) -> str:
    """The worker's telephone as it was last written on a card; "" where it never was."""
    return str(meta.get(db, _KEPT, {}).get("phone") or "")


def write_card(
    profile: Profile, out: Path, numbers: Numbers, record: str = "", *, four: bool = False
) -> ServiceCard:
    """Writes a card as PDF, made out to a business where its `record` is given, and remembers the number on it.

    Raises `PersonCanMend` (`unknown_record`, `folder_missing`, `out_is_a_folder`) and `ComputerTrouble`.
    """
    from gridworker.documents.press.cards import card_pdf

    card = profile.read(lambda db: _card(db, profile, numbers, record))
    write_whole(out, card_pdf(card, four=four))
    profile.write(lambda db: meta.put(db, _KEPT, {"phone": numbers.phone}))
    return card


def _card(db: Tables, profile: Profile, numbers: Numbers, record: str) -> ServiceCard:
    policy = _policy(db)
    grids = [stream.name for stream in streams.all_streams(db) if stream.kind == "grid"]
    whom = str(known(db, record).body.get("name") or "") if record else ""
    asked = policy.get("asked")
    return ServiceCard(
        str(policy.get("title") or _TITLE),
        profile.identity.name,
        grids[0] if len(grids) == 1 else profile.identity.district,
        numbers.phone,
        numbers.hotline,
        [str(item) for item in asked] if isinstance(asked, list) and asked else _ASKED,
        _FOR.format(name=whom) if whom else "",
    )


def _policy(db: Tables) -> dict[str, Any]:
    content = newest(db, "policy/service-card")
    return content if isinstance(content, dict) else {}
