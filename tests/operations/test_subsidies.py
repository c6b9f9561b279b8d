"""以奖代补: what the district pays for by the dossier; every number leads to its cases."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from gridworker.documents.filled import Table
from gridworker.domain.period import Period
from gridworker.operations.records import add_record, edit_record
from gridworker.operations.reports import fill, find_report, save_report
from gridworker.store.profile import Profile
from tests.laptop import laptop
from tests.operations.published import publish

NOVEMBER = Period.month("2026-11")
CASE = {"type": "neighbour", "status": "accepted", "parties": [{"name": "李建国"}, {"name": "王秀英"}]}


@pytest.fixture
def profile() -> Iterator[Profile]:
    made = laptop()
    yield made
    made.close()


def archived(
    profile: Profile, title: str, on: str, way: tuple[str, ...] = ("agreed", "performed"), **fields: Any
) -> str:
    """A case that went its way to the archive."""
    made = CASE | {"title": title, "archive_number": f"2026-{title}"} | fields
    record = add_record(profile, "dispute", made).ids[0]
    for state in ("mediating", *way, "archived"):
        edit_record(profile, record, {"status": state, "closed_on": on})
    return record


def listed(profile: Profile) -> Table:
    return fill(profile, find_report(profile, "subsidy"), NOVEMBER, plain=True, reason="报送")


@pytest.mark.usefixtures("qapp")
def test_what_is_paid_for_is_listed_with_what_is_paid(profile: Profile, tmp_path: Path) -> None:
    publish(profile, "policy/subsidies", 1, {"simple": 10_000, "hard": 80_050, "major": "many"})
    agreement = {"form": "written", "effective_on": "2026-11-02"}
    simple = archived(profile, "漏水", "2026-11-10", difficulty="simple", agreement=agreement)
    hard = archived(profile, "宅基地", "2026-11-20", difficulty="hard", agreement=agreement)
    major = archived(profile, "征地", "2026-11-21", difficulty="major", agreement=agreement)
    archived(profile, "噪声", "2026-10-31", difficulty="simple", agreement=agreement)
    archived(profile, "停车", "2026-11-20", ("failed",), difficulty="simple", close_reason="谈不拢")
    table = listed(profile)
    head = list(table.headers)
    assert [row[head.index("纠纷名称")].text for row in table.rows] == ["漏水", "宅基地", "征地"]
    paid = [row[head.index("补助标准（元）")] for row in table.rows]
    assert [(cell.text, list(cell.ids)) for cell in paid] == [
        ("100.00", [simple]),
        ("800.50", [hard]),
        ("", [major]),
    ]
    ((what, total),) = table.singles
    assert (what, total.text, list(total.ids)) == ("补助合计（元）", "900.50", [simple, hard])
    out = tmp_path / "subsidy.pdf"
    save_report(profile, find_report(profile, "subsidy"), NOVEMBER, out, plain=True, reason="报送")
    text = "".join(
        "".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(out.read_bytes())).pages
    )
    for words in ("人民调解以奖代补清单", "2026-宅基地", "疑难", "800.50", "900.50"):
        assert words in text, words


def test_without_word_of_the_district_nothing_is_paid(profile: Profile) -> None:
    archived(profile, "漏水", "2026-11-10", difficulty="simple", agreement={"form": "oral"})
    table = listed(profile)
    assert len(table.rows) == 1
    assert [(what, cell.text) for what, cell in table.singles] == [("补助合计（元）", "0.00")]
