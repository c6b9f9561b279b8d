"""The app's database, step by step: each migration is a named function, applied once, in a transaction (sqlite-utils).

Times are integer ms UTC; bodies, ops and values are JSON text. `record.number` orders records newest first: the
record's moment, or one shortly behind (`store.record_rows`); it is also the row of the search index.
"""

from __future__ import annotations

from gridworker.store.tables import Steps, Tables

migrations = Steps("gridworker")

VERSION = 17
"""How many migrations this program knows: a database with more was made by a newer one."""


@migrations()
def m001_first_tables(db: Tables) -> None:
    """Streams with their cursors, records (base and view), ops (outbox, refused, retained), drafts and the rest."""
    for statement in _FIRST:
        db.execute(statement)


@migrations()
def m002_what_is_due(db: Tables) -> None:
    """Finds what is open and due without reading every record (`store.due`)."""
    for statement in _DUE:
        db.execute(statement)


@migrations()
def m003_register_of_disputes(db: Tables) -> None:
    """All that the register of disputes filters by, in one index that is read alone (`store.dispute_rows`)."""
    db.execute(_REGISTER)


@migrations()
def m004_attachments(db: Tables) -> None:
    """Which records name files, which files the district has, and which may be no longer needed (`store.attached`)."""
    for statement in _ATTACHED:
        db.execute(statement)


@migrations()
def m005_back_in_time(db: Tables) -> None:
    """What a laptop must remember when the server was restored, or a stream taken away (protocol §5, §8)."""
    for statement in _BACK_IN_TIME:
        db.execute(statement)


@migrations()
def m006_registry(db: Tables) -> None:
    """Homes by building, their members, tags and names (`store.registry_rows`); what came before its kind is found."""
    for statement in _REGISTRY:
        db.execute(statement)


@migrations()
def m007_hazards(db: Tables) -> None:
    """Patrols that found something and are not known to be put right, by deadline (`store.hazard_rows`)."""
    db.execute(_HAZARDS)


@migrations()
def m008_disputes_under_way(db: Tables) -> None:
    """The register's parts that are looked at every day, without reading the closed ones (`store.dispute_rows`)."""
    db.execute(_UNDER_WAY)


@migrations()
def m009_plans(db: Tables) -> None:
    """Visits by whom they were paid to, patrols by place, what is due at either, and needs (`store.plan_rows`)."""
    for statement in _PLANS:
        db.execute(statement)


@migrations()
def m010_statistics(db: Tables) -> None:
    """What figures and tables count by, each in an index that is read alone (`store.questions`)."""
    for statement in _STATISTICS:
        db.execute(statement)


@migrations()
def m011_what_is_the_same_once(_db: Tables) -> None:
    """A base that is missing because the view says the same (`store.record_rows`): an older program would lose it."""


@migrations()
def m012_cases_in_order(_db: Tables) -> None:
    """Cases stood by when they came; every figure of them then read all there are (`m013`)."""


@migrations()
def m013_cases_by_day(db: Tables) -> None:
    """Cases by the day they were accepted on, wherever the step before made another index of them."""
    db.execute("DROP INDEX record_cases")
    db.execute(_CASES_BY_DAY)


@migrations()
def m014_what_goes_first(db: Tables) -> None:
    """Finds the unsent ops that go before all others (`store.batches`)."""
    for statement in _URGENT:
        db.execute(statement)


@migrations()
def m015_beginnings_of_names(db: Tables) -> None:
    """All is indexed again: the index now holds every beginning of a name's pinyin (`store.pinyin`)."""
    db.execute("UPDATE record SET indexed = 0 WHERE indexed = 1")


@migrations()
def m016_replaced_photos(db: Tables) -> None:
    """A file that a record names no more is let go of as it is pulled, not only with the record."""
    db.execute(_REPLACED)


@migrations()
def m017_sent(db: Tables) -> None:
    """The ops that are under way, or whose answer was lost (`store.sent`)."""
    db.execute(_SENT)


_FIRST = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE stream (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
        seq INTEGER NOT NULL DEFAULT 0, chain TEXT NOT NULL DEFAULT '',
        head_seq INTEGER NOT NULL DEFAULT 0, head_chain TEXT NOT NULL DEFAULT '',
        safe INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID""",
    """CREATE TABLE record (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL, kind TEXT NOT NULL,
        rev INTEGER NOT NULL DEFAULT 0, mark TEXT NOT NULL DEFAULT '', base TEXT, view TEXT, covered TEXT,
        deleted INTEGER NOT NULL DEFAULT 0, conflict INTEGER NOT NULL DEFAULT 0, sealed TEXT NOT NULL DEFAULT '',
        indexed INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX record_by_kind ON record (kind, deleted, number)",
    "CREATE INDEX record_by_stream ON record (stream)",
    "CREATE INDEX record_unindexed ON record (number) WHERE indexed = 0",
    "CREATE INDEX record_in_conflict ON record (number) WHERE conflict = 1",
    """CREATE TABLE op (
        position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, n INTEGER NOT NULL,
        stream TEXT NOT NULL, record TEXT NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL,
        seq INTEGER, rev INTEGER, result TEXT, code TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '',
        paths TEXT NOT NULL DEFAULT '[]', tries INTEGER NOT NULL DEFAULT 0, asked_at INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX op_by_record ON op (record, position)",
    "CREATE INDEX op_by_state ON op (state, position)",
    """CREATE TABLE draft (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, record TEXT, content TEXT NOT NULL, saved_at INTEGER NOT NULL)""",
    "CREATE TABLE receipt (number INTEGER PRIMARY KEY, finished_at INTEGER NOT NULL, content TEXT NOT NULL)",
    """CREATE VIRTUAL TABLE search USING fts5 (
        words, pinyin, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0")""",
)

# The conditions stand word for word in the questions of `store.due`: only then does SQLite use the indexes.
_DUE = (
    """CREATE INDEX record_open ON record (kind, number) WHERE kind IN ('task', 'note', 'dispute') AND deleted = 0
        AND json_extract(COALESCE(view, base), '$.status')
        IN ('open', 'lead', 'accepted', 'mediating', 'agreed', 'performing', 'breached')""",
    """CREATE INDEX record_to_recheck ON record (json_extract(COALESCE(view, base), '$.recheck_on'))
        WHERE kind = 'patrol' AND deleted = 0 AND json_extract(COALESCE(view, base), '$.recheck_on') IS NOT NULL""",
    """CREATE INDEX record_rechecking ON record (json_extract(COALESCE(view, base), '$.rechecks_id'))
        WHERE kind = 'patrol' AND deleted = 0 AND json_extract(COALESCE(view, base), '$.rechecks_id') IS NOT NULL""",
    """CREATE INDEX record_to_visit ON record (json_extract(COALESCE(view, base), '$.next_on'))
        WHERE kind = 'visit' AND deleted = 0 AND json_extract(COALESCE(view, base), '$.next_on') IS NOT NULL""",
    """CREATE INDEX record_visited ON record (json_extract(COALESCE(view, base), '$.name'), number)
        WHERE kind = 'visit' AND deleted = 0""",
)

# The expressions stand word for word in `store.dispute_rows`: only then does SQLite answer from the index alone.
_REGISTER = """CREATE INDEX record_disputes ON record (number, id, kind, deleted,
    json_extract(COALESCE(view, base), '$.status'), json_extract(COALESCE(view, base), '$.type'),
    json_extract(COALESCE(view, base), '$.risk'), json_extract(COALESCE(view, base), '$.mediators'),
    json_extract(COALESCE(view, base), '$.created_by'), json_extract(COALESCE(view, base), '$.followups') IS NULL)
    WHERE kind = 'dispute' AND deleted = 0"""

_UNDER_WAY = """CREATE INDEX record_disputes_under_way ON record (number, id, kind, deleted,
    json_extract(COALESCE(view, base), '$.status'), json_extract(COALESCE(view, base), '$.type'),
    json_extract(COALESCE(view, base), '$.risk'), json_extract(COALESCE(view, base), '$.mediators'),
    json_extract(COALESCE(view, base), '$.created_by'), json_extract(COALESCE(view, base), '$.followups') IS NULL)
    WHERE kind = 'dispute' AND deleted = 0 AND json_extract(COALESCE(view, base), '$.status')
    NOT IN ('archived', 'refused', 'failed', 'withdrawn', 'transferred')"""

# `stale`: pulled before the server was restored, or found to differ, and not yet pulled again (`store.renewal`).
# `lost_stream`: heads of streams no longer granted, while ops of theirs are retained.
# Whatever takes a record or an op away, the files it named are looked at again.
_ATTACHED = (
    "ALTER TABLE record ADD COLUMN attached INTEGER NOT NULL DEFAULT 0",
    "UPDATE record SET attached = 1 WHERE json_extract(base, '$.attachments') IS NOT NULL",
    "CREATE INDEX record_attached ON record (number) WHERE attached = 1",
    """CREATE TABLE delivered (
        stream TEXT NOT NULL, sha256 TEXT NOT NULL, code TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (stream, sha256)) WITHOUT ROWID""",
    "CREATE TABLE loose (sha256 TEXT PRIMARY KEY) WITHOUT ROWID",
    """CREATE TRIGGER record_lets_go AFTER DELETE ON record WHEN old.attached = 1 BEGIN
        INSERT OR IGNORE INTO loose SELECT value ->> 'sha256' FROM json_each(old.base, '$.attachments')
        WHERE value ->> 'sha256' IS NOT NULL;
        INSERT OR IGNORE INTO loose SELECT value ->> 'thumb' FROM json_each(old.base, '$.attachments')
        WHERE value ->> 'thumb' IS NOT NULL; END""",
    """CREATE TRIGGER op_lets_go AFTER DELETE ON op WHEN instr(old.body, '"attachments/') > 0 BEGIN
        INSERT OR IGNORE INTO loose SELECT value ->> '$[1].sha256' FROM json_each(old.body, '$.patch')
        WHERE key LIKE 'attachments/%' AND value ->> '$[1].sha256' IS NOT NULL;
        INSERT OR IGNORE INTO loose SELECT value ->> '$[1].thumb' FROM json_each(old.body, '$.patch')
        WHERE key LIKE 'attachments/%' AND value ->> '$[1].thumb' IS NOT NULL; END""",
)

# Only what the new base names nowhere: to look at the loose ones again is to read all that name files.
_REPLACED = """CREATE TRIGGER record_names_anew AFTER UPDATE OF base ON record
    WHEN old.attached = 1 AND old.base IS NOT new.base BEGIN
    INSERT OR IGNORE INTO loose SELECT value ->> 'sha256' FROM json_each(old.base, '$.attachments')
    WHERE instr(COALESCE(new.base, ''), value ->> 'sha256') = 0;
    INSERT OR IGNORE INTO loose SELECT value ->> 'thumb' FROM json_each(old.base, '$.attachments')
    WHERE instr(COALESCE(new.base, ''), value ->> 'thumb') = 0; END"""

_SENT = "CREATE TABLE sent (number INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL)"

_URGENT = (
    "ALTER TABLE op ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX op_urgent ON op (urgent, state, position) WHERE urgent = 1",
)

_BACK_IN_TIME = (
    "ALTER TABLE record ADD COLUMN stale INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX record_stale ON record (number) WHERE stale = 1",
    "CREATE INDEX record_sealed ON record (number) WHERE sealed != ''",
    """CREATE TABLE lost_stream (
        id TEXT PRIMARY KEY, head_seq INTEGER NOT NULL, head_chain TEXT NOT NULL, safe INTEGER NOT NULL)
        WITHOUT ROWID""",
    "CREATE TABLE evidence (position INTEGER PRIMARY KEY, content TEXT NOT NULL)",
)

# The conditions stand word for word in the questions of `store.registry_rows`.
_REGISTRY = (
    """CREATE INDEX record_homes ON record (
        json_extract(COALESCE(view, base), '$.place.text'), json_extract(COALESCE(view, base), '$.place.building'),
        json_extract(COALESCE(view, base), '$.place.unit'), json_extract(COALESCE(view, base), '$.place.room'))
        WHERE kind = 'household' AND deleted = 0 AND json_extract(COALESCE(view, base), '$.merged_into') IS NULL""",
    """CREATE INDEX record_members ON record (json_extract(COALESCE(view, base), '$.household_id'))
        WHERE kind = 'person' AND deleted = 0 AND json_extract(COALESCE(view, base), '$.merged_into') IS NULL
        AND json_extract(COALESCE(view, base), '$.household_id') IS NOT NULL""",
    """CREATE INDEX record_named ON record (json_extract(COALESCE(view, base), '$.name'), number)
        WHERE kind = 'person' AND deleted = 0 AND json_extract(COALESCE(view, base), '$.merged_into') IS NULL""",
    """CREATE INDEX record_watched ON record (number)
        WHERE kind = 'person' AND deleted = 0 AND json_extract(COALESCE(view, base), '$.merged_into') IS NULL
        AND json_extract(COALESCE(view, base), '$.watch') IS NOT NULL""",
    "UPDATE record SET indexed = 0 WHERE kind IN ('person', 'household', 'place', 'enterprise')",
)

# The condition stands word for word in the questions of `store.hazard_rows`.
_HAZARDS = """CREATE INDEX record_hazards ON record (json_extract(COALESCE(view, base), '$.recheck_on'), number)
    WHERE kind = 'patrol' AND deleted = 0
    AND (json_extract(COALESCE(view, base), '$.recheck_on') IS NOT NULL
        OR json_extract(COALESCE(view, base), '$.outcome') IN ('deadline', 'reported')
        OR json_extract(COALESCE(view, base), '$.severity') IN ('minor', 'major', 'grave')
        OR json_extract(COALESCE(view, base), '$.recheck_result') IN ('partly', 'not_fixed', 'back_again'))
    AND COALESCE(json_extract(COALESCE(view, base), '$.recheck_result'), '') <> 'fixed'
    AND COALESCE(json_extract(COALESCE(view, base), '$.outcome'), '') NOT IN ('fixed', 'to_dispute')"""

# The conditions stand word for word in the questions of `store.plan_rows`.
_PLANS = (
    """CREATE INDEX record_calls ON record (json_extract(COALESCE(view, base), '$.target_id'), number)
        WHERE kind = 'visit' AND deleted = 0 AND json_extract(COALESCE(view, base), '$.target_id') IS NOT NULL""",
    """CREATE INDEX record_rounds ON record (json_extract(COALESCE(view, base), '$.place_id'), number)
        WHERE kind = 'patrol' AND deleted = 0 AND json_extract(COALESCE(view, base), '$.place_id') IS NOT NULL""",
    """CREATE INDEX record_called_on ON record (kind, COALESCE(json_extract(COALESCE(view, base), '$.use'),
        json_extract(COALESCE(view, base), '$.size'), ''), number, id) WHERE kind IN ('household', 'enterprise')
        AND deleted = 0 AND json_extract(COALESCE(view, base), '$.merged_into') IS NULL""",
    """CREATE INDEX record_must_visit ON record (number)
        WHERE kind = 'place' AND deleted = 0 AND json_extract(COALESCE(view, base), '$.merged_into') IS NULL
        AND json_extract(COALESCE(view, base), '$.check_every') IS NOT NULL""",
    """CREATE INDEX record_needs ON record (number)
        WHERE kind = 'visit' AND deleted = 0 AND json_extract(COALESCE(view, base), '$.needs') IS NOT NULL""",
)

_CASES_BY_DAY = """CREATE INDEX record_cases ON record (json_extract(COALESCE(view, base), '$.accepted_on'), number, id,
    kind, deleted, json_extract(COALESCE(view, base), '$.type'), json_extract(COALESCE(view, base), '$.source'),
    json_extract(COALESCE(view, base), '$.status'), json_extract(COALESCE(view, base), '$.confirmation'),
    json_extract(COALESCE(view, base), '$.agreement.form'), json_extract(COALESCE(view, base), '$.risk_flags'),
    json_extract(COALESCE(view, base), '$.clauses'))
    WHERE kind = 'dispute' AND deleted = 0"""

# The expressions are those of `store.questions`, word for word.
_STATISTICS = (
    """CREATE INDEX record_counted_patrols ON record (number, id, kind, deleted,
        json_extract(COALESCE(view, base), '$.categories'),
        json_extract(COALESCE(view, base), '$.outcome'), json_extract(COALESCE(view, base), '$.severity'),
        json_extract(COALESCE(view, base), '$.rechecks_id'), json_extract(COALESCE(view, base), '$.place_id'))
        WHERE kind = 'patrol' AND deleted = 0""",
    """CREATE INDEX record_counted_visits ON record (number, id, kind, deleted,
        json_extract(COALESCE(view, base), '$.target'),
        json_extract(COALESCE(view, base), '$.result'), json_extract(COALESCE(view, base), '$.purpose'),
        json_extract(COALESCE(view, base), '$.target_id')) WHERE kind = 'visit' AND deleted = 0""",
    _CASES_BY_DAY,
    """CREATE INDEX record_filed ON record (id, kind, deleted, json_extract(COALESCE(view, base), '$.household_id'),
        json_extract(COALESCE(view, base), '$.merged_into'))
        WHERE kind IN ('person', 'household', 'place', 'enterprise') AND deleted = 0
        AND json_extract(COALESCE(view, base), '$.merged_into') IS NULL""",
)
