"""Days when network, disk or terminal are against you: a clear sentence, the right code, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from gridworker.environment.clock import Clock
from gridworker.environment.logs import without_names
from gridworker.protocol.messages import AppVersions, Hello, Limits
from gridworker.store.profile import DATABASE_NAME
from gridworker.store.vault import KEYS_NAME
from tests.cli.servers import Reply, serving
from tests.cli.terminal import PASSWORD, PATROL, Desk, enrolled, run, start


class Portal(Reply):
    """The wireless network of a café, which wants a log-in first."""


class Cut(Reply):
    """A server whose answer breaks off."""

    kind = "application/json"
    content = b'{"gw": 1, "name": "'
    promised = 4096


class Foreign(Reply):
    """Something else that speaks JSON."""

    kind = "application/json"
    content = b'{"hello": "world"}'
    promised = len(content)


class Broken(Reply):
    """A proxy before a server that is down."""

    status = 502


class Revoked(Reply):
    """The district has turned this laptop away."""

    status = 401
    kind = "application/problem+json"
    content = json.dumps({"type": "about:blank", "title": "x", "status": 401, "code": "REVOKED"}).encode()
    promised = len(content)


def greeting(minutes_ahead: int) -> bytes:
    """What a district says of itself whose clock is ahead of this computer's."""
    now = Clock().now() + minutes_ahead * 60_000
    limits, app = Limits(), AppVersions(floor="0.1.0", latest="0.1.0")
    hello = Hello(name="萧山区", proto=(1, 1), schema=(1, 1), epoch="e", now=now, limits=limits, app=app)
    return msgspec.json.encode(hello)


NO_FILE_BEYOND_50_KB = """
import resource, runpy, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
runpy.run_module("gridworker", run_name="__main__")
"""


def nobody_listens() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.mark.parametrize(
    ("reply", "code"),
    [(Portal, "foreign_answer"), (Cut, "answer_cut"), (Foreign, "foreign_answer"), (Broken, "server_fault")],
)
def test_what_answers_is_not_the_district(tmp_path: Path, reply: type[Reply], code: str) -> None:
    with serving(reply) as address:
        laptop, _ = enrolled(tmp_path / "laptop", server=address)
        record = laptop.adds("patrol", PATROL)
        ended = laptop.script("sync")
        assert ended.code == 4
        assert ended.json["error"]["code"] == code
        assert ended.json["waiting"] == 1
        assert "内容都存在本机" in ended.told
        history = laptop.script("record", "show", record, "--history")
        assert history.code == 0
        assert [row["partial"] for row in history.json] == [True]
        assert [check["ok"] for check in laptop.script("doctor").json] == [True, True, False, None]
        fresh = run(
            "--profile", str(tmp_path / "fresh"), "--json", "enrol", "--server", address, "--code", "A"
        )
        assert (fresh.code, fresh.error) == (4, code)
        assert not (tmp_path / "fresh" / KEYS_NAME).exists()
    assert laptop.script("record", "show", record).json["_sync"] == "waiting"


def test_nobody_listens(tmp_path: Path) -> None:
    laptop, _ = enrolled(tmp_path / "laptop", server=nobody_listens())
    laptop.adds("note", {"text": "路灯不亮"})
    ended = laptop.script("sync", "--until-empty")
    assert (ended.code, ended.json["error"]["code"]) == (4, "server_unreachable")
    assert laptop.run("sync", "--lang", "en").told.endswith(
        "The district's server cannot be reached. Everything is saved on this computer. "
        "Please check the network and sync again.\n"
    )
    assert laptop.script("doctor").code == 4


def test_a_laptop_that_was_revoked_says_so_and_keeps_its_work(tmp_path: Path) -> None:
    with serving(Revoked) as address:
        laptop, _ = enrolled(tmp_path / "laptop", server=address)
        record = laptop.adds("note", {"text": "路灯不亮"})
        ended = laptop.script("sync")
        assert (ended.code, ended.json["error"]["code"]) == (5, "REVOKED")
        assert "数据仍在本机" in ended.told
    assert laptop.script("record", "show", record).code == 0


@pytest.mark.parametrize(
    ("minutes", "code", "told"),
    [
        (0, 0, "相差 0 秒"),
        (4, 0, "相差 2"),
        (17, 3, "慢 17 分钟"),
        (182, 3, "慢 3 小时"),
        (-60 * 24 * 800, 3, "快 19200 小时"),
    ],
)
def test_the_doctor_compares_the_clock_with_the_districts(
    tmp_path: Path, minutes: int, code: int, told: str
) -> None:
    class Greeter(Reply):
        kind = "application/json"
        content = greeting(minutes)
        promised = len(content)

    with serving(Greeter) as address:
        laptop, _ = enrolled(tmp_path / "laptop", server=address)
        ended = laptop.run("doctor")
    assert ended.code == code
    assert told in ended.out
    assert "萧山区" in ended.out


def test_the_doctor_warns_before_the_disk_is_full(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=200 * 1024 * 1024))
    ended = desk.script("doctor")
    assert ended.code == 6
    assert [check["code"] for check in ended.json if not check["ok"] and "code" in check] == [
        "disk_nearly_full",
        "server_unreachable",
    ]


def test_the_wrong_password_opens_nothing(desk: Desk) -> None:
    desk.adds("note", {"text": "来国强家的事"})
    for words in (("record", "list", "note"), ("sync",), ("search", "来"), ("doctor",), ("password",)):
        env = {"GRIDWORKER_PASSWORD": "Wrong-2026", "GRIDWORKER_NEW_PASSWORD": "Brand-New-2026"}
        ended = desk.run("--json", *words, env=env)
        assert (ended.code, ended.error) == (5, "wrong_password")
        assert "来国强" not in ended.out + ended.told


@pytest.mark.parametrize(
    "words", [("record", "list", "note"), ("sync",), ("conflicts",), ("doctor",), ("password",)]
)
def test_a_computer_that_is_not_enrolled_says_how_to_begin(tmp_path: Path, words: tuple[str, ...]) -> None:
    ended = run("--profile", str(tmp_path / "没有"), "--json", *words)
    assert (ended.code, ended.error) == (2, "not_enrolled")
    assert "gridworker enrol" in ended.told
    assert not (tmp_path / "没有").exists()


def test_nobody_is_there_to_be_asked_for_the_password(desk: Desk) -> None:
    ended = start(
        "--profile", str(desk.folder), "--json", "record", "list", "note", env={"GRIDWORKER_PASSWORD": ""}
    )
    assert (ended.code, ended.error) == (2, "password_needed")


def test_a_profile_of_a_newer_version_is_left_alone(desk: Desk) -> None:
    keys = json.loads((desk.folder / KEYS_NAME).read_text())
    keys["format"] += 1
    (desk.folder / KEYS_NAME).write_text(json.dumps(keys))
    ended = desk.script("record", "list", "note")
    assert (ended.code, ended.error) == (6, "database_newer")


@pytest.mark.parametrize(("name", "code"), [(KEYS_NAME, "keys_damaged"), (DATABASE_NAME, "database_damaged")])
def test_a_damaged_profile_is_not_made_worse(desk: Desk, name: str, code: str) -> None:
    desk.adds("note", {"text": "路灯不亮"})
    damaged = b"\0" * 4096
    (desk.folder / name).write_bytes(damaged)
    for wal in desk.folder.glob("*-wal"):
        wal.unlink()
    ended = desk.script("record", "list", "note")
    assert (ended.code, ended.error) == (6, code)
    assert (desk.folder / name).read_bytes() == damaged


def test_a_database_that_is_gone_is_not_made_anew(desk: Desk) -> None:
    for file in desk.folder.glob(f"{DATABASE_NAME}*"):
        file.unlink()
    ended = desk.script("record", "list", "note")
    assert (ended.code, ended.error) == (6, "database_missing")
    assert not (desk.folder / DATABASE_NAME).exists()


def test_a_full_disk_behind_the_export_leaves_the_old_file(desk: Desk, tmp_path: Path) -> None:
    desk.adds("note", {"text": "长" * 20_000})
    out = tmp_path / "随手记.csv"
    out.write_text("上个月的")
    words = ["--profile", str(desk.folder), "--json", "export", "note", "--format", "csv", "--out", str(out)]
    done = subprocess.run(
        [sys.executable, "-c", NO_FILE_BEYOND_50_KB, *words],
        capture_output=True,
        env={**os.environ, "GRIDWORKER_PASSWORD": PASSWORD},
        check=False,
    )
    assert json.loads(done.stdout)["error"]["code"] == "disk_full"
    assert done.returncode == 6
    assert out.read_text() == "上个月的"
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


@pytest.mark.parametrize("language", ["C", "POSIX", "zh_CN.GBK"])
def test_chinese_goes_in_and_out_whatever_the_locale(desk: Desk, language: str) -> None:
    env = {"LANG": language, "LC_ALL": language, "PYTHONUTF8": "", "PYTHONIOENCODING": ""}
    typed = json.dumps({"text": "河道边护栏松动，㛃家门口"}, ensure_ascii=False)
    ended = start("--profile", str(desk.folder), "record", "add", "note", "-", typed=typed, env=env)
    assert ended.code == 0, ended
    ended = start("--profile", str(desk.folder), "record", "list", "note", env=env)
    assert "河道边护栏松动，㛃家门口" in ended.out


def test_whoever_reads_may_go_away(desk: Desk) -> None:
    for number in range(3):
        desk.adds("note", {"text": f"第 {number} 条" + "长" * 5000})
    words = [
        sys.executable,
        "-m",
        "gridworker",
        "--profile",
        str(desk.folder),
        "--json",
        "record",
        "list",
        "note",
    ]
    env = {**os.environ, "GRIDWORKER_PASSWORD": PASSWORD}
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    told = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), told) == (0, b"")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_a_closed_stream_is_no_trouble(desk: Desk, closed: str) -> None:
    line = f'exec "$0" -m gridworker --profile "$1" record list note {closed}'
    done = subprocess.run(
        ["sh", "-c", line, sys.executable, str(desk.folder)],
        capture_output=True,
        env={**os.environ, "GRIDWORKER_PASSWORD": PASSWORD},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_behind_standard_output_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "gridworker", "--help"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 6
    assert "磁盘满了" in done.stderr.decode()


def test_a_fault_of_ours_gives_a_number_that_the_log_knows(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("来国强 13812345678")

    monkeypatch.setattr("gridworker.operations.records.list_records", broken)
    ended = desk.script("record", "list", "note")
    assert (ended.code, ended.error) == (1, "our_fault")
    log = (desk.folder / "logs" / "gridworker.log").read_text(encoding="utf-8")
    (reference,) = [word for word in ended.json["error"]["message"].split() if word in log]
    assert f"fault {reference} while gridworker record list" in log
    assert "ZeroDivisionError" in log
    assert "来国强" not in log
    assert "13812345678" not in log


def test_the_log_keeps_ids_and_loses_names() -> None:
    line = "record 0192f0c1-7a3b-7c4d-8e5f-012345678901 of 来国强 (330109198001011234) failed with 404"
    assert without_names(line) == "record 0192f0c1-7a3b-7c4d-8e5f-012345678901 of … (…) failed with 404"


def test_ctrl_c_stops_quietly(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gridworker.operations.records.list_records", stopped)
    ended = desk.run("record", "list", "note")
    assert (ended.code, ended.out) == (130, "")
    assert "已停止" in ended.told


def test_a_folder_that_may_not_be_written_is_named(desk: Desk, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    ended = run("--profile", str(blocked / "profile"), "--json", "record", "list", "note")
    assert (ended.code, ended.error) == (2, "not_enrolled")
    shutil.rmtree(desk.folder)
    assert desk.script("record", "list", "note").error == "not_enrolled"
