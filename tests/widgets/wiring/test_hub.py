"""联网: the lamp says how the line is, and an officer with rights decides about another hub."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.audit.facts import EntryMended, HubAccepted, HubChanged, HubWentBack, RunningDeskCloned
from app.audit.hub import Hubs
from app.audit.reconcile import Reconciling
from app.audit.records import HubState, Phase
from db.exchange.line import _SIGNS, _STATES
from db.exchange.loop import STOPS
from db.stores.audit import ConflictRows
from tests.deskroom import DeskRoom
from widgets.kit.lamps import ACT, KNOWN, NORMAL, UNKNOWN, LampState
from widgets.shell.messages import Messages, State
from widgets.shell.status import Status
from widgets.wiring.hub import HubAlerts, HubLamp, hub_cause


class Door:
    """A line to the hub whose state a test sets."""

    def __init__(self) -> None:
        self.state = HubState(Phase.OFF)
        self.tried = 0
        self.forgotten = 0

    def try_now(self) -> None:
        self.tried += 1

    def forget_hub(self) -> None:
        self.forgotten += 1


class Seen:
    def __init__(self, office: DeskRoom) -> None:
        self.door, self.status = Door(), Status("示范县")
        self.messages = Messages(office.desk.clock)
        self.facts: list[object] = []
        self._desk = office.desk
        self._lamp = HubLamp(
            office.desk, self.status, self.messages, Hubs(self.door, self.facts.append)
        )

    def at(self, phase: Phase, why: str = "", pending: int = 0) -> LampState:
        since = self._desk.clock.now() - timedelta(minutes=5)
        self._desk.bus.publish(HubChanged(HubState(phase, why, since, pending)))
        return self.lamp

    @property
    def lamp(self) -> LampState:
        return next(lamp for lamp in self.status.lamps if lamp.key == "hub")


@pytest.fixture
def seen(office: DeskRoom) -> Seen:
    return Seen(office)


def test_each_phase_has_its_look(seen: Seen) -> None:
    assert (seen.lamp.state, seen.lamp.figure) == (UNKNOWN, "alone")
    assert seen.at(Phase.CONNECTING).state == UNKNOWN
    up = seen.at(Phase.UP)
    assert (up.state, up.figure, up.since) == (NORMAL, "", None)
    away = seen.at(Phase.AWAY, "silent")
    assert (away.state, away.cause) == (KNOWN, "the hub does not answer")
    assert away.since is not None
    assert "as soon as it answers" in away.step


@pytest.mark.parametrize("phase", [Phase.UP, Phase.AWAY, Phase.STOPPED, Phase.CONNECTING])
def test_what_is_only_here_is_always_said(seen: Seen, phase: Phase) -> None:
    assert "3 only here" in seen.at(phase, "silent", pending=3).figure


def test_every_code_has_words() -> None:
    codes = {*_STATES.values(), *(code for _, code in _SIGNS), *STOPS}
    codes |= {"silent", "too_old", "no_password", "password_exposed", "own_store"}
    unknown = hub_cause("?")
    assert [code for code in sorted(codes) if hub_cause(code) == unknown] == []


def test_another_hub_waits_for_who_may_decide(seen: Seen, office: DeskRoom) -> None:
    lamp = seen.at(Phase.STOPPED, "other_hub")
    assert lamp.state == ACT
    assert lamp.act
    message = seen.messages.find("hub")
    assert message is not None
    assert message.state is State.UNANSWERED
    seen.status.lamp_asked.emit("hub")
    assert seen.door.forgotten == 0
    office.desk.session.sign_in(office.room.chief)
    seen.status.lamp_asked.emit("hub")
    assert (seen.door.forgotten, seen.door.tried) == (1, 1)
    assert seen.facts == [HubAccepted(office.room.chief.name)]


def test_the_hub_of_another_county_cannot_be_taken(seen: Seen) -> None:
    lamp = seen.at(Phase.STOPPED, "other_county")
    assert lamp.state == ACT
    assert not lamp.act


def test_only_what_somebody_must_do_waits_for_an_answer(office: DeskRoom) -> None:
    messages = Messages(office.desk.clock)
    reconciling = Reconciling(office.room.db, ConflictRows(office.room.db))
    alerts = HubAlerts(office.desk, messages, reconciling)
    for fact in (HubWentBack(7, 3), RunningDeskCloned("desk-a-1", 2), EntryMended("desk-a-1", 3)):
        office.desk.bus.publish(fact)
    assert {m.key for m in messages.unanswered()} == {"cloned", "mended"}
    alerts.deleteLater()
