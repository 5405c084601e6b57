"""Asks a device that was away, cheaply and without waiting, whether it answers again."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

EVERY_S = 1.0
"""As long as a device may take to answer, and the least time from one knock to the next."""

_RTSP_PORT, _RTSPS_PORT = 554, 322
_UNDER_WAY = (0, errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN)


class Knock:
    """Connects and asks for the description without a password: any answer will do.

    Only a device that was found `shut` and then answers counts, so that one that answers and still
    gives no picture is not tried without end. Hosts by name are not asked: looking them up waits.
    """

    def __init__(self, url: str, shut: bool) -> None:
        """`url` without user and password. `shut`: it is known not to answer now."""
        parts = urlsplit(url)
        self._plain = parts.scheme.lower() == "rtsp"
        self._where = _literal(
            parts.hostname, parts.port or (_RTSP_PORT if self._plain else _RTSPS_PORT)
        )
        self._ask = (
            f"DESCRIBE {url} RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\n\r\n".encode()
        )
        self._shut = shut
        self._line: socket.socket | None = None
        self._asked = False
        self._begun_s: float | None = None

    def answers(self, now_s: float) -> bool:
        """One look, to be taken often. True once the device has come back."""
        if self._where is None:
            return False
        if self._line is None:
            if self._begun_s is None or now_s - self._begun_s >= EVERY_S:
                self._begun_s = now_s
                self._begin()
            return False
        try:
            heard = self._hears()
        except OSError:
            self._shut = True
            self.close()
            return False
        if heard:
            back, self._shut = self._shut, False
            self.close()
            return back
        if self._begun_s is not None and now_s - self._begun_s >= EVERY_S:
            self._shut = True
            self.close()
        return False

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line, self._asked = None, False

    def _begin(self) -> None:
        assert self._where is not None
        family, address = self._where
        line = socket.socket(family, socket.SOCK_STREAM)
        line.setblocking(False)
        if line.connect_ex(address) in _UNDER_WAY:
            self._line = line
        else:
            self._shut = True
            line.close()

    def _hears(self) -> bool:
        """False while nothing has come; `OSError` when the device is not there."""
        assert self._line is not None
        if not self._asked:
            failed = self._line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if failed:
                raise OSError(failed, "no connection")
            try:
                self._line.getpeername()
            except OSError:
                return False
            if not self._plain:
                return True
            self._line.send(self._ask)
            self._asked = True
        with suppress(BlockingIOError):
            if not self._line.recv(64):
                raise OSError("hung up")
            return True
        return False


def _literal(host: str | None, port: int) -> tuple[socket.AddressFamily, tuple[str, int]] | None:
    try:
        version = ip_address(host or "").version
    except ValueError:
        return None
    return socket.AF_INET if version == 4 else socket.AF_INET6, (str(host), port)
