"""The number that stands beside a name on paper."""

from __future__ import annotations

from collections.abc import Iterable

from app.people.contacts import ContactStore, PointKind, PointState
from app.people.records import Officer

MOST = 100


def mobiles(contacts: ContactStore, officers: Iterable[Officer]) -> dict[str, str]:
    """Name -> mobile number of the one person of that name in the book, or of the one among several who
    has the officer's post there. Else the name is not in the answer: a wrong number beside a name is
    worse than none."""
    found: dict[str, str] = {}
    for officer in officers:
        cards = [
            card
            for card in contacts.find(officer.name, MOST)
            if card.person and card.person.name == officer.name
        ]
        if len(cards) > 1:
            cards = [c for c in cards if c.person and c.person.duty == officer.role.value]
        if len(cards) != 1:
            continue
        numbers = [
            point.value
            for point in cards[0].points
            if point.kind is PointKind.MOBILE and point.state is PointState.GOOD
        ]
        if numbers:
            found[officer.name] = numbers[0]
    return found
