"""What a simulated gateway is told to do: one command a line, answered "ok" or "error" and why."""

from __future__ import annotations

from collections.abc import Callable

from app.radio.simulator.happenings import Moved, Radio
from app.radio.simulator.line import Line
from app.radio.simulator.ports import Port
from app.radio.simulator.scenario import Traffic, flood
from app.radio.simulator.speaker import Speaker
from app.radio.simulator.tracks import Track
from app.radio.simulator.world import World

GUIDE = """\
radios   online N… | offline N… | text N 文字 | group N GROUP 文字 | status N CODE | blank N
         position N LAT LON [KMH [DBM]] | track N KMH EVERY_S LAT LON LAT LON … | stay N
         emergency N [LAT LON] | clear N [TIMES] | talk N GROUP SECONDS | shout N GROUP SECONDS
         answers N|all CHANCE [FROM_S TO_S] | battery N PERCENT | busy SECONDS
         storm PER_S SECONDS [KIND=WEIGHT…] | stamp N
line     noise RATE | flip RATE | insert RATE | delete RATE | garbage BYTES | cut | double | swap | bad
         ack yes|no|double|SECONDS | split BYTES | echo on|off | baud RATE | stall SECONDS | patient on|off
         silent | speak | unplug | replug | count
time     after SECONDS COMMAND
protocol whatever else the protocol has: window N (hrnp); errors N | fault N | lie | halve | prompt on|off
         odd on|off | network on|off (pei)"""

MIX = {"position": 0.7, "text": 0.12, "talk": 0.1, "status": 0.08}
"""A busy hour."""

_Act = Callable[[str], None]


class Console:
    """`tell` gets what `count` asks for."""

    def __init__(
        self,
        world: World,
        speaker: Speaker,
        line: Line,
        port: Port,
        tell: Callable[[dict[str, object]], None],
    ) -> None:
        self._world, self._speaker = world, speaker
        self._line, self._port = line, port
        self._tell = tell
        self._verbs: dict[str, _Act] = self._of_radios() | self._of_the_line()

    def obey(self, line: str) -> str:
        """ "ok", or "error" and why."""
        verb, _, rest = line.strip().partition(" ")
        act = self._verbs.get(verb)
        try:
            if act is None:
                self._speaker.quirk(verb, rest)
            else:
                act(rest)
        except (ValueError, IndexError, OverflowError) as error:
            return f"error {error}"
        return "ok"

    def _of_radios(self) -> dict[str, _Act]:
        world = self._world
        return {
            "online": lambda rest: self._each(rest, world.come),
            "offline": lambda rest: self._each(rest, world.go),
            "text": self._text,
            "group": self._group,
            "status": lambda rest: world.report(*_whole(rest, 2)),
            "blank": lambda rest: world.happen(Moved(world.radio(int(rest)), blank=True)),
            "position": self._position,
            "track": self._track,
            "stay": lambda rest: setattr(world.radio(int(rest)), "track", None),
            "emergency": self._emergency,
            "clear": self._clear,
            "talk": lambda rest: self._talk(rest, emergency=False),
            "shout": lambda rest: self._talk(rest, emergency=True),
            "answers": self._answers,
            "battery": self._battery,
            "busy": lambda rest: world.busy(float(rest)),
            "storm": self._storm,
            "stamp": lambda rest: world.say(int(rest), f"{world.now_s:.6f}"),
            "after": self._after,
        }

    def _of_the_line(self) -> dict[str, _Act]:
        line = self._line
        return {
            "noise": lambda rest: line.noise(float(rest)),
            "flip": lambda rest: setattr(line, "flip", float(rest)),
            "insert": lambda rest: setattr(line, "insert", float(rest)),
            "delete": lambda rest: setattr(line, "delete", float(rest)),
            "garbage": lambda rest: line.garbage(int(rest)),
            "cut": lambda _: setattr(line, "cut_next", True),
            "double": lambda _: setattr(line, "double_next", True),
            "swap": lambda _: setattr(line, "swap_next", True),
            "bad": lambda _: setattr(line, "bad_next", True),
            "ack": self._ack,
            "split": lambda rest: setattr(line, "piece", int(rest)),
            "echo": lambda rest: setattr(line, "echo", _on(rest)),
            "patient": lambda rest: setattr(line, "patient", _on(rest)),
            "baud": lambda rest: setattr(line, "baud", int(rest)),
            "stall": lambda rest: line.stall(float(rest)),
            "silent": lambda _: setattr(line, "silent", True),
            "speak": lambda _: setattr(line, "silent", False),
            "unplug": lambda _: self._unplug(),
            "replug": lambda _: self._port.plug(),
            "count": lambda _: self._count(),
        }

    def _each(self, rest: str, act: Callable[[int], None]) -> None:
        for number in rest.split():
            act(int(number))

    def _text(self, rest: str) -> None:
        number, _, words = rest.partition(" ")
        self._world.say(int(number), words)

    def _group(self, rest: str) -> None:
        number, group, words = rest.split(" ", 2)
        self._world.say(int(number), words, int(group))

    def _position(self, rest: str) -> None:
        number, lat, lon, *more = rest.split()
        speed_kmh = float(more[0]) if more else 0.0
        rssi_dbm = int(more[1]) if len(more) > 1 else None
        self._world.move(int(number), float(lat), float(lon), speed_kmh, rssi_dbm)

    def _track(self, rest: str) -> None:
        number, speed_kmh, every_s, *places = rest.split()
        points = tuple(zip(map(float, places[::2]), map(float, places[1::2]), strict=True))
        if not points or float(every_s) <= 0:
            raise ValueError("a track needs places, and a time between reports")
        self._world.follow(int(number), Track(points, float(speed_kmh)), float(every_s))

    def _emergency(self, rest: str) -> None:
        number, *place = rest.split()
        lat, lon = (float(place[0]), float(place[1])) if place else (None, None)
        self._world.alarm(int(number), lat, lon)

    def _clear(self, rest: str) -> None:
        number, *times = rest.split()
        self._world.clear(int(number), int(times[0]) if times else 2)

    def _talk(self, rest: str, emergency: bool) -> None:
        number, group, seconds = rest.split()
        self._world.talk(int(number), int(group), float(seconds), emergency)

    def _answers(self, rest: str) -> None:
        who, chance, *delay = rest.split()
        world = self._world
        chosen = list(world.radios.values()) if who == "all" else [world.radio(int(who))]
        for radio in chosen:
            radio.answers = float(chance)
            if delay:
                radio.answer_s = (float(delay[0]), float(delay[1]))

    def _battery(self, rest: str) -> None:
        number, percent = _whole(rest, 2)
        self._world.radio(number).battery = percent

    def _storm(self, rest: str) -> None:
        per_s, for_s, *mix = rest.split()
        weights = {kind: float(weight) for kind, weight in (one.split("=") for one in mix)}
        flood(self._world, Traffic(0.0, float(for_s), float(per_s), weights or MIX))

    def _after(self, rest: str) -> None:
        seconds, _, command = rest.partition(" ")
        self._world.after(float(seconds), lambda: self.obey(command))

    def _count(self) -> None:
        line, world = self._line, self._world
        told = {"written": line.written, "lost": line.lost, "happened": world.happened}
        told["pauses"] = line.pauses
        self._tell(dict(told))

    def _ack(self, rest: str) -> None:
        self._line.acks = rest if rest in ("yes", "no", "double") else float(rest)

    def _unplug(self) -> None:
        self._port.unplug()
        self._line.forget()
        self._speaker.unplugged()


def radios_listed(text: str) -> list[Radio]:
    """Radios, one a line: `370101 online 28.7428 109.5642` (state and place may be left out)."""
    radios = []
    for line in text.splitlines():
        number, *more = line.split() or [""]
        if not number or number.startswith("#"):
            continue
        lat, lon = (float(more[1]), float(more[2])) if len(more) >= 3 else (None, None)
        radios.append(Radio(int(number), "online" in more[:1], lat, lon))
    return radios


def _whole(rest: str, count: int) -> list[int]:
    numbers = [int(one) for one in rest.split()]
    if len(numbers) != count:
        raise ValueError(f"{count} numbers are needed")
    return numbers


def _on(rest: str) -> bool:
    if rest not in ("on", "off"):
        raise ValueError("on or off?")
    return rest == "on"
