"""筹划: what is planned, and the form that draws or picks the targets of the next drill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.clock import day_hhmm, local
from app.base.errors import Refused
from app.base.said import moment_to_come
from app.drills.asked import Told
from app.drills.drawing import Draw, drawn, townships_of
from app.drills.metrics import RunLook
from app.drills.planning import planned_time
from app.drills.records import Stage
from app.drills.service import Drills
from app.people.rights import Act
from app.video.records import Camera, CameraKind
from widgets.drills.words import refusals
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import AreaField, ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.kit.text import tip
from widgets.study.view import NO, YES, YES_NO, StudyView

LABEL_W = 88
BY_DRAW, BY_HAND = "draw", "hand"


@dataclass(frozen=True, slots=True)
class Pick:
    """A camera of the list, and whether it is a target."""

    camera: Camera
    chosen: bool

    @property
    def id(self) -> UUID:
        return self.camera.id


class PlanView(StudyView):
    """Space picks by hand, Alt+R shows who would be drawn, Ctrl+Enter keeps the plan."""

    kinds = ("drill_run", "camera")

    def __init__(self, desk: Desk, drills: Drills) -> None:
        super().__init__(desk)
        self._drills = drills
        self._cameras: Sequence[Camera] = ()
        self._picked: set[UUID] = set()
        self._build()
        self.begin()

    def first_focus(self) -> QWidget:
        return self._form.fields["title"].editor

    def words(self) -> dict[str, str]:
        return refusals()

    def look(self) -> tuple[list[RunLook], list[Camera]]:
        return self._drills.all(), self._drills.store.cameras()

    def show_look(self, look: tuple[list[RunLook], list[Camera]]) -> None:
        runs, self._cameras = look
        who = self._who()
        planned = [one for one in runs if one.stage is Stage.PLANNED and one.known_to(who)]
        self.planned.show_records(planned, now=True)
        places = townships_of(self._cameras)
        self._fill("township", [("", self.tr("all townships")), *((one, one) for one in places)])
        self._show_picks()

    def _seated(self) -> None:
        super()._seated()
        self.read()

    # -- what the officer does -----------------------------------------------------------------

    def draw(self) -> None:
        """Alt+R: who is drawn from this seed; the same again whenever it is drawn."""
        self.clear_refusal()
        try:
            found = drawn(self._cameras, self._draw())
        except Refused as refused:
            self.refuse(refused)
            return
        self._picked = {one.id for one in found.cameras}
        self._form.fill({"how": BY_DRAW})
        self._show_picks()

    def keep(self) -> None:
        try:
            told = self._told()
        except Refused as refused:
            self.refuse(refused)
            return
        self.write(lambda by: self._drills.plan(by, told), self._kept)

    def cancel(self) -> None:
        """The form is of the next drill: the reason has a field of its own, beside the button."""
        one, why = self.planned.current(), self._why.value()
        if one is None:
            self.refuse(Refused("run", "choose"))
            return
        self.write(lambda by: self._drills.cancel(by, one.id, why), lambda _: self._cancelled(why))

    def _cancelled(self, why: str) -> None:
        if self._why.value() == why:
            self._why.clear()

    def clear_refusal(self) -> None:
        super().clear_refusal()
        self._why.show_error("")

    def refuse(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.field == "reason":
            self._why.show_error(explain(error, self.words()))
        else:
            super().refuse(error)

    def begin_run(self) -> None:
        one = self.planned.current()
        if one is None:
            self.refuse(Refused("run", "choose"))
            return
        self.write(lambda by: self._drills.start(by, one.id), self._started)

    def tick(self, pick: Pick | None) -> None:
        if pick is not None:
            self._picked ^= {pick.id}
            self._form.fill({"how": BY_HAND})
            self._show_picks()
            self.picks.select(pick.id)

    def copy(self) -> None:
        """The form as the chosen plan has it, with its targets: they are not drawn anew."""
        one: RunLook | None = self.planned.current()
        if one is not None:
            told = {"title": one.run.title, "how": BY_HAND}
            if not one.hidden:  # else what is sealed stays so, and what is typed stays
                told["scenario"] = one.run.scenario
            self._form.fill(told)
            self._picked = {target.target.camera_id for target in one.targets}
            self._show_picks()

    started: Callable[[], None] = staticmethod(lambda: None)
    """Set by the page: turns to the sheet where it is run."""

    def _started(self, _none: None) -> None:
        self.started()

    def _told(self) -> Told:
        values, now = self._form.values(), self.desk.clock.now()
        by_hand = values["how"] == BY_HAND
        return Told(
            values["title"],
            values["scenario"],
            values["blind"] == YES,
            moment_to_come("planned", values["planned"], now) or planned_time(now),
            moment_to_come("until", values["until"], now),
            None if by_hand else self._draw(),
            tuple(self._picked) if by_hand else (),
            values["script"],
        )

    def _draw(self) -> Draw:
        values = self._form.values()
        try:
            count = int(values["count"] or 0)
        except ValueError:
            raise Refused("count", "number_between", least=1, most=200) from None
        return Draw(
            values["seed"].strip(),
            count,
            (CameraKind(values["kind"]),) if values["kind"] else (),
            (values["township"],) if values["township"] else (),
            values["each"] == YES,
        )

    def _kept(self, made: Any) -> None:
        self._picked = set()
        self._form.clear()
        self._form.fill(self._blank())
        self.desk.say(self.tr("Planned: {name}").format(name=made.title))

    def _blank(self) -> dict[str, str]:
        return {
            "how": BY_DRAW, "blind": NO, "each": NO, "count": "6", "kind": "", "township": "",
            "seed": f"{local(self.desk.clock.now()):%Y%m%d%H%M%S}",
        }  # fmt: skip

    def _show_picks(self) -> None:
        rows = [Pick(one, one.id in self._picked) for one in self._cameras]
        self.picks.show_records(sorted(rows, key=lambda one: not one.chosen), now=True)
        self._count.setText(self.tr("{n} chosen").format(n=sum(one.chosen for one in rows)))

    def _fill(self, name: str, told: Sequence[tuple[str, str]]) -> None:
        field = self._form.fields[name]
        assert isinstance(field, ComboField)
        if field.combo.count() == len(told):
            return
        chosen = field.value()
        field.combo.clear()
        for value, words in told:
            field.combo.addItem(words, value)
        field.set_value(chosen)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.lay_out(self._build_planned(), self._build_picks(), self._build_form())

    def _build_planned(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Planned drills"), flush=True)
        self.planned = RecordTable(
            theme,
            (
                Column(self.tr("Planned for"), lambda r: day_hhmm(r.run.planned_at), 112, strong=True),
                Column(self.tr("Drill"), lambda r: r.run.title, stretch=True,
                       second=lambda r: r.run.drawn),
                Column(self.tr("Targets"), lambda r: str(len(r.targets) - r.rates.excluded), 64,
                       right=True),
                Column(self.tr("Not taking part"), lambda r: str(r.rates.excluded), 76, right=True),
                Column(self.tr("Double blind"), lambda r: YES if r.run.double_blind else NO, 60),
                Column(self.tr("Written by"), lambda r: r.run.by_name, 84, tone="text2"),
            ),
            row="list_two_line",
            empty=self.tr("Nothing is planned. The form at the right draws the targets."),
            name="drill-plans",
            memory=self.desk.memory,
        )  # fmt: skip
        panel.add(self.planned, 1)
        self._why = TextField(theme, self.tr("Given up, why"), label_w=LABEL_W)
        reason = QHBoxLayout()
        side = theme.px("space.m")
        reason.setContentsMargins(side, theme.px("space.s"), side, 0)
        reason.addWidget(self._why)
        panel.body.addLayout(reason)
        self.buttons(
            panel,
            (PlainButton(theme, self.tr("Into the form"), "Alt+F"), None, self.copy),
            (PlainButton(theme, self.tr("Give it up"), "Alt+X"), Act.LOG, self.cancel),
            (PlainButton(theme, self.tr("Start the drill"), "Alt+S"), Act.LOG, self.begin_run),
            flush=True,
        )
        return panel

    def _build_picks(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Who may be drawn"), flush=True)
        self._count = Label(theme, "", "small", tone="text2")
        panel.tools.addWidget(self._count)
        self.picks = RecordTable(
            theme,
            (
                Column(self.tr("Target"), lambda p: "✓" if p.chosen else "", 52, strong=True),
                Column(self.tr("No."), lambda p: p.camera.code, 92),
                Column(self.tr("Camera"), lambda p: p.camera.name, stretch=True),
                Column(self.tr("Township"), lambda p: p.camera.township or "—", 92, tone="text2"),
                Column(self.tr("Kind"), lambda p: p.camera.kind.value, 88, tone="text2"),
                Column(
                    self.tr("Out of service, why"), lambda p: p.camera.out_of_service or "—", 128
                ),
            ),
            row="table_compact",
            empty=self.tr("No camera is entered"),
            name="drill-picks",
            memory=self.desk.memory,
        )
        self.picks.ticked.connect(self.tick)
        self.picks.opened.connect(self.tick)
        panel.add(self.picks, 1)
        return panel

    def _script_field(self, look: dict[str, Any]) -> AreaField:
        field = AreaField(
            self.theme,
            self.tr("Script"),
            lines=3,
            placeholder=self.tr("15 The bridge of the village is broken"),
            **look,
        )
        field.setToolTip(
            tip(
                self.tr(
                    "One piece a line, the minutes after the start first. Sealed until then; only who "
                    "plans the drill opens it."
                )
            )
        )
        return field

    def _build_form(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Plan a drill"))
        self._form = self.form = Form(theme)
        look: dict[str, Any] = {"label_w": LABEL_W}
        kinds = [("", self.tr("all kinds")), *((one.value, one.value) for one in CameraKind)]
        hows = [(BY_DRAW, self.tr("Drawn")), (BY_HAND, self.tr("Picked"))]
        for fields in (
            {"title": TextField(theme, self.tr("Title"), required=True, **look)},
            {"scenario": AreaField(theme, self.tr("Scenario"), lines=3, **look)},
            {"script": self._script_field(look)},
            {
                "planned": TextField(
                    theme, self.tr("Planned for"), placeholder="06-26 09:00", **look
                ),
                "until": TextField(
                    theme,
                    self.tr("Set end"),
                    placeholder=self.tr("until ended by hand"),
                    label_w=60,
                ),
            },
            {"blind": SegmentField(theme, self.tr("Double blind"), list(YES_NO), **look)},
            {"how": SegmentField(theme, self.tr("Targets"), hows, **look)},
            {"kind": ComboField(theme, self.tr("Kind"), kinds, **look)},
            {"township": ComboField(theme, self.tr("Township"), [("", "—")], **look)},
            {
                "count": TextField(theme, self.tr("How many to draw"), **look),
                "each": SegmentField(theme, self.tr("Of each township"), list(YES_NO), label_w=84),
            },
            {"seed": TextField(theme, self.tr("Seed"), required=True, **look)},
        ):
            self._form.row(**fields)
        self._form.fill(self._blank())
        panel.add(self._form)
        panel.add(self.trouble)
        self.buttons(
            panel,
            (PlainButton(theme, self.tr("Draw"), "Alt+R"), None, self.draw),
            (MainButton(theme, self.tr("Keep the plan"), "Ctrl+Enter"), Act.LOG, self.keep),
        )
        return panel
