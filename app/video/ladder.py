"""When the wall shows less so that it stays on time, and when it may show all again."""

from __future__ import annotations

from app.video.policy import Rung

LAG_MAX_FRAMES = 2.0
DOWN_AFTER_S = 2.0
UP_AFTER_S = 10.0


class Ladder:
    """`look` is told the worst lag of all streams; it moves by one rung at a time."""

    def __init__(self) -> None:
        self.rung = Rung.FULL
        self._over: bool | None = None
        self._since_s = 0.0
        self._lag = 0.0

    def look(self, now_s: float, lag_frames: float) -> Rung:
        """Down after two seconds of overload, up after ten of calm; each rung counts anew. A lag that
        is being worked off is neither."""
        over: bool | None = lag_frames > LAG_MAX_FRAMES
        if over and lag_frames < self._lag:
            over = None
        self._lag = lag_frames
        if over is not self._over:
            self._over, self._since_s = over, now_s
        lasted_s = now_s - self._since_s
        if over and lasted_s >= DOWN_AFTER_S and self.rung < max(Rung):
            self.rung, self._since_s = Rung(self.rung + 1), now_s
        elif over is False and lasted_s >= UP_AFTER_S and self.rung > Rung.FULL:
            self.rung, self._since_s = Rung(self.rung - 1), now_s
        return self.rung
