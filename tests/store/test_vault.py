"""The key of the store: opened by the password or the recovery code, and by nothing else."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from gridworker.domain.errors import ComputerTrouble, NotAllowed, PersonCanMend
from gridworker.store import vault
from gridworker.store.passwords import check_password
from gridworker.store.recovery_code import ALPHABET, fold_recovery_code, make_recovery_code
from gridworker.store.vault import KEYS_NAME, change_password, create_vault, open_vault, reset_password
from tests.store.cabinet import QUICK

LAI_FANGS = "Dongli-Yuan.3"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "来芳的资料"


def made(folder: Path) -> tuple[bytes, str]:
    return create_vault(folder, LAI_FANGS, os.urandom, cost=QUICK)


def test_the_password_opens_what_it_closed(folder: Path) -> None:
    key, _ = made(folder)
    assert len(key) == 32
    assert open_vault(folder, LAI_FANGS) == key


def test_a_password_takes_its_full_cost_by_default(folder: Path) -> None:
    key, _ = create_vault(folder, LAI_FANGS, os.urandom)
    kept = json.loads((folder / KEYS_NAME).read_text())
    assert kept["password"]["cost"] == {"memory_kib": 65536, "passes": 3, "lanes": 1}
    assert open_vault(folder, LAI_FANGS) == key


def test_a_wrong_password_opens_nothing(folder: Path) -> None:
    made(folder)
    for wrong in ("", "dongli-yuan.3", LAI_FANGS + " ", "来芳", "\ud800"):
        with pytest.raises(NotAllowed) as refused:
            open_vault(folder, wrong)
        assert refused.value.code == "wrong_password"


def test_a_password_typed_in_full_width_is_the_same_password(folder: Path) -> None:
    key, _ = made(folder)
    assert open_vault(folder, "Ｄｏｎｇｌｉ－Ｙｕａｎ．３") == key


def test_changing_the_password_keeps_key_and_recovery_code(folder: Path) -> None:
    key, code = made(folder)
    change_password(folder, LAI_FANGS, "新密码Xin-2026", cost=QUICK)
    assert open_vault(folder, "新密码Xin-2026") == key
    with pytest.raises(NotAllowed):
        open_vault(folder, LAI_FANGS)
    reset_password(folder, code, "Third-time-7", cost=QUICK)
    assert open_vault(folder, "Third-time-7") == key


def test_changing_needs_the_old_password_and_a_good_new_one(folder: Path) -> None:
    key, _ = made(folder)
    with pytest.raises(NotAllowed):
        change_password(folder, "Not-this-one-1", "新密码Xin-2026", cost=QUICK)
    with pytest.raises(PersonCanMend) as weak:
        change_password(folder, LAI_FANGS, "12345678", cost=QUICK)
    assert weak.value.code == "weak_password"
    assert open_vault(folder, LAI_FANGS) == key


def test_the_recovery_code_may_be_typed_sloppily(folder: Path) -> None:
    key, code = made(folder)
    sloppy = code.replace("-", " ").lower()
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else sign for sign in code)
    for number, typed in enumerate(
        (code, sloppy, wide, f"  {code.replace('-', '')}\n", code.replace("-", "—"))
    ):
        reset_password(folder, typed, f"Forgotten-{number}", cost=QUICK)
        assert open_vault(folder, f"Forgotten-{number}") == key


def test_a_wrong_recovery_code_changes_nothing(folder: Path) -> None:
    key, code = made(folder)
    other = ("3" if code[0] != "3" else "4") + code[1:]
    for wrong in (other, "", LAI_FANGS, code[:-1]):
        with pytest.raises(NotAllowed) as refused:
            reset_password(folder, wrong, "Forgotten-99", cost=QUICK)
        assert refused.value.code == "wrong_recovery_code"
    assert open_vault(folder, LAI_FANGS) == key


def test_a_recovery_code_is_six_groups_that_nobody_confuses() -> None:
    codes = {make_recovery_code(os.urandom) for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4] * 6
        assert set(fold_recovery_code(code)) <= set(ALPHABET)
    assert len(ALPHABET) ** 24 > 2**100
    assert not set(ALPHABET) & set("0OQ1IL2Z5S8BGUV")


def test_every_letter_of_a_recovery_code_is_equally_likely() -> None:
    every_byte = bytes(range(256)) * 8
    letters = fold_recovery_code(make_recovery_code(lambda count: every_byte[:count]))
    assert letters == (ALPHABET + ALPHABET)[:24]
    assert 256 // len(ALPHABET) * len(ALPHABET) == 252


@pytest.mark.parametrize(
    "good", ["Zhangsan1", "abcdEF12", "十二个汉字也能作为密码用", "correct horse battery"]
)
def test_these_passwords_are_good(good: str) -> None:
    check_password(good)


@pytest.mark.parametrize(
    "weak", ["", "Ab1", "zhangsan1", "12345678", "ABCDEFG1", "aaaaaaaaaaaaaaaa", "aaA1aaA1"]
)
def test_these_passwords_are_not(weak: str) -> None:
    with pytest.raises(PersonCanMend) as refused:
        check_password(weak)
    assert refused.value.code == "weak_password"


def test_a_key_is_never_written_over(folder: Path) -> None:
    key, _ = made(folder)
    with pytest.raises(PersonCanMend) as refused:
        made(folder)
    assert refused.value.code == "vault_exists"
    assert open_vault(folder, LAI_FANGS) == key


def test_only_the_worker_may_read_the_keys_and_no_secret_is_in_them(folder: Path) -> None:
    key, code = made(folder)
    path = folder / KEYS_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in folder.iterdir()] == [KEYS_NAME]
    content = path.read_text()
    assert LAI_FANGS not in content
    assert code not in content
    assert key.hex() not in content


def test_missing_keys_are_told(folder: Path) -> None:
    with pytest.raises(ComputerTrouble) as trouble:
        open_vault(folder, LAI_FANGS)
    assert trouble.value.code == "keys_missing"


def test_any_damage_to_the_keys_is_told_and_is_no_wrong_password(folder: Path) -> None:
    key, _ = made(folder)
    path = folder / KEYS_NAME
    whole = path.read_bytes()
    outcomes = set()
    for at in range(0, len(whole), 3):
        flipped = bytearray(whole)
        flipped[at] ^= 0x15
        path.write_bytes(flipped)
        try:
            outcomes.add("open" if open_vault(folder, LAI_FANGS) == key else "wrong key")
        except ComputerTrouble as trouble:
            outcomes.add(trouble.code)
    # The last letter of a base64 text has bits that mean nothing: such a file still opens.
    assert "keys_damaged" in outcomes
    assert outcomes <= {"open", "keys_damaged", "database_newer"}


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"null", b"[]", b"\xff\xfe", b'{"format": 1}', b'{"format": "1"}']
)
def test_a_file_that_holds_no_keys_is_damaged(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / KEYS_NAME).write_bytes(content)
    with pytest.raises(ComputerTrouble) as trouble:
        open_vault(folder, LAI_FANGS)
    assert trouble.value.code == "keys_damaged"


def test_keys_that_would_only_stop_this_computer_are_damaged(folder: Path) -> None:
    made(folder)
    keys = vault._read(folder)
    huge = vault.Cost(memory_kib=1 << 40, passes=1 << 20, lanes=1)
    lock = vault._Lock(huge, keys.password.salt, keys.password.nonce, keys.password.wrapped)
    vault._write(folder, password=lock, recovery=keys.recovery)
    with pytest.raises(ComputerTrouble) as trouble:
        open_vault(folder, LAI_FANGS)
    assert trouble.value.code == "keys_damaged"


def test_keys_of_a_newer_program_are_left_to_it(folder: Path) -> None:
    made(folder)
    path = folder / KEYS_NAME
    newer = json.loads(path.read_text()) | {"format": 2}
    path.write_text(json.dumps(newer))
    with pytest.raises(ComputerTrouble) as trouble:
        open_vault(folder, LAI_FANGS)
    assert trouble.value.code == "database_newer"


def test_the_two_ways_in_cannot_be_exchanged(folder: Path) -> None:
    _, code = made(folder)
    keys = vault._read(folder)
    vault._write(folder, password=keys.recovery, recovery=keys.password)
    with pytest.raises(NotAllowed):
        open_vault(folder, fold_recovery_code(code))
