"""Who sits at this desk now, and which shift it is."""

from __future__ import annotations

from uuid import UUID

from app.base.bus import Bus
from app.base.errors import Refused
from app.people.records import Officer
from app.people.signin import SignedIn


class Session:
    """Held on the Qt thread. Everybody who writes asks it for a name."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._officer: Officer | None = None
        self.shift_id: UUID | None = None

    @property
    def officer(self) -> Officer | None:
        return self._officer

    def demand(self) -> Officer:
        """The officer, or `Refused("officer", "nobody_signed_in")`."""
        if self._officer is None:
            raise Refused("officer", "nobody_signed_in")
        return self._officer

    def sign_in(self, officer: Officer | None) -> None:
        self._officer = officer
        self._bus.publish(SignedIn(officer))
