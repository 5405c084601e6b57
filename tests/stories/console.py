"""The real console in a process of its own, its windows moved by commands on stdin.

`python -m tests.stories.console --data FOLDER`. A command is a JSON list, its verb first; the answer
is one line `@` and JSON. A verb is worked off as an officer does it: keys and clicks, then waiting
for what the windows show.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from app.atlas.layers import Layer
from app.base import wanted
from app.base.clock import SystemClock
from app.incidents.form import caption
from app.radio.roster import Presence
from console import Console
from widgets.atlas.scheme import register_scheme
from widgets.incidents.calls import Sheet
from widgets.shell.status import Toast
from widgets.tour.doors import Doors
from widgets.tour.hands import ALT, CTRL, press
from widgets.tour.play import Play, Script, Until


class NoStage:
    """The simulators of a story belong to the test, not to this process."""

    stage = None

    def night(self) -> list[Any]:
        return []


class Driver(QObject):
    """`asked` with each command, from the thread that reads stdin."""

    asked = Signal(list)

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._toasts: list[str] = []
        self._kept: dict[str, Any] = {}
        self._stop_at = ""
        self._answer: dict[str, Any] = {}
        self.asked.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._read, name="commands", daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.asked.emit(json.loads(line))
        self.asked.emit(["quit"])

    def _begin(self, command: list[Any]) -> None:
        verb, *args = command
        self._answer = {}
        script = self._whole(getattr(self, verb), args)
        self._play = Play(script, SystemClock(), self._end)
        self._play.start()

    def _whole(self, act: Callable[..., Script], args: list[Any]) -> Script:
        if not hasattr(self, "desktop"):
            yield Until("the windows", lambda: self._console.desktop is not None, 60)
            self.desktop = self._console.desktop
            self._doors = Doors(self.desktop, NoStage())
            self.desktop.status.said.connect(self._said)
            self.desktop.intake.calls.kept.connect(self._draft_kept)
        yield from act(*args)

    def _end(self, failure: str | None) -> None:
        _say({"failed": failure} if failure else self._answer)

    # --- what the officer does ------------------------------------------------------------

    def sign_in(self, name: str) -> Script:
        yield from self._doors.sign_in(name, name)

    def note(self, words: str, stop: bool = False) -> Script:
        """A line through the quick entry, until the desk says that it is recorded. With `stop` the
        process stands still at the very moment when it says so."""
        self._toasts.clear()
        self._stop_at = "已记第" if stop else ""
        yield from self._doors.page("console")
        quick = self.desktop.console.quick
        yield from self._doors.type_into(quick.edit, words)
        press(quick.edit, Qt.Key.Key_Return, CTRL)
        yield Until("the line recorded", lambda: self._told("已记第") != "")
        self._answer["toast"] = self._told("已记第")

    def register(self, typed: dict[str, str]) -> Script:
        """A call through the form, sent twice as a nervous hand does."""
        self._toasts.clear()
        yield from self._call(typed)
        for _ in range(2):
            press(self.desktop.intake.form.first, Qt.Key.Key_Return, CTRL)
        yield Until("the call registered", lambda: self._told("已登记") != "")
        self._answer["toast"] = self._told("已登记")

    def half_type(self, typed: dict[str, str], stop: bool = False) -> Script:
        """A call that is left half typed, until the bar says that all of it is kept."""
        self._stop_at = "草稿已存" if stop else ""
        yield from self._call(typed)
        intake = self.desktop.intake
        yield Until("the draft kept", lambda: self._kept == intake.sheet.fields)
        self._answer.update(self._draft())

    def show_draft(self, course: str) -> Script:
        """Choose the call with these words on the strip of calls; what the form then holds."""
        yield from self._doors.page("intake")
        intake = self.desktop.intake
        yield Until("the draft", lambda: any(self._courses(course)))
        intake.show_call(str(next(self._courses(course)).key))
        yield self._doors.settle()
        self._answer["form"] = intake.form.values()

    def answer(self) -> Script:
        press(self.desktop.shell.main, Qt.Key.Key_Return, ALT)
        yield Until("silence", lambda: self.desktop.sounds.repeating != "emergency")

    def quit(self) -> Script:
        yield from ()
        self.desktop.shell.main.close()

    def look(self) -> Script:
        """What stands on the windows, a little later."""
        yield self._doors.settle(3)
        desktop, office = self.desktop, self.desktop.rooms.office
        banner = desktop.shell.main.banner
        self._answer.update(
            covered=desktop.shell.main.cover.isVisible(),
            log=[[entry.seq, entry.text] for entry in desktop.log.table.records],
            incidents=[
                [row.incident.no, row.incident.course] for row in desktop.incidents.table.records
            ],
            drafts=[caption(sheet.fields) for sheet in desktop.intake.calls.sheets],
            tiles={
                tile.camera.code: self._doors.shown(tile.camera.code).value
                for tile in desktop.wall.tiles
                if tile.camera is not None
            },
            gateways=[seen.state.value for seen in office.radio.gateways()],
            online=[
                seen.number for seen in office.radio.roster() if seen.presence is Presence.ONLINE
            ],
            banner=banner.message.title if banner.isVisible() and banner.message else "",
            sound=desktop.sounds.repeating,
            pulsing=sorted(desktop.model.pulsing),
            radios_on_map=sorted(item.id for item in desktop.model.items(Layer.RADIO)),
            saving=office.radio.unsaved + desktop.rooms.waiting(),
        )

    # --------------------------------------------------------------------------------------

    def _call(self, typed: dict[str, str]) -> Script:
        yield from self._doors.page("intake")
        for name, words in typed.items():
            yield from self._doors.fill(self.desktop.intake.form.fields[name], words)

    def _courses(self, words: str) -> Any:
        sheets = self.desktop.intake.calls.sheets
        return (sheet for sheet in sheets if words in str(sheet.fields.get("course", "")))

    def _told(self, words: str) -> str:
        return next((toast for toast in self._toasts if toast.startswith(words)), "")

    def _draft(self) -> dict[str, Any]:
        return {"mark": self.desktop.intake.bar.mark.text(), "words": self._kept}

    def _said(self, toast: Toast) -> None:
        self._toasts.append(toast.text)
        if self._stop_at and toast.text.startswith(self._stop_at):
            _stand_still({"toast": toast.text})

    def _draft_kept(self, sheet: Sheet) -> None:
        self._kept = dict(sheet.sent or {})
        if self._stop_at == "草稿已存" and self._kept == self.desktop.intake.sheet.fields:
            _stand_still(self._draft())


def _stand_still(answer: dict[str, Any]) -> None:
    """No thread does anything more: what was not done before it was shown will never be done."""
    _say(answer)
    os.kill(os.getpid(), signal.SIGSTOP)


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write("@" + json.dumps(answer) + "\n")
    sys.stdout.flush()


def main(hands: type[Driver] = Driver) -> int:
    asked = wanted.read(sys.argv[1:])
    register_scheme()
    app = QApplication(sys.argv[:1])
    with ExitStack() as taken_down:
        console = Console(app, asked, taken_down)
        driver = hands(console)
        result = console.run()
        del driver
    return result


if __name__ == "__main__":
    sys.exit(main())
