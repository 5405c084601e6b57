"""The last half minute of a stream, as packets: whole groups of pictures, bounded in time and in bytes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from app.base.clock import Clock
from app.video.records import Camera, Which
from app.video.states import Reason
from app.video.taps import Packet, Track

RING_S = 30.0
BYTES_MAX = 48 * 2**20
"""Of one stream: half a minute at 12 Mbit/s. The 4 Mbit/s of a usual main stream take 15 MB, the
0.5 Mbit/s of a sub-stream 2 MB. The bytes of a packet are held once, whoever else holds it."""

TOGETHER = 600 * 10**6
"""Of all streams of the desk, if the rules do not say otherwise."""

KEEP_S = 600.0
"""So long after its last packet a ring can still be looked at."""


class Held(NamedTuple):
    """A packet with the track it came on; `no` counts the packets of its ring."""

    no: int
    track: Track
    packet: Packet


@dataclass(slots=True)
class _Group:
    """A key frame and what follows it."""

    held: list[Held] = field(default_factory=list)
    size: int = 0


class Ring:
    """A tap. Always begins with a key frame; what was there before an outage or another picture size stays
    until newer packets push it out, each with its own track. May be read from any thread.

    `grown` is called after each key frame, with no lock held. `short` while it reaches back less far than
    it should, because bytes are scarce.
    """

    def __init__(
        self,
        length_s: float = RING_S,
        bytes_max: int = BYTES_MAX,
        grown: Callable[[], None] | None = None,
    ) -> None:
        self._length_s = length_s
        self._bytes_max = bytes_max
        self._grown = grown
        self.short = False
        self._lock = Lock()
        self._groups: deque[_Group] = deque()
        self._track: Track | None = None
        self._need_key = True
        self._next = 0
        self._size = 0
        self._last_s: float | None = None

    @property
    def last_s(self) -> float | None:
        """When the newest packet arrived, monotonic; None before the first."""
        return self._last_s

    @property
    def track(self) -> Track | None:
        """What comes in now."""
        return self._track

    @property
    def size(self) -> int:
        """Bytes of the packets held."""
        return self._size

    @property
    def seconds(self) -> float:
        """How far back it reaches from its newest packet."""
        with self._lock:
            return self._seconds()

    def opened(self, track: Track) -> None:
        with self._lock:
            self._track, self._need_key = track, True

    def packet(self, packet: Packet) -> None:
        with self._lock:
            if self._track is None or (self._need_key and not packet.key):
                return
            if packet.key:
                self._need_key = False
                self._groups.append(_Group())
            group = self._groups[-1]
            group.held.append(Held(self._next, self._track, packet))
            group.size += len(packet.data)
            self._size += len(packet.data)
            self._next += 1
            self._last_s = packet.at_s
            self._forget(packet.at_s)
        if packet.key and self._grown is not None:
            self._grown()

    def ended(self, reason: Reason) -> None:
        with self._lock:
            self._need_key = True

    def since(self, no: int = 0) -> list[Held]:
        """The packets from number `no` on, oldest first; all of them by default."""
        with self._lock:
            return [one for group in self._groups for one in group.held if one.no >= no]

    def shorten(self, to_groups: int = 0) -> int:
        """Give up the oldest group of pictures, unless so many are all there are; how many bytes it was."""
        with self._lock:
            if len(self._groups) <= to_groups:
                return 0
            return self._drop()

    def _seconds(self) -> float:
        if not self._groups or self._last_s is None:
            return 0.0
        return self._last_s - self._groups[0].held[0].packet.at_s

    def _drop(self) -> int:
        """For want of room."""
        size = self._groups.popleft().size
        self._size -= size
        self._need_key |= not self._groups
        self.short = True
        return size

    def _forget(self, now_s: float) -> None:
        """Whole groups, and only while the next one is still older than the length of the ring; what is older
        as a whole, from before a long pause, in any case."""
        groups, old_s = self._groups, now_s - self._length_s
        while len(groups) > 1 and (
            groups[1].held[0].packet.at_s <= old_s or groups[0].held[-1].packet.at_s <= old_s
        ):
            self._size -= groups.popleft().size
            self.short = False
        while self._size > self._bytes_max and groups:
            self._drop()


class Inlet:
    """One connection's way into the ring of its stream: what an abandoned one still gives is not taken."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self._track: Track | None = None

    def opened(self, track: Track) -> None:
        self._track = track
        self._ring.opened(track)

    def packet(self, packet: Packet) -> None:
        if self._ring.track is self._track:
            self._ring.packet(packet)

    def ended(self, reason: Reason) -> None:
        if self._ring.track is self._track:
            self._ring.ended(reason)


class Rings:
    """One ring per stream that is open or was: `tap` (for `Wall.tap_all`) makes it with the stream.

    All of them share `together` bytes. When these are used up, the cameras for which `wanted` says no become
    shorter first, the longest before the others; the newest pictures of each stay longest.
    """

    def __init__(
        self,
        clock: Clock,
        length_s: float = RING_S,
        bytes_max: int = BYTES_MAX,
        together: int = TOGETHER,
        wanted: Callable[[UUID], bool] = lambda _camera: True,
    ) -> None:
        self._clock = clock
        self._length_s = length_s
        self._bytes_max = bytes_max
        self._together = together
        self._wanted = wanted
        self._settling = Lock()
        self._lock = Lock()
        self._held: dict[tuple[UUID, Which], Ring] = {}

    def tap(self, camera: Camera, which: Which) -> Inlet:
        """A connection made anew goes on in the same ring. What nothing came into for long is given up."""
        self._sweep()
        return Inlet(self.of(camera.id, which))

    def of(self, camera_id: UUID, which: Which) -> Ring:
        with self._lock:
            ring = self._held.get((camera_id, which))
            if ring is None:
                ring = Ring(self._length_s, self._bytes_max, self._settle)
                self._held[camera_id, which] = ring
            return ring

    def longest(self, camera_id: UUID) -> Ring | None:
        """What the camera showed last: of main and sub the one that goes back further, main when both do, and
        none that is older than the other. None when neither holds anything."""
        rings = [self._held.get((camera_id, which)) for which in (Which.MAIN, Which.SUB)]
        told = [(ring, held) for ring in rings if ring and (held := ring.since())]
        if not told:
            return None
        newest_s = max(held[-1].packet.at_s for _, held in told)
        told = [one for one in told if one[1][-1].packet.at_s > newest_s - self._length_s / 2]
        first_s = min(held[0].packet.at_s for _, held in told)
        return next(r for r, held in told if held[0].packet.at_s < first_s + self._length_s / 6)

    def recent(self, camera_id: UUID) -> Ring | None:
        """The same, and None when it ended longer ago than a ring is long: that is no half minute before."""
        ring = self.longest(camera_id)
        if ring is None or ring.last_s is None:
            return None
        return ring if self._clock.monotonic_s() - ring.last_s < self._length_s else None

    def _settle(self) -> None:
        """On a stream's thread: what is too much goes, but nobody waits for another who is at it."""
        if not self._settling.acquire(blocking=False):
            return
        try:
            with self._lock:
                held = list(self._held.items())
            over = sum(ring.size for _, ring in held) - self._together
            if over > 0:
                wanted: list[Ring] = []
                others: list[Ring] = []
                for (camera_id, _), ring in held:
                    (wanted if self._wanted(camera_id) else others).append(ring)
                for rings, groups in ((others, 1), (wanted, 1), (others, 0), (wanted, 0)):
                    over = _shortened(rings, groups, over)
        finally:
            self._settling.release()

    def _sweep(self) -> None:
        before_s = self._clock.monotonic_s() - KEEP_S
        with self._lock:
            for key, ring in list(self._held.items()):
                if ring.last_s is not None and ring.last_s < before_s:
                    del self._held[key]

    def __iter__(self) -> Iterator[Ring]:
        with self._lock:
            return iter(list(self._held.values()))


def _shortened(rings: list[Ring], to_groups: int, over: int) -> int:
    """What is still too much when all of them are as short as they may become."""
    while over > 0 and rings:
        longest = max(rings, key=lambda ring: ring.seconds)
        freed = longest.shorten(to_groups)
        if not freed:
            rings = [ring for ring in rings if ring is not longest]
        over -= freed
    return over
