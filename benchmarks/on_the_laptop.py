"""What a worker waits for on the laptop: a save, a search, the index."""

from __future__ import annotations

import sqlite3
import time
from functools import partial
from pathlib import Path

from benchmarks.figure import Figure, percentile, timed
from benchmarks.laptop import disputes, pull_many, save_many, unenrolled
from gridworker.operations.records import add_record
from gridworker.store.index import index_pending
from gridworker.store.profile import Profile
from gridworker.store.search import search

SAVES = 400
RECORDS = 100_000
QUERIES = (
    "漏水",
    "的",
    "东篱路 漏水",
    "卫生间漏水",
    "押金",
    "lou",
    "z",
    "dll",
    "dongli",
    "138",
    "5678",
    "东篱路 12",
    "没有的词语",
)


def save_figures(folder: Path) -> list[Figure]:
    """One record at a time, as a person saves; beside it one commit of the same size in plain SQLite."""
    with unenrolled(folder / "saves") as profile:
        times = [timed(partial(add_record, profile, "dispute", fields)) for fields in disputes(SAVES)]
    commits = _plain_commits(folder / "plain.db")
    p50, p99 = percentile(times, 0.5) * 1000, percentile(times, 0.99) * 1000
    return [
        Figure(
            "save one record, p50",
            p50,
            "ms",
            percentile(commits, 0.5) * 1000,
            "one commit",
        ),
        Figure(
            "save one record, p99",
            p99,
            "ms",
            percentile(commits, 0.99) * 1000,
            "one commit",
            "≤ 10 ms",
            p99 <= 10,
        ),
    ]


def _plain_commits(path: Path) -> list[float]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE one (body TEXT)")
    times = []
    for _ in range(SAVES):
        began = time.perf_counter()
        connection.execute("INSERT INTO one VALUES (?)", ["字" * 400])
        times.append(time.perf_counter() - began)
    connection.close()
    return times


def search_figures(folder: Path) -> list[Figure]:
    """The search box over 100,000 records, and how quickly the index follows."""
    with unenrolled(folder / "search") as profile:
        pull_many(profile, RECORDS)
        times = sorted(timed(partial(search, profile.database, text)) for text in QUERIES * 15)
        bare = sorted(_bare_lookup(profile) for _ in range(100))
    p95 = percentile(times, 0.95) * 1000
    limit = percentile(bare, 0.95) * 1000
    return [
        Figure(
            "search 100,000 records, p50", percentile(times, 0.5) * 1000, "ms", limit, "50 newest rows read"
        ),
        Figure("search 100,000 records, p95", p95, "ms", limit, "50 newest rows read", "≤ 10 ms", p95 <= 10),
    ]


def _bare_lookup(profile: Profile) -> float:
    return timed(
        lambda: profile.read(
            lambda db: db.execute("SELECT id, base FROM record ORDER BY number DESC LIMIT 50").fetchall()
        )
    )


def index_figure(folder: Path) -> Figure:
    """Records indexed in a second, beside an index that is handed its tokens ready-made."""
    count = 10_000
    with unenrolled(folder / "index") as profile:
        save_many(profile, disputes(count))
        seconds = timed(lambda: index_pending(profile.database))
    rate = count / seconds
    alone = _ready_tokens(count)
    return Figure("index", rate, "records/s", alone, "FTS5 alone, plain SQLite", "≥ 5,000", rate >= 5000)


def _ready_tokens(count: int) -> float:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE search USING fts5 (words, content = '', prefix = '2 3')")
    rows = [
        (" ".join(str(fields["facts"]) + str(fields["claims"]) + str(fields["title"])),)
        for fields in disputes(count)
    ]
    seconds = timed(lambda: connection.executemany("INSERT INTO search VALUES (?)", rows))
    connection.close()
    return count / seconds
