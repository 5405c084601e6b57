"""The list of contacts: who, of which unit, and the number to dial first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt

from app.people.contacts import Card, PointState
from app.people.numbers import ContactRules
from widgets.kit.columns import Column
from widgets.kit.copying import hidden
from widgets.kit.desk import Desk
from widgets.kit.table import RecordTable
from widgets.people.finding import key_of


def contact_table(desk: Desk, rules: ContactRules) -> RecordTable:
    """Two lines a card. Numbers are covered for who only looks on."""
    tr = partial(QCoreApplication.translate, "Contacts")

    def name(card: Card) -> str:
        return desk.session.covered_name(card.name) or tr("the unit's own")

    def number(card: Card) -> str:
        if not card.points:
            return "—"
        return "•••" if hidden(desk) else card.points[0].value

    def state(card: Card) -> str:
        if not card.points:
            return tr("No number is known")
        one, now = card.points[0], desk.clock.now()
        parts = [one.kind.value]
        if one.state is PointState.WRONG:
            parts.append(tr("wrong number"))
        elif rules.is_stale(one, now):
            parts.append(tr("stale"))
        if card.person and card.person.away(now):
            parts.append(tr("on leave"))
        return "  ".join(parts)

    table = RecordTable(
        desk.theme,
        (
            Column(tr("Name"), name, 150, strong=True, second=_duty, tone=_tone),
            Column(tr("Unit"), lambda c: c.unit, stretch=True, tone="text2"),
            Column(tr("First number"), number, 190, second=state, tone=_tone),
        ),
        key=key_of,
        row="list_two_line",
        name="contacts",
        memory=desk.memory,
    )
    table.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    return table


def _duty(card: Card) -> str:
    return card.person.duty if card.person else ""


def _tone(card: Card) -> str:
    return "text" if card.points else "text3"
