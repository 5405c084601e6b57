"""Our own call and the key of it: who presses, how long, and what releases it. Without I/O.

The key is let go when the window no longer says that it is held, when the time is over, when the link is
lost, at sign-out and at the end of the program. A crash sends nothing: then the gateway's own limit ends it,
or the console that is started next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.base.ids import new_id
from app.radio.events import CallKind, OwnTalk, Talking

OVER = frozenset({Talking.ENDED, Talking.REFUSED})


@dataclass(frozen=True, slots=True)
class TalkRules:
    """The key is let go when `hold()` has not come for `hold_s`, and after `limit_s` in any case; a call of
    which the gateway says nothing for `quiet_s` after the key was let go is over."""

    hold_s: float = 1.0
    limit_s: float = 60.0
    quiet_s: float = 15.0


@dataclass(frozen=True, slots=True)
class OwnCall:
    """Our call as it stands. `until` is when the key is let go at the latest; None: nobody presses it.

    `since` is when this `state` began. `code` says why it is so: hold (the window was frozen), limit, lost,
    signed_out, stopped, tot (the gateway's own limit), or the gateway's reason; empty when there is none.
    """

    id: UUID
    gateway: str
    kind: CallKind
    target: int
    state: Talking
    since: datetime
    until: datetime | None
    by: str
    by_name: str
    code: str = ""

    @property
    def pressed(self) -> bool:
        return self.until is not None

    @property
    def over(self) -> bool:
        return self.state in OVER


@dataclass(frozen=True, slots=True)
class Spoken:
    """One time that we were heard."""

    call: OwnCall
    since: datetime
    until: datetime


class Talk:
    """Not safe for threads by itself: the service holds the lock. `now_s` is the monotonic clock."""

    def __init__(self, rules: TalkRules) -> None:
        self.rules = rules
        self.call: OwnCall | None = None
        self.spoken: list[Spoken] = []
        """Ends of talks that nobody has taken yet."""
        self._held_s = self._pressed_s = self._word_s = 0.0
        self._heard_since: datetime | None = None

    @property
    def pressed(self) -> bool:
        return self.call is not None and self.call.pressed

    @property
    def stands(self) -> bool:
        return self.call is not None and not self.call.over

    def same(self, gateway: str, kind: CallKind, target: int) -> bool:
        """The call that stands is this one."""
        call = self.call
        return (
            call is not None
            and not call.over
            and (call.gateway, call.kind, call.target) == (gateway, kind, target)
        )

    def press(
        self,
        gateway: str,
        kind: CallKind,
        target: int,
        by: str,
        by_name: str,
        now_s: float,
        at: datetime,
    ) -> OwnCall:
        """A new call, or the one that stands goes on."""
        self._held_s = self._pressed_s = self._word_s = now_s
        until = at + timedelta(seconds=self.rules.limit_s)
        key = self.call.id if self.call and self.same(gateway, kind, target) else new_id()
        self.call = OwnCall(key, gateway, kind, target, Talking.CALLING, at, until, by, by_name)
        return self.call

    def hold(self, now_s: float) -> None:
        self._held_s = now_s

    def release(self, now_s: float, at: datetime, code: str = "") -> OwnCall | None:
        """The call as it stands then; None when nobody pressed."""
        if self.call is None or not self.call.pressed:
            return None
        self._word_s = now_s
        self.call = replace(self.call, until=None, code=code or self.call.code)
        return self.call

    def end(self, at: datetime, code: str, state: Talking = Talking.ENDED) -> OwnCall | None:
        """The call is over, whatever the gateway says later; None when none stood."""
        call = self.call
        if call is None or call.over:
            return None
        self._silent(at)
        self.call = replace(call, state=state, since=at, until=None, code=code)
        return self.call

    def heard(self, event: OwnTalk, now_s: float) -> OwnCall | None:
        """What the gateway says of it; None when it says nothing new, or of another call."""
        call = self.call
        if call is None or call.over or call.gateway != event.heard.gateway:
            return None
        self._word_s = now_s
        at = event.heard.at
        if event.state in OVER:
            return self.end(at, event.code or call.code, event.state)
        if (call.state, call.code) == (event.state, event.code or call.code):
            return None
        if event.state in (Talking.ON_AIR, Talking.ENDING):
            self._heard_since = self._heard_since or at
        else:
            self._silent(at)
        self.call = replace(
            self.call or call, state=event.state, since=at, code=event.code or call.code
        )
        return self.call

    def due(self, now_s: float) -> str:
        """Why the key has to be let go now, or the call is to be given up (quiet); "" = all is well."""
        call = self.call
        if call is None or call.over:
            return ""
        if not call.pressed:
            return "quiet" if now_s - self._word_s >= self.rules.quiet_s else ""
        if now_s - self._pressed_s >= self.rules.limit_s:
            return "limit"
        return "hold" if now_s - self._held_s >= self.rules.hold_s else ""

    def _silent(self, at: datetime) -> None:
        if self._heard_since is not None and self.call is not None:
            self.spoken.append(Spoken(self.call, self._heard_since, at))
        self._heard_since = None
