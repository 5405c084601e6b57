"""The test of a camera: each step as it is made, what it means and what to do next."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.base.errors import Unreachable
from app.base.findings import SIGNS, Mark
from app.base.jobs import Jobs
from app.people.rights import Act
from app.people.signin import SignedIn
from app.video.address import Logins
from app.video.diagnosis import Asked, Diagnosis, Finding
from app.video.records import Camera, Which
from app.video.route import Route
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.people.leaving import leaving_line
from widgets.video.diagnosis_words import means, step_words, what_next

POLL_MS = 150


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in words."""

    id: int
    stream: str
    step: str
    mark: Mark
    means: str
    next: str
    took: str


class DiagnosisView(Panel):
    """`left` when the officer goes back: what runs is called off. `fault(camera, words)`: a ticket is wanted
    of the camera that was tested, whichever is chosen meanwhile."""

    left = Signal()
    fault = Signal(object, str)

    def __init__(self, desk: Desk, jobs: Jobs, logins: Logins, route: Route) -> None:
        """`jobs` is a thread of its own: a test takes seconds."""
        super().__init__(desk.theme, self.tr("Test"), flush=True)
        self._desk, self._jobs, self._logins, self._route = desk, jobs, logins, route
        self._camera: Camera | None = None
        self._work: Diagnosis | None = None
        self._came: deque[Finding] = deque()
        self.findings: list[Finding] = []
        self._build()
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._take)
        self.left.connect(self.stop)
        listen(self, desk.bus, SignedIn, lambda _: self.stop())

    def test(self, camera: Camera) -> None:
        """Anew; what ran before is called off."""
        self.stop()
        self._camera = camera
        self.findings, came = [], deque[Finding]()
        self._came = came
        self.table.show_records((), now=True)
        self.set_title(self.tr("Test of {code} {name}").format(code=camera.code, name=camera.name))
        try:
            login = self._logins.of(camera.id)
        except Unreachable:
            self._end(self.tr("The password that is kept cannot be opened with this key"))
            return
        asked = Asked(
            camera.url_main, camera.url_sub, login, camera.slow_start, camera.interval_s,
            served=self._route.served(camera, Which.MAIN),
        )  # fmt: skip
        work = Diagnosis(self._desk.clock, asked, came.append)
        self._work = work
        self._say(self.tr("Testing: some ten seconds for each stream"))
        self._buttons(running=True)
        self._poll.start()
        ask(self, self._jobs, work.run, then=lambda _: self._done(work),
            fail=lambda _: self._done(work))  # fmt: skip

    def stop(self) -> None:
        if self._work is not None:
            self._work.stop()
            self._work = None
            self._poll.stop()
            self._take()
            self._end(self.tr("Called off"))

    def again(self) -> None:
        if self._camera is not None:
            self.test(self._camera)

    def text(self) -> str:
        """The result to be sent to who mends it; no address, no password."""
        camera = self._camera
        head = f"{camera.code} {camera.name}  {self.verdict.text()}" if camera else ""
        rows = [
            f"{SIGNS[one.mark]} {one.stream} {one.step}：{one.means}{'；' + one.next if one.next else ''}"
            f"（{one.took}）"
            for one in self.table.records
        ]
        return "\n".join([head, *rows])

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self._desk.say(self.tr("The result is in the clipboard"))

    # -- what comes back -----------------------------------------------------------------------

    def _take(self) -> None:
        while self._came:
            self.findings.append(self._came.popleft())
        served = self.tr("Server")
        lines = [
            _line(n, one, served if one.served else one.which.value)
            for n, one in enumerate(self.findings)
        ]
        self.table.show_records(lines, now=True)
        low = self._desk.theme.px("row.table_compact")
        for row, line in enumerate(lines):
            if not line.next:
                self.table.view.setRowHeight(row, low)

    def _done(self, work: Diagnosis) -> None:
        if work is not self._work:
            return
        self._work = None
        self._poll.stop()
        self._take()
        wrong = [one for one in self.findings if one.mark is Mark.BAD]
        odd = [one for one in self.findings if one.mark is Mark.ODD]
        worst = (wrong or odd or [None])[0]
        if worst is None:
            self._end(self.tr("All is well"))
        else:
            self._end(f"{means(worst)}。{what_next(worst)}".rstrip("。") + "。")
        self.report.setEnabled(worst is not None)

    def _end(self, words: str) -> None:
        self._say(words)
        self._buttons(running=False)

    def _say(self, words: str) -> None:
        self.verdict.setText(words)

    def _buttons(self, *, running: bool) -> None:
        self.off.setEnabled(running)
        self.anew.setEnabled(not running)
        self.take.setEnabled(not running and bool(self.findings))
        self.report.setEnabled(False)

    def _report(self) -> None:
        self.fault.emit(self._camera, self.verdict.text())

    # -- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._desk.theme
        edge = theme.px("space.l")
        self.verdict = Label(theme, "", "lead", strong=True)
        self.verdict.setWordWrap(True)
        self.verdict.setContentsMargins(edge, 0, edge, 0)
        self.verdict.setMinimumHeight(theme.px("row.list_two_line"))
        self.add(self.verdict)
        self.table = RecordTable(
            theme,
            (
                Column(self.tr("Stream"), lambda one: one.stream, 80, tone="text2"),
                Column(self.tr("Step"), lambda one: one.step, 150, strong=_wrong),
                Column(self.tr("Result"), _mark_words, 72, strong=_wrong),
                Column(self.tr("What it means"), lambda one: one.means, stretch=True,
                       second=lambda one: one.next),
                Column(self.tr("Took"), lambda one: one.took, 76, right=True, tone="text2"),
            ),
            row="list_two_line",
            empty=self.tr("Testing"),
        )  # fmt: skip
        self.add(self.table, 1)
        line = leaving_line(theme, self)
        self.off = PlainButton(theme, self.tr("Call it off"), "Alt+K")
        self.off.clicked.connect(self.stop)
        self.take = PlainButton(theme, self.tr("Copy"), "Alt+C")
        self.take.clicked.connect(self.copy)
        self.report = PlainButton(theme, self.tr("Report a fault"), "Alt+B")
        self.report.clicked.connect(self._report)
        gates(self._desk, Act.TICKET, self.report)
        self.anew = MainButton(theme, self.tr("Test again"), "Alt+Y")
        self.anew.clicked.connect(self.again)
        for button in (self.off, self.take, self.report):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self.anew)
        self.body.addLayout(line)

    def first_focus(self) -> QWidget:
        return self.table.view


def _line(number: int, one: Finding, stream: str) -> Line:
    took = f"{one.took_s:.1f} s" if one.took_s >= 1 else f"{one.took_s * 1000:.0f} ms"
    return Line(number, stream, step_words(one.step), one.mark, means(one), what_next(one), took)


def _mark_words(one: Line) -> str:
    return SIGNS[one.mark]


def _wrong(one: Line) -> bool:
    return one.mark is not Mark.GOOD
