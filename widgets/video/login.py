"""User and password of a camera: typed here, sealed behind, never shown again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.base.errors import Refused, Unreachable
from app.base.secrets import Login, SecretKind
from app.people.passwords import DevicePasswords
from app.people.rights import Act
from app.video.logins import CameraLogins
from app.video.records import Camera
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.fields import TextField
from widgets.kit.overcard import OverCard

LABEL_W = 64


class LoginCard(OverCard):
    """Opened for one camera by who may enter passwords; anybody else is told at the place."""

    def __init__(
        self, desk: Desk, page: QWidget, passwords: DevicePasswords, logins: CameraLogins
    ) -> None:
        self._desk = desk
        self._passwords = passwords
        self._logins = logins
        self._camera: Camera | None = None
        self.user = TextField(desk.theme, self.tr("User"), required=True, label_w=LABEL_W)
        self.password = TextField(
            desk.theme, self.tr("Password"), required=True, secret=True, label_w=LABEL_W
        )
        super().__init__(desk.theme, page, {"user": self.user, "password": self.password})
        self.given.connect(self._keep)
        self.left.connect(self._wipe)
        self.extra.clicked.connect(lambda: self._write(None))

    def ask_about(self, camera: Camera, below: QWidget) -> None:
        """`Refused` when nobody sits here or who does may not."""
        self._desk.session.demand(Act.DEVICES)
        self._camera = camera
        self._wipe()
        title = self.tr("{code} user and password").format(code=camera.code)
        note, own = self._known(camera)
        self.ask_for(title, note, self.tr("Keep"), below, self.tr("Forget") if own else "")

    def _known(self, camera: Camera) -> tuple[str, bool]:
        """What is said of the login it has now, and whether it has one of its own."""
        own = self._logins.has_own(camera.id)
        try:
            login = self._logins.of(camera.id)
        except Unreachable:
            return self.tr("The password that is kept cannot be opened with this key"), own
        if login is None:
            return self.tr("None is kept: the camera is asked without one"), own
        if own:
            return self.tr("One is kept; what you type takes its place"), own
        return self.tr("The one for all cameras is used; what you type goes before it"), own

    def _keep(self) -> None:
        self._write(Login(self.user.value(), self.password.edit.text()))

    def _write(self, login: Login | None) -> None:
        assert self._camera is not None
        try:
            officer = self._desk.session.demand(Act.DEVICES)
        except Refused as refused:
            self.refuse(refused)
            return
        holder = str(self._camera.id)
        ask(self, self._desk.store, self._passwords.keep, officer, SecretKind.CAMERA, holder, login,
            then=self._kept, fail=self.refuse)  # fmt: skip

    def _kept(self, _nothing: None) -> None:
        self._wipe()
        self.close_card()
        self._desk.say(self.tr("The password is kept sealed"))

    def _wipe(self) -> None:
        self.user.clear()
        self.password.clear()
