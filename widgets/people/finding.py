"""People and units for the command bar."""

from __future__ import annotations

from uuid import UUID

from app.people.contacts import Card, ContactPoint, ContactStore, PointState
from widgets.shell.commandbar import Finder, Offer

MOST = 12


def key_of(card: Card) -> UUID | None:
    """Whom a card is about: the person, else the unit."""
    return card.person.id if card.person else card.org.id if card.org else None


def whose(card: Card) -> str:
    return " ".join(part for part in (card.unit, card.name) if part)


def first_good(card: Card) -> ContactPoint | None:
    """The number to dial first: one that is known to be wrong only when there is no other."""
    good = (one for one in card.points if one.state is PointState.GOOD)
    return next(good, next(iter(card.points), None))


def contact_finder(reads: ContactStore) -> Finder:
    """Runs on the store thread."""

    def find(words: str) -> list[Offer]:
        return [_offer(card) for card in reads.find(words, MOST)]

    return find


def _offer(card: Card) -> Offer:
    point = first_good(card)
    person = card.person
    return Offer(
        key=str(key_of(card)),
        icon="user" if person else "building-2",
        title=f"{person.name}  {person.duty}".strip() if person else card.unit,
        note=card.unit if person else card.name,
        number=point.value if point else "",
        whose=whose(card),
        place="contacts",
        subject=key_of(card),
    )
