"""The radio room: events of the gateways to roster, texts, alarms, facts and the record."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from threading import RLock
from typing import Protocol
from uuid import UUID

from app.base.bus import Bus
from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.jobs import Jobs
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.radio import facts
from app.radio.board import LINES, Board, Gateway, GatewaySeen, Line, LogLine, waits
from app.radio.events import (
    AskPosition,
    CheckOnline,
    Command,
    Event,
    Heard,
    SendText,
    TextStep,
)
from app.radio.hytera.tmp import TEXT_LIMIT, units
from app.radio.keeper import Keeper
from app.radio.receiving import Receiver, raised
from app.radio.recorded import Recorded, RecordStore
from app.radio.records import HeardKind, Radio, RadioAlarm, RadioEvent, RadioText
from app.radio.roster import Place, RadioSeen


class RadioStore(RecordStore, Protocol):
    """Read on the store thread."""

    def radios(self) -> list[Radio]:
        """The active roster."""
        ...

    def open_texts(self) -> list[RadioText]:
        """Neither delivered nor failed."""
        ...

    def latest_events(self, count: int) -> list[RadioEvent]:
        """Oldest of them first."""
        ...

    def latest_texts(self, count: int) -> list[RadioText]:
        """Oldest of them first."""
        ...

    def last_heard(self) -> dict[int, datetime]: ...

    def last_places(self) -> list[RadioEvent]:
        """The newest position of each radio."""
        ...


class RadioService:
    """Safe for threads: links call `hear`, windows read and act, the store thread loads.

    An emergency goes to the bus before anything is written. Call `tick` about once a second and
    `load` once on the store thread; `load_roster` there when the roster has changed. `record` is what the
    record and this room tell each other: ties, shifts, other desks.
    """

    def __init__(
        self,
        store: RadioStore,
        ledger: Ledger,
        jobs: Jobs,
        bus: Bus,
        clock: Clock,
        mark: Mark,
    ) -> None:
        self._store = store
        self._bus = bus
        self._clock = clock
        self._keeper = Keeper(ledger, jobs)
        self._lock = RLock()
        self._board = Board(self._keeper, mark)
        self._receiver = Receiver(self._board, clock)
        self.record = Recorded(store, self._board, self._lock, self._publish)

    # --- setting up ---------------------------------------------------------------------

    def attach(self, gateway: Gateway, line: Line) -> None:
        """Before its link is started."""
        with self._lock:
            self._board.gateways[gateway.id] = GatewaySeen(gateway)
            self._board.links[gateway.id] = line

    def load(self) -> None:
        """On the store thread, at the start. Alarms that nobody has answered sound again; texts
        of the last run that were under way end as failed, for nobody can tell any more."""
        radios, alarms = self._store.radios(), self._store.open_alarms()
        open_texts, heard = self._store.open_texts(), self._store.last_heard()
        places, events = self._store.last_places(), self._store.latest_events(LINES)
        texts = self._store.latest_texts(LINES)
        with self._lock:
            self._board.roster.load(radios)
            for number, at in heard.items():
                self._board.roster.remember(number, at)
            for event in places:
                if event.radio is not None and event.lat is not None and event.lon is not None:
                    place = Place(event.lat, event.lon, event.at, event.speed_kmh, event.rssi_dbm)
                    self._board.roster.remember_place(event.radio, place)
            left = [text for text in open_texts if text.id not in self._board.lines]
            self._board.older([*events, *texts])
            for text in left:
                self._board.move(text, TextStep.FAILED, "restarted", self._clock.now())
            fresh = self._board.alarms.load(alarms)
        self._publish(facts.RadioRemembered())
        for alarm in fresh:
            if alarm.answered_at is None:
                self._publish(raised(alarm, restored=True))

    def load_roster(self) -> None:
        """On the store thread."""
        radios = self._store.radios()
        with self._lock:
            self._board.roster.load(radios)

    # --- what the windows ask -----------------------------------------------------------

    def gateways(self) -> list[GatewaySeen]:
        with self._lock:
            return list(self._board.gateways.values())

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
            return sorted(
                self._board.lines.values(), key=lambda line: (line.at, line.id), reverse=True
            )

    def unanswered(self) -> int:
        """Emergencies, and texts and calls, that nobody has taken."""
        with self._lock:
            return self._board.alarms.unanswered() + sum(
                waits(line) for line in self._board.lines.values()
            )

    @property
    def unsaved(self) -> int:
        """Lines that wait for a store that is away; 0 while it answers."""
        return self._keeper.waiting if self._keeper.away else 0

    # --- what the officer does ----------------------------------------------------------

    def send_text(
        self, target: int, words: str, by: str, by_name: str, *, to_group: bool = False
    ) -> RadioText:
        """Raises `Refused`: empty, too_long (limit, length in 汉字), no_gateway, bad_target."""
        words = words.strip()
        if not words:
            raise Refused("text", "empty")
        if units(words) > TEXT_LIMIT:
            raise Refused("text", "too_long", limit=TEXT_LIMIT, length=units(words))
        if not 0 < target < 1 << 24:
            raise Refused("target", "bad_target")
        with self._lock:
            gateway = self._board.way_to(target)
            at = self._clock.now()
            text = RadioText(
                id=new_id(),
                gateway=gateway,
                target=target,
                to_group=to_group,
                unit="" if to_group else self._board.roster.of(target).unit,
                text=words,
                step=TextStep.QUEUED,
                code="",
                at=at,
                step_at=at,
                by=by,
                by_name=by_name,
                incident_id=None,
                shift_id=self._board.shift,
                mark=self._board.mark,
            )
            self._board.texts[text.id] = text
            self._board.show(text)
            self._board.keep(by, "radio.text", "radio_text", text)
            if not self._board.links[gateway].submit(SendText(text.id, target, to_group, words)):
                self._board.move(text, TextStep.FAILED, "queue_full", at)
            sent = self._board.lines[text.id]
        assert isinstance(sent, RadioText)
        return sent

    def ask_position(self, radio: int) -> None:
        """The answer comes as `RadioPositionHeard`. Raises `Refused("gateway", …)`."""
        self._ask(radio, AskPosition(new_id(), radio))

    def check(self, radio: int) -> None:
        """The answer comes as a change of presence. Raises `Refused("gateway", …)`."""
        self._ask(radio, CheckOnline(new_id(), radio))

    def way_to(self, radio: int) -> GatewaySeen | None:
        """The gateway that would be used for it; None when the desk has none."""
        with self._lock:
            if not self._board.gateways:
                return None
            return self._board.gateways[self._board.way_to(radio)]

    def put(self, gateway: str, command: Command) -> bool:
        """Asked through this gateway; the end comes as `RadioAskEnded`. False: too many are waiting."""
        with self._lock:
            line = self._board.links.get(gateway)
        return line is not None and line.submit(command)

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
        for fact in told:
            self._publish(fact)

    def tick(self) -> None:
        """What time alone brings: radios not heard again, and the store that was away."""
        now = self._clock.now()
        with self._lock:
            late = self._board.roster.expired(self._clock.monotonic_s())
            for seen in late:
                self._board.note(Heard(seen.gateway, now), HeardKind.OFFLINE, seen)
        for seen in late:
            self._publish(facts.RadioOffline(seen.number, seen.unit, seen.gateway, now, "expired"))
        for radio in self.record.sought(now):
            with suppress(Refused):  # the next time
                self.ask_position(radio)
        self._keeper.retry()

    def _ask(self, radio: int, command: Command) -> None:
        with self._lock:
            line = self._board.links[self._board.way_to(radio)]
        if not line.submit(command):
            raise Refused("gateway", "queue_full")

    def _publish(self, fact: object) -> None:
        self._bus.publish(fact)
