"""What one path sends: one timer for all its viewers, and the faults it was told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from typing import Protocol

from app.video.simulator.brush import FPS
from app.video.simulator.faults import Mood
from app.video.simulator.rtp import CLOCK_HZ, FRAME, HEAD
from app.video.simulator.source import Source

LATE_S = 1.0
"""A server that was held up longer than this goes on from now instead of catching up."""


class Receiver(Protocol):
    def give(self, content: bytearray, starts: tuple[int, ...], key: bool) -> None: ...


class Broadcast:
    """Runs while somebody looks. It begins with a key frame near the moment the clock tells, so that
    all streams of a camera show about the same moment; who comes later joins in the middle.

    Attributes: `viewers`; `sent` pictures so far, noise not counted; `last_s` monotonic seconds of the
    newest one and `last_n` its place in the film.
    """

    def __init__(
        self,
        path: str,
        mood_of: Callable[[str], Mood],
        pick: Callable[[str], Awaitable[Source | None]],
        now_s: Callable[[], float],
    ) -> None:
        self.viewers: set[Receiver] = set()
        self.sent = 0
        self.last_s = 0.0
        self.last_n = 0
        self._path = path
        self._mood_of = mood_of
        self._pick = pick
        self._now_s = now_s
        self._mood = Mood()
        self._film: Source
        self._n = 0
        self._due_s = 0.0
        self._draw = Random(path)
        self._sequence, self._ssrc = self._draw.getrandbits(16), self._draw.getrandbits(32)
        self._keyless = self._keyless_told = 0
        self._held: list[tuple[bytearray, tuple[int, ...], bool]] = []
        self._held_since_s = 0.0
        self._picking: asyncio.Task[None] | None = None
        self._task: asyncio.Task[None] | None = None

    def join(self, viewer: Receiver, film: Source) -> None:
        """`film` is shown when it is the first viewer."""
        self.viewers.add(viewer)
        if self._task is None:
            self._film = film
            self._mood = self._mood_of(self._path)
            self._due_s = self._held_since_s = self._now_s()
            self._n = film.key_before(int(self._due_s * FPS))
            self._task = asyncio.create_task(self._run())

    def leave(self, viewer: Receiver) -> None:
        self.viewers.discard(viewer)
        if not self.viewers:
            for task in (self._task, self._picking):
                if task is not None:
                    task.cancel()
            self._task = self._picking = None
            self._held = []

    async def _run(self) -> None:
        while True:
            mood = self._mood_of(self._path)
            if mood is not self._mood:
                self._follow(mood)
            if not mood.frozen:
                self._send(mood)
            self._n += 1
            self._due_s += 1 / mood.fps
            late_s = self._now_s() - self._due_s
            if late_s > LATE_S:
                self._n += int(late_s * FPS)
                self._due_s += late_s
            await asyncio.sleep(max(0.0, self._due_s - self._now_s()))

    def _follow(self, mood: Mood) -> None:
        """The old film goes on until the new one is there: the first time it has to be painted."""
        before, self._mood = self._mood, mood
        if _film_of(before) != _film_of(mood):
            if self._picking is not None:
                self._picking.cancel()
            self._picking = asyncio.create_task(self._change())

    async def _change(self) -> None:
        film = await self._pick(self._path)
        if film is not None and film is not self._film:
            self._film = film
            self._n = film.key_before(int(self._now_s() * FPS))

    def _send(self, mood: Mood) -> None:
        n = self._n % len(self._film.packets)
        picture = self._film.packets[n]
        if mood.keyless[0] != self._keyless_told:
            self._keyless_told, self._keyless = mood.keyless
        if picture.key and self._keyless:
            self._keyless -= 1
            return
        content = picture.stamped(self._sequence, round(self._due_s * CLOCK_HZ), self._ssrc)
        self._sequence += len(picture.starts)
        if mood.share:
            self._damage(content, picture.starts, mood.share)
        if mood.garbage:
            content[:] = self._draw.randbytes(len(content))
        self._held.append((content, picture.starts, picture.key))
        if self._now_s() - self._held_since_s >= mood.burst_s:
            for held in self._held:
                for viewer in list(self.viewers):
                    viewer.give(*held)
            if not (mood.garbage or mood.zero):
                self.sent += len(self._held)
                self.last_s, self.last_n = self._now_s(), n
            self._held, self._held_since_s = [], self._now_s()

    def _damage(self, content: bytearray, starts: tuple[int, ...], share: float) -> None:
        """Turns bits of the coded picture, never of the frames and heads that carry it."""
        ends = (*starts[1:], len(content))
        for at, end in zip(starts, ends, strict=True):
            first = at + FRAME + HEAD + 3
            if first < end and self._draw.random() < share:
                for _ in range(3):
                    content[self._draw.randrange(first, end)] ^= 1 << self._draw.randrange(8)


def _film_of(mood: Mood) -> tuple[object, ...]:
    return mood.variant, mood.shape, mood.zero, mood.side_px
