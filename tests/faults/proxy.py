"""A TCP line between desk and hub that can be cut, refused and silenced."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from threading import Event, Lock, Thread

HOST = "127.0.0.1"
_RESET = struct.pack("ii", 1, 0)


class Proxy:
    """Passes bytes between `port` and `target` until told otherwise.

    `silence` keeps every connection open and lets nothing through, as a hung disk or a lost route does;
    `refuse` cuts and takes no new connection; `cut` ends the connections of now; `restore` ends all that.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._open = Event()
        self._open.set()
        self._lock = Lock()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._threads: list[Thread] = []
        self._listener: socket.socket | None = None
        self.port = 0
        self._listen()

    def cut(self) -> None:
        """As a pulled plug that is noticed: both ends see a reset."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for end in pair:
                with suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                    end.shutdown(socket.SHUT_RDWR)
                end.close()

    def silence(self) -> None:
        self._open.clear()

    def refuse(self) -> None:
        self._deaf()
        self.cut()

    def restore(self) -> None:
        self._open.set()
        if self._listener is None:
            self._listen()

    def close(self) -> None:
        self._deaf()
        self.cut()
        self._open.set()
        for thread in self._threads:
            thread.join(5)

    def _listen(self) -> None:
        self._listener = socket.create_server((HOST, self.port), backlog=16)
        self.port = self._listener.getsockname()[1]
        self._run(self._accept, self._listener)

    def _deaf(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _run(self, work: object, *args: object) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = Thread(target=work, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection((HOST, self._target), timeout=3)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._pairs.append((near, far))
            self._run(self._pass, near, far)
            self._run(self._pass, far, near)

    def _pass(self, source: socket.socket, drain: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._open.wait()
                drain.sendall(data)
        for end in (source, drain):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
