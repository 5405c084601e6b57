"""Who sits at the desk: sign-in by person and PIN, with a delay that grows and never locks for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from app.base.clock import Clock
from app.base.errors import Refused
from app.people.records import Officer

FREE_TRIES = 5
"""Wrong PINs before the delay begins: then 1, 2, 4 … minutes, at most an hour. [choice]"""


class OfficerStore(Protocol):
    def officers(self) -> list[Officer]:
        """Active officers in official order."""
        ...

    def officer(self, key: UUID) -> Officer | None: ...


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Fact: this officer now sits at the desk; None when nobody does."""

    officer: Officer | None


class SignIn:
    """Checks PINs. Runs on the store thread (argon2 takes about 0.1 s on purpose)."""

    def __init__(
        self, store: OfficerStore, clock: Clock, hasher: PasswordHasher | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._wrong: dict[UUID, tuple[int, float]] = {}

    def officers(self) -> list[Officer]:
        return self._store.officers()

    def check(self, key: UUID, pin: str) -> Officer:
        """The officer, or `Refused`: "wait" with the seconds left, or "wrong_pin"."""
        wrong, last_s = self._wrong.get(key, (0, 0.0))
        left = self._delay(wrong).total_seconds() - (self._clock.monotonic_s() - last_s)
        if wrong >= FREE_TRIES and left > 0:
            raise Refused("pin", "wait", seconds=int(left) + 1)
        officer = self._store.officer(key)
        if officer is None or not officer.active:
            raise Refused("person", "unknown_person")
        try:
            self._hasher.verify(officer.pin_hash, pin)
        except (VerificationError, ValueError):
            self._wrong[key] = (wrong + 1, self._clock.monotonic_s())
            raise Refused("pin", "wrong_pin", left=max(0, FREE_TRIES - wrong - 1)) from None
        self._wrong.pop(key, None)
        return officer

    def hash(self, pin: str) -> str:
        return self._hasher.hash(pin)

    @staticmethod
    def _delay(wrong: int) -> timedelta:
        if wrong < FREE_TRIES:
            return timedelta(0)
        return min(timedelta(hours=1), timedelta(minutes=2 ** min(6, wrong - FREE_TRIES)))
