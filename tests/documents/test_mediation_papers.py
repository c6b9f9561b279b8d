"""The papers of mediation, printed and read back: every fact of a case stands where the form has its place."""

from __future__ import annotations

import io

import cn2an
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from gridworker.documents.dispute.agreement import amount, in_words
from gridworker.documents.dispute.binding import back
from gridworker.documents.dispute.case import Case
from gridworker.documents.dispute.papers import make_paper
from gridworker.documents.press.pages import set_paper
from gridworker.documents.press.pdf import to_pdf
from gridworker.documents.press.strips import HEIGHT
from gridworker.documents.word import to_docx
from gridworker.domain.mediation_papers import PAPERS, PaperRef, copies, papers_of
from gridworker.domain.money import in_capitals
from tests.documents.cases import LEAK, case
from tests.documents.made import made, printed
from tests.documents.reading import has_clear_margins, text_of

pytestmark = pytest.mark.usefixtures("qapp")

RARE = ("李建国", "欧阳·买买提吐尔逊江·阿卜杜热依木", "单㛃", "王䶮", "赵喆堃", "\U0003134a某")
NAMES = st.sampled_from(RARE)


def test_the_agreement_says_each_fact_once_and_in_its_place() -> None:
    text = printed(case(), "agreement")
    order = (
        "人民调解协议书", "编号：东篱人调〔2026〕第31号", "李建国", "52周岁", "330109197403051234",
        "东篱苑5幢1单元301室", "王秀英", "畲族", "陈志强，男，330109199001011239，13600001111，特别授权",
        "纠纷主要事实、争议事项：", "受潮脱落约6平方米。",
        "经调解，双方当事人自愿达成如下协议：", "一、由王秀英履行：自行修复401室卫生间渗漏点。",
        "二、由王秀英向李建国履行：支付吊顶修复费用第一期，金额为人民币（大写）贰仟元整（¥2,000.00）。",
        "三、由王秀英向李建国履行：支付吊顶修复费用第二期，金额为人民币（大写）壹仟陆佰元零伍角（¥1,600.50）。",
        "履行方式、时限：", "第一条于2026年11月30日前（含当日）履行完毕。",
        "第三条于2026年12月25日前（含当日）履行完毕。",
        "本协议一式三份，当事人各执一份，东篱社区人民调解委员会留存一份。", "申请人（签名、盖章或者按指印）：",
        "被申请人（签名、盖章或者按指印）：", "被申请人的委托代理人（签名）：",
        "人民调解员（签名）：", "记录人（签名）：",
        "东篱社区人民调解委员会（印章）", "2026年11月22日",
    )  # fmt: skip
    places = [text.index(fact) for fact in order]
    assert places == sorted(places)
    once = ("330109197403051234", "18912347730", "¥2,000.00", "贰仟元整", "2026年11月25日", "漏点。")
    assert {fact: text.count(fact) for fact in once} == dict.fromkeys(once, 1)


def test_each_paper_says_what_its_form_asks_for() -> None:
    expected = {
        "application": ("13712342046", "退休职工", "当事人申请事项：", "现自愿申请人民调解委员会进行调解。"),
        "registration": ("■当事人申请", "邻里纠纷", "2026年11月16日，东篱社区人民调解委员会依当事人申请"),
        "rights_notice": ("选择或者接受人民调解员", "尊重对方当事人行使权利", "三十日内共同", "李建国、王秀英："),
        "mandate-1": ("王秀英", "陈志强", "■特别授权", "□一般代理", "330109199001011239"),
        "investigation-1": ("2026年11月18日16时30分", "赵永福", "57周岁", "问：漏点在哪里？", "答：十三号傍晚报修。"),
        "session-1": ("李建国：吊顶全部泡坏了，要赔。", "■有待继续调解", "□调解成功", "周敏、沈国强"),
        "session-2": ("■调解成功", "2026年11月22日16时30分"),
        "follow_up-1": ("东篱人调〔2026〕第31号", "部分履行", "满意", "第二期到期前再回访。", "回访人（签名）："),
        "confirmation": (
            "请求依法确认申请人李建国与王秀英于2026年11月22日达成的",
            "没有恶意串通、规避法律的行为",
            "此致杭州市萧山区人民法院",
            "人民调解协议书4份" if len(LEAK["parties"]) == 3 else "人民调解协议书3份",
        ),
    }  # fmt: skip
    for name, facts in expected.items():
        text = printed(case(), name)
        assert [fact for fact in facts if fact not in text] == [], name


def test_what_was_kept_is_printed_in_words_and_so_is_what_an_older_version_wrote() -> None:
    followups = {
        key: {"at": index, "result": kept}
        for index, (key, kept) in enumerate((("a", "no"), ("b", "第二期迟付三日")))
    }
    whole = case(followups=followups)
    assert "未履行" in printed(whole, "follow_up-1")
    assert "第二期迟付三日" in printed(whole, "follow_up-2")


def test_an_oral_agreement_is_registered_in_place_of_the_written_one() -> None:
    oral = case(agreement={"form": "oral", "effective_on": "2026-11-22"})
    names = [ref.name for ref in papers_of(oral.body)]
    assert "oral_agreement" in names
    assert "agreement" not in names
    text = printed(oral, "oral_agreement")
    assert "自各方当事人达成协议之日起生效" in text
    assert "一式" not in text
    assert text.index("人民调解员（签名）：") < text.index("2026年11月22日备注：")


def test_a_session_that_failed_says_where_the_parties_can_turn() -> None:
    failed = {"s1": LEAK["sessions"]["s1"] | {"result": "not_agreed"}}
    text = printed(case(sessions=failed), "session-1")
    assert "■调解不成" in text
    assert "仲裁、行政、司法等途径" in text


def test_a_correction_names_the_session_that_it_corrects() -> None:
    later = LEAK["sessions"]["s2"] | {"corrects": "s1"}
    corrected = case(sessions=LEAK["sessions"] | {"s2": later})
    assert "（更正第1次调解记录）" in printed(corrected, "session-2")
    assert "调解1次" in text_of(to_pdf([set_paper(back(corrected, 9))], "封底"))


def test_what_was_agreed_later_is_a_paper_of_its_own_and_the_agreement_stays() -> None:
    later = {
        "order": 4,
        "who": "王秀英",
        "what": "第二期延至月底",
        "due_on": "2026-12-31",
        "agreed_on": "2026-12-20",
    }
    both = case(clauses=LEAK["clauses"] | {"c4": later})
    assert "第二期延至月底" not in printed(both, "agreement")
    text = printed(both, "supplement-1")
    for fact in (
        "编号：东篱人调〔2026〕第31号",
        "一、由王秀英履行：第二期延至月底。",
        "2026年12月20日",
        "原协议其他内容不变",
    ):
        assert text.count(fact) == 1


def test_a_company_is_named_by_its_code_and_who_stands_for_it() -> None:
    company = {
        "role": "respondent",
        "type": "organisation",
        "name": "东篱物业服务有限公司",
        "id_number": "91330109MA2CC1AQ7X",
        "agent": {"name": "沈立群", "relation": "representative"},
        "phone": "0571-82345678",
        "address": "东篱路8号",
    }
    sides = case(parties={"p1": LEAK["parties"]["p1"], "p2": company})
    text = printed(sides, "agreement")
    for fact in ("91330109MA2CC1AQ7X", "沈立群", "0571-82345678"):
        assert text.count(fact) == 1
    assert "申请人（盖章，代表人签名）：" in printed(sides, "confirmation")


def test_what_is_not_known_is_left_to_be_written_by_hand() -> None:
    bare = Case({"id": LEAK["id"], "parties": {}}, case().office, case().today)
    for ref in papers_of(bare.body):
        set_ = set_paper(make_paper(bare, ref))
        text = text_of(to_pdf([set_], "试"))
        assert "None" not in text
        assert "（签名" in text
    assert {ref.code for ref in papers_of(bare.body)} == set(PAPERS)


@settings(max_examples=20)
@given(
    names=st.lists(NAMES, min_size=2, max_size=9),
    fen=st.integers(1, 10**11),
    facts=st.integers(0, 60),
    other=st.sampled_from([code for code in PAPERS if "agreement" not in code]),
)
def test_every_paper_of_every_case_is_whole(names: list[str], fen: int, facts: int, other: str) -> None:
    parties = {
        f"p{place}": LEAK["parties"]["p1"]
        | {"name": name, "role": "applicant" if place == 0 else "respondent", "phone": f"1371234{place:04d}"}
        for place, name in enumerate(names)
    }
    told = "".join(f"第{number}桩事，双方各执一词。" for number in range(facts))
    clauses = {"c": {"order": 1, "who": names[0], "what": "付清", "amount_fen": fen, "due_on": "2026-12-01"}}
    whole = case(parties=parties, facts=told, clauses=clauses)
    text = printed(whole, "agreement")
    assert [text.count(f"1371234{place:04d}") for place in range(len(names))] == [1] * len(names)
    assert told in text
    assert text.count(amount(fen)) == 1
    assert f"一式{in_words(len(names) + 1)}份" in text
    assert text.count("（签名、盖章或者按指印）：") == len(names)
    assert ("U+3134A" in text) == (RARE[-1] in names)
    for ref in papers_of(whole.body):
        set_ = set_paper(make_paper(whole, ref))
        assert [
            strip.height > HEIGHT for page in set_.pages for _, strip in page if strip.height > HEIGHT
        ] == []
        if ref.code == other:
            assert text_of(to_pdf([set_], "试")).count("（签名") >= 1
    assert copies(whole.body, "agreement") == len(names) + 1


@pytest.mark.parametrize("name", ["application", "agreement", "rights_notice", "session-1"])
def test_nothing_reaches_into_the_margins(name: str) -> None:
    long_names = {
        key: party | {"name": RARE[1], "address": "新疆维吾尔自治区喀什地区" * 6}
        for key, party in LEAK["parties"].items()
    }
    set_ = set_paper(made(case(parties=long_names), name))
    assert all(has_clear_margins(set_, page) for page in range(len(set_.pages)))


@given(fen=st.integers(1, 10**11))
def test_capitals_are_those_of_another_program(fen: int) -> None:
    theirs = cn2an.an2cn(f"{fen / 100:.2f}", "rmb")
    assert in_capitals(fen).replace("零", "") == theirs.replace("零", "")


def test_word_has_what_the_press_has() -> None:
    for ref in papers_of(case().body):
        paper = make_paper(case(), ref)
        document = Document(io.BytesIO(to_docx(paper)))
        said = "".join(p.text for p in document.paragraphs)
        for table in document.tables:
            said += "".join(dict.fromkeys(cell.text for row in table.rows for cell in row.cells))
        for fact in ("李建国", "王秀英"):
            in_press = text_of(to_pdf([set_paper(paper)], "试"))
            assert (fact in said) == (fact in in_press)


def test_counting_in_words() -> None:
    assert [in_words(number) for number in (1, 3, 10, 11, 20, 99)] == [
        "一", "三", "十", "十一", "二十", "九十九"
    ]  # fmt: skip


def test_a_paper_is_named_as_commands_call_it() -> None:
    assert [PaperRef("session", 2, "s2").name, PaperRef("agreement").name] == ["session-2", "agreement"]
