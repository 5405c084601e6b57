"""Turning a camera: held buttons and keys, presets; whatever takes the hand away stops it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.base.jobs import Jobs
from app.people.rights import Act
from app.video.address import Logins
from app.video.records import Camera
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField, SegmentField, TextField
from widgets.kit.gate import gates
from widgets.kit.labels import ElidedLabel
from widgets.kit.panel import Panel
from widgets.kit.text import tip
from widgets.video.steering import Steering
from widgets.video.tile import Tile
from widgets.video.turning import KEYS, SPEEDS, WAYS, Device, Turner, real_device

if TYPE_CHECKING:
    from app.video.onvif import Preset


class PtzPad(Panel):
    """For one camera at a time; `left` back to the wall's panel. Movement ends on release, and when the pad
    loses the keyboard, the window, its camera or the officer. While it is shown the preview, `tile`, is drawn
    about to turn the camera as well."""

    left = Signal()

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        logins: Logins,
        device: Device = real_device,
        tile: Tile | None = None,
    ) -> None:
        super().__init__(desk.theme, self.tr("Turn the camera"))
        self._desk, self._tile = desk, tile
        self.turner = Turner(desk, jobs, logins, device)
        self.steering = Steering(self.turner)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self.turner.said.connect(self._tell)
        self.turner.ready.connect(self._have)
        self.steering.taken.connect(self.setFocus)

    def show_camera(self, camera: Camera | None) -> None:
        """Presets are read from the device; a camera without a service cannot be turned."""
        if camera == self.turner.camera and self.turner.device is not None:
            self._steer()
            return
        self.steering.end()
        self._pad.setEnabled(camera is not None and bool(camera.onvif_url))
        self._show_presets([])
        self.turner.show_camera(camera)

    def _have(self) -> None:
        self._tell(
            self.tr("Hold a button or an arrow key, or draw on the picture; Page Up and Down zoom")
        )
        self._steer()
        self.read_presets()

    def _steer(self) -> None:
        if self._tile is not None and self.isVisible():
            self.steering.begin(self._tile)

    # -- turning -------------------------------------------------------------------------------

    def turn(self, way: str) -> None:
        speed = SPEEDS[str(self.speed.value())]
        pan, tilt, zoom = (speed * share for share in WAYS[way])
        self.turner.turn((pan, tilt, zoom))

    def halt(self) -> None:
        """Stop, if it was turning."""
        self.turner.halt()

    def close_down(self) -> None:
        """The desk closes."""
        self.steering.end()
        self.turner.close()

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
        self.steering.end()

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.halt()

    # -- presets -------------------------------------------------------------------------------

    def read_presets(self) -> None:
        device = self.turner.device

        def have(found: list[Preset]) -> None:
            if device is self.turner.device:
                self._show_presets(found)

        self.turner.ask("presets", then=have)

    def _show_presets(self, presets: list[Preset]) -> None:
        self.presets.combo.clear()
        for one in presets:
            self.presets.combo.addItem(one.name or one.token, one.token)
        self.go.setEnabled(bool(presets))

    def _go(self) -> None:
        camera = self.turner.camera
        if camera is not None and self.presets.value():
            self.turner.ask(
                "go", self.presets.value(), then=lambda _: self.turner.turned(camera.id)
            )

    def _keep(self) -> None:
        name = str(self.name.value())
        if not name:
            self.name.show_error(self.tr("This must be filled in"))
        else:
            self.turner.ask("keep", name, then=lambda _: self._kept())

    def _kept(self) -> None:
        self.name.clear()
        self.read_presets()

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
