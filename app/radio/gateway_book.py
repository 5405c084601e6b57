"""The gateways of this desk as they are set up: written by hand, or kept at the desk and changed there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.base import kept_gateways
from app.base.errors import Refused
from app.base.ports.around import place_key
from app.base.settings import Gateway

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Known:
    """`by_hand`: it stands in settings.toml and is changed there only."""

    setting: Gateway
    by_hand: bool = False


class GatewayBook:
    """Reads and writes the disk: not on the Qt thread, and always on the same one.

    `load` gives all that are to run; `rejected` says what of the file cannot be used. Every change stands in
    the run log with who made it: the record's journal holds rows only, and these are none.
    """

    def __init__(self, folder: Path, by_hand: Sequence[Gateway]) -> None:
        self._folder, self._by_hand = folder, tuple(by_hand)
        self._join: Callable[[Gateway], bool] = lambda _: False
        self._runs: set[str] = set()
        self.rejected: tuple[str, ...] = ()

    def load(self) -> tuple[Gateway, ...]:
        found, self.rejected = kept_gateways.together(
            self._by_hand, kept_gateways.read(self._folder)
        )
        self._runs = {one.name for one in found}
        return found

    def tie(self, join: Callable[[Gateway], bool]) -> None:
        """`join` starts one at the running desk; False: its driver is not known before the next start."""
        self._join = join

    def known(self) -> list[Known]:
        """Those written by hand first."""
        kept = kept_gateways.read(self._folder).gateways
        return [
            *(Known(one, by_hand=True) for one in self._by_hand),
            *(Known(one) for one in kept if not self._hand_has(one.name)),
        ]

    def put(self, seen: Gateway | None, new: Gateway, by: str, by_name: str) -> bool:
        """`seen` None: a new one. True: it runs at once; False: from the next start on.

        Raises `Refused`: missing, bad_value, name_taken, port_taken (name), unreadable (why), changed;
        `Unreachable`: nothing was written.
        """
        kept_gateways.checked(new)
        held = self._held(seen)
        others = [*self._by_hand, *(one for one in held if one != seen)]
        if any(one.name == new.name for one in others):
            raise Refused("name", "name_taken", name=new.name)
        where = place_key(new.port)
        same = next((one.name for one in others if place_key(one.port) == where), "")
        if same:
            raise Refused("port", "port_taken", name=same)
        kept = [new if one == seen else one for one in held]
        kept_gateways.write(self._folder, kept if seen is not None else [*held, new])
        _log.info("gateway %s kept by %s (%s): %s, before: %s", new.name, by_name, by, new, seen)
        if seen is not None or new.name in self._runs or not self._join(new):
            return False
        self._runs.add(new.name)
        return True

    def drop(self, seen: Gateway, by: str, by_name: str) -> None:
        """From the next start on. Raises as `put`."""
        held = self._held(seen)
        kept_gateways.write(self._folder, [one for one in held if one != seen])
        _log.info("gateway %s taken away by %s (%s): %s", seen.name, by_name, by, seen)

    def _held(self, seen: Gateway | None) -> tuple[Gateway, ...]:
        """What the file says now. Nothing is written over what somebody has to mend first, or has changed."""
        kept = kept_gateways.read(self._folder)
        if kept.problems:
            raise Refused("file", "unreadable", why=kept.problems[0])
        if seen is not None and seen not in kept.gateways:
            raise Refused("file", "changed", name=seen.name)
        return kept.gateways

    def _hand_has(self, name: str) -> bool:
        return any(one.name == name for one in self._by_hand)
