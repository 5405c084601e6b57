"""Where pictures come from: the camera itself, or a media server that opens it once for all desks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote

from app.base.secrets import Login
from app.video.address import Logins
from app.video.records import Camera, Which

_WORDS = {Which.MAIN: "main", Which.SUB: "sub"}


@dataclass(slots=True)
class Route:
    """`rule` is the server's address with {code} and {stream} (main, sub) to be filled in; "" for none.

    `through` may be switched while the desk runs. When the server is away nothing falls back by itself: every
    desk would open every camera at once, and cameras take few viewers.
    """

    rule: str = ""
    through: bool = False

    @property
    def active(self) -> bool:
        return bool(self.rule) and self.through

    def camera(self, camera: Camera) -> Camera:
        """As it is to be opened now; the record itself stays as it is."""
        if not self.active:
            return camera
        sub = self.served(camera, Which.SUB) if camera.url_sub else ""
        return replace(camera, url_main=self.served(camera, Which.MAIN), url_sub=sub)

    def served(self, camera: Camera, which: Which) -> str:
        """The server's address of one stream, "" without a server."""
        code = quote(camera.code, safe="")
        return self.rule.replace("{code}", code).replace("{stream}", _WORDS[which])


@dataclass(frozen=True, slots=True)
class RoutedLogins:
    """Passwords of cameras go to the cameras only: the server has copies and lets desks in by address.

    Judged by the address that is opened and not by the switch, which may be pressed between the two.
    """

    route: Route
    own: Logins

    def of(self, camera: Camera, url: str) -> Login | None:
        """`camera` as the line has it, led or not; `url` is what it is about to open."""
        if self.route.rule and url in {self.route.served(camera, which) for which in Which}:
            return None
        return self.own.of(camera.id)
