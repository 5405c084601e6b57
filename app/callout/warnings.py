"""The register of warnings: what arrived, and what is in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ledger import Ledger
from app.callout.records import Colour, Stage, Warning

LONGEST = timedelta(days=30)
"""No warning is looked for further back: the longest are drought warnings of a few weeks. [choice]"""

_GRAVITY = {colour: n for n, colour in enumerate(Colour)}


@dataclass(frozen=True, slots=True)
class WarningReceived:
    """Fact: this warning was written and committed. `repeated` messages make no second fact."""

    warning: Warning


class WarningStore(Protocol):
    def warnings(self, since: datetime | None = None) -> list[Warning]:
        """Newest first; only those sent at or after `since` when it is given."""
        ...

    def warning(self, identifier: str) -> Warning | None: ...


def in_force(warnings: Iterable[Warning], now: datetime) -> list[Warning]:
    """Which of them hold at `now`: not replaced, not lifted, not run out. The gravest first."""
    sent = [warning for warning in warnings if warning.effective <= now]
    replaced = {identifier for warning in sent for identifier in warning.references}
    held = [
        warning
        for warning in sent
        if warning.stage is not Stage.LIFTED
        and warning.identifier not in replaced
        and (warning.expires is None or now < warning.expires)
    ]
    return sorted(held, key=lambda warning: (-_GRAVITY[warning.colour], warning.sent))


class WarningRegister:
    """Takes warnings in. Runs on the store thread."""

    def __init__(
        self,
        ledger: Ledger,
        store: WarningStore,
        clock: Clock,
        publish: Callable[[object], None],
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._clock = clock
        self._publish = publish

    def receive(self, by: str, warning: Warning) -> Warning:
        """Write it down as received now. The same identifier again gives back the one on record.

        Raises `Refused` for a message without identifier, headline or area.
        """
        for field in ("identifier", "headline", "event"):
            if not getattr(warning, field).strip():
                raise Refused(field, "missing")
        if not warning.area:
            raise Refused("area", "missing")
        known = self._store.warning(warning.identifier)
        if known is not None:
            return known
        with self._ledger.change(by, "warning.receive", ("warning", str(warning.id))) as change:
            kept = replace(warning, received_at=change.at)
            change.put("warning", kept)
        self._publish(WarningReceived(kept))
        return kept

    def in_force(self, now: datetime | None = None) -> list[Warning]:
        """What holds at `now` (or at this moment), the gravest first."""
        at = now or self._clock.now()
        return in_force(self._store.warnings(at - LONGEST), at)

    def latest(self, since: datetime | None = None) -> list[Warning]:
        return self._store.warnings(since)
