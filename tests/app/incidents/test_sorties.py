"""无人机架次: off and down with a line of the log, 不详 kept apart, drills never among the tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.base.attachments import Attachment
from app.base.clock import SHANGHAI
from app.base.errors import Conflict, Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.dossier.folders import drawers, load_folders
from app.dossier.timeline import timeline
from app.duty.holidays import Calendar
from app.duty.trips import Trips
from app.handover.records import Need
from app.handover.told import RoomWords
from app.incidents.said import Said
from app.incidents.sortie import NoteKind, Sortie, SortieEnd, SortieKind
from app.incidents.sortie_drones import drones
from app.incidents.sortie_told import (
    HEADS,
    WIDTHS,
    by_drone,
    by_kind,
    load_rules,
    looks_of,
    summed,
    table,
    whole_said,
    within,
)
from app.incidents.sorties import Flight, SortieBook
from app.people.records import Role
from app.rescue.gear import Gear, GearKind, Standing
from app.video.naming import picture_name
from app.video.records import Camera, CameraKind
from db.fold import differences
from db.stores.dossier import DossierRows
from db.stores.sorties import SortieRows
from db.stores.trips import TripRows
from tests.rooms import Room, officer, open_room

MINUTE = timedelta(minutes=1)
FOLDER = Path(__file__).parents[3] / "resources" / "rules"
RULES = load_rules(FOLDER / "sorties.toml")
FOLDERS = load_folders(FOLDER / "dossier.toml")


@dataclass(slots=True)
class Field:
    room: Room
    book: SortieBook
    lines: list[tuple[str, object]]
    drills: set[UUID]

    def flight(self, **told: object) -> Flight:
        said = Flight("四旋翼甲", self.room.clock.now(), purpose="人员搜寻")
        return replace(said, **told)  # type: ignore[arg-type]

    def open(self, **told: object) -> Sortie:
        return self.book.open(self.room.watch, self.room.shift.id, self.flight(**told))


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    room = open_room(tmp_path / "duty.db")
    lines: list[tuple[str, object]] = []
    drills: set[UUID] = set()
    book = SortieBook(
        room.db, SortieRows(room.db), RULES, room.clock, Mark.TEST,
        lambda _change, _by, text, about: lines.append((text, about)), drills.__contains__,
    )  # fmt: skip
    yield Field(room, book, lines, drills)
    with room.db.read() as connection:
        assert list(differences(connection)) == []
    room.db.close()


def test_it_takes_off_is_told_of_and_lands_with_lines_of_the_log(field: Field) -> None:
    room, book, watch = field.room, field.book, field.room.watch
    flood = room.intake.register(watch, room.shift.id, new_id(), Said(course="山洪"))
    made = field.open(
        incident_id=flood.id, place=" 老榆塘村委会 ", unit="县无人机队", pilot="周试飞",
        pilot_phone="000-1234-5678", airspace="已批准", airspace_to="某空管", airspace_no="K-7",
    )  # fmt: skip
    assert (made.no, made.place, made.open, made.mark) == (
        "2026-0001",
        "老榆塘村委会",
        True,
        "测试",
    )
    assert field.lines[-1] == (
        "无人机起飞：四旋翼甲（架次 2026-0001），人员搜寻，06-24 20:00 起飞，起飞地点老榆塘村委会，"
        "县无人机队，空域已批准（向某空管，编号K-7）。",
        flood.id,
    )
    room.clock.forward(12 * MINUTE)
    book.note(watch, made, NoteKind.SEEN, "屋顶 2 人")
    book.note(watch, made, NoteKind.OTHER, "换电池")
    book.note(watch, made, NoteKind.LOST, "")
    (look,) = book.in_the_air()
    assert (look.stands, look.lost_since) == ("失联", room.clock.now())
    assert look.tied == flood.title
    trips = Trips(room.db, TripRows(room.db), list, room.clock, Mark.TEST)
    words = RoomWords(room.checks, Calendar, None, room.study, trips, list, book.in_the_air)
    (item,) = words.drones(room.shift, room.clock.now())
    assert (item.text, item.need, item.urgent) == (
        "无人机失联：四旋翼甲（架次 2026-0001）", Need.EACH, True,
    )  # fmt: skip
    with pytest.raises(Refused, match="wrong_step"):
        book.note(watch, made, NoteKind.LOST, "又失联")
    book.note(watch, made, NoteKind.FOUND, "")
    assert book.in_the_air()[0].stands == "在飞"
    room.clock.forward(8 * MINUTE)
    down = book.land(watch, made, room.clock.now(), "未见其他被困", "剩 20%")
    assert (down.flown, down.battery) == (20 * MINUTE, "剩 20%")
    assert [text[3:] for text, _ in field.lines[1:]] == [
        "发现：四旋翼甲（架次 2026-0001），20:12 屋顶 2 人。",
        "失联：四旋翼甲（架次 2026-0001），20:12。",
        "恢复联系：四旋翼甲（架次 2026-0001），20:12。",
        "降落：四旋翼甲（架次 2026-0001），06-24 20:20 降落，飞行 20 分钟，未见其他被困。",
    ]
    assert (
        book.of_incident(flood.id)[0].said(NoteKind.SEEN) == "20:12 屋顶 2 人；20:20 未见其他被困"
    )
    case = DossierRows(room.db).case_file(flood.id)
    assert case is not None
    flights = [one.words for one in timeline(case) if one.table == "sortie"]
    assert flights[0] == "四旋翼甲 起飞，人员搜寻"
    assert flights[-1] == "四旋翼甲 降落"
    assert "力量与支援" in [
        item.title for drawer in drawers(case, FOLDERS) for item in drawer.items
    ]
    (told,) = looks_of(case.sorties, case.sortie_notes)
    assert whole_said(told, lambda one: one.pilot).startswith(
        "无人机架次 2026-0001 四旋翼甲，周试飞，人员搜寻，自老榆塘村委会，06-24 20:00 起飞"
    )
    with pytest.raises(Refused, match="wrong_step"):
        book.land(watch, made, None)
    assert book.resume(watch, down).open
    assert field.lines[-1][0].endswith(
        "架次补正：四旋翼甲（架次 2026-0001），原记已降落有误，仍在飞。"
    )


def test_what_cannot_be_is_refused_at_its_field(field: Field) -> None:
    room, book = field.room, field.book
    now = room.clock.now()
    made = field.open()
    for told, name, code in (
        ({"drone": " "}, "drone", "empty"),
        ({"drone": "乙", "purpose": ""}, "purpose", "empty"),
        ({}, "drone", "in_the_air"),
        ({"drone": "乙", "took_off_at": now + 5 * MINUTE}, "took_off_at", "in_the_future"),
        ({"drone": "乙", "took_off_at": now - timedelta(days=40)}, "took_off_at", "long_ago"),
        ({"drone": "乙", "incident_id": new_id(), "drill_id": new_id()}, "tied", "one_of_two"),
        ({"drone": "乙", "lat": 28.0}, "lat", "half_a_place"),
    ):
        with pytest.raises(Refused) as refused:
            field.open(**told)
        assert (refused.value.field, refused.value.code) == (name, code)
    for work, code in (
        (lambda: book.land(room.watch, made, now - 3 * MINUTE), "before_takeoff"),
        (lambda: book.land(room.watch, made, now + 9 * MINUTE), "in_the_future"),
        (lambda: book.end(room.watch, made, SortieEnd.LOST, " "), "empty"),
        (lambda: book.note(room.watch, made, NoteKind.SEEN, ""), "empty"),
        (lambda: book.note(room.watch, made, NoteKind.FOUND, ""), "wrong_step"),
        (lambda: book.resume(room.watch, made), "wrong_step"),
    ):
        with pytest.raises(Refused, match=code):
            work()
    down = book.land(room.watch, made, now)
    room.clock.forward(2 * MINUTE)
    with pytest.raises(Refused, match="after_landing"):
        book.change(room.watch, down, field.flight())
    assert book.mend(room.watch, down, None).flown is None
    assert field.lines[-1][0].endswith("降落时间 06-24 20:00 改为 不详。")


def test_two_who_change_the_same_field_do_not_write_over_each_other(field: Field) -> None:
    room, book = field.room, field.book
    made = field.open()
    book.change(room.watch, made, field.flight(weather="小雨"))
    again = book.change(room.chief, made, field.flight(pilot="吴试飞", weather=""))
    assert again.pilot == "吴试飞"
    assert book.listed(room.chief)[0].sortie.weather == "小雨"
    with pytest.raises(Conflict):
        book.change(room.chief, made, field.flight(weather="大风"))
    assert len(field.lines) == 1, "no time changed: no line"


def test_each_drone_is_offered_once() -> None:
    def eye(code: str, kind: CameraKind = CameraKind.DRONE) -> Camera:
        return Camera(
            new_id(), code, f"镜头{code}", kind, "", "rtsp://h/1", "", None, None, Mark.TEST
        )

    def piece(kind: GearKind, number: str, name: str) -> Standing:
        held = Gear(new_id(), kind, name, number, "县队", "", "", "", "", None, "", "", None, True, 1,
                    Mark.TEST)  # fmt: skip
        return Standing(held, None, None)

    gear = [piece(GearKind.UAV, "U-01", "四旋翼"), piece(GearKind.BODY, "U-02", "单兵")]
    cameras = [eye("U-01"), eye("U-02"), eye("F-01", CameraKind.FIXED)]
    first, second = drones(gear, cameras)
    assert (first.words, first.unit, first.camera_id) == ("U-01 四旋翼", "县队", cameras[0].id)
    assert (second.words, second.gear_id, second.key) == ("U-02 镜头U-02", None, str(cameras[1].id))


def test_sums_keep_unknown_and_drills_apart(field: Field) -> None:
    room, book = field.room, field.book
    start = room.clock.now()

    def flown(minutes: float | None, **told: object) -> Sortie:
        made = field.open(**told)
        room.clock.forward(timedelta(minutes=minutes or 1))
        return book.land(room.watch, made, room.clock.now() if minutes else None)

    for minutes in (10.5, 10.5, None):
        flown(minutes)
    flown(7, drone="乙", took_off_at=None)
    flown(30, kind=SortieKind.DRILL)
    flown(5, kind=SortieKind.TRAINING)
    lost = field.open(drone="丙")
    book.end(room.watch, lost, SortieEnd.LOST, "坠入水库")
    book.end(room.watch, field.open(drone="丁"), SortieEnd.NOT_FLOWN, "雨大")
    drill_incident = new_id()
    field.drills.add(drill_incident)
    assert (
        book._checked(field.flight(drone="戊", incident_id=drill_incident), None).kind
        is SortieKind.DRILL
    )
    field.open(drone="己")
    looks = book.listed(room.watch)
    assert [(kind.value, sum_.words()) for kind, sum_ in by_kind(looks)] == [
        ("任务", "6 架次 21 分钟（其中 2 架次时长不详、1 架次在飞、1 架次未收回，未计时长）"),
        ("演练", "1 架次 30 分钟"),
        ("训练", "1 架次 5 分钟"),
    ]
    assert [(drone, sum_.sorties) for drone, sum_ in by_drone(looks)] == [
        ("四旋翼甲", 3), ("丙", 1), ("乙", 1), ("己", 1),
    ]  # fmt: skip
    drill = next(look.sortie for look in looks if look.sortie.kind is SortieKind.DRILL)
    assert drill.mark is Mark.DRILL
    assert [text for text, _ in field.lines if text.startswith("【演练】")]
    later = start + timedelta(minutes=20)
    assert summed(within(looks, None, later)).sorties == 2
    assert [look.sortie.drone for look in book.listed(room.watch, None, later)] == [
        "己", "四旋翼甲", "四旋翼甲",
    ]  # fmt: skip
    heads, *rows = table(looks)
    assert len(heads) == len(HEADS) == len(WIDTHS)
    assert {len(row) for row in rows} == {len(HEADS)}
    told = next(dict(zip(heads, row, strict=True)) for row in rows if row[2] == "乙")
    assert (told["起飞时间"], told["飞行分钟"], told["空域报备"]) == ("不详", "不详", "不详")
    assert rows[-3][2].startswith("6 架次")


def test_pictures_of_its_camera_are_offered_and_tied(field: Field) -> None:
    room, book = field.room, field.book
    eye = Camera(new_id(), "U-01", "无人机一", CameraKind.DRONE, "", "rtsp://h/1", "", None, None,
                 Mark.TEST)  # fmt: skip
    start = room.clock.now()

    def picture(at_minute: int) -> Attachment:
        at = start + at_minute * MINUTE
        name = picture_name("U-01", at.astimezone(SHANGHAI))
        return Attachment(
            new_id(), "ab", 1, "image/jpeg", name, None, None, "x", "x",
            at + timedelta(seconds=3), Mark.TEST,
        )  # fmt: skip

    during = picture(5)
    with room.db.change("system", "camera.enter", ("camera", str(eye.id))) as change:
        change.put("camera", eye)
        change.put_many("attachment", [picture(-5), during, picture(60)])
    made = field.open(camera_id=eye.id)
    room.clock.forward(20 * MINUTE)
    down = book.land(room.watch, made, room.clock.now())
    (one,) = book.pictures(room.watch, down)
    assert one.attachment_id == during.id
    note = book.note(room.watch, down, NoteKind.SEEN, "", picture=one)
    assert (note.attachment_id, note.clip_id) == (during.id, None)
    assert book.listed(room.watch)[0].said(NoteKind.SEEN).endswith("发现（附图片）")


def test_who_may_do_what(field: Field) -> None:
    room, book = field.room, field.book
    made = field.open()
    may_log = {Role.LEADER, Role.CHIEF, Role.OFFICER, Role.PROFESSIONAL, Role.RESERVE}
    may_read = set(Role) - {Role.DRIVER}
    for number, role in enumerate(Role, 20):
        who = officer("某", role, number)
        acts = (
            lambda who=who: book.open(who, room.shift.id, field.flight(drone=f"新{who.role}")),
            lambda who=who: book.note(who, made, NoteKind.OTHER, "好"),
            lambda who=who: book.change(who, made, field.flight()),
        )
        for act in acts:
            if role in may_log:
                act()
            else:
                with pytest.raises(Refused, match="not_allowed"):
                    act()
        if role in may_read:
            assert book.listed(who)
        else:
            with pytest.raises(Refused, match="not_allowed"):
                book.listed(who)
