"""Figures of one stream from its packets alone: rate, bits, key frames, and how far it lags."""

from __future__ import annotations

from app.video.lost import Gaps, Lost

WINDOW_S = 1.0
IDLE_SHARE = 0.25
"""A thread that waited for packets this much of a second has none waiting for it."""

JUMP_S = 10.0

LATE_MAX_S = 0.15
LATE_FORGIVEN = 0.01
"""A camera's clock drifts: with each packet so much of its lateness becomes its habit."""


class Meter:
    """Written by its stream thread alone, read by anybody: each figure is one whole number or float.

    `fps`, `kbit_s` of the last second, None before it is over; `key_every_s` between the last two key
    frames; `lag_s` how far decoding is behind the camera; `late_s` how much later than a prompt one the
    last packet was read, for want of a processor or on its way, as far as that can be told; `lost` the
    pictures missing by their time stamps, also of the connections before.
    """

    def __init__(self, lost: Lost | None = None) -> None:
        self.lost = lost or Lost()
        self._gaps = Gaps(self.lost)
        self.fps: float | None = None
        self.kbit_s: float | None = None
        self.key_every_s: float | None = None
        self.lag_s = self.late_s = 0.0
        self._prompt_s: float | None = None
        self._base_s: float | None = None
        self._behind = False
        self._media_s = 0.0
        self._rate = 0.0
        self._key_s: float | None = None
        self._since_s: float | None = None
        self._count, self._bytes, self._idle_s = 0, 0, 0.0

    @property
    def lag_frames(self) -> float:
        """In pictures of the camera, however fast they are being caught up with."""
        return self.lag_s * self._rate

    def packet(self, size: int, key: bool, media_s: float, waited_s: float, now_s: float) -> None:
        """`media_s` the packet's own time; `waited_s` how long the thread waited for it."""
        if self._since_s is None:
            self._since_s, self._media_s = now_s, media_s
        self._gaps.packet(media_s, now_s)
        self._count += 1
        self._bytes += size
        self._idle_s += waited_s
        if key:
            if self._key_s is not None:
                self.key_every_s = now_s - self._key_s
            self._key_s = now_s
        span_s = now_s - self._since_s
        if span_s >= WINDOW_S:
            self._roll(span_s, now_s - media_s, media_s)
            self._since_s = now_s
        if self._behind and self._base_s is not None:
            self.lag_s = max(0.0, now_s - media_s - self._base_s)
        self.late_s = max(self.lag_s, min(LATE_MAX_S, self._late_s(now_s - media_s)))

    def _late_s(self, offset_s: float) -> float:
        late_s = offset_s - self._prompt_s if self._prompt_s is not None else 0.0
        if self._prompt_s is None or not 0.0 <= late_s < JUMP_S:
            self._prompt_s, late_s = offset_s, 0.0
        self._prompt_s += LATE_FORGIVEN * late_s
        return late_s

    def _roll(self, span_s: float, offset_s: float, media_s: float) -> None:
        self.fps = self._count / span_s
        self.kbit_s = self._bytes * 8 / 1000 / span_s
        if media_s > self._media_s:
            self._rate = self._count / (media_s - self._media_s)
        self._media_s = media_s
        base_s, waits = self._base_s, self._idle_s >= IDLE_SHARE * span_s
        if base_s is None or waits or abs(offset_s - base_s) > JUMP_S:
            self._base_s, self.lag_s = offset_s, 0.0
        self._behind = not waits
        self._count, self._bytes, self._idle_s = 0, 0, 0.0
