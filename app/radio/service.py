"""The radio room: events of the gateways to roster, texts, alarms, facts and the record."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from operator import attrgetter
from threading import RLock
from uuid import UUID

from app.base.bus import Bus, Changed
from app.base.clock import Clock
from app.base.errors import Refused
from app.base.jobs import Jobs
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.radio import facts
from app.radio.alarm_facts import raised
from app.radio.asking import Asking
from app.radio.batches import Recipient
from app.radio.board import Board, Gateway, GatewaySeen, Line, LogLine, waits
from app.radio.calls import Calls, Guard
from app.radio.controls import Controls
from app.radio.driver import Capability
from app.radio.events import CallKind, Command, Event, Heard, SendStatus
from app.radio.groups import GroupSeen
from app.radio.keeper import Keeper
from app.radio.lists import RadioLists
from app.radio.receiving import Receiver
from app.radio.recorded import Recorded
from app.radio.records import (
    ControlKind,
    HeardKind,
    RadioAlarm,
    RadioControl,
    RadioEvent,
    RadioText,
)
from app.radio.remembered import RadioStore, Remembered
from app.radio.roster import RadioSeen
from app.radio.roster_sheet import RosterSheet
from app.radio.rules import RadioRules
from app.radio.statuses import StatusBook
from app.radio.talk import OwnCall
from app.radio.texts import Texts

_log = logging.getLogger(__name__)
_PLAIN = RadioRules()
_AT = attrgetter("at")
READ_AGAIN_S = 10.0
_LISTS = frozenset({"radio", "radio_group", "radio_status"})


class RadioService:
    """Safe for threads: links call `hear`, windows read and act, the store thread loads.

    An emergency goes to the bus before anything is written. Call `tick` about once a second and
    `load` once on the store thread. `record` is what the record and this room tell each other: ties, shifts,
    other desks; `texts` what this desk, of the name `desk`, sends to several. `role_of` gives the role's word
    of an officer's id, on the store thread. Not `guarded`: somebody calls `watch_talk` himself.
    """

    def __init__(
        self,
        store: RadioStore,
        ledger: Ledger,
        jobs: Jobs,
        bus: Bus,
        clock: Clock,
        mark: Mark,
        rules: RadioRules = _PLAIN,
        role_of: Callable[[str], str] = lambda _by: "",
        *,
        desk: str = "",
        guarded: bool = True,
    ) -> None:
        self._store = store
        self._jobs = jobs
        self._bus = bus
        self._clock = clock
        self._keeper = Keeper(ledger, jobs)
        self._lock = RLock()
        self.rules = rules
        self.lists = RadioLists(ledger, store, mark)
        self.roster_sheet = RosterSheet(ledger, store, mark)
        self._board = Board(self._keeper, mark, desk)
        self.texts = Texts(self._board, clock, self._lock)
        self._asking = Asking(self._board, clock)
        self._calls = Calls(self._board, clock, rules.talk)
        self._controls = Controls(self._board, self._lock, ledger, clock, rules, role_of)
        self._statuses = StatusBook(rules.statuses)
        self._receiver = Receiver(
            self._board, clock, self.texts, self._asking, self._calls, self._controls, self._statuses
        )  # fmt: skip
        self._rereading = False
        self._read_again_s: float | None = None
        self._guard = Guard(self.watch_talk) if guarded else None
        self.record = Recorded(
            store, self._board, self._lock, self._publish, self.texts, self._controls
        )
        bus.listen(Changed, self._changed)

    # --- setting up ---------------------------------------------------------------------

    def attach(self, gateway: Gateway, line: Line) -> None:
        """Before its link is started."""
        with self._lock:
            self._board.gateways[gateway.id] = GatewaySeen(gateway)
            self._board.links[gateway.id] = line

    def load(self) -> None:
        """On the store thread, at the start. Alarms that nobody has answered sound again; texts
        of the last run that were under way end as failed, for nobody can tell any more. What cannot be read
        now is read as soon as it can."""
        try:
            remembered = Remembered(self._store)
        except Exception:
            self._read_again_s = self._clock.monotonic_s() + READ_AGAIN_S
            raise
        with self._lock:
            fresh = remembered.enter(self._board, self._statuses, self._controls, self._clock.now())
        self._publish(facts.RadioRemembered())
        for alarm in fresh:
            if alarm.answered_at is None:
                self._publish(raised(alarm, restored=True))

    def load_lists(self) -> None:
        """On the store thread: roster, groups and statuses, when one of them has changed."""
        self._rereading = False
        radios = self._store.radios()
        groups, statuses = self._store.radio_groups(), self._store.radio_statuses()
        with self._lock:
            self._board.roster.load(radios)
            self._board.groups.load(groups)
            self._statuses.load(statuses)
        self._publish(facts.RadioGroupsChanged())

    def _changed(self, fact: Changed) -> None:
        """Here or on another desk; many rows are read again once."""
        if fact.kind in _LISTS and not self._rereading:
            self._rereading = True
            self._jobs.run(self.load_lists, fail=self._not_reread)

    def _not_reread(self, error: Exception) -> None:
        self._rereading = False
        _log.warning("the lists of the radio room could not be read again: %s", error)

    # --- what the windows ask -----------------------------------------------------------

    def gateways(self) -> list[GatewaySeen]:
        with self._lock:
            return self._board.gateways_seen()

    def roster(self) -> list[RadioSeen]:
        """Nobody knows who is on the air behind a gateway that is not well."""
        with self._lock:
            return [self._board.as_known(seen) for seen in self._board.roster.all()]

    def seen(self, radio: int) -> RadioSeen:
        with self._lock:
            return self._board.as_known(self._board.roster.of(radio))

    def alarms(self) -> list[RadioAlarm]:
        """Open ones: unanswered first."""
        with self._lock:
            return self._board.alarms.open()

    def lines(self) -> list[LogLine]:
        """What was heard and sent, newest first."""
        with self._lock:
            return sorted(self._board.lines.values(), key=_AT)[::-1]

    def unanswered(self) -> int:
        """Emergencies, and texts and calls, that nobody has taken."""
        with self._lock:
            return self._board.alarms.unanswered() + sum(
                waits(line) for line in self._board.lines.values()
            )

    def can(
        self, capability: Capability, target: int | None = None, *, to_group: bool = False
    ) -> bool:
        """Of the gateway that would be used for `target`; None: of any."""
        with self._lock:
            return self._board.can(capability, target, to_group)

    def groups(self) -> list[GroupSeen]:
        """The county's list first, then those that only gateways know."""
        with self._lock:
            return self._board.groups.all()

    def status_words(self) -> dict[int, str]:
        """What may be sent, by code."""
        with self._lock:
            return self._statuses.words()

    def controls(self) -> list[RadioControl]:
        """Those that wait for the second person first, then the newest first."""
        return self._controls.all()

    @property
    def unsaved(self) -> int:
        """Lines that wait for a store that is away; 0 while it answers."""
        return self._keeper.waiting if self._keeper.away else 0

    # --- what the officer does ----------------------------------------------------------

    def send_text(
        self, target: int, words: str, by: str, by_name: str, *, to_group: bool = False
    ) -> RadioText:
        """Raises `Refused`: empty, too_long (limit, length), no_gateway, bad_target. Where no gateway can
        send texts it ends as failed, unsupported."""
        return self.texts.send(Recipient(target, to_group), words, by, by_name)

    def ask_position(self, radio: int, by: str = "", by_name: str = "") -> UUID:
        """The answer comes as `RadioPositionHeard`, and as `RadioLocated` when an officer asks. This and all
        that is asked gives the id under which exactly one `RadioAskEnded` comes; raises `Refused`:
        bad_target, no_gateway, queue_full, cannot."""
        with self._lock:
            return self._asking.position(radio, by, by_name)

    def ask_positions(self, radio: int, every_s: int, by: str, by_name: str) -> UUID:
        """From 5 s to a day; 0 ends it."""
        with self._lock:
            return self._asking.positions(radio, every_s, by, by_name)

    def check(self, radio: int) -> UUID:
        """Is it registered? The answer comes as a change of presence."""
        with self._lock:
            return self._asking.online(radio)

    def check_air(self, radio: int, by: str, by_name: str) -> UUID:
        """Asks the radio itself; kept with its answer."""
        with self._lock:
            return self._asking.air(radio, by, by_name)

    def monitor(self, radio: int, by: str, by_name: str) -> UUID:
        """Make it send what its microphone hears; kept with its answer."""
        with self._lock:
            return self._asking.monitor(radio, by, by_name)

    def send_status(self, target: int, to_group: bool, code: int, by: str, by_name: str) -> UUID:
        with self._lock:
            words = self._statuses.of(code).words
            return self._asking.status(target, to_group, code, words, by, by_name)

    def choose_group(self, gateway: str, number: int, by: str, by_name: str) -> UUID:
        """The talk-group of that gateway's own radio."""
        with self._lock:
            return self._asking.choose(gateway, number)

    # --- our own call -------------------------------------------------------------------

    def press(self, kind: CallKind, target: int, by: str, by_name: str) -> OwnCall:
        """The key is down: call and talk; `hold` at least every second or it is let go. `target` is of no
        account for all. Raises `Refused`: bad_target, no_gateway, cannot, down, queue_full, talking."""
        with self._lock:
            told = self._calls.press(kind, target, by, by_name)
            call = self._calls.call
        assert call is not None
        if self._guard is not None:
            self._guard.wake()
        self._publish(*told)
        return call

    def hold(self) -> None:
        """The key is still down."""
        with self._lock:
            self._calls.hold()

    def release(self, code: str = "") -> None:
        """The key is up; the call may stand on. Does nothing while it is up already."""
        with self._lock:
            told = self._calls.let_go(code)
        self._publish(*told)

    def hang_up(self) -> None:
        with self._lock:
            told = self._calls.hang_up()
        self._publish(*told)

    def own_call(self) -> OwnCall | None:
        """The last one, also when it is over; None: there was none."""
        with self._lock:
            return self._calls.call

    def sits(self, by: str) -> None:
        """Who is signed in now ("" = nobody): a key that somebody else pressed is let go."""
        call = self.own_call()
        if call is not None and call.pressed and call.by != by:
            self.release("signed_out")

    def watch_talk(self) -> bool:
        """What time brings to our own call, ten times a second. False: nothing is to be watched."""
        with self._lock:
            told = self._calls.watch()
            watched = self._calls.watched
        self._publish(*told)
        return watched

    # --- stun and revive ----------------------------------------------------------------

    def propose_control(
        self, kind: ControlKind, radio: int, reason: str, by: str, by_name: str
    ) -> RadioControl:
        """On the store thread, as the next two. Nothing is sent until another officer confirms. Raises
        `Refused`: bad_target, empty (reason), already_proposed, no_gateway, cannot; `Unreachable`."""
        return self._controlled(self._controls.propose(kind, radio, reason, by, by_name))

    def confirm_control(self, key: UUID, by: str, by_name: str) -> RadioControl:
        """The second person; kept, then sent by the desk that proposed it. Raises `Refused`: unknown,
        not_waiting (step), expired, confirmed (name), down, apart (desk), same_person (name), chief_needed
        (roles); `Unreachable`: not kept, so not sent."""
        return self._controlled(self._controls.confirm(key, by, by_name))

    def drop_control(self, key: UUID, by: str, by_name: str) -> RadioControl:
        """Taken back before it was confirmed. Raises `Refused` besides: other_desk (desk)."""
        return self._controlled(self._controls.drop(key, by, by_name))

    def _controlled(self, control: RadioControl) -> RadioControl:
        self._publish(facts.RadioControlChanged(control, not self._board.ours(control)))
        return control

    # --- alarms and lines ---------------------------------------------------------------

    def way_to(self, radio: int, wanted: Iterable[Capability] = ()) -> GatewaySeen | None:
        """The gateway that would be used for it; None when the desk has none. Of a radio that none has heard
        yet it is one that can do the first of `wanted` that any can."""
        with self._lock:
            board = self._board
            if not board.gateways:
                return None
            key = board.way(radio, False)
            need = next((one for one in wanted if board.can(one, None, False)), None)
            if need is not None and board.roster.of(radio).gateway not in board.gateways:
                key = board.way(radio, False, need)
            return board.gateways[key]

    def put(self, gateway: str, command: Command) -> bool:
        """Asked through this gateway; the end comes as `RadioAskEnded`, and the status that answers a status
        has not to be taken by anybody. False: too many are waiting."""
        with self._lock:
            line = self._board.links.get(gateway)
            if line is None or not line.submit(command):
                return False
            if isinstance(command, SendStatus) and not command.group:
                self._board.asked[command.target] = self._clock.now()
            return True

    def answer_alarm(self, key: UUID, by: str, by_name: str) -> RadioAlarm:
        """Stops the sound. Raises `Refused`: unknown, already_answered (name)."""
        with self._lock:
            step = self._board.alarms.answered(key, by, by_name, self._clock.now())
            alarm = step.new
            self._board.keep_alarm(step, by, "radio.alarm.answer")
        assert alarm.answered_at is not None
        self._publish(
            facts.RadioAlarmAnswered(
                alarm.id, alarm.radio, alarm.unit, by, by_name, alarm.answered_at
            )
        )
        return alarm

    def answer_line(self, key: UUID, by: str, by_name: str) -> RadioEvent:
        """An officer takes a text or call. Raises `Refused`: unknown, already_answered (name)."""
        with self._lock:
            line = self._board.lines.get(key)
            if not isinstance(line, RadioEvent):
                raise Refused("line", "unknown")
            if line.answered_at is not None:
                raise Refused("line", "already_answered", name=line.answered_name)
            taken = replace(
                line, answered_by=by, answered_name=by_name, answered_at=self._clock.now()
            )
            self._board.lines[key] = taken
            self._board.keep(by, "radio.answer", "radio_event", taken, line)
            return taken

    # --- what comes from the gateways ---------------------------------------------------

    def hear(self, event: Event) -> None:
        """On the link's thread; returns at once."""
        with self._lock:
            told = self._receiver.hear(event)
        self._publish(*told)

    def tick(self) -> None:
        """What time alone brings: radios not heard again, and the store that was away."""
        now = self._clock.now()
        with self._lock:
            late = self._board.roster.expired(self._clock.monotonic_s())
            for seen in late:
                self._board.note(Heard(seen.gateway, now), HeardKind.OFFLINE, seen)
            expired = self._controls.expired(now)
        for seen in late:
            self._publish(facts.RadioOffline(seen.number, seen.unit, seen.gateway, now, "expired"))
        for control in expired:
            self._controlled(control)
        self.watch_talk()
        self.texts.feed()
        for radio in self.record.sought(self._clock.monotonic_s()):
            with suppress(Refused):  # the next time
                self.ask_position(radio)
        self._keeper.retry()
        if self._read_again_s is not None and self._clock.monotonic_s() >= self._read_again_s:
            self._read_again_s = None
            self._jobs.run(self.load, fail=_not_read)

    def _publish(self, *told: object) -> None:
        for fact in told:
            self._bus.publish(fact)


def _not_read(error: Exception) -> None:
    _log.warning("what the radio room was told before could not be read: %s", error)
