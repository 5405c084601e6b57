"""What changed since somebody left: counted from the end of their last shift, told in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.records import CrewPlace, Shift
from app.duty.roster.records import Absence, AbsenceKind
from app.handover.since import Away, Basis, Field, SinceLeft
from app.incidents.records import Count, IncidentStatus, Level
from app.people.contacts import ContactPoint, PointKind, PointState
from app.people.records import Officer, Role
from db.stores.since import SinceRows
from tests.nights import Night


@pytest.fixture
def served(duty: Night) -> Night:
    """The incoming chief sat here three days ago."""
    room, who = duty.room, duty.into[Role.CHIEF]
    now = room.clock.now()
    old = Shift(
        new_id(), now - timedelta(days=4), now - timedelta(days=3), now - timedelta(days=4),
        now - timedelta(days=3, minutes=-1), Mark.TEST,
    )  # fmt: skip
    with room.db.change("test", "shift", ("shift", str(old.id))) as change:
        change.put("shift", old)
        place = CrewPlace(new_id(), old.id, Role.CHIEF, who.id, who.name, 0, Mark.TEST)
        change.put("crew_place", place)
    return duty


def away(duty: Night, who: Officer) -> Away:
    return SinceLeft(SinceRows(duty.room.db), duty.room.clock).of(who)


def texts(told: Away, field: Field) -> list[str]:
    return [one.text for one in told.told if one.field is field]


def test_it_is_counted_from_the_end_of_the_last_shift(served: Night) -> None:
    told = away(served, served.into[Role.CHIEF])
    assert told.basis is Basis.SHIFT
    assert told.since == served.room.clock.now() - timedelta(days=3, minutes=-1)
    stranger = away(served, served.into[Role.PROFESSIONAL])
    assert stranger.basis is Basis.NEVER
    served.room.sign_in.check(served.into[Role.PROFESSIONAL].id, "2468")
    served.room.clock.forward(timedelta(hours=2))
    seen = away(served, served.into[Role.PROFESSIONAL])
    assert seen.basis is Basis.SIGNED_IN
    assert seen.since == served.room.clock.now() - timedelta(hours=2)


def test_only_what_came_later_is_told(duty: Night) -> None:
    duty.incident("早先的事件")
    room = duty.room
    room.clock.forward(timedelta(seconds=1))
    room.sign_in.check(duty.into[Role.CHIEF].id, "2468")
    room.clock.forward(timedelta(hours=3))
    duty.incident("后来的事件")
    told = away(duty, duty.into[Role.CHIEF])
    assert texts(told, Field.INCIDENT) == ["新接 2026-0001 后来的事件（处置中，未定级）"]


def test_an_incident_that_moved_says_from_what_to_what(duty: Night) -> None:
    made = duty.incident("云洛镇内涝")
    room = duty.room
    room.clock.forward(timedelta(seconds=1))
    room.sign_in.check(duty.into[Role.CHIEF].id, "2468")
    room.clock.forward(timedelta(hours=3))
    higher = room.intake.edit(room.chief, made, replace(made, level=Level.III))
    room.intake.move(room.chief, room.shift.id, higher, IncidentStatus.STABLE, "")
    room.intake.count(room.chief, made, {Count.DEAD: (1, False)}, "核实")
    told = away(duty, duty.into[Role.CHIEF])
    assert texts(told, Field.INCIDENT) == [
        "2026-0001 云洛镇内涝：状态 处置中→基本稳定，级别 未定级→Ⅲ 较大",
        "云洛镇内涝 人员：死亡 1",
    ]


def test_instructions_roster_and_contacts(duty: Night) -> None:
    room, now = duty.room, duty.room.clock.now()
    told = duty.instruction("尽快核实")
    with room.db.change("test", "contact", ("officer", "x")) as change:
        off = Absence(
            new_id(), duty.into[Role.DRIVER].id, date(2026, 7, 1), date(2026, 7, 3),
            next(iter(AbsenceKind)), "", False, Mark.TEST,
        )  # fmt: skip
        change.put("absence", off)
    room.clock.forward(timedelta(minutes=1))
    room.instructions.answer(room.chief, told, "已核实")
    seen = away(duty, duty.into[Role.CHIEF])
    assert texts(seen, Field.INSTRUCTION) == ["田演平指示：尽快核实（已反馈）"]
    (absent,) = texts(seen, Field.ROSTER)
    assert absent.startswith("龙演海")
    assert absent.endswith("07-01 至 07-03")
    assert now


def test_a_number_that_changed_shows_old_and_new(duty: Night) -> None:
    room = duty.room
    point = ContactPoint(
        new_id(), None, None, PointKind.MOBILE, "13900000001", "", next(iter(PointState)), None, 0,
        Mark.TEST,
    )  # fmt: skip
    with room.db.change("test", "contact", ("person", "x")) as change:
        change.put("contact_point", point)
    room.clock.forward(timedelta(seconds=1))
    room.sign_in.check(duty.into[Role.CHIEF].id, "2468")
    room.clock.forward(timedelta(hours=3))
    with room.db.change("test", "contact", ("person", "x")) as change:
        change.put("contact_point", replace(point, value="13900000002"), seen=point)
    assert texts(away(duty, duty.into[Role.CHIEF]), Field.CONTACT) == [
        f"—：{PointKind.MOBILE} 13900000001→13900000002"
    ]
    with room.db.change("test", "contact", ("person", "x")) as change:
        for number in range(140):
            change.put("contact_point", replace(point, id=new_id(), value=f"139{number:08}"))
    assert texts(away(duty, duty.into[Role.CHIEF]), Field.CONTACT) == [
        "联系人与电话：新增或改动 141 条"
    ]


def test_what_was_too_much_to_read_is_said(served: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    who = served.into[Role.CHIEF]
    served.incident("早先的事件")
    for n in range(9):
        served.line(f"第 {n} 条")
    monkeypatch.setattr("db.stores.since.MOST", 5)
    assert away(served, who).cut
    monkeypatch.setattr("db.stores.since.MOST", 500)
    assert not away(served, who).cut
