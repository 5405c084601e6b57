"""The state of the radio room, and how one thing heard or written is entered in it."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.base.ports.counters import Counters
from app.base.ports.record import RawRecord
from app.radio import facts
from app.radio.alarms import AlarmBook, Step
from app.radio.batches import Batches
from app.radio.driver import Capability, Driver
from app.radio.drivers import DEFAULT, DRIVERS
from app.radio.events import Command, Heard, Linked, TextStep, follows
from app.radio.groups import GroupBook
from app.radio.keeper import Act, Keeper
from app.radio.records import HeardKind, RadioControl, RadioEvent, RadioText
from app.radio.roster import Presence, RadioSeen, Roster

_TEXTS = (Capability.TEXT, Capability.GROUP_TEXT)
SYSTEM = "system"
LINES = 500
"""Lines kept at hand; older ones are in the store."""

QUIET = frozenset({HeardKind.POSITION, HeardKind.ONLINE, HeardKind.OFFLINE})
"""What comes by itself, every second where many radios move. It must not push out what people said."""

QUIET_LINES, WAITING_LINES = 200, 2000
"""Of those so many; and of what nobody has taken, however old it is."""

LogLine = RadioEvent | RadioText


class Line(Protocol):
    """A gateway's link, as far as the service needs it."""

    def submit(self, command: Command) -> bool: ...


@dataclass(frozen=True, slots=True)
class Gateway:
    """One gateway of the desk: `id` on the record, `name` for people, `port` its device path."""

    id: str
    name: str
    port: str
    driver: Driver = DRIVERS[DEFAULT]
    baud: int = 0
    counters: Callable[[], Counters] = Counters
    """Of its port, as they stand now."""
    record: RawRecord | None = None


@dataclass(frozen=True, slots=True)
class GatewaySeen:
    """A gateway as it stands now. `last_frame` None: nothing was heard since the start.

    `dbm`, `bars` (0 to 4), `battery` (percent) and `chosen` (group) are of its own radio; None = not told.
    """

    gateway: Gateway
    state: Linked = Linked.OPENING
    why: str = ""
    since: datetime | None = None
    last_frame: datetime | None = None
    bars: int | None = None
    dbm: int | None = None
    battery: int | None = None
    chosen: int | None = None


class Board:
    """Not safe for threads by itself: the service holds the lock. Everything is kept in order."""

    def __init__(self, keeper: Keeper, mark: Mark, desk: str = "") -> None:
        self.gateways: OrderedDict[str, GatewaySeen] = OrderedDict()
        self._frames: dict[str, datetime] = {}
        self.links: dict[str, Line] = {}
        self.roster = Roster()
        self.groups = GroupBook()
        self.alarms = AlarmBook(mark)
        self.texts: dict[UUID, RadioText] = {}
        """Of this desk, those that are under way."""
        self.batches = Batches()
        self.lines: OrderedDict[UUID, LogLine] = OrderedDict()
        self._quiet: deque[UUID] = deque()
        self._said: deque[UUID] = deque()
        self._waiting: deque[UUID] = deque()
        self.mark, self.desk = mark, desk
        self.asked: dict[int, datetime] = {}
        """Radios that were asked for a status, and when."""
        self.shift: UUID | None = None
        """The shift that is on: what comes belongs to it."""
        self.keeper = keeper

    def life(self, radio: int, heard: Heard) -> RadioSeen:
        return self.roster.heard(radio, heard.gateway, heard.at)

    def frame(self, heard: Heard) -> None:
        if heard.raw:
            self._frames[heard.gateway] = heard.at

    def gateways_seen(self) -> list[GatewaySeen]:
        """With the time of the last frame, which comes a thousand times a second in a storm."""
        frames = self._frames
        return [replace(one, last_frame=frames.get(key)) for key, one in self.gateways.items()]

    def as_known(self, seen: RadioSeen) -> RadioSeen:
        gateway = self.gateways.get(seen.gateway)
        if gateway is None or gateway.state not in (Linked.DOWN, Linked.DEGRADED):
            return seen
        return replace(seen, presence=Presence.UNKNOWN, talking=False)

    def way(self, target: int, group: bool, *needs: Capability) -> str:
        """The gateway to reach `target` by, of those whose driver can do all that is needed.

        The one that heard it last (for a group: whose radio stands on it, or that tells it), if it is up;
        else the first that is up, else the one that heard it, else the first. Raises
        `Refused("gateway", …)`: no_gateway, or cannot (`what`).
        """
        if not self.gateways:
            raise Refused("gateway", "no_gateway")
        able = [key for key in self.gateways if self._able(key, needs)]
        if not able:
            missing = next((need for need in needs if not self._anybody(need)), needs[-1])
            raise Refused("gateway", "cannot", what=missing.value)
        last = self.groups.gateway_of(target) if group else self.roster.of(target).gateway
        ready = [key for key in able if self.gateways[key].state == Linked.UP]
        best = ready or able
        return last if last in best else best[0]

    def text_way(self, target: int, group: bool) -> str:
        """As `way`; where no gateway can send texts one is given all the same, and the text fails."""
        need = Capability.GROUP_TEXT if group else Capability.TEXT
        return self.way(target, group, *(need,) if self._anybody(need) else ())

    def can(self, need: Capability, target: int | None, group: bool) -> bool:
        if target is None:
            return self._anybody(need)
        try:
            used = self.text_way(target, group) if need in _TEXTS else self.way(target, group, need)
        except Refused:
            return False
        return self._able(used, (need,))

    def locates(self, radio: int) -> bool:
        """A gateway that is up can ask it where it is."""
        try:
            used = self.way(radio, False, Capability.LOCATE)
        except Refused:
            return False
        return self.gateways[used].state is Linked.UP

    def _able(self, key: str, needs: tuple[Capability, ...]) -> bool:
        return self.gateways[key].gateway.driver.capabilities.issuperset(needs)

    def _anybody(self, need: Capability) -> bool:
        return any(self._able(key, (need,)) for key in self.gateways)

    def move(
        self, text: RadioText, step: TextStep, code: str, at: datetime
    ) -> facts.RadioTextStateChanged | None:
        """The fact to tell; None when the state would go back."""
        if not follows(step, text.step):
            return None
        moved = replace(text, step=step, code=code, step_at=at)
        if step in (TextStep.DELIVERED, TextStep.FAILED):
            self.texts.pop(text.id, None)
        else:
            self.texts[text.id] = moved
        self.show(moved)
        self.keep(SYSTEM, "radio.text.step", "radio_text", moved, text)
        return facts.RadioTextStateChanged(text.id, text.target, step, code, at)

    def ours(self, row: RadioText | RadioControl) -> bool:
        """Of this desk's gateways; the rows of before schema 9 do not say whose they are."""
        return row.desk in ("", self.desk)

    def follow_text(self, text: RadioText) -> RadioText | None:
        """Another desk's text as its row says now, shown; None: that is nothing new. No state goes back."""
        if self.ours(text):
            return None
        held = self.lines.get(text.id)
        if isinstance(held, RadioText) and not follows(text.step, held.step):
            text = replace(text, step=held.step, code=held.code, step_at=held.step_at)
        if text == held:
            return None
        self.show(text)
        return text

    def note(
        self, heard: Heard, kind: HeardKind, seen: RadioSeen | None, **more: Any
    ) -> RadioEvent:
        """An `event`, shown and kept as heard."""
        line = self.event(heard, kind, seen, **more)
        self.show(line)
        act = Act(SYSTEM, "radio.heard", ("gateway", heard.gateway))
        self.keeper.keep(act, "radio_event", line, vital=kind == HeardKind.EMERGENCY)
        return line

    def event(
        self,
        heard: Heard,
        kind: HeardKind,
        seen: RadioSeen | None,
        *,
        text: str = "",
        talkgroup: int | None = None,
        lat: float | None = None,
        lon: float | None = None,
        speed_kmh: float | None = None,
        rssi_dbm: int | None = None,
        seconds: int | None = None,
        taken: str = "",
    ) -> RadioEvent:
        """`taken`: nobody has to take it, and why."""
        return RadioEvent(
            id=new_id(),
            gateway=heard.gateway,
            at=heard.at,
            kind=kind,
            radio=seen.number if seen else None,
            talkgroup=talkgroup,
            unit=seen.unit if seen else "",
            holder=seen.holder if seen else "",
            text=text,
            lat=lat,
            lon=lon,
            speed_kmh=speed_kmh,
            rssi_dbm=rssi_dbm,
            seconds=seconds,
            raw=heard.raw,
            answered_by=SYSTEM if taken else "",
            answered_name=taken,
            answered_at=heard.at if taken else None,
            incident_id=None,
            shift_id=self.shift,
            mark=self.mark,
        )

    def keep(
        self, by: str, what: str, table: str, new: LogLine, old: LogLine | None = None
    ) -> None:
        self.keeper.keep(Act(by, what, (table, str(new.id))), table, new, old)

    def keep_alarm(self, step: Step, by: str, what: str) -> None:
        act = Act(by, what, ("radio_alarm", str(step.new.id)))
        self.keeper.keep(act, "radio_alarm", step.new, step.old)

    def show(self, line: LogLine) -> None:
        """What nobody has taken stays when newer lines come; positions only push out positions."""
        if line.id not in self.lines:
            (self._quiet if is_quiet(line) else self._said).append(line.id)
        self.lines[line.id] = line
        if isinstance(line, RadioText):
            self.batches.enter(line)
        if len(self._quiet) > QUIET_LINES:
            del self.lines[self._quiet.popleft()]
        if len(self._said) > LINES:
            self._let_go(self._said.popleft())

    def _let_go(self, key: UUID) -> None:
        if not waits(self.lines[key]):
            del self.lines[key]
            return
        self._waiting.append(key)
        if len(self._waiting) > WAITING_LINES:
            del self.lines[self._waiting.popleft()]

    def older(self, lines: list[LogLine]) -> None:
        """From the record, behind what this run has heard."""
        held = {line.id: line for line in sorted(lines, key=lambda line: (line.at, line.id))}
        held.update(self.lines)
        self.lines = OrderedDict()
        for these in (self._quiet, self._said, self._waiting):
            these.clear()
        for line in held.values():
            self.show(line)


def is_quiet(line: LogLine) -> bool:
    return isinstance(line, RadioEvent) and line.kind in QUIET


def waits(line: LogLine) -> bool:
    """A text, call or status that nobody has taken yet."""
    return (
        isinstance(line, RadioEvent)
        and line.kind in (HeardKind.TEXT, HeardKind.TALK, HeardKind.STATUS)
        and line.answered_at is None
    )
