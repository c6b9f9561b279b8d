"""Making a district, its regions, its database; opening what cannot be opened."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from gridworker.domain.errors import ComputerTrouble, NetworkTrouble, PersonCanMend
from gridworker.domain.numbering import case_number
from gridworker.server import migrations
from gridworker.server.district import District
from gridworker.server.regions import Entry, read_csv
from gridworker.server.tables import metadata
from tests.laptop import SetClock
from tests.server.conftest import Place
from tests.server.village import GRID, TOWN, VILLAGE, Village

HEAD = "code,name,level,parent,valid_from,valid_to\n"
REGIONS = Path(__file__).parents[2] / "resources" / "regions" / "330109.csv"


def test_a_real_district_from_its_region_file(tmp_path: Path) -> None:
    district = District.create(tmp_path, "萧山区", "330109", entries=read_csv(REGIONS.read_bytes()))
    levels = [node.level for node in district.list_regions()]
    assert {level: levels.count(level) for level in set(levels)} == {
        "district": 1,
        "town": 27,
        "village": 585,
    }
    assert district.add_regions(read_csv(REGIONS.read_bytes())) == []
    district.close()


def test_a_second_init_refuses(village: Village, place: Place) -> None:
    with pytest.raises(PersonCanMend, match="district_exists"):
        District.create(place.folder, "另一个区", "330110", database_url=place.url)
    assert village.district.hello().name == "萧山区"


def test_an_init_that_fails_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(PersonCanMend, match="region_parent"):
        District.create(tmp_path, "萧山区", "330109", entries=[Entry(VILLAGE, "西河路社区", "village", TOWN)])
    with pytest.raises(ComputerTrouble, match="no_district_here"):
        District.open(tmp_path)
    District.create(tmp_path, "萧山区", "330109").close()
    District.open(tmp_path).close()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("3301,少几位,town,330109,,", "region_code"),
        ("33010900X,有字母,town,330109,,", "region_code"),
        ("330109005,没有这级,street,330109,,", "region_level"),
        ("330109005,,town,330109,,", "region_name"),
        ("330109005,新塘街道,town,330110,,", "region_parent"),
        ("330109001036,挂错了,village,330109001035003,,", "region_parent_level"),
        ("330109005,新塘街道,town,330109,2023-6-30,", "region_day"),
        ("330109005,新塘街道,town,330109,,2023-02-30", "region_day"),
        ("330109001,改了名字,town,330109,,", "region_exists"),
        ("330110,余杭区,district,,,", "region_other_district"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_imported(village: Village, line: str, code: str) -> None:
    before = village.district.list_regions()
    content = f"{HEAD}330109009,好的一行,town,330109,,\n{line}\n"
    with pytest.raises(PersonCanMend) as caught:
        village.district.add_regions(read_csv(content.encode()))
    assert caught.value.code == code
    assert caught.value.facts["line"] == "3: "
    assert village.district.list_regions() == before


def test_region_files_as_offices_save_them(village: Village) -> None:
    lines = "330109007,宁围街道,town,330109,2023-06-30,\r\n330109007001,振宁社区,village,330109007,,\r\n"
    content = HEAD.replace("\n", "\r\n") + lines
    assert len(village.district.add_regions(read_csv(b"\xef\xbb\xbf" + content.encode()))) == 2
    other = content.replace("330109007", "330109008").encode("gb18030")
    assert [node.name for node in village.district.add_regions(read_csv(other))] == ["宁围街道", "振宁社区"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xff\xff", b"name,code\n", b"PK\x03\x04", b'code,name,level,parent\n"3', b"\0\0"]
)
def test_files_that_are_no_region_files(content: bytes) -> None:
    with pytest.raises(PersonCanMend) as caught:
        read_csv(content)
    assert caught.value.code in ("region_columns", "region_file")


def test_a_region_is_added_once(village: Village) -> None:
    with pytest.raises(PersonCanMend, match="region_exists"):
        village.district.add_regions([Entry(GRID, "第三网格", "grid", VILLAGE)])
    [added] = village.district.add_regions([Entry(f"{VILLAGE}009", "第九网格", "grid", VILLAGE)])
    assert (added.kind, added.valid_from) == ("grid", "2026-11-22")


def test_the_migrations_make_the_tables_the_code_speaks_of(village: Village) -> None:
    def differences(connection: object) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))  # type: ignore[arg-type]

    found = village.district.site.database.read(differences)
    assert [entry for entry in found if "alembic_version" not in repr(entry)] == []


def test_the_last_step_is_the_one_the_server_asks_for() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert [step.revision for step in script.walk_revisions()] == list(reversed(migrations.STEPS))


def test_a_newer_database_is_refused_and_not_touched(village: Village, place: Place) -> None:
    village.district.site.database.write(
        lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    )
    with pytest.raises(ComputerTrouble, match="district_newer"):
        District.open(place.folder, place.url)
    village.district.site.database.write(
        lambda connection: connection.execute(
            text(f"UPDATE alembic_version SET version_num = '{migrations.LAST}'")
        )
    )
    District.open(place.folder, place.url).close()


def test_an_empty_folder_is_no_district(tmp_path: Path) -> None:
    with pytest.raises(ComputerTrouble, match="no_district_here"):
        District.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_is_told_so(tmp_path: Path) -> None:
    District.create(tmp_path, "萧山区", "330109").close()
    (tmp_path / "district.db").write_bytes(b"not a database" * 1000)
    for name in ("district.db-wal", "district.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with pytest.raises(ComputerTrouble, match="district_damaged"):
        District.open(tmp_path)


def test_a_lost_key_is_told_so(tmp_path: Path) -> None:
    District.create(tmp_path, "萧山区", "330109").close()
    (tmp_path / "server.key").write_bytes(b"short")
    with pytest.raises(ComputerTrouble, match="server_key_damaged"):
        District.open(tmp_path)


@pytest.mark.parametrize(
    ("url", "code"),
    [("mysql://x", "database_url"), ("没有", "database_url"), ("sqlite:///x", "database_url")],
)
def test_addresses_of_databases_that_are_none(tmp_path: Path, url: str, code: str) -> None:
    with pytest.raises(PersonCanMend, match=code):
        District.create(tmp_path, "萧山区", "330109", database_url=url)


def test_a_database_that_cannot_be_reached(tmp_path: Path) -> None:
    url = f"postgresql://postgres@/nowhere?host={tmp_path}"
    with pytest.raises(NetworkTrouble, match="database_unreachable"):
        District.create(tmp_path, "萧山区", "330109", database_url=url)


def test_a_full_disk_is_told_so_and_loses_nothing(tmp_path: Path) -> None:
    district = District.create(tmp_path, "萧山区", "330109", clock=SetClock())
    district.add_worker("zhoumin", "周敏", "grid_worker", "330109")
    district.close()
    district = District.open(tmp_path)
    with district.site.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")

    def hire_everybody() -> None:
        for number in range(200):
            district.add_worker(f"worker{number}", "名" * 200, "grid_worker", "330109")

    with pytest.raises(ComputerTrouble, match="disk_full"):
        hire_everybody()
    assert "zhoumin" in {person.id for person in district.list_workers()}
    district.close()


@pytest.mark.parametrize(
    ("village", "grid", "said"),
    [
        ("江寺社区", "第一网格", "江寺社区第一网格"),
        ("荣庄村委会", "第一网格", "荣庄村第一网格"),
        ("荣庄村委会", "荣庄村第一网格", "荣庄村第一网格"),
        ("南门社区居委会", "第二网格", "南门社区第二网格"),
        ("南门居委会", "", "南门社区"),
        ("城厢街道", "", "城厢街道"),
    ],
)
def test_case_numbers_name_the_place_as_people_do(village: str, grid: str, said: str) -> None:
    assert case_number(2026, village, grid, 7) == f"（2026）{said}人调字第7号"


def test_a_database_that_somebody_else_writes_to(tmp_path: Path) -> None:
    district = District.create(tmp_path, "萧山区", "330109")
    with district.site.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(tmp_path / "district.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ComputerTrouble, match="district_busy"):
            district.add_worker("zhoumin", "周敏", "grid_worker", "330109")
        assert district.list_workers() == []
    district.add_worker("zhoumin", "周敏", "grid_worker", "330109")
    district.close()
