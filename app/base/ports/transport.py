"""What every port can do, the reason codes of ports, and how a port is named in the settings."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit

_REASONS = {
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.ENXIO: "missing",
    errno.ENODEV: "missing",
    errno.ELOOP: "missing",
    errno.EAGAIN: "taken",
    errno.EBUSY: "taken",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EIO: "unplugged",
    errno.EBADF: "unplugged",
    errno.ENOTTY: "not_serial",
    errno.EISDIR: "not_serial",
    errno.ECONNREFUSED: "refused",
    errno.ETIMEDOUT: "unreachable",
    errno.ENETUNREACH: "unreachable",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETDOWN: "unreachable",
    errno.EHOSTDOWN: "unreachable",
    errno.ECONNRESET: "cut",
    errno.ECONNABORTED: "cut",
    errno.EPIPE: "cut",
}


class Closed(Exception):
    """The port is closed or cannot be opened; `why` is its reason code.

    missing, taken, denied, not_serial, unplugged of a device; refused, no_host, unreachable, cut,
    unsupported of a server; bad_address; stuck, stopped; played: a recording has come to its end.
    Anything else is `failed` and stands in the trace.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class LineErrors:
    """What the UART itself has counted since it was switched on."""

    frame: int
    overrun: int
    parity: int


class Transport(Protocol):
    """An open port. Nothing here waits; errors of the system come out as they are (`reason_of`)."""

    def fileno(self) -> int:
        """For poll; its number may be above 1023."""
        ...

    def read(self) -> bytes:
        """What is there; empty when there is nothing just now. Raises `Closed` at the end."""
        ...

    def write(self, data: bytes) -> int:
        """How many bytes were taken."""
        ...

    def line_errors(self) -> LineErrors | None:
        """None where nobody counts them."""
        ...

    def close(self) -> None:
        """Never waits long, never raises."""
        ...


class Kind(StrEnum):
    DEVICE = "device"
    SOCKET = "socket"
    RFC2217 = "rfc2217"
    REPLAY = "replay"


class Flow(StrEnum):
    """Flow control of a line."""

    NONE = "none"
    RTSCTS = "rtscts"
    XONXOFF = "xonxoff"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a port is. `path` of a device or recording, `host` and `number` of a server."""

    kind: Kind
    path: str = ""
    host: str = ""
    number: int = 0
    fast: bool = False
    """A recording without its pauses."""

    @property
    def remote(self) -> bool:
        """Opening it may take seconds."""
        return self.kind in (Kind.SOCKET, Kind.RFC2217)


def place_of(port: str) -> Place:
    """A device path, `socket://host:port`, `rfc2217://host:port`, `replay:FILE` or `replay:FILE?fast`.

    Raises `Closed("bad_address")`.
    """
    if port.startswith("replay:"):
        path, _, how = port.removeprefix("replay:").partition("?")
        if not path or how not in ("", "fast"):
            raise Closed("bad_address")
        return Place(Kind.REPLAY, path=path, fast=how == "fast")
    if "://" not in port:
        if not port.strip() or "\0" in port:
            raise Closed("bad_address")
        return Place(Kind.DEVICE, path=port)
    try:
        parts = urlsplit(port)
        kind, host, number = Kind(parts.scheme), parts.hostname, parts.port
    except ValueError:
        raise Closed("bad_address") from None
    odd = parts.username or parts.query or parts.fragment or parts.path not in ("", "/")
    if kind not in (Kind.SOCKET, Kind.RFC2217) or not host or not number or odd:
        raise Closed("bad_address")
    return Place(kind, host=host, number=number)


def reason_of(error: BaseException) -> str:
    """The code for what an open, read or write raised."""
    for cause in (error, error.__context__):
        if isinstance(cause, Closed):
            return cause.why
        if isinstance(cause, socket.gaierror | UnicodeError):
            return "no_host"
        if isinstance(cause, TimeoutError):
            return "unreachable"
        number = getattr(cause, "errno", None)
        if number is None and cause is not None and cause.args:
            number = cause.args[0]  # termios.error is no OSError
        if isinstance(number, int) and number in _REASONS:
            return _REASONS[number]
    return "failed"
