"""Every number the description of the demonstration county gives to test."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from shapely.geometry import Point, shape

from app.atlas.base_map import source_folder
from app.base.clock import SHANGHAI, local
from app.base.earth import distance_km
from app.base.marks import Mark
from app.callout.records import Stage
from app.callout.warnings import in_force
from app.demo.county import County, build
from app.demo.ground import Draw, lay, share
from app.demo.history import first_moment
from app.duty.records import Handling
from app.incidents.records import Count, EventClass, Incident, IncidentStatus
from app.people.contacts import OrgKind, PointKind, PointState
from app.people.records import Role
from app.radio.records import RadioKind
from app.rescue.records import HazardKind, Holding, ReservoirKind, TeamClass, TeamStatus
from app.video.records import CameraKind
from tests.counties import FOLDER, county

MIDNIGHT = datetime(2026, 6, 24, tzinfo=SHANGHAI)
CHECK = "0093113c2da157f706981937dfed2a7387592ac215bc2c42a6e3d7dd446d6fb0"


@pytest.fixture(scope="module")
def made() -> County:
    return county()


def month(made: County) -> list[Incident]:
    """The events of the thirty days before the start."""
    first = first_moment(MIDNIGHT)
    return [one for one in made.tables["incident"] if one.received_at >= first]


def test_villages_have_the_check_value() -> None:
    lines = [f"{v.t},{v.k},{v.name},{v.lon:.4f},{v.lat:.4f}\n" for v in lay(FOLDER, "1").villages]
    assert len(lines) == 172
    assert lines[0] == "1,1,上桐溪社区,109.5491,28.7458\n"
    assert lines[99] == "7,2,下榆坝村,109.3398,28.7565\n"
    assert lines[-1] == "12,11,老榆塘村,109.3087,28.6916\n"
    assert hashlib.sha256("".join(lines).encode()).hexdigest() == CHECK


def test_choice_is_by_hash_of_seed_and_label() -> None:
    digest = hashlib.sha256(b"dutyroom/1/hh/1/1").digest()
    assert Draw("1")("hh/1/1", 160) == int.from_bytes(digest[:8], "big") % 160
    assert [Draw("1")(f"x/{n}", 1000) for n in range(5)] != [
        Draw("2")(f"x/{n}", 1000) for n in range(5)
    ]


def test_people_are_shared_out_to_the_last_one() -> None:
    assert share(10, [1, 1, 1]) == [4, 3, 3]
    for town in lay(FOLDER, "1").towns:
        assert sum(village.people for village in town.villages) == town.people
    assert sum(town.people for town in lay(FOLDER, "1").towns) == 258_000


def test_villages_stand_apart_and_nearest_to_their_own_seat() -> None:
    ground = lay(FOLDER, "1")
    for n, one in enumerate(ground.villages):
        seats = {t.no: distance_km(one.lat, one.lon, t.lat, t.lon) for t in ground.towns}
        assert min(seats, key=lambda no: seats[no]) == one.t
        for other in ground.villages[n + 1 :]:
            assert distance_km(one.lat, one.lon, other.lat, other.lon) >= 1.1


def test_everything_with_a_place_lies_inside_the_border(made: County) -> None:
    held = json.loads((source_folder() / "district.geojson").read_text(encoding="utf-8"))
    county_gb = "156433125"
    border = next(
        shape(part["geometry"])
        for part in held["features"]
        if part["properties"]["gb"] == county_gb
    )
    placed = [
        row
        for rows in made.tables.values()
        for row in rows
        if getattr(row, "lat", None) is not None
    ]
    assert len(placed) > 1_000
    assert [row for row in placed if not border.contains(Point(row.lon, row.lat))] == []


def test_every_count(made: County) -> None:
    counts = {table: len(rows) for table, rows in made.tables.items()}
    assert made.size == sum(counts.values())
    counts["incident"] = len(month(made))
    assert {
        "org": 1_311 + 9,  # the county's units, and its committee with eight special headquarters
        "person": 10_000,
        "post": 1_996 + 10,
        "support_turn": 6,
        "team": 200,
        "team_member": 2_380,
        "vehicle": 58,
        "warehouse": 14,
        "item": 26,
        "stock": 368,
        "shelter": 72,
        "expert": 60,
        "hazard_point": 186,
        "reservoir": 64,
        "helipad": 3,
        "camera": 300,
        "radio": 200,
        "officer": 40,
        "shift": 61,
        "crew_place": 244,
        "incident": 50,
        "warning": 20,
        "log_entry": 5_000,
        "zero_report": 84,
        "roll_call": 4,
        "spot_check": 51,
        "self_check": 23,
        "paper": 4,
        "arrival": 4,
        "trip": 2,
        "gear": 51,
        "gear_test": 50,
        "gear_outing": 1,
        "sortie": 4,
        "sortie_note": 3,
        "plan": 12,
        "membership": 76,
        "plan_taken": 1,
        "duty_ordered": 2,
    }.items() <= counts.items()


def test_units(made: County) -> None:
    units = made.tables["org"]
    kinds = Counter(unit.kind for unit in units)
    assert kinds == {
        OrgKind.COUNTY: 1,
        OrgKind.BODY: 36,
        OrgKind.TOWNSHIP: 12,
        OrgKind.VILLAGE: 172,
        OrgKind.GRID: 1_032,
        OrgKind.FIRM: 58,
        OrgKind.COMMITTEE: 1,
        OrgKind.HEADQUARTERS: 8,
    }
    villages = [unit for unit in units if unit.kind is OrgKind.VILLAGE]
    assert sum(unit.name.endswith("社区") for unit in villages) == 14
    assert sum(unit.name.endswith("村") for unit in villages) == 158
    names = Counter(unit.name for unit in villages)
    assert sorted(name for name, times in names.items() if times == 2) == sorted(
        ["下桂井村", "大椿坪村", "大楠田村", "老榆塘村"]
    )
    assert {unit.code for unit in units if unit.name == "下榆坝村"} == {"439901107002"}
    assert len({unit.full_name for unit in units}) == len(units)


def test_teams(made: County) -> None:
    teams = made.tables["team"]
    people: Counter[TeamClass] = Counter()
    for team in teams:
        people[team.team_class] += team.size
    assert people == {
        TeamClass.COUNTY: 60,
        TeamClass.PROFESSIONAL: 144,
        TeamClass.FIRE: 28,
        TeamClass.AIR: 8,
        TeamClass.TOWNSHIP: 408,
        TeamClass.VILLAGE: 1_724,
        TeamClass.SOCIAL: 8,
        TeamClass.EXPERT: 0,
    }
    assert Counter(team.status for team in teams) == {
        TeamStatus.READY: 196,
        TeamStatus.OUT: 2,
        TeamStatus.RESTING: 1,
        TeamStatus.DISABLED: 1,
    }
    members = Counter(member.team_id for member in made.tables["team_member"])
    assert all(members[team.id] == team.size for team in teams)
    assert len({member.person_id for member in made.tables["team_member"]}) == 2_380
    assert sum(team.vehicles for team in teams) == 43


def test_supplies(made: County) -> None:
    stock = made.tables["stock"]
    assert sum(row.holding is Holding.CONTRACT for row in stock) == 4
    item = {row.id: row.name for row in made.tables["item"]}
    expiring = [row for row in stock if row.expires_at]
    assert {item[row.item_id] for row in expiring} == {"食品", "饮用水", "急救包", "灭火弹"}
    soon = [row for row in expiring if row.expires_at < MIDNIGHT + timedelta(days=30)]
    assert soon == expiring[:5]
    first = stock[0]
    part = 70 + Draw("1")("stock/0/0", 61)
    assert (item[first.item_id], first.quantity) == ("帐篷", 10 * 20 * part // 100)


def test_dangers_and_shelters(made: County) -> None:
    hazards, waters = made.tables["hazard_point"], made.tables["reservoir"]
    assert Counter(point.kind for point in hazards) == {
        HazardKind.LANDSLIDE: 118,
        HazardKind.COLLAPSE: 32,
        HazardKind.DEBRIS_FLOW: 22,
        HazardKind.FLOOD_REACH: 14,
    }
    assert Counter(water.kind for water in waters) == {
        ReservoirKind.MEDIUM: 1,
        ReservoirKind.SMALL_1: 3,
        ReservoirKind.SMALL_2: 8,
        ReservoirKind.POND: 52,
    }
    assert [w.township for w in waters if w.name == "白岩水库"] == ["狮子垭镇"]
    ground = lay(FOLDER, "1")
    for town in ground.towns:
        assert sum(p.township == town.name for p in hazards) == town.hazard_points
        assert sum(w.township == town.name for w in waters) == town.reservoirs
        shelters = [s for s in made.tables["shelter"] if s.township == town.name]
        assert len(shelters) == town.shelters
        assert (shelters[0].name, shelters[0].capacity) == (f"{town.name}中心小学", 300)
    home = {org.id: org for org in made.tables["org"]}
    for point in hazards:
        village = home[point.org_id]
        assert distance_km(point.lat, point.lon, village.lat, village.lon) == pytest.approx(
            0.3, abs=0.005
        )


def test_cameras(made: County) -> None:
    cameras = made.tables["camera"]
    assert Counter(camera.kind for camera in cameras) == {
        CameraKind.FIXED: 190,
        CameraKind.LOOKOUT: 48,
        CameraKind.BODY: 24,
        CameraKind.DOME: 16,
        CameraKind.DRONE: 8,
        CameraKind.SENDER: 6,
        CameraKind.VEHICLE: 2,
        CameraKind.FIRM: 6,
    }
    by_code = {camera.code: camera for camera in cameras}
    assert len(by_code) == 300
    assert by_code["01-F-07"].name == "下梨坡社区铁路桥洞"
    assert by_code["01-F-07"].url_main == "rtsp://127.0.0.1:8554/01-F-07/main"
    assert by_code["00-U-01"].lat is None
    assert len(made.silent_cameras) == 9
    assert made.silent_cameras <= set(by_code)
    firms = {code: by_code[code].name for code in by_code if "-E-" in code}
    assert sorted(firms) == ["01-E-01", "03-E-01", "04-E-01", "06-E-01", "08-E-01", "08-E-02"]
    village = next(v for v in lay(FOLDER, "1").villages if (v.t, v.k) == (2, 5))
    near = by_code["02-F-05"]
    assert distance_km(near.lat, near.lon, village.lat, village.lon) == pytest.approx(
        0.2, abs=0.005
    )


def test_radios(made: County) -> None:
    radios = {radio.number: radio for radio in made.tables["radio"]}
    assert len(radios) == 200
    assert sum(number < 370_100 for number in radios) == 23
    for town in lay(FOLDER, "1").towns:
        own = [number for number in radios if number // 100 == 3_700 + town.no]
        assert own == [370_000 + 100 * town.no + nn for nn in range(1, town.radios + 1)]
        assert {radios[number].talkgroup for number in own} == {920 + town.no}
    assert radios[370_101].kind is RadioKind.BASE
    assert radios[371_102].holder == "带班领导"
    assert radios[370_021].kind is RadioKind.RELAY
    assert made.silent_radios <= set(radios)
    assert {number % 2 for number in made.silent_radios} == {0}
    assert {number // 100 for number in made.silent_radios} == {3_710, 3_711, 3_712}
    assert 371_202 not in made.silent_radios
    night = json.loads((FOLDER / "flood-night.json").read_text(encoding="utf-8"))["items"]
    heard = {
        item["who"]["radio_id"]: item["who"]["unit"] for item in night if item["door"] == "radio"
    }
    assert all(radios[number].unit == unit for number, unit in heard.items())
    shown = {item["who"]["camera"] for item in night if item["door"] == "camera"}
    assert shown <= {camera.code for camera in made.tables["camera"]}


def test_ten_thousand_contacts_each_with_the_number_of_its_place(made: County) -> None:
    people = made.tables["person"]
    draw, names = Draw("1"), lay(FOLDER, "1").data["names"]
    surnames = names["surnames"].split()
    for p in (0, 777, 9_999):
        given = (
            surnames[draw(f"sn/{p}", 64)]
            + "演示范例"[draw(f"mk/{p}", 4)]
            + names["given"][draw(f"gn/{p}", 40)]
        )
        assert people[p].name == given
    mobiles = {
        point.person_id: point
        for point in made.tables["contact_point"]
        if point.kind is PointKind.MOBILE
    }
    assert [mobiles[one.id].value for one in people] == [f"000-0000-{p:04d}" for p in range(10_000)]


def test_faults_put_in_on_purpose(made: County) -> None:
    points = [p for p in made.tables["contact_point"] if p.kind is PointKind.MOBILE]
    assert sum(point.state is PointState.WRONG for point in points) == 40
    stale = [p for p in points if MIDNIGHT - p.verified_at > timedelta(days=365)]
    assert len(stale) == 120
    assert stale[0].value == "000-0000-0005"
    people = {one.id: one for one in made.tables["person"]}
    noon = MIDNIGHT + timedelta(hours=12)
    both_away = [
        post.sort
        for post in made.tables["post"]
        if people[post.a_person].away(noon) and people[post.b_person].away(noon)
    ]
    assert both_away == [3, 400, 800, 1_200, 1_600]
    assert sum(one.away(noon) for one in people.values()) == 10


def test_crews_of_the_flood_night(made: County) -> None:
    shifts = {shift.starts_at: shift for shift in made.tables["shift"]}
    at = MIDNIGHT + timedelta(hours=8, minutes=30)

    def crew(days: int) -> list[str]:
        shift = shifts[at + timedelta(days=days)]
        places = [p for p in made.tables["crew_place"] if p.shift_id == shift.id]
        assert [p.post for p in places] == [
            Role.LEADER,
            Role.CHIEF,
            Role.PROFESSIONAL,
            Role.DRIVER,
        ]
        return [place.name for place in places]

    assert crew(0) == ["田演平", "彭例安", "向示月", "吴范顺"]
    assert crew(1) == ["石例峰", "翟示梅", "单演达", "龙演海"]
    assert crew(-30)
    assert crew(30)
    assert [s for s in shifts.values() if s.opened_at and not s.closed_at] == [shifts[at]]
    roles = Counter(officer.role for officer in made.tables["officer"])
    assert list(roles.values()) == [10, 10, 10, 6, 4]


def test_nobody_serves_two_days_in_a_row(made: County) -> None:
    crews: dict[object, set[object]] = {}
    for place in made.tables["crew_place"]:
        crews.setdefault(place.shift_id, set()).add(place.officer_id)
    for before, after in pairwise(made.tables["shift"]):
        assert not crews[before.id] & crews[after.id]


def test_history_of_the_log(made: County) -> None:
    log = made.tables["log_entry"]
    shifts = made.tables["shift"][:30]
    by_shift = {shift.id: [line for line in log if line.shift_id == shift.id] for shift in shifts}
    assert [len(lines) for lines in by_shift.values()] == [166] * 20 + [168] * 10
    for shift in shifts:
        lines = by_shift[shift.id]
        assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
        assert all(shift.starts_at <= line.at < shift.ends_at for line in lines)
        assert lines == sorted(lines, key=lambda line: line.at)
        hours = Counter(local(line.at).hour for line in lines)
        night = sum(hours[h] for h in (22, 23, 0, 1, 2, 3, 4, 5))
        assert 8 <= night <= 20
        assert [hour for hour, _ in hours.most_common(2)] in ([8, 17], [17, 8])
    assert not any("{" in line.text + line.handling for line in log)
    assert max(line.written_at for line in log) < MIDNIGHT + timedelta(hours=8, minutes=30)


def test_history_of_events(made: County) -> None:
    events = month(made)
    assert Counter(event.event_class for event in events) == {
        EventClass.NATURAL: 21,
        EventClass.ACCIDENT: 24,
        EventClass.HEALTH: 3,
        EventClass.SECURITY: 2,
    }
    assert Counter(event.status for event in events) == {
        IncidentStatus.CLOSED: 46,
        IncidentStatus.HANDLING: 3,
        IncidentStatus.TO_VERIFY: 1,
    }
    assert len({event.no for event in events}) == 50
    assert all(MIDNIGHT - timedelta(days=30) <= e.received_at < MIDNIGHT for e in events)
    assert all((e.closed_at is not None) == (e.status is IncidentStatus.CLOSED) for e in events)
    course = {event.id: event.course for event in events}
    told_at_once = {one.id: one.received_at + timedelta(minutes=20) for one in events}
    for figure in made.tables["figure"]:
        if told_at_once.get(figure.incident_id) != figure.at:
            continue
        assert figure.number == 0 or f"{figure.number}人" in course[figure.incident_id]
    deaths = [f for f in made.tables["figure"] if f.kind is Count.DEAD and f.number]
    assert deaths == []
    told = Counter(line.incident_id for line in made.tables["log_entry"] if line.incident_id)
    assert all(told[event.id] == 5 for event in events)
    doing = {line.incident_id for line in made.tables["log_entry"] if line.status is Handling.DOING}
    assert doing == {event.id for event in events if event.status is not IncidentStatus.CLOSED}


def test_history_of_warnings_leaves_none_in_force(made: County) -> None:
    warnings = made.tables["warning"]
    assert all(len(warning.identifier) == 31 for warning in warnings)
    known = {warning.identifier for warning in warnings}
    assert all(set(warning.references) <= known for warning in warnings)
    assert {w.stage for w in warnings} >= {Stage.FIRST, Stage.RAISED, Stage.LOWERED, Stage.LIFTED}
    assert in_force(warnings, MIDNIGHT + timedelta(hours=8, minutes=30)) == []
    assert min(w.sent for w in warnings) >= MIDNIGHT - timedelta(days=30)


def test_every_row_is_marked_as_a_demonstration(made: County) -> None:
    for rows in made.tables.values():
        assert {row.mark for row in rows} == {Mark.DEMO}
        assert len({row.id for row in rows}) == len(rows)


def test_another_seed_changes_names_and_no_count(made: County) -> None:
    other = build(FOLDER, "2")
    assert {t: len(rows) for t, rows in other.tables.items()} == {
        t: len(rows) for t, rows in made.tables.items()
    }
    assert [p.id for p in other.tables["person"]] == [p.id for p in made.tables["person"]]
    differ = sum(
        a.name != b.name for a, b in zip(other.tables["person"], made.tables["person"], strict=True)
    )
    assert differ > 9_000
    villages = [(u.name, u.lat, u.lon) for u in made.tables["org"] if u.kind is OrgKind.VILLAGE]
    assert villages == [
        (u.name, u.lat, u.lon) for u in other.tables["org"] if u.kind is OrgKind.VILLAGE
    ]


def test_another_start_date_moves_the_history() -> None:
    later = build(FOLDER, "1", (MIDNIGHT + timedelta(days=100)).date())
    first, moved = county().tables["log_entry"][0], later.tables["log_entry"][0]
    assert moved.at - first.at == timedelta(days=100)
    assert moved.id == first.id
