"""What 周敏's grid holds on Monday at half past eight: forty places with last week's rounds, people, a business."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from gridworker.cli.demo.pictures import phone_photo
from gridworker.operations.attaching import attach
from gridworker.operations.records import add_record
from gridworker.store.profile import Profile, open_profile
from tests.stories.cast import PASSWORD, District, Laptop

GRID = "330109001035003"
ROUTE = "周一早巡：东篱路全线"
CHINA = timezone(timedelta(hours=8))
DAY = 86_400_000

_RESTAURANTS = "来记面馆 湘味家常菜 金禾烧烤店 河沿早餐店 阿芳馄饨 老灶头饭店 清真拉面馆 川香小馆"
_SHOPS = """康民药店 汤记五金店 良记粮油店 东篱水果铺 新颜美容店 邻里便利店 顺达电动车行 明视眼镜店 小燕理发店 鑫隆烟酒
晨光文具店 宝贝童装 佳洁干洗店 百姓大药房 家电维修部 好又多超市 启航手机店 花语花店 阿强修鞋铺 永兴建材 万家灯饰
丰收农资 金榜打字复印 同心茶叶店 宠爱宠物店 旺达快递驿站 安居房产中介 福彩投注站 四季被服店 旭日自行车行
老街钟表铺 红星渔具店"""
_FIRST = (
    "来记面馆",
    "康民药店",
    "汤记五金店",
    "湘味家常菜",
    "良记粮油店",
    "东篱水果铺",
    "新颜美容店",
    "邻里便利店",
)
PLACES = (*_FIRST, *(name for name in (*_RESTAURANTS.split(), *_SHOPS.split()) if name not in _FIRST))
"""In the order of the route; what stands at the n-th is 东篱路n号."""

LAST_WEEK = "后门用铁链锁住。"
LIVING_ALONE = "浙江省社会养老服务促进条例"
CONTACT = "来老板"


def ago(days: int) -> int:
    """A moment so many days ago."""
    return int(time.time() * 1000) - days * DAY


def prepare(district: District, zhou: Laptop, folder: Path) -> None:
    """Puts all of it on the laptop and into the district."""
    with open_profile(zhou.folder, PASSWORD) as profile:
        ids = _street(profile, folder)
        _people(profile)
    routes = folder / "routes.json"
    stops = [{"place_id": ids[name]} for name in PLACES]
    content = {"routes": [{"name": ROUTE, "shift": "morning", "stops": stops}]}
    routes.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    district.does("reference", "publish", f"policy/routes-{GRID}", str(routes))
    zhou.syncs()


def _street(profile: Profile, folder: Path) -> dict[str, str]:
    """Forty places that are patrolled every week, and were; in one something is to be put right by today."""
    ids = {}
    for at, name in enumerate(PLACES):
        kind = "restaurant" if name in _RESTAURANTS else "shop"
        place = {"text": f"东篱路{at + 1}号", "region": GRID}
        fields = {"name": name, "type": kind, "place": place, "check_every": 7}
        ids[name] = add_record(profile, "place", fields).ids[0]
    for at, name in enumerate(PLACES):
        fields = {
            "at": ago(8) + at * 300_000,
            "tz": 480,
            "place": {"text": f"东篱路{at + 1}号{name}", "region": GRID},
            "place_id": ids[name],
            "categories": ["normal"],
            **(_to_put_right() if at == 2 else {}),
        }
        patrol = add_record(profile, "patrol", fields).ids[0]
        if at == 2:
            photo = folder / "铁链.jpg"
            photo.write_bytes(phone_photo("stairs", ago(8), size=(600, 800)))
            attach(profile, patrol, photo)
    return ids


def _to_put_right() -> dict[str, Any]:
    today = datetime.now(CHINA).date().isoformat()
    return {
        "categories": ["fire"],
        "text": LAST_WEEK,
        "severity": "minor",
        "outcome": "deadline",
        "recheck_on": today,
    }


def _people(profile: Profile) -> None:
    """Two women who live alone, last called on eight days ago, a family that writes, and a business."""
    for name, room in (("陈桂芳", "302"), ("来阿凤", "501")):
        place = _home(room)
        watch = [{"category": "living_alone", "level": "high", "basis": LIVING_ALONE}]
        person = add_record(profile, "person", {"name": name, "place": place, "watch": watch}).ids[0]
        visit = {
            "at": ago(8),
            "tz": 480,
            "target": "person",
            "target_id": person,
            "name": name,
            "place": place,
        }
        add_record(profile, "visit", {**visit, "result": "met", "text": "一切都好。"})
    for name, room in (("李建国", "301"), ("陈志伟", "401")):
        add_record(profile, "person", {"name": name, "place": _home(room), "phone": f"1386666{room}9"})
    firm = {"name": "永利五金加工部", "size": "small", "contact": CONTACT, "place": {"text": "西河沿51号"}}
    add_record(profile, "enterprise", firm)


def _home(room: str) -> dict[str, str]:
    return {"text": "东篱苑", "building": "9", "unit": "1", "room": room, "region": GRID}
