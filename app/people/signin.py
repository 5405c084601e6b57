"""Who sits at the desk: sign-in by person and PIN, with a delay that grows and never locks for good."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from app.base.clock import Clock
from app.base.errors import Conflict, Refused, Unreachable
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.people.records import LoginAttempt, Officer, Outcome
from app.people.rights import Act, demand

_log = logging.getLogger(__name__)

FREE_TRIES = 5
"""Wrong PINs before the delay begins: then 1, 2, 4 … minutes, at most an hour. [choice]"""

LOOKED_BACK = 40
"""Attempts that are looked at: more wrong ones in a row change nothing."""


class OfficerStore(Protocol):
    def officers(self) -> list[Officer]:
        """Active officers in official order."""
        ...

    def everybody(self) -> list[Officer]:
        """Those who may not sign in any more as well."""
        ...

    def officer(self, key: UUID) -> Officer | None: ...

    def attempts(self, key: UUID, most: int) -> list[LoginAttempt]:
        """The newest first."""
        ...


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Fact: this officer now sits at the desk; None when nobody does."""

    officer: Officer | None


class SignIn:
    """Checks PINs. Runs on the store thread (argon2 takes about 0.1 s on purpose).

    Every attempt stands in the record, so the delay holds after a restart and on every desk. A record
    that cannot be written locks nobody out: attempts wait here until it can.
    """

    def __init__(
        self,
        ledger: Ledger,
        store: OfficerStore,
        clock: Clock,
        mark: Mark,
        hasher: PasswordHasher | None = None,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._clock = clock
        self._mark = mark
        self._hasher = hasher or PasswordHasher()
        self._unwritten: list[LoginAttempt] = []

    def officers(self) -> list[Officer]:
        return self._store.officers()

    def check(self, key: UUID, pin: str) -> Officer:
        """The officer, or `Refused`: "wait" with the seconds left, or "wrong_pin"."""
        officer = self._store.officer(key)
        if officer is None or not officer.active:
            raise Refused("person", "unknown_person")
        wrong, left = self._standing(key)
        if left:
            self._note(officer, Outcome.WAIT)
            raise Refused("pin", "wait", seconds=left)
        try:
            self._hasher.verify(officer.pin_hash, pin)
        except (VerificationError, ValueError):
            self._note(officer, Outcome.WRONG)
            raise Refused("pin", "wrong_pin", left=max(0, FREE_TRIES - wrong - 1)) from None
        renewed = officer
        if self._hasher.check_needs_rehash(officer.pin_hash):
            renewed = replace(officer, pin_hash=self.hash(pin))
        return self._note(officer, Outcome.GOOD, renewed)

    def waits_s(self, key: UUID) -> int:
        """Seconds until this person may try again, 0 for at once."""
        return self._standing(key)[1]

    def free(self, by: Officer, key: UUID) -> None:
        """End the wait of a person. `Refused`: not_allowed, unknown_person."""
        demand(by, Act.PEOPLE)
        officer = self._store.officer(key)
        if officer is None:
            raise Refused("person", "unknown_person")
        self._unwritten = [one for one in self._unwritten if one.officer_id != key]
        attempt = self._attempt(officer, Outcome.FREED)
        with self._ledger.change(str(by.id), "signin.free", ("officer", str(key))) as change:
            change.put("login_attempt", attempt)

    def hash(self, pin: str) -> str:
        return self._hasher.hash(pin)

    def _standing(self, key: UUID) -> tuple[int, int]:
        """Wrong PINs in a row, and the seconds still to wait."""
        try:
            kept = self._store.attempts(key, LOOKED_BACK)
        except Unreachable:  # an older store that could not be upgraded has no such table
            kept = []
        waiting = [one for one in reversed(self._unwritten) if one.officer_id == key]
        wrong, last = _in_a_row([*waiting, *kept])
        if wrong < FREE_TRIES or last is None:
            return wrong, 0
        whole = min(timedelta(hours=1), timedelta(minutes=2 ** min(6, wrong - FREE_TRIES)))
        left = min(whole, last + whole - self._clock.now())  # the clock may have been put back
        return wrong, max(0, -(-left // timedelta(seconds=1)))

    def _attempt(self, officer: Officer, outcome: Outcome) -> LoginAttempt:
        return LoginAttempt(new_id(), officer.id, self._clock.now(), outcome, self._mark)

    def _note(self, officer: Officer, outcome: Outcome, renewed: Officer | None = None) -> Officer:
        """Write the attempt, and what could not be written before; the officer as he is then."""
        told = [*self._unwritten, self._attempt(officer, outcome)]
        self._unwritten = []
        subject = ("officer", str(officer.id))
        try:
            with self._ledger.change(str(officer.id), "signin.attempt", subject) as change:
                change.put_many("login_attempt", told)
                if renewed is not None and renewed != officer:
                    change.put("officer", renewed, seen=officer)
        except (Unreachable, Conflict) as error:
            # Conflict: another desk has changed the PIN meanwhile
            _log.warning("an attempt to sign in waits to be written: %s", type(error).__name__)
            self._unwritten = told[-LOOKED_BACK:]
            return officer
        return renewed or officer


def _in_a_row(newest_first: Iterable[LoginAttempt]) -> tuple[int, datetime | None]:
    """Wrong PINs since the last good one, and when the last of them was."""
    wrong, last = 0, None
    for one in newest_first:
        if one.outcome in (Outcome.GOOD, Outcome.FREED):
            break
        if one.outcome is Outcome.WRONG:
            wrong, last = wrong + 1, last or one.at
    return wrong, last
