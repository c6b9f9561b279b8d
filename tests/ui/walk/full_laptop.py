"""A laptop with a month of work, a conflict and something refused; its data in Chinese, or in letters alone."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from pypinyin import lazy_pinyin

from gridworker.cli.demo.content import read_content
from gridworker.cli.demo.pictures import phone_photo
from gridworker.cli.demo.sample import month_of_work, routes, working_day
from gridworker.cli.demo.sample_record import actions_in_order, with_ids
from gridworker.operations.attaching import attach_kept, keep_content
from gridworker.operations.drafts import keep_draft
from gridworker.operations.recent import note_opened, toggle_pin
from gridworker.operations.records import add_record, edit_record, show_record
from gridworker.sync.engine import Engine
from gridworker.ui.background import Background
from gridworker.ui.session import Session
from tests.laptop import GRID_CODE, NOON
from tests.sync.direct import DirectWire, Town

HAN = re.compile("[\u3400-\u9fff]+")
SIGNS = str.maketrans("，。：；（）“”、？！《》—", ',.:;()"",?!<>-')
LEAK = {
    "type": "neighbour",
    "title": "四楼漏水，三楼墙面发霉",
    "status": "accepted",
    "facts": "四楼漏水，三楼墙面发霉。",
    "risk": "medium",
    "parties": [{"role": "applicant", "name": "李建国", "phone": "13867890001"}],
}


def in_letters(value: Any) -> Any:
    """The same data without a Chinese character, as a town without Chinese would have it."""
    if isinstance(value, str):
        return HAN.sub(lambda found: " ".join(lazy_pinyin(found[0])) + " ", value.translate(SIGNS)).strip()
    if isinstance(value, dict):
        # The parts of a place are named in Chinese (幢, 单元, 室) wherever the text does not name them itself.
        parts = ("building", "unit", "room") if "text" in value else ()
        return {name: in_letters(part) for name, part in value.items() if name not in parts}
    return [in_letters(part) for part in value] if isinstance(value, list) else value


class FullLaptop:
    """Zhou Min's, with Shen Guoqiang's beside it. `language` is that of the data: `zh_CN` or `en`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.town = Town()
        self.profile = self.town.laptop("zhoumin")
        self.town.sync(self.profile)
        self.ids: dict[str, str] = {}
        self._month()
        self._disagree()
        self._photograph()
        self._registry()
        add_record(self.profile, "note", self.said({"text": "五幢张阿姨说路灯又不亮了，明天去看。"}))
        place = self.said({"place": {"text": "东篱苑"}})
        keep_draft(self.profile, self.profile.make_id(), "patrol", {**place, "at": NOON, "tz": 480})

    def close(self) -> None:
        """Ends the district and its laptops."""
        self.town.close()

    def said(self, fields: Any) -> Any:
        """Fields in the language of the data."""
        return in_letters(fields) if self.language == "en" else fields

    def session(self, background: Background) -> Session:
        """The unlocked session, its wire led straight into the district."""
        made = Session(self.profile, background, self.language)
        made.engine = Engine(self.profile, lambda _url, _ca: DirectWire(self.town.district, self.town.faults))
        return made

    def first(self, kind: str, status: str = "") -> str:
        """The id of a record of this kind, in this state."""
        for record in self.ids.values():
            body = show_record(self.profile, record)
            if body["kind"] == kind and (not status or body.get("status") == status):
                return record
        raise LookupError(kind, status)

    def _month(self) -> None:
        told: dict[str, Any] = {
            "grid_code": GRID_CODE,
            "village": "西河路社区",
            "workers": ("zhoumin", "shenguoqiang"),
            "content": read_content(),
        }
        records = month_of_work(1, last_day=date(2026, 11, 21), **told)
        day = working_day(1, day=date(2026, 11, 22), **told)
        clock: Any = self.profile.clock
        for action in actions_in_order([*records, *day.typed]):
            key, record = action.record.key, action.record
            if action.at_ms > NOON:
                continue
            clock.at = action.at_ms
            if action.edit is None:
                fields = self.said(with_ids(record.fields, self.ids))
                self.ids[key] = add_record(self.profile, record.kind, fields).ids[0]
            else:
                edit_record(self.profile, self.ids[key], self.said(with_ids(action.edit.changes, self.ids)))
        clock.at = NOON
        walks = routes(1, grid_code=GRID_CODE, ids=self.ids, content=told["content"])
        self.town.district.publish(f"policy/routes-{GRID_CODE}", self.said(walks))

    def _registry(self) -> None:
        """A home with somebody in it who has a tag that ended, and a shop."""
        place = {"text": "东篱苑", "building": "3", "unit": "2", "room": "501"}
        home = add_record(self.profile, "household", self.said({"place": place, "use": "rent"})).ids[0]
        ended = {"category": "released", "basis": "安置帮教工作规定", "until_on": "2026-11-01"}
        person = {
            "name": "李建国",
            "phone": "13867890001",
            "id_number": "330109198001011234",
            "watch": [ended],
        }
        shop = {
            "name": "来记面馆",
            "type": "restaurant",
            "place": {"text": "西河路18号"},
            "contact": "来小妹",
        }
        made = (
            add_record(self.profile, "person", {**self.said(person), "household_id": home}),
            add_record(self.profile, "place", self.said(shop)),
        )
        self.ids |= {"home": home, "resident": made[0].ids[0], "shop": made[1].ids[0]}
        toggle_pin(self.profile, self.first("patrol"))
        toggle_pin(self.profile, self.first("dispute", "mediating"))
        note_opened(self.profile, home)

    def _photograph(self) -> None:
        """A photo and a scan in a case, a photo of a patrol."""
        case, patrol = self.first("dispute", "mediating"), self.first("patrol")
        photo, scan = phone_photo("wall", NOON, size=(450, 600)), b"%PDF-1.7\n" + bytes(60_000)
        for record, content, name in (
            (case, photo, "墙面.jpg"),
            (case, scan, "签字页.pdf"),
            (patrol, photo, "楼道.jpg"),
        ):
            attach_kept(self.profile, record, [keep_content(self.profile, content, self.said(name))])

    def _disagree(self) -> None:
        """A dispute that both sides changed, and a record the district gives back."""
        zhou, shen = self.profile, self.town.laptop("shenguoqiang")
        self.town.sync(shen)
        record = add_record(zhou, "dispute", self.said(LEAK)).ids[0]
        for laptop in (zhou, shen, zhou):
            self.town.sync(laptop, until_empty=True)
        party = next(iter(show_record(zhou, record)["parties"]))
        theirs = {"risk": "low", "facts": "墙面已刷新。", f"parties/{party}/phone": "13867890002"}
        mine = {"risk": "high", "facts": "吊顶塌了。", f"parties/{party}/phone": "13967890003"}
        edit_record(shen, record, self.said(theirs))
        self.town.sync(shen, until_empty=True)
        edit_record(zhou, record, self.said(mine))
        # Only a desk may accept what was reported.
        edit_record(zhou, self.first("event", "reported"), {"status": "accepted"})
        self.town.sync(zhou, until_empty=True)
        self.ids["conflict"] = record
