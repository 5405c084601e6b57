"""预案: the library of plans, and the dictionary of special headquarters, a sheet each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.base.bus import Changed
from app.base.drafts import Drafts
from app.base.search import normal
from app.people.contacts import Org, OrgKind
from app.people.pinyin import spellings
from app.plans.planbook import Library, Shelved
from widgets.checks.sheets import SheetsPage
from widgets.checks.view import CheckView
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.kit.reread import Reread
from widgets.plans.commanding import CommandingView
from widgets.plans.planbook import LibraryView
from widgets.plans.rooms import PlanRooms
from widgets.shell.commandbar import Finder, Offer

MOST_OFFERS = 12


class PlansPage(SheetsPage):
    """`open("headquarters")` or ("library") goes to a sheet, ("headquarters", id) to one of them, a plan's
    key to the plan. `badge` counts the plans to be revised."""

    key = "plans"

    def __init__(self, desk: Desk, rooms: PlanRooms, drafts: Drafts) -> None:
        super().__init__()
        self._library = rooms.planbook
        self.planbook = LibraryView(desk, rooms)
        self.commanding = CommandingView(desk, rooms.commanding)
        sheets: dict[str, CheckView] = {"library": self.planbook, "headquarters": self.commanding}
        for name, sheet in sheets.items():
            sheet.keep_drafts(drafts, f"plans-{name}")
        self.planbook.duties.keep_drafts(drafts, "plans-duty")
        words = {
            "library": self.tr("Plan library  Alt+5"),
            "headquarters": self.tr("Special headquarters  Alt+6"),
        }
        self.lay_sheets(desk.theme, sheets, words, 26)
        self.commanding.plan_wanted.connect(self.open)
        self._again: Reread[int] = Reread(self, desk.store, self.badge.emit, lambda _: None)
        listen(self, desk.bus, Changed, self._changed)
        self._again.ask(self._waiting)
        self._desk = desk

    def open(self, subject: Any) -> None:
        if isinstance(subject, UUID):
            self.turn("library")
            self.planbook.show_plan(subject)
        elif isinstance(subject, tuple):
            self.turn("headquarters")
            self.commanding.show_headquarters(subject[1])
        elif subject in self.sheets:
            self.turn(subject)

    def print_page(self) -> bool:
        return self.turned == "library" and self.planbook.print_page()

    def _waiting(self) -> int:
        return len(self._library.due())

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "plan":
            self._again.ask(self._waiting)


def plan_finder(library: Library) -> Finder:
    """Headquarters by name, plans in force by name, place or event for Ctrl+K; on the store thread."""

    def find(words: str) -> list[Offer]:
        asked = normal(words).split()
        kinds = (OrgKind.COMMITTEE, OrgKind.HEADQUARTERS)
        units = [one for kind in kinds for one in library.book.orgs(kind)]
        led = [_seat(one) for one in units if all(_called(one, word) for word in asked)]
        found = [
            one
            for one in library.look()
            if one.plan.active and all(_holds(one, word) for word in asked)
        ]
        return [*led, *(_offer(one) for one in found)][:MOST_OFFERS]

    return find


def _called(one: Org, word: str) -> bool:
    if word in normal(one.name) or word in normal(one.also):
        return True
    return word.isascii() and any(held.startswith(word) for held in spellings(one.name))


def _seat(one: Org) -> Offer:
    subject = ("headquarters", one.id)
    return Offer(f"headquarters/{one.id}", "list-checks", one.name, one.also, "plans", subject)


def _holds(one: Shelved, word: str) -> bool:
    told = (one.plan.name, one.owner_name, *one.plan.covers)
    if any(word in normal(part) for part in told):
        return True
    return word.isascii() and any(held.startswith(word) for held in spellings(one.plan.name))


def _offer(one: Shelved) -> Offer:
    return Offer(
        f"plan/{one.id}", "list-checks", one.plan.name,
        f"{one.plan.kind.value}  {one.owner_name}", "plans", one.id,
    )  # fmt: skip
