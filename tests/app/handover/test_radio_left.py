"""What of the radio stands on the sheet: open emergencies, untaken and undelivered texts, outages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.base.bus import Bus
from app.base.clock import SteeredClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.records import Shift
from app.handover.radio_left import gateway_states, radio_left
from app.handover.snapshot import Matter
from app.radio.batches import Recipient
from app.radio.events import (
    Linked,
    LinkState,
    SendText,
    TalkerEnd,
    TalkerStart,
    TextIn,
    TextState,
    TextStep,
)
from tests.app.radio.room import Room


@pytest.fixture
def room(tmp_path: Path, clock: SteeredClock, jobs: Any) -> Iterator[Room]:
    made = Room(tmp_path / "duty.db", Bus(lambda call: call()), clock, jobs)
    made.enrol(371105)
    made.service.load()
    yield made
    made.db.close()


@pytest.fixture
def shift(clock: SteeredClock) -> Shift:
    return Shift(new_id(), clock.now(), clock.now() + timedelta(hours=9), None, None, Mark.TEST)


def test_the_next_shift_is_told_what_of_the_radio_is_open(
    room: Room, shift: Shift, clock: SteeredClock
) -> None:
    hear = room.service.hear
    for n in range(7):
        hear(TextIn(room.heard(), 371105, 931, True, f"水位 {n}", n))
    hear(TalkerStart(room.heard(), 1, 371105, 931, True))
    hear(TalkerEnd(room.heard(), 1, 371105))
    sent = room.service.send_text(371105, "请回话", "7", "彭例安")
    hear(TextState(room.heard(), sent.id, TextStep.FAILED, "tmp_8"))
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


def test_of_texts_to_several_one_matter_tells_who_has_not_got_it(room: Room, shift: Shift) -> None:
    """Sent again and delivered, a text is no longer told; what nobody can tell is not called undelivered."""

    def matters() -> list[Matter]:
        return list(radio_left([], room.service.lines(), shift))

    def ends(step: TextStep, *codes: str) -> None:
        sent = [one for one in room.line.commands if isinstance(one, SendText)][-len(codes) :]
        for one, code in zip(sent, codes, strict=True):
            room.service.hear(TextState(room.heard(), one.id, step, code))

    to = [Recipient(371105), Recipient(371102), Recipient(931, group=True)]
    batch = room.service.texts.send_all(to, "请立即转移", "7", "彭例安")
    assert matters() == []
    ends(TextStep.FAILED, "tmp_8", "no_ack", "tmp_8")
    (one,) = matters()
    assert one.text == "370M 群发短信 3 个，未送达 2 个、是否送达不详 1 个：请立即转移"
    assert one.detail.endswith("彭例安 发：麻栗溪乡 371105、371102、931 组")
    room.service.texts.again(batch, "7", "彭例安")
    assert matters() == []
    ends(TextStep.DELIVERED, "", "", "")
    assert matters() == []
    single = room.service.send_text(371105, "请回话", "7", "彭例安")
    room.service.hear(TextState(room.heard(), single.id, TextStep.FAILED, "no_ack"))
    assert [one.text for one in matters()] == ["370M 短信是否送达不详：麻栗溪乡 371105：请回话"]
