"""What is done with a report, and the cards that ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtGui import QGuiApplication

from app.base.errors import Refused
from app.people.records import Officer
from app.people.rights import Act, may
from app.reports.desk import ReportDesk
from app.reports.records import (
    ISSUED,
    WITH_DRAFTER,
    Direction,
    Element,
    Form,
    Report,
    ReportKind,
    SendWay,
)
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.gate import gates
from widgets.reports.cards import (
    ConfirmCard,
    ConsentCard,
    IssueCard,
    MinutesCard,
    PhoneCard,
    ReasonCard,
    SendCard,
    StateCard,
    UrgeCard,
)
from widgets.reports.doing import Doing
from widgets.reports.flowbar import FlowBar

if TYPE_CHECKING:
    from widgets.reports.page import ReportsPage


LOOSE = (ReportKind.FLASH, ReportKind.SPECIAL, ReportKind.MINUTES)
"""Kinds that may belong to no event."""


class Acts(Doing):
    """One method per act of the page; each asks by a card what it needs."""

    def __init__(
        self,
        desk: Desk,
        page: ReportsPage,
        reports: ReportDesk,
        leaders: Callable[[], list[Officer]],
    ) -> None:
        super().__init__(desk, page)
        self._reports = reports
        self._leaders = leaders
        self._known: dict[UUID, Officer] = {}
        theme = desk.theme
        self.reason = ReasonCard(theme, page)
        self.issue_card = IssueCard(theme, page)
        self.consent_card = ConsentCard(theme, page)
        self.send_card = SendCard(theme, page)
        self.confirm_card = ConfirmCard(theme, page)
        self.phone_card = PhoneCard(theme, page)
        self.urge_card = UrgeCard(theme, page)
        self.state_card = StateCard(theme, page)
        self.minutes_card = MinutesCard(theme, page)
        for card in (
            self.reason, self.issue_card, self.consent_card, self.send_card, self.confirm_card,
            self.phone_card, self.urge_card, self.state_card,
            self.minutes_card,
        ):  # fmt: skip
            self._tie_card(card)

    def tie(self, flow: FlowBar) -> None:
        for button, act in (
            (flow.submit, self.submit), (flow.review, self.review), (flow.issue, self.issue),
            (flow.send, self.send), (flow.more, self.send), (flow.confirm, self.confirm),
            (flow.back, self.give_back), (flow.consent, self.consent), (flow.sign, self.sign),
            (flow.copy, self.copy), (flow.phone, self.phone), (flow.urge, self.urge),
            (flow.correct, self.correct), (flow.cancel, self.cancel),
        ):  # fmt: skip
            button.clicked.connect(partial(self._page.when_read, act))

    def gate_middle(self, *buttons: PlainButton) -> None:
        gates(self._desk, Act.INTAKE, *buttons)

    # drafting

    def draft(self) -> None:
        """Alt+D: of the event that is chosen; 每日一报, and what belongs to no event, of the day."""
        incident, show = self._page.incident, self._page.show_report
        kind = ReportKind(str(self._page.kind.value()))
        self.keep()
        if kind is ReportKind.DAILY:
            self._do(self._reports.daily, then=show)
        elif kind is ReportKind.MINUTES and incident is not None:
            self.minutes()
        elif incident is not None:
            self._do(self._reports.writing.draft, incident, kind, then=show)
        elif kind in LOOSE:
            self._do(self._reports.writing.compose, kind, kind.value, "", then=show)
        else:
            self._desk.say(self.tr("Choose the event first"))

    def minutes(self) -> None:
        """会商纪要 from the record of a consultation; which, is asked where several were held."""
        incident, card = self._page.incident, self.minutes_card
        if incident is None:
            return

        def draft(key: UUID) -> None:
            self._do(self._reports.minutes, incident, key, card=card, then=self._page.show_report)

        def show(held: Any) -> None:
            if not held:
                self._desk.say(self.tr("Nobody consulted about this event yet."))
            elif len(held) == 1:
                draft(held[0].record.id)
            else:
                card.show_held(held)
                self._ask(card, self.tr("Minutes"), incident.title, self.tr("Draft it"),
                          lambda: draft(card.chosen()))  # fmt: skip

        ask(self, self._desk.store, self._reports.consulted, incident, then=show, fail=self._failed)

    def redraft(self, take: frozenset[Form]) -> None:
        look = self._page.look
        if look is None:
            return
        words, others = self._page.editor.words(), self._page.editor.others()

        def work(by: Officer, report: Report) -> Report:
            kept = {form: text for form, text in words.items() if form not in take}
            report = self._reports.writing.edit(by, report, kept, **others)
            return self._reports.writing.redraft(by, report, take)

        def done(report: Report) -> None:
            self._page.editor.settle()
            self._page.editor.report = None
            self._page.show_report(report)
            self._page.editor.go_to(self._page.editor.form.value)

        self._do(work, look.report, then=done, shift=False)

    def keep(self) -> None:
        """What was typed becomes the record, without a step."""
        look, editor = self._page.look, self._page.editor
        if look is None or look.report.stage not in WITH_DRAFTER or not editor.changed:
            return
        words, others = editor.words(), editor.others()

        def work(by: Officer, report: Report) -> Report:
            return self._reports.writing.edit(by, report, words, **others)

        self._do(work, look.report, then=lambda _: editor.settle(), shift=False)

    def state(self) -> None:
        incident, card = self._page.incident, self.state_card
        if incident is None:
            return

        def work(by: Officer) -> object:
            at = card.time("at", self._desk.clock.now())
            return self._reports.writing.state(
                by, incident, Element(card.text("element")), card.text("text"),
                card.text("unit"), at, card.replaced(), card.text("reason"),
            )  # fmt: skip

        def show(told: Any) -> None:
            card.show_told(told)
            card.fill(text="", unit="", at="", reason="")
            note = self.tr("It stands in the record of the event and in the next draft.")
            self._ask(card, self.tr("A fact for the reports"), note, self.tr("Record"),
                      lambda: self._do(work, card=card, shift=False, then=self._stated))  # fmt: skip

        look = self._reports.store.statements
        ask(self, self._desk.store, look, incident.id, then=show, fail=self._failed)

    def _stated(self, _made: object) -> None:
        look = self._page.look
        if look is not None and look.report.stage in WITH_DRAFTER and look.report.facts:
            self.redraft(frozenset())

    # the way

    def submit(self) -> None:
        look = self._page.look
        if look is None:
            return
        words, others = self._page.editor.words(), self._page.editor.others()

        def work(by: Officer, shift: UUID, report: Report) -> Report:
            report = self._reports.writing.edit(by, report, words, **others)
            return self._reports.flow.submit(by, shift, report)

        def done(report: Report) -> None:
            self._page.editor.settle()
            self._page.editor.report = None
            self._page.show_report(report)

        self._do(work, look.report, then=done, refused=self._page.editor.refuse)

    def review(self) -> None:
        self._with_report(self._reports.flow.review)

    def issue(self) -> None:
        card, look = self.issue_card, self._page.look

        def show(numbers: Any) -> None:
            card.twice = None
            card.fill(year_no=numbers.next)
            note = self.tr("Largest number of {year}: {n}")
            self._ask(card, self.tr("Issue"), note.format(year=numbers.year, n=numbers.largest),
                      self.tr("Issue"), self._issue, look)  # fmt: skip

        if look is not None:
            ask(self, self._desk.store, self._reports.flow.numbering, look.report.kind,
                then=show, fail=self._failed)  # fmt: skip

    def _issue(self) -> None:
        card, look = self.issue_card, self._page.look
        number = card.fields["year_no"].value()
        twice = card.twice is not None and card.twice == number

        def refused(error: Exception) -> None:
            if isinstance(error, Refused) and error.code == "number_used":
                card.twice = number

        if look is not None:
            self._do(self._reports.flow.issue, look.report, number, twice, card=card,
                     then=self._page.show_report, refused=refused)  # fmt: skip

    def consent(self) -> None:
        card, look = self.consent_card, self._page.look

        def show(people: list[Officer]) -> None:
            leaders = [one for one in people if may(one, Act.ISSUE)]
            self._known = {one.id: one for one in leaders}
            card.show_leaders(leaders, self._desk.clock.now())
            note = self.tr("The leader consented by telephone; the signature follows later.")
            self._ask(card, self.tr("Oral consent"), note, self.tr("Issue"), self._consent, look)

        ask(self, self._desk.store, self._leaders, then=show, fail=self._failed)

    def _consent(self) -> None:
        card, look = self.consent_card, self._page.look
        key = card.leader()
        if look is None:
            return

        def work(by: Officer, shift: UUID, report: Report) -> Report:
            now = self._desk.clock.now()
            said_at = card.time("said_at", now) or now
            if key is None:
                raise Refused("leader", "empty")
            return self._reports.flow.consent(by, shift, report, self._known[key], said_at)

        self._do(work, look.report, card=card, then=self._page.show_report)

    def sign(self) -> None:
        self._with_report(self._reports.flow.sign)

    def send(self) -> None:
        look, card = self._page.look, self.send_card
        if look is None:
            return
        sent = {one.recipient for one in look.sendings}
        left = [unit for unit in (*look.report.to, *look.report.also) if unit not in sent]
        card.options("recipient", [(unit, unit) for unit in left])
        card.fill(way=SendWay.SYSTEM.value, sent_at="", outside_no="")

        def work(by: Officer, shift: UUID, report: Report) -> Report:
            at = card.time("sent_at", self._desk.clock.now())
            return self._reports.sender.send(
                by, shift, report, card.recipient(), SendWay(card.text("way")),
                card.text("outside_no"), at,
            )  # fmt: skip

        self._ask(card, self.tr("Send the report"), self.tr("{n} still to be told").format(n=len(left)),
                  self.tr("Sent"), lambda: self._card_with(card, work), look)  # fmt: skip

    def confirm(self) -> None:
        look, card = self._page.look, self.confirm_card
        if look is None:
            return
        card.show_sendings(look.sendings)
        card.fill(confirmed_at="", confirmed_by="")
        if not card.open:
            self.send()
            return

        def work(by: Officer, shift: UUID, report: Report) -> Report:
            at = card.time("confirmed_at", self._desk.clock.now())
            who = card.text("confirmed_by")
            return self._reports.sender.confirm(by, shift, report, card.sending(), who, at)

        note = self.tr("By telephone: it arrived whole.")
        self._ask(card, self.tr("Confirm receipt"), note, self.tr("Confirmed"),
                  lambda: self._card_with(card, work), look)  # fmt: skip

    def give_back(self) -> None:
        self._reasoned(self.tr("Return"), self._reports.flow.give_back)

    def correct(self) -> None:
        self._reasoned(self.tr("Correct"), self._reports.writing.correct)

    def cancel(self) -> None:
        self._reasoned(self.tr("Cancel the report"), self._reports.flow.cancel)

    def _reasoned(self, title: str, act: Callable[..., Report]) -> None:
        look, card = self._page.look, self.reason
        if look is None:
            return
        card.fill(reason="")

        def work(by: Officer, shift: UUID, report: Report) -> Report:
            return act(by, shift, report, card.text("reason"))

        self._ask(card, title, look.report.title, title, lambda: self._card_with(card, work), look)

    # around

    def phone(self) -> None:
        """By telephone first: the script stands in its tab, the clock stops when it was said."""
        incident, card, editor = self._page.incident, self.phone_card, self._page.editor
        if incident is None:
            return
        script = editor.shown_text() if editor.form is Form.SCRIPT and editor.report else ""
        row = self._page.board.current()
        to = row.clock.to if row is not None and row.incident.id == incident.id else ""
        card.fill(recipient=to or self._reports.rules.to[0], sent_at="", heard="")

        def work(by: Officer, shift: UUID) -> Report:
            at = card.time("sent_at", self._desk.clock.now())
            return self._reports.sender.phone(
                by, shift, incident, card.text("recipient"), card.text("heard"), at, script
            )

        note = self.tr(
            "Told by telephone before any paper: it is written down and stops its clock."
        )
        self._ask(card, self.tr("Told by phone"), note, self.tr("Record"),
                  lambda: self._do(work, card=card, then=lambda _: self._page.read()))  # fmt: skip

    def urge(self) -> None:
        look, incident, card = self._page.look, self._page.incident, self.urge_card
        report = look.report if look is not None else None
        card.fill(direction=Direction.IN.value, unit="", person="", words="")

        def work(by: Officer, shift: UUID) -> object:
            return self._reports.sender.urge(
                by, shift, Direction(card.text("direction")), card.text("unit"),
                card.text("person"), card.text("words"), incident, report,
            )  # fmt: skip

        self._ask(card, self.tr("Urging"), "", self.tr("Record"),
                  lambda: self._do(work, card=card, then=lambda _: self._page.read()))  # fmt: skip

    def copy(self) -> None:
        """Alt+C: the text that is shown, for another program; what is to be made public not before it is
        issued."""
        editor, look = self._page.editor, self._page.look
        report = look.report if look is not None else None
        if report and report.kind is ReportKind.RELEASE and report.stage not in ISSUED:
            self._desk.say(self.tr("Not issued yet: it must not be made public"))
            return
        QGuiApplication.clipboard().setText(editor.shown_text())
        self._desk.say(self.tr("Copied: {what}").format(what=editor.form.value))
