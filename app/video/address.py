"""Camera addresses: checked when entered, joined with the password only on the way to the device."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, unquote, urlsplit, urlunsplit
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


RTSP = ("rtsp", "rtsps")
WEB = ("http", "https")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
"""Characters without width that come along when an address is copied from a chat."""
_LOGIN = re.compile(r"(?P<head>[a-z][a-z0-9+.-]*://)(?P<who>.*)@(?P<rest>[^@]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pasted:
    """An address as it was typed, put right as far as a machine can: full-width letters, blanks, and
    the login taken out. `mended`: it was not right as it stood."""

    url: str
    login: Login | None
    mended: bool


def taken_apart(text: str) -> Pasted:
    """Whatever stands before the last @ is a login and does not stay in the address: passwords hold
    slashes and signs, paths of cameras hold no @."""
    plain = unicodedata.normalize("NFKC", text).translate(_UNSEEN).replace("。", ".")
    plain = "".join(plain.split())
    found = _LOGIN.fullmatch(plain)
    if found is None:
        return Pasted(plain, None, plain != text.strip())
    user, _, password = found["who"].partition(":")
    login = Login(unquote(user), unquote(password)) if user or password else None
    return Pasted(found["head"] + found["rest"], login, mended=True)


def checked(field: str, url: str) -> str:
    """The address of a stream as it may be kept.

    `Refused`: full_width, not_rtsp (scheme), has_password, ipv6, bad_port, no_host, no_path.
    """
    text = _checked(field, url, RTSP, "not_rtsp")
    if not urlsplit(text).path:
        raise Refused(field, "no_path")
    return text


def checked_service(field: str, url: str) -> str:
    """The address of a device's own service (ONVIF). As `checked`, `not_web` for another scheme."""
    return _checked(field, url, WEB, "not_web")


def _checked(field: str, url: str, schemes: tuple[str, ...], wrong: str) -> str:
    text = url.strip()
    if taken_apart(text).url != text and "@" not in text and not any(c.isspace() for c in text):
        raise Refused(field, "full_width")
    scheme = text.partition("://")[0].lower() if "://" in text else ""
    if scheme not in schemes:
        raise Refused(field, wrong, scheme=scheme[:12] or "—")
    if "@" in text:
        raise Refused(field, "has_password")
    if text.partition("://")[2].partition("/")[0].count(":") > 1 and "[" not in text:
        raise Refused(field, "ipv6")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Refused(field, "bad_port") from None
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
