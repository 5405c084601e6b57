"""The contact book as a table: what is exported can be imported again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from app.base.clock import local
from app.people.contacts import Card, Org, PointKind
from app.people.importing import KINDS
from app.people.numbers import ContactRules

_FIELDS = ("unit", "kind", "parent", "name", "duty", *KINDS)
WIDTHS = (28, 10, 24, 12, 20, 22, 22, 22, 22, 12)
TITLE = "通讯录"


def table(rules: ContactRules, units: Iterable[Org], cards: Sequence[Card]) -> list[list[str]]:
    """Heads and one row for each card with a unit of the book; several numbers divided by 、. A unit
    that has none but numbers that once rang is left out."""
    known = {one.id: one for one in units}
    rows = [[*(rules.heads[name][0] for name in _FIELDS), "核对日期"]]
    rows += [_row(card, known) for card in cards if card.org is not None and _tells(card)]
    return rows


def _tells(card: Card) -> bool:
    return card.person is not None or any(_numbers(card, kind) for kind in KINDS.values())


def _row(card: Card, known: Mapping[UUID, Org]) -> list[str]:
    unit = card.org
    assert unit is not None
    parent = known.get(unit.parent_id) if unit.parent_id else None
    checked = [one.verified_at for one in card.points if one.verified_at is not None]
    return [
        unit.full_name,
        unit.kind.value,
        parent.full_name if parent else "",
        card.person.name if card.person else "",
        card.person.duty if card.person else "",
        *(_numbers(card, kind) for kind in KINDS.values()),
        local(min(checked)).date().isoformat() if checked else "",
    ]


def _numbers(card: Card, kind: PointKind) -> str:
    return "、".join(one.value for one in card.points if one.kind is kind)
