"""Who may do what, as domain.md 1.1 has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.base.bus import Bus
from app.base.errors import Refused
from app.people.records import Role
from app.people.rights import RIGHTS, Act, demand, may
from app.people.session import Session
from tests.rooms import officer

WHO = {
    "领": Role.LEADER,
    "长": Role.CHIEF,
    "员": Role.OFFICER,
    "专": Role.PROFESSIONAL,
    "驾": Role.DRIVER,
    "技": Role.SUPPORT,
    "备": Role.RESERVE,
    "看": Role.OBSERVER,
    "管": Role.ADMIN,
    "审": Role.AUDITOR,
}
TABLE = {
    Act.READ: "领长员专技备看管审",
    Act.PRESENCE: "领长员专驾技备",
    Act.LOG: "领长员专备",
    Act.INTAKE: "领长员专",
    Act.RELAY: "领长员专",
    Act.INSTRUCT: "领",
    Act.REVIEW: "领长",
    Act.ISSUE: "领",
    Act.CONVENE: "领长",
    Act.ROUTE: "领长",
    Act.RESPOND: "领",
    Act.HAND_OVER: "领长员专",
    Act.SEEN_BY_LEADER: "领",
    Act.CONFIRM_LEVEL: "领长",
    Act.RADIO: "领长员专",
    Act.WALL: "领长员专",
    Act.TICKET: "领长员专技",
    Act.ROSTER: "长管",
    Act.APPROVE_SWAP: "领",
    Act.DICTIONARIES: "长管",
    Act.SETTLE: "领长",
    Act.DEVICES: "长管",
    Act.PEOPLE: "长管",
    Act.OFFICE: "管",
    Act.CONTACTS: "领长员专管",
    Act.UNITS: "长管",
    Act.TRIP: "领长员专驾",
    Act.BACKUP: "领长员专管",
    Act.UNCOVERED: "领长员专技备管审",
}


def test_the_table_names_every_act_and_every_role() -> None:
    assert set(TABLE) == set(Act)
    assert set(RIGHTS) == set(Role) == set(WHO.values())


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", list(Role))
def test_an_act_is_for_these_roles_and_nobody_else(role: Role, act: Act) -> None:
    somebody = officer("某", role)
    allowed = role in {WHO[letter] for letter in TABLE[act]}
    assert may(somebody, act) is allowed
    assert not may(replace(somebody, active=False), act)
    if allowed:
        demand(somebody, act)
        return
    with pytest.raises(Refused, match="not_allowed") as told:
        demand(somebody, act)
    assert told.value.figures == {"role": role.value, "act": act.value}


def test_the_session_asks_for_somebody_and_for_the_right() -> None:
    session = Session(Bus(lambda call: call()))
    with pytest.raises(Refused, match="nobody_signed_in"):
        session.demand(Act.LOG)
    reserve = officer("某", Role.RESERVE)
    session.sign_in(reserve)
    assert session.demand(Act.LOG) == reserve
    with pytest.raises(Refused, match="not_allowed"):
        session.demand(Act.RADIO)
