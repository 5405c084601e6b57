"""Who may do what: one table, read by windows and services alike."""

from __future__ import annotations

from enum import StrEnum

from app.base.errors import Refused
from app.people.records import Officer, Role


class Act(StrEnum):
    """Acts that not everybody may do. domain.md 1.1.

    SETTLE decides a conflict (对账); DEVICES enters their passwords; PEOPLE enters officers, PINs and
    posts, and ends a wait; OFFICE gives the two posts of the office (管理员, 审计).
    """

    LOG = "log"
    INTAKE = "intake"
    RELAY = "relay"
    HAND_OVER = "hand_over"
    SEEN_BY_LEADER = "seen_by_leader"
    CONFIRM_LEVEL = "confirm_level"
    RADIO = "radio"
    WALL = "wall"
    SETTLE = "settle"
    DEVICES = "devices"
    PEOPLE = "people"
    OFFICE = "office"


_WATCH = frozenset({Act.LOG, Act.INTAKE, Act.RELAY, Act.HAND_OVER, Act.RADIO, Act.WALL})
_KEEP = frozenset({Act.DEVICES, Act.PEOPLE})

RIGHTS: dict[Role, frozenset[Act]] = {
    Role.LEADER: _WATCH | {Act.SEEN_BY_LEADER, Act.CONFIRM_LEVEL, Act.SETTLE},
    Role.CHIEF: _WATCH | {Act.CONFIRM_LEVEL, Act.SETTLE} | _KEEP,
    Role.OFFICER: _WATCH,
    Role.PROFESSIONAL: _WATCH,
    Role.DRIVER: frozenset({Act.LOG}),
    Role.RESERVE: frozenset({Act.LOG}),
    Role.ADMIN: _KEEP | {Act.OFFICE},
    Role.AUDITOR: frozenset(),
}
"""Reading is for everybody who may sign in; 审计 may do nothing else."""


def may(officer: Officer, act: Act) -> bool:
    return officer.active and act in RIGHTS[officer.role]


def demand(officer: Officer, act: Act) -> None:
    """Raises `Refused("officer", "not_allowed")` when the officer may not."""
    if not may(officer, act):
        raise Refused("officer", "not_allowed", role=officer.role.value, act=act.value)
