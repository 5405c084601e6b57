"""The conversation with a base radio or receiver that speaks in lines, without I/O."""

from __future__ import annotations

from collections import deque
from datetime import datetime

from app.radio.driver import Length, Out, Reopen, Send
from app.radio.events import (
    AskPosition,
    Command,
    ControlReply,
    Event,
    Heard,
    Linked,
    Position,
    SendText,
    TextState,
    TextStep,
)
from app.radio.nmea import fleetsync
from app.radio.nmea.fleetsync import Ack, Packet, PollGps, ShortText
from app.radio.nmea.framer import Frame
from app.radio.nmea.hearing import Hearing
from app.radio.nmea.profile import Profile
from app.radio.nmea.sentences import Sentence
from app.radio.saying import LinkSaid, failed

Asked = SendText | AskPosition


def measure(profile: Profile, words: str) -> Length:
    """In bytes of the radio's encoding; a 汉字 takes two. A text is never tried beyond it."""
    used = len(words.encode(profile.encoding, "replace"))
    return Length(used, profile.text_limit, (profile.text_limit - used) // 2)


class NmeaSession:
    """Receipts name no radio: one command is in the air at a time, the others wait.

    A text is written once and never again by itself: one whose receipt was lost would be read twice.
    """

    def __init__(self, gateway: str, profile: Profile | None = None) -> None:
        self.gateway = gateway
        self._profile = profile or Profile()
        self._hearing = Hearing(self._profile)
        self._waiting: deque[Asked] = deque()
        self._asked: Asked | None = None
        self._until_s = 0.0
        self._free_s = 0.0
        self._heard_s = 0.0
        self._open_s = 0.0
        self._open = False
        self._connected = False
        self._link = LinkSaid(gateway)

    @property
    def connected(self) -> bool:
        """Something sound was heard since the port was opened."""
        return self._connected

    @property
    def busy(self) -> bool:
        """Something waits to be written or answered: tick soon."""
        return self._asked is not None or bool(self._waiting)

    # --- the port -----------------------------------------------------------------------

    def opened(self, now_s: float, at: datetime) -> list[Out]:
        self._open = True
        self._heard_s = self._open_s = now_s
        self._connected = not self._profile.patience_s
        if self._connected:
            return [*self._link.say(Linked.UP, "", at), *self._pump(now_s, at)]
        first = self._link.say(Linked.OPENING, "", at) if self._link.silent else []
        return [*first, *self._pump(now_s, at)]

    def lost(self, why: str, at: datetime) -> list[Out]:
        """The port is closed or could not be opened; what waits is written when it comes back."""
        self._open = self._connected = False
        heard = Heard(self.gateway, at)
        asked, self._asked = self._asked, None
        ended: list[Out] = [failed(asked, "unconfirmed", heard)] if asked else []
        state = Linked.DEGRADED if why == "silent" else Linked.DOWN
        return [*ended, *self._hearing.lost(heard), *self._link.say(state, why, at)]

    # --- from the line ------------------------------------------------------------------

    def on_frame(self, frame: Frame, raw: bytes, now_s: float, at: datetime) -> list[Out]:
        self._heard_s = now_s
        self._connected = True
        heard = Heard(self.gateway, at, raw.hex())
        out: list[Out] = [*self._link.say(Linked.UP, "", at)]
        if isinstance(frame, Sentence):
            events = self._hearing.sentence(frame, heard, now_s)
            out += events
            out += [end for event in events if (end := self._placed(event))]
        elif isinstance(frame, Ack):
            out += self._answered(frame.ok, heard, now_s)
        else:
            out += self._hearing.packet(frame, heard, now_s)
        return [*out, *self._pump(now_s, at)]

    def _answered(self, ok: bool, heard: Heard, now_s: float) -> list[Event]:
        """A radio that takes a poll sends its position behind the receipt."""
        asked = self._asked
        if asked is None or (ok and isinstance(asked, AskPosition)):
            return []
        self._asked = None
        self._free_s = (
            now_s + self._profile.gap_s
        )  # a receipt that comes twice is not the next one's
        if not ok:
            code = "unreached" if isinstance(asked, SendText) else "no_answer"
            return [failed(asked, code, heard)]
        return [TextState(heard, asked.id, TextStep.DELIVERED)]

    def _placed(self, event: Event) -> ControlReply | None:
        asked = self._asked
        if not isinstance(asked, AskPosition) or not isinstance(event, Position):
            return None
        if event.radio != asked.radio:
            return None
        self._asked = None
        return ControlReply(event.heard, asked.id, "ok")

    # --- commands -----------------------------------------------------------------------

    def submit(self, command: Command, now_s: float, at: datetime) -> list[Out]:
        """Texts and polls to one radio; every one ends in exactly one last state."""
        heard = Heard(self.gateway, at)
        if not isinstance(command, Asked) or (isinstance(command, SendText) and command.group):
            return [failed(command, "unsupported", heard)]
        if len(self._waiting) >= self._profile.room:
            return [failed(command, "queue_full", heard)]
        if self._written(command) is None:
            return [failed(command, "bad_parameter", heard)]
        self._waiting.append(command)
        return self._pump(now_s, at)

    def _written(self, command: Asked) -> bytes | None:
        """None: no such radio, or a text that is too long or not of this encoding."""
        number = command.target if isinstance(command, SendText) else command.radio
        address = self._profile.address(number)
        if address is None:
            return None
        packet: Packet = PollGps(address)
        if isinstance(command, SendText):
            packet = ShortText(address, command.text)
            if measure(self._profile, command.text).left_hanzi < 0 or not command.text.strip():
                return None
        try:
            return fleetsync.encode(packet, self._profile.encoding)
        except ValueError:
            return None

    def _pump(self, now_s: float, at: datetime) -> list[Out]:
        if not self._open or self._asked is not None or not self._waiting or now_s < self._free_s:
            return []
        asked = self._waiting.popleft()
        raw = self._written(asked)
        assert raw is not None
        self._asked = asked
        self._until_s = now_s + self._profile.answer_s
        self._free_s = now_s + self._profile.gap_s
        return [Send(raw)]

    # --- time ---------------------------------------------------------------------------

    def tick(self, now_s: float, at: datetime) -> list[Out]:
        heard = Heard(self.gateway, at)
        out: list[Out] = [*self._hearing.due(now_s, heard)]
        if self._asked is not None and now_s >= self._until_s:
            asked, self._asked = self._asked, None
            self._free_s = now_s + self._profile.late_s
            out.append(failed(asked, "no_answer", heard))
        patience_s = self._profile.patience_s
        if self._open and patience_s and now_s - self._heard_s >= patience_s:
            self._connected = False
            out += self._link.say(Linked.DEGRADED, "silent", at)
            quiet_s = now_s - max(self._heard_s, self._open_s)
            if quiet_s >= max(self._profile.reopen_s, patience_s):
                out.append(Reopen("silent"))
        return [*out, *self._pump(now_s, at)]
