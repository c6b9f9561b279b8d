"""Disputes whose papers are printed: the leak of the stories, and families of others with all they can have."""

from __future__ import annotations

from datetime import date
from typing import Any

from gridworker.documents.dispute.case import Case, Office

RECORD = "0192f0c1-7a3b-7c4d-8e5f-0123456789ab"
TODAY = date(2026, 11, 22)
OFFICE = Office("东篱社区人民调解委员会", "杭州市萧山区人民法院")
AT = 1_794_990_600_000
"""2026-11-18 16:30 in China."""

LEAK: dict[str, Any] = {
    "id": RECORD,
    "number": "（2026）东篱社区第三网格人调字第31号",
    "created_by_name": "周敏",
    "source": "application",
    "type": "neighbour",
    "title": "楼上卫生间漏水，损坏楼下吊顶",
    "status": "performing",
    "occurred_on": "2026-11-13",
    "accepted_on": "2026-11-16",
    "place": {"text": "东篱苑5幢"},
    "parties": {
        "p1": {
            "role": "applicant",
            "type": "person",
            "name": "李建国",
            "sex": "male",
            "birth_on": "1974-03-05",
            "ethnicity": "汉",
            "id_number": "330109197403051234",
            "phone": "13712342046",
            "address": "东篱苑5幢1单元301室",
            "occupation": "退休职工",
        },
        "p2": {
            "role": "respondent",
            "type": "person",
            "name": "王秀英",
            "sex": "female",
            "birth_on": "1965-08-12",
            "ethnicity": "畲族",
            "id_number": "330109196508122346",
            "phone": "18912347730",
            "address": "东篱苑5幢1单元401室",
            "occupation": "超市收银员",
            "agent": {
                "name": "陈志强",
                "sex": "male",
                "phone": "13600001111",
                "id_number": "330109199001011239",
                "authority": "special",
                "relation": "agent",
            },
        },
    },
    "facts": "2026年11月13日起，401室卫生间防水层老化渗漏，致301室吊顶受潮脱落约6平方米。",
    "claims": "李建国要求修复漏点并赔偿吊顶损失；王秀英认可漏水，认为金额偏高。",
    "mediators": {"m1": {"name": "周敏"}, "m2": {"name": "沈国强"}},
    "investigations": {
        "i1": {
            "at": AT,
            "place": "东篱苑5幢401室",
            "present": ["周敏", "物业维修工老赵"],
            "who": "赵永福",
            "sex": "male",
            "age": 57,
            "address": "东篱物业服务有限公司",
            "phone": "13800002222",
            "record": "问：漏点在哪里？\n答：在401室淋浴区，防水层老化。\n问：何时发现的？\n答：十三号傍晚报修。",
        }
    },
    "sessions": {
        "s1": {
            "at": AT,
            "place": "社区调解室",
            "present": ["李建国", "王秀英", "周敏"],
            "record": "李建国：吊顶全部泡坏了，要赔。\n王秀英：我认漏水，但要价太高。\n双方约定各自询价，择日再调。",
            "result": "continued",
        },
        "s2": {
            "at": AT + 345_600_000,
            "place": "社区调解室",
            "present": ["李建国", "王秀英", "陈志强", "周敏", "沈国强"],
            "record": "调解员：询价结果双方都看过了。\n双方同意按三千六百元了结，分两次付清。",
            "result": "agreed",
        },
    },
    "agreement": {
        "form": "written",
        "number": "东篱人调〔2026〕第31号",
        "signed_on": "2026-11-22",
        "sealed_on": "2026-11-22",
        "effective_on": "2026-11-22",
        "copies": 3,
    },
    "clauses": {
        "c1": {"order": 1, "who": "王秀英", "what": "自行修复401室卫生间渗漏点", "due_on": "2026-11-30"},
        "c2": {
            "order": 2,
            "who": "王秀英",
            "whom": "李建国",
            "what": "支付吊顶修复费用第一期",
            "amount_fen": 200_000,
            "due_on": "2026-11-25",
        },
        "c3": {
            "order": 3,
            "who": "王秀英",
            "whom": "李建国",
            "what": "支付吊顶修复费用第二期",
            "amount_fen": 160_050,
            "due_on": "2026-12-25",
        },
    },
    "confirmation": "applied",
    "followups": {
        "f1": {
            "at": AT + 864_000_000,
            "how": "phone",
            "result": "partly",
            "satisfaction": "satisfied",
            "text": "第一期款已付，漏点已修好；第二期到期前再回访。",
        }
    },
    "closed_on": "2026-12-28",
    "retention": "long",
    "archive_number": "2026-031",
    "dossier_note": "本案第二期款项迟付三日，经督促后付清。",
}


def case(**changes: Any) -> Case:
    """The leak, or another case like it."""
    return Case(LEAK | changes, OFFICE, TODAY)
