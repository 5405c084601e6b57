"""重要时段: the calendar of special periods, what is to be done before each, and who was trained for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.base.clock import day_hhmm
from app.base.errors import Refused
from app.duty.special import PeriodLook, Phase, SpecialPeriods, Told
from app.people.days import day
from app.people.records import Officer
from app.people.rights import Act
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import AreaField, ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.labels import Label
from widgets.kit.lines import Line, LineList
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.study.view import NO, YES, YES_NO, StudyView, options

LABEL_W = 76
LEAST_ROWS = 2


class PeriodsView(StudyView):
    """Ctrl+Enter keeps what is in the form, Alt+F takes the chosen period into it, Alt+X withdraws it;
    Enter on an item of its list ticks it."""

    kinds = ("special_period", "period_tick", "training", "crew_post")

    def __init__(self, desk: Desk, periods: SpecialPeriods) -> None:
        super().__init__(desk)
        self._periods = periods
        self._wanted: UUID | None = None
        self._editing: PeriodLook | None = None
        self._templates: tuple[str, ...] = ()
        self._build()
        self.begin()

    def first_focus(self) -> QWidget:
        return self.table

    def look(self) -> tuple[list[PeriodLook], tuple[str, ...]]:
        return self._periods.look(), tuple(self._periods.templates())

    def show_look(self, look: tuple[list[PeriodLook], tuple[str, ...]]) -> None:
        looks, templates = look
        if templates != self._templates:
            self._templates = templates
            self._fill_templates()
        self.table.show_records(looks, now=self.own)
        on = [one.period.name for one in looks if one.phase is Phase.NOW]
        words = self.tr("now: {names}").format(names="、".join(on)) if on else self.tr("none now")
        self._panel.set_note(words)
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        self._choose(self.table.current())

    def keep(self) -> None:
        values, now = self._form.values(), self.desk.clock.now()
        try:
            first, last = day("first", values["first"], now), day("last", values["last"], now)
            for name, found in (("first", first), ("last", last)):
                if found is None:
                    raise Refused(name, "missing")
        except Refused as refused:
            self.refuse(refused)
            return
        assert first is not None
        assert last is not None
        told = Told(
            values["name"], values["kind"], first, last, values["template"],
            values["zero"] == YES, values["checklist"].splitlines(), values["source"],
        )  # fmt: skip
        seen = self._editing.period if self._editing else None
        self.write(lambda by: self._periods.enter(by, seen, told), self._kept)

    def edit(self) -> None:
        """The chosen period into the form."""
        one = self._demand()
        if one is None:
            return
        held = one.period
        self.take_up(one)
        self._form.fill(
            {
                "name": held.name,
                "kind": held.kind,
                "first": held.first.isoformat(),
                "last": held.last.isoformat(),
                "template": held.template,
                "zero": YES if held.zero_daily else NO,
                "checklist": "\n".join(held.checklist),
                "source": held.source,
            }
        )
        self._form.fields["name"].setFocus()

    def take_up(self, one: PeriodLook | None) -> None:
        self._editing = one
        change = self.tr("Change {name}").format(name=one.period.name) if one else ""
        self._form_panel.set_title(change or self.tr("Enter a period"))

    def blank(self) -> None:
        """An empty form for a new period, with the list that is proposed."""
        self.take_up(None)
        self._form.clear()
        self._fill_blank()

    def withdraw(self) -> None:
        one = self._demand()
        if one is not None:
            self.write(lambda by: self._periods.withdraw(by, one.period), lambda _: None)

    def tick(self, line: Line) -> None:
        one = self._demand()
        if one is None:
            return
        item = line.key

        def work(by: Officer) -> Any:
            return self._periods.tick(by, one.period, item, item not in one.ticks)

        self.write(work, lambda _: None)

    def _demand(self) -> PeriodLook | None:
        one = self.table.current()
        if one is None:
            self.refuse(Refused("period", "choose"))
        return one

    def _kept(self, made: Any) -> None:
        self._wanted = made.id
        self.blank()
        self.desk.say(self.tr("Kept: {name}").format(name=made.name))

    def _choose(self, one: PeriodLook | None) -> None:
        live = one is not None and one.phase is not Phase.WITHDRAWN
        for gate in self._gates:
            if gate is not None:
                gate.allow(live)
        if one is None:
            self._words.setText(self.tr("Choose a period to see what is to be done before it."))
            self.items.show_lines([])
            return
        held = one.period
        crew = held.template or self.tr("usual crew")
        trained = "、".join(f"{day:%m-%d}" for day in one.trained) or self.tr("no training yet")
        zero = self.tr("daily zero report") if held.zero_daily else self.tr("no daily zero report")
        self._words.setText(
            f"{held.name}  {held.kind}  {held.days}  {crew}  {zero}\n"
            + self.tr("Training: {days}").format(days=trained)
            + "  "
            + self.tr("Source: {words}").format(words=held.source)
        )
        self.items.show_lines([self._item(one, item) for item in held.checklist])

    def _item(self, one: PeriodLook, item: str) -> Line:
        tick = one.ticks.get(item)
        told = f"{tick.by_name} {day_hhmm(tick.at)}" if tick else self.tr("open")
        return Line(item, item, told, icon="check" if tick else "circle",
                    look="read" if tick else "new")  # fmt: skip

    def _fill_templates(self) -> None:
        field = self._form.fields["template"]
        assert isinstance(field, ComboField)
        chosen = field.value()
        field.combo.clear()
        for value, words in options(self._templates, self.tr("usual crew")):
            field.combo.addItem(words, value)
        field.set_value(chosen)

    def _fill_blank(self) -> None:
        rules = self._periods.rules
        self._form.fill(
            {"kind": rules.kinds[0], "zero": NO, "checklist": "\n".join(rules.checklist)}
        )

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        self._panel = Panel(self.theme, self.tr("Special periods"), flush=True)
        self._panel.add(self._build_table(), 1)
        self.lay_out(self._panel, self._build_chosen(), self._build_form())

    def _build_table(self) -> RecordTable:
        def checks(look: PeriodLook) -> str:
            of = len(look.period.checklist)
            return f"{of - len(look.open_items)}/{of}" if of else "—"

        columns = (
            Column(
                self.tr("Days"), lambda p: p.period.days, 132, strong=lambda p: p.phase is Phase.NOW
            ),
            Column(
                self.tr("Its name"),
                lambda p: p.period.name,
                stretch=True,
                strong=lambda p: p.phase is Phase.NOW,
                tone=lambda p: "text2" if p.phase in (Phase.OVER, Phase.WITHDRAWN) else "text",
            ),
            Column(self.tr("Kind"), lambda p: p.period.kind, 96, tone="text2"),
            Column(self.tr("Crew"), lambda p: p.period.template or "—", 112),
            Column(
                self.tr("Daily zero report"),
                lambda p: YES if p.period.zero_daily else NO,
                96,
                fold=True,
            ),
            Column(self.tr("To be checked"), checks, 64, right=True),
            Column(
                self.tr("Training"),
                lambda p: f"{p.trained[-1]:%m-%d}" if p.trained else "—",
                72,
                right=True,
            ),
            Column(self.tr("State"), lambda p: p.phase.value, 72, right=True),
        )
        self.table = RecordTable(
            self.theme,
            columns,
            key=lambda look: look.period.id,
            row="table",
            empty=self.tr("No special period yet. The form at the right enters one."),
            name="special-periods",
            memory=self.desk.memory,
        )
        self.table.chosen.connect(self._choose)
        return self.table

    def _build_chosen(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Before it begins"))
        self._words = Label(theme, "")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        panel.add(self._words)
        self.items = LineList(theme, lead_w=0)
        self.items.setAccessibleName(self.tr("Before it begins"))
        self.items.setMinimumHeight((theme.px("row.list_two_line") + 4) * LEAST_ROWS)
        self.items.opened.connect(self.tick)
        panel.add(self.items, 1)
        change = PlainButton(theme, self.tr("Change it"), "Alt+F")
        gone = PlainButton(theme, self.tr("Withdraw it"), "Alt+X")
        self._gates = self.buttons(
            panel, (change, Act.ROSTER, self.edit), (gone, Act.ROSTER, self.withdraw)
        )
        return panel

    def _build_form(self) -> Panel:
        theme, rules = self.theme, self._periods.rules
        panel = self._form_panel = Panel(theme, self.tr("Enter a period"))
        self._form = self.form = Form(theme)
        look: dict[str, Any] = {"label_w": LABEL_W}
        for fields in (
            {"name": TextField(theme, self.tr("Its name"), required=True, **look)},
            {"kind": ComboField(theme, self.tr("Kind"), options(rules.kinds), **look)},
            {
                "first": TextField(
                    theme, self.tr("First day"), required=True, placeholder="10-01", **look
                ),
                "last": TextField(
                    theme, self.tr("Last day"), required=True, placeholder="10-07", label_w=28
                ),
            },
            {"template": ComboField(theme, self.tr("Crew"), [], **look)},
            {"zero": SegmentField(theme, self.tr("Daily zero report"), YES_NO, **look)},
            {
                "checklist": AreaField(
                    theme,
                    self.tr("To be checked"),
                    lines=9,
                    placeholder=self.tr("one a line"),
                    **look,
                )
            },
            {"source": TextField(theme, self.tr("Source"), required=True, **look)},
        ):
            self._form.row(**fields)
        self._fill_templates()
        self._fill_blank()
        panel.add(self._form)
        panel.add(self.trouble)
        empty = PlainButton(theme, self.tr("Empty the form"), "Alt+N")
        keep = MainButton(theme, self.tr("Keep it"), "Ctrl+Enter")
        self.buttons(panel, (empty, None, self.blank), (keep, Act.ROSTER, self.keep))
        source = Label(theme, rules.source, "caption", tone="text3")
        source.setWordWrap(True)
        panel.add(source)
        return panel
