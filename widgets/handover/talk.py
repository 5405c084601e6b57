"""What is said about one item: a question back (Alt+Q), its answer, why it goes on unfinished (Alt+K)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from app.base.clock import hhmm
from app.base.errors import Refused
from app.handover.records import HandoverItem, HandoverNote, HandoverState, NoteKind
from app.handover.service import Handovers
from app.handover.sheet import HandoverSheet
from app.handover.states import asked_open
from app.people.records import Officer
from widgets.handover.refusals import own_words, why
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.fields import TextField
from widgets.kit.overcard import OverCard
from widgets.kit.theme import Theme

LABEL_W = 48
SHOWN = 60
"""Characters of an item that stand over the words about it."""


class TalkCard(OverCard):
    """One line of words about one item."""

    card_w = 560

    def __init__(self, theme: Theme, page: QWidget) -> None:
        self.words = TextField(theme, self.tr("Words"), label_w=LABEL_W)
        super().__init__(theme, page, {"words": self.words})


@dataclass(frozen=True, slots=True)
class _Asked:
    sheet: HandoverSheet
    item: HandoverItem
    kind: NoteKind
    by: Officer


class ItemTalk(QObject):
    """`said` when something was written; `seat_wanted` when somebody of the incoming crew must sit
    down first."""

    said = Signal()
    seat_wanted = Signal()

    def __init__(self, desk: Desk, service: Handovers, page: QWidget, below: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._service = service
        self._below = below
        self._asked: _Asked | None = None
        self.card = TalkCard(desk.theme, page)
        self.card.given.connect(self._given)

    def ask(self, sheet: HandoverSheet | None, item: HandoverItem | None) -> None:
        """A question; its answer when one waits."""
        if sheet is None or item is None or sheet.in_force:
            return
        if sheet.handover.state is HandoverState.DRAFT:
            self._desk.say(self.tr("Questions are asked once the outgoing crew has signed"))
        elif asked_open(item.id, sheet.notes):
            self._open(sheet, item, NoteKind.ANSWERED)
        elif item.acknowledged_at is not None:
            self._desk.say(self.tr("This item is acknowledged already"))
        else:
            self._open(sheet, item, NoteKind.ASKED)

    def carry(self, sheet: HandoverSheet | None, item: HandoverItem | None) -> None:
        if sheet is not None and item is not None and not sheet.in_force:
            self._open(sheet, item, NoteKind.CARRIED)

    def _open(self, sheet: HandoverSheet, item: HandoverItem, kind: NoteKind) -> None:
        officer = self._desk.session.officer
        draft = sheet.handover.state is HandoverState.DRAFT
        seated = officer is not None and any(p.officer_id == officer.id for p in sheet.crew_in)
        if kind is not NoteKind.ANSWERED and not draft and not seated:
            self.seat_wanted.emit()
            return
        if officer is None:
            self._desk.say(why(Refused("officer", "nobody_signed_in")))
            return
        titles = {
            NoteKind.ASKED: (self.tr("Ask back"), self.tr("Ask")),
            NoteKind.ANSWERED: (self.tr("Answer the question"), self.tr("Give the answer")),
            NoteKind.CARRIED: (self.tr("Carry on with a reason"), self.tr("Carry on")),
        }
        self._asked = _Asked(sheet, item, kind, officer)
        self.card.words.clear()
        title, act = titles[kind]
        text = item.text if len(item.text) <= SHOWN else f"{item.text[:SHOWN]}…"
        said = [note_words(note) for note in sheet.said(item.id)]
        self.card.ask_for(title, "\n".join([text, *said]), act, self._below)

    def _given(self) -> None:
        asked = self._asked
        if asked is None:
            return
        work: Callable[..., None] = {
            NoteKind.ASKED: self._service.ask,
            NoteKind.ANSWERED: self._service.answer,
            NoteKind.CARRIED: self._service.carry,
        }[asked.kind]
        args = (asked.sheet.handover.id, asked.item.id, asked.by, self.card.words.edit.text())
        ask(self, self._desk.store, work, *args, then=self._done, fail=self._refused)

    def _done(self, _none: object) -> None:
        self.card.close_card()
        self._asked = None
        self.said.emit()

    def _refused(self, error: Exception) -> None:
        self.card.refuse(error, own_words())
        self._desk.say(why(error))


def note_words(note: HandoverNote) -> str:
    """A question, an answer or a reason with who said it when, for the row of its item."""
    kinds = {
        NoteKind.ASKED: QCoreApplication.translate("Handover", "asks"),
        NoteKind.ANSWERED: QCoreApplication.translate("Handover", "answers"),
        NoteKind.CARRIED: QCoreApplication.translate("Handover", "carries on"),
    }
    return f"{note.by_name} {hhmm(note.at)} {kinds[note.kind]}：{note.text}"
