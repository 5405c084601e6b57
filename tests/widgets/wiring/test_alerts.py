"""What must be seen reaches the stack; what is loud sounds until somebody answers by name."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from PySide6.QtWidgets import QLineEdit

from app.base.marks import Mark
from app.radio.events import Linked
from app.radio.facts import RadioLinkChanged
from app.radio.records import ControlKind
from app.radio.service import RadioService
from app.video.facts import CameraOutageEnded, CameraOutageLasted
from app.video.states import Reason
from db.stores.radio import RadioRows
from tests.widgets.wiring.conftest import Speaker, Wired
from widgets.kit.sound import Sounds
from widgets.shell.messages import Kind, Messages, State
from widgets.wiring.alerts import Alerts


def alerts(wired: Wired) -> Alerts:
    return Alerts(wired.desk, wired.messages, wired.radio, wired.sounds)


def test_an_emergency_sounds_until_it_is_answered_by_name(wired: Wired) -> None:
    held = alerts(wired)
    wired.emergency()
    (message,) = wired.messages.unanswered()
    assert message.emergency
    assert "28.5011N 109.7342E" in message.text
    assert wired.sounds.repeating == "emergency"
    wired.desk.session.sign_in(wired.room.watch)
    wired.messages.answer(message.key, wired.room.watch.name)
    (alarm,) = wired.radio.alarms()
    assert alarm.answered_name == "向示月"
    assert wired.sounds.repeating == ""
    assert held is not None


def test_an_answer_given_on_the_radio_page_quiets_the_banner_too(wired: Wired) -> None:
    held = alerts(wired)
    wired.emergency(None, None)
    (alarm,) = wired.radio.alarms()
    assert "不详" in wired.messages.unanswered()[0].text or "unknown" in (
        wired.messages.unanswered()[0].text
    )
    wired.radio.answer_alarm(alarm.id, str(wired.room.chief.id), wired.room.chief.name)
    assert wired.messages.unanswered() == []
    assert wired.messages.find(f"alarm-{alarm.id}").answered_by == "彭例安"
    assert held is not None


def test_after_a_restart_it_sounds_again_and_has_waited_since_it_was_raised(
    wired: Wired, theme
) -> None:
    wired.emergency(None, None)
    wired.desk.clock.forward(timedelta(minutes=9))
    again = RadioService(
        RadioRows(wired.room.db), wired.room.db, wired.desk.store, wired.desk.bus,
        wired.desk.clock, Mark.TEST,
    )  # fmt: skip
    messages, sounds = Messages(wired.desk.clock), Sounds(theme, Speaker())
    held = Alerts(wired.desk, messages, again, sounds)
    again.load()
    (message,) = messages.unanswered()
    assert sounds.repeating == "emergency"
    assert wired.desk.clock.now() - message.at == timedelta(minutes=9)
    wired.desk.session.sign_in(None)
    messages.answer(message.key, "无人")
    assert again.alarms()[0].answered_at is None, "nobody sits here: it has no name"
    assert held is not None


def test_nothing_that_arrives_takes_the_cursor(wired: Wired, qtbot) -> None:
    held = alerts(wired)
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.setText("正在打字")
    wired.emergency()
    assert field.hasFocus()
    assert field.text() == "正在打字"
    assert held is not None


def test_a_lost_link_and_a_lost_camera_are_over_when_they_are_back(wired: Wired) -> None:
    held = alerts(wired)
    bus, now, camera = wired.desk.bus, wired.desk.clock.now(), uuid4()
    bus.publish(RadioLinkChanged("A", "值班室", Linked.DOWN, "unplugged", now))
    bus.publish(CameraOutageLasted(camera, "01-F-07", "铁路桥洞", Reason.CUT, now))
    assert {m.kind for m in wired.messages.all()} == {Kind.DEVICE, Kind.VIDEO_LOST}
    bus.publish(RadioLinkChanged("A", "值班室", Linked.UP, "", now))
    bus.publish(CameraOutageEnded(camera, "01-F-07", "铁路桥洞", now, now))
    assert {m.state for m in wired.messages.all()} == {State.OVER}
    assert held is not None


def test_a_stun_that_waits_for_a_second_person_is_told_on_every_page(wired: Wired) -> None:
    held = alerts(wired)
    first, second = wired.room.chief, wired.room.watch
    key = wired.radio.propose_control(
        ControlKind.STUN, 371105, "终端遗失", str(first.id), first.name
    )
    (message,) = wired.messages.all()
    assert message.title == "遥晕 · 371105"
    assert "终端遗失" in message.text
    assert message.state is State.NEW
    wired.radio.drop_control(key.id, str(second.id), second.name)
    assert wired.messages.find(message.key).state is State.OVER
    assert held is not None
