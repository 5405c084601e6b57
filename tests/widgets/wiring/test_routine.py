"""The routine of a shift stands among the cards of the console, and leads to its sheet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.duty.checks import Condition
from tests.deskroom import DeskRoom
from tests.townships import enter_towns
from widgets.duty.console import ConsolePage
from widgets.shell.messages import Messages
from widgets.wiring.routine import Routine


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
