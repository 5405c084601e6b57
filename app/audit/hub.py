"""The hub as the windows see it: how the line is, and the one decision that is left to a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.audit.facts import HubAccepted
from app.audit.records import HubState
from app.people.records import Officer
from app.people.rights import Act, demand


class HubLine(Protocol):
    """What the exchange lets itself be asked."""

    @property
    def state(self) -> HubState: ...

    def try_now(self) -> None:
        """A person decided what was in the way. From any thread."""
        ...

    def forget_hub(self) -> None:
        """The next hub of this county is this desk's. On the store thread."""
        ...


class Hubs:
    """Another hub of the same county is never taken for a restored one: an officer says so, or not."""

    def __init__(self, line: HubLine, publish: Callable[[object], None]) -> None:
        self._line = line
        self._publish = publish

    @property
    def state(self) -> HubState:
        return self._line.state

    def accept(self, officer: Officer) -> None:
        """This desk belongs to the hub it meets next, and brings it all it has. On the store thread."""
        demand(officer, Act.SETTLE)
        self._line.forget_hub()
        self._publish(HubAccepted(officer.name))
        self._line.try_now()
