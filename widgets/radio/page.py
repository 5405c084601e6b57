"""The page 电台: hear, see, answer. It never takes the focus."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.errors import Refused
from app.duty.log import DutyLog, Line
from app.duty.records import Channel, Handling, Way
from app.people.rights import Act
from app.radio import facts, log_words
from app.radio.board import LogLine, waits
from app.radio.events import Linked
from app.radio.records import RadioAlarm, RadioEvent, RadioText
from app.radio.roster import Presence
from app.radio.service import RadioService
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import Segments
from widgets.kit.gate import gates
from widgets.kit.labels import ElidedLabel
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.radio import lines, words
from widgets.radio.alarm_strip import ANSWER_KEY, AlarmStrip
from widgets.radio.gateways import GatewayList
from widgets.radio.keypad import Keypad
from widgets.radio.roster_list import RosterList
from widgets.shell.page import Page

LEFT_W = 300
KEYPAD_W = 340
_SOON_MS = 100
_TRAFFIC, _ALL = "traffic", "all"

_QUIET = (
    facts.RadioRemembered,
    facts.RadioLinkChanged,
    facts.RadioOnline,
    facts.RadioOffline,
    facts.RadioPositionHeard,
    facts.RadioTextHeard,
    facts.RadioTextStateChanged,
    facts.RadioTalking,
    facts.RadioTalked,
)
_LOUD = (
    facts.RadioAlarmRaised,
    facts.RadioAlarmPlaced,
    facts.RadioAlarmAnswered,
    facts.RadioAlarmCleared,
)


class RadioPage(Page):
    """`badge` counts what nobody has taken. `log` writes what Alt+G hands over; `note_wanted(Line)`
    when the officer writes the line himself; `fault_wanted(device)` when one is to be mended."""

    key = "radio"
    note_wanted = Signal(object)
    fault_wanted = Signal(str)

    def __init__(self, desk: Desk, service: RadioService, log: DutyLog) -> None:
        super().__init__()
        self._desk, self._service, self._log = desk, service, log
        theme, now = desk.theme, desk.clock.now
        self.gateways = GatewayList(theme)
        self.roster = RosterList(theme, now, desk.session)
        self.strip = AlarmStrip(theme, lambda button: gates(desk, Act.RADIO, button))
        self.lines = RecordTable(
            theme,
            lines.columns(now, desk.session),
            row="list_two_line",
            empty=self.tr("Listening, no calls yet"),
            name="radio.lines",
            memory=desk.memory,
        )
        self.keypad = Keypad(theme)
        self.shown = Segments(
            theme, ((_TRAFFIC, self.tr("Calls and texts")), (_ALL, self.tr("Everything heard")))
        )
        self.shown.set_chosen((_TRAFFIC,))
        self.shown.setAccessibleName(self.tr("What to show"))
        self.lines.view.setAccessibleName(self.tr("370M radio"))
        self.roster.table.view.setAccessibleName(self.tr("Roster"))
        self._unsaved = ElidedLabel(theme, "", "small", strong=True, tone="ink")
        self.answer_button = PlainButton(theme, self.tr("Take"), ANSWER_KEY, icon="check")
        self.log_button = PlainButton(theme, self.tr("To the log"), "Alt+G", icon="book-open-text")
        self.fault_button = PlainButton(theme, self.tr("Report a fault"), "Alt+B")
        keypad = self.keypad
        pressed = (keypad.send_button, keypad.locate_button, keypad.check_button)
        gates(desk, Act.RADIO, self.answer_button, *pressed)
        gates(desk, Act.LOG, self.log_button)
        gates(desk, Act.TICKET, self.fault_button)
        self._build()
        self._connect()
        self.refresh()

    def first_focus(self) -> QWidget:
        return self.lines

    # --- building -----------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._desk.theme
        self._gateway_panel = Panel(theme, self.tr("Gateways"))
        self._gateway_panel.add(self.gateways)
        self._gateway_panel.tools.addWidget(self.fault_button)
        self._roster_panel = Panel(theme, self.tr("Roster"))
        self._roster_panel.add(self.roster, 1)
        left = QVBoxLayout()
        left.setSpacing(theme.px("space.m"))
        left.addWidget(self._gateway_panel)
        left.addWidget(self._roster_panel, 1)
        self._heard_panel = Panel(theme, self.tr("370M radio"), key="Ctrl+T", flush=True)
        self._heard_panel.add(self.strip)
        self._heard_panel.add(self._bar())
        self._heard_panel.add(self.lines, 1)
        keypad_panel = Panel(theme, self.tr("Text to a radio"))
        keypad_panel.add(self.keypad, 1)
        self.inside = QWidget()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.inside)
        row = QHBoxLayout(self.inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(theme.size("body") * LEFT_W // 15)
        keypad_panel.setFixedWidth(theme.size("body") * KEYPAD_W // 15)
        row.addWidget(side)
        row.addWidget(self._heard_panel, 1)
        row.addWidget(keypad_panel)

    def _bar(self) -> QWidget:
        theme = self._desk.theme
        bar = QWidget()
        row = QHBoxLayout(bar)
        gap = theme.px("space.s")
        row.setContentsMargins(theme.px("space.l"), 0, theme.px("space.m"), gap)
        row.setSpacing(gap)
        row.addWidget(self.shown)
        row.addWidget(self._unsaved, 1)
        row.addWidget(self.answer_button)
        row.addWidget(self.log_button)
        for button in (self.answer_button, self.log_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.shown.setFixedWidth(self.shown.sizeHint().width())
        return bar

    def _connect(self) -> None:
        bus, theme = self._desk.bus, self._desk.theme
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self._tick = QTimer(self)
        self._tick.setInterval(theme.px("duration_ms.tick"))
        self._tick.timeout.connect(self._age)
        self._tick.start()
        for kind in _QUIET:
            listen(self, bus, kind, self._heard)
        for kind in _LOUD:
            listen(self, bus, kind, self._alarmed)
        listen(self, bus, Changed, self._changed)
        self.shown.picked.connect(self._show_lines_now)
        self.strip.answer.connect(self._answer_alarm)
        self.answer_button.clicked.connect(self.answer)
        self.log_button.clicked.connect(self.to_log)
        self.fault_button.clicked.connect(lambda: self.fault_wanted.emit(self.faulty()))
        view = self.lines.view
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu_at)
        self.lines.chosen.connect(self._aim_line)
        self.lines.opened.connect(lambda row: self._aim_line(row, forced=True))
        self.roster.chosen.connect(lambda seen: self.keypad.aim(seen.number, forced=False))
        self.roster.opened.connect(lambda seen: self.keypad.aim(seen.number, forced=True))
        self.keypad.send.connect(self._send)
        self.keypad.locate.connect(lambda radio: self._ask(self._service.ask_position, radio))
        self.keypad.check.connect(lambda radio: self._ask(self._service.check, radio))
        self.keypad.target_changed.connect(self._show_target)

    # --- showing ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the service for everything again."""
        self._show_alarms()
        self._age()
        self.roster.show_roster(self._service.roster())
        self._show_lines()
        self._show_target(0 if self.keypad.to_group else self.keypad.number)
        ours = (line for line in self._service.lines() if isinstance(line, RadioText))
        self.keypad.track.show_text(next(ours, None))

    def _show_alarms(self) -> None:
        self.strip.show_alarms(self._service.alarms(), self._desk.clock.now())
        self._show_count()

    def _show_count(self) -> None:
        waiting = self._service.unanswered()
        told = self.tr("{n} not taken").format(n=waiting) if waiting else self.tr("all taken")
        self._heard_panel.set_note(told)
        self.badge.emit(waiting)

    def _show_lines(self, *, now: bool = False) -> None:
        rows = self._service.lines()
        if self.shown.chosen == (_TRAFFIC,):
            rows = [row for row in rows if lines.is_traffic(row)]
        self.lines.show_records(rows, now=now)

    def _show_lines_now(self) -> None:
        self._show_lines(now=True)

    def _show_target(self, number: int) -> None:
        self.keypad.show_target(self._service.seen(number) if number else None)

    def _age(self) -> None:
        """Once a second: everything that grows older by itself."""
        now = self._desk.clock.now()
        seen = self._service.roster()
        self.gateways.show_gateways(self._service.gateways(), now)
        online = sum(one.presence == Presence.ONLINE for one in seen)
        self._roster_panel.set_note(
            self.tr("{online} of {all} on the air").format(online=online, all=len(seen))
        )
        if self.strip.rows:
            self.strip.show_alarms(self._service.alarms(), now)
        unsaved = self._service.unsaved
        self._unsaved.setText(
            self.tr("{n} lines wait for the store").format(n=unsaved) if unsaved else ""
        )
        self.lines.view.viewport().update()
        self.roster.table.view.viewport().update()

    def _heard(self, _fact: object) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _alarmed(self, _fact: object) -> None:
        self._show_alarms()
        self._heard(_fact)

    def _changed(self, fact: Changed) -> None:
        if fact.kind in ("radio", "radio_event", "radio_text", "radio_alarm"):
            self._heard(fact)

    # --- doing --------------------------------------------------------------------------

    def answer(self) -> None:
        """Alt+Y: the oldest unanswered emergency, else the chosen line, else the oldest waiting."""
        for alarm in self._service.alarms():
            if alarm.answered_at is None:
                self._answer_alarm(alarm)
                return
        chosen = self.lines.current()
        if chosen is None or not waits(chosen):
            waiting = [line for line in self._service.lines() if waits(line)]
            chosen = waiting[-1] if waiting else None
        if chosen is None:
            self._desk.say(self.tr("Nothing waits to be taken."))
            return
        self._try(lambda by, name: self._service.answer_line(chosen.id, by, name))
        self.refresh()

    def faulty(self) -> str:
        """What is most likely to be reported: a gateway that is down, else the radio aimed at."""
        gateways = self._service.gateways()
        down = [seen for seen in gateways if seen.state == Linked.DOWN]
        radio = 0 if self.keypad.to_group else self.keypad.number
        if radio and not down:
            seen = self._service.seen(radio)
            return " ".join(("终端", str(radio), *filter(None, (seen.unit, seen.holder))))
        return f"370M网关 {(down or gateways)[0].gateway.name}" if gateways else ""

    def _menu_at(self, place: QPoint) -> None:
        chosen = self.lines.current()
        if chosen is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Note with this line"), self.note)
        menu.addAction(self.tr("To the log"), self.to_log)
        menu.popup(self.lines.view.viewport().mapToGlobal(place))

    def note(self) -> None:
        """The chosen line, with its position, into a line the officer writes himself."""
        chosen = self.lines.current()
        if chosen is not None:
            self.note_wanted.emit(_for_the_log(chosen))

    def to_log(self) -> None:
        """Alt+G: the chosen line, with its position, into the duty log."""
        chosen = self.lines.current()
        if chosen is None:
            self._desk.say(self.tr("Choose a line first."))
            return
        try:
            officer, shift = self._desk.session.demand(), self._desk.session.demand_shift()
        except Refused as error:
            self._desk.say(self._why(error))
            return
        ask(
            self,
            self._desk.store,
            self._log.write,
            officer,
            shift,
            _for_the_log(chosen),
            then=lambda entry: self._desk.say(self.tr("In the log as no. {n}").format(n=entry.seq)),
            fail=self._failed,
        )
        if isinstance(chosen, RadioEvent) and waits(chosen):
            self._try(lambda by, name: self._service.answer_line(chosen.id, by, name))
            self.refresh()

    def _answer_alarm(self, alarm: RadioAlarm) -> None:
        self._try(lambda by, name: self._service.answer_alarm(alarm.id, by, name))
        self._show_alarms()

    def _send(self, target: int, to_group: bool, text: str) -> None:
        try:
            officer = self._desk.session.demand(Act.RADIO)
            self._service.send_text(target, text, str(officer.id), officer.name, to_group=to_group)
        except Refused as error:
            self.keypad.refused(error)
            return
        self.keypad.sent()
        self.refresh()

    def _ask(self, act, radio: int) -> None:
        try:
            self._desk.session.demand(Act.RADIO)
            act(radio)
        except Refused as error:
            self.keypad.refused(error)
            return
        self._desk.say(self.tr("Asked {radio}").format(radio=radio))

    def _try(self, act) -> None:
        try:
            officer = self._desk.session.demand(Act.RADIO)
            act(str(officer.id), officer.name)
        except Refused as error:
            self._desk.say(self._why(error))

    def _failed(self, error: Exception) -> None:
        self._desk.say(self.tr("Not in the log. {why}").format(why=self._why(error)))

    def _why(self, error: Exception) -> str:
        return explain(error, words.refusals())

    def _aim_line(self, row: LogLine | None, *, forced: bool = False) -> None:
        if isinstance(row, RadioEvent) and row.radio is not None:
            self.keypad.aim(row.radio, forced=forced)
        elif isinstance(row, RadioText) and not row.to_group:
            self.keypad.aim(row.target, forced=forced)


def _for_the_log(line: LogLine) -> Line:
    """What the duty log keeps: Chinese by rule."""
    ours = isinstance(line, RadioText)
    return Line(
        text=log_words.of_line(line),
        way=Way.OUT if ours else Way.IN,
        channel=Channel.RADIO,
        unit=line.unit,
        person="" if ours else line.holder,
        status=Handling.DOING,
        at=line.at,
    )
