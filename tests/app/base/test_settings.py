"""A broken settings file is told, and the desk still opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.base.errors import Refused
from app.base.ports.transport import Flow
from app.base.settings import FILE, Gateway, HubPlace, Settings, load


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert load(tmp_path) == Settings()


def test_what_is_written_holds(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        'unit = "示范县应急管理局值班室"\ndesk = "desk-2"\ncentre = [28.7, 109.6]\n'
        '[[gateway]]\nname = "A"\nport = "/dev/serial/by-id/radio"\n',
        encoding="utf-8",
    )
    held = load(tmp_path)
    assert held.unit == "示范县应急管理局值班室"
    assert held.centre == (28.7, 109.6)
    assert held.gateways == (Gateway("A", "/dev/serial/by-id/radio", 0),)
    assert held.rejected == ()


def test_a_gateway_may_be_on_the_network_and_have_particularities(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        '[[gateway]]\nname = "A"\nport = "rfc2217://10.0.0.9:4001"\ndriver = "pei"\nbaud = 38400\n'
        'flow = "rtscts"\n[gateway.profile]\nslow = true\nservices = ["1,3,131", "1,2,20"]\n',
        encoding="utf-8",
    )
    profile = (("slow", True), ("services", ("1,3,131", "1,2,20")))
    assert load(tmp_path).gateways == (
        Gateway("A", "rfc2217://10.0.0.9:4001", 38400, "pei", Flow.RTSCTS, profile),
    )
    assert load(tmp_path).rejected == ()


def test_a_bad_value_keeps_its_default_and_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        'desk = "桌子 一"\nnight_from = "25:00"\nlanguage = "fr"\ncentre = [99, 400]\n'
        '[[gateway]]\nname = "A"\n',
        encoding="utf-8",
    )
    held = load(tmp_path)
    assert (held.desk, held.night_from, held.language) == ("desk-1", "20:00", "zh_CN")
    assert set(held.rejected) == {"desk", "night_from", "language", "centre", "gateway 1"}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("gateway = 5", "gateway 1"),
        ('gateway = ["A"]', "gateway 1"),
        ('[gateway]\nname = "A"', "gateway 1"),
        ('[[gateway]]\nname = "A"\nport = "x"\nbaud = inf', "gateway 1.baud"),
        ('[[gateway]]\nname = "A"\nport = "x"\nbaud = true', "gateway 1.baud"),
        ('[[gateway]]\nname = "A"\nport = "socket://x"', "gateway 1.port"),
        ('[[gateway]]\nname = "A"\nport = "x"\nbauds = 9600', "gateway 1.bauds"),
        ('[[gateway]]\nname = "A"\nport = "x"\nflow = "cts"', "gateway 1.flow"),
        ('[[gateway]]\nname = "A"\nport = "x"\ndriver = 5', "gateway 1.driver"),
        ('[[gateway]]\nname = "A"\nport = "x"\nprofile = 5', "gateway 1.profile"),
        ('[[gateway]]\nname = "A"\nport = "x"\nprofile.gap_s = [[1]]', "gateway 1.profile.gap_s"),
        ("centre = [nan, 109.6]", "centre"),
    ],
)
def test_no_value_of_the_wrong_shape_stops_the_desk(
    tmp_path: Path, content: str, named: str
) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    assert load(tmp_path).rejected == (named,)


@pytest.mark.parametrize("content", [b"unit = \xff\xfe", b"unit = [", b"= 1"])
def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(Refused) as refused:
        load(tmp_path)
    assert refused.value.code == "unreadable"
    assert str(refused.value.figures["file"]).endswith(FILE)


HUB = '[hub]\nhost = "10.1.2.3"\ncounty = "430000"\npassword_file = "/etc/dutyroom/hub"\n'


def test_the_hub_is_named_with_safe_defaults(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(HUB, encoding="utf-8")
    held = load(tmp_path)
    assert held.hub == HubPlace("10.1.2.3", "430000", "/etc/dutyroom/hub")
    assert (held.hub.port, held.hub.sslmode) == (5432, "verify-full")
    assert held.rejected == ()


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('sslmode = "prefer"', "hub.sslmode"),
        ("port = 70000", "hub.port"),
        ("port = true", "hub.port"),
        ('pasword = "123"', "hub.pasword"),
        ("database = 3", "hub"),
    ],
)
def test_a_hub_that_is_half_right_is_none(tmp_path: Path, line: str, named: str) -> None:
    (tmp_path / FILE).write_text(HUB + line, encoding="utf-8")
    held = load(tmp_path)
    assert held.hub is None
    assert held.rejected == (named,)


@pytest.mark.parametrize("table", ['hub = "10.1.2.3"', '[hub]\nhost = "a"', "hub = [1]"])
def test_what_is_no_hub_is_named(tmp_path: Path, table: str) -> None:
    (tmp_path / FILE).write_text(table, encoding="utf-8")
    held = load(tmp_path)
    assert (held.hub, held.rejected) == (None, ("hub",))


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ('backup_to = "/mnt/nas"', ("/mnt/nas",)),
        ('backup_to = ["backups", "/mnt/nas"]', ("backups", "/mnt/nas")),
    ],
)
def test_backups_go_to_one_or_two_places(tmp_path: Path, said: str, held: tuple[str, ...]) -> None:
    (tmp_path / FILE).write_text(f'{said}\nbackup_at = "02:30"\n', encoding="utf-8")
    found = load(tmp_path)
    assert (found.backup_to, found.backup_at, found.rejected) == (held, "02:30", ())


@pytest.mark.parametrize("said", ["[]", '["a", "b", "c"]', "[1]", '[""]', "7"])
def test_a_bad_place_for_backups_keeps_the_default(tmp_path: Path, said: str) -> None:
    (tmp_path / FILE).write_text(f'backup_to = {said}\nbackup_at = "25:00"\n', encoding="utf-8")
    found = load(tmp_path)
    assert (found.backup_to, found.backup_at) == (Settings().backup_to, "03:00")
    assert found.rejected == ("backup_to", "backup_at")


@pytest.mark.parametrize("place", ["keys/k", "~nobody-here/../k", "", 7, "\\u0000"])
def test_a_key_file_inside_the_data_folder_or_nowhere_is_rejected(
    tmp_path: Path, place: object
) -> None:
    value = f'"{place}"' if isinstance(place, str) else place
    (tmp_path / FILE).write_text(f"key_file = {value}", encoding="utf-8")
    held = load(tmp_path)
    assert (held.key_file, held.rejected) == (None, ("key_file",))


def test_a_key_file_in_the_data_folder_is_rejected(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for place, taken in ((data / "k", False), (tmp_path / "k", True)):
        (data / FILE).write_text(f"key_file = '{place}'", encoding="utf-8")
        assert (load(data).key_file == place) is taken
