"""The whole program in a process of its own, with somebody at it: `python -m tests.stories.scene NAME ARGS`.

A scene is a generator over the console. It yields questions; it goes on when one is answered with yes,
and what it writes into `told` comes out as the last line, one JSON object.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.atlas.layers import Layer
from app.base import wanted
from app.base.ids import new_id
from app.base.marks import Mark
from app.incidents.said import Said
from app.radio.drivers import found_in as finding_tables
from app.video.records import Camera, CameraKind
from console import Console
from widgets.atlas.scheme import register_scheme
from widgets.shell.opening import Opening

Steps = Iterator[Callable[[], bool]]
LOOK_MS, LONGEST_MS = 20, 70_000
NAME, PIN = "彭例安", "2468"


class Scene:
    """One officer at one desk. `told` is what was seen."""

    def __init__(self, console: Console, steps: Callable[[Scene], Steps]) -> None:
        self.console = console
        self.told: dict[str, Any] = {}
        self._steps = steps(self)
        self._asked: Callable[[], bool] = lambda: True
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)
        QTimer.singleShot(LONGEST_MS, self._too_long)

    @property
    def desktop(self) -> Any:
        return self.console.desktop

    def up(self) -> bool:
        return self.desktop is not None and self.desktop.shell.main.isVisible()

    def lamp(self, key: str) -> list[str]:
        found = {lamp.key: lamp for lamp in self.desktop.status.lamps}[key]
        return [found.state, found.figure, found.cause]

    def messages(self) -> dict[str, str]:
        return {m.key: f"{m.title}：{m.text}" for m in self.desktop.messages.all()}

    def look(self, name: str) -> None:
        """A picture of the main window, when a folder for pictures is given."""
        folder = os.environ.get("SCENE_PICTURES")
        if folder:
            window = self.desktop.shell.main if self.desktop else self.console.opening
            window.grab().save(str(Path(folder) / f"{name}.png"))

    def close(self) -> None:
        self._timer.stop()
        if self.desktop is None:
            self.console.app.quit()
        else:
            self.desktop.shell.main.close()

    def _look(self) -> None:
        if self._asked():
            try:
                self._asked = next(self._steps)
            except StopIteration:
                self.close()
            except Exception as bug:
                self.told["failed"] = repr(bug)
                self.close()
                raise

    def _too_long(self) -> None:
        self.told["stuck"] = True
        self.close()


def first(scene: Scene) -> Steps:
    """Nobody is registered: a wrong try, then the first officer, and the card is gone."""
    yield scene.up
    card = scene.desktop.shell.main.cover.card
    yield lambda: card.first.isVisible()
    card.first.name.set_value(NAME)
    card.first.pin.set_value(PIN)
    card.first.again.set_value("8642")
    card.submit()
    yield lambda: bool(card.first.again.error())
    scene.told["refused"] = card.first.again.error()
    scene.look("first")
    card.first.again.set_value(PIN)
    card.submit()
    yield lambda: scene.desktop.desk.session.shift_id is not None
    scene.told["locked"] = scene.desktop.shell.locked


def work(scene: Scene) -> Steps:
    """The first officer writes a line; the map's page dies and comes back with its marks."""
    yield from first(scene)
    yield from write(scene, "开始值班")
    desk, office = scene.desktop.desk, scene.desktop.rooms.office
    who, shift = desk.session.officer, desk.session.shift_id
    said = Said(place="云洛镇", course="道路积水", lat=28.74, lon=109.56)
    desk.store.run(office.intake.register, who, shift, new_id(), said)
    yield lambda: len(scene.desktop.model.items(Layer.INCIDENT)) == 1
    view = scene.desktop.map.view
    yield lambda: view is not None and view.engine.renderer() != 0
    back: list[bool] = []
    view.ready.connect(lambda: back.append(True))
    seen: list[Any] = []
    before = view.engine.renderer()
    os.kill(before, signal.SIGKILL)
    yield lambda: bool(back) and view.engine.renderer() not in (0, before)
    view.engine.ask("window.dutyLive.state().items.incident.length", seen.append)
    yield lambda: bool(seen)
    scene.told["marks"] = seen[0]


def write(scene: Scene, words: str) -> Steps:
    """A line through the quick entry of the console."""
    quick = scene.desktop.console.quick
    done: list[Any] = []
    quick.recorded.connect(lambda record: done.append(record.text))
    quick.set_words(words)
    quick.submit()
    yield lambda: bool(done)


def messages(scene: Scene) -> Steps:
    """What stands beside the work after the start."""
    yield scene.up
    yield lambda: bool(scene.messages())
    scene.told["messages"] = scene.messages()
    scene.told["store"] = scene.lamp("store")
    scene.look("messages")


def devices(scene: Scene) -> Steps:
    """Three gateways that are not well, and a camera that nobody answers for."""
    yield scene.up
    yield from first(scene)
    office = scene.desktop.rooms.office
    nowhere = "rtsp://127.0.0.1:9/none"
    camera = Camera(
        new_id(), "01", "河口", CameraKind.FIXED, "", nowhere, nowhere, None, None, Mark.TEST
    )
    view = scene.desktop.rooms.wall.watch(camera, 320, 180)
    yield lambda: scene.lamp("video")[1] == "0/1"
    yield lambda: scene.lamp("radio")[2] != "" and "link-甲" in scene.messages()
    scene.told["messages"] = scene.messages()
    scene.told["radio"] = scene.lamp("radio")
    scene.told["gateways"] = [seen.why for seen in office.radio.gateways()]
    yield from write(scene, "网关都断了")
    scene.told["video"] = scene.lamp("video")
    view.close()
    scene.look("devices")


def full(scene: Scene) -> Steps:
    """The disk fills up while a line is typed; it is made free again, and the line is recorded."""
    yield from first(scene)
    folder = scene.console.asked.folder
    pictures = folder / "pictures"  # never the name of a file the program itself may throw away
    with open(pictures, "wb", buffering=0) as out, suppress(OSError):
        while True:
            out.write(b"\0" * 4096)
    quick = scene.desktop.console.quick
    quick.set_words("云洛镇来电 " + "水" * 6000)
    quick.submit()
    yield lambda: scene.lamp("store")[0] == "act"
    yield lambda: bool(quick.property("wrong"))
    scene.told["store"] = scene.lamp("store")
    scene.told["note"] = quick._note.text()
    scene.told["still typed"] = len(quick.edit.text()) > 6000
    scene.look("full")
    pictures.unlink()
    yield from write(scene, "腾出空间之后")
    scene.told["after"] = scene.lamp("store")


def told_and_closed(scene: Scene) -> Steps:
    """A card that says why it does not come up."""
    yield lambda: hasattr(scene.console, "opening") and scene.console.opening.isVisible()
    opening = scene.console.opening
    assert isinstance(opening, Opening)
    yield lambda: opening._text.property("tone") == "now" or bool(opening._bar.isHidden())
    scene.told["card"] = opening._text.text()
    scene.look("card")


def twice(scene: Scene) -> Steps:
    """The same desk is started a second time while the first is open."""
    yield scene.up
    other = subprocess.Popen(
        [sys.executable, "-m", "tests.stories.scene", "told_and_closed", *sys.argv[2:]],
        stdout=subprocess.PIPE,
        text=True,
    )
    yield lambda: other.poll() is not None
    assert other.stdout is not None
    scene.told["second"] = json.loads(other.stdout.read().splitlines()[-1])
    scene.told["second rc"] = other.returncode


def signalled(scene: Scene) -> Steps:
    """The system wants it to end."""
    yield scene.up
    scene._timer.stop()
    os.kill(os.getpid(), signal.SIGTERM)
    yield lambda: True


def network(scene: Scene) -> Steps:
    """What the lamp says when the windows come up."""
    yield scene.up
    scene.told["first seen"] = scene.lamp("hub")
    scene.look("network")
    yield lambda: True
    scene.told["messages"] = scene.messages()


SCENES = {f.__name__: f for f in (first, work, messages, devices, full, told_and_closed, twice)}
SCENES |= {"signalled": signalled, "network": network}


def noted(work: Callable[..., Any], told: dict[str, Any], key: str) -> Callable[..., Any]:
    """The same work; `told` gets the name of the thread that did it."""

    def done(*args: Any) -> Any:
        told[key] = threading.current_thread().name
        return work(*args)

    return done


def play(name: str, argv: list[str]) -> int:
    register_scheme()
    app = QApplication(sys.argv[:1])
    with ExitStack() as taken_down:
        console = Console(app, wanted.read(argv), taken_down)
        scene = Scene(console, SCENES[name])
        finding = noted(finding_tables, scene.told, "tables read on")
        taken_down.enter_context(patch("console.found_in", finding))
        result = console.run()
        scene._timer.stop()
    threads = threading.enumerate()
    scene.told["threads"] = [t.name for t in threads if t is not threading.main_thread()]
    sys.stdout.write(json.dumps(scene.told, ensure_ascii=False) + "\n")
    return result


if __name__ == "__main__":
    code = play(sys.argv[1], sys.argv[2:])
    sys.stdout.flush()
    sys.exit(code)
