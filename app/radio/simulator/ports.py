"""Where the console finds a simulated gateway: a pty behind a stable name, or a TCP port of this machine."""

from __future__ import annotations

import contextlib
import os
import socket
import tty
from pathlib import Path
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


class Pty:
    """`plug` makes a new one behind the same link, `unplug` takes it away."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self._master = self._slave = -1
        self.name = ""

    @property
    def files(self) -> tuple[int, ...]:
        return () if self._master < 0 else (self._master,)

    def plug(self) -> None:
        if self._master >= 0:
            return
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.name = os.ttyname(self._slave)
        aside = self._link.with_name(self._link.name + ".new")
        aside.unlink(missing_ok=True)
        aside.symlink_to(self.name)
        aside.replace(self._link)

    def unplug(self) -> None:
        if self._master < 0:
            return
        self._link.unlink(missing_ok=True)
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1

    def write(self, data: bytes) -> int:
        if self._master < 0:
            return 0
        with contextlib.suppress(BlockingIOError):
            return os.write(self._master, data)
        return 0

    def read(self) -> bytes | None:
        with contextlib.suppress(BlockingIOError):
            return os.read(self._master, 65536)
        return b""


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
