"""What the officer does on the page: groups, questions, statuses, stun and revive, lists; what is shut."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import thread_time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.base.ids import new_id
from app.base.marks import Mark
from app.people.records import Officer, Role
from app.radio.board import Gateway
from app.radio.driver import Capability
from app.radio.events import (
    AskPositions,
    CallEnd,
    CallKind,
    CheckRadio,
    ChooseGroup,
    ControlReply,
    Groups,
    Monitor,
    SendStatus,
    SendText,
    StatusIn,
    Stun,
    TalkerStart,
)
from app.radio.records import ControlKind, ControlStep, Radio, RadioControl, RadioKind
from tests.widgets.radio.room import ABLE, PIN, FakeLine, Room
from widgets.tour.hands import write


def test_groups_say_who_talks_and_one_is_meant_by_a_click(room: Room) -> None:
    page, now = room.page, room.desk.clock
    room.service.hear(Groups(room.heard(), ((911, "防汛一组"), (912, "防汛二组")), 912))
    room.service.hear(TalkerStart(room.heard(), 1, 371105, 911, True))
    page.refresh()
    model = page.groups.table.model
    assert [model.index(row, 1).data() for row in range(2)] == ["911  防汛一组", "912  防汛二组"]
    assert model.index(0, 0).data() == "is talking"
    assert model.index(1, 0).data() == "the gateway stands here"
    now.forward(timedelta(seconds=7))
    room.service.hear(CallEnd(room.heard(), 1))
    page.refresh()
    column = model.columns[1]
    assert column.second(model.records[0]).endswith("麻栗溪乡 村队长  7 s")
    page.people.which.pick("groups")
    page.groups.table.select(911)
    page.groups.table.view.clicked.emit(model.index(0, 0))
    assert page.keypad.pick.call() == (CallKind.GROUP, 911)
    assert page.keypad.pick.who.text() == "防汛一组"
    page.groups.tune_button.click()
    (command,) = room.line.commands
    assert isinstance(command, ChooseGroup)
    assert command.group == 911
    page.shown.pick("calls")
    assert room.whats() == ["Call, 7 s"]
    write(page.heard.find.editor, "912")
    assert room.whats() == []
    page.heard.find.clear()
    write(page.heard.find.editor, "91")
    assert room.whats() == ["Call, 7 s"]


def test_who_is_meant_does_not_change_by_what_arrives(room: Room) -> None:
    """Nor by the cursor that passes over a list: a call would go to somebody else."""
    room.page.keypad.aim(371105, forced=True)
    room.text("一条", 370602)
    room.page.lines.view.setFocus()
    room.page.lines.view.selectRow(0)
    room.page.roster.table.view.setFocus()
    assert room.page.keypad.number == 371105


def test_one_radio_is_asked_and_the_answer_stands_beside_it(room: Room, said: list[str]) -> None:
    pad, asks = room.page.keypad, room.page.keypad.asks
    asks.air_button.click()
    assert pad.target.error() == "Enter the number of a radio or group."
    pad.aim(370602, forced=True)
    for button in (asks.air_button, asks.monitor_button, asks.begin_button, asks.stop_button):
        button.click()
    kinds = [type(one) for one in room.line.commands]
    assert kinds == [CheckRadio, Monitor, AskPositions, AskPositions]
    assert [one.every_s for one in room.line.commands[2:]] == [300, 0]
    assert asks.answer.text() == "370602 End reporting：asked, no answer yet"
    air = room.line.commands[0]
    room.service.hear(ControlReply(room.heard(), air.id, "no_answer"))
    assert asks.answer.text() == "370602 Check by air：nobody answers"
    assert said[-1] == "Asked 370602"
    pad.kind.segments.pick("group")
    shut = (asks.air_button, asks.monitor_button, asks.begin_button, asks.locate_button)
    assert not any(button.isEnabled() for button in shut)
    assert asks.air_button.toolTip() == "This is asked of one radio only"


def test_a_status_is_heard_by_its_words_waits_and_is_sent_from_the_table(room: Room) -> None:
    by = room.desk.session.officer
    room.service.lists.put_status(32774, "已到达现场", False, str(by.id))
    room.service.hear(StatusIn(room.heard(), 370602, 0, False, 32774))
    room.page.refresh()
    assert "已到达现场" in room.whats()[0]
    assert room.page.heard._note.text() == "1 not taken"
    asks = room.page.keypad.asks
    room.page.keypad.aim(370602, forced=True)
    asks.status_button.click()
    assert asks.code.error() == "Choose a status"
    asks.code.set_value("32774")
    asks.status_button.click()
    (command,) = room.line.commands
    assert isinstance(command, SendStatus)
    assert (command.target, command.code) == (370602, 32774)
    room.page.refresh()
    assert asks.code.value() == "32774", "what was chosen stays"


def test_what_no_gateway_can_is_shut_and_says_which_and_what(room: Room) -> None:
    pad = room.page.keypad
    room.service.attach(
        Gateway("A", "网关 A", "/dev/a", replace(ABLE, capabilities=frozenset({Capability.TEXT}))),
        room.line,
    )
    pad.aim(370602, forced=True)
    assert pad.send_button.isEnabled()
    for button, words in (
        (pad.control.stun_button, "网关 A cannot stun a radio"),
        (pad.asks.status_button, "网关 A cannot send a status"),
        (pad.talk.button, "网关 A cannot press the key to talk"),
        (pad.asks.monitor_button, "网关 A cannot listen in at a radio"),
    ):
        assert not button.isEnabled()
        assert button.toolTip() == words
    QTest.mousePress(pad.talk.button, Qt.MouseButton.LeftButton)
    assert not room.page.talk.down
    room.desk.session.sign_in(
        Officer(new_id(), "石工", "sg", Role.SUPPORT, True, 1, "", True, Mark.TEST)
    )
    assert "网关" not in pad.control.stun_button.toolTip(), "the role's bar goes before"
    room.service.attach(Gateway("B", "网关 B", "/dev/b", ABLE), FakeLine())
    pad.look()
    assert not pad.talk.button.isEnabled(), "a gateway that can opens nothing to who may not"


def test_a_template_is_filled_gap_by_gap_before_it_goes(room: Room) -> None:
    pad = room.page.keypad
    pad.aim(370602, forced=True)
    pad.text.template.set_value("立即转移")
    pad.text._fill()
    edit = pad.words.edit
    assert edit.textCursor().selectedText() == "［地点］"
    pad.send_button.click()
    assert "［地点］" in pad.words.error()
    edit.insertPlainText("三组")
    pad.text.slot_button.click()
    assert edit.textCursor().selectedText() == "［时间］"
    edit.insertPlainText("19:30")
    pad.send_button.click()
    (command,) = room.line.commands
    assert isinstance(command, SendText)
    assert command.text == "三组有险，请立即转移，19:30前回报。"


def test_a_stun_needs_a_reason_and_a_second_person_with_his_pin(room: Room) -> None:
    page, first = room.page, room.desk.session.officer
    second = Officer(new_id(), "向示月", "xsy", Role.OFFICER, True, 2, "", True, Mark.TEST)
    driver = Officer(new_id(), "石司机", "ssj", Role.DRIVER, True, 3, "", True, Mark.TEST)
    room.people += [first, second, driver]
    room.up()
    page.keypad.aim(370602, forced=True)
    page.keypad.control.stun_button.click()
    card = page.controls.reason
    assert card.isVisible()
    card.submit()
    assert card.fields["reason"].error()
    card.fields["reason"].set_value("终端遗失")
    card.submit()
    assert not card.isVisible()
    assert room.line.commands == [], "nothing is sent yet"
    assert page.keypad.call._note.text() == "遥晕 370602 waits for a second person: Alt+C"
    (line,) = page.keypad.control.list.lines
    assert "终端遗失" in line.text
    page.keypad.control.confirm_button.click()
    sign = page.controls.second
    combo = sign.fields["person"].combo
    assert [combo.itemText(n) for n in range(combo.count())] == ["向示月 值班员"]
    sign.fields["pin"].set_value("9999")
    sign.submit()
    assert "Wrong PIN" in sign.fields["pin"].error()
    assert sign.fields["pin"].value() == ""
    assert room.line.commands == []
    sign.fields["pin"].set_value(PIN)
    sign.submit()
    assert not sign.isVisible()
    (command,) = room.line.commands
    assert isinstance(command, Stun)
    room.service.hear(ControlReply(room.heard(), command.id, "ok"))
    page._show_controls()
    (control,) = room.service.controls()
    assert (control.step, control.confirmed_name) == (ControlStep.DONE, "向示月")
    assert page.keypad.call._note.text() == ""
    page.refresh()
    stunned = next(one for one in page.roster.table.records if one.number == 370602)
    assert "stunned" in page.roster.table.model.columns[1].second(stunned)
    assert "已执行" in page.keypad.control.list.lines[0].text
    assert not page.keypad.control.confirm_button.isEnabled()
    page.keypad.control.revive_button.click()
    card.fields["reason"].set_value("找回")
    card.submit()
    page.keypad.control.drop_button.click()
    assert room.service.controls()[0].step is ControlStep.DROPPED


def test_a_stun_of_another_desk_is_confirmed_here_and_sent_there(room: Room) -> None:
    page, first = room.page, room.desk.session.officer
    second = Officer(new_id(), "向示月", "xsy", Role.OFFICER, True, 2, "", True, Mark.TEST)
    room.people += [first, second]
    room.up()
    at = room.desk.clock.now()
    control = RadioControl(
        new_id(), ControlKind.STUN, 370602, "铜鼓坪镇", "A", "终端遗失", str(first.id), first.name, at,
        at + timedelta(minutes=5), "", "", None, ControlStep.PROPOSED, "", at, Mark.TEST, "县局二席",
    )  # fmt: skip
    with room.db.change("system", "radio.control.propose", ("radio", "370602")) as change:
        change.put("radio_control", control)
    room.service.record.follow_controls(control.id)
    pad, sign = page.keypad.control, page.controls.second
    assert "370602" in page.keypad.call._note.text()
    pad.confirm_button.click()
    sign.fields["pin"].set_value(PIN)
    sign.submit()
    assert sign.isVisible(), "the desks do not hear each other"
    room.service.record.desks_meet(True)
    sign.fields["pin"].set_value(PIN)
    sign.submit()
    assert not sign.isVisible()
    assert room.line.commands == []
    (line,) = pad.list.lines
    assert line.text == "向示月 confirmed it; 县局二席 sends it"
    assert not pad.confirm_button.isEnabled()
    assert page.keypad.call._note.text() == ""


def test_groups_and_statuses_are_entered_and_taken_away_on_a_card(room: Room) -> None:
    page, card = room.page, room.page.lists
    page.groups.edit_button.click()
    card.submit()
    assert card.number.error()
    card.number.set_value("911")
    card.name.set_value("防汛一组")
    card.submit()
    assert [(one.number, one.name) for one in room.service.groups()] == [(911, "防汛一组")]
    assert card.isVisible(), "it stays for the next"
    card.number.set_value("911")
    card.name.set_value("又一个")
    card.submit()
    assert "防汛一组" in card.number.error()
    card.which.segments.pick("statuses")
    card.number.set_value("70000")
    card.name.set_value("<b>红</b>")
    card.submit()
    assert "65535" in card.number.error()
    card.number.set_value("12")
    card.urgent.set_value("urgent")
    card.submit()
    assert room.service.status_words() == {12: "<b>红</b>"}
    card.entry.set_value("12")
    card._fill()
    assert card.urgent.value() == "urgent"
    card.extra.click()
    assert room.service.status_words() == {}
    card.leave()
    labels = [one.text() for one in card.findChildren(QLabel)]
    assert any("TETRA" in text or "—" in text for text in labels), "the source is told"


def test_five_hundred_radios_are_shown_within_half_a_second(room: Room) -> None:
    many = [
        Radio(
            new_id(),
            380000 + n,
            f"第{n}村",
            "村队长",
            RadioKind.HANDHELD,
            931,
            "",
            n,
            True,
            Mark.TEST,
        )
        for n in range(500)
    ]
    room.service._board.roster.load(many)
    room.page.refresh()
    begun_s = thread_time()  # of this thread alone: other programs on the machine do not count
    room.text("一条", 380400)
    room.page.grab()
    assert thread_time() - begun_s < 0.5
    assert len(room.page.roster.table.records) >= 500
    write(room.page.roster.filter.editor, "第499村")
    assert [one.number for one in room.page.roster.table.records] == [380499]


def test_a_radio_that_was_heard_is_entered_in_the_roster(room: Room, said: list[str]) -> None:
    """Number, unit, holder; from then on its calls bear them; taken away it is unknown again."""
    page, card = room.page, room.page.entering
    room.text("到位", 375001)
    row = next(one for one in page.roster.table.records if one.number == 375001)
    assert row.radio is None
    page.roster.table.select(375001)
    page.people.enter_button.click()
    assert card.isVisible()
    assert card.number.value() == 375001
    assert not card.extra.isEnabled()
    card.submit()
    assert card.unit.error()
    card.unit.set_value("野鹿溪乡")
    card.holder.set_value("护林员")
    card.kind.set_value("车载台")
    card.group.set_value("20000000")
    card.submit()
    assert card.group.error()
    card.group.set_value("932")
    card.submit()
    assert said[-1] == "The roster is changed."
    seen = room.service.seen(375001)
    assert (seen.unit, seen.holder, seen.radio.talkgroup) == ("野鹿溪乡", "护林员", 932)
    assert card.isVisible(), "it stays for the next"
    assert card.number.value() is None
    card.number.set_value("375001")
    card._fill()
    assert card.holder.value() == "护林员"
    card.holder.set_value("站长")
    card.submit()
    assert room.service.seen(375001).holder == "站长"
    assert len(room.service.lists.radios()) == 4, "it is the same radio"
    card.number.set_value("375001")
    card._fill()
    card.extra.click()
    assert room.service.seen(375001).radio is None
    card.leave()


def test_typing_a_number_past_a_known_one_keeps_what_was_typed(room: Room) -> None:
    page, card = room.page, room.page.entering
    page.people.enter_button.click()
    card._empty()
    card.unit.set_value("野鹿溪乡")
    for typed, holder in (("371105", "村队长"), ("3711052", "")):
        card.number.set_value(typed)
        card._fill()
        assert (card.unit.value(), card.holder.value()) == ("野鹿溪乡", holder)
    card.submit()
    seen = room.service.seen(3711052)
    assert (seen.unit, seen.holder) == ("野鹿溪乡", "")
    assert room.service.seen(371105).unit == "麻栗溪乡"
    card.leave()


def test_what_is_typed_while_a_radio_is_being_kept_stays(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, card = room.page, room.page.entering
    answers = []
    monkeypatch.setattr("widgets.radio.rostercard.ask", lambda *_, then, **__: answers.append(then))
    page.people.enter_button.click()
    card._empty()
    card.number.set_value("375001")
    card.unit.set_value("野鹿溪乡")
    card.submit()
    card.number.set_value("375002")
    answers[0](None)
    assert card.number.value() == 375002
    card.leave()


def test_the_roster_goes_out_as_a_table_and_comes_in_after_a_look(
    room: Room, tmp_path: Path, qtbot: Any
) -> None:
    page, file = room.page, tmp_path / "名册.csv"
    page.roster_file.choose_export(str(file))
    qtbot.waitUntil(file.exists)
    held = file.read_text(encoding="utf-8-sig")
    assert "371105,麻栗溪乡,村队长,手持台,931,麻栗溪乡" in held
    file.write_text(held + "375001,野鹿溪乡,护林员,,,\n", encoding="utf-8")
    page.people.enter_button.click()
    page.entering.leave()
    page.roster_file.choose_import(str(file))
    view = page.roster_file.view
    qtbot.waitUntil(view.isVisible)
    assert not page.inside.isVisible()
    assert [one.name for one in view.plan.rows][-1] == "375001"
    view.write.click()
    qtbot.waitUntil(page.inside.isVisible)
    assert not view.isVisible()
    assert room.service.seen(375001).holder == "护林员"
