"""One recording under way: takes packets on the stream's thread, writes them on its own."""

from __future__ import annotations

import logging
import queue
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Protocol

from app.base.clock import Clock
from app.base.errors import Unreachable
from app.video.clips import Why, Wish
from app.video.recorder_notes import Gap, Note, Taken, keep, place_of
from app.video.recorder_parts import PartFile
from app.video.ring import Held
from app.video.states import Reason
from app.video.taps import Packet, Track

_log = logging.getLogger(__name__)

LOOK_S = 1.0
"""How often room and size are looked at."""
PAUSE_S = 0.4
"""So long packets gather before they are written: a kill takes no more than these."""
GAP_S = 1.0
"""Between two connections a shorter pause is none: main takes over from sub within it."""
GONE_S = 3.0
"""A stream that was let go, for another address say, goes on as another one before this, or it is lost."""
FAILURES = 3
"""So many times in a row the disk may fail before the recording ends."""


def free_bytes(folder: Path) -> int:
    """Of the disk on which `folder` lies or will lie."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free


@dataclass(frozen=True, slots=True)
class Limits:
    """`part_s`: a part is closed at the first key frame after this [choice]. `queue`: bytes that wait for
    the disk (48 s at 4 Mbit/s); beyond, whole groups of pictures are left out. `reserve`: bytes that
    stay free, so that recording ends before the record of the room is in need. `free` tells how many are.
    """

    part_s: float = 1800.0
    queue: int = 24 * 2**20
    reserve: int = 2**30
    free: Callable[[Path], int] = free_bytes


class Doing(StrEnum):
    WAITING = "waiting"
    WRITING = "writing"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Progress:
    """How a recording is. `begun_at` and `last_at`: first and last packet on the disk, None before the first.
    `why` it waits or ended by itself, None while nothing is wrong; `gaps` so far."""

    wish: Wish
    doing: Doing
    begun_at: datetime | None = None
    last_at: datetime | None = None
    size: int = 0
    packets: int = 0
    parts: int = 0
    gaps: int = 0
    why: Why | None = None


class _End:
    """No more packets: the officer stopped it, or the program ends."""


class Before(Protocol):
    """What a stream gave before (`ring.Ring`)."""

    def since(self, no: int = 0) -> list[Held]: ...


_Item = tuple[Track, Packet] | Why | _End
"""What the writer is handed; a `Why` says that pictures are missing from here on."""


class Recorder:
    """A tap. What `pre` holds is written first, whether or not the camera lives.

    `changed(recorder)` is called on the writer's thread when `doing`, `why` or the number of gaps
    changes; with `ENDED` the parts are closed and `note` is complete. `done` is set after that.
    """

    def __init__(
        self,
        folder: Path,
        wish: Wish,
        clock: Clock,
        changed: Callable[[Recorder], None],
        pre: Before | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._folder, self._clock, self._changed = folder, clock, changed
        self._limits = limits or Limits()
        self._items: queue.SimpleQueue[_Item] = queue.SimpleQueue()
        self._lock = Lock()
        self._waiting = 0
        self._full = False
        self._ring, self._ring_no = pre, 0
        self._ring_track: Track | None = None
        self._track: Track | None = None
        self._linked = False
        self._let_go_s: float | None = None
        self.note = Note(wish)
        self.progress = Progress(wish, Doing.WAITING)
        self.done = Event()
        self._stopping = Event()
        self._part: PartFile | None = None
        self._last: Packet | None = None
        self._missing: Why | None = None
        self._need_key = True
        self._closed_size = 0
        self._failures = 0
        self._looked_s = self._begun_s = 0.0
        self._room_s = clock.monotonic_s() - LOOK_S
        if pre is not None:
            self._put_ring(pre.since())
        Thread(target=self._run, name=f"recorder-{wish.code}", daemon=True).start()

    @property
    def written(self) -> int:
        """Packets handed to the disk so far."""
        part = self._part
        return sum(one.packets for one in self.note.parts) + (part.packets if part else 0)

    def stop(self) -> None:
        """Returns at once; what waits is still written."""
        self._items.put(_End())
        self._stopping.set()

    # -- on stream threads ---------------------------------------------------------------------

    def opened(self, track: Track) -> None:
        self._track, self._linked, self._let_go_s = track, False, None

    def packet(self, packet: Packet) -> None:
        track = self._track
        if track is None or not (self._linked or self._link(track, packet)):
            return
        with self._lock:
            if self._full and (not packet.key or self._waiting > self._limits.queue // 2):
                return
            was, self._full = self._full, self._waiting + len(packet.data) > self._limits.queue
            if not self._full:
                self._waiting += len(packet.data)
        if not self._full:
            self._items.put((track, packet))
        elif not was:
            self._items.put(Why.SLOW)

    def ended(self, reason: Reason) -> None:
        if reason is not Reason.NONE:
            self._items.put(Why.LOST)
        self._let_go_s = self._clock.monotonic_s()

    def _link(self, track: Track, first: Packet) -> bool:
        """Whether pictures can go on from `first`; then what the ring took in meanwhile goes before it."""
        ring, going_on = self._ring, False
        if ring is not None:
            since = ring.since(self._ring_no)
            newest = since[-1].track if since else self._ring_track
            going_on = newest == track
            if going_on or first.key:
                own = [one.track == track and one.packet.dts >= first.dts for one in since]
                before = [one for one, mine in zip(since, own, strict=True) if not mine]
                self._put_ring(before)
                self._ring = None
        self._linked = going_on or first.key
        return self._linked

    def _put_ring(self, held: Sequence[Held]) -> None:
        """The ring has their bytes already; they are taken in whatever waits."""
        if held and self._ring_track is not None and held[0].no > self._ring_no:
            self._items.put(Why.LOST)
        with self._lock:
            self._waiting += sum(len(one.packet.data) for one in held)
        for one in held:
            self._items.put((one.track, one.packet))
            self._ring_no, self._ring_track = one.no + 1, one.track

    # -- on the writer's thread ----------------------------------------------------------------

    def _run(self) -> None:
        try:
            keep(self._folder, self.note)
            why = self._take_all()
        except Unreachable as error:
            why = Why.DISK_FULL if error.why == "disk_full" else Why.DISK
        except Exception:  # noqa: BLE001  what is on the disk is kept, whatever happened
            _log.exception("recording %s", self.note.wish.code)
            why = Why.DISK
        try:
            self._finish(why)
        finally:
            self.done.set()

    def _take_all(self) -> Why | None:
        """Until it is told to end, or why it must."""
        while not isinstance(item := self._next(), _End):
            if isinstance(item, Why):
                self._miss(item)
                continue
            track, packet = item
            with self._lock:
                self._waiting -= len(packet.data)
            try:
                if self._is_scant():
                    return Why.DISK_FULL
                self._take(track, packet)
            except Unreachable as error:
                _log.warning("recording %s: %s", self.note.wish.code, error)
                if error.what == "film":
                    return Why.CODING
                self._failures += 1
                self._abandon()
                if error.why == "disk_full":
                    return Why.DISK_FULL
                if self._failures >= FAILURES:
                    return Why.DISK
        return None

    def _next(self) -> _Item:
        """Taken a few at a time: to wake for each packet costs more than to write it."""
        if self._items.empty():
            self._stopping.wait(PAUSE_S)
        while True:
            try:
                return self._items.get(timeout=LOOK_S)
            except queue.Empty:
                let_go_s = self._let_go_s
            if let_go_s is not None and self._clock.monotonic_s() - let_go_s > GONE_S:
                self._miss(Why.LOST)

    def _take(self, track: Track, packet: Packet) -> None:
        part = self._part
        if part is not None and part.track != track:
            self._close_part()
            self._need_key = True
            if self._last is not None and packet.at_s - self._last.at_s > GAP_S:
                self._miss(Why.LOST)
        elif part is not None and packet.key and packet.at_s - self._begun_s >= self._limits.part_s:
            self._close_part()
        if self._need_key and not packet.key:
            return
        self._need_key = False
        if self._missing is not None:
            self._resume(packet)
        if self._part is None:
            self._open_part(track, packet)
        assert self._part is not None
        self._part.write(packet)
        self._last = packet
        if self.progress.doing is not Doing.WRITING:
            self._tell(doing=Doing.WRITING, why=None)
        if packet.at_s - self._looked_s >= LOOK_S:
            self._looked_s = packet.at_s
            self._failures = 0
            self._count()

    def _is_scant(self) -> bool:
        """Looked at with each key frame's turn of the clock, not for each packet."""
        now_s = self._clock.monotonic_s()
        if now_s - self._room_s < LOOK_S:
            return False
        self._room_s = now_s
        try:
            return self._limits.free(self._folder) < self._limits.reserve
        except OSError:
            return False

    def _open_part(self, track: Track, packet: Packet) -> None:
        number = len(self.note.parts) + 1
        name = f"{self.note.stem}_{number}.mkv"
        self._part = PartFile(place_of(self._folder, self.note).with_name(name), track)
        self._begun_s = packet.at_s
        self._note(self.note.with_part(Taken(number, track.which, name, packet.at)))
        self._tell(parts=number, begun_at=self.progress.begun_at or packet.at)

    def _close_part(self) -> None:
        part, self._part = self._part, None
        if part is None:
            return
        part.close()
        self._closed_size += part.size()
        taken = replace(self.note.parts[-1], ended_at=part.last_at, packets=part.packets)
        self._note(self.note.with_part(taken))

    def _abandon(self) -> None:
        """The disk did not take it: what is there is kept, the next key frame tries a new file."""
        part, self._part = self._part, None
        self._need_key = True
        self._miss(Why.DISK)
        if part is not None:
            with suppress(Unreachable):
                part.close()
            taken = replace(self.note.parts[-1], ended_at=part.last_at, packets=part.packets)
            self.note = self.note.with_part(taken)

    def _miss(self, why: Why) -> None:
        """No pictures from here on, until the next that can be shown."""
        if self._missing is None and self.progress.doing is not Doing.ENDED:
            self._missing, self._need_key = why, True
            self._tell(doing=Doing.WAITING, why=why)

    def _resume(self, packet: Packet) -> None:
        why, self._missing = self._missing, None
        assert why is not None
        since = self._last.at if self._last is not None else self.note.wish.asked_at
        if packet.at > since:
            gap = Gap(since, packet.at, why)
            self._note(replace(self.note, gaps=(*self.note.gaps, gap)))
        self._tell(doing=Doing.WRITING, why=None, gaps=len(self.note.gaps))

    def _finish(self, why: Why | None) -> None:
        with suppress(Unreachable):
            self._close_part()
        now = self._clock.now()
        note = replace(self.note, ended_at=now)
        missing = why or self._missing or (Why.LOST if self._last is None else None)
        if missing is not None:
            since = self._last.at if self._last is not None else note.wish.asked_at
            if since < now:
                note = replace(note, gaps=(*note.gaps, Gap(since, None, missing)))
        self.note = note
        with suppress(Unreachable):
            keep(self._folder, note)
        self._tell(doing=Doing.ENDED, why=why, gaps=len(note.gaps))

    def _note(self, note: Note) -> None:
        self.note = note
        keep(self._folder, note)

    def _count(self) -> None:
        assert self._part is not None
        assert self._last is not None
        self.progress = replace(
            self.progress,
            size=self._closed_size + self._part.size(),
            packets=self.written,
            last_at=self._last.at,
        )

    def _tell(self, **new: Any) -> None:
        self.progress = replace(self.progress, **new)
        self._changed(self)
