"""Disputes for the measurements: the contract's shape, as much chance in them as real ones have, from a seed."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from gridworker.domain.ids import IdMaker

_FIRST_MOMENT = 1_790_000_000_000
_FIRST_DAY = date(2023, 1, 1)
_TYPES = ("neighbour", "family", "property_service", "labour", "damage", "consumer", "housing", "contract")
_SURNAMES = "来沈施汤韩单仇解查曾翟陈王李徐朱周吴许蒋"
_STREETS = ("东篱路", "西河沿", "柳塘路", "河滨路", "南门巷")
_MATTERS = (
    "卫生间漏水",
    "夜间噪声",
    "拖欠工钱",
    "停车占位",
    "楼道堆物",
    "押金退还",
    "油烟扰民",
    "医药费赔偿",
)
_OPENINGS = (
    "双方因{matter}发生争执，社区网格员到场劝开后登记。",
    "申请人反映对方{matter}已有多日，上门协商两次没有结果。",
    "因{matter}引起口角，民警到场后引导双方申请调解。",
    "走访中了解到两家因{matter}长期不和，邻居也受影响。",
)
_CLAIMS = (
    "申请人要求对方赔偿损失{yuan}元并保证不再发生。",
    "申请人要求三日内付清{yuan}元，对方希望分期。",
    "申请人要求恢复原状，另付{yuan}元，对方认为偏高。",
)
# All of the basic block, rare characters included: chance in its purest form.
_IDEOGRAPHS = (0x4E00, 0x9FA5)


def dispute_records(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Bodies of `count` new disputes, about 600 bytes of UTF-8 JSON each.

    Each has two parties with a telephone each, a sentence from a template and 15 ideographs that no dictionary
    or compressor can foresee. The same arguments give the same bodies, element ids included.
    """
    rng = Random(seed)
    new_id = IdMaker(lambda: _FIRST_MOMENT, rng.randbytes)
    for number in range(count):
        matter, street = rng.choice(_MATTERS), rng.choice(_STREETS)
        yield {
            "source": rng.choice(("application", "grid", "hotline")),
            "type": rng.choice(_TYPES),
            "title": f"{street}{rng.randint(1, 200)}号{matter}",
            "accepted_on": _accepted(number, rng.randint(1, 28)),
            "parties": {new_id(): _party(rng, "applicant"), new_id(): _party(rng, "respondent")},
            "facts": rng.choice(_OPENINGS).format(matter=matter) + _ideographs(rng, 15),
            "claims": rng.choice(_CLAIMS).format(yuan=rng.randint(2, 200) * 100),
            "risk": rng.choice(("low", "low", "medium", "high")),
            "status": "accepted",
        }


def _accepted(number: int, later: int) -> str:
    """The day: a hundred cases a day come to a district, and each is accepted within the four weeks after."""
    return (_FIRST_DAY + timedelta(days=number // 100 + later)).isoformat()


def _party(rng: Random, role: str) -> dict[str, str]:
    name = rng.choice(_SURNAMES) + _ideographs(rng, 1)
    return {"role": role, "type": "person", "name": name, "phone": f"13{rng.randrange(10**9):09d}"}


def _ideographs(rng: Random, count: int) -> str:
    return "".join(chr(rng.randint(*_IDEOGRAPHS)) for _ in range(count))
