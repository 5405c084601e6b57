"""A camera's two streams: which one leads, what the other one is there for, who hears them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.base.clock import Clock
from app.video import policy
from app.video.feed import Feed, Place
from app.video.policy import Level, Override, Rung, Wish
from app.video.records import Camera, Which
from app.video.states import Reason
from app.video.taps import Outlet
from app.video.view import Guest, Listening, Status, View

KEEP_S = 30.0
"""A stream that is no longer shown stays open for so long: who comes back sees it at once, and the
packets kept of it have no hole."""

STAY_S = 2.0
"""After a change between main and sub nothing goes down to sub for so long."""


class Streams:
    """Used inside its line's lock only. `lead` is shown and makes the line's state; `side` is the
    other one while it comes up, while it is kept, or while somebody listens to it."""

    def __init__(self, camera: Camera, clock: Clock, start: Callable[[Which], Feed]) -> None:
        self.camera = camera
        self.views: list[View] = []
        self.listenings: list[Listening] = []
        self.rung = Rung.FULL
        self.lead: Feed | None = None
        self.side: Feed | None = None
        self._clock = clock
        self._start = start
        self._keep_side_s: float | None = None
        self._swapped_s: float | None = None
        self._refused: dict[Which, float] = {}
        self._denied: set[Which] = set()

    @property
    def used(self) -> bool:
        return bool(self.views or self.listenings)

    @property
    def has_sub(self) -> bool:
        return bool(self.camera.url_sub)

    @property
    def wishes(self) -> list[Wish]:
        """Of the places that are looked at."""
        return [view.wish for view in self.views if view.looking]

    @property
    def missed(self) -> Which | None:
        """The stream that should lead and that the camera did not give when it was asked last."""
        asked, lead = self._asked(), self.lead
        runs = lead is not None and lead.which is asked
        return asked if asked in self._denied and not runs else None

    def told(self, status: Status) -> Status:
        """With what is known of the stream that is shown."""
        feed = self.lead
        if feed is None:
            return status
        return replace(
            status,
            which=feed.which,
            fresh_s=policy.fresh_s(feed.level, feed.dog.quiet_s, feed.meter.key_every_s),
            codec=feed.codec,
            width=feed.size.width,
            height=feed.size.height,
            fps=feed.meter.fps,
            kbit_s=feed.meter.kbit_s,
            key_every_s=feed.meter.key_every_s,
            degraded=policy.told_rung(self.wishes, self.has_sub, self.rung),
        )

    def leave(self, guest: Guest) -> bool:
        """False when it had left before."""
        before = len(self.views) + len(self.listenings)
        self.views = [view for view in self.views if view is not guest]
        self.listenings = [held for held in self.listenings if held is not guest]
        if isinstance(guest, Listening) and guest.outlet is not None:
            guest.outlet.source = None
        return len(self.views) + len(self.listenings) < before

    def begin(self) -> None:
        self.lead = self._start(self._wanted())

    def close(self) -> None:
        for feed in (self.lead, self.side):
            if feed is not None:
                feed.closed = True
        self.lead = self.side = self._keep_side_s = None

    def tune(self, settled: bool) -> bool:
        """Bring levels, places and the other stream in line with who looks and listens.

        `settled`: the leading stream is well enough for another one to be tried beside it. True when
        somebody looks at a stream of which nothing was decoded so far.
        """
        lead = self.lead
        if lead is None:
            return False
        wakes = self._furnish(lead)
        self._tend_side(lead, settled)
        self._plumb(lead)
        return wakes

    def due(self, now_s: float) -> bool:
        """True when something changes by time alone: refusals are over, streams were kept enough."""
        changed = False
        if self._refused and min(self._refused.values()) <= now_s:
            self._refused = {k: until for k, until in self._refused.items() if until > now_s}
            changed = True
        if self._keep_side_s is not None and now_s >= self._keep_side_s:
            self._keep_side_s, changed = None, True
        if self._swapped_s is not None and now_s - self._swapped_s >= STAY_S:
            self._swapped_s, changed = None, True
        return changed

    def swap(self, feed: Feed) -> bool:
        """The side has its first picture: it leads from now on."""
        if feed is not self.side or feed.level is Level.PACKETS:
            return False
        now_s = self._clock.monotonic_s()
        self.lead, self.side = feed, self.lead
        self._denied.discard(feed.which)
        self._keep_side_s, self._swapped_s = now_s + KEEP_S, now_s
        return True

    def promote(self) -> bool:
        """The leading stream is lost and the other one is well: it leads, the lost one waits."""
        lead, side = self.lead, self.side
        if lead is None or side is None or not side.dog.is_steady():
            return False
        lead.closed = True
        self._refused[lead.which] = self._clock.monotonic_s() + policy.RETRIED_S
        self.lead, self.side, self._keep_side_s = side, None, None
        return True

    def refuse(self, feed: Feed, reason: Reason) -> None:
        """The camera did not give this stream, or took it away."""
        if feed is self.side:
            self.side = None
        pause_s = policy.refused_s(reason, feed.dog.last_s is not None)
        if pause_s > policy.RETRIED_S:
            self._denied.add(feed.which)
        self._refused[feed.which] = self._clock.monotonic_s() + pause_s

    def forgive(self) -> None:
        """What was refused may be asked for again."""
        self._refused.clear()
        self._denied.clear()

    def _held(self) -> set[Which]:
        """The streams that are listened to, whatever is shown."""
        asked = {held.which for held in self.listenings if held.which is not None}
        return {one if self.has_sub else Which.MAIN for one in asked}

    def _asked(self) -> Which:
        """The stream that should lead, were the camera to give it."""
        now = self.lead.which if self.lead is not None else None
        wishes = self.wishes
        if wishes:
            by_hand = any(wish.override is not Override.AUTO for wish in wishes)
            if self._swapped_s is not None and now is Which.MAIN and not by_hand:
                return now
            return policy.which(wishes, self.has_sub, now, self.rung)
        held = self._held()
        if now is not None and (not held or now in held):
            return now
        return min(held) if held else policy.which((), self.has_sub, None, self.rung)

    def _wanted(self) -> Which:
        want = self._asked()
        other = _other(want)
        if want in self._refused and other not in self._refused and self.has_sub:
            return other
        return want

    def _furnish(self, lead: Feed) -> bool:
        """What the leading stream makes, and for whom."""
        places = tuple(
            Place(
                v.sink, v.size, v.whole, policy.keys_only(v.wish, self.has_sub, self.rung), v.crop
            )
            for v in self.views
            if v.looking
        )
        level = policy.level(place.keys for place in places)
        wakes = lead.level is Level.PACKETS and level is not Level.PACKETS
        lead.places = places
        lead.thrift = self.rung >= Rung.NO_FILTER
        lead.level = level
        return wakes

    def _tend_side(self, lead: Feed, settled: bool) -> None:
        """Open, keep, wake or close the camera's other stream."""
        other = _other(lead.which)
        coming = settled and self._wanted() is other
        wanted = coming or other in self._held()
        if self.side is None:
            if wanted and other not in self._refused:
                self.side = self._start(other)
        elif not wanted and self._keep_side_s is None:
            self.side.closed = True
            self.side = None
        if self.side is not None:
            self.side.places = ()
            self.side.thrift = lead.thrift
            self.side.level = Level.PICTURES if coming else Level.PACKETS

    def _plumb(self, lead: Feed) -> None:
        """Each listener hears the stream it asked for, or the one there is when that was refused."""
        feeds = [feed for feed in (lead, self.side) if feed is not None]
        heard: dict[int, list[Outlet]] = {id(feed): list(feed.own) for feed in feeds}
        for listening in self.listenings:
            if listening.outlet is not None:
                source = self._source_of(listening, lead)
                listening.outlet.source = source
                if source is not None:
                    heard[id(source)].append(listening.outlet)
        for feed in feeds:
            feed.outlets = tuple(heard[id(feed)])

    def _source_of(self, listening: Listening, lead: Feed) -> Feed | None:
        which, side = listening.which, self.side
        if which is None or which is lead.which or not self.has_sub:
            return lead
        if side is not None and side.opened:
            return side
        return lead if side is None and which in self._refused else None


def _other(which: Which) -> Which:
    return Which.SUB if which is Which.MAIN else Which.MAIN
