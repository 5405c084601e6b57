"""How often and how long a gateway was away, from the lines of its link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.base.clock import span
from app.radio.records import HeardKind, LinkWords, RadioEvent


@dataclass(frozen=True, slots=True)
class Outage:
    """`until` None: it is away still. `why` in the words of the record."""

    gateway: str
    since: datetime
    why: str
    until: datetime | None = None

    def length(self, now: datetime) -> timedelta:
        return (self.until or now) - self.since


def outages(lines: Iterable[RadioEvent]) -> list[Outage]:
    """`lines` oldest first, of any kind; the oldest outage first. A program that was ended is none."""
    open_ones: dict[str, Outage] = {}
    told: list[Outage] = []
    for line in lines:
        if line.kind is not HeardKind.LINK:
            continue
        held = open_ones.get(line.gateway)
        state, _, why = line.text.partition("：")
        if state == LinkWords.DOWN and why != LinkWords.STOPPED:
            if held is None:
                open_ones[line.gateway] = Outage(line.gateway, line.at, why)
        elif held is not None and state != LinkWords.DEGRADED:
            told.append(replace(held, until=line.at))
            del open_ones[line.gateway]
    return sorted([*told, *open_ones.values()], key=lambda one: (one.since, one.gateway))


def summed(held: Iterable[Outage], since: datetime, now: datetime) -> str:
    """ "中断 2 次，共 12′20″" of what lay after `since`; "" for none."""
    lengths = [
        (one.until or now) - max(one.since, since) for one in held if (one.until or now) > since
    ]
    if not lengths:
        return ""
    return f"中断 {len(lengths)} 次，共 {span(sum(lengths, timedelta()))}"
