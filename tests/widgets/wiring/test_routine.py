"""The routine of a shift stands among the cards of the console, and leads to its sheet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.base.marks import Mark
from app.duty.checks import Condition
from app.radio.rollcall import RadioRolls
from app.radio.rollcall_engine import Turn
from app.radio.rollcall_lists import RadioLists, Told
from app.radio.rollcall_records import RollMode, RollResult
from app.radio.rollcall_rules import load_rules
from db.stores.radio_roll import RadioRollRows
from tests.deskroom import DeskRoom
from tests.rooms import RULES as DEADLINES
from tests.townships import enter_towns
from widgets.duty.console import ConsolePage
from widgets.shell.messages import Messages
from widgets.wiring.routine import Routine

RULES = DEADLINES.parent


@pytest.fixture
def console(qtbot, office: DeskRoom) -> ConsolePage:
    room = office.room
    made = ConsolePage(
        office.desk, office.board, room.log, room.instructions, office.drafts, office.go,
        Messages(office.desk.clock),
    )  # fmt: skip
    qtbot.addWidget(made)
    return made


@pytest.fixture
def routine(office: DeskRoom, console: ConsolePage):
    made = Routine(office.desk, console, office.room.checks, office.room.shifts)
    yield made
    made.deleteLater()


def titles(console: ConsolePage) -> list[str]:
    return [card.title for card in console.cards.cards]


def test_silent_towns_are_a_card_that_leads_to_the_matrix(
    office: DeskRoom, console: ConsolePage, routine: Routine
) -> None:
    assert titles(console) == []
    towns = enter_towns(office.room.db, 3)
    assert titles(console) == ["3 towns without a zero report"]
    (card,) = console.cards.cards
    assert card.state(office.desk.clock.now()) == "now"
    console._act(card)
    assert office.gone == [("rollcall", "zero")]
    zero = office.room.checks.zero
    zero.nothing(office.room.watch, office.room.shift.id, zero.look().current.slot, towns)
    assert titles(console) == []


def test_an_hour_comes_by_itself(office: DeskRoom, console: ConsolePage, routine: Routine) -> None:
    towns = enter_towns(office.room.db, 3)
    zero = office.room.checks.zero
    zero.nothing(office.room.watch, office.room.shift.id, zero.look().current.slot, towns)
    office.room.clock.forward(timedelta(hours=12, minutes=20))
    routine.look()
    assert titles(console) == ["3 towns without a zero report", "Roll call of 3 towns"]


def test_calling_by_radio_is_owed_at_its_hour_and_who_was_silent_twice_is_told(
    office: DeskRoom, console: ConsolePage
) -> None:
    room, rows = office.room, RadioRollRows(office.room.db)
    rules = load_rules(RULES / "radio_roll.toml")
    rolls = RadioRolls(
        room.db, rows, room.clock, Mark.TEST, rules, "desk", lambda change, by, words: None
    )
    lists = RadioLists(room.db, rows, room.clock, Mark.TEST, rules)
    made = Routine(office.desk, console, room.checks, room.shifts, radio_rolls=rolls)
    one = lists.keep_list(room.chief, None, "值守点", RollMode.VOICE, "20:30")
    post = lists.keep_post(room.chief, one.id, None, Told("水库"))
    assert titles(console) == ["370 MHz roll call: 值守点, 1 posts"]
    console._act(console.cards.cards[0])
    assert office.gone == [("rollcall", "radio")]
    silent = Turn(post.id, None, result=RollResult.SILENT, at=room.clock.now())
    for _ in range(2):
        roll = rolls.start(room.watch, room.shift.id, one.id, RollMode.VOICE)
        rolls.end(room.watch, roll.id, [silent])
        room.clock.forward(timedelta(minutes=10))
    assert titles(console) == ["1 posts silent by radio 2 times in a row"]
    made.deleteLater()


def test_forwarding_stands_in_the_shift_until_it_is_confirmed(
    office: DeskRoom, console: ConsolePage, routine: Routine
) -> None:
    def said() -> dict[str, str]:
        return {fact.words: fact.value for fact in console.facts.facts}

    assert said()["呼叫转移"] == "未确认"
    equipment, room = office.room.checks.equipment, office.room
    item = next(one for one in equipment.list.items if one.key == "forwarding")
    equipment.tick(room.watch, room.shift.id, item, Condition.OK)
    assert said()["呼叫转移"] == "正常 20:00"
