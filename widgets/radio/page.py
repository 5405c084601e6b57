"""The page 电台: hear, see, answer, call. It never takes the focus."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.bus import Changed
from app.duty.log import DutyLog
from app.people.rights import Act
from app.people.signin import SignedIn
from app.radio import facts
from app.radio.batches import Recipient
from app.radio.board import LogLine
from app.radio.events import Linked
from app.radio.groups import GroupSeen
from app.radio.log_words import gateway_named
from app.radio.records import RadioEvent, RadioText
from app.radio.roster import RadioSeen
from app.radio.service import RadioService
from app.radio.templates import TextTemplate
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.gate import gates
from widgets.kit.listen import listen
from widgets.kit.share import Share
from widgets.radio.aimlists import Books
from widgets.radio.controlling import Controlling
from widgets.radio.doing import RadioActs, for_the_log
from widgets.radio.heard import HeardPanel
from widgets.radio.keypad import Keypad
from widgets.radio.listcard import ListCard
from widgets.radio.people import PeopleColumn
from widgets.radio.rostercard import RosterCard
from widgets.radio.rosterfile import RosterFile
from widgets.radio.talkkey import TalkKey
from widgets.radio.target import GROUP, RADIO
from widgets.reports.signing import Signers
from widgets.shell.page import Page

LEFT_W, KEYPAD_W = 300, 352
"""At a body size of 15."""
GATHER_MS = 100
"""Who talks is to be seen within 300 ms. radio.md 7"""

_QUIET = (
    facts.RadioRemembered,
    facts.RadioOnline,
    facts.RadioOffline,
    facts.RadioPositionHeard,
    facts.RadioTextHeard,
    facts.RadioTextStateChanged,
    facts.RadioTalking,
    facts.RadioTalked,
    facts.RadioBumped,
    facts.RadioStatusHeard,
    facts.RadioAskEnded,
    facts.RadioLocated,
)
_LOUD = (
    facts.RadioAlarmRaised,
    facts.RadioAlarmPlaced,
    facts.RadioAlarmAnswered,
    facts.RadioAlarmCleared,
)
_TABLES = ("radio", "radio_event", "radio_text", "radio_alarm", "radio_control")


class RadioPage(Page):
    """`badge` counts what nobody has taken. `log` writes what Alt+G hands over; `note_wanted(Line)`
    when the officer writes the line himself; `fault_wanted(device)` when one is to be mended; `mute_wanted`
    when what comes is to come without sound and words, or again with them; `record_wanted(id)` of a line."""

    key = "radio"
    note_wanted = Signal(object)
    fault_wanted = Signal(str)
    mute_wanted = Signal()
    record_wanted = Signal(object)

    def __init__(
        self,
        desk: Desk,
        service: RadioService,
        log: DutyLog,
        signers: Signers,
        templates: Sequence[TextTemplate] = (),
        books: Books = tuple,
    ) -> None:
        """`books` gives the lists of the roll call, on the store thread."""
        super().__init__()
        self._desk, self._service = desk, service
        self.people = PeopleColumn(desk, books)
        self.gateways, self.roster = self.people.gateways, self.people.roster
        self.groups = self.people.groups
        self.heard = HeardPanel(desk)
        self.strip, self.lines, self.shown = self.heard.strip, self.heard.table, self.heard.shown
        self.answer_button, self.log_button = self.heard.answer_button, self.heard.log_button
        self.keypad = Keypad(desk.theme, service, templates)
        self.mute_button = PlainButton(desk.theme, self.tr("Mute"), "Alt+M", "bell-off")
        self.inside = QWidget()
        self._build()
        self.talk = TalkKey(desk, self, service, self.keypad.pick.call)
        self.acts = RadioActs(desk, service, log, self.keypad, self.refresh)
        self.controls = Controlling(desk, service, self.keypad, signers, self, self.inside)
        self.lists = ListCard(desk, self, service)
        self.entering = RosterCard(desk, self, service)
        self.roster_file = RosterFile(desk, service, self.inside, self.roster.table.view)
        self.layout().addWidget(self.roster_file.view)
        self._gate()
        self._connect()
        self._hear()
        self.keypad.retarget()
        self.refresh()

    def first_focus(self) -> QWidget:
        return self.lines

    def open(self, subject: tuple[str, Any]) -> None:
        """("line", id): chosen in what was heard, and its radio is the one that is meant."""
        kind, key = subject
        if kind == "line" and isinstance(key, UUID) and self.lines.select(key):
            self._aim_line(self.lines.current(), forced=False)

    def in_sight(self) -> bool:
        return self.isVisible() and not self.window().isMinimized()

    def show_muted(self, until: datetime | None) -> None:
        """What comes is mute; until when is told in the lamp bar."""
        self.mute_button.setText(self.tr("Unmute") if until else self.tr("Mute"))

    # --- building -----------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._desk.theme
        self.heard.tools.insertWidget(1, self.mute_button)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.inside)
        row = QHBoxLayout(self.inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        self.people.setFixedWidth(theme.size("body") * LEFT_W // 15)
        self.keypad.setFixedWidth(theme.size("body") * KEYPAD_W // 15)
        row.addWidget(self.people)
        row.addWidget(self.heard, 1)
        row.addWidget(self.keypad)

    def _gate(self) -> None:
        keypad, asks, control = self.keypad, self.keypad.asks, self.keypad.control
        gates(
            self._desk, Act.RADIO,
            self.mute_button, self.groups.tune_button,
            keypad.talk.button, keypad.talk.end_button, keypad.send_button,
            keypad.text.sum.again_button,
            asks.locate_button, asks.check_button, asks.air_button, asks.monitor_button,
            asks.begin_button, asks.stop_button, asks.status_button,
            control.stun_button, control.revive_button, control.confirm_button,
            control.drop_button,
        )  # fmt: skip
        gates(self._desk, Act.DICTIONARIES, self.groups.edit_button, self.people.enter_button)
        gates(self._desk, Act.UNCOVERED, self.entering.export_button)

    def _connect(self) -> None:
        keypad, acts = self.keypad, self.acts
        keypad.talk.tie(self.talk)
        self.talk.refused.connect(acts.refuse)
        self.talk.changed.connect(lambda _: self._show_talk())
        keypad.target_changed.connect(self._show_talk)
        self.strip.answer.connect(acts.answer_alarm)
        self.answer_button.clicked.connect(self.answer)
        self.heard.to_log.connect(self.to_log)
        self.heard.note.connect(self.note)
        self.heard.in_record.connect(self._show_in_record)
        self.mute_button.clicked.connect(self.mute_wanted)
        self.people.fault_button.clicked.connect(lambda: self.fault_wanted.emit(self.faulty()))
        self.lines.view.clicked.connect(lambda _: self._aim_line(self.lines.current()))
        self.lines.opened.connect(lambda row: self._aim_line(row, forced=True))
        self.roster.picked.connect(lambda seen: keypad.aim(seen.number, forced=False))
        self.roster.opened.connect(lambda seen: keypad.aim(seen.number, forced=True))
        self.groups.picked.connect(lambda seen: self._aim_group(seen, forced=False))
        self.groups.opened.connect(lambda seen: self._aim_group(seen, forced=True))
        picks, pick = (self.roster.picks, self.groups.picks), keypad.pick
        for one, aimed in zip(picks, (_radio, _group), strict=True):
            one.added.connect(lambda rows, aimed=aimed: pick.add(map(aimed, rows)))
            one.turned.connect(lambda row, aimed=aimed: pick.turn(aimed(row)))
        self.people.lists.pressed.connect(lambda one: pick.mean(one.recipients, one.name))
        keypad.target_changed.connect(lambda: self.people.show_marked(pick.marked))
        self.groups.tune.connect(acts.tune)
        self.groups.edit.connect(lambda: self.lists.come(self.inside))
        self.people.enter_button.clicked.connect(self._enter_radio)
        self.entering.import_button.clicked.connect(self._import_radios)
        self.entering.export_button.clicked.connect(lambda: self.roster_file.choose_export())

    def _hear(self) -> None:
        bus, theme = self._desk.bus, self._desk.theme
        self._lines_share = Share(self, self._show_lines, share=0.2)
        self._whole_share = Share(self, self.refresh, share=0.1, gather_ms=GATHER_MS)
        self._tick = QTimer(self)
        self._tick.setInterval(theme.px("duration_ms.tick"))
        self._tick.timeout.connect(self._grow_older)
        self._tick.start()
        for kind in _QUIET:
            listen(self, bus, kind, self._heard)
        for kind in _LOUD:
            listen(self, bus, kind, self._alarmed)
        listen(self, bus, facts.RadioLinkChanged, self._linked)
        listen(self, bus, facts.RadioOwnTalk, lambda _: self._show_talk())
        listen(self, bus, facts.RadioGroupsChanged, lambda _: self._show_lists())
        listen(self, bus, facts.RadioControlChanged, lambda _: self._show_controls())
        listen(self, bus, SignedIn, lambda _: self.keypad.look())
        listen(self, bus, Changed, self._changed)

    # --- showing ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the service for everything again."""
        self._show_lines()
        self._age()
        roster = self._service.roster()
        self.roster.show_roster(roster)
        self.people.lists.show_roster(roster)
        self._show_lists()

    def _show_lines(self) -> None:
        """What was heard and what waits, before all else."""
        self._show_alarms()
        heard = self._service.lines()
        self.heard.show_lines(heard)
        is_ours = self._service.record.is_ours
        ours = (one for one in heard if isinstance(one, RadioText) and is_ours(one.id))
        self.keypad.show_sent(next(ours, None))

    def _show_alarms(self) -> None:
        self.heard.show_alarms(self._service.alarms(), self._desk.clock.now())
        waiting = self._service.unanswered()
        told = self.tr("{n} not taken").format(n=waiting) if waiting else self.tr("all taken")
        self.heard.set_note(told)
        self.badge.emit(waiting)

    def _show_lists(self) -> None:
        self.groups.show_groups(self._service.groups())
        self.keypad.asks.show_statuses(self._service.status_words())
        self.keypad.show_target()

    def _show_controls(self) -> None:
        self.keypad.show_controls(self._service.controls(), self._desk.clock.now())

    def _show_talk(self) -> None:
        pick, now = self.keypad.pick, self._desk.clock.now()
        call = self._service.own_call()
        self.keypad.talk.show_call(call, self.talk.down, pick.to_all, now)

    def _grow_older(self) -> None:
        """What time alone changes, also in the rows."""
        self._age()
        self.heard.repaint_waits()
        self.roster.repaint_pins()

    def _age(self) -> None:
        now = self._desk.clock.now()
        gateways = self._service.gateways()
        self.people.show_gateways(gateways, now)
        self.heard.show_hearing([seen.state for seen in gateways])
        self.people.show_count(self._service.roster())
        if self.strip.rows:
            self.strip.show_alarms(self._service.alarms(), now)
        self.heard.show_unsaved(self._service.unsaved)
        self._show_talk()
        self._show_controls()

    def _heard(self, _fact: object) -> None:
        self._lines_share.ask()
        self._whole_share.ask()

    def _alarmed(self, _fact: object) -> None:
        self._show_alarms()
        self._heard(_fact)

    def _linked(self, fact: facts.RadioLinkChanged) -> None:
        """A gateway that comes or goes may be able to do other things."""
        self.keypad.look()
        self.keypad.measure()
        self._heard(fact)

    def _changed(self, fact: Changed) -> None:
        """What came was shown when it was heard: that it is kept now does not press."""
        if fact.kind in _TABLES:
            self._whole_share.ask()

    # --- doing --------------------------------------------------------------------------

    def answer(self) -> None:
        """Alt+Y: the oldest unanswered emergency, else the chosen line, else the oldest waiting."""
        self.acts.answer(self.lines.current())

    def to_log(self) -> None:
        """Alt+G: the chosen line, with its position, into the duty log."""
        self.acts.to_log(self.lines.current())

    def _show_in_record(self) -> None:
        chosen = self.lines.current()
        if chosen is not None:
            self.record_wanted.emit(chosen.id)

    def note(self) -> None:
        """The chosen line, with its position, into a line the officer writes himself."""
        chosen = self.lines.current()
        if chosen is not None:
            self.note_wanted.emit(for_the_log(chosen))

    def faulty(self) -> str:
        """What is most likely to be reported: a gateway that is down, else the radio aimed at."""
        gateways = self._service.gateways()
        down = [seen for seen in gateways if seen.state == Linked.DOWN]
        radio = self.keypad.pick.radio
        if radio and not down:
            seen = self._service.seen(radio)
            return " ".join(("终端", str(radio), *filter(None, (seen.unit, seen.holder))))
        return f"370M {gateway_named((down or gateways)[0].gateway.name)}" if gateways else ""

    def _aim_line(self, row: LogLine | None, *, forced: bool = False) -> None:
        if isinstance(row, RadioEvent) and row.radio is not None:
            self.keypad.aim(row.radio, forced=forced)
        elif isinstance(row, RadioEvent) and row.talkgroup is not None:
            self.keypad.aim(row.talkgroup, forced=forced, kind=GROUP)
        elif isinstance(row, RadioText):
            self.keypad.aim(row.target, forced=forced, kind=GROUP if row.to_group else RADIO)

    def _enter_radio(self) -> None:
        seen = self.roster.table.current()
        self.entering.come(self.inside, seen.number if seen is not None else None)

    def _import_radios(self) -> None:
        self.entering.close_card()
        self.roster_file.choose_import()

    def _aim_group(self, seen: GroupSeen, *, forced: bool) -> None:
        self.keypad.aim(seen.number, forced=forced, kind=GROUP)


def _radio(seen: RadioSeen) -> Recipient:
    return Recipient(seen.number)


def _group(seen: GroupSeen) -> Recipient:
    return Recipient(seen.number, group=True)
