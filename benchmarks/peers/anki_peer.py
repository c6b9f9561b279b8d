"""One run of Anki's own sync server and two collections, as a process of its own; prints its figures as JSON.

Run by an interpreter that has Anki and nothing of this project: `anki_peer.py RECORDS FOLDER`, where RECORDS has
one JSON body a line. A record is a note: its first 40 characters on the front, all of it on the back.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from anki.collection import AddNoteRequest, Collection
from anki.sync import SyncAuth

_USER, _PASSWORD = "bench", "bench"
_START_SECONDS = 30


def main(records: Path, folder: Path) -> None:
    """Starts the server, pushes all records from one collection and pulls them into an empty one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "anki.syncserver"],
        env={
            **os.environ,
            "SYNC_USER1": f"{_USER}:{_PASSWORD}",
            "SYNC_HOST": "127.0.0.1",
            "SYNC_PORT": str(port),
            "SYNC_BASE": str(folder / "server"),
            "RUST_LOG": "off",
        },
    )
    try:
        print(json.dumps(_measured(records, folder, f"http://127.0.0.1:{port}/")))
    finally:
        server.terminate()
        server.wait()


def _measured(records: Path, folder: Path, address: str) -> dict[str, float]:
    sends = Collection(str(folder / "sends.anki2"))
    receives = Collection(str(folder / "receives.anki2"))
    auth = _login(sends, address)
    # Two empty collections first become copies of one another; only then do changes travel by themselves.
    sends.full_upload_or_download(auth=auth, server_usn=None, upload=True)
    receives.full_upload_or_download(auth=auth, server_usn=None, upload=False)
    count = _add_notes(sends, records.read_text(encoding="utf-8").splitlines())
    push, pull = _timed(sends, auth), _timed(receives, auth)
    assert receives.note_count() == count, "not everything came through"
    return {"count": count, "push": push, "pull": pull}


def _login(collection: Any, address: str) -> SyncAuth:
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            return collection.sync_login(_USER, _PASSWORD, address)
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _add_notes(collection: Any, bodies: list[str]) -> int:
    model, deck = collection.models.by_name("Basic"), collection.decks.id("Default")
    requests = []
    for body in bodies:
        note = collection.new_note(model)
        note.fields = [body[:40], body]
        requests.append(AddNoteRequest(note, deck))
    collection.add_notes(requests)
    return len(requests)


def _timed(collection: Any, auth: SyncAuth) -> float:
    began = time.perf_counter()
    collection.sync_collection(auth, False)
    return time.perf_counter() - began


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
