"""Runs a script beside the event loop: each step waits for something that can be seen."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from app.base.clock import Clock

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Until:
    """Wait until `seen()` is true; the tour fails with `what` when it is not after `seconds`."""

    what: str
    seen: Callable[[], bool]
    seconds: float = 20.0


Script = Generator[Until, None, None]


class Play(QObject):
    """Plays one script. `done` gets None at the end, else the words of what did not happen."""

    def __init__(self, script: Script, clock: Clock, done: Callable[[str | None], None]) -> None:
        super().__init__()
        self._script = script
        self._clock = clock
        self._done = done
        self._wait: Until | None = None
        self._since_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(30)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        self._timer.start()

    def _look(self) -> None:
        try:
            wait = self._wait
            if wait is not None:
                if not wait.seen():
                    if self._passed_s() > wait.seconds:
                        self._end(f"not seen in {wait.seconds:g} s: {wait.what}")
                    return
                _log.info("%s: seen after %.1f s", wait.what, self._passed_s())
                self._wait = None
            self._wait = next(self._script)
            self._since_s = self._clock.monotonic_s()
        except StopIteration:
            self._end(None)
        except Exception as error:  # noqa: BLE001  a tour that breaks must end, and say why
            _log.exception("the tour broke")
            self._end(f"{type(error).__name__}: {error}")

    def _passed_s(self) -> float:
        return self._clock.monotonic_s() - self._since_s

    def _end(self, failure: str | None) -> None:
        self._timer.stop()
        self._script.close()
        self._done(failure)
