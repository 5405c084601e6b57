"""人员变化: every number with its run, its reason, and boxes for new statements."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.clock import day_hhmm
from app.base.errors import Refused
from app.base.said import number_said
from app.incidents.intake import standing
from app.incidents.records import Count, Figure
from app.people.rights import Act
from widgets.incidents.counts import CountBox
from widgets.incidents.refused import said
from widgets.incidents.seen import Seen
from widgets.incidents.tab import Tab
from widgets.incidents.told import run_of
from widgets.kit.buttons import PlainButton
from widgets.kit.fields import TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.lines import Line, LineList
from widgets.kit.panel import Panel

HARMED = (
    (Count.DEAD, Count.MISSING, Count.BADLY_HURT, Count.HURT),
    (Count.HURT_UNKNOWN, Count.TRAPPED, Count.AT_RISK, Count.ILL),
)
MOVED = (Count.RESCUED, Count.LEFT, Count.EVACUATED, Count.RESETTLED)


class People(Tab):
    """Alt+P puts the numbers down that were typed. What is empty says nothing new."""

    def first_focus(self) -> QWidget:
        return self.form.fields["dead"].editor

    def show_seen(self, seen: Seen | None) -> None:
        figures = seen.figures if seen else ()
        held = standing(list(figures))
        for kind, label in self.runs.items():
            run = run_of(figures, kind)
            label.setText(run if "→" in run else "")
            now = self.tr("now {n}").format(n=held[kind].number) if kind in held else ""
            field = self.form.fields[kind.name.lower()]
            field.edit.setPlaceholderText(now or self.tr("unknown"))
        self.statements.show_lines(_lines(figures))
        self.setEnabled(seen is not None)

    def count(self) -> None:
        """New numbers, each beside the old one, with who says so; a lower one asks why."""
        if self.seen is None:
            return
        self.clear_refusal(self.form)
        counts: dict[Count, tuple[int, bool]] = {}
        for kind in Count:
            name = kind.name.lower()
            try:
                number = number_said(name, str(self.form.fields[name].value()))
            except Refused as refused:
                self.form.show_error(name, said(refused))
                return
            if number is not None:
                counts[kind] = (number.number, number.about)
        if not counts:
            return
        why = self.form.fields["reason"].value()
        lower = self._lower(self.seen.figures, counts)
        if lower and not why:
            self.form.show_error("reason", lower)
            return
        self.act(
            self.form,
            lambda who, _shift, one: self.services.intake.count(who, one, counts, why),
            lambda _: self.form.clear(),
        )

    def _lower(self, figures: tuple[Figure, ...], counts: dict[Count, tuple[int, bool]]) -> str:
        """Which number would go down, in words."""
        held = standing(list(figures))
        for kind, (number, _) in counts.items():
            if kind in held and number < held[kind].number:
                words = self.tr("{kind} goes down, {old}→{new}: write why.")
                return words.format(kind=kind.value, old=held[kind].number, new=number)
        return ""

    def build(self, box: QVBoxLayout) -> None:
        theme = self.theme
        panel = Panel(theme, self.tr("People"), self.tr("Empty = no new statement"))
        self.runs: dict[Count, Label] = {}
        self.form = self.forms["people"] = Form(theme)
        for kinds in HARMED:
            self._row(kinds)
        self.form.section(
            self.tr("Rescued and moved"), self.tr("three counts of moved people, never added up")
        )
        self._row(MOVED)
        hint = self.tr("who says so")
        reason = TextField(theme, self.tr("Reason"), placeholder=hint, label_w=44)
        self.form.row(reason=reason)
        save = PlainButton(theme, self.tr("Put numbers down"), "Alt+P", bind=False)
        save.clicked.connect(self.count)
        gates(self.desk, Act.INTAKE, save)
        reason.line.addWidget(save)
        panel.add(self.form)
        panel.add(self.trouble)
        box.addWidget(panel)
        told = Panel(theme, self.tr("Every statement"), flush=True)
        empty = self.tr("No number stated yet: unknown.")
        self.statements = LineList(theme, lead_w=64, empty=empty)
        self.statements.setMinimumHeight(theme.px("row.list_two_line") * 3)
        told.add(self.statements, 1)
        box.addWidget(told, 1)

    def _row(self, kinds: tuple[Count, ...]) -> None:
        """Boxes side by side, and under each the run of its number so far."""
        boxes = {}
        for kind in kinds:
            name = kind.name.lower()
            cell = boxes[name] = CountBox(self.theme, name, kind.value)
            run = self.runs[kind] = Label(self.theme, "", "small")
            run.setWordWrap(True)
            run.setContentsMargins(self.theme.px("space.s") + 2, 0, 0, 0)
            cell.layout().insertWidget(1, run)
        self.form.row(**boxes)


def _lines(figures: tuple[Figure, ...]) -> list[Line]:
    """Newest first, each with the number it took the place of."""
    before: dict[Count, Figure] = {}
    lines = []
    for one in figures:
        old = before.get(one.kind)
        number = f"约 {one.number}" if one.about else str(one.number)
        words = f"{one.kind.value} {old.number}→{number}" if old else f"{one.kind.value} {number}"
        down = old is not None and one.number < old.number
        at = day_hhmm(one.at)
        look = "new" if down else "plain"
        lines.append(Line(str(one.id), words, one.reason, lead=at[6:], lead2=at[:5], look=look))
        before[one.kind] = one
    return lines[::-1]
