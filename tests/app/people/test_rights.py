"""Who may do what, as domain.md 1.1 has it."""

from __future__ import annotations

import pytest

from app.base.bus import Bus
from app.base.errors import Refused
from app.people.records import Role
from app.people.rights import RIGHTS, Act, demand, may
from app.people.session import Session
from tests.rooms import officer

ALL, NONE = frozenset(Act), frozenset()


def test_every_post_is_in_the_table() -> None:
    assert set(RIGHTS) == set(Role)


@pytest.mark.parametrize("act", list(Act))
def test_the_auditor_only_reads(act: Act) -> None:
    auditor = officer("某", Role.AUDITOR)
    with pytest.raises(Refused) as told:
        demand(auditor, act)
    assert told.value.figures["role"] == "审计"


@pytest.mark.parametrize(
    ("act", "posts"),
    [
        (Act.PEOPLE, {Role.CHIEF, Role.ADMIN}),
        (Act.DEVICES, {Role.CHIEF, Role.ADMIN}),
        (Act.OFFICE, {Role.ADMIN}),
        (Act.SETTLE, {Role.LEADER, Role.CHIEF}),
        (Act.CONFIRM_LEVEL, {Role.LEADER, Role.CHIEF}),
        (Act.SEEN_BY_LEADER, {Role.LEADER}),
        (Act.INTAKE, {Role.LEADER, Role.CHIEF, Role.OFFICER, Role.PROFESSIONAL}),
        (Act.RADIO, {Role.LEADER, Role.CHIEF, Role.OFFICER, Role.PROFESSIONAL}),
    ],
)
def test_an_act_is_for_these_posts(act: Act, posts: set[Role]) -> None:
    assert {role for role in Role if may(officer("某", role), act)} == posts


def test_the_session_asks_for_somebody_and_for_the_right() -> None:
    session = Session(Bus(lambda call: call()))
    with pytest.raises(Refused, match="nobody_signed_in"):
        session.demand(Act.LOG)
    driver = officer("某", Role.DRIVER)
    session.sign_in(driver)
    assert session.demand(Act.LOG) == driver
    with pytest.raises(Refused, match="not_allowed"):
        session.demand(Act.RADIO)
