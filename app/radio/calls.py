"""Our own calls on the gateways: pressed, held, let go, ended, and kept with who pressed and how long."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.radio import facts
from app.radio.asking import check_address
from app.radio.board import SYSTEM, Board
from app.radio.driver import Capability
from app.radio.events import (
    CallKind,
    ControlReply,
    EndCall,
    Heard,
    Linked,
    OwnTalk,
    PressTalk,
    ReleaseTalk,
    Talking,
)
from app.radio.groups import Talker
from app.radio.records import HeardKind
from app.radio.talk import OwnCall, Spoken, Talk, TalkRules

_log = logging.getLogger(__name__)
GUARD_S = 0.1
_CALLS = {
    CallKind.PRIVATE: Capability.PRIVATE_CALL,
    CallKind.GROUP: Capability.GROUP_CALL,
    CallKind.ALL: Capability.ALL_CALL,
}


class Calls:
    """Not safe for threads by itself: the service holds the lock. Gives the facts to tell."""

    def __init__(self, board: Board, clock: Clock, rules: TalkRules) -> None:
        self._board = board
        self._clock = clock
        self._talk = Talk(rules)
        self._pressing: set[UUID] = set()
        self._microphones: dict[str, datetime] = {}
        self._owed: set[str] = set()
        """Gateways that still have to be told to let the key go: their queue was full."""

    @property
    def call(self) -> OwnCall | None:
        return self._talk.call

    @property
    def watched(self) -> bool:
        """Somebody has to look at the time."""
        return self._talk.pressed or bool(self._owed)

    def press(self, kind: CallKind, target: int, by: str, by_name: str) -> list[object]:
        board, talk = self._board, self._talk
        if kind == CallKind.ALL:
            target = 0
        else:
            check_address(target)
        group = kind == CallKind.GROUP
        gateway = board.way(target, group, Capability.TALK, _CALLS[kind])
        if board.gateways[gateway].state != Linked.UP:
            raise Refused("gateway", "down")
        told: list[object] = []
        if talk.stands and not talk.same(gateway, kind, target):
            if talk.pressed:
                raise Refused("talk", "talking")
            told += self.hang_up()
        now_s, at = self._clock.monotonic_s(), self._clock.now()
        command = PressTalk(new_id(), kind, target)
        if gateway in self._owed or not board.links[gateway].submit(command):
            raise Refused("gateway", "queue_full")
        self._pressing.add(command.id)
        call = talk.press(gateway, kind, target, by, by_name, now_s, at)
        return [*told, *self._told(call, at)]

    def hold(self) -> None:
        self._talk.hold(self._clock.monotonic_s())

    def let_go(self, code: str = "") -> list[object]:
        """The key is up from now on, whatever becomes of the line."""
        at = self._clock.now()
        call = self._talk.release(self._clock.monotonic_s(), at, code)
        if call is None:
            return []
        self._owed.add(call.gateway)
        self._pay()
        return self._told(call, at)

    def hang_up(self) -> list[object]:
        told = self.let_go()
        call = self._talk.call
        if call is None or call.over:
            return told
        self._board.links[call.gateway].submit(EndCall(new_id()))
        at = self._clock.now()
        return [*told, *self._told(self._talk.end(at, ""), at)]

    def lost(self, gateway: str) -> list[object]:
        """Nobody can talk through a gateway that is not well; the key is let go all the same."""
        call = self._talk.call
        if call is None or call.over or call.gateway != gateway:
            return []
        told = self.let_go("lost")
        at = self._clock.now()
        return [*told, *self._told(self._talk.end(at, "lost"), at)]

    def heard(self, event: OwnTalk) -> list[object]:
        """Also when somebody presses the microphone of the gateway's own radio: then nobody here called."""
        if self._pressing and event.state in (Talking.HANG, Talking.ENDED):
            return []  # of the call before: this one has not begun
        at, now_s = event.heard.at, self._clock.monotonic_s()
        told = self._told(self._talk.heard(event, now_s), at)
        call = self._talk.call
        if not told and (call is None or call.over or call.gateway != event.heard.gateway):
            self._microphone(event)
        if call is not None and call.pressed and event.state == Talking.HANG:
            told += self.let_go(event.code)
        elif event.state in (Talking.ENDED, Talking.REFUSED) and call is not None:
            self._owe(call, event)
        return told

    def replied(self, event: ControlReply) -> list[object]:
        """How a press of the key ended; a good one waits for `OwnTalk`."""
        if event.command not in self._pressing:
            return []
        self._pressing.discard(event.command)
        if event.result in ("ok", "released"):
            return []
        told = self.let_go(event.result)
        at = event.heard.at
        return [*told, *self._told(self._talk.end(at, event.result, Talking.REFUSED), at)]

    def watch(self) -> list[object]:
        """What time alone brings: a window that froze, the limit, a gateway that says nothing."""
        self._pay()
        why = self._talk.due(self._clock.monotonic_s())
        if not why:
            return []
        return self.hang_up() if why == "quiet" else self.let_go(why)

    def _microphone(self, event: OwnTalk) -> None:
        key, at = event.heard.gateway, event.heard.at
        if event.state == Talking.ON_AIR:
            self._microphones.setdefault(key, at)
        elif event.state != Talking.ENDING and key in self._microphones:
            since = self._microphones.pop(key)
            self._board.note(
                Heard(key, since, event.heard.raw),
                HeardKind.OWN_TALK,
                None,
                text=f"网关话筒（目标 {event.target}）",
                seconds=round((at - since).total_seconds()),
            )

    def _owe(self, call: OwnCall, event: OwnTalk) -> None:
        """The gateway ended it by itself; it is told that the key is up, should it think otherwise."""
        if call.gateway == event.heard.gateway and call.state == event.state:
            self._owed.add(call.gateway)
            self._pay()

    def _pay(self) -> None:
        links = self._board.links
        self._owed = {key for key in self._owed if not links[key].submit(ReleaseTalk(new_id()))}

    def _told(self, call: OwnCall | None, at: datetime) -> list[object]:
        spoken, self._talk.spoken = self._talk.spoken, []
        told: list[object] = [self._keep(one) for one in spoken]
        if call is None:
            return told
        if call.kind == CallKind.GROUP and call.state == Talking.ON_AIR:
            talker = Talker(0, "", call.by_name, call.since)
            self._board.groups.talks(call.target, call.gateway, talker)
        return [*told, facts.RadioOwnTalk(call, at)]

    def _keep(self, spoken: Spoken) -> facts.RadioSpoke:
        call, board = spoken.call, self._board
        seconds = round((spoken.until - spoken.since).total_seconds())
        group = call.kind == CallKind.GROUP
        seen = board.roster.of(call.target) if call.kind == CallKind.PRIVATE else None
        line = board.event(
            Heard(call.gateway, spoken.since),
            HeardKind.OWN_TALK,
            seen,
            text=f"{call.kind.value}（{call.by_name}）",
            talkgroup=call.target if group else None,
            seconds=seconds,
        )
        board.show(line)
        board.keep(call.by or SYSTEM, "radio.talk", "radio_event", line)
        if group:
            board.groups.talked(call.target, seconds)
        return facts.RadioSpoke(line.id, call, seconds, spoken.until)


class Guard:
    """A thread that lives while a key is pressed: the window may be frozen, the key must not stay down.

    `look` is asked every `GUARD_S` seconds until it says that nothing is to be watched.
    """

    def __init__(self, look: Callable[[], bool]) -> None:
        self._look = look
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = False

    def wake(self) -> None:
        with self._lock:
            self._again = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="radio key", daemon=True)
                self._thread.start()

    def _watched(self) -> bool:
        try:
            return self._look()
        except Exception:  # noqa: BLE001  a fault must not leave a key down with nobody to look
            _log.exception("the key of the radio could not be looked after")
            return True

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            with self._lock:
                self._again = False
            if self._watched():
                pause.wait(GUARD_S)
                continue
            with self._lock:
                if not self._again:
                    self._thread = None
                    return
