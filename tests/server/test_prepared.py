"""Ten thousand laptops at five o'clock: whatever a sync asks the database for is found by an index."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection

from gridworker.server import admission, group, ledger_statements, pages, site, standing, tree
from gridworker.server.district import District
from gridworker.server.prepared import Prepared
from tests.laptop import SetClock
from tests.server.village import make_village

MODULES = (admission, group, ledger_statements, pages, site, standing, tree)
STATEMENTS = {
    f"{module.__name__.rpartition('.')[2]}{name}": statement
    for module in MODULES
    for name, value in vars(module).items()
    for statement in (value.values() if isinstance(value, dict) else [value])
    if isinstance(statement, Prepared)
}
ONE_ROW = ("SCAN district", "SCAN json_each")


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> District:
    return make_village(tmp_path_factory.mktemp("plans") / "district", None, SetClock(6)).district


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_statement_of_a_sync_reads_a_whole_table(district: District, name: str) -> None:
    def plan(connection: Connection) -> list[str]:
        sql = STATEMENTS[name].sql(connection.dialect)
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
        return [row.detail for row in rows]

    steps = district.site.database.read(plan)
    assert steps
    assert [step for step in steps if step.startswith("SCAN") and not step.startswith(ONE_ROW)] == []


def test_the_statements_of_a_sync_are_all_looked_at() -> None:
    """A sync has a score of statements; one that is moved to a new file is to be named above."""
    asks = [
        path
        for path in Path(ledger_statements.__file__).parent.glob("*.py")
        if "Prepared(" in path.read_text("utf-8")
    ]
    assert {path.stem for path in asks} == {module.__name__.rpartition(".")[2] for module in MODULES}
