"""The talk-groups: those of the county's list and those the gateways tell, who talks, who talked last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.radio.events import Groups
from app.radio.records import RadioEvent, RadioGroup


@dataclass(frozen=True, slots=True)
class Talker:
    """Who talks or talked. `radio` 0: this desk, `holder` is the officer. `seconds` None: talks still."""

    radio: int
    unit: str
    holder: str
    since: datetime
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """`gateway`: the one that tells or heard it last, "" = none yet; `chosen`: its radio stands on it.

    `name` "" = nobody told one; `listed` None: not in the county's list.
    """

    number: int
    name: str
    gateway: str
    chosen: bool
    talker: Talker | None
    last: Talker | None
    listed: RadioGroup | None


class GroupBook:
    """In memory. Not safe for threads by itself: the service holds the lock."""

    def __init__(self) -> None:
        self._listed: dict[int, RadioGroup] = {}
        self._told: dict[str, dict[int, str]] = {}
        self._chosen: dict[str, int] = {}
        self._heard: dict[int, str] = {}
        self._talks: dict[int, Talker] = {}
        self._last: dict[int, Talker] = {}

    def load(self, groups: list[RadioGroup]) -> None:
        """The active list; of one number written twice the last holds."""
        self._listed = {group.number: group for group in groups}

    def remember(self, event: RadioEvent) -> None:
        """A talk of an earlier run; what was heard since then wins."""
        number = event.talkgroup
        if number is None or number in self._last:
            return
        talker = Talker(event.radio or 0, event.unit, event.holder, event.at, event.seconds)
        self._last[number] = talker
        self._heard.setdefault(number, event.gateway)

    def told(self, event: Groups) -> bool:
        """True when the gateway said something new. What it does not name, it does not take back."""
        gateway = event.heard.gateway
        before = dict(self._told.get(gateway, {})), self._chosen.get(gateway)
        self._told.setdefault(gateway, {}).update(event.groups)
        if event.chosen is not None:
            self._chosen[gateway] = event.chosen
            self._told[gateway].setdefault(event.chosen, "")
        return before != (self._told[gateway], self._chosen.get(gateway))

    def chosen(self, gateway: str) -> int | None:
        return self._chosen.get(gateway)

    def gateway_of(self, number: int) -> str:
        """The gateway whose radio stands on it, else that tells it, else that heard it; "" = none."""
        for gateway, chosen in self._chosen.items():
            if chosen == number:
                return gateway
        for gateway, told in self._told.items():
            if number in told:
                return gateway
        return self._heard.get(number, "")

    def talks(self, number: int, gateway: str, talker: Talker) -> None:
        self._heard[number] = gateway
        self._talks[number] = talker

    def talked(self, number: int, seconds: int) -> None:
        talker = self._talks.pop(number, None)
        if talker is not None:
            self._last[number] = replace(talker, seconds=seconds)

    def bumped(self, number: int) -> None:
        """Nobody spoke: who talked last stays."""
        self._talks.pop(number, None)

    def all(self) -> list[GroupSeen]:
        """In the order of the list, then those that only gateways know, by number."""
        told = {number for groups in self._told.values() for number in groups}
        numbers = {*self._listed, *told, *self._talks, *self._last}
        seen = [self._seen(number) for number in numbers]
        return sorted(
            seen,
            key=lambda one: (one.listed is None, one.listed.sort if one.listed else 0, one.number),
        )

    def _seen(self, number: int) -> GroupSeen:
        listed, gateway = self._listed.get(number), self.gateway_of(number)
        names = (told.get(number, "") for told in self._told.values())
        return GroupSeen(
            number,
            listed.name if listed else next((name for name in names if name), ""),
            gateway,
            self._chosen.get(gateway) == number,
            self._talks.get(number),
            self._last.get(number),
            listed,
        )
