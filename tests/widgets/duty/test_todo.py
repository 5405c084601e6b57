"""Cards of what is to be done: order, stage, words."""

from __future__ import annotations

from datetime import timedelta

from app.base.ids import new_id
from app.incidents.said import Said
from tests.deskroom import DeskRoom
from widgets.duty.todo import in_order, soon_from, state, tasks_of


def test_clocks_and_instructions_stand_by_due(office: DeskRoom):
    room = office.room
    room.intake.register(room.watch, room.shift.id, new_id(), Said(place="石垭口镇", kind="火灾"))
    due = room.clock.now() + timedelta(minutes=8)
    room.instructions.take(room.watch, room.shift.id, "田演平", "", "出发", due=due)
    room.instructions.take(room.watch, room.shift.id, "田演平", "", "查水库")
    tasks = in_order(tasks_of(office.board.look(), 0.5))
    assert [task.card.title.split()[-1] for task in tasks] == [
        "出发",
        "电话报告",
        "首个现场画面",
        "书面初报",
        "查水库",
    ]


def test_a_task_goes_from_quiet_to_soon_to_now(office: DeskRoom):
    now = office.room.clock.now()
    due = now + timedelta(minutes=30)
    assert state(now, due, now + timedelta(minutes=14), 0.5) == "quiet"
    assert state(now, due, now + timedelta(minutes=15), 0.5) == "soon"
    assert state(now, due, due, 0.5) == "now"
    assert soon_from(now, due, 0.5) == now + timedelta(minutes=15)


def test_a_card_names_its_rule_and_where_its_step_leads(office: DeskRoom):
    room = office.room
    said = Said(place="石垭口镇", kind="火灾")
    incident = room.intake.register(room.watch, room.shift.id, new_id(), said)
    task = tasks_of(office.board.look(), 0.5)[0]
    assert (task.place, task.subject) == ("reports", incident.id)
    assert "20:00" in task.card.text
    assert "30 min" in task.card.text


def test_each_state_of_an_instruction_has_its_own_next_step(office: DeskRoom):
    room = office.room
    taken = room.instructions.take(room.watch, room.shift.id, "田演平", "", "查水库")
    actions = [tasks_of(office.board.look(), 0.5)[0].card.action]
    relayed = room.instructions.relay(room.watch, taken, "水利局")
    actions.append(tasks_of(office.board.look(), 0.5)[0].card.action)
    answered = room.instructions.answer(room.watch, relayed, "正常")
    actions.append(tasks_of(office.board.look(), 0.5)[0].card.action)
    room.instructions.close(room.watch, answered)
    assert actions == ["Relay", "Give feedback", "Close it"]
    assert tasks_of(office.board.look(), 0.5) == []
