"""The whole program with a hub: it pulls before its windows open, and opens without one all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.base.bus import Bus
from app.base.settings import HubPlace
from app.duty.log import Line
from app.people.records import Role
from tests.feeds import COUNTY, Station, hub_place
from tests.postgres import Cluster
from tests.rooms import officer
from tests.stories.test_bad_luck import lines_of, log_of, play

LINE = "丙湖水库水位 187.20 米"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    own = Cluster()
    yield own
    own.remove()


def settled(folder: Path, place: HubPlace, county: str = COUNTY) -> None:
    (folder / "settings.toml").write_text(
        f'''desk = "desk-new"
[hub]
host = "{place.host}"
port = {place.port}
database = "{place.database}"
county = "{county}"
password_file = "{place.password_file}"
sslmode = "disable"
''',
        encoding="utf-8",
    )


def other_desk_wrote(folder: Path, place: HubPlace) -> None:
    other = Station(folder, "desk-b", place, Bus(lambda call: call()))
    chief = officer("彭例安", Role.CHIEF)
    with other.db.change("system", "officer.add", ("officer", "all")) as change:
        change.put("officer", chief)
    other.log.note(other.shifts.open(chief).id, Line(LINE))
    other.door.begin()
    other.close()


def test_a_new_desk_has_the_record_when_its_windows_open(tmp_path: Path, cluster: Cluster) -> None:
    place = hub_place(cluster, tmp_path)
    other_desk_wrote(tmp_path, place)
    settled(tmp_path, place)
    told = play("network", "--data", str(tmp_path))
    assert told["first seen"] == ["normal", "", ""]
    assert lines_of(tmp_path / "duty.db") == [LINE]
    assert "Traceback" not in log_of(tmp_path)


def test_without_the_hub_it_opens_and_says_so(tmp_path: Path, cluster: Cluster) -> None:
    settled(tmp_path, hub_place(cluster, tmp_path))
    cluster.stop()
    told = play("network", "--data", str(tmp_path))
    assert told["first seen"] == ["known", "断开", "中心库未开机，或端口不通"]


def test_the_hub_of_another_county_is_left_alone(tmp_path: Path, cluster: Cluster) -> None:
    settled(tmp_path, hub_place(cluster, tmp_path), county="430001")
    told = play("network", "--data", str(tmp_path))
    assert told["first seen"][:2] == ["act", "停止"]
    assert "其他县" in told["messages"]["hub"]
