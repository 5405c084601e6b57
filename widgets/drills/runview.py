"""执行: call the targets one after the other, their clocks, and what is judged of each connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import day_hhmm, span
from app.base.errors import Refused
from app.base.said import moment_said
from app.drills.metrics import RunLook, Standing, TargetLook
from app.drills.order import TIMES
from app.drills.records import Stage, Verdict
from app.drills.service import Drills
from app.people.rights import Act
from app.video.records import Camera
from app.video.wall import Wall
from widgets.drills.scriptpanel import ScriptPanel
from widgets.drills.targets import target_table
from widgets.drills.words import alarm, clock_words, refusals
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import AreaField, ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.panel import Panel
from widgets.kit.scroll import column
from widgets.kit.text import tip
from widgets.study.view import StudyView
from widgets.video.badges import Badges
from widgets.video.tile import Tile

LABEL_W = 76
PREVIEW_H = 200
VERDICTS = [(one.value, one.value) for one in Verdict]


class RunView(StudyView):
    """Ctrl+Enter does the next step of the chosen target: instruction, sound heard, end."""

    kinds = ("drill_run", "drill_target", "drill_check", "drill_pause", "drill_inject")

    def __init__(
        self,
        desk: Desk,
        drills: Drills,
        wall: Wall,
        badges: Badges,
        cameras: Callable[[], Sequence[Camera]],
    ) -> None:
        super().__init__(desk)
        self._drills, self._cameras = drills, cameras
        self.seen: RunLook | None = None
        self.tile = Tile(desk.theme.in_mode("wall"), desk.clock, wall, badges)
        self.tile.look.scale = 0.5
        self._shown: TargetLook | None = None
        self._half: dict[UUID, dict[str, str]] = {}
        """What was judged of a target and is not kept yet, while another is chosen."""
        self._build()
        self._poller = QTimer(self, interval=40, timerType=Qt.TimerType.PreciseTimer)
        self._poller.timeout.connect(self.tile.poll)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._show_times)
        self.begin()

    def first_focus(self) -> QWidget:
        return self.table.view

    def words(self) -> dict[str, str]:
        return refusals()

    def look(self) -> RunLook | None:
        """The one under way, else the next planned one, else the last."""
        who = self._who()
        runs = [one for one in self._drills.all() if one.known_to(who)]
        for stages in ((Stage.RUNNING, Stage.PAUSED), (Stage.PLANNED,)):
            found = [one for one in runs if one.stage in stages]
            if found:
                return found[-1]
        return next((one for one in runs if one.stage is Stage.ENDED), None)

    def _seated(self) -> None:
        super()._seated()
        self.read()

    # -- what the officer does -----------------------------------------------------------------

    def go_on(self) -> None:
        """Ctrl+Enter."""
        one = self._chosen()
        if self.seen is not None and self.seen.stage is Stage.PLANNED:
            self.start()
        elif one is None:
            self.refuse(Refused("target", "choose"))
        elif one.standing is Standing.WAITING:
            self.order()
        elif one.standing is Standing.CALLED:
            self.hear()
        else:
            self.end_target()

    def start(self) -> None:
        self._whole(self._drills.start)

    def end(self) -> None:
        self._whole(self._drills.end)

    def reveal(self) -> None:
        self._whole(self._drills.reveal)

    def stop_or_go(self) -> None:
        """Alt+P: stands still, or goes on."""
        if self.seen is None:
            return
        if self.seen.stage is Stage.PAUSED:
            self._whole(self._drills.resume)
        else:
            key, reason = self.seen.id, self._reason.value()
            self.write(
                lambda by: self._drills.pause(by, key, reason), lambda _: self._used(reason=reason)
            )

    def inject(self) -> None:
        """Alt+U: the next piece of the script, by who directs the drill."""
        self._whole(self._drills.inject)

    def order(self) -> None:
        self._step(self._drills.order)

    def hear(self) -> None:
        self._step(self._drills.hear)

    def see(self) -> None:
        self._step(self._drills.see)

    def end_target(self) -> None:
        self._step(self._drills.end_target)

    def judge(self) -> None:
        one = self._chosen()
        if one is None:
            self.refuse(Refused("target", "choose"))
            return
        values = self._form.values()
        verdicts = {
            asked.code: Verdict(values[asked.code] or Verdict.UNKNOWN)
            for asked in self._drills.rules.checks
        }
        remark = values["remark"]
        self.write(
            lambda by: self._drills.judge(by, one, verdicts, remark),
            lambda _: self._half.pop(one.id, None),
        )

    def correct(self) -> None:
        one, values = self._chosen(), self._form.values()
        if one is None:
            self.refuse(Refused("target", "choose"))
            return
        try:
            at = moment_said("at", values["at"], self.desk.clock.now()).at
            if at is None:
                raise Refused("at", "not_a_time")
        except Refused as refused:
            self.refuse(refused)
            return
        name, why, when = values["which"], values["reason"], values["at"]
        self.write(
            lambda by: self._drills.correct(by, one, name, at, why),
            lambda _: self._used(at=when, reason=why),
        )

    def _used(self, **words: str) -> None:
        """They are in the record now; what was typed since stays."""
        for name, used in words.items():
            if self._form.fields[name].value() == used:
                self._form.fields[name].clear()

    def _whole(self, act: Callable[..., None]) -> None:
        if self.seen is None:
            self.refuse(Refused("run", "no_such_run"))
            return
        key = self.seen.id
        self.write(lambda by: act(by, key), lambda _: None)

    def _step(self, act: Callable[..., None]) -> None:
        one = self._chosen()
        if one is None:
            self.refuse(Refused("target", "choose"))
            return
        self.write(lambda by: act(by, one), lambda _: None)

    # -- what is shown -------------------------------------------------------------------------

    def show_look(self, look: RunLook | None) -> None:
        self.seen = look
        self.table.show_records(look.targets if look else (), now=True)
        if self.table.current() is None and self.table.records:
            self.table.select(self.table.records[0].id)
        rates = look.rates if look else None
        for label, figure in zip(
            self._rates,
            (rates.connected, rates.in_time, rates.quality) if rates else (None,) * 3,
            strict=True,
        ):
            label.setText(figure.words() if figure else "—")
        self.script.show_script(look)
        self._buttons(look.stage if look else None)
        self._said.setText(self._told())
        self._choose()
        self._show_times()

    def _told(self) -> str:
        look = self.seen
        if look is None:
            return self.tr("No drill is planned: plan one on the second sheet.")
        run = look.run
        scenario = self.tr("double blind, not revealed") if look.hidden else run.scenario
        ends = self.tr("ends at {time}").format(time=day_hhmm(run.until)) if run.until else ""
        rates, open_ = look.rates, ""
        if rates.unjudged:
            open_ = self.tr("{n} connected are not judged yet").format(n=rates.unjudged)
        told = (look.stage.value, day_hhmm(run.started_at or run.planned_at), scenario, ends, open_)
        return "　".join(part for part in told if part)

    def _buttons(self, stage: Stage | None) -> None:
        running = stage in (Stage.RUNNING, Stage.PAUSED)
        self._start.setEnabled(stage is Stage.PLANNED)
        self._pause.setEnabled(running)
        self._pause.setText(
            self.tr("Go on") if stage is Stage.PAUSED else self.tr("Let it stand still")
        )
        self._end.setEnabled(running)
        self._reveal.setEnabled(
            bool(self.seen and self.seen.hidden and stage is not Stage.CANCELLED)
        )
        self.script.allow(stage is Stage.RUNNING)
        for button in self._steps:
            button.setEnabled(stage is Stage.RUNNING)

    def _choose(self) -> None:
        """Another target, or the same one as it stands now; what is half judged stays."""
        one = self._chosen()
        before, self._shown = self._shown, one
        name = f"{one.target.code} {one.target.name}" if one else "—"
        self._side_panel.set_title(name)
        self._show_camera()
        if one is None or (before is not None and before == one):
            return
        if before is not None and before.id == one.id:
            typed, shown = self._form.values(), self._judged(before)
            values = {c: now for c, now in self._judged(one).items() if typed[c] == shown[c]}
        else:
            if before is not None:
                self._put_by(before)
            values = self._judged(one) | self._half.pop(one.id, {})
        self._form.fill(values)

    def _judged(self, one: TargetLook) -> dict[str, str]:
        """Of the form, as the record has it."""
        codes = (asked.code for asked in self._drills.rules.checks)
        verdicts = {code: now.value for code, now in zip(codes, one.verdicts, strict=True)}
        return verdicts | {"remark": one.target.remark}

    def _put_by(self, one: TargetLook) -> None:
        typed = self._form.values()
        half = {
            name: typed[name] for name, kept in self._judged(one).items() if typed[name] != kept
        }
        if half:
            self._half[one.id] = half

    def _show_camera(self) -> None:
        wanted = self._shown.target.camera_id if self._shown and self.isVisible() else None
        camera = next((one for one in self._cameras() if one.id == wanted), None)
        self.tile.hang(camera)

    def _show_times(self) -> None:
        look = self.seen
        run = look.run if look else None
        passed = "—"
        if look is not None and run is not None and run.started_at is not None:
            passed = span((run.ended_at or self.desk.clock.now()) - run.started_at)
        self._elapsed.setText(passed)
        self.table.view.viewport().update()
        self.script.tick()

    def _chosen(self) -> TargetLook | None:
        row: TargetLook | None = self.table.current()
        return row

    def _clock(self, one: TargetLook) -> str:
        if self.seen is None:
            return "—"
        return clock_words(one, self.seen, self._drills.rules, self.desk.clock.now())

    def _alarm(self, one: TargetLook) -> str:
        if self.seen is None:
            return "quiet"
        return alarm(one, self.seen, self._drills.rules, self.desk.clock.now())

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._poller.start()
        self._tick.start()
        self._show_camera()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self._poller.stop()
        self._tick.stop()
        self.tile.hang(None)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        gap = self.theme.px("space.m")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(gap)
        page.addWidget(self._build_head())
        row = QHBoxLayout()
        row.setSpacing(gap)
        left = QVBoxLayout()
        left.setSpacing(gap)
        left.addWidget(self._build_targets(), 1)
        self.script = ScriptPanel(self.desk, self.inject)
        left.addWidget(self.script)
        row.addLayout(left, 1000)
        row.addWidget(column(self.theme, self._build_side()), 460)
        page.addLayout(row, 1)

    def _build_head(self) -> Panel:
        theme = self.theme
        panel = Panel(theme)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.m"))
        self._elapsed = Label(theme, "—", "title", strong=True)
        self._rates = tuple(Label(theme, "—", "lead", strong=True) for _ in range(3))
        heads = (self.tr("Connected"), self.tr("Within 30 min"), self.tr("Quality reached"))
        for words, label in (
            (self.tr("Elapsed"), self._elapsed),
            *zip(heads, self._rates, strict=True),
        ):
            row.addWidget(Label(theme, words, "small", tone="text2"))
            row.addWidget(label)
        row.addStretch(1)
        self._start = PlainButton(theme, self.tr("Start the drill"), "Alt+S")
        self._pause = PlainButton(theme, self.tr("Let it stand still"), "Alt+P")
        self._reveal = PlainButton(theme, self.tr("Reveal"), "Alt+V")
        self._end = PlainButton(theme, self.tr("End the drill"), "Alt+Q")
        acts = (
            (self._start, self.start),
            (self._pause, self.stop_or_go),
            (self._reveal, self.reveal),
            (self._end, self.end),
        )
        for button, do in acts:
            button.clicked.connect(do)
            row.addWidget(button)
        gates(self.desk, Act.LOG, *(button for button, _ in acts))
        panel.body.addLayout(row)
        self._said = ElidedLabel(theme, "", "small", tone="text2")
        panel.add(self._said)
        panel.add(self.trouble)
        return panel

    def _build_targets(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Targets"), flush=True)
        self.table = target_table(self.desk, self._drills.rules, self._clock, self._alarm)
        self.table.chosen.connect(lambda _: self._choose())
        self.table.opened.connect(lambda _: self.go_on())
        panel.add(self.table, 1)
        return panel

    def _build_side(self) -> Panel:
        theme = self.theme
        panel = self._side_panel = Panel(theme, " ")
        self.tile.setFixedHeight(PREVIEW_H)
        panel.add(self.tile)
        main = MainButton(theme, self.tr("Next step"), "Ctrl+Enter")
        order = PlainButton(theme, self.tr("Call the target"), "Alt+O")
        see = PlainButton(theme, self.tr("Picture is there"), "Alt+I")
        over = PlainButton(theme, self.tr("Target ends"), "Alt+E")
        self._steps = (order, see, over)
        line = QHBoxLayout()
        line.setSpacing(theme.px("space.s"))
        acts = ((main, self.go_on), (order, self.order), (see, self.see), (over, self.end_target))
        for button, do in acts:
            button.clicked.connect(do)
            line.addWidget(button, 1)
        gates(self.desk, Act.LOG, *(button for button, _ in acts))
        panel.body.addLayout(line)
        self._form = self.form = Form(theme)
        for asked in self._drills.rules.checks:
            field = SegmentField(theme, asked.words, VERDICTS, label_w=LABEL_W)
            field.setToolTip(tip(asked.told))
            self._form.row(**{asked.code: field})
        self._form.row(remark=AreaField(theme, self.tr("Remarks"), lines=1, label_w=LABEL_W))
        keep = PlainButton(theme, self.tr("Keep what is judged"), "Alt+J")
        right = PlainButton(theme, self.tr("Put the time right"), "Alt+G")
        self._form.row(
            which=ComboField(theme, self.tr("Time of"), list(TIMES.items()), label_w=LABEL_W),
            at=TextField(theme, self.tr("right is"), placeholder="14:50:30", label_w=60),
        )
        self._reason = TextField(theme, self.tr("Reason"), label_w=LABEL_W)
        self._form.row(reason=self._reason)
        panel.add(self._form)
        self.buttons(panel, (keep, Act.LOG, self.judge), (right, Act.LOG, self.correct))
        source = Label(theme, self._drills.rules.source, "caption", tone="text3")
        source.setWordWrap(True)
        panel.add(source)
        return panel
