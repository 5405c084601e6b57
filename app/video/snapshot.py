"""A still picture of a camera, filed under its own sha256. Device file (av, cv2)."""

from __future__ import annotations

from datetime import datetime
from threading import Lock
from typing import Any
from uuid import UUID

import av
import av.error

from app.base.attachments import FileDoor
from app.base.clock import Clock
from app.base.errors import Refused, Unreachable
from app.video.address import is_rtsp, with_login
from app.video.feed import Still
from app.video.naming import picture_name
from app.video.opencv import opencv
from app.video.records import Camera, Snapshot, Which
from app.video.states import Reason
from app.video.stream import OPEN_S, OPTIONS, READ_S, reason_of
from app.video.wall import Wall
from app.video.watchdog import QUIET_S

_QUALITY = 92
KEY_S = 8.0
"""So long a camera may take from its call to its first whole picture; a read that hangs then ends soon."""


class Snapshots:
    """`take` waits for device and disk: hand it to `desk.shooting.run`, never call it on the UI thread."""

    def __init__(self, files: FileDoor, clock: Clock, wall: Wall, key_s: float = KEY_S) -> None:
        self._files = files
        self._clock = clock
        self._wall = wall
        self._key_s = key_s
        self._asked: set[UUID] = set()
        self._lock = Lock()

    def take(self, camera: Camera) -> Snapshot:
        """The newest full-size picture. While only the sub-stream runs, main is opened for one key
        frame; if it does not come, the newest picture there is is taken, with its age.

        `Unreachable("camera", reason)` when there is no picture at all, `("disk", why)` when it cannot
        be kept; `Refused("camera", "asked_already")` while it is asked for one.
        """
        asked_s = self._clock.monotonic_s()
        held = self._wall.still(camera.id)
        fresh = held is not None and asked_s - held.at_s < QUIET_S
        still = held if fresh and held is not None and held.which is Which.MAIN else None
        if still is None and (fresh or held is None):
            still = self._ask(camera, held)
        still = still or held
        assert still is not None
        content = jpeg(still.frame.to_ndarray(format="bgr24"))
        name = picture_name(camera.code, still.at)
        return Snapshot(
            camera.id,
            self._files.keep(content, name),
            still.frame.width,
            still.frame.height,
            still.at,
            max(0.0, asked_s - still.at_s),
            still.which,
        )

    def keep_frame(self, camera: Camera, frame: Any, at: datetime, which: Which) -> Snapshot:
        """A picture of a replay, under the time at which it was taken."""
        filed = self._files.keep(
            jpeg(frame.to_ndarray(format="bgr24")), picture_name(camera.code, at)
        )
        age_s = (self._clock.now() - at).total_seconds()
        return Snapshot(camera.id, filed, frame.width, frame.height, at, max(0.0, age_s), which)

    def _ask(self, camera: Camera, instead: Still | None) -> Still | None:
        """Once at a time: a key pressed again and again must not take every thread there is."""
        with self._lock:
            if camera.id in self._asked:
                raise Refused("camera", "asked_already")
            self._asked.add(camera.id)
        try:
            return self._grab(camera, instead)
        finally:
            with self._lock:
                self._asked.discard(camera.id)

    def _grab(self, camera: Camera, instead: Still | None) -> Still | None:
        camera = self._wall.route.camera(camera)
        begun_s = self._clock.monotonic_s()
        if not is_rtsp(camera.url_main):
            raise Unreachable("camera", Reason.BAD_ADDRESS)
        try:
            url = with_login(camera.url_main, self._wall.logins.of(camera, camera.url_main))
        except Unreachable:
            raise Unreachable("camera", Reason.SEALED) from None
        try:
            frame = _key_frame(url, self._clock, begun_s + self._key_s)
        except (av.error.FFmpegError, OSError, ValueError) as error:
            if instead is not None:
                return None
            reason = reason_of(error, self._clock.monotonic_s() - begun_s)
            raise Unreachable("camera", reason) from None
        if frame is None:
            if instead is not None:
                return None
            raise Unreachable("camera", Reason.NO_KEY)
        return Still(frame, self._clock.now(), self._clock.monotonic_s(), Which.MAIN)


def _key_frame(url: str, clock: Clock, until_s: float) -> av.VideoFrame | None:
    """None when none came until then (monotonic)."""
    with av.open(url, options=OPTIONS, timeout=(OPEN_S, READ_S)) as box:
        track = next(iter(box.streams.video), None)
        if track is None:
            return None
        track.codec_context.thread_count = 1
        for packet in box.demux(track):
            if clock.monotonic_s() > until_s:
                break
            if packet.dts is not None and packet.size and packet.is_keyframe:
                for frame in [*packet.decode(), *track.codec_context.decode(None)]:
                    if isinstance(frame, av.VideoFrame):
                        return frame
    return None


def jpeg(image: Any) -> bytes:
    """A blue-green-red array as a JPEG file."""
    cv2 = opencv()
    done, coded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise ValueError("the picture could not be encoded")
    content: bytes = coded.tobytes()
    return content
