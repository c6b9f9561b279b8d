"""What screens and commands say of papers and dossiers: titles, what is missing, what must be there and why."""

from __future__ import annotations

from collections.abc import Iterable

from gridworker.documents.dispute.agreement import in_words
from gridworker.documents.dispute.titles import TITLES
from gridworker.domain.dossier import Part
from gridworker.domain.mediation_papers import Lack, PaperRef
from gridworker.environment.labels import labels
from gridworker.environment.language import Words
from gridworker.environment.marks import LISTED

_NTH = Words("{title}（{number}）", "{title} no. {number}")
_LACKS = {
    "two_parties": Words("当事人不足两方", "fewer than two parties"),
    "party": Words("{who}缺{fields}", "{who}: {fields} missing"),
    "agent": Words("{who}的代理人缺{fields}", "agent of {who}: {fields} missing"),
    "field": Words("缺{fields}", "{fields} missing"),
    "refuses": Words("{who}不同意调解，不得受理", "{who} refuses: the case may not be accepted"),
    "clause": Words("还没有协议条款", "no clause yet"),
    "clause_field": Words("第{who}条缺{fields}", "clause {who}: {fields} missing"),
    "not_as_signed": Words(
        "有条款和签字时不一样，请到历史里改回",
        "a clause differs from what was signed: put it back from the history",
    ),
    "mediator": Words("没有写人民调解员", "no mediator named"),
    "copies": Words("份数应为{who}份：当事人各一份，存档一份", "{who} copies: one a party, one to file"),
    "not_in_force": Words("协议还没有生效", "the agreement is not in force yet"),
    "oral": Words("口头协议，应先补签书面协议", "the agreement is oral: put it in writing first"),
    "never_confirmed": Words(
        "涉及身份关系的，法院不予确认，请先核对",
        "a court does not confirm matters of personal status: check first",
    ),
    "no_agent": Words("当事人没有委托代理人", "no party has an agent"),
    "no_investigation": Words("还没有调查记录", "no inquiry yet"),
    "no_session": Words("还没有调解记录", "no session yet"),
    "no_supplement": Words("没有补充约定", "nothing was agreed later"),
    "no_follow_up": Words("还没有回访", "no follow-up yet"),
    "no_identity": Words("还没有附上身份证明", "no proof of identity attached"),
}
_WHYS = {
    "always": Words("每卷必备", "in every dossier"),
    "applied": Words("当事人申请的案件必备", "the parties applied"),
    "begun": Words("不是当事人申请的，以登记表代替", "nobody applied: the register stands for it"),
    "either": Words("申请书与登记表任备其一", "application or register: one is enough"),
    "mediated": Words("调解过的案件必备", "the case was mediated"),
    "written": Words("达成书面协议的必备", "a written agreement was reached"),
    "oral": Words("达成口头协议的必备，代替协议书", "an oral agreement was reached"),
    "supplemented": Words("签字后又有补充约定", "something was agreed later"),
    "agents": Words("有代理人的必备", "a party has an agent"),
    "confirmed": Words("申请过司法确认的必备", "confirmation was applied for"),
    "if_any": Words("有则归入", "if there is any"),
}
_AGENT_FIELDS = {
    "name": Words("姓名", "name"),
    "sex": Words("性别", "sex"),
    "phone": Words("联系方式", "phone"),
    "id_number": Words("证件号码", "identity number"),
    "authority": Words("代理权限", "authority"),
}


def paper_title(ref: PaperRef, language: str, *, one_of_many: bool = False) -> str:
    """What a paper is called on the screen, with its number where there are several."""
    title = part_title(ref.code, language)
    if not one_of_many:
        return title
    number = str(ref.number) if language == "en" else in_words(ref.number)
    return _NTH.said(language, title=title, number=number)


def part_title(code: str, language: str) -> str:
    """What a part of a dossier is called on the screen."""
    return TITLES[code].said(language)


def why(part: Part, language: str) -> str:
    """Why a part must or may be in the dossier."""
    return _WHYS[part.why].said(language) if part.why in _WHYS else ""


def lack_text(lack: Lack, language: str) -> str:
    """What is missing, in words."""
    if lack.code == "agent":
        names = [_AGENT_FIELDS[name].said(language) for name in lack.fields]
    else:
        prefix = "parties/" if lack.code == "party" else ""
        names = [labels(language).field("dispute", prefix + name) for name in lack.fields]
    words = _LACKS[lack.code]
    return words.said(language, who=lack.who or "—", fields=LISTED.said(language).join(names))


def lack_texts(lacks: Iterable[Lack], language: str) -> list[str]:
    """Several of them, each said once."""
    return list(dict.fromkeys(lack_text(lack, language) for lack in lacks))
