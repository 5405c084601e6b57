"""The conversation over a PEI step by step, with the time in our hands."""

from __future__ import annotations

from app.radio.events import Battery, Groups, Linked, LinkState, Rssi
from tests.app.radio.pei.radio import Radio


def test_it_opens_as_the_published_dialogs_do() -> None:
    radio = Radio().opened().wait(8)
    assert radio.written[:5] == ["ATE0", "AT", "AT+CMEE=1", "AT+GMI?", "AT+CNUMF?"]
    services = [line for line in radio.written if line.startswith("AT+CTSP=")]
    assert services[0] == "AT+CTSP=1,3,131"
    assert len(services) == 10
    assert [(one.state, one.why) for one in radio.told(LinkState)] == [
        (Linked.OPENING, ""),
        (Linked.UP, ""),
    ]
    groups = radio.told(Groups)[-1]
    assert (groups.groups, groups.chosen) == (((901, "County"), (902, "Flood")), 901)
    assert (radio.only(Rssi).dbm, radio.only(Battery).percent) == (-73, 80)
