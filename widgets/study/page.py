"""制度: special periods, responses, trainings, cards of knowledge and the rules of the room, a sheet each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.base.attachments import FileDoor
from app.base.bus import Changed
from app.base.drafts import Drafts
from app.base.search import normal
from app.duty.regulations import Regulations, Shelved, Standing
from app.duty.study import Study
from app.people.pinyin import spellings
from widgets.kit.desk import Desk
from widgets.kit.fields import SegmentField
from widgets.kit.listen import listen
from widgets.kit.reread import Reread
from widgets.shell.commandbar import Finder, Offer
from widgets.shell.page import Page
from widgets.study.knowledgeview import KnowledgeView
from widgets.study.periodsview import PeriodsView
from widgets.study.regulationsview import RegulationsView
from widgets.study.responsesview import ResponsesView
from widgets.study.trainingview import PrintTraining, TrainingView
from widgets.study.view import StudyView

MOST_OFFERS = 12


class StudyPage(Page):
    """`open("periods")` goes to a sheet: periods, responses, training, knowledge, regulations; ("place",
    page) to the rules that hold for a page, a document's key to the document.

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
    ) -> None:
        super().__init__()
        self._desk, self._study = desk, study
        self.periods = PeriodsView(desk, study.periods)
        self.responses = ResponsesView(desk, study.responses)
        self.training = TrainingView(desk, study.trainings, study.periods, door, print_training)
        self.knowledge = KnowledgeView(desk, study.knowledge)
        self.regulations = RegulationsView(desk, study.regulations, door)
        self.sheets: dict[str, StudyView] = {
            "periods": self.periods,
            "responses": self.responses,
            "training": self.training,
            "knowledge": self.knowledge,
            "regulations": self.regulations,
        }
        for name, sheet in self.sheets.items():
            sheet.keep_drafts(drafts, f"study-{name}")
        self._build()
        self._again: Reread[int] = Reread(self, desk.store, self.badge.emit, lambda _: None)
        listen(self, desk.bus, Changed, self._changed)
        self._again.ask(self._waiting)

    def first_focus(self) -> QWidget:
        return self.sheets[self._turned.value()].first_focus()

    def open(self, subject: Any) -> None:
        if isinstance(subject, UUID):
            self._to("regulations")
            self.regulations.show_document(subject)
        elif isinstance(subject, tuple):
            self._to("regulations")
            self.regulations.show_place(subject[1])
        elif subject in self.sheets:
            self._to(subject)

    def print_page(self) -> bool:
        if self._turned.value() != "training":
            return False
        return self.training.print_page()

    def _to(self, sheet: str) -> None:
        self._turned.set_value(sheet)
        self._turn()

    def _turn(self) -> None:
        self._stack.setCurrentWidget(self.sheets[self._turned.value()])
        self.first_focus().setFocus()

    def _waiting(self) -> int:
        return len(self._study.reminders())

    def _changed(self, fact: Changed) -> None:
        if fact.kind in ("special_period", "period_tick", "training"):
            self._again.ask(self._waiting)

    def _build(self) -> None:
        theme = self._desk.theme
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.m"))
        words = {
            "periods": self.tr("Special periods  Alt+5"),
            "responses": self.tr("Responses  Alt+6"),
            "training": self.tr("Training  Alt+7"),
            "knowledge": self.tr("Knowledge  Alt+8"),
            "regulations": self.tr("Rules  Alt+9"),
        }
        self._turned = SegmentField(theme, "", list(words.items()))
        self._turned.set_value("periods")
        self._turned.changed.connect(self._turn)
        self._turned.setFixedWidth(theme.px("size.body") * 50)
        box.addWidget(self._turned)
        self._stack = QStackedWidget()
        for number, (name, sheet) in enumerate(self.sheets.items(), 5):
            self._stack.addWidget(sheet)
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda name=name: self.open(name))
        box.addWidget(self._stack, 1)


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
