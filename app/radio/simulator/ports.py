"""Where the console finds a simulated gateway: a pty, or a TCP port of this machine."""

from __future__ import annotations

import contextlib
import socket
from typing import Protocol


class Port(Protocol):
    """`name` is what `ready` tells. `plug` twice is as good as once, and so is `unplug`."""

    name: str

    @property
    def files(self) -> tuple[int, ...]:
        """What to wait on for reading."""
        ...

    def plug(self) -> None: ...

    def unplug(self) -> None: ...

    def write(self, data: bytes) -> int:
        """How many bytes were taken; never waits."""
        ...

    def read(self) -> bytes | None:
        """What the console wrote; None when it has gone away."""
        ...


class Tcp:
    """Listens on the loopback, for one console at a time: a newer one takes the place of the older."""

    def __init__(self, port: int) -> None:
        """0: the system chooses; the same number is kept from then on."""
        self._number = port
        self._listener: socket.socket | None = None
        self._peer: socket.socket | None = None
        self.name = ""

    @property
    def files(self) -> tuple[int, ...]:
        return tuple(one.fileno() for one in (self._listener, self._peer) if one is not None)

    def plug(self) -> None:
        if self._listener is not None:
            return
        self._listener = socket.create_server(("127.0.0.1", self._number), reuse_port=False)
        self._listener.setblocking(False)
        self._number = self._listener.getsockname()[1]
        self.name = f"socket://127.0.0.1:{self._number}"

    def unplug(self) -> None:
        for one in (self._peer, self._listener):
            if one is not None:
                one.close()
        self._peer = self._listener = None

    def write(self, data: bytes) -> int:
        if self._peer is not None:
            with contextlib.suppress(OSError):
                return self._peer.send(data)
        return 0

    def read(self) -> bytes | None:
        fresh = self._accepted()
        if self._peer is None:
            return b""
        try:
            data = self._peer.recv(65536)
        except BlockingIOError:
            return None if fresh else b""
        except OSError:
            data = b""
        if data:
            return data
        self._peer.close()
        self._peer = None
        return None

    def _accepted(self) -> bool:
        if self._listener is None:
            return False
        try:
            peer, _ = self._listener.accept()
        except OSError:
            return False
        peer.setblocking(False)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._peer is not None:
            self._peer.close()
        self._peer = peer
        return True
