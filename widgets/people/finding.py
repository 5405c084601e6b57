"""People and units for the command bar."""

from __future__ import annotations

from uuid import UUID

from app.base.search import normal
from app.people.contacts import Card, ContactPoint, ContactStore, PointState
from app.people.pinyin import spellings
from app.people.support import Support, SupportTurn, When
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


def support_finder(support: Support) -> Finder:
    """Who is rung at the firms just now: by trade, firm or name; on the store thread."""

    def find(words: str) -> list[Offer]:
        listed, asked = support.listed(), normal(words).split()
        now = (one for one in listed.turns if one.when(listed.at) is When.NOW)
        return [_turn(one) for one in now if all(_holds(one, word) for word in asked)]

    return find


def _holds(turn: SupportTurn, word: str) -> bool:
    told = (turn.trade.value, turn.firm, turn.name)
    if any(word in normal(one) for one in told):
        return True
    return word.isascii() and any(
        spelled.startswith(word) for one in told for spelled in spellings(one)
    )


def _turn(turn: SupportTurn) -> Offer:
    return Offer(
        key=str(turn.id),
        icon="wrench",
        title=f"{turn.name}  {turn.firm}",
        note=f"{turn.trade.value}  {turn.note}".strip(),
        number=turn.phones[0],
        person=turn.name,
        whose=f"{turn.firm} {turn.name}",
        place="contacts",
        subject=("support", turn.id),
    )


def _offer(card: Card) -> Offer:
    point = first_good(card)
    person = card.person
    return Offer(
        key=str(key_of(card)),
        icon="user" if person else "building-2",
        title=f"{person.name}  {person.duty}".strip() if person else card.unit,
        note=card.unit if person else card.name,
        number=point.value if point else "",
        person=person.name if person else "",
        whose=whose(card),
        place="contacts",
        subject=key_of(card),
    )
