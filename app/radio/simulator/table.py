"""The radio side of the invented gateway of resources/radio/example.toml, as its firmware would speak."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

from app.radio.events import CallKind
from app.radio.nmea.hearing import KNOT_KMH
from app.radio.nmea.sentences import degrees
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
from app.radio.simulator.speaker import Write
from app.radio.simulator.world import OWN, World
from app.radio.table.framer import Framer, written
from app.radio.table.layout import Line

LINE = Line("gbk", b"\r\n", "xor", b"$", b"*")
_DELIVERY_S = 0.05


class TableSpeaker:
    """Knows the lines of the example by heart and nothing of its table."""

    def __init__(self, world: World, write: Write) -> None:
        self._world = world
        self._write = write
        self._framer = Framer(LINE)

    # --- what radios do -----------------------------------------------------------------

    def hear(self, what: Happening) -> None:
        match what:
            case Came(radio):
                self._put(f"REG,{radio.number},ON")
            case Went(radio):
                self._put(f"REG,{radio.number},OFF")
            case Moved(radio, strength, blank):
                self._where(radio, strength, blank)
            case Said(radio, _, False, words):
                self._put(f"SMS,IN,{radio.number},{words}")
            case Reported(radio, _, _, code):
                self._put(f"STA,{radio.number},{code}")
            case Alarmed(radio):
                place = "" if radio.lat is None else f",{radio.lat:.6f},{radio.lon:.6f}"
                self._put(f"SOS,{radio.number}{place}")
            case Cleared(radio):
                self._put(f"SOSEND,{radio.number}")
            case Talks(radio, target):
                self._put(f"PTT,ON,{target},{radio.number}")
            case Fell(radio, target):
                self._put(f"PTT,OFF,{target},{radio.number}")

    def _where(self, radio: Radio, strength: bool = False, blank: bool = False) -> None:
        if blank or radio.lat is None or radio.lon is None:
            self._put(f"GPS,{radio.number},V,,,,,")
            return
        lat, lon = "".join(degrees(radio.lat, "NS")), "".join(degrees(radio.lon, "EW"))
        at = self._world.clock.now().astimezone(UTC)
        speed = f"{radio.speed_kmh / KNOT_KMH:.1f}"
        tail = f",{radio.rssi_dbm}" if strength else ""
        self._put(
            f"GPS,{radio.number},A,{lat},{lon},{speed},{radio.course_deg},{at:%d%m%y%H%M%S}{tail}"
        )

    # --- what the console wants ---------------------------------------------------------

    def received(self, data: bytes) -> None:
        for text, _raw in self._framer.feed(data, self._world.now_s):
            word, *said = text.split(",")
            obey = _OBEYED.get(word)
            if obey is not None:
                try:
                    obey(self, said)
                except (ValueError, IndexError):  # a firmware ignores what it cannot read
                    continue

    def _login(self, said: list[str]) -> None:
        self._put("LOGIN,OK", answer=True)
        self._put(f"GRP,{self._world.group}")
        for radio in self._world.radios.values():
            if radio.online:
                self._put(f"REG,{radio.number},ON")

    def _ping(self, said: list[str]) -> None:
        self._put("PONG", answer=True)

    def _text(self, said: list[str]) -> None:
        way, target, ref, *words = said
        group = way == "GRP"

        def arrived(_radio: Radio) -> None:
            self._put(f"SMS,DLV,{ref}", answer=True)

        self._put(f"SMS,ACK,{ref}", answer=True)
        there = self._world.text(OWN, int(target), group, ",".join(words), arrived)
        if not there:
            self._world.after(_DELIVERY_S, lambda: self._put(f"SMS,UND,{ref}", answer=True))

    def _status(self, said: list[str]) -> None:
        self._world.status(int(said[1]), False, int(said[2]))
        self._put("STA,ACK", answer=True)

    def _locate(self, said: list[str]) -> None:
        number = int(said[0])
        if not self._world.radio(number).online:
            self._put(f"LOC,ERR,{number}", answer=True)
            return
        self._put(f"LOC,ACK,{number}", answer=True)
        self._world.ask(number, self._where)

    def _check(self, said: list[str]) -> None:
        def answered(radio: Radio) -> None:
            self._put(f"CHK,{radio.number},1,{radio.rssi_dbm}", answer=True)

        self._world.ask(int(said[0]), answered)

    def _key(self, said: list[str]) -> None:
        if said[0] == "UP":
            self._world.release()
            self._world.hang_up()
            self._put("KEY,FREE", answer=True)
            return
        kind = CallKind.GROUP if said[1] == "G" else CallKind.PRIVATE
        well = self._world.call(kind, int(said[2])) and self._world.press()
        self._put("KEY,GRANT" if well else "KEY,BUSY", answer=True)

    def _choose(self, said: list[str]) -> None:
        if self._world.choose(int(said[1])):
            self._put(f"GRP,{said[1]}", answer=True)

    def _stun(self, said: list[str]) -> None:
        self._ruled("KILL", int(said[0]), True)

    def _revive(self, said: list[str]) -> None:
        self._ruled("LIVE", int(said[0]), False)

    def _ruled(self, word: str, number: int, stunned: bool) -> None:
        if not self._world.radio(number).online:
            self._put(f"{word},ERR,{number}", answer=True)
            return
        well = f"{word},OK,{number}"
        self._world.stun(number, stunned, lambda _: self._put(well, answer=True))

    # --- the line -----------------------------------------------------------------------

    def beat(self) -> None:
        """Nothing is due by time."""

    def unplugged(self) -> None:
        self._framer.forget()

    def quirk(self, word: str, rest: str) -> None:
        """`chatter`: a line that no table knows."""
        if word != "chatter":
            raise ValueError(f"the example knows no {word!r}")
        self._put(f"FOO,{rest}")

    def _put(self, text: str, answer: bool = False) -> None:
        try:
            self._write(written(LINE, text), answer=answer)
        except ValueError:  # what GBK does not have is never said here
            return


_OBEYED: dict[str, Callable[[TableSpeaker, list[str]], None]] = {
    "LOGIN": TableSpeaker._login,
    "PING": TableSpeaker._ping,
    "SMS": TableSpeaker._text,
    "STA": TableSpeaker._status,
    "LOC": TableSpeaker._locate,
    "CHK": TableSpeaker._check,
    "KEY": TableSpeaker._key,
    "GRP": TableSpeaker._choose,
    "KILL": TableSpeaker._stun,
    "LIVE": TableSpeaker._revive,
}
