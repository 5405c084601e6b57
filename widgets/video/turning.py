"""Orders to turn one camera: renewed while they are wanted, ended by whatever takes the hand away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.base.errors import Refused, Unreachable
from app.base.jobs import Jobs
from app.people.rights import Act
from app.people.signin import SignedIn
from app.video.address import Logins
from app.video.facts import CameraTurned
from app.video.records import Camera
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.listen import listen
from widgets.video.onvif_words import onvif_words

if TYPE_CHECKING:
    from app.video.onvif import OnvifDevice

AGAIN_MS = 1000
"""What is wanted is told the device again this often: it stops by itself after two seconds."""
STOP_TRIES = 3

Speeds = tuple[float, float, float]
"""Right, up and nearer, each from -1 to 1."""
STILL: Speeds = (0.0, 0.0, 0.0)
SPEEDS = {"slow": 0.2, "middle": 0.5, "fast": 1.0}
WAYS: dict[str, Speeds] = {
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


class Turner(QObject):
    """For one camera at a time, None for none.

    Signals: `said(words)`, what the device made of it; `ready` when it may be turned; `halted` when the hand
    was taken away, so that nobody goes on with a movement begun before.
    """

    said = Signal(str)
    ready = Signal()
    halted = Signal()

    def __init__(
        self, desk: Desk, jobs: Jobs, logins: Logins, device: Device = real_device
    ) -> None:
        super().__init__()
        self.desk = desk
        self._jobs, self._logins, self._make = jobs, logins, device
        self.camera: Camera | None = None
        self.device: OnvifDevice | None = None
        self.wanted = self._sent = STILL
        self._sending = False
        self.again = QTimer(self, interval=AGAIN_MS)
        self.again.timeout.connect(self._send)
        listen(self, desk.bus, SignedIn, self._signed_in)

    def show_camera(self, camera: Camera | None) -> bool:
        """False when it cannot be turned; `said` tells why."""
        if camera == self.camera and self.device is not None:
            return True
        self.close()
        self.camera = camera
        if camera is None or not camera.onvif_url:
            self.said.emit(self.tr("This camera has no service address (ONVIF)"))
            return False
        try:
            login = self._logins.of(camera.id)
        except Unreachable:
            self.said.emit(self.tr("The password that is kept cannot be opened with this key"))
            return False
        ask(self, self._jobs, self._make, camera.onvif_url, login,
            then=lambda device: self._have(camera, device), fail=self.explain)  # fmt: skip
        return True

    def close(self) -> None:
        """Halt, and let go of the device."""
        self.halt()
        device, self.device, self.camera = self.device, None, None
        if device is not None:
            self._let_go(device)

    def ask(self, act: str, *told: Any, then: Callable[[Any], None]) -> None:
        """Anything else of the device's methods, with the camera's profile; nothing without a device."""
        if self.device is not None and self.camera is not None:
            ask(self, self._jobs, getattr(self.device, act), self.camera.profile, *told, then=then,
                fail=self.explain)  # fmt: skip

    def turned(self, key: UUID) -> None:
        self.desk.bus.publish(CameraTurned(key))

    def explain(self, error: Exception) -> None:
        self.said.emit(onvif_words(error))

    # -- turning -------------------------------------------------------------------------------

    def turn(self, speeds: Speeds) -> None:
        """Until something else is wanted; `STILL` stands and waits for the same hand to go on."""
        if self.device is None or speeds == self.wanted:
            return
        if speeds == STILL:
            self._stand()
            return
        try:
            self.desk.session.demand(Act.WALL)
        except Refused as refused:
            self.said.emit(explain(refused))
            return
        self.wanted = speeds
        self._send()
        self.again.start()

    def halt(self) -> None:
        """Stop, if it was turning."""
        self._stand()
        self.halted.emit()

    def _signed_in(self, _fact: SignedIn) -> None:
        self.halt()

    def _stand(self) -> None:
        self.again.stop()
        if self.wanted != STILL and self.device is not None and self.camera is not None:
            self.wanted = STILL
            ask(self, self._jobs, _stop, self.device, self.camera.profile, fail=self._not_stopped)

    def _send(self) -> None:
        """One order is under way at a time: a slow device is not drowned in them."""
        if self.wanted == STILL or self.device is None or self._sending or self.camera is None:
            return
        self._sending, self._sent = True, self.wanted
        ask(self, self._jobs, self.device.turn, self.camera.profile, *self.wanted,
            then=lambda _, key=self.camera.id: self._was_sent(key), fail=self._not_sent)  # fmt: skip

    def _was_sent(self, key: UUID) -> None:
        self._sending = False
        self.turned(key)
        if self.wanted != self._sent:
            self._send()

    def _not_sent(self, error: Exception) -> None:
        self._sending = False
        self.explain(error)

    def _not_stopped(self, error: Exception) -> None:
        words = self.tr("The order to stop did not arrive ({why}): look whether it still turns")
        told = words.format(why=onvif_words(error))
        self.said.emit(told)
        self.desk.say(told)

    # -- the device ----------------------------------------------------------------------------

    def _have(self, camera: Camera, device: OnvifDevice) -> None:
        """One that comes for a camera of before, or a second time, is let go at once."""
        if camera != self.camera or self.device is not None:
            self._let_go(device)
            return
        self.device = device
        self.ready.emit()

    def _let_go(self, device: OnvifDevice) -> None:
        ask(self, self._jobs, device.close, fail=self.explain)


def _stop(device: OnvifDevice, profile: str) -> None:
    """On the device's thread, before anything that was asked later: also before it is let go."""
    for left in reversed(range(STOP_TRIES)):
        try:
            device.stop(profile)
            return
        except Unreachable:
            if not left:
                raise
