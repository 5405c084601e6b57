"""What the desk prints, by the name of the sheet: each bears the room, its mark and the time it was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.base.clock import Clock
from app.base.marks import Mark
from app.drills.metrics import RunLook
from app.drills.records import DrillRules
from app.duty.roster.view import MonthView
from app.duty.training import YearLook
from app.handover.sheet import HandoverSheet
from app.incidents import sortie_told, statistics
from app.paper.contact_sheet import contacts_pdf
from app.paper.drill_sheet import drill_pdf
from app.paper.fonts import Fonts
from app.paper.handover_sheet import handover_pdf
from app.paper.health_sheet import health_pdf
from app.paper.plan_sheet import plan_pdf
from app.paper.radio_roll_sheet import radio_roll_pdf
from app.paper.radio_sheet import radio_pdf
from app.paper.report_sheet import ReportPaper, report_pdf
from app.paper.roster_sheet import roster_pdf
from app.paper.sheet import Printed
from app.paper.sortie_sheet import sortie_pdf
from app.paper.statistics_sheet import statistics_pdf
from app.paper.training_sheet import training_pdf
from app.people.contacts import UnitPage
from app.people.numbers import ContactRules
from app.people.onpaper import Form
from app.plans.card import PlanCard
from app.radio.board import LogLine
from app.radio.rollcall import RollBook
from app.radio.rollcall_rules import RadioRollRules
from app.reports.records import Report
from app.reports.rules import USUAL, PaperSides
from app.video.health import Health, Row


@dataclass(frozen=True, slots=True)
class Prints:
    """On the paper thread. `unit` is the duty room, `office` the bureau that issues reports."""

    fonts: Fonts
    clock: Clock
    mark: Mark
    unit: str
    office: str
    contact_rules: ContactRules
    drill_rules: DrillRules
    duty_phone: str = ""
    sides: PaperSides = USUAL

    def handover(self, sheet: HandoverSheet) -> Printed:
        return handover_pdf(self.fonts, sheet)

    def month(self, view: MonthView, phones: Mapping[str, str]) -> Printed:
        return roster_pdf(self.fonts, self.unit, view, phones, self.clock.now())

    def contacts(self, form: Form, pages: Sequence[UnitPage]) -> Printed:
        at = self.clock.now()
        return contacts_pdf(self.fonts, self.unit, self.contact_rules, form, pages, at)

    def report(self, report: Report, text: str) -> Printed:
        on = ReportPaper(report, self.office, self.duty_phone, text, self.sides)
        return report_pdf(self.fonts, on, self.clock.now())

    def issued(self, report: Report) -> Printed:
        """As it was issued, for the archive."""
        on = ReportPaper(report, self.unit, self.duty_phone, sides=self.sides)
        return report_pdf(self.fonts, on, report.issued_at or self.clock.now())

    def training(self, look: YearLook) -> Printed:
        return training_pdf(self.fonts, self.unit, self.mark, look, self.clock.now())

    def plan(self, card: PlanCard) -> Printed:
        return plan_pdf(self.fonts, self.unit, self.mark, card, self.clock.now())

    def statistics(self, look: statistics.Look) -> Printed:
        return statistics_pdf(self.fonts, self.unit, self.mark, look, self.clock.now())

    def drill(self, look: RunLook) -> Printed:
        return drill_pdf(self.fonts, self.unit, look, self.drill_rules, self.clock.now())

    def sorties(
        self,
        stretch: str,
        looks: Sequence[sortie_told.Look],
        counted: Sequence[sortie_told.Look],
    ) -> Printed:
        at = self.clock.now()
        return sortie_pdf(self.fonts, self.unit, self.mark, stretch, looks, counted, at)

    def radio(
        self, stretch: str, lines: Sequence[LogLine], incidents: Mapping[UUID, str]
    ) -> Printed:
        at = self.clock.now()
        return radio_pdf(self.fonts, self.unit, self.mark, stretch, lines, incidents, at)

    def radio_roll(self, book: RollBook, rules: RadioRollRules) -> Printed:
        return radio_roll_pdf(self.fonts, self.unit, book, rules, self.clock.now())

    def health(self, rows: Sequence[Row], counts: Mapping[Health, int]) -> Printed:
        return health_pdf(self.fonts, self.unit, self.mark, rows, counts, self.clock.now())
