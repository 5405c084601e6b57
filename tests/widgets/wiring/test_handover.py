"""Nobody took over: one message that waits for its answer, folded, and over when somebody has."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.base.ids import new_id
from app.base.marks import Mark
from app.handover.records import HandoverOverdue
from widgets.shell.messages import Messages, State
from widgets.wiring.handover import UnsignedAlert


@pytest.fixture
def late(desk) -> HandoverOverdue:
    now = desk.clock.now()
    return HandoverOverdue(
        new_id(), 1, now - timedelta(minutes=2), now, ("彭例安",), (), ("田演平",), Mark.TEST
    )


def test_each_step_is_told_once_and_the_message_ends_with_the_signature(desk, qapp, late) -> None:
    told: list[HandoverOverdue | None] = [None]
    messages = Messages(desk.clock)
    alert = UnsignedAlert(desk, messages, lambda: told[0])
    alert.look()
    assert messages.all() == []
    told[0] = late
    alert.look()
    alert.look()
    (message,) = messages.unanswered()
    assert "田演平" in message.title
    assert "彭例安" in message.text
    assert (message.count, message.place) == (1, "handover")
    told[0] = replace(late, step=2)
    alert.look()
    (message,) = messages.unanswered()
    assert message.count == 2
    messages.answer(message.key, "田演平")
    told[0] = None
    alert.look()
    assert messages.find(message.key).state is State.OVER
    alert.deleteLater()
