"""A version on its way from the district: staged by grid, fetched over a bad line, refused where not right."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from gridworker.domain.errors import Trouble
from gridworker.environment.installation import platform_name
from gridworker.operations.records import add_record
from gridworker.server.district import District as OpenDistrict
from gridworker.store.profile import Profile, open_profile
from gridworker.sync.lane import Stopped
from gridworker.sync.release_lane import ReleaseLane
from gridworker.sync.tokens import access_token
from gridworker.sync.transport import Transport
from gridworker.sync.wire import NoAnswer, Refusal
from tests.packaging.installed import Installed, SigningDesk, make_program
from tests.stories.cast import PASSWORD, District
from tests.sync import fault_proxy as net

GRID, NEIGHBOUR = "330109001035003", "330109001035"


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """A district that serves."""
    made = District(tmp_path_factory.mktemp("区") / "data")
    made.set_up()
    made.opens()
    yield made
    made.dies()


@pytest.fixture(scope="module")
def laptop(district: District, desk: SigningDesk, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """周敏's laptop, enrolled."""
    made = Installed(tmp_path_factory.mktemp("周敏") / "家", keys=desk.public)
    code = district.does("enrol-code", "zhoumin")["code"]
    made.does("enrol", "--server", district.address, "--code", code)
    return made


@pytest.fixture(scope="module")
def profile(laptop: Installed) -> Iterator[Profile]:
    """Her store, open."""
    with open_profile(laptop.profile, PASSWORD) as opened:
        yield opened


@pytest.fixture(autouse=True)
def clean(district: District, laptop: Installed) -> Iterator[None]:
    """Nothing is offered, and nothing is here."""
    yield
    for file in (district.folder / "releases").glob("*"):
        file.unlink()
    for file in (laptop.program / "downloads").glob("*"):
        file.unlink()


@pytest.fixture(scope="module")
def large(desk: SigningDesk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of several chunks."""
    folder = make_program(tmp_path_factory.mktemp("大") / "0.2.0", "0.2.0", keys=desk.public)
    (folder / "_internal" / "library.so").write_bytes(random.Random(7).randbytes(1_500_000))
    return desk.signs(folder)


def publish(district: District, file: Path) -> None:
    """The desk publishes a release to all."""
    with closing(OpenDistrict.open(district.folder)) as opened:
        opened.publish_release(file)


def lane(profile: Profile, laptop: Installed, address: str) -> ReleaseLane:
    return ReleaseLane(profile, Transport(address), Event(), laptop.layout)


def offered(profile: Profile, laptop: Installed, district: District) -> str | None:
    found = lane(profile, laptop, district.address).offer()
    return found.version if found else None


def test_it_is_offered_where_it_is_staged(
    district: District, laptop: Installed, profile: Profile, large: Path
) -> None:
    assert offered(profile, laptop, district) is None
    district.does("region", "add", "330109001035009", "第九网格", "--parent", NEIGHBOUR, "--level", "grid")
    published = district.does("release", "publish", str(large), "--grid", "330109001035009")
    assert (published["version"], published["grids"]) == ("0.2.0", ["330109001035009"])
    assert offered(profile, laptop, district) is None
    transport, token = Transport(district.address), access_token(profile, Transport(district.address))
    with pytest.raises(Refusal, match="NOT_FOUND"):
        transport.release_read(published["sha256"], 0, 100, token=token)

    for grids, there in (([GRID], True), ([NEIGHBOUR], True), (["330109001035009", GRID], True), ([], True)):
        district.does("release", "stage", "0.2.0", *(["--grid", *grids] if grids else []))
        assert (offered(profile, laptop, district) == "0.2.0") is there
    assert district.does("release", "list")[0]["grids"] == []
    district.does("release", "withdraw", "0.2.0")
    assert offered(profile, laptop, district) is None


def test_only_what_may_follow_is_offered(
    district: District, laptop: Installed, profile: Profile, desk: SigningDesk, tmp_path: Path
) -> None:
    for version in ("0.0.9", "0.1.0"):
        publish(district, desk.release(version))
        assert offered(profile, laptop, district) is None
    for version in ("0.9.0", "0.10.0"):
        publish(district, desk.release(version))
        assert offered(profile, laptop, district) == version
    other = make_program(tmp_path / "0.11.0", "0.11.0")
    (other / "version.json").write_text('{"version": "0.11.0", "platform": "windows-x86_64"}')
    publish(district, desk.signs(other))
    assert offered(profile, laptop, district) == "0.10.0"


def test_the_district_takes_no_damaged_file_and_no_second_one_under_a_number(
    district: District, large: Path, tmp_path: Path, desk: SigningDesk
) -> None:
    broken = tmp_path / "坏.gwrelease"
    broken.write_bytes(large.read_bytes()[:-10])
    assert district.says("release", "publish", str(broken)).json["error"]["code"] == "release_damaged"
    assert district.does("release", "list") == []
    unknown = district.says("release", "publish", str(large), "--grid", "999999999999999")
    assert unknown.json["error"]["code"] == "unknown_region"
    publish(district, large)
    district.does("release", "publish", str(large), "--grid", GRID)
    lying = next((district.folder / "releases").glob("*.release"))
    lying.write_bytes(b"x")
    assert district.does("release", "list") == [], "the others are listed all the same"
    district.does("release", "publish", str(large), "--grid", GRID)
    again = desk.signs(make_program(tmp_path / "另一个 0.2.0", "0.2.0"))
    assert district.says("release", "publish", str(again)).json["error"]["code"] == "release_published"
    assert [row["grids"] for row in district.does("release", "list")] == [[GRID]]
    assert district.says("release", "withdraw", "7.7.7").json["error"]["code"] == "release_unknown"


def test_the_private_key_is_never_put_on_the_server(district: District, tmp_path: Path) -> None:
    said = district.says("release", "key", str(district.folder / "release.key"))
    assert said.json["error"]["code"] == "release_key_on_server"
    assert not (district.folder / "release.key").exists()
    (tmp_path / "release.key.pub").touch()
    said = district.says("release", "key", str(tmp_path / "release.key"))
    assert said.json["error"]["code"] == "file_exists"
    assert not (tmp_path / "release.key").exists()


def test_it_comes_in_pieces_and_goes_on_where_the_line_was_cut(
    district: District, laptop: Installed, profile: Profile, large: Path
) -> None:
    publish(district, large)
    with closing(net.FaultProxy(district.address)) as network:
        way = lane(profile, laptop, network.address)
        offer = way.offer()
        assert offer is not None
        seen: list[int] = []

        def on_coming(coming: Any) -> None:
            seen.append(coming.here)
            if len(seen) == 2:
                network.next_faults(*[net.cuts_at(2000)] * 4)

        way.on_coming = on_coming
        tries = 0
        while True:
            network.forget_faults()
            tries += 1
            try:
                fetched = way.fetch_release(offer)
                break
            except NoAnswer:
                continue
    assert tries == 2
    assert seen == sorted(set(seen))
    assert fetched.file.read_bytes() == large.read_bytes()
    assert lane(profile, laptop, district.address).fetch_release(offer).file == fetched.file


def test_a_record_that_is_saved_goes_before_the_next_piece(
    district: District, laptop: Installed, profile: Profile, large: Path
) -> None:
    publish(district, large)
    way = lane(profile, laptop, district.address)
    offer = way.offer()
    assert offer is not None
    saved: list[str] = []

    def save(_coming: Any) -> None:
        if not saved:
            fields = {"place": {"text": "东篱苑"}, "categories": ["normal"]}
            saved.extend(next(iter(add_record(profile, "patrol", fields).records.values())))

    way.on_coming = save
    with pytest.raises(Stopped, match="records"):
        way.fetch_release(offer)
    laptop.does("sync", "--until-empty")
    assert way.fetch_release(offer).file.read_bytes() == large.read_bytes()


def test_what_the_server_lies_about_leaves_nothing_here(
    district: District, laptop: Installed, profile: Profile, tmp_path: Path, large: Path
) -> None:
    """Somebody has the server, and not the key: another's release, and bytes that are not the release's."""
    stranger = SigningDesk(tmp_path / "别处").release("0.3.0")
    publish(district, stranger)
    way = lane(profile, laptop, district.address)
    offer = way.offer()
    assert offer is not None
    with pytest.raises(Trouble, match="release_not_trusted"):
        way.fetch_release(offer)
    (district.folder / "releases" / f"0.3.0-{platform_name()}.release").unlink()

    publish(district, large)
    (kept,) = (district.folder / "releases").glob("*.release")
    content = bytearray(kept.read_bytes())
    content[-5] ^= 1
    kept.write_bytes(content)
    offer = way.offer()
    assert offer is not None
    with pytest.raises(Trouble, match="release_damaged"):
        way.fetch_release(offer)
    assert list((laptop.program / "downloads").iterdir()) == []


def test_the_command_fetches_it_and_makes_it_ready(
    district: District, laptop: Installed, profile: Profile, desk: SigningDesk
) -> None:
    assert laptop.does("update") == {"version": None}
    publish(district, desk.release("0.2.1"))
    assert laptop.does("update") == {"version": "0.2.1"}
    assert laptop.layout.pointer().version == "0.2.1"


def test_a_laptop_that_was_turned_off_is_offered_nothing(
    district: District, desk: SigningDesk, tmp_path: Path
) -> None:
    publish(district, desk.release("0.2.2"))
    lost = Installed(tmp_path / "丢了的", keys=desk.public)
    code = district.does("enrol-code", "shenguoqiang")["code"]
    replica = lost.does("enrol", "--server", district.address, "--code", code)["replica"]
    district.does("device", "revoke", replica, "--why", "电脑遗失")
    said = lost.says("update")
    assert (said.code, said.json["error"]["code"]) == (5, "REVOKED")
