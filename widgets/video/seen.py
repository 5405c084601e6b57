"""What a tile knows of its camera at one moment, and what follows from it; no painting."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.base.clock import span
from app.video.crop import WHOLE, Crop
from app.video.policy import Rung
from app.video.records import Camera
from app.video.states import Reason, State
from app.video.view import Status
from widgets.video.badges import TileBadge

CODECS = {"h264": "H.264", "hevc": "H.265", "mpeg4": "MPEG-4", "mjpeg": "MJPEG"}


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a tile shows. `age_s` of the newest picture, None before the first one. `badges` come from
    `Badges.put(camera_id, key, TileBadge(icon, words, alarm))`, where other rooms leave their marks.
    `detailed`: size, rate and stream are shown. `crop` is the part that the officer wants to see.
    """

    number: int
    camera: Camera | None
    status: Status | None
    age_s: float | None
    now_s: float
    badges: tuple[TileBadge, ...] = ()
    detailed: bool = False
    crop: Crop = WHOLE

    @property
    def state(self) -> State:
        """LIVE only while the picture is fresh, whatever the engine thinks."""
        status = self.status
        if status is None:
            return State.IDLE
        if status.state is not State.LIVE:
            return status.state
        if self.age_s is None or status.awaiting:
            return State.CONNECTING
        return State.STALE if self.age_s > status.fresh_s else State.LIVE

    @property
    def standing(self) -> bool:
        """The connection is there and the picture does not move, whether or not it is tried anew."""
        frozen = self.status is not None and self.status.reason is Reason.FROZEN
        return self.state is State.STALE or (self.state is State.LOST and frozen)

    @property
    def fresh(self) -> bool:
        return self.state is State.LIVE

    def alarming(self, stale_s: float) -> bool:
        """A standing picture from `stale_s` on, a lost one until it stands in the log."""
        if self.status is None:
            return False
        if self.state is State.STALE:
            return self.age_s is not None and self.age_s >= stale_s
        return (
            self.state in (State.LOST, State.AUTH_FAILED, State.NOT_FOUND)
            and not self.status.recorded
        )

    def age_words(self) -> str:
        """0.2 s while live, a span afterwards, "" without any picture."""
        if self.age_s is None:
            return ""
        return f"{self.age_s:.1f} s" if self.fresh else span(self.age_s)

    def figures(self) -> str:
        """1920×1080  25 fps  4.1 Mbit/s  H.264  主码流; what is unknown is a dash."""
        status = self.status
        if status is None:
            return ""
        size = f"{status.width}×{status.height}" if status.width else "—"
        fps = f"{status.fps:.0f} fps" if status.fps is not None else "— fps"
        rate = f"{status.kbit_s / 1000:.1f} Mbit/s" if status.kbit_s is not None else "— Mbit/s"
        codec = CODECS.get(status.codec, status.codec)
        which = status.which.value if status.which else ""
        words = [size, fps, rate, codec, which, self.lessened()]
        return "  ".join(word for word in words if word)

    def lessened(self) -> str:
        """Why less is shown than this place would have; "" when nothing is missing."""
        status = self.status
        if status is not None and status.degraded > Rung.NO_FILTER:
            return QCoreApplication.translate("Tile", "less, because of the load")
        if status is not None and status.refused is not None:
            return QCoreApplication.translate("Tile", "the camera gives one stream only")
        return ""
