"""The radio side of a Kenwood base radio: caller ids, places with statuses, receipts of texts and polls."""

from __future__ import annotations

from datetime import UTC

from app.radio.nmea import fleetsync, sentences
from app.radio.nmea.fleetsync import Ack, Address, CallerId, PollGps, ShortText
from app.radio.nmea.framer import Framer
from app.radio.nmea.hearing import KNOT_KMH
from app.radio.nmea.profile import Profile
from app.radio.nmea.sentences import Sentence
from app.radio.simulator.happenings import (
    Alarmed,
    Cleared,
    Fell,
    Happening,
    Moved,
    Radio,
    Reported,
    Said,
    Talks,
)
from app.radio.simulator.speaker import Write
from app.radio.simulator.world import OWN, World

CRY = 99
"""The status of a pressed emergency button; what a real net uses is a table of its profile."""
RECEIVER_S = 5.0
"""The base radio's own receiver, which has no fix indoors, speaks so often."""
_CALM = 0
_NO_PLACE = ("", "", "", "")
_UNREACHED_S = 0.3


class NmeaSpeaker:
    """Numbers are those of a profile with its defaults: 370101 is fleet 037, unit 0101.

    Nobody registers: such a net hears its radios only when they talk or report.
    """

    def __init__(self, world: World, write: Write) -> None:
        self._world = world
        self._write = write
        self._profile = Profile()
        self._framer = Framer()
        self._bare = False
        self._receiver_s = RECEIVER_S
        self._receiver_due_s = 0.0

    # --- what radios do -----------------------------------------------------------------

    def hear(self, what: Happening) -> None:
        match what:
            case Moved(radio, _, blank):
                self._tell(radio, _CALM, blank)
            case Reported(radio, _, _, code):
                self._tell(radio, code)
            case Alarmed(radio):
                self._tell(radio, CRY)
            case Cleared(radio):
                self._tell(radio, _CALM)
            case Said(radio, _, _, words):
                self._put(ShortText(self._address(radio), words))
            case Talks(radio):
                self._put(CallerId(True, str(self._address(radio)) * 2))
            case Fell(radio):
                self._put(CallerId(False, str(self._address(radio)) * 2))

    def _tell(self, radio: Radio, status: int, blank: bool = False) -> None:
        address, at = self._address(radio), self._world.clock.now().astimezone(UTC)
        fixed = radio.lat is not None and radio.lon is not None and not blank
        who = (str(address),) if address.fleet is None else (str(address)[:3], str(address)[3:])
        fields = (
            "" if blank else f"{at:%H%M%S}",
            "A" if fixed else "V",
            *(_place(radio) if fixed else _NO_PLACE),
            "" if blank else f"{radio.speed_kmh / KNOT_KMH:05.1f}",
            "" if blank else f"{radio.course_deg:05.1f}",
            "" if blank else f"{at:%d%m%y}",
            "",
            "W00",
            *who,
            f"{status:02d}",
            "00",
            "",
        )
        name = "PKNDS" if address.fleet is None else "PKLDS"
        line = sentences.encode(Sentence(name, fields, checked=not self._bare))
        self._write(fleetsync.STX + line + b"\r\n" + fleetsync.ETX)

    def _address(self, radio: Radio) -> Address:
        return self._profile.address(radio.number) or Address(None, 0)

    # --- what the console wants ---------------------------------------------------------

    def received(self, data: bytes) -> None:
        for frame, _raw in self._framer.feed(data, self._world.now_s):
            match frame:
                case PollGps(address):
                    self._polled(self._profile.number(address))
                case ShortText(address, words):
                    self._texted(self._profile.number(address), words)

    def _polled(self, number: int) -> None:
        def answered(radio: Radio) -> None:
            self._put(Ack(True), answer=True)
            self._tell(radio, _CALM)

        if self._world.radio(number).online:
            self._world.ask(number, answered)
        else:
            self._unreached()

    def _texted(self, number: int, words: str) -> None:
        def answered(_radio: Radio) -> None:
            self._put(Ack(True), answer=True)

        if not self._world.text(OWN, number, False, words, answered):
            self._unreached()

    def _unreached(self) -> None:
        self._world.after(_UNREACHED_S, lambda: self._put(Ack(False), answer=True))

    # --- the line -----------------------------------------------------------------------

    def beat(self) -> None:
        now_s = self._world.now_s
        if not self._receiver_s or now_s < self._receiver_due_s:
            return
        self._receiver_due_s = now_s + self._receiver_s
        at = self._world.clock.now().astimezone(UTC)
        fields = (f"{at:%H%M%S}", "V", *_NO_PLACE, "", "", f"{at:%d%m%y}", "", "", "N")
        self._write(sentences.encode(Sentence("GNRMC", fields)) + b"\r\n")

    def unplugged(self) -> None:
        self._framer.forget()

    def quirk(self, word: str, rest: str) -> None:
        """`bare on|off`: lines without checksum; `receiver SECONDS`: its own receiver speaks, 0 ends it."""
        if word == "bare":
            self._bare = rest == "on"
        elif word == "receiver":
            self._receiver_s = float(rest)
        else:
            raise ValueError(f"nmea knows no {word!r}")

    def _put(self, packet: fleetsync.Packet, answer: bool = False) -> None:
        try:
            self._write(fleetsync.encode(packet), answer=answer)
        except ValueError:  # a text that this net cannot carry is never heard
            return


def _place(radio: Radio) -> tuple[str, str, str, str]:
    assert radio.lat is not None
    assert radio.lon is not None
    return (*sentences.degrees(radio.lat, "NS"), *sentences.degrees(radio.lon, "EW"))
