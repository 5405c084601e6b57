"""培训: what was taught to whom, figures per officer, months without any; as a spreadsheet and on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from app.base import spreadsheet
from app.base.attachments import Filed, FileDoor
from app.base.clock import local_day
from app.base.errors import Refused
from app.duty.special import PeriodLook, Phase, SpecialPeriods
from app.duty.training import Attended, Held, Told, Trainings, YearLook, rows_out
from app.people.days import day
from app.people.records import Officer
from app.people.rights import Act
from widgets.handover.preview import Paper, PaperPreview
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import AreaField, ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.panel import Panel
from widgets.kit.saving import place_for
from widgets.kit.scroll import column
from widgets.kit.table import RecordTable
from widgets.study.view import StudyView, options

LABEL_W = 76
WIDTHS = (12, 28, 14, 40, 6, 16, 12, 18, 30)
PEOPLE_ROWS = 6
PrintTraining = Callable[[YearLook], Paper]
"""On the paper thread."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A row of the list of officers in the form."""

    officer: Officer
    there: bool

    @property
    def id(self) -> UUID:
        return self.officer.id


class TrainingView(StudyView):
    """Ctrl+Enter keeps the form, Space in the list of people says who was there."""

    kinds = ("training", "training_guest", "special_period", "officer")

    def __init__(
        self,
        desk: Desk,
        trainings: Trainings,
        periods: SpecialPeriods,
        door: FileDoor,
        print_year: PrintTraining,
    ) -> None:
        super().__init__(desk)
        self._trainings, self._periods, self._door = trainings, periods, door
        self._print_year = print_year
        self._year = local_day(desk.clock.now()).year
        self.seen: YearLook | None = None
        self._editing: Held | None = None
        self._there: set[UUID] = set()
        self._file: Path | None = None
        self._wanted: UUID | None = None
        self._build()
        self.begin()

    def first_focus(self) -> QWidget:
        return self._form.fields["topic"].editor

    def look(self) -> tuple[YearLook, list[PeriodLook]]:
        return self._trainings.year(self._year), self._periods.look()

    def show_look(self, look: tuple[YearLook, list[PeriodLook]]) -> None:
        self.seen, periods = look
        self.table.show_records(self.seen.held, now=self.own)
        self.figures.show_records(self.seen.officers, now=True)
        self._panel.set_title(self.tr("Trainings {year}").format(year=self.seen.year))
        missing = "、".join(f"{month}月" for month in self.seen.missing)
        self._panel.set_note(
            self.tr("without any: {months}").format(months=missing)
            if missing
            else self.tr("no month without one since the records begin")
        )
        live = [one.period for one in periods if one.phase is not Phase.WITHDRAWN]
        self._fill_periods([(str(one.id), f"{one.name} {one.days}") for one in live])
        self._show_people()
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None

    def go_year(self, by: int) -> None:
        self._year += by
        self.read()

    def keep(self) -> None:
        values, now = self._form.values(), self.desk.clock.now()
        try:
            on = day("day", values["day"], now) or local_day(now)
        except Refused as refused:
            self.refuse(refused)
            return
        present = [one.officer for one in self.people.records if one.there]
        told = Told(
            on, values["topic"], values["kind"], present, values["device"], values["trainer"],
            values["remarks"], UUID(values["period"]) if values["period"] else None,
        )  # fmt: skip
        seen, file = self._editing, self._file

        def enter(filed: Filed | None) -> None:
            self.write(lambda by: self._trainings.enter(by, seen, told, filed), self._kept)

        if file is None:
            enter(None)
        else:
            ask(self, self.desk.disk, self._door.bring, file, then=enter, fail=self.refuse)

    def edit(self, _record: object = None) -> None:
        one = self._demand()
        if one is None:
            return
        told = one.training
        self.take_up(one)
        self._form.fill(
            {
                "day": told.day.isoformat(),
                "topic": told.topic,
                "kind": told.kind,
                "trainer": told.trainer,
                "device": told.device,
                "period": str(told.period_id) if told.period_id else "",
                "remarks": told.remarks,
            }
        )

    def take_up(self, one: Held | None) -> None:
        self._editing, self._file = one, None
        self._there = {guest.officer_id for guest in one.present} if one else set()
        self._hung.setText(one.file.name if one and one.file else "")
        change = self.tr("Change {name}").format(name=one.training.topic) if one else ""
        self._form_panel.set_title(change or self.tr("Enter a training"))
        self._show_people()

    def blank(self) -> None:
        self.take_up(None)
        self._form.clear()
        self._form.fill({"kind": self._trainings.rules.kinds[0]})

    def take_out(self) -> None:
        one = self._demand()
        if one is not None:
            self.write(lambda by: self._trainings.take_out(by, one), lambda _: None)

    def attach(self, file: str = "") -> None:
        """A file that goes with what the form says; the list of signatures, for one."""
        file = file or QFileDialog.getOpenFileName(self, self.tr("Attach a file"))[0]
        if file:
            self._file = Path(file)
            self._hung.setText(self._file.name)

    def save_file(self, to: str = "") -> None:
        """A copy of what hangs on the chosen training."""
        one = self._demand()
        if one is None or one.file is None:
            return
        title = self.tr("Save a copy")
        place = place_for(self, self.desk, title, one.file.name, self.refuse, to=to)
        if place is not None:
            done = self.tr("Saved: {name}").format(name=place.name)
            ask(self, self.desk.disk, self._door.hand_out, one.file.sha256, place,
                then=lambda _: self.desk.say(done), fail=self.refuse)  # fmt: skip

    def hand_out(self, to: str = "") -> None:
        """The year as a spreadsheet."""
        if self.seen is None:
            return
        name = f"{self.seen.year}年值守培训.xlsx"
        place = place_for(self, self.desk, self.tr("Save the year"), name, self.refuse, to=to)
        if place is not None:
            seen, write = self.seen, self.desk.saving.write
            done = self.tr("Saved: {name}").format(name=place.name)
            ask(self, self.desk.disk, lambda: write(place, _sheet(seen)),
                then=lambda _: self.desk.say(done), fail=self.refuse)  # fmt: skip

    def print_page(self) -> bool:
        """The year on paper beside the list; again takes it away."""
        if self.preview.isVisible():
            self.preview.hide()
            self._side.show()
        elif self.seen is not None:
            ask(self, self.desk.paper, self._print_year, self.seen,
                then=self._printed, fail=self.refuse)  # fmt: skip
        return True

    def tick(self, guest: Guest | None) -> None:
        if guest is None:
            return
        self._there ^= {guest.officer.id}
        self._show_people()
        self.people.select(guest.officer.id)
        self._form.changed.emit()

    def refuse(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.field in ("present", "file"):
            words = {
                "present": self.tr("Say who was there: Space in the list of people."),
                "file": "",
            }[error.field]
            if words:
                self.trouble.setText(words)
                self.trouble.show()
                return
        super().refuse(error)

    def _printed(self, paper: Paper) -> None:
        self.preview.show_paper(paper)
        self._side.hide()
        self.preview.show()

    def _demand(self) -> Held | None:
        one: Held | None = self.table.current()
        if one is None:
            self.refuse(Refused("training", "choose"))
        return one

    def _kept(self, made: Any) -> None:
        self._wanted = made.id
        self.blank()
        self.desk.say(self.tr("Kept: {name}").format(name=made.topic))

    def _show_people(self) -> None:
        people = self.seen.people if self.seen else ()
        self.people.show_records([Guest(one, one.id in self._there) for one in people], now=True)
        there = sum(one.there for one in self.people.records)
        self._count.setText(self.tr("{n} were there").format(n=there))

    def _fill_periods(self, told: list[tuple[str, str]]) -> None:
        field = self._form.fields["period"]
        assert isinstance(field, ComboField)
        chosen = field.value()
        field.combo.clear()
        for value, words in [("", "—"), *told]:
            field.combo.addItem(words, value)
        field.set_value(chosen)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        self._panel = Panel(theme, " ", flush=True)
        for words, key, by in (("‹", "Alt+Left", -1), ("›", "Alt+Right", 1)):
            button = PlainButton(theme, words, key)
            button.setAccessibleName(
                self.tr("The year before") if by < 0 else self.tr("The next year")
            )
            button.clicked.connect(partial(self.go_year, by))
            self._panel.tools.addWidget(button)
        self._turned = SegmentField(
            theme, "", [("list", self.tr("Records")), ("figures", self.tr("Per officer"))]
        )
        self._turned.set_value("list")
        self._turned.setFixedWidth(theme.px("size.body") * 13)
        self._turned.changed.connect(
            lambda: self._stack.setCurrentIndex(int(self._turned.value() == "figures"))
        )
        self._panel.tools.addWidget(self._turned)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_table())
        self._stack.addWidget(self._build_figures())
        self._panel.add(self._stack, 1)
        out = PlainButton(theme, self.tr("Hand out"), "Alt+O")
        save = PlainButton(theme, self.tr("Save its file"), "Alt+S")
        change = PlainButton(theme, self.tr("Change it"), "Alt+F")
        gone = PlainButton(theme, self.tr("Take it out"), "Alt+X")
        self.buttons(
            self._panel,
            (out, None, self.hand_out),
            (save, None, self.save_file),
            (change, Act.LOG, self.edit),
            (gone, Act.LOG, self.take_out),
            flush=True,
        )
        row.addWidget(self._panel, 1000)
        self._side = column(theme, self._build_form())
        row.addWidget(self._side, 508)
        self.preview = PaperPreview(theme, self)
        self.preview.allow_print(self.desk)
        self.preview.hide()
        row.addWidget(self.preview, 700)

    def _build_table(self) -> RecordTable:
        columns = (
            Column(self.tr("Date"), lambda t: f"{t.training.day:%m-%d}", 72, strong=True),
            Column(
                self.tr("Topic"),
                lambda t: t.training.topic,
                stretch=True,
                second=lambda t: t.names,
            ),
            Column(
                self.tr("Kind"),
                lambda t: t.training.kind,
                128,
                second=lambda t: t.period,
            ),
            Column(self.tr("How many"), lambda t: str(len(t.present)), 64, right=True),
            Column(self.tr("Device"), lambda t: t.training.device or "—", 112, fold=True),
            Column(self.tr("Trainer"), lambda t: t.training.trainer, 96),
            Column(self.tr("File"), lambda t: t.file.name if t.file else "—", 112, tone="text2"),
        )
        self.table = RecordTable(
            self.theme,
            columns,
            row="list_two_line",
            empty=self.tr("No training in this year. The form at the right enters one."),
            name="trainings",
            memory=self.desk.memory,
        )
        self.table.opened.connect(self.edit)
        return self.table

    def _build_figures(self) -> RecordTable:
        def last(one: Attended) -> str:
            return f"{one.last:%m-%d}" if one.last else "—"

        columns = (
            Column(self.tr("Officer"), lambda a: a.officer.name, 160, strong=True),
            Column(self.tr("Post"), lambda a: a.officer.role.value, stretch=True, tone="text2"),
            Column(self.tr("Trainings"), lambda a: str(a.times), 96, right=True,
                   strong=lambda a: not a.times),
            Column(self.tr("Last"), last, 96, right=True),
        )  # fmt: skip
        self.figures = RecordTable(
            self.theme,
            columns,
            row="table_compact",
            empty=self.tr("No officer is entered yet."),
            name="training-figures",
            memory=self.desk.memory,
        )
        return self.figures

    def _build_form(self) -> Panel:
        theme, rules = self.theme, self._trainings.rules
        panel = self._form_panel = Panel(theme, self.tr("Enter a training"))
        self._form = self.form = Form(theme)
        look: dict[str, Any] = {"label_w": LABEL_W}
        for fields in (
            {"topic": TextField(theme, self.tr("Topic"), required=True, **look)},
            {
                "day": TextField(theme, self.tr("Date"), placeholder=self.tr("today"), **look),
                "trainer": TextField(theme, self.tr("Trainer"), required=True, label_w=60),
            },
            {"kind": ComboField(theme, self.tr("Kind"), options(rules.kinds), **look)},
            {"device": TextField(theme, self.tr("Device"), **look)},
            {"period": ComboField(theme, self.tr("Prepares"), [("", "—")], **look)},
            {"remarks": AreaField(theme, self.tr("Remarks"), lines=2, **look)},
        ):
            self._form.row(**fields)
        self._form.fill({"kind": rules.kinds[0]})
        panel.add(self._form)
        self._count = Label(theme, "", "small", tone="text2")
        panel.add(self._count)
        panel.add(self._build_people())
        panel.add(self.trouble)
        self._hung = ElidedLabel(theme, "", "small", tone="text2")
        panel.add(self._hung)
        empty = PlainButton(theme, self.tr("Empty the form"), "Alt+N")
        hang = PlainButton(theme, self.tr("Attach"), "Alt+T")
        keep = MainButton(theme, self.tr("Keep it"), "Ctrl+Enter")
        self.buttons(
            panel,
            (empty, None, self.blank),
            (hang, Act.LOG, self.attach),
            (keep, Act.LOG, self.keep),
        )
        source = Label(theme, rules.source, "caption", tone="text3")
        source.setWordWrap(True)
        panel.add(source)
        return panel

    def _build_people(self) -> RecordTable:
        columns = (
            Column(self.tr("Was there"), lambda g: "✓" if g.there else "", 56, strong=True),
            Column(self.tr("Officer"), lambda g: g.officer.name, stretch=True,
                   strong=lambda g: g.there),
            Column(self.tr("Post"), lambda g: g.officer.role.value, 120, tone="text2"),
        )  # fmt: skip
        self.people = RecordTable(self.theme, columns, row="table_compact")
        rows = PEOPLE_ROWS * self.theme.px("row.table_compact")
        self.people.setFixedHeight(rows + self.theme.px("row.header") + 4)
        self.people.ticked.connect(self.tick)
        self.people.opened.connect(self.tick)
        return self.people


def _sheet(look: YearLook) -> bytes:
    return spreadsheet.xlsx(rows_out(look.held), f"{look.year}年值守培训", WIDTHS)
