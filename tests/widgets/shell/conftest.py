"""A shell with sample pages and people whose PINs are real hashes."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from app.base.ids import new_id
from app.base.marks import Mark
from app.people.records import LoginAttempt, Officer, Role
from app.people.signin import SignIn
from tests.widgets.samples import SampleConsole, SampleForm, SampleLog, fill_messages, fill_status
from widgets.shell.messages import Messages
from widgets.shell.shell import Shell
from widgets.shell.status import Status

PIN = "2468"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class People:
    """Officers, and a ledger that keeps who tried to sign in."""

    def __init__(self, officers: list[Officer]) -> None:
        self._officers = officers
        self.made: list[LoginAttempt] = []

    def officers(self) -> list[Officer]:
        return self._officers

    def everybody(self) -> list[Officer]:
        return self._officers

    def attempts(self, key: UUID, most: int) -> list[LoginAttempt]:
        made = [one for one in self.made if one.officer_id == key]
        return made[::-1][:most]

    def change(self, *_told: object) -> AbstractContextManager[People]:
        return nullcontext(self)

    def put_many(self, _table: str, attempts: list[LoginAttempt]) -> None:
        self.made += attempts

    def officer(self, key: UUID) -> Officer | None:
        return next((o for o in self._officers if o.id == key), None)


@pytest.fixture(scope="session")
def people() -> list[Officer]:
    pin = QUICK.hash(PIN)
    return [
        Officer(new_id(), name, initials, role, True, n, pin, True, Mark.DEMO)
        for n, (name, initials, role) in enumerate(
            (
                ("赵示范", "zsf", Role.LEADER),
                ("钱样例", "qyl", Role.CHIEF),
                ("孙演示", "sys", Role.OFFICER),
                ("曾例句", "zlj clj", Role.OFFICER),
            )
        )
    ]


@pytest.fixture
def messages(clock) -> Messages:
    return Messages(clock)


@pytest.fixture
def status() -> Status:
    return Status("示范县应急管理局值班室")


@pytest.fixture
def shell(qtbot, desk, status, messages, people, clock):
    """Nobody has signed in yet."""
    fill_status(status, clock)
    held = People(people)
    shell = Shell(desk, status, messages, SignIn(held, held, clock, Mark.TEST, QUICK))
    shell.add(SampleConsole(desk, messages))
    shell.add(SampleForm(desk))
    shell.add(SampleLog())
    shell.show()
    yield shell
    shell.close()
    for window in shell.windows.values():
        window.deleteLater()


@pytest.fixture
def open_shell(shell, people, desk):
    """孙演示 sits at the desk."""
    desk.session.sign_in(people[2])
    shell.unlock()
    return shell


@pytest.fixture
def full(open_shell, messages):
    fill_messages(messages)
    return open_shell
