"""What of the radio stands on the sheet: open emergencies, untaken and undelivered texts, outages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from app.base.bus import Bus
from app.base.clock import SteeredClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.records import Shift
from app.handover.radio_left import gateway_states, radio_left
from app.radio.events import (
    Linked,
    LinkState,
    TalkerEnd,
    TalkerStart,
    TextIn,
    TextState,
    TextStep,
)
from tests.app.radio.room import Room


def test_the_next_shift_is_told_what_of_the_radio_is_open(
    tmp_path: Path, clock: SteeredClock, jobs: Any
) -> None:
    room = Room(tmp_path / "duty.db", Bus(lambda call: call()), clock, jobs)
    room.enrol(371105)
    room.service.load()
    shift = Shift(new_id(), clock.now(), clock.now() + timedelta(hours=9), None, None, Mark.TEST)
    hear = room.service.hear
    for n in range(7):
        hear(TextIn(room.heard(), 371105, 931, True, f"水位 {n}", n))
    hear(TalkerStart(room.heard(), 1, 371105, 931, True))
    hear(TalkerEnd(room.heard(), 1, 371105))
    sent = room.service.send_text(371105, "请回话", "7", "彭例安")
    hear(TextState(room.heard(), sent.id, TextStep.FAILED, "no_ack"))
    hear(LinkState(room.heard(), Linked.UP))
    hear(LinkState(room.heard(), Linked.DOWN, "unplugged"))
    clock.forward(timedelta(minutes=3))
    hear(LinkState(room.heard(), Linked.UP))
    room.emergency(371105, 28.5)
    told = list(radio_left(room.service.alarms(), room.service.lines(), shift))
    words = [one.text for one in told]
    assert words[0] == "370M 紧急报警：麻栗溪乡 村队长（终端 371105）"
    assert "未应答" in told[0].detail
    assert "28.5000N" in told[0].detail
    assert told[0].urgent
    assert sum("短信未应答" in one for one in words) == 5
    assert "370M 更早的短信 2 条未应答" in words
    assert "370M 通话 1 条未应答" in words
    assert words[-1] == "370M 短信未送达：麻栗溪乡 371105：请回话"
    assert len({one.key for one in told}) == len(told)
    room.service.answer_alarm(room.service.alarms()[0].id, "7", "彭例安")
    (alarm, *_) = radio_left(room.service.alarms(), [], shift)
    assert "彭例安" in alarm.detail
    assert not alarm.urgent
    states = gateway_states(room.service.gateways(), room.rows, shift.starts_at, clock.now())
    assert [(one.well, one.detail) for one in states] == [(True, "本班中断 1 次，共 03′00″")]
    later = clock.now() + timedelta(hours=1)
    assert gateway_states(room.service.gateways(), room.rows, later, later)[0].detail == ""
    room.db.close()
