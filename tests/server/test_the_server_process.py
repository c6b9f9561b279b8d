"""The real program `gridworker-server`: killed, stopped, with several processes, with a certificate."""

from __future__ import annotations

import datetime
import os
import resource
import signal
import socket
import subprocess
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from gridworker.server.district import District
from gridworker.server.tables import oplog
from tests.lab.injection import injecting
from tests.server.conftest import Place
from tests.server.serving import PROGRAM, enrolled, grid_of, hired, serving, sync_over
from tests.server.village import Laptop, patrol

SECOND_US = 1_000_000


@pytest.fixture
def zhou(place: Place) -> Laptop:
    return enrolled(place)


def test_killed_in_the_middle_of_pushes_it_loses_no_acked_op_and_doubles_none(
    place: Place, zhou: Laptop
) -> None:
    grid = grid_of(zhou)
    batches = [
        [msgspec.to_builtins(zhou.op(grid, "patrol", patrol(f"{turn}-{place_}"))) for place_ in range(20)]
        for turn in range(30)
    ]
    acked: dict[str, int] = {}
    waiting = list(batches)
    kills = 0
    while waiting:
        with serving(place) as (process, address):
            timer = threading.Timer(0.05 + 0.04 * kills, process.kill) if kills < 4 else None
            if timer:
                timer.start()
            try:
                while waiting:
                    acks = sync_over(address, zhou, waiting[0])["acks"]
                    assert all(ack["result"] == "ok" for ack in acks)
                    acked |= {ack["op"]: ack["seq"] for ack in acks}
                    waiting.pop(0)
            except requests.RequestException:
                kills += 1
            if timer:
                timer.cancel()
                timer.join()
    assert kills >= 1
    district = District.open(place.folder, place.url)
    log = district.site.database.read(
        lambda connection: connection.execute(
            select(oplog.c.seq, oplog.c.op).where(oplog.c.stream == grid).order_by(oplog.c.seq)
        ).all()
    )
    district.close()
    assert [seq for seq, _ in log] == list(range(1, 601))
    assert {op: seq for seq, op in log} == acked


def test_stopped_it_finishes_what_is_in_flight(place: Place, zhou: Laptop) -> None:
    grid = grid_of(zhou)
    ops = [msgspec.to_builtins(zhou.op(grid, "patrol", patrol())) for _ in range(400)]
    with serving(place) as (process, address):
        said: list[dict[str, Any]] = []
        thread = threading.Thread(target=lambda: said.append(sync_over(address, zhou, ops)))
        thread.start()
        while thread.is_alive() and not held(place):
            thread.join(0.005)
        process.send_signal(signal.SIGTERM)
        thread.join()
        assert process.wait(timeout=30) == 0
        assert [ack["result"] for ack in said[0]["acks"]] == ["ok"] * 400


def held(place: Place) -> bool:
    """Whether the request has reached the database."""
    district = District.open(place.folder, place.url)
    try:
        return any(row.last_sync_at and row.unsent == 0 for row in district.list_devices())
    finally:
        district.close()


def test_several_processes_share_one_address(place: Place, zhou: Laptop) -> None:
    grid = grid_of(zhou)
    with serving(place, "--workers", "2") as (process, address):
        workers = hired(process)
        assert len(workers) == 2
        for turn in range(6):
            ops = [msgspec.to_builtins(zhou.op(grid, "patrol", patrol(f"{turn}")))]
            assert sync_over(address, zhou, ops)["acks"][0]["seq"] == turn + 1
        os.kill(workers[0], signal.SIGKILL)
        while not _is_over(workers[0]):
            time.sleep(0.01)
        assert requests.get(f"{address}/v1/hello", timeout=30).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_those_who_only_connect_do_not_keep_laptops_out(place: Place) -> None:
    """Under the small number of open files that a service may begin with."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (160, hard))
    try:
        with ExitStack() as ends, serving(place) as (_, address):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            host, port = address.removeprefix("http://").split(":")
            for _ in range(200):
                line = ends.enter_context(socket.create_connection((host, int(port)), timeout=30))
                line.sendall(b"POST /v1/sync HT")
            assert requests.get(f"{address}/v1/hello", timeout=20).json()["gw"] == 1
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_it_ends_when_told_so_while_it_still_starts(place: Place) -> None:
    """A signal that nobody heard left a process that serves for ever, and a crew that waits for it."""
    slow = injecting(f"epoll_create1:delay_enter={4 * SECOND_US}")
    process = subprocess.Popen([*slow, str(PROGRAM), "--data", str(place.folder), "serve", "--port", "0"])
    while not _catches(process.pid, signal.SIGTERM):
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    try:
        assert process.wait(timeout=15) == 0
    finally:
        process.kill()
        process.wait()


def _catches(pid: int, number: signal.Signals) -> bool:
    """Whether a process has a handler of its own for a signal."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) & 1 << (number - 1))


def _is_over(pid: int) -> bool:
    """Whether a process is dead and only waits to be noticed."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of our own for the loopback, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_path, key_path = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert_path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return cert_path, key_path


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_with_a_certificate(place: Place, certificate: tuple[Path, Path]) -> None:
    cert, key = certificate
    with serving(place, "--host", "localhost", "--tls-cert", str(cert), "--tls-key", str(key)) as (
        _,
        address,
    ):
        assert address.startswith("https://localhost:")
        assert requests.get(f"{address}/v1/hello", verify=str(cert), timeout=30).json()["gw"] == 1


def run(place: Place, *words: str) -> subprocess.CompletedProcess[str]:
    """How a command ends."""
    return subprocess.run(
        [str(PROGRAM), "--data", str(place.folder), *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_keeps_it_from_serving(place: Place, tmp_path: Path, certificate: tuple[Path, Path]) -> None:
    cert, key = certificate
    with serving(place) as (_, address):
        taken = run(place, "serve", "--port", address.rsplit(":", 1)[1])
    half = run(place, "serve", "--tls-cert", str(cert))
    wrong = run(place, "serve", "--tls-cert", str(key), "--tls-key", str(cert))
    absent = run(Place(tmp_path / "nothing", None), "serve")
    ends = [
        (done.returncode, done.stdout, "Traceback" in done.stderr) for done in (taken, half, wrong, absent)
    ]
    assert ends == [(6, "", False), (2, "", False), (6, "", False), (6, "", False)]
    assert "端口" in taken.stderr
    assert "--tls-key" in half.stderr
    assert "证书" in wrong.stderr
    assert "init" in absent.stderr


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_its_log_names_nobody(place: Place, zhou: Laptop) -> None:
    with serving(place) as (_, address):
        sync_over(address, zhou, [msgspec.to_builtins(zhou.op(grid_of(zhou), "patrol", patrol("来建国家")))])
    logs = "".join(path.read_text("utf-8") for path in (place.folder / "logs").glob("*"))
    assert "来建国" not in logs
    assert zhou.access not in logs
