"""The device file: one plain thread per gateway, one serial port, every failure told."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import queue
import select
import threading
from collections.abc import Callable, Sequence
from typing import Any

import serial

from app.base.clock import Clock
from app.radio.driver import Framer, Out, Reopen, Send, Session, Stats
from app.radio.events import Command, Event, LinkState, TextState

_log = logging.getLogger(__name__)

BAUD = 115200
_BACK_OFF_S = (0.25, 0.5, 1.0, 2.0)
_BUSY_MS, _IDLE_MS = 25, 200
_CHUNK = 65536
_OUT_LIMIT = 16 * 1024
_OUT_STUCK_S = 1.0
_ROOM = 64

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
}


class _Closed(Exception):
    """The port has to be closed; `why` is the reason code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class RadioLink:
    """Keeps one gateway's port open and carries bytes for its session.

    `hear` gets every event on the link's thread and must return soon. Reason codes: missing, taken,
    denied, not_serial, unplugged, silent, stuck, stopped; anything else is `failed` and stands in the trace.
    Open it early: the thread uses poll, so the number of the file does not matter.
    """

    def __init__(
        self,
        port: str,
        framer: Framer,
        session: Session,
        hear: Callable[[Event], None],
        clock: Clock,
        baud: int = BAUD,
    ) -> None:
        self.port = port
        self.baud = baud
        self._session = session
        self._hear = hear
        self._clock = clock
        self._framer = framer
        self._commands: queue.Queue[Command] = queue.Queue(_ROOM)
        self._out = bytearray()
        self._stopping = threading.Event()
        self._wake_in, self._wake_out = os.pipe()
        os.set_blocking(self._wake_in, False)
        os.set_blocking(self._wake_out, False)
        self._waking = threading.Lock()
        self._thread = threading.Thread(
            target=self._run, name=f"radio {session.gateway}", daemon=True
        )

    @property
    def gateway(self) -> str:
        return self._session.gateway

    @property
    def stats(self) -> Stats:
        """Counters of the line; read only."""
        return self._framer.stats

    def start(self) -> None:
        self._thread.start()

    def stop(self, wait_s: float = 3.0) -> bool:
        """End the thread and close the port. False if it did not end in time."""
        self._stopping.set()
        self._wake()
        if self._thread.ident is not None:
            self._thread.join(wait_s)
        if self._thread.is_alive():
            return False
        with self._waking:
            for end in (self._wake_in, self._wake_out):
                if end >= 0:
                    os.close(end)
            self._wake_in = self._wake_out = -1
        return True

    def submit(self, command: Command) -> bool:
        """From any thread, never waits. False when too many are waiting, or it was stopped."""
        if self._stopping.is_set():
            return False
        try:
            self._commands.put_nowait(command)
        except queue.Full:
            return False
        self._wake()
        return True

    # --- the thread ---------------------------------------------------------------------

    def _run(self) -> None:
        tries = 0
        while not self._stopping.is_set():
            why = self._once()
            tries = 0 if self._session.connected else tries + 1
            self._take(self._session.lost(why, self._clock.now()))
            self._rest(_BACK_OFF_S[min(tries, len(_BACK_OFF_S) - 1)])
        self._take(self._session.lost("stopped", self._clock.now()))

    def _once(self) -> str:
        """Open the port and stay with it; the code says why that ended."""
        why = "failed"
        try:
            with contextlib.closing(self._open()) as port:
                self._serve(port.fileno())
                why = "stopped"
        except _Closed as closed:
            why = closed.why
        except Exception as error:  # noqa: BLE001  pyserial raises many kinds; the thread lives on
            why = reason_of(error)
            if why == "failed":
                _log.exception("gateway %s at %s", self.gateway, self.port)
        self._out.clear()
        return why

    def _open(self) -> serial.Serial:
        return serial.Serial(self.port, self.baud, timeout=0, write_timeout=1, exclusive=True)

    def _serve(self, port: int) -> None:
        line_s = out_s = self._clock.monotonic_s()
        self._framer.forget()
        self._take(self._session.opened(line_s, self._clock.now()))
        while not self._stopping.is_set():
            self._submit_waiting()
            waits = bool(self._out)  # only what waited before the poll can be stuck after it
            poll = select.poll()
            poll.register(self._wake_in, select.POLLIN)
            poll.register(port, select.POLLIN | (select.POLLOUT if waits else 0))
            busy = self._session.busy or self._framer.waiting or waits
            ready = dict(poll.poll(0))
            if not ready.get(port, 0) & select.POLLIN:
                ready = ready or dict(poll.poll(_BUSY_MS if busy else _IDLE_MS))
                line_s = self._clock.monotonic_s()
            if self._wake_in in ready:
                self._drain_wake()
            state = ready.get(port, 0)
            if state & select.POLLIN:
                self._read(port, line_s)
            elif state & (select.POLLHUP | select.POLLERR | select.POLLNVAL):
                raise _Closed("unplugged")
            now_s = self._clock.monotonic_s()
            if not waits or state & select.POLLOUT:
                out_s = now_s
            self._write(port, state)
            if waits and self._out and now_s - out_s > _OUT_STUCK_S:
                raise _Closed("stuck")
            self._frames(self._framer.tick(line_s))
            self._take(self._session.tick(now_s, self._clock.now()))

    def _read(self, port: int, line_s: float) -> None:
        try:
            chunk = os.read(port, _CHUNK)
        except BlockingIOError:
            return
        if not chunk:
            raise _Closed("unplugged")
        self._frames(self._framer.feed(chunk, line_s))

    def _frames(self, frames: Sequence[tuple[Any, bytes]]) -> None:
        for frame, raw in frames:
            now_s, at = self._clock.monotonic_s(), self._clock.now()
            self._take(self._session.on_frame(frame, raw, now_s, at))

    def _write(self, port: int, state: int) -> None:
        if self._out and state & select.POLLOUT:
            with contextlib.suppress(BlockingIOError):
                del self._out[: os.write(port, self._out)]

    def _submit_waiting(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                command = self._commands.get_nowait()
                self._take(
                    self._session.submit(command, self._clock.monotonic_s(), self._clock.now())
                )

    def _take(self, outs: list[Out]) -> None:
        reopen = ""
        for out in outs:
            if isinstance(out, Send):
                if len(self._out) + len(out.data) > _OUT_LIMIT:
                    reopen = "stuck"
                else:
                    self._out += out.data
            elif isinstance(out, Reopen):
                reopen = out.why
            else:
                self._tell(out)
        if reopen:
            raise _Closed(reopen)

    def _tell(self, event: Event) -> None:
        if isinstance(event, LinkState):
            _log.info("gateway %s: %s %s", self.gateway, event.state, event.why)
        elif isinstance(event, TextState):
            _log.info("text %s: %s %s", event.command, event.step.value, event.code)
        try:
            self._hear(event)
        except Exception:  # noqa: BLE001  a listener's fault must not stop the line
            _log.exception("nobody could hear %r", type(event).__name__)

    def _rest(self, pause_s: float) -> None:
        """Wait before the next attempt; commands that come meanwhile wait in the session."""
        until_s = self._clock.monotonic_s() + pause_s
        poll = select.poll()
        poll.register(self._wake_in, select.POLLIN)
        while not self._stopping.is_set():
            left_s = until_s - self._clock.monotonic_s()
            if left_s <= 0:
                return
            if poll.poll(int(left_s * 1000) + 1):
                self._drain_wake()
            self._submit_waiting()
            self._take(self._session.tick(self._clock.monotonic_s(), self._clock.now()))

    def _drain_wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self._wake_in, 4096):
                pass

    def _wake(self) -> None:
        with self._waking, contextlib.suppress(BlockingIOError):
            if self._wake_out >= 0:
                os.write(self._wake_out, b"w")


def reason_of(error: Exception) -> str:
    """The code for what an open, read or write raised."""
    for cause in (error, error.__context__):
        number = getattr(cause, "errno", None)
        if number is None and cause is not None and cause.args:
            number = cause.args[0]  # termios.error is no OSError
        if isinstance(number, int) and number in _REASONS:
            return _REASONS[number]
    return "failed"
