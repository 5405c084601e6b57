"""Turning a camera: held buttons and keys, presets; whatever takes the hand away stops it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.base.errors import Refused, Unreachable
from app.base.jobs import Jobs
from app.people.rights import Act
from app.people.signin import SignedIn
from app.video.address import Logins
from app.video.facts import CameraTurned
from app.video.records import Camera
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import ComboField, SegmentField, TextField
from widgets.kit.gate import gates
from widgets.kit.labels import ElidedLabel
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.text import tip
from widgets.video.onvif_words import onvif_words

if TYPE_CHECKING:
    from app.video.onvif import OnvifDevice, Preset

AGAIN_MS = 1000
"""A held button tells the device again this often: it stops by itself after two seconds."""
STOP_TRIES = 3
SPEEDS = {"slow": 0.2, "middle": 0.5, "fast": 1.0}
WAYS = {
    "up": (0.0, 1.0, 0.0),
    "left": (-1.0, 0.0, 0.0),
    "right": (1.0, 0.0, 0.0),
    "down": (0.0, -1.0, 0.0),
    "nearer": (0.0, 0.0, 1.0),
    "farther": (0.0, 0.0, -1.0),
}
KEYS = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_PageUp: "nearer",
    Qt.Key.Key_PageDown: "farther",
}

Device = Callable[..., "OnvifDevice"]


def real_device(service: str, login: Any) -> OnvifDevice:
    """Made on the thread that asks it: the library is read then, not at the start of the desk."""
    from app.video.onvif import OnvifDevice

    return OnvifDevice(service, login)


class PtzPad(Panel):
    """For one camera at a time; `left` back to the wall's panel. Movement ends on release, and when the pad
    loses the keyboard, the window, its camera or the officer."""

    left = Signal()

    def __init__(
        self, desk: Desk, jobs: Jobs, logins: Logins, device: Device = real_device
    ) -> None:
        super().__init__(desk.theme, self.tr("Turn the camera"))
        self._desk, self._jobs, self._logins, self._make = desk, jobs, logins, device
        self._camera: Camera | None = None
        self._device: OnvifDevice | None = None
        self._way = ""
        self._sending = False
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self._send)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        listen(self, desk.bus, SignedIn, lambda _: self.halt())

    @property
    def way(self) -> str:
        """Where it is being turned; "" while it stands."""
        return self._way

    def show_camera(self, camera: Camera | None) -> None:
        """Presets are read from the device; a camera without a service cannot be turned."""
        if camera == self._camera and self._device is not None:
            return
        self.halt()
        if self._device is not None:
            ask(self, self._jobs, self._device.close, fail=self._explain)
        self._camera, self._device = camera, None
        able = camera is not None and bool(camera.onvif_url)
        self._pad.setEnabled(able)
        self._show_presets([])
        if camera is None or not able:
            self._tell(self.tr("This camera has no service address (ONVIF)"))
            return
        try:
            login = self._logins.of(camera.id)
        except Unreachable:
            self._tell(self.tr("The password that is kept cannot be opened with this key"))
            return
        ask(self, self._jobs, self._make, camera.onvif_url, login,
            then=lambda device: self._have(camera, device), fail=self._explain)  # fmt: skip

    def _have(self, camera: Camera, device: OnvifDevice) -> None:
        if camera != self._camera or self._device is not None:
            return
        self._device = device
        self._tell(self.tr("Hold a button, or the arrow keys here; Page Up and Down zoom"))
        self.read_presets()

    # -- turning -------------------------------------------------------------------------------

    def turn(self, way: str) -> None:
        if self._device is None or self._way == way:
            return
        try:
            self._desk.session.demand(Act.WALL)
        except Refused as refused:
            self._tell(explain(refused))
            return
        self._way = way
        self._send()
        self._again.start()

    def halt(self) -> None:
        """Stop, if it was turning."""
        self._again.stop()
        if self._way and self._device is not None:
            self._way = ""
            self._stop(self._device, STOP_TRIES)

    def _send(self) -> None:
        """One order is under way at a time: a slow device is not drowned in them."""
        if not self._way or self._device is None or self._sending or self._camera is None:
            return
        speed = SPEEDS[str(self.speed.value())]
        pan, tilt, zoom = (speed * share for share in WAYS[self._way])
        self._sending = True
        ask(self, self._jobs, self._device.turn, self._camera.profile, pan, tilt, zoom,
            then=lambda _, key=self._camera.id: self._sent(key), fail=self._not_sent)  # fmt: skip

    def _sent(self, key: UUID) -> None:
        self._sending = False
        self._desk.bus.publish(CameraTurned(key))

    def _not_sent(self, error: Exception) -> None:
        self._sending = False
        self._explain(error)

    def _stop(self, device: OnvifDevice, tries: int) -> None:
        def failed(error: Exception) -> None:
            if tries > 1:
                self._stop(device, tries - 1)
                return
            why = onvif_words(error)
            words = self.tr("The order to stop did not arrive ({why}): look whether it still turns")
            self._tell(words.format(why=why))
            self._desk.say(words.format(why=why))

        profile = self._camera.profile if self._camera else ""
        ask(self, self._jobs, device.stop, profile, fail=failed)

    def keyPressEvent(self, event) -> None:
        """Keys that a field here leaves over turn nothing: its release might go elsewhere."""
        way = KEYS.get(event.key()) if self.hasFocus() else None
        if way is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.turn(way)

    def keyReleaseEvent(self, event) -> None:
        if event.key() in KEYS:
            if not event.isAutoRepeat():
                self.halt()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self.halt()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self.halt()

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.halt()

    # -- presets -------------------------------------------------------------------------------

    def read_presets(self) -> None:
        device = self._device
        if device is not None and self._camera is not None:
            ask(self, self._jobs, device.presets, self._camera.profile,
                then=lambda found: self._have_presets(device, found), fail=self._explain)  # fmt: skip

    def _have_presets(self, device: OnvifDevice, found: list[Preset]) -> None:
        if device is self._device:
            self._show_presets(found)

    def _show_presets(self, presets: list[Preset]) -> None:
        self.presets.combo.clear()
        for one in presets:
            self.presets.combo.addItem(one.name or one.token, one.token)
        self.go.setEnabled(bool(presets))

    def _go(self) -> None:
        if self._device is not None and self._camera is not None and self.presets.value():
            ask(self, self._jobs, self._device.go, self._camera.profile, self.presets.value(),
                then=lambda _, key=self._camera.id: self._desk.bus.publish(CameraTurned(key)),
                fail=self._explain)  # fmt: skip

    def _keep(self) -> None:
        name = str(self.name.value())
        if not name:
            self.name.show_error(self.tr("This must be filled in"))
        elif self._device is not None and self._camera is not None:
            ask(self, self._jobs, self._device.keep, self._camera.profile, name,
                then=lambda _: self._kept(), fail=self._explain)  # fmt: skip

    def _kept(self) -> None:
        self.name.clear()
        self.read_presets()

    def _explain(self, error: Exception) -> None:
        self._tell(onvif_words(error))

    def _tell(self, words: str) -> None:
        self._said.setText(words)

    # -- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._desk.theme
        back = PlainButton(theme, self.tr("Back to the wall"), "Alt+A", bind=False)
        back.clicked.connect(self.left)
        self.tools.addWidget(back)
        self._said = ElidedLabel(theme, "", "small", tone="text2")
        self.add(self._said)
        self._pad = QWidget()
        row = QHBoxLayout(self._pad)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        row.addLayout(self._ways())
        row.addLayout(self._beside(), 1)
        self.add(self._pad)
        gates(self._desk, Act.WALL, self._pad)

    def _ways(self) -> QGridLayout:
        theme = self._desk.theme
        grid = QGridLayout()
        grid.setSpacing(theme.px("space.xs"))
        words = {
            "up": ("▲", self.tr("Up")), "left": ("◀", self.tr("Left")), "right": ("▶", self.tr("Right")),
            "down": ("▼", self.tr("Down")), "nearer": ("＋", self.tr("Nearer")),
            "farther": ("－", self.tr("Farther")),
        }  # fmt: skip
        places = {
            "up": (0, 1),
            "left": (1, 0),
            "right": (1, 2),
            "down": (2, 1),
            "nearer": (0, 2),
            "farther": (2, 2),
        }
        self.buttons: dict[str, PlainButton] = {}
        for way, (sign, name) in words.items():
            button = PlainButton(theme, sign)
            button.setAccessibleName(name)
            button.setToolTip(tip(name))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.pressed.connect(partial(self._pressed, way))
            button.released.connect(self.halt)
            grid.addWidget(button, *places[way])
            self.buttons[way] = button
        return grid

    def _pressed(self, way: str) -> None:
        self.setFocus()
        self.turn(way)

    def _beside(self) -> QGridLayout:
        theme = self._desk.theme
        grid = QGridLayout()
        grid.setSpacing(theme.px("space.xs"))
        speeds = [
            ("slow", self.tr("slow")),
            ("middle", self.tr("middle")),
            ("fast", self.tr("fast")),
        ]
        self.speed = SegmentField(theme, "", speeds)
        self.speed.set_value("middle")
        self.presets = ComboField(theme, "", [])
        self.presets.combo.setAccessibleName(self.tr("Preset"))
        self.go = PlainButton(theme, self.tr("Go there"))
        self.go.clicked.connect(self._go)
        self.name = TextField(theme, "", placeholder=self.tr("name of a new preset"))
        keep = PlainButton(theme, self.tr("Keep here"))
        keep.clicked.connect(self._keep)
        gates(self._desk, Act.DEVICES, keep)
        grid.addWidget(self.speed, 0, 0, 1, 2)
        grid.addWidget(self.presets, 1, 0)
        grid.addWidget(self.go, 1, 1)
        grid.addWidget(self.name, 2, 0)
        grid.addWidget(keep, 2, 1)
        grid.setColumnStretch(0, 1)
        return grid
