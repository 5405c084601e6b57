"""What is missing before a special period is told as a message and taken back when it is there."""

from __future__ import annotations

from datetime import timedelta

from app.base.clock import local_day
from app.duty.special import Told
from app.duty.training import Told as Taught
from tests.deskroom import DeskRoom
from widgets.shell.messages import Messages, State
from widgets.wiring.study import StudyReminders, rules_button


def test_a_period_is_told_once_and_over_when_prepared(qtbot, office: DeskRoom) -> None:
    room, messages = office.room, Messages(office.desk.clock)
    told: list[object] = []
    messages.told.connect(told.append)
    first = local_day(room.clock.now()) + timedelta(days=3)
    period = room.study.periods.enter(
        room.chief, None, Told("高考", "其他", first, first, "", False, ("点名",), "通知")
    )
    reminders = StudyReminders(office.desk, messages, room.study)
    keys = {message.key for message in messages.all()}
    assert keys == {f"train {period.id}", f"check {period.id}", "month 2026-06-01"}
    assert all(not message.needs_answer for message in messages.all())
    reminders.look()
    assert len(told) == 3
    today = local_day(room.clock.now())
    kind = room.study.trainings.rules.kinds[1]
    taught = Taught(today, "考务值守", kind, [room.watch], trainer="彭例安", period_id=period.id)
    room.study.trainings.enter(room.watch, None, taught)
    room.study.periods.tick(room.watch, period, "点名", True)
    assert {message.state for message in messages.all()} == {State.OVER}


def test_the_button_leads_to_the_rules_of_its_page(qtbot, office: DeskRoom) -> None:
    button = rules_button(office.desk, "handover", office.go)
    qtbot.addWidget(button)
    button.click()
    assert office.gone == [("study", ("place", "handover"))]


def test_nobody_is_told_before_a_shift_is_open(qtbot, office: DeskRoom) -> None:
    messages, session = Messages(office.desk.clock), office.desk.session
    shift, session._shift_id = session.demand_shift(), None
    reminders = StudyReminders(office.desk, messages, office.room.study)
    assert messages.all() == []
    session.enter(shift)
    assert [message.key for message in messages.all()] == ["month 2026-06-01"]
    reminders.deleteLater()
