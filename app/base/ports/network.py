"""Serial device servers on the network: bare TCP, and RFC 2217 through pyserial."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading

import serial
from serial import rfc2217

from app.base.ports.transport import Closed, Flow, LineErrors, Place, reason_of

_log = logging.getLogger(__name__)

CONNECT_S = 5.0
_CHUNK = 65536
_IDLE_S, _EACH_S, _TIMES, _UNSENT_MS = 5, 3, 3, 12_000
"""A peer that is gone without a word is known after some 14 s, or 12 s when bytes wait for it."""
_BRIDGE_ROOM = 4096
_BRIDGE_S = 0.2


class Stream:
    """A connected TCP socket as a port."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        line.setblocking(False)

    def fileno(self) -> int:
        return self._line.fileno()

    def read(self) -> bytes:
        try:
            chunk = self._line.recv(_CHUNK)
        except BlockingIOError:
            return b""
        if not chunk:
            raise Closed("cut")
        return chunk

    def write(self, data: bytes) -> int:
        try:
            return self._line.send(data)
        except BlockingIOError:
            return 0

    def line_errors(self) -> LineErrors | None:
        return None

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._line.close()


def connect(place: Place) -> Stream:
    """Waits up to `CONNECT_S`, and as long as the system looks for the host. Raises `OSError`."""
    line = socket.create_connection((place.host, place.number), CONNECT_S)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (
        (socket.TCP_KEEPIDLE, _IDLE_S),
        (socket.TCP_KEEPINTVL, _EACH_S),
        (socket.TCP_KEEPCNT, _TIMES),
        (socket.TCP_USER_TIMEOUT, _UNSENT_MS),
    ):
        line.setsockopt(socket.IPPROTO_TCP, option, value)
    return Stream(line)


class Bridge(Stream):
    """pyserial's RFC 2217 port has nothing to poll: two threads carry its bytes to a pair of sockets."""

    def __init__(self, port: serial.SerialBase) -> None:
        ours, self._far = socket.socketpair()
        self._far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BRIDGE_ROOM)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BRIDGE_ROOM)
        super().__init__(ours)
        self._port = port
        self._ending = threading.Event()
        self._outward = threading.Thread(target=self._out, name="rfc2217 out", daemon=True)
        self._inward = threading.Thread(target=self._in, name="rfc2217 in", daemon=True)
        self._outward.start()
        self._inward.start()

    def close(self) -> None:
        """pyserial takes its time to close: that is done behind our back."""
        self._ending.set()
        super().close()

    def _in(self) -> None:
        """This thread has the end: it closes all when either side is gone."""
        with contextlib.suppress(Exception):
            while not self._ending.is_set() and self._outward.is_alive():
                chunk = self._port.read(max(1, self._port.in_waiting))
                if chunk:
                    self._far.sendall(chunk)
        with contextlib.suppress(OSError):
            self._far.shutdown(socket.SHUT_RDWR)
        self._outward.join()
        self._far.close()
        with contextlib.suppress(Exception):
            self._port.close()

    def _out(self) -> None:
        with contextlib.suppress(Exception):
            while chunk := self._far.recv(_CHUNK):
                self._port.write(chunk)


def rfc2217_port(place: Place, baud: int, flow: Flow) -> Bridge:
    """Waits up to some 8 s. Raises `Closed("unsupported")` when the server does not speak RFC 2217."""
    host = f"[{place.host}]" if ":" in place.host else place.host
    url = f"rfc2217://{host}:{place.number}"
    try:
        port = rfc2217.Serial(
            url,
            baud,
            timeout=_BRIDGE_S,
            rtscts=flow is Flow.RTSCTS,
            xonxoff=flow is Flow.XONXOFF,
        )
    except (serial.SerialException, ValueError) as error:
        why = reason_of(error)
        if why == "failed":
            _log.warning("%s: %s", url, error)
        raise Closed("unsupported" if why == "failed" else why) from error
    return Bridge(port)
