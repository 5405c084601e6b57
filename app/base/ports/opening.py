"""Opening a port by its name; one that may take seconds is opened on a thread of its own."""

from __future__ import annotations

import os
import threading

from app.base.ports.device import Device
from app.base.ports.network import connect, rfc2217_port
from app.base.ports.replay import Replay
from app.base.ports.transport import Closed, Flow, Kind, Place, Transport

OPEN_S = 12.0


def open_port(place: Place, baud: int, flow: Flow = Flow.NONE) -> Transport:
    """Raises what the system raises, or `Closed`."""
    match place.kind:
        case Kind.DEVICE:
            return Device(place.path, baud, flow)
        case Kind.SOCKET:
            return connect(place)
        case Kind.RFC2217:
            return rfc2217_port(place, baud, flow)
        case Kind.REPLAY:
            return Replay(place.path, place.fast)


class Opening:
    """An attempt under way; poll its `fileno`, then ask for the `result`, or `give_up`."""

    def __init__(self, place: Place, baud: int, flow: Flow) -> None:
        self._told_in, self._told_out = os.pipe()
        self._lock = threading.Lock()
        self._given_up = False
        self._port: Transport | None = None
        self._error: Exception = Closed("unreachable")
        self._asked = (place, baud, flow)
        threading.Thread(target=self._open, name=f"opening {place.host}", daemon=True).start()

    def fileno(self) -> int:
        return self._told_in

    def result(self) -> Transport:
        """Raises what the opening raised, `Closed("unreachable")` when it is under way still."""
        with self._lock:
            port, self._port = self._port, None
        if port is None:
            raise self._error
        return port

    def give_up(self) -> None:
        """At the end, always. What nobody asked for, or comes later, is closed."""
        with self._lock:
            if self._given_up:
                return
            self._given_up = True
            os.close(self._told_in)
            os.close(self._told_out)
            if self._port is not None:
                self._port.close()

    def _open(self) -> None:
        port: Transport | None = None
        try:
            port = open_port(*self._asked)
        except Exception as error:  # noqa: BLE001  told by `result`
            self._error = error
        with self._lock:
            if self._given_up:
                if port is not None:
                    port.close()
                return
            self._port = port
            os.write(self._told_out, b"o")
