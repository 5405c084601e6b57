"""The radios of a county without any protocol: what they do by themselves, and how they answer."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from itertools import count
from random import Random

from app.base.clock import Clock
from app.radio.events import CallKind
from app.radio.simulator.happenings import (
    Alarmed,
    Came,
    Cleared,
    Fell,
    Happening,
    Moved,
    Radio,
    Reported,
    Said,
    Talks,
    Went,
)
from app.radio.simulator.tracks import Track

OWN = 370000
"""The gateway's own number: the set of the duty room."""
GROUPS = ((901, "县级联络"), (902, "防汛抗旱"), (903, "森林防火"))
"""Talk-groups the gateway's radio knows."""

CALL_UP = 1
"""The status that asks who is there: `status_code` of the rules of roll calls."""

News = dict[str, object]
Act = Callable[[], object]


class World:
    """One thread's. `tell` gets what radios and the air have taken from the console, for whoever watches.

    Time is the clock's: with a steered one the world stands still until it is put forward. `beat` does
    what has fallen due. All chance comes from `seed`.
    """

    def __init__(
        self,
        clock: Clock,
        tell: Callable[[News], None],
        radios: Iterable[Radio] = (),
        seed: int = 1,
    ) -> None:
        self.radios = {radio.number: radio for radio in radios}
        self.clock = clock
        self.chance = Random(seed)
        self.group = GROUPS[0][0]
        self.calling: tuple[CallKind, int] | None = None
        self.on_air = False
        self.happened = 0
        self._tell = tell
        self._ears: list[Callable[[Happening], None]] = []
        self._due: list[tuple[float, int, Act]] = []
        self._order = count()
        self._busy_until_s = 0.0

    # --- time ---------------------------------------------------------------------------

    @property
    def now_s(self) -> float:
        return self.clock.monotonic_s()

    def after(self, seconds: float, act: Act) -> None:
        heapq.heappush(self._due, (self.now_s + seconds, next(self._order), act))

    def beat(self) -> None:
        """Once a round: what is due by time, in its order."""
        now_s = self.now_s
        while self._due and self._due[0][0] <= now_s:
            heapq.heappop(self._due)[2]()

    @property
    def next_s(self) -> float:
        """Seconds until something is due; infinite when nothing is."""
        return max(0.0, self._due[0][0] - self.now_s) if self._due else float("inf")

    # --- what radios do -----------------------------------------------------------------

    def listen(self, ear: Callable[[Happening], None]) -> None:
        """`ear` is told everything the gateway hears."""
        self._ears.append(ear)

    def radio(self, number: int) -> Radio:
        """Any number is a radio as soon as it is named."""
        return self.radios.setdefault(number, Radio(number))

    def come(self, number: int) -> None:
        radio = self.radio(number)
        radio.online = True
        self.happen(Came(radio))

    def go(self, number: int) -> None:
        radio = self.radio(number)
        radio.online = False
        self.happen(Went(radio))

    def move(
        self, number: int, lat: float, lon: float, speed_kmh: float, rssi_dbm: int | None
    ) -> None:
        radio = self.radio(number)
        radio.lat, radio.lon, radio.speed_kmh = lat, lon, speed_kmh
        if rssi_dbm is not None:
            radio.rssi_dbm = rssi_dbm
        self.happen(Moved(radio, strength=rssi_dbm is not None))

    def follow(self, number: int, track: Track, every_s: float) -> None:
        """It goes along `track` from now on and reports every so many seconds."""
        radio, begun_s = self.radio(number), self.now_s
        radio.track = track

        def report() -> None:
            if radio.track is not track:
                return
            at = track.at(self.now_s - begun_s)
            radio.lat, radio.lon = at.lat, at.lon
            radio.speed_kmh, radio.course_deg = at.speed_kmh, at.course_deg
            if radio.online:
                self.happen(Moved(radio, strength=True))
            self.after(every_s, report)

        self.after(self.chance.uniform(0, every_s), report)

    def say(self, number: int, words: str, group: int | None = None) -> None:
        """To the duty room's set, or to a talk-group."""
        target = OWN if group is None else group
        self.happen(Said(self.radio(number), target, group is not None, words))

    def report(self, number: int, code: int) -> None:
        self.happen(Reported(self.radio(number), OWN, False, code))

    def alarm(self, number: int, lat: float | None, lon: float | None) -> None:
        radio = self.radio(number)
        if lat is not None:
            radio.lat, radio.lon = lat, lon
        self.happen(Alarmed(radio))

    def clear(self, number: int, times: int = 2) -> None:
        for _ in range(times):
            self.happen(Cleared(self.radio(number)))

    def talk(self, number: int, group: int, seconds: float, emergency: bool = False) -> None:
        radio = self.radio(number)
        self._busy_until_s = max(self._busy_until_s, self.now_s + seconds)
        self.happen(Talks(radio, group, True, emergency))
        self.after(seconds, lambda: self.happen(Fell(radio, group, True, emergency)))

    def happen(self, what: Happening) -> None:
        self.happened += 1
        for ear in self._ears:
            ear(what)

    # --- what the console asks through its gateway --------------------------------------

    def ask(self, number: int, answered: Callable[[Radio], None]) -> None:
        """By air: a radio that is on answers after its time, by its chance; else there is silence."""
        radio = self.radio(number)
        if radio.online and not radio.stunned and self.chance.random() < radio.answers:
            self.after(self.chance.uniform(*radio.answer_s), lambda: answered(radio))

    def text(
        self, sender: int, target: int, group: bool, words: str, answered: Callable[[Radio], None]
    ) -> bool:
        """Into the air. True when it is received; one radio then confirms it as in `ask`."""
        there = group or self.radio(target).online
        told = {"to": target, "group": group, "from": sender, "text": words}
        self._tell({"text": told, "received": there})
        if there and not group:
            self.ask(target, answered)
        return there

    def status(self, target: int, group: bool, code: int) -> bool:
        """Who is called up answers with the same status, as in `ask`."""
        there = group or self.radio(target).online
        self._tell({"status": {"to": target, "group": group, "code": code}, "received": there})
        if code == CALL_UP and there and not group:
            self.ask(target, lambda radio: self.report(radio.number, code))
        return there

    def confirmed(self, radio: int, result: int) -> None:
        """The console has thanked `radio` for its text."""
        self._tell({"answered": radio, "result": result})

    def stun(self, number: int, stunned: bool, answered: Callable[[Radio], None]) -> None:
        """遥晕 or 复活: a stunned radio obeys this alone."""

        def done(radio: Radio) -> None:
            radio.stunned = stunned
            self._tell({"stunned" if stunned else "revived": number})
            answered(radio)

        radio = self.radio(number)
        if radio.online and self.chance.random() < radio.answers:
            self.after(self.chance.uniform(*radio.answer_s), lambda: done(radio))

    def call(self, kind: CallKind, target: int) -> bool:
        """Set up a call of the duty room. False: the net is busy, or the radio called is away."""
        if self.now_s < self._busy_until_s:
            return False
        if kind == CallKind.PRIVATE and not self.radio(target).online:
            return False
        self.calling = (kind, target)
        self._tell({"call": {"kind": kind.name.lower(), "to": target}})
        return True

    def press(self) -> bool:
        """The duty room talks. False: there is no call, or somebody else talks."""
        if self.calling is None or self.now_s < self._busy_until_s:
            return False
        self.on_air = True
        self._tell({"talk": self.calling[1], "on": True})
        return True

    def release(self) -> None:
        if self.on_air and self.calling is not None:
            self._tell({"talk": self.calling[1], "on": False})
        self.on_air = False

    def hang_up(self) -> None:
        self.release()
        if self.calling is not None:
            self._tell({"hung_up": self.calling[1]})
        self.calling = None

    def choose(self, group: int) -> bool:
        """The talk-group of the duty room's set; False when it has no such group."""
        if group not in dict(GROUPS):
            return False
        self.group = group
        self._tell({"group": group})
        return True

    def busy(self, seconds: float) -> None:
        """Nobody else gets the air for so long."""
        self._busy_until_s = self.now_s + seconds
