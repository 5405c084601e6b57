"""What is decided and sent for an incident: every step in its order of time, with its line in the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.base.clock import day_hhmm, hhmm
from app.base.errors import Conflict, Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.incidents.acts import ConsultationKind, ForceStep, HelpKind, OrderStep
from app.incidents.command import Command, Sent
from app.incidents.consulting import Consulting, Minutes, minutes_text
from app.incidents.records import Incident
from app.incidents.said import Said
from db.stores.command import CommandRows
from tests.rooms import Room

MINUTE = timedelta(minutes=1)


@pytest.fixture
def command(room: Room) -> Command:
    return Command(room.db, CommandRows(room.db), room.log, room.clock, Mark.TEST)


@pytest.fixture
def flood(room: Room) -> Incident:
    return room.intake.register(room.watch, room.shift.id, new_id(), Said(course="山洪"))


@pytest.fixture
def consulting(room: Room) -> Consulting:
    return Consulting(room.db, CommandRows(room.db), room.log, room.clock, Mark.TEST)


def lines(room: Room, incident: Incident) -> list[str]:
    return [entry.text for entry in room.log.of_incident(incident.id)]


def test_a_force_goes_out_arrives_and_comes_back_in_the_order_of_time(
    room: Room, command: Command, flood: Incident
) -> None:
    boats = command.send(
        room.watch, room.shift.id, flood, Sent("县消防救援大队", people=18, vehicles=4)
    )
    assert (boats.step, boats.people) == (ForceStep.CALLED, 18)
    room.clock.forward(30 * MINUTE)
    left = command.move_force(
        room.watch, room.shift.id, flood, boats, ForceStep.LEFT, boats.called_at + 5 * MINUTE
    )
    with pytest.raises(Refused) as early:
        command.move_force(
            room.watch, room.shift.id, flood, left, ForceStep.ARRIVED, boats.called_at + MINUTE
        )
    assert early.value.code == "wrong_order"
    with pytest.raises(Refused) as ahead:
        command.move_force(
            room.watch,
            room.shift.id,
            flood,
            left,
            ForceStep.ARRIVED,
            room.clock.now() + 10 * MINUTE,
        )
    assert ahead.value.code == "in_the_future"
    there = command.move_force(room.watch, room.shift.id, flood, left, ForceStep.ARRIVED)
    assert there.step is ForceStep.ARRIVED
    with pytest.raises(Refused):
        command.move_force(room.watch, room.shift.id, flood, there, ForceStep.ARRIVED)
    assert command.store.forces(flood.id) == [there]
    assert "调派 县消防救援大队（18 人、4 车）" in lines(room, flood)
    assert any(text.endswith("已到达") for text in lines(room, flood))


def test_numbers_nobody_told_stay_unknown_and_absurd_ones_are_refused(
    room: Room, command: Command, flood: Incident
) -> None:
    made = command.send(room.watch, room.shift.id, flood, Sent("民兵"))
    assert (made.people, made.vehicles) == (None, None)
    assert "调派 民兵" in lines(room, flood)
    with pytest.raises(Refused) as refused:
        command.send(room.watch, room.shift.id, flood, Sent("民兵", people=-1))
    assert refused.value.field == "people"
    with pytest.raises(Refused):
        command.send(room.watch, room.shift.id, flood, Sent("  "))


def test_an_order_is_repeated_back_answered_and_ended(
    room: Room, command: Command, flood: Incident
) -> None:
    order = command.order(
        room.watch,
        room.shift.id,
        flood,
        "田演平",
        "铜鼓坪镇政府",
        "立即转移桥头两户",
        urgent=True,
        due=room.clock.now() + 30 * MINUTE,
    )
    assert (order.no, order.step) == (f"{flood.no}-令1", OrderStep.SENT)
    assert command.store.open_orders() == [order]
    heard = command.move_order(room.watch, room.shift.id, flood, order, OrderStep.RECEIVED)
    with pytest.raises(Refused) as empty:
        command.move_order(room.watch, room.shift.id, flood, heard, OrderStep.ANSWERED)
    assert empty.value.field == "feedback"
    room.clock.forward(20 * MINUTE)
    with pytest.raises(Refused) as early:
        command.move_order(
            room.watch,
            room.shift.id,
            flood,
            replace(heard, received_at=room.clock.now()),
            OrderStep.STARTED,
            room.clock.now() - MINUTE,
        )
    assert (early.value.field, early.value.code) == ("at", "wrong_order")
    told = command.move_order(
        room.watch, room.shift.id, flood, heard, OrderStep.ANSWERED, feedback="已转移 6 人"
    )
    with pytest.raises(Conflict):
        command.move_order(
            room.watch, room.shift.id, flood, heard, OrderStep.ANSWERED, feedback="另一人写的"
        )
    done = command.move_order(room.watch, room.shift.id, flood, told, OrderStep.DONE)
    assert done.step is OrderStep.DONE
    with pytest.raises(Refused):
        command.move_order(room.watch, room.shift.id, flood, done, OrderStep.STARTED)
    assert command.store.open_orders() == []
    with pytest.raises(Refused) as early:
        command.move_order(
            room.watch, room.shift.id, flood, order, OrderStep.RECEIVED, order.sent_at - MINUTE
        )
    assert early.value.code == "before_the_order"


def test_a_consultation_is_opened_by_the_chief_and_its_end_is_told_once(
    room: Room, consulting: Consulting, flood: Incident
) -> None:
    minutes = Minutes(ConsultationKind.IMPENDING, room.clock.now(), "龙示凯")
    with pytest.raises(Refused):
        consulting.consult(room.watch, room.shift.id, flood, minutes)
    opened = consulting.consult(room.chief, room.shift.id, flood, minutes)
    assert opened.no == "2026-1"
    room.clock.forward(40 * MINUTE)
    ended = replace(minutes, ends_at=room.clock.now(), conclusions="四个镇提前转移")
    closed = consulting.write_up(room.chief, room.shift.id, flood, opened, ended)
    again = consulting.write_up(
        room.chief, room.shift.id, flood, closed, replace(ended, opinions="气象局：雨还有两小时")
    )
    told = [text for text in lines(room, flood) if "结束" in text]
    assert told == ["临灾会商（2026-1）结束：四个镇提前转移"]
    assert again.opinions.startswith("气象局")
    with pytest.raises(Refused) as wrong:
        consulting.write_up(
            room.chief,
            room.shift.id,
            flood,
            again,
            replace(ended, ends_at=minutes.begins_at - MINUTE),
        )
    assert wrong.value.field == "ends_at"
    task = consulting.charge(room.chief, again, "加派橡皮艇 2 艘", "县消防救援大队", None)
    done = consulting.finish(room.watch, task, "已到位")
    assert consulting.store.tasks([again.id]) == [done]
    with pytest.raises(Refused):
        consulting.finish(room.watch, done, "又一次")
    with pytest.raises(Refused) as nobody:
        consulting.write_up(room.chief, room.shift.id, flood, again, replace(ended, chair=" "))
    assert nobody.value.field == "chair"


def test_an_incident_has_one_headquarters_at_a_time(
    room: Room, command: Command, flood: Incident
) -> None:
    first = command.set_up(room.chief, room.shift.id, flood, "老榆塘现场指挥部", "龙示凯")
    with pytest.raises(Refused) as refused:
        command.set_up(room.chief, room.shift.id, flood, "第二指挥部", "田演平")
    assert refused.value.code == "stands_already"
    ended = command.end(room.chief, room.shift.id, flood, first)
    assert ended.ended_at == room.clock.now()
    second = command.set_up(room.chief, room.shift.id, flood, "前方指挥部", "田演平")
    assert command.store.headquarters(flood.id) == [ended, second]


def test_help_is_asked_for_upwards_with_a_number_and_its_reply(
    room: Room, command: Command, flood: Incident
) -> None:
    asked = command.ask_for_help(
        room.watch, room.shift.id, flood, HelpKind.TEAMS, "市应急管理局", "橡皮艇分队一支"
    )
    assert asked.no == f"{flood.no}-援1"
    told = command.answered(room.watch, room.shift.id, flood, asked, "21:40 出发，12 人 4 艇")
    assert command.store.requests(flood.id) == [told]
    assert any("市应急管理局答复" in text for text in lines(room, flood))


def test_a_time_told_to_the_minute_is_not_earlier_within_that_minute(
    room: Room, command: Command, flood: Incident
) -> None:
    """An officer writes 10:01 of what happened at 10:01:40; what went before it was written at 10:01:30."""
    room.clock.forward(timedelta(seconds=30) - timedelta(seconds=room.clock.now().second))
    minute = room.clock.now() - timedelta(seconds=30)
    at = room.watch, room.shift.id, flood
    order = command.order(*at, "田演平", "铜鼓坪镇政府", "转移桥头两户")
    boats = command.send(*at, Sent("县消防救援大队"))
    room.clock.forward(MINUTE)
    heard = command.move_order(*at, order, OrderStep.RECEIVED, minute)
    assert heard.received_at == order.sent_at
    begun = command.move_order(*at, heard, OrderStep.STARTED, minute)
    assert begun.started_at == order.sent_at
    assert command.move_force(*at, boats, ForceStep.LEFT, minute).left_at == boats.called_at
    with pytest.raises(Refused, match="before_the_order"):
        command.move_order(*at, order, OrderStep.RECEIVED, minute - timedelta(seconds=1))


def test_minutes_that_run_past_midnight_tell_the_day(
    room: Room, consulting: Consulting, flood: Incident
) -> None:
    begins = room.clock.now()
    opened = consulting.consult(
        room.chief, room.shift.id, flood, Minutes(ConsultationKind.IMPENDING, begins, "龙示凯")
    )
    task = consulting.charge(room.chief, opened, "加派橡皮艇", "县消防救援大队", None)
    room.clock.forward(30 * MINUTE)
    same = replace(opened, ends_at=room.clock.now())
    assert f"至 {hhmm(room.clock.now())}" in minutes_text(same, [], flood)
    room.clock.forward(1440 * MINUTE)
    next_day = day_hhmm(room.clock.now())
    done = consulting.finish(room.chief, task, "已到位")
    text = minutes_text(replace(opened, ends_at=room.clock.now()), [done], flood)
    assert f"至 {next_day}" in text
    assert f"（{next_day} 办结：已到位）" in text
