"""What stands behind the camera page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from app.base.drafts import Drafts
from app.base.dryrun import ImportPlan
from app.base.jobs import Jobs
from app.base.marks import Mark
from app.base.secrets import Login, SecretKind
from app.people.passwords import DevicePasswords
from app.people.records import Officer
from app.video.coverage import RemoteTownships
from app.video.exchange import CameraPlan, Exchange
from app.video.logins import CameraLogins
from app.video.records import Camera
from app.video.registry import Registry
from app.video.scene_exchange import SceneExchange


@dataclass(frozen=True, slots=True)
class CameraRooms:
    """`townships`: names in official order, on the store thread. `testing` and `turning` are threads of
    their own: what is asked of a device may take seconds, and to stop one that turns may not wait for it."""

    registry: Registry
    exchange: Exchange
    scene_exchange: SceneExchange
    passwords: DevicePasswords
    logins: CameraLogins
    drafts: Drafts
    townships: Callable[[], list[str]]
    mark: Mark
    testing: Jobs
    turning: Jobs
    remote: RemoteTownships

    def keep(self, by: Officer, camera: Camera, seen: Camera | None, login: Login | None) -> Camera:
        """The camera, and its login sealed apart. On the store thread."""
        made = self.registry.keep(str(by.id), camera, seen)
        if login is not None:
            self.seal(by, made.id, login)
        return made

    def seal(self, by: Officer, camera: UUID, login: Login) -> None:
        self.passwords.keep(by, SecretKind.CAMERA, str(camera), login)


@dataclass(frozen=True, slots=True)
class CameraImports:
    """Answers `widgets.people.imports.Imports`: rows first, then the logins that stood in them."""

    rooms: CameraRooms

    def plan(self, rows) -> CameraPlan:
        return self.rooms.exchange.plan(rows)

    def write(self, by: Officer, rows, shown) -> CameraPlan:
        plan = self.rooms.exchange.write(str(by.id), rows, shown)
        for camera, login in plan.logins:
            self.rooms.seal(by, camera, login)
        return plan


@dataclass(frozen=True, slots=True)
class SceneImports:
    """As `CameraImports`, of the scenes for the walls."""

    exchange: SceneExchange

    def plan(self, rows) -> ImportPlan:
        return self.exchange.plan(rows)

    def write(self, by: Officer, rows, shown) -> ImportPlan:
        return self.exchange.write(str(by.id), rows, shown)
