"""What the office says of its devices on a handover."""

from __future__ import annotations

import pytest

from app.handover.radio_left import gateway_state
from app.radio.board import Gateway, GatewaySeen
from app.radio.events import Linked
from tests.rooms import EVENING


@pytest.mark.parametrize(
    ("state", "well", "detail"),
    [
        (Linked.UP, True, ""),
        (Linked.DOWN, False, "06-24 20:00 起链路中断"),
        (Linked.DEGRADED, False, "06-24 20:00 起链路不稳"),
        (Linked.OPENING, None, "06-24 20:00 起正在连接"),
    ],
)
def test_a_gateway_that_never_spoke_is_unknown_not_faulty(
    state: Linked, well: bool | None, detail: str
) -> None:
    told = gateway_state(GatewaySeen(Gateway("A", "网关 A", "/dev/none"), state, since=EVENING))
    assert (told.well, told.detail) == (well, detail)
