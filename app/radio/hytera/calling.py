"""Our own call on a Hytera gateway: set up, key pressed, key let go, ended. radio.md 5.6, call flow.

A key is pressed only while the line is there, and never later than it was asked for; it is let go before
everything that waits, and again when the line comes back and nobody knows whether it is still down.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from app.radio.events import (
    CallKind,
    Command,
    ControlReply,
    EndCall,
    Event,
    Heard,
    OwnTalk,
    PressTalk,
    ReleaseTalk,
    Talking,
)
from app.radio.hytera import hdap, messages
from app.radio.hytera.profile import Profile

CALL_COMMANDS = (PressTalk, ReleaseTalk, EndCall)
_TYPES = {CallKind.PRIVATE: 0, CallKind.GROUP: 1, CallKind.ALL: 2}
_PTT, _RELEASE, _PRESS = 0x03, 0, 1
_CALL_REPLY, _CLEAR_REPLY, _BUTTON_REPLY, _BROADCAST_REPLY = 0x8841, 0x8842, 0x8041, 0x80C9
_STATES: dict[int, tuple[Talking, str]] = {
    1: (Talking.ON_AIR, ""),
    2: (Talking.HANG, ""),
    3: (Talking.ENDED, ""),
    4: (Talking.REFUSED, "refused"),
    5: (Talking.HANG, "tot"),
    6: (Talking.ENDING, ""),
}
"""What B843 says by its `process`."""


@dataclass(frozen=True, slots=True)
class Urgent:
    """A message that goes before everything that waits. `keys`: it sets up or presses, and must not be
    written again once the key was let go."""

    body: hdap.Body
    keys: bool = False


Step = Urgent | Event


class Calling:
    """Without a clock. `dropped` tells, once, that what sets up or presses must not be repeated."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._call: int | None = None
        """Whom our call is to, and whom the one was to that we asked to end."""
        self._ending: int | None = None
        self._press: PressTalk | None = None
        self._releases: list[ReleaseTalk] = []
        self._ends: list[EndCall] = []
        self._requests: deque[float] = deque(maxlen=16)
        """When calls were asked for that have no 8841 yet: only the last one's answer is about this press."""
        self._keyed = True
        """The key may be down: a console that was killed while somebody talked has not let it go."""
        self._tries = 0
        self._buttons: deque[int] = deque(maxlen=16)
        self._press_s = self._release_s = self._end_s = 0.0
        self._tells = True
        """It says by B843 when we are heard; one that refused to is taken by its answers to the key."""
        self.dropped = False

    @property
    def busy(self) -> bool:
        return self._press is not None or bool(self._releases or self._ends)

    # --- asked --------------------------------------------------------------------------

    def submit(self, command: Command, now_s: float, heard: Heard) -> list[Step]:
        match command:
            case PressTalk():
                return self._pressed(command, now_s, heard)
            case ReleaseTalk():
                self._releases.append(command)
                return self._let_go(now_s, heard)
            case EndCall():
                out = self._let_go(now_s, heard) if self._keyed or self._press else []
                self._ends.append(command)
                self._ending, self._call = self._call, None
                self._end_s = now_s + self._profile.call_s
                return [*out, Urgent(messages.ClearCall())]
        return []

    def away(self, command: Command, heard: Heard) -> list[Step]:
        """Asked while there is no line: nothing is pressed later. What is down is let go at `came`."""
        return [ControlReply(heard, command.id, "down")]

    def _pressed(self, command: PressTalk, now_s: float, heard: Heard) -> list[Step]:
        if self._press is not None:
            return [ControlReply(heard, command.id, "busy")]
        if not 0 <= command.target < 1 << 24:
            return [ControlReply(heard, command.id, "bad_parameter")]
        if not self._releases:
            self._buttons.clear()  # what was not answered by now will not be
        self._press = command
        self._press_s = now_s + self._profile.call_s
        self._call = None
        while self._requests and now_s - self._requests[0] >= self._profile.key_s:
            self._requests.popleft()  # will not be answered any more
        self._requests.append(now_s)
        request = messages.CallRequest(_TYPES[command.kind], command.target)
        return [Urgent(request, keys=True)]

    def _key_down(self) -> Urgent:
        self._keyed = True
        self._buttons.append(_PRESS)
        return Urgent(messages.Button(_PTT, _PRESS), keys=True)

    def _let_go(self, now_s: float, heard: Heard) -> list[Step]:
        """Also when the press has not been answered yet, or was never written."""
        self.dropped = True
        self._tries = 1
        return [*self._end_press("released", heard), self._key_up(now_s)]

    def _key_up(self, now_s: float) -> Urgent:
        self._buttons.append(_RELEASE)
        self._release_s = now_s + self._profile.key_s
        return Urgent(messages.Button(_PTT, _RELEASE))

    # --- heard --------------------------------------------------------------------------

    def hear(self, body: hdap.Body, heard: Heard) -> list[Step]:
        match body:
            case messages.Reply(opcode, result) if opcode == _CALL_REPLY:
                return self._set_up(result, heard)
            case messages.Reply(opcode, result) if opcode == _BUTTON_REPLY:
                return self._button(result, heard)
            case messages.Reply(opcode, result) if opcode == _CLEAR_REPLY:
                return self._cleared(result, heard)
            case messages.Reply(opcode, result) if opcode == _BROADCAST_REPLY:
                self._tells = result == 0
            case messages.TransmitStatus(process, _, _, target) if process in _STATES:
                return self._transmits(process, target, heard)
        return []

    def _set_up(self, result: int, heard: Heard) -> list[Step]:
        if self._requests:
            self._requests.popleft()
        if self._press is None or self._requests or self._call is not None:
            return []
        if result:
            return self._end_press("refused", heard)
        self._call = self._press.target
        return [self._key_down()]

    def _button(self, result: int, heard: Heard) -> list[Step]:
        if not self._buttons:
            return []
        if self._buttons.popleft() == _PRESS:
            if self._press is None:
                return []
            ended = self._end_press("refused" if result else "ok", heard)
            return [*ended, *self._guessed(Talking.ON_AIR, result, heard)]
        ended = self._end_releases("refused" if result else "ok", heard)
        return [*ended, *self._guessed(Talking.HANG, result, heard)]

    def _guessed(self, state: Talking, result: int, heard: Heard) -> list[Step]:
        if self._tells or result or self._call is None:
            return []
        return [OwnTalk(heard, state, self._call)]

    def _cleared(self, result: int, heard: Heard) -> list[Step]:
        if not self._ends:
            return []
        ends, self._ends = self._ends, []
        out: list[Step] = [
            ControlReply(heard, end.id, "refused" if result else "ok") for end in ends
        ]
        ending, self._ending = self._ending, None
        if not result and ending is not None and self._press is None and self._call is None:
            out.append(OwnTalk(heard, Talking.ENDED, ending))
        return out

    def _transmits(self, process: int, target: int, heard: Heard) -> list[Step]:
        state, code = _STATES[process]
        if self._press is not None and state in (Talking.HANG, Talking.ENDED):
            return self._end_releases("ok", heard)  # of the call before: this one has not begun
        out: list[Step] = []
        if state == Talking.ON_AIR:
            self._keyed = True
            out += self._end_press("ok", heard)
        elif state == Talking.REFUSED:
            out += self._end_press("refused", heard)
        elif state != Talking.ENDING and code != "tot":
            out += self._end_releases("ok", heard)
        if state in (Talking.ENDED, Talking.REFUSED):
            self._call = None
        return [*out, OwnTalk(heard, state, target, code)]

    # --- time and the line --------------------------------------------------------------

    def tick(self, now_s: float, heard: Heard) -> list[Step]:
        out: list[Step] = []
        if self._press is not None and now_s >= self._press_s:
            self.dropped = True
            out += self._end_press("no_answer", heard)
            if self._keyed:
                out.append(self._key_up(now_s))
        if self._releases and now_s >= self._release_s:
            if self._tries < self._profile.tries:
                self._tries += 1
                out.append(self._key_up(now_s))
            else:
                out += self._answer_releases("no_answer", heard)
        if self._ends and now_s >= self._end_s:
            ends, self._ends = self._ends, []
            out += [ControlReply(heard, end.id, "no_answer") for end in ends]
        return out

    def came(self) -> list[hdap.Body]:
        """The line is there: a key that may still be down is let go first of all."""
        if not self._keyed:
            return []
        self._buttons.append(_RELEASE)
        return [messages.Button(_PTT, _RELEASE)]

    def lost(self, heard: Heard) -> list[Event]:
        """Nobody can tell what became of it; the call is over for us."""
        self._call = self._ending = None
        self._requests.clear()
        self._buttons.clear()
        ended: list[Command] = [*([self._press] if self._press else []), *self._releases]
        ended += self._ends
        self._press, self._releases, self._ends = None, [], []
        return [ControlReply(heard, command.id, "unconfirmed") for command in ended]

    # --- ends ---------------------------------------------------------------------------

    def _end_press(self, result: str, heard: Heard) -> list[Step]:
        press, self._press = self._press, None
        return [ControlReply(heard, press.id, result)] if press is not None else []

    def _end_releases(self, result: str, heard: Heard) -> list[Step]:
        """The gateway's word that the key is up."""
        self._keyed = self._press is not None and _PRESS in self._buttons
        return self._answer_releases(result, heard)

    def _answer_releases(self, result: str, heard: Heard) -> list[Step]:
        ended, self._releases = self._releases, []
        return [ControlReply(heard, release.id, result) for release in ended]
