"""The way of a report: the strip of stages, and the one button that moves it on."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.people.rights import Act
from app.reports.records import ISSUED, WITH_DRAFTER, Report, ReportKind, Stage
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.flow import Flow
from widgets.kit.gate import gates
from widgets.kit.labels import ElidedLabel
from widgets.kit.panel import Panel
from widgets.kit.steps import StepRail

NEXT = "Ctrl+Enter"


class FlowBar(Panel):
    """Main buttons share one key; only that of the stage is there."""

    def __init__(self, desk: Desk) -> None:
        theme = desk.theme
        super().__init__(theme)
        self.rail = StepRail(theme)
        self._told = ElidedLabel(theme, "", "small", tone="text2")
        self.submit = MainButton(theme, self.tr("Submit for review"), NEXT)
        self.review = MainButton(theme, self.tr("Reviewed"), NEXT)
        self.issue = MainButton(theme, self.tr("Issue"), NEXT)
        self.send = MainButton(theme, self.tr("Send the report"), NEXT)
        self.confirm = MainButton(theme, self.tr("Confirm receipt"), NEXT)
        self.review_here = MainButton(theme, self.tr("Reviewed, by PIN"), NEXT)
        self.issue_here = MainButton(theme, self.tr("Issue, by PIN"), NEXT)
        self.back = PlainButton(theme, self.tr("Return"), "Alt+T")
        self.consent = PlainButton(theme, self.tr("Oral consent"), "Alt+O")
        self.sign = PlainButton(theme, self.tr("Sign now"))
        self.more = PlainButton(theme, self.tr("Send to more"), "Alt+S")
        self.copy = PlainButton(theme, self.tr("Copy text"), "Alt+C")
        self.phone = PlainButton(theme, self.tr("Told by phone"), "Alt+H")
        self.urge = PlainButton(theme, self.tr("Urging"), "Alt+U")
        self.correct = PlainButton(theme, self.tr("Correct"))
        self.cancel = PlainButton(theme, self.tr("Cancel the report"))
        gates(desk, Act.INTAKE, self.submit, self.send, self.confirm, self.consent, self.more,
              self.phone, self.urge, self.correct, self.review_here, self.issue_here)  # fmt: skip
        gates(desk, Act.REVIEW, self.review, self.back)
        gates(desk, Act.ISSUE, self.issue, self.sign)
        self._lay_out()

    def show_stage(self, report: Report | None, incident: bool, signs: bool) -> None:
        """`signs`: whoever sits here may take the step himself."""
        stage = report.stage if report is not None else None
        issued = stage in ISSUED
        drafting = stage in WITH_DRAFTER
        open_sending = stage is Stage.CONFIRM
        shown = {
            self.submit: drafting,
            self.review: stage is Stage.REVIEW and signs,
            self.issue: stage is Stage.ISSUE and signs,
            self.review_here: stage is Stage.REVIEW and not signs,
            self.issue_here: stage is Stage.ISSUE and not signs,
            self.send: stage is Stage.SEND,
            self.confirm: open_sending,
            self.back: stage in (Stage.REVIEW, Stage.ISSUE),
            self.consent: stage is Stage.ISSUE,
            self.sign: issued and report is not None and not report.signed
            and report.kind is not ReportKind.PHONE,
            self.more: open_sending,
            self.copy: report is not None,
            self.phone: incident,
            self.urge: incident,
            self.correct: issued,
            self.cancel: stage is not None and not open_sending
            and stage not in (Stage.FILED, Stage.CANCELLED),
        }  # fmt: skip
        for button, there in shown.items():
            button.setVisible(there)

    def tell(self, words: str) -> None:
        self._told.setText(words)
        self._told.setVisible(bool(words))

    def _lay_out(self) -> None:
        row = QWidget()
        flow = Flow(8, row)
        for button in (
            self.submit, self.review, self.issue, self.review_here, self.issue_here, self.send,
            self.confirm, self.back, self.consent,
            self.sign, self.more, self.copy, self.phone, self.urge, self.correct, self.cancel,
        ):  # fmt: skip
            flow.addWidget(button)
        box = QVBoxLayout()
        box.addStretch(1)
        box.addWidget(self._told)
        box.addWidget(row)
        box.addStretch(1)
        line = QHBoxLayout()
        line.addWidget(self.rail, 2)
        line.addLayout(box, 3)
        self.body.addLayout(line)
