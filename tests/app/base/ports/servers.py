"""Serial device servers for the tests: bare TCP and RFC 2217, each with an echo behind it."""

from __future__ import annotations

import contextlib
import socket
import threading

import serial
from serial import rfc2217


class EchoServer:
    """Gives back what it gets, one client at a time; `close` and make another on the same `number`."""

    def __init__(self, number: int = 0) -> None:
        self._ear = socket.create_server(("127.0.0.1", number))
        self.number = int(self._ear.getsockname()[1])
        self._client: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._ear.shutdown(socket.SHUT_RDWR)
        self._ear.close()
        if self._client is not None:
            with contextlib.suppress(OSError):
                self._client.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._ear.accept()
                self._client = client
                with client, contextlib.suppress(OSError):
                    self._echo(client)

    def _echo(self, client: socket.socket) -> None:
        while chunk := client.recv(4096):
            client.sendall(chunk)


class Rfc2217Server(EchoServer):
    """pyserial's own server half over its loop port. `bauds` are the bit rates it was asked for."""

    def __init__(self) -> None:
        self.bauds: list[int] = []
        super().__init__()

    def _echo(self, client: socket.socket) -> None:
        port = serial.serial_for_url("loop://", timeout=0)
        client.settimeout(0.02)
        writer = _Writer(client)
        manager = rfc2217.PortManager(port, writer)
        while True:
            try:
                chunk = client.recv(4096)
                if not chunk:
                    return
                port.write(b"".join(manager.filter(chunk)))
            except TimeoutError:
                pass
            self.bauds.append(port.baudrate)
            client.sendall(b"".join(manager.escape(port.read(port.in_waiting))))


class _Writer:
    """pyserial's PortManager answers through this."""

    def __init__(self, client: socket.socket) -> None:
        self._client = client

    def write(self, data: bytes) -> None:
        self._client.sendall(data)
