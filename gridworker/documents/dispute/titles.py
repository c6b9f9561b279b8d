"""What each paper and part of a dossier is called: officially, as it is printed, and on screens in both languages."""

from __future__ import annotations

from gridworker.environment.language import Words

TITLES = {
    "application": Words("人民调解申请书", "Application for mediation"),
    "registration": Words("人民调解受理登记表", "Register of acceptance"),
    "rights_notice": Words("人民调解权利义务告知书", "Rights notice"),
    "mandate": Words("授权委托书", "Power of attorney"),
    "investigation": Words("人民调解调查记录", "Record of inquiry"),
    "session": Words("人民调解记录", "Record of mediation"),
    "agreement": Words("人民调解协议书", "Mediation agreement"),
    "oral_agreement": Words("人民调解口头协议登记表", "Register of an oral agreement"),
    "supplement": Words("人民调解补充协议书", "Supplement to the agreement"),
    "follow_up": Words("人民调解回访记录", "Record of a follow-up visit"),
    "confirmation": Words("人民调解协议司法确认申请书", "Application for judicial confirmation"),
    "note": Words("卷宗情况说明", "Note on the dossier"),
    "urgent": Words("紧急情况联系单", "Emergency contact sheet"),
    "identity": Words("当事人身份证明", "Proof of the parties' identity"),
    "evidence": Words("证据材料", "Evidence"),
    "receipt": Words("履行凭证", "Proof of performance"),
    "cover": Words("人民调解卷宗", "Mediation dossier"),
    "contents": Words("卷内目录", "Contents"),
    "back": Words("封底", "Back cover"),
}


def official_title(code: str) -> str:
    """What is printed on a paper, and what lists of a dossier call it."""
    return TITLES[code].zh
