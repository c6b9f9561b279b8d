"""What records are called in lists."""

from __future__ import annotations

from typing import Any

import pytest

from gridworker.domain.kinds import KINDS
from gridworker.domain.titles import place_text, title_of


@pytest.mark.parametrize(
    ("kind", "body", "title"),
    [
        ("dispute", {"title": "单国强与李秀英漏水纠纷"}, "单国强与李秀英漏水纠纷"),
        ("patrol", {"place": {"text": "东篱路沿线"}, "text": "无异常"}, "东篱路沿线 · 无异常"),
        ("patrol", {"place": {"text": "东篱路沿线"}}, "东篱路沿线"),
        ("visit", {"name": "来芳", "place": {"text": "东篱苑3幢"}}, "来芳 · 东篱苑3幢"),
        ("note", {"text": "  门禁\n坏了 "}, "门禁 坏了"),
        ("note", {"text": "长" * 40}, "长" * 29 + "…"),
        ("note", {}, ""),
        ("patrol", {"place": "here", "text": 5}, "here"),
    ],
)
def test_a_record_is_called_by_the_fields_of_its_kind(kind: str, body: dict[str, Any], title: str) -> None:
    assert title_of(KINDS[kind], body) == title


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"text": "东篱苑", "building": "3", "unit": "2", "room": "501"}, "东篱苑3幢2单元501室"),
        ({"text": "东篱苑3幢", "building": "3", "unit": "2", "room": "501"}, "东篱苑3幢2单元501室"),
        ({"text": "东篱苑3幢2单元501室", "building": "3", "unit": "2", "room": "501"}, "东篱苑3幢2单元501室"),
        ({"text": "东篱苑3-2-501", "building": "3幢", "unit": "2", "room": "501"}, "东篱苑3-2-501"),
        ({"text": "育才路3号", "building": "3"}, "育才路3号3幢"),
        ({"text": "集贸市场", "building": "A座"}, "集贸市场A座"),
        ({"text": "村口"}, "村口"),
        ({"room": 501}, "501室"),
        ({}, ""),
    ],
)
def test_a_place_is_said_once_and_whole(place: dict[str, Any], said: str) -> None:
    assert place_text(place) == said
