"""Who sits at this desk now, and which shift it is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.base.bus import Bus
from app.base.errors import Refused
from app.people.covering import covered_name, covered_text, is_covered, seeks_covered
from app.people.records import Officer
from app.people.rights import Act, demand
from app.people.signin import SignedIn


@dataclass(frozen=True, slots=True)
class ShiftEntered:
    """Fact: this desk now writes into this shift."""

    shift_id: UUID


class Session:
    """Held on the Qt thread. Everybody who writes asks it for a name."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._officer: Officer | None = None
        self._shift_id: UUID | None = None

    @property
    def shift_id(self) -> UUID | None:
        """The shift that what is written now belongs to."""
        return self._shift_id

    def enter(self, shift_id: UUID) -> None:
        """This shift is responsible from now on."""
        self._shift_id = shift_id
        self._bus.publish(ShiftEntered(shift_id))

    def demand_shift(self) -> UUID:
        """The shift, or `Refused("shift", "not_open")`."""
        if self._shift_id is None:
            raise Refused("shift", "not_open")
        return self._shift_id

    @property
    def officer(self) -> Officer | None:
        return self._officer

    @property
    def uncovered(self) -> bool:
        """Whoever sits here sees names and numbers as they are."""
        return not is_covered(self._officer)

    def covered(self, text: str) -> str:
        """As whoever sits here may read it: telephone numbers covered for those who only look on."""
        return covered_text(text) if is_covered(self._officer) else text

    def covered_name(self, name: str) -> str:
        return covered_name(name) if is_covered(self._officer) else name

    def may_seek(self, words: str) -> bool:
        """False for figures, when numbers are covered for whoever sits here."""
        return not (is_covered(self._officer) and seeks_covered(words))

    def demand(self, act: Act | None = None) -> Officer:
        """The officer, or `Refused("officer", …)`: nobody_signed_in, or not_allowed to do `act`."""
        if self._officer is None:
            raise Refused("officer", "nobody_signed_in")
        if act is not None:
            demand(self._officer, act)
        return self._officer

    def sign_in(self, officer: Officer | None) -> None:
        self._officer = officer
        self._bus.publish(SignedIn(officer))
