"""A serial device: opened for us alone, read and written without waiting."""

from __future__ import annotations

import array
import contextlib
import fcntl
import os
import termios

import serial

from app.base.ports.transport import Closed, Flow, LineErrors

_CHUNK = 65536
_TIOCGICOUNT = 0x545D
_PTS = range(136, 144)
"""Major numbers of pseudo terminals."""


class Device:
    """Raises what pyserial raises; `reason_of` knows it. Other programs are refused while it is open."""

    def __init__(self, path: str, baud: int, flow: Flow = Flow.NONE) -> None:
        self._port = serial.Serial(
            path,
            baud,
            timeout=0,
            write_timeout=1,
            exclusive=True,
            rtscts=flow is Flow.RTSCTS,
            xonxoff=flow is Flow.XONXOFF,
        )
        self._fd = self._port.fileno()
        if os.major(os.fstat(self._fd).st_rdev) not in _PTS:
            with contextlib.suppress(OSError):  # flock binds only those who ask for it
                fcntl.ioctl(self._fd, termios.TIOCEXCL)

    def fileno(self) -> int:
        return int(self._fd)

    def read(self) -> bytes:
        try:
            chunk = os.read(self._fd, _CHUNK)
        except BlockingIOError:
            return b""
        if not chunk:
            raise Closed("unplugged")
        return chunk

    def write(self, data: bytes) -> int:
        try:
            return os.write(self._fd, data)
        except BlockingIOError:
            return 0

    def line_errors(self) -> LineErrors | None:
        """Counted by the driver of the chip; pseudo terminals and some adapters do not."""
        told = array.array("i", bytes(80))
        try:
            fcntl.ioctl(self._fd, _TIOCGICOUNT, told)
        except OSError:
            return None
        return LineErrors(frame=told[6], overrun=told[7], parity=told[8])

    def close(self) -> None:
        """Bytes nobody takes would hold the closing up for half a minute: they are thrown away."""
        with contextlib.suppress(OSError, termios.error):
            if _unsent(self._fd):
                termios.tcflush(self._fd, termios.TCOFLUSH)
        with contextlib.suppress(Exception):
            self._port.close()


def _unsent(port: int) -> int:
    told = array.array("i", [0])
    fcntl.ioctl(port, termios.TIOCOUTQ, told)
    return told[0]
