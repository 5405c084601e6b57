"""制度: special periods, responses, trainings, cards of knowledge and the rules of the room, a sheet each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from app.base.attachments import FileDoor
from app.base.bus import Changed
from app.base.drafts import Drafts
from app.base.search import normal
from app.duty.regulations import Regulations, Shelved, Standing
from app.duty.study import Study
from app.people.pinyin import spellings
from widgets.checks.sheets import SheetsPage
from widgets.checks.view import CheckView
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.kit.reread import Reread
from widgets.shell.commandbar import Finder, Offer
from widgets.study.knowledgeview import KnowledgeView
from widgets.study.periodsview import PeriodsView
from widgets.study.regulationsview import RegulationsView
from widgets.study.responsesview import ResponsesView
from widgets.study.trainingview import PrintTraining, TrainingView

MOST_OFFERS = 12


class StudyPage(SheetsPage):
    """`open("periods")` goes to a sheet: periods, responses, training, knowledge, regulations; ("place",
    page) to the rules that hold for a page, ("response", plan, reason) to the form that starts one, a
    document's key to the document.

    `badge` counts what is missing before a special period and in the month.
    """

    key = "study"

    def __init__(
        self,
        desk: Desk,
        study: Study,
        door: FileDoor,
        drafts: Drafts,
        print_training: PrintTraining,
        plan_names: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        super().__init__()
        self._desk, self._study = desk, study
        self.periods = PeriodsView(desk, study.periods)
        self.responses = ResponsesView(desk, study.responses, plan_names)
        self.training = TrainingView(desk, study.trainings, study.periods, door, print_training)
        self.knowledge = KnowledgeView(desk, study.knowledge)
        self.regulations = RegulationsView(desk, study.regulations, door)
        sheets: dict[str, CheckView] = {
            "periods": self.periods,
            "responses": self.responses,
            "training": self.training,
            "knowledge": self.knowledge,
            "regulations": self.regulations,
        }
        for name, sheet in sheets.items():
            sheet.keep_drafts(drafts, f"study-{name}")
        self.lay_sheets(desk.theme, sheets, self._words(), 50)
        self._again: Reread[int] = Reread(self, desk.store, self.badge.emit, lambda _: None)
        listen(self, desk.bus, Changed, self._changed)
        self._again.ask(self._waiting)

    def open(self, subject: Any) -> None:
        if isinstance(subject, UUID):
            self.turn("regulations")
            self.regulations.show_document(subject)
        elif isinstance(subject, tuple) and subject[0] == "response":
            self.turn("responses")
            self.responses.begin_for(*subject[1:])
        elif isinstance(subject, tuple):
            self.turn("regulations")
            self.regulations.show_place(subject[1])
        elif subject in self.sheets:
            self.turn(subject)

    def print_page(self) -> bool:
        if self.turned != "training":
            return False
        return self.training.print_page()

    def _waiting(self) -> int:
        return len(self._study.reminders())

    def _changed(self, fact: Changed) -> None:
        if fact.kind in ("special_period", "period_tick", "training"):
            self._again.ask(self._waiting)

    def _words(self) -> dict[str, str]:
        return {
            "periods": self.tr("Special periods  Alt+5"),
            "responses": self.tr("Responses  Alt+6"),
            "training": self.tr("Training  Alt+7"),
            "knowledge": self.tr("Knowledge  Alt+8"),
            "regulations": self.tr("Rules  Alt+9"),
        }


def rules_finder(regulations: Regulations) -> Finder:
    """Valid documents by title or kind for Ctrl+K; on the store thread."""

    def find(words: str) -> list[Offer]:
        asked = normal(words).split()
        found = [
            one
            for one in regulations.look()
            if one.standing is Standing.VALID and all(_holds(one, word) for word in asked)
        ]
        return [_offer(one) for one in found[:MOST_OFFERS]]

    return find


def _holds(one: Shelved, word: str) -> bool:
    told = (one.document.title, one.document.kind)
    if any(word in normal(part) for part in told):
        return True
    return word.isascii() and any(
        spelled.startswith(word) for part in told for spelled in spellings(part)
    )


def _offer(one: Shelved) -> Offer:
    held = one.document
    return Offer(
        f"rules/{held.id}",
        "book-bookmark",
        held.title,
        f"{held.kind}  {held.version}",
        "study",
        held.id,
    )
