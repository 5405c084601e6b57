"""Calls as a simulated radio tells them over its PEI: those that come in, and the duty room's own."""

from __future__ import annotations

from collections.abc import Callable

from app.radio.events import CallKind
from app.radio.pei import codec
from app.radio.pei.answers import Answer, CallIn, CallOut, Ceased, Connected, Grant, Released
from app.radio.pei.tables import EMERGENCY_PRIORITY, Cause, TxGrant
from app.radio.simulator.world import World

_HANG_S = 3.0
_COUNT = 14


class PeiCalls:
    """`tell` writes one line. A group has one call at a time; its number is used again later."""

    def __init__(self, world: World, tell: Callable[[str], None]) -> None:
        self._world = world
        self._tell = tell
        self._calls: dict[tuple[int, bool], int] = {}
        self._talker: dict[int, int] = {}
        self._own: int | None = None
        self._count = 0

    # --- calls that come in -------------------------------------------------------------

    def talks(self, radio: int, target: int, group: bool, emergency: bool) -> None:
        key = (target, group)
        if key not in self._calls:
            cc = self._calls[key] = self._next()
            priority = EMERGENCY_PRIORITY if emergency else 0
            kind = int(group)
            self._say(CallIn(cc, 0, 0, 0, str(radio), 1, 1, 0, kind, 1, 0, str(target), priority))
        cc = self._calls[key]
        self._talker[cc] = radio
        self._say(Grant(cc, TxGrant.OTHER, 0, 0, 3, str(radio)))

    def falls(self, radio: int, target: int, group: bool) -> None:
        key = (target, group)
        cc = self._calls.get(key)
        if cc is None or self._talker.get(cc) != radio:
            return
        del self._talker[cc]
        self._say(Ceased(cc, 0))
        self._world.after(_HANG_S, lambda: self._forgotten(key, cc))

    def _forgotten(self, key: tuple[int, bool], cc: int) -> None:
        if self._calls.get(key) == cc and cc not in self._talker and cc != self._own:
            self._released(cc, Cause.TIMER)

    # --- the duty room's own ------------------------------------------------------------

    def dialled(self, kind: CallKind, target: int) -> None:
        cc = self._next()
        self._say(CallOut(cc, 0, 0))
        if not self._world.call(kind, target):
            away = kind == CallKind.PRIVATE
            self._say(Released(cc, Cause.NOT_REACHABLE if away else Cause.CONGESTION))
            return
        self._calls[(target, kind != CallKind.PRIVATE)] = self._own = cc
        self._say(Connected(cc, ("1", "1", "0", "0", "1", "1")))
        self.demanded(cc)

    def demanded(self, cc: int) -> None:
        """The key: in our own call, or in one that came in."""
        if cc != self._own:
            key = next((key for key, held in self._calls.items() if held == cc), None)
            if key is None or not self._world.call(CallKind.GROUP, key[0]):
                self._say(Grant(cc, TxGrant.NOT_GRANTED, 0))
                return
            self._own = cc
        well = self._world.press()
        self._say(Grant(cc, TxGrant.GRANTED if well else TxGrant.NOT_GRANTED, 0, 0))

    def let_go(self) -> None:
        cc = self._own
        self._world.release()
        if cc is not None:
            self._say(Ceased(cc, 0))
            self._world.after(_HANG_S, lambda: self._hung(cc, Cause.TIMER))

    def hung_up(self) -> None:
        if self._own is not None:
            self._hung(self._own, Cause.USER)

    def _hung(self, cc: int, cause: Cause) -> None:
        if cc == self._own and not (cause == Cause.TIMER and self._world.on_air):
            self._own = None
            self._world.hang_up()
            self._released(cc, cause)

    def _released(self, cc: int, cause: int) -> None:
        self._calls = {key: held for key, held in self._calls.items() if held != cc}
        self._talker.pop(cc, None)
        self._say(Released(cc, cause))

    def _next(self) -> int:
        self._count = self._count % _COUNT + 1
        return self._count

    def _say(self, answer: Answer) -> None:
        self._tell(codec.encode(answer))
