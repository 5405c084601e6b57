"""Camera addresses: checked when entered, joined with the password only on the way to the device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import UUID

from app.base.errors import Refused
from app.base.secrets import Login


class Logins(Protocol):
    """Where passwords are kept: apart from the cameras, out of the journal."""

    def of(self, camera: UUID) -> Login | None:
        """None: no password. `Unreachable` when there is one that cannot be opened here."""
        ...


class NoLogins:
    """Cameras that let everybody in."""

    def of(self, camera: UUID) -> Login | None:
        return None


@dataclass(frozen=True, slots=True)
class OneLogin:
    """The same user and password for every camera."""

    login: Login

    def of(self, camera: UUID) -> Login | None:
        return self.login


def checked(field: str, url: str) -> str:
    """The address as it may be kept. `Refused`: not_rtsp, no_host, bad_port, has_password."""
    text = url.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Refused(field, "bad_port") from None
    if parts.scheme.lower() not in ("rtsp", "rtsps"):
        raise Refused(field, "not_rtsp")
    if "@" in text:
        raise Refused(field, "has_password")
    if not host or any(c.isspace() for c in text):
        raise Refused(field, "no_host")
    if port == 0:
        raise Refused(field, "bad_port")
    return text


def is_rtsp(url: str) -> bool:
    """Whatever stands in the directory, nothing but a camera's address is ever opened."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme.lower() in ("rtsp", "rtsps") and bool(parts.hostname) and parts.port != 0
        )
    except ValueError:
        return False


def with_login(url: str, login: Login | None) -> str:
    """The address as the device wants it. Never shown, never logged."""
    if login is None or not is_rtsp(url):
        return url
    parts = urlsplit(url)
    who = f"{quote(login.user, safe='')}:{quote(login.password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{who}@{parts.netloc}"))
