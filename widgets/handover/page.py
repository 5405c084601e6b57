"""Handover: sections left, items in the middle, the paper right, signatures below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import hhmm, local
from app.base.errors import Refused
from app.duty.records import Shift
from app.handover.records import (
    HandoverItem,
    HandoverOverdue,
    HandoverState,
    Section,
    Side,
)
from app.handover.service import Handovers
from app.handover.sheet import HandoverSheet
from app.handover.since import Away
from app.people.records import Officer
from app.people.rights import Act
from app.people.signin import SignedIn
from widgets.handover.away import AwayLook
from widgets.handover.body import HandoverBody
from widgets.handover.look import (
    Extra,
    done_with,
    entries,
    next_section,
    next_side,
    other_sides,
    overdue_words,
    seats,
    signers,
    steps,
    waiting_for,
)
from widgets.handover.papering import Papering
from widgets.handover.preview import Paper
from widgets.handover.refusals import own_words, why
from widgets.handover.signing import SignCard, Signer
from widgets.handover.talk import ItemTalk
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.gate import Gate, gates
from widgets.kit.listen import listen
from widgets.shell.page import Page

SETTLE_MS = 150
_OWN = frozenset({"handover", "handover_item", "handover_note", "handover_signature", "crew_place"})
_ROOM = frozenset({"incident", "deadline", "log_entry", "instruction", "shift"})


class HandoverPage(Page):
    """`service` on the store thread, `print_sheet` on the paper thread, `current_shift` on the store
    thread. `open_source(SourceKind, id)` asks for the record behind an item."""

    key = "handover"
    open_source = Signal(object, str)

    def __init__(
        self,
        desk: Desk,
        service: Handovers,
        current_shift: Callable[[], Shift | None],
        print_sheet: Callable[[HandoverSheet], Paper],
        since: Callable[[Officer], Away] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`since` says what changed while an officer was away; on the store thread."""
        super().__init__(parent)
        self._desk = desk
        self._service = service
        self._current_shift = current_shift
        self._papering = Papering(desk, print_sheet, self)
        self.sheet: HandoverSheet | None = None
        self.on_paper: HandoverSheet | None = None
        self._shift: Shift | None = None
        self._then: Callable[[], None] | None = None
        self.away = AwayLook(desk, since, self)
        self._build()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SETTLE_MS)
        self._later.timeout.connect(self.reload)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, SignedIn, self._signed_in)
        listen(self, desk.bus, HandoverOverdue, self._show_band)
        self._show_nothing()

    def first_focus(self) -> QWidget:
        return self.items if self.sheet is not None else self.main

    def reload(self) -> None:
        """Ask again: the sheet shown, or that of the shift that holds the room now."""
        if self.sheet is not None and not self.sheet.in_force:
            self._ask(self._service.sheet, self.sheet.handover.id, then=self._take)
        else:
            self._ask(self._current, then=self._take_current)

    def acknowledge_rest(self) -> None:
        """Everything that need not be taken one by one."""
        sheet = self.sheet
        if sheet is not None and self._may_tick(self.acknowledge_rest):
            officer = self._desk.session.officer
            self._ask(self._service.acknowledge_rest, sheet.handover.id, officer, then=self._ticked)

    def print_page(self) -> bool:
        """The sheet beside the items, by the system's print dialog."""
        return self.preview.print_out()

    def go_on(self) -> None:
        """The main button: prepare, or the signature that is due."""
        sheet = self.sheet
        if sheet is None or done_with(sheet):
            self._prepare()
        elif (side := next_side(sheet)) is not None and not waiting_for(sheet):
            self._ask_signature([side])

    # what is shown

    def _current(self) -> tuple[Shift | None, HandoverSheet | None]:
        shift = self._current_shift()
        return shift, None if shift is None else self._service.find(shift.id)

    def _take_current(self, found: tuple[Shift | None, HandoverSheet | None]) -> None:
        self._shift, sheet = found
        self._show_band()
        if sheet is not None:
            self._take(sheet)
        elif self.sheet is not None:  # the sheet in force stays until the next one is prepared
            self._ask(self._service.sheet, self.sheet.handover.id, then=self._take)
        else:
            self._show_nothing()

    def _take(self, sheet: HandoverSheet) -> None:
        before = self.sheet.handover.id if self.sheet else None
        self.sheet = sheet
        self._body.show_parts(True)
        if before != sheet.handover.id:
            self.outline.go_to(Section.IMPORTANT)
        ticking = sheet.handover.state is not HandoverState.DRAFT
        self.outline.show_entries(entries(sheet, ticking, self.away.now))
        self._body.steps.show_steps(steps(sheet))
        self._body.top.set_note(
            self.tr("{day} shift, to be taken over at {time}; next crew here by {early}").format(
                day=f"{local(sheet.shift.starts_at):%m-%d}",
                time=hhmm(sheet.shift.ends_at),
                early=hhmm(sheet.present_by or sheet.shift.ends_at),
            )
        )
        self.own_words.show_words(sheet.handover)
        self._show_section()
        self._show_bar()
        self._show_band()
        if sheet.in_force and sheet.handover.head_seq is None:
            self._ask(self._service.keep_head, sheet.handover.id)
        self._papering.want(sheet)

    def _show_nothing(self) -> None:
        self._body.show_nothing()
        self.badge.emit(0)

    def _show_section(self) -> None:
        sheet, section = self.sheet, self.outline.section()
        if sheet is None or section is None:
            return
        if section is Extra.SINCE:
            self._show_away(sheet)
            return
        self._body.show_section(sheet, section)
        self.badge.emit(self._body.left_to_know(sheet))

    def _show_away(self, sheet: HandoverSheet) -> None:
        if self.away.now is not None:
            self._body.show_away(self.away.now, sheet)

    def _away_changed(self) -> None:
        if self.sheet is not None:
            ticking = self.sheet.handover.state is not HandoverState.DRAFT
            self.outline.show_entries(entries(self.sheet, ticking, self.away.now))
            self._show_section()

    def _show_band(self, _fact: object = None) -> None:
        now = self._desk.clock.now()
        self._body.show_band(overdue_words(self, self._shift, self.sheet, now))

    def _show_bar(self) -> None:
        if self.sheet is not None:
            self._body.show_bar(self.sheet)

    # what is done

    def _prepare(self) -> None:
        officer = self._desk.session.officer
        if officer is None:
            self._explain(Refused("officer", "nobody_signed_in"))
            return
        self._ask(self._prepare_current, officer, then=self._take)

    def _prepare_current(self, officer: Officer) -> HandoverSheet:
        shift = self._current_shift()
        if shift is None:
            raise Refused("shift", "unknown_shift")
        return self._service.prepare(shift.id, officer)

    def _tick(self, item: HandoverItem) -> None:
        if self.sheet is None or not self.items.ticking:
            return
        if item.acknowledged_at is not None:
            self._go_to_next()
            return
        if self._may_tick(lambda: self._tick(item)):
            officer = self._desk.session.officer
            self._ask(
                self._service.acknowledge,
                self.sheet.handover.id,
                item.id,
                officer,
                then=self._ticked,
            )

    def _may_tick(self, then: Callable[[], None] | None = None) -> bool:
        """True when somebody of the incoming crew sits here; else asks them to sit down first, and
        goes on with `then`."""
        sheet, officer = self.sheet, self._desk.session.officer
        if sheet is None or not self.items.ticking:
            return False
        if officer is not None and any(p.officer_id == officer.id for p in sheet.crew_in):
            return True
        self._then = then
        self.signing.ask_one_of(
            [Signer(None, key, words) for key, words in seats(sheet)],
            self.tr("Incoming crew, sign in"),
            self.tr("Items are acknowledged in the name of the person at the desk."),
            self.tr("Sign in"),
            self._body,
        )
        return False

    def _ticked(self, _answer: object) -> None:
        if self.sheet is not None:
            self._ask(self._service.sheet, self.sheet.handover.id, then=self._move_on)

    def _move_on(self, sheet: HandoverSheet) -> None:
        self._take(sheet)
        self._go_to_next()

    def _go_to_next(self) -> None:
        """The next item nobody has acknowledged: in this section, else in the next one that has any."""
        sheet, here = self.sheet, self.outline.section()
        if sheet is None or here is None:
            return
        goal = next_section(sheet, here)
        if goal is here:
            self.items.go_to_open()
        elif goal is not None:
            self.outline.go_to(goal)

    def _ask_signature(self, sides: list[Side]) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        found = signers(sheet, sides, self._desk.session.officer)
        if not found:
            self._desk.say(self.tr("Nobody of this crew may sign here; check the roster"))
            return
        self.signing.ask_one_of(
            found,
            self.main.text() if len(sides) == 1 else self.tr("Sign"),
            self.tr("Each person signs with their own PIN; nobody signs both sides."),
            self.tr("Sign"),
            self._body,
        )

    def _given(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        signer, pin = self.signing.signer(), self.signing.pin.edit.text()
        if signer.side is None:
            work, args, then = self._service.identify, (signer.officer_id, pin), self._seated
        else:
            work = self._service.sign
            args = (sheet.handover.id, signer.side, signer.officer_id, pin)
            then = self._signature_given
        ask(self, self._desk.store, work, *args, then=then, fail=self._not_signed)

    def _seated(self, officer: Officer) -> None:
        self.signing.close_card()
        self._desk.session.sign_in(officer)
        then, self._then = self._then, None
        self.items.setFocus()
        if then is not None:
            then()

    def _signature_given(self, _handover: object) -> None:
        self.signing.close_card()
        self.items.setFocus()
        if self.sheet is not None:
            self._ask(self._service.sheet, self.sheet.handover.id, then=self._move_on)

    def _said(self) -> None:
        self.items.setFocus()
        self._ticked(None)

    def _not_signed(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.code == "newcomers":
            self.signing.close_card()
            self._desk.say(why(error))
            self._ticked(None)
            return
        self.signing.refuse(error, own_words())

    def _settle(self) -> None:
        """Write down the crew's own words while it is a draft."""
        if self.sheet is not None and self.sheet.handover.state is HandoverState.DRAFT:
            self.own_words.keep(self._desk, self._service, self.sheet.handover, self.reload)

    # the paper

    def _show_paper(self, sheet: HandoverSheet, paper: Paper) -> None:
        self.preview.show_paper(paper)
        self.on_paper = sheet
        if sheet.in_force and sheet.handover.sheet_sha256 != paper.sha256:
            self._ask(self._service.keep_sheet, sheet.handover.id, paper.sha256)

    # plumbing

    def _ask(self, work: Callable, *args: object, then: Callable | None = None) -> None:
        ask(self, self._desk.store, work, *args, then=then, fail=self._explain)

    def _explain(self, error: Exception) -> None:
        words = why(error)
        self.reason.setText(words)
        self._desk.say(words)

    def _changed(self, fact: Changed) -> None:
        draft = self.sheet is None or self.sheet.handover.state is HandoverState.DRAFT
        if self.isVisible() and (fact.kind in _OWN or (draft and fact.kind in _ROOM)):
            self._later.start()

    def _signed_in(self, _fact: SignedIn) -> None:
        self._show_bar()
        self._show_section()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._later.start(0)
        self.away.look()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        if self.own_words.settle():
            self._settle()

    def offer(self, button: QWidget) -> None:
        self._body.offer(button)

    def _open(self, item: HandoverItem) -> None:
        self.open_source.emit(item.source_kind, item.source_id)

    def _build(self) -> None:
        body = self._body = HandoverBody(self._desk.theme, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(body)
        self.outline, self.items, self.own_words = body.outline, body.items, body.own_words
        self.preview, self.main, self.reason = body.preview, body.main, body.reason
        self.preview.allow_print(self._desk)
        self.items.cover = self._desk.session.covered
        self._papering.made.connect(self._show_paper)
        self._papering.failed.connect(lambda error: self.preview.say_trouble(why(error)))
        self.outline.picked.connect(lambda _: self._show_section())
        self.items.ticked.connect(self._tick)
        self.items.opened.connect(self._open)
        self.own_words.settled.connect(self._settle)
        body.rest.clicked.connect(self.acknowledge_rest)
        body.more.clicked.connect(
            lambda: self.sheet and self._ask_signature(other_sides(self.sheet))
        )
        self.main.clicked.connect(self.go_on)
        pressed = (self.main, body.more, body.rest, body.question, body.carry)
        gates(self._desk, Act.HAND_OVER, *pressed)
        Gate(self._desk, self.own_words, Act.HAND_OVER)
        self.away.changed.connect(self._away_changed)
        self.signing = SignCard(self._desk.theme, self)
        self.signing.given.connect(self._given)
        self.signing.left.connect(self.items.setFocus)
        self.talk = ItemTalk(self._desk, self._service, self, body)
        self.talk.said.connect(self._said)
        self.talk.card.left.connect(self.items.setFocus)
        self.talk.seat_wanted.connect(self._may_tick)
        body.question.clicked.connect(lambda: self.talk.ask(self.sheet, self.items.current()))
        body.carry.clicked.connect(lambda: self.talk.carry(self.sheet, self.items.current()))
