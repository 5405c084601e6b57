"""Warnings arrive once, replace each other, run out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.base.clock import SHANGHAI
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.callout.records import Colour, Stage, Warning
from app.callout.warnings import WarningReceived, WarningRegister
from db.stores.callout import WarningRows
from tests.rooms import Room

SENT = datetime(2026, 6, 24, 20, 5, tzinfo=SHANGHAI)
YELLOW = Warning(
    id=new_id(),
    identifier="43990141600000_20260624200500_0",
    sender="示范县气象台",
    event="暴雨",
    event_code="11B03",
    colour=Colour.YELLOW,
    stage=Stage.FIRST,
    headline="示范县气象台发布暴雨黄色预警",
    text="预计未来6小时降雨量将达50毫米以上。",
    instruction="注意防范山洪",
    area=("云洛镇", "落溪坝镇"),
    sent=SENT,
    effective=SENT,
    expires=SENT + timedelta(hours=6),
    references=(),
    received_at=SENT,
    mark=Mark.TEST,
)
ORANGE = replace(
    YELLOW,
    id=new_id(),
    identifier="43990141600000_20260624214000_0",
    colour=Colour.ORANGE,
    stage=Stage.RAISED,
    sent=SENT + timedelta(minutes=95),
    effective=SENT + timedelta(minutes=95),
    expires=SENT + timedelta(minutes=215),
    references=(YELLOW.identifier,),
)
LIFTED = replace(
    ORANGE,
    id=new_id(),
    identifier="43990141600000_20260624225000_0",
    stage=Stage.LIFTED,
    sent=SENT + timedelta(minutes=165),
    effective=SENT + timedelta(minutes=165),
    expires=None,
    references=(ORANGE.identifier,),
)


@pytest.fixture
def register(room: Room) -> WarningRegister:
    return WarningRegister(room.db, WarningRows(room.db), room.clock, room.facts.append)


def test_a_warning_is_kept_told_and_in_force(room: Room, register: WarningRegister) -> None:
    kept = register.receive("system", YELLOW)
    assert kept.received_at == room.clock.now()
    assert room.facts[-1] == WarningReceived(kept)
    assert register.latest() == [kept]
    assert register.in_force(SENT + timedelta(minutes=1)) == [kept]
    assert register.in_force(SENT - timedelta(minutes=1)) == []
    assert register.in_force(SENT + timedelta(hours=6)) == []


def test_the_same_message_again_changes_nothing(room: Room, register: WarningRegister) -> None:
    first = register.receive("system", YELLOW)
    told = len(room.facts)
    assert register.receive("system", replace(YELLOW, id=new_id())) == first
    assert len(register.latest()) == 1
    assert len(room.facts) == told


def test_an_update_replaces_the_old_even_when_it_runs_out_first(
    register: WarningRegister,
) -> None:
    register.receive("system", YELLOW)
    orange = register.receive("system", ORANGE)
    assert register.in_force(SENT + timedelta(minutes=100)) == [orange]
    assert register.in_force(SENT + timedelta(minutes=216)) == []


def test_a_lifted_warning_is_over(register: WarningRegister) -> None:
    for warning in (YELLOW, ORANGE, LIFTED):
        register.receive("system", warning)
    assert register.in_force(SENT + timedelta(minutes=170)) == []
    assert [w.stage for w in register.latest()] == [Stage.LIFTED, Stage.RAISED, Stage.FIRST]


def test_the_gravest_stands_first(register: WarningRegister) -> None:
    blue = replace(
        YELLOW, id=new_id(), identifier="blue", event="雷雨大风", colour=Colour.BLUE, references=()
    )
    red = replace(blue, id=new_id(), identifier="red", colour=Colour.RED)
    for warning in (blue, YELLOW, red):
        register.receive("system", warning)
    held = register.in_force(SENT + timedelta(minutes=1))
    assert [w.colour for w in held] == [Colour.RED, Colour.YELLOW, Colour.BLUE]


@pytest.mark.parametrize(
    ("field", "value"), [("identifier", " "), ("headline", ""), ("event", ""), ("area", ())]
)
def test_a_message_without_its_core_is_refused(
    register: WarningRegister, field: str, value: object
) -> None:
    with pytest.raises(Refused) as refused:
        register.receive("system", replace(YELLOW, **{field: value}))
    assert refused.value.field == field
    assert register.latest() == []
