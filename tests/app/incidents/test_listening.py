"""At the desk: words of the form in, words for empty fields out; the call of before is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.base.clock import SHANGHAI
from app.base.ids import new_id
from app.demo.ground import lay
from app.demo.units import make_units
from app.duty.holidays import Calendar
from app.incidents.form import read
from app.incidents.listening import Listening, Suggested
from app.incidents.records import Count, EventClass
from app.incidents.said import Said
from db.stores.incidents import IncidentRows
from tests.rooms import RULES, Room

AT = datetime(2026, 2, 18, 15, 5, tzinfo=SHANGHAI)
RESOURCES = RULES.parents[1]


@pytest.fixture(scope="module")
def units() -> list[Any]:
    return list(make_units(lay(RESOURCES / "demo", "1")).rows)


@pytest.fixture
def listening(room: Room, units: list[Any]) -> Listening:
    store = IncidentRows(room.db)
    return Listening(store, lambda: units, Calendar, RULES.parent / "hearing")


def suggest(listening: Listening, course: str, **fields: str) -> Suggested:
    held: Mapping[str, Any] = {"course": course, **fields}
    return listening.suggest(new_id(), held, AT)


def test_what_was_said_becomes_words_of_the_form_that_the_form_understands(
    listening: Listening,
) -> None:
    told = suggest(
        listening,
        "后山起火了，坟山那一片。梨子坪镇老桂岭村，两点钟左右。没有伤亡，山上没有人困住。",
    )
    assert told.fields["kind"] == "自然灾害 / 森林火灾"
    assert told.fields["happened"] == "约14:00"
    assert told.fields["place"].startswith("梨子坪镇老桂岭村")
    assert told.fields["dead"] == "0"
    said = read(told.fields, AT).said
    assert said.event_class is EventClass.NATURAL
    assert said.township == "梨子坪镇"
    assert said.happened_about
    assert said.counts is not None
    assert said.counts[Count.TRAPPED] == (0, False)
    assert all(told.because[name] for name in told.fields)


def test_nothing_said_nothing_suggested(listening: Listening) -> None:
    told = suggest(listening, "")
    assert told.fields == {}
    assert told.level == ""
    told = suggest(listening, "刚刚炸了，听说死了一个，还有几个没出来")
    assert not {"dead", "missing", "trapped", "happened"} & told.fields.keys()
    assert any("死了一个" in one for one in told.hearsay)


def test_two_villages_of_one_name_are_asked_for_and_never_chosen(listening: Listening) -> None:
    told = suggest(listening, "老榆塘村山洪下来了，六个人困在屋顶上，下不来")
    assert len(told.towns) == 2
    assert not any(town in told.fields.get("place", "") for town in told.towns)
    assert "所属乡镇" in told.ask
    assert told.fields["trapped"] == "6"


def test_a_second_call_about_an_open_event_is_seen_as_one(room: Room, listening: Listening) -> None:
    fire = Said(
        course="后山起火",
        kind="森林火灾",
        event_class=EventClass.NATURAL,
        place="梨子坪镇老桂岭村后山",
        township="梨子坪镇",
        received_at=None,
    )
    made = room.intake.register(room.watch, room.shift.id, new_id(), fire)
    later = made.received_at + timedelta(minutes=20)
    told = listening.suggest(
        new_id(), {"course": "我开车路过，看到梨子坪镇老桂岭村岭上在烧山，烟好大"}, later
    )
    assert told.belongs_to == made.id
    assert told.advice


def test_a_level_bears_its_clause_and_units_are_named_to_be_told(listening: Listening) -> None:
    told = suggest(
        listening,
        "县道903线麻栗溪乡后栗田村大弯面包车翻到沟里，车上九个人。医生看了，两个死亡，三个重伤，三个轻伤，一个找不到。",
        reporter_unit="麻栗溪乡后栗田村",
    )
    assert told.level == "一般，可能 较大"
    assert told.clause
    assert "带班领导" in told.tell


@pytest.mark.parametrize("course", ["<script>alert(1)</script>", "\ud800\udc00x", "9" * 5000, "😀"])
def test_odd_words_suggest_nothing_and_break_nothing(listening: Listening, course: str) -> None:
    told = suggest(listening, course)
    assert not any(name in told.fields for name in ("dead", "place", "happened"))


def test_coordinates_or_a_village_give_a_place_on_the_map(listening: Listening) -> None:
    told = suggest(listening, "我在水库坝上，手机上是北纬28.7428，东经109.5642")
    assert told.position is not None
    assert (told.position.lat, told.position.lon) == (28.7428, 109.5642)
    named = suggest(listening, "梨子坪镇老桂岭村后山起火了")
    assert named.position is not None
    assert named.position.name == "梨子坪镇老桂岭村"
    assert suggest(listening, "山上起火了").position is None
