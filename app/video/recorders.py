"""The recordings under way: one per camera, begun and ended without waiting for anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.video.clips import Wish
from app.video.recorder import Doing, Limits, Progress, Recorder
from app.video.recorder_notes import Note
from app.video.records import Camera, Which
from app.video.ring import Held, Ring
from app.video.taps import Tap


@dataclass(frozen=True, slots=True)
class RecordingChanged:
    """Fact: it was begun, the first packet is on the disk, pictures stay away or are back, it has ended."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class RecordingEnded:
    """Fact: its parts are closed; `note` tells of them. `progress.why` when nobody asked for the end."""

    note: Note
    progress: Progress


class Hold(Protocol):
    """A stream held open (`app.video.view.Listening`)."""

    def close(self) -> None: ...


class Recorders:
    """`listen(camera, tap, which)` holds a stream open (`Wall.listen`); `ring` gives what a camera showed
    just now. Called from any thread; facts are published from those of the writers."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        publish: Callable[[object], None],
        listen: Callable[[Camera, Tap, Which], Hold],
        ring: Callable[[UUID], Ring | None],
        limits: Limits | None = None,
    ) -> None:
        self.folder = folder
        self._clock, self._publish = clock, publish
        self._listen, self._ring = listen, ring
        self._limits = limits
        self._lock = Lock()
        self._held: dict[UUID, tuple[Recorder, Hold]] = {}

    def start(self, camera: Camera, wish: Wish) -> Progress:
        """`Refused("camera", "recording")` when it is recorded already. The disk is met on the writer's
        thread: what fails there is told as a fact."""
        with self._lock:
            if camera.id in self._held:
                raise Refused("camera", "recording", camera=camera.name)
            recorder = Recorder(
                self.folder, wish, self._clock, self._changed, self._ring(camera.id), self._limits
            )
            self._held[camera.id] = (recorder, self._listen(camera, recorder, wish.which))
        progress = recorder.progress
        self._publish(RecordingChanged(progress))
        return progress

    def stop(self, camera_id: UUID) -> Progress | None:
        """None when it is not recorded."""
        held = self._held.get(camera_id)
        if held is None:
            return None
        held[0].stop()
        return held[0].progress

    def of(self, camera_id: UUID) -> Progress | None:
        held = self._held.get(camera_id)
        return None if held is None else held[0].progress

    def going(self) -> list[Progress]:
        """Those under way, the oldest first."""
        with self._lock:
            return [recorder.progress for recorder, _ in self._held.values()]

    def close(self, wait_s: float = 4.0) -> bool:
        """Close all files, at the end of the program; False when the disk took longer than `wait_s`
        altogether: then the next start finishes them."""
        with self._lock:
            held = list(self._held.values())
        for recorder, _ in held:
            recorder.stop()
        end_s = self._clock.monotonic_s() + wait_s
        return all(
            recorder.done.wait(max(0.0, end_s - self._clock.monotonic_s())) for recorder, _ in held
        )

    def save(self, wish: Wish, held: Sequence[Held]) -> None:
        """A clip of packets that are there already, as a ring gave them."""
        Recorder(
            self.folder, wish, self._clock, self._changed, _Frozen(list(held)), self._limits
        ).stop()

    def _changed(self, recorder: Recorder) -> None:
        progress = recorder.progress
        self._publish(RecordingChanged(progress))
        if progress.doing is Doing.ENDED:
            self._let_go(recorder)
            self._publish(RecordingEnded(recorder.note, progress))

    def _let_go(self, recorder: Recorder) -> None:
        camera_id = recorder.note.wish.camera_id
        with self._lock:
            held = self._held.get(camera_id)
            if held is None or held[0] is not recorder:
                return
            del self._held[camera_id]
        held[1].close()


class _Frozen:
    """What a ring held at one moment."""

    def __init__(self, held: list[Held]) -> None:
        self._held = held

    def since(self, no: int = 0) -> list[Held]:
        return [one for one in self._held if one.no >= no]
