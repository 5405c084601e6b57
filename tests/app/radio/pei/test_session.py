"""The conversation over a PEI step by step, with the time in our hands."""

from __future__ import annotations

from app.base.ids import new_id
from app.radio.events import Groups, Linked, LinkState, Rssi, Battery
from tests.app.radio.pei.radio import Radio


def test_it_opens_as_the_published_dialogs_do() -> None:
    radio = Radio().opened().wait(8)
    print(radio.written)
    for o in radio.outs: print(o)
    assert 0
