"""The console as it is, and hands that sign in and write one line: the measured side of bench.start.

Milestones go to stdout, one word each; after the line and after the map it waits for a line on stdin.
"""

from __future__ import annotations

import queue
import sys
import threading

import console
import main
from widgets.desktop import Desktop
from widgets.tour.doors import Doors
from widgets.tour.play import Play, Script, Until

WORDS = "丁山镇值班室报告：河水回落，道路恢复通行"
PATIENCE_S = 120.0


class Console(console.Console):
    """Begins to work as soon as there are windows."""

    def run(self) -> int:
        _say("imported")
        return super().run()

    def _open(self, prepared: bool) -> None:
        _say("prepared")
        super()._open(prepared)

    def _show(self, desktop: Desktop) -> None:
        super()._show(desktop)
        script = _officer(Doors(desktop, self.demo))
        self.play = Play(script, self.clock, self._toured)
        self.play.start()


def _officer(doors: Doors) -> Script:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(told,), name="stdin", daemon=True).start()
    yield Until("the sign-in card", doors.desktop.shell.main.cover.isVisible)
    _say("card")
    yield from doors.sign_in("向示月", "xsy")
    _say("signed-in")
    yield from doors.note(f"/电 丁山镇值班室 向示月：{WORDS}", WORDS)
    _say("line")
    yield Until("the word to go on", lambda: not told.empty(), PATIENCE_S)
    told.get()
    yield from doors.page("map")
    yield from doors.ask_map("window.dutyLive !== undefined", [], True)
    _say("map")
    yield Until("the word to end", lambda: not told.empty(), PATIENCE_S)


def _read(told: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        told.put(line)
    told.put("")


def _say(name: str) -> None:
    sys.stdout.write(f"{name}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    console.Console = Console  # type: ignore[misc]
    sys.exit(main.main(["--demo", "--data", sys.argv[1]]))
