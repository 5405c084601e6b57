"""Plans to be revised are told in one message, and it is over when they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.plans.planbook import Told
from app.plans.records import PlanKind
from tests.deskroom import DeskRoom
from tests.planning import open_county
from widgets.shell.messages import Messages, State
from widgets.wiring.plans import PlanReminders


def test_plans_to_be_revised_are_one_message_until_they_are(qtbot, office: DeskRoom) -> None:
    county, messages = open_county(office.room), Messages(office.desk.clock)
    told: list[object] = []
    messages.told.connect(told.append)
    today = county.planbook.today()
    plan = Told("总体预案", PlanKind.OVERALL, "示范县", revise_by=today - timedelta(days=3))
    held = county.plan(plan)
    reminders = PlanReminders(office.desk, messages, county.planbook)
    (message,) = messages.all()
    assert f"总体预案: overdue since {today - timedelta(days=3)}" in message.text
    assert message.place == "plans"
    soon = county.plan(replace(plan, name="防汛预案", revise_by=today + timedelta(days=9)))
    assert len(told) == 2  # told anew, for another plan is due
    reminders.look()
    assert len(told) == 2
    later = replace(plan, revised=today, revise_by=today + timedelta(days=900))
    county.planbook.enter(county.room.chief, later, None, held)
    county.planbook.repeal(county.room.chief, soon)
    assert {one.state for one in messages.all()} == {State.OVER}
