"""Password and paper are lost: the district opens that one laptop, once, and the worker loses nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gridworker.domain.errors import NotAllowed, PersonCanMend
from gridworker.protocol.unlocking import LONGEST
from gridworker.store.profile import DATABASE_NAME
from gridworker.store.unlocking import ask_district, end_unlocking, may_ask, take_answer
from gridworker.store.vault import KEYS_NAME, open_vault, reset_password
from tests.stories.cast import PASSWORD, District, Laptop

NEW = "Dongli-Road-2026"


def answers(district: District, request: Path, answer: Path, *, code: int = 0) -> dict[str, Any]:
    """What the administrator's command says."""
    words = ("unlock", "answer", str(request), "--out", str(answer), "--why", "本人到场，已核对身份证")
    said = district.says(*words)
    assert said.code == code, said
    return dict(said.json)


def test_the_district_opens_one_laptop_once_and_nothing_is_lost(
    district: District, zhou: Laptop, shen: Laptop, tmp_path: Path
) -> None:
    record = zhou.adds("patrol", place={"text": "东篱路"}, categories=["normal"])
    request, answer = tmp_path / "request.json", tmp_path / "answer.json"
    key = open_vault(zhou.folder, PASSWORD)
    keys_before = (zhou.folder / KEYS_NAME).read_bytes()
    assert may_ask(zhou.folder)
    number = ask_district(zhou.folder, request)
    row = answers(district, request, answer)
    assert (row["number"], row["name"]) == (number, "周敏")
    for file in (request, answer):
        assert key.hex() not in file.read_text()
        assert key not in file.read_bytes()
    with pytest.raises(PersonCanMend) as strange:
        take_answer(shen.folder, answer, DATABASE_NAME)
    assert strange.value.code == "unlock_not_asked"
    opened = take_answer(zhou.folder, answer, DATABASE_NAME)
    assert opened == key
    assert (zhou.folder / KEYS_NAME).read_bytes() == keys_before, "nothing changes before the new password"
    code = end_unlocking(zhou.folder, opened, NEW)
    with pytest.raises(NotAllowed):
        open_vault(zhou.folder, PASSWORD)
    assert open_vault(zhou.folder, NEW) == key
    reset_password(zhou.folder, code, PASSWORD)
    assert zhou.shows(record)["place"]["text"] == "东篱路"
    assert zhou.syncs()["results"]["ok"] == 1
    with pytest.raises(PersonCanMend) as again:
        take_answer(zhou.folder, answer, DATABASE_NAME)
    assert again.value.code == "unlock_not_asked"
    assert answers(district, request, answer, code=2)["error"]["code"] == "unlock_answered"
    (listed,) = district.says("unlock", "list").json
    assert (listed["worker"], listed["why"], listed["number"]) == (
        "zhoumin",
        "本人到场，已核对身份证",
        number,
    )


def test_another_district_a_changed_request_and_a_laptop_that_was_turned_off_are_refused(
    district: District, zhou: Laptop, shen: Laptop, tmp_path: Path
) -> None:
    request, answer = tmp_path / "request.json", tmp_path / "answer.json"
    missing = answers(district, request, answer, code=2)["error"]
    assert missing["code"] == "file_missing"
    ask_district(zhou.folder, request)
    nowhere = answers(district, request, tmp_path / "没有" / "answer.json", code=2)["error"]
    assert nowhere["code"] == "folder_missing"
    asked = json.loads(request.read_text())
    ask_district(shen.folder, tmp_path / "shen.json")
    theirs = json.loads((tmp_path / "shen.json").read_text())
    forged = {**asked, "replica": theirs["replica"]}
    for content, code in (
        (json.dumps(forged), "unlock_not_ours"),
        (json.dumps({**asked, "public": "AAAA"}), "unlock_unreadable"),
        ('{"gridworker_unlock_request": 1}', "unlock_unreadable"),
        ("\x00\xff", "unlock_unreadable"),
        (json.dumps({**asked, "padding": "x" * LONGEST}), "unlock_unreadable"),
    ):
        request.write_text(content)
        assert answers(district, request, answer, code=2)["error"]["code"] == code
    assert not answer.exists()
    district.says("device", "revoke", asked["replica"], "--why", "电脑遗失")
    request.write_text(json.dumps(asked))
    assert answers(district, request, answer, code=5)["error"]["code"] == "unlock_revoked"
    assert district.says("unlock", "list").json == []
