"""Who may do what: one table, read by windows and services alike."""

from __future__ import annotations

from enum import StrEnum

from app.base.errors import Refused
from app.people.records import Officer, Role


class Act(StrEnum):
    """Acts that not everybody may do. domain.md 1.1.

    READ opens the pages at all; PRESENCE signs that one is there. INSTRUCT gives instructions in one's
    own name, REVIEW is 审核, ISSUE 签发; APPROVE_SWAP lets 串班 and 代班 take effect, ROSTER makes and
    publishes the roster, DICTIONARIES changes what is chosen from. RESPOND starts and ends the steps of
    a response, CONVENE calls 研判/会商, ROUTE passes urgent papers on, TICKET reports a fault of a device.
    CONTACTS keeps people and numbers of the contact book true, UNITS its tree, and imports whole lists.
    SETTLE decides a conflict (对账); DEVICES enters their passwords; PEOPLE enters officers, PINs and
    posts, and ends a wait; TRIP enters 出车 (a driver: his own), BACKUP makes or stops a copy of
    the record; UNCOVERED sees names and numbers of people and takes papers with them away; OFFICE
    gives the roles of the office (管理员, 审计, 领导查看).
    """

    READ = "read"
    PRESENCE = "presence"
    LOG = "log"
    INTAKE = "intake"
    RELAY = "relay"
    INSTRUCT = "instruct"
    REVIEW = "review"
    ISSUE = "issue"
    CONVENE = "convene"
    ROUTE = "route"
    RESPOND = "respond"
    HAND_OVER = "hand_over"
    SEEN_BY_LEADER = "seen_by_leader"
    CONFIRM_LEVEL = "confirm_level"
    RADIO = "radio"
    WALL = "wall"
    TICKET = "ticket"
    ROSTER = "roster"
    APPROVE_SWAP = "approve_swap"
    DICTIONARIES = "dictionaries"
    SETTLE = "settle"
    DEVICES = "devices"
    PEOPLE = "people"
    OFFICE = "office"
    CONTACTS = "contacts"
    UNITS = "units"
    TRIP = "trip"
    BACKUP = "backup"
    UNCOVERED = "uncovered"


_WATCH = frozenset(
    {
        Act.READ,
        Act.PRESENCE,
        Act.LOG,
        Act.INTAKE,
        Act.RELAY,
        Act.HAND_OVER,
        Act.RADIO,
        Act.WALL,
        Act.TICKET,
        Act.CONTACTS,
        Act.TRIP,
        Act.BACKUP,
        Act.UNCOVERED,
    }
)
_KEEP = frozenset({Act.DEVICES, Act.PEOPLE, Act.ROSTER, Act.DICTIONARIES, Act.CONTACTS, Act.UNITS})
_JUDGE = frozenset({Act.REVIEW, Act.CONVENE, Act.ROUTE, Act.CONFIRM_LEVEL, Act.SETTLE})

RIGHTS: dict[Role, frozenset[Act]] = {
    Role.LEADER: _WATCH
    | _JUDGE
    | {Act.INSTRUCT, Act.ISSUE, Act.RESPOND, Act.APPROVE_SWAP, Act.SEEN_BY_LEADER},
    Role.CHIEF: _WATCH | _JUDGE | _KEEP,
    Role.OFFICER: _WATCH,
    Role.PROFESSIONAL: _WATCH,
    Role.DRIVER: frozenset({Act.PRESENCE, Act.TRIP}),
    Role.SUPPORT: frozenset({Act.PRESENCE, Act.READ, Act.UNCOVERED, Act.TICKET}),
    Role.RESERVE: frozenset({Act.PRESENCE, Act.READ, Act.UNCOVERED, Act.LOG}),
    Role.OBSERVER: frozenset({Act.READ}),
    Role.ADMIN: _KEEP | {Act.READ, Act.UNCOVERED, Act.OFFICE, Act.BACKUP},
    Role.AUDITOR: frozenset({Act.READ, Act.UNCOVERED}),
}
"""The chief keeps people and roster too: a small place has no office that is awake."""

MASKED = frozenset(
    role for role, acts in RIGHTS.items() if Act.READ in acts and Act.UNCOVERED not in acts
)
"""Who reads, and sees names and numbers of people covered."""


def may(officer: Officer, act: Act) -> bool:
    return officer.active and act in RIGHTS[officer.role]


def demand(officer: Officer, act: Act) -> None:
    """Raises `Refused("officer", "not_allowed")` when the officer may not."""
    if not may(officer, act):
        raise Refused("officer", "not_allowed", role=officer.role.value, act=act.value)
