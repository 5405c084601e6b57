"""The generic thread of a port: open it, read, write, come back. Bytes for a framer and a conversation."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import select
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from app.base.clock import Clock
from app.base.ports.counters import BaudWatch, Counters
from app.base.ports.opening import OPEN_S, Opening, open_port
from app.base.ports.raw import Way
from app.base.ports.silence import LineTime
from app.base.ports.talk import Conversation, Framer, Reopen, Send
from app.base.ports.transport import (
    Closed,
    Flow,
    LineErrors,
    Transport,
    place_of,
    reason_of,
)

_log = logging.getLogger(__name__)

BAUD = 115200
_BACK_OFF_S = (0.25, 0.5, 1.0)
_FAR_BACK_OFF_S = (0.25, 0.5, 1.0, 2.0)
_FAR_PACE = 0.05
"""A pause within a frame is the network's, as a rule: there it counts a twentieth."""
_PART_MS, _BUSY_MS, _IDLE_MS = 10, 25, 200
_OUT_LIMIT = 16 * 1024
_OUT_STUCK_S = 0.9
_ROOM = 64
_LAST_WORDS_S = 0.5
_LOOK_S = 1.0

C = TypeVar("C")
E = TypeVar("E")


class Recorder(Protocol):
    """Keeps the raw bytes. Called on the line's thread: it must return at once and never raise."""

    def keep(self, way: Way, data: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Port:
    """`place` as the settings name it, see `place_of`."""

    place: str
    baud: int = BAUD
    flow: Flow = Flow.NONE


class PortLine(Generic[C, E]):
    """Keeps one port open and carries bytes for its conversation, on one plain thread.

    `hear` gets every event on that thread and must return soon. The thread uses poll, so the number of the
    file does not matter. Reason codes: see `Closed`, and what the conversation gives as `Reopen`.
    """

    def __init__(
        self,
        name: str,
        port: Port,
        framer: Framer,
        talk: Conversation[C, E],
        hear: Callable[[E], None],
        clock: Clock,
        recorder: Recorder | None = None,
    ) -> None:
        self.name = name
        self.port = port
        self._talk = talk
        self._hear = hear
        self._clock = clock
        self._framer = framer
        self._recorder = recorder
        self._commands: queue.Queue[C] = queue.Queue(_ROOM)
        self._out = bytearray()
        self._bytes_in = self._bytes_out = self._openings = 0
        self._last_byte: datetime | None = None
        self._line_errors: LineErrors | None = None
        self._baud = BaudWatch()
        self._look_s = 0.0
        self._pace = 1.0
        self._last_fault = ""
        self._stopping = threading.Event()
        self._wake_in, self._wake_out = os.pipe()
        os.set_blocking(self._wake_in, False)
        os.set_blocking(self._wake_out, False)
        self._waking = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=f"port {name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """The thread ends soon; `stop` waits for it. For several lines: all of them first."""
        self._stopping.set()
        self._wake()

    def stop(self, wait_s: float = 3.0) -> bool:
        """End the thread and close the port, after what already waits is written, if that goes quickly.

        False if it did not end in time.
        """
        self.end()
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

    def submit(self, command: C) -> bool:
        """From any thread, never waits. False when too many are waiting, or it was stopped."""
        if self._stopping.is_set():
            return False
        try:
            self._commands.put_nowait(command)
        except queue.Full:
            return False
        self._wake()
        return True

    def counters(self) -> Counters:
        """As they stand now; from any thread."""
        stats = self._framer.stats
        return Counters(
            bytes_in=self._bytes_in,
            bytes_out=self._bytes_out,
            frames=stats.frames,
            dropped=stats.dropped,
            bad_checksum=stats.bad_checksum,
            bad_message=stats.bad_message,
            timeouts=stats.timeouts,
            openings=self._openings,
            line=self._line_errors,
            last_byte=self._last_byte,
            wrong_baud=self._baud.wrong,
        )

    # --- the thread ---------------------------------------------------------------------

    def _run(self) -> None:
        tries = 0
        while not self._stopping.is_set():
            why = self._once()
            tries = 0 if self._talk.connected else tries + 1
            self._note(why)
            self._lose(why)
            pauses = _FAR_BACK_OFF_S if "://" in self.port.place else _BACK_OFF_S
            self._rest(pauses[min(tries, len(pauses) - 1)])
            while why == "played" and not self._stopping.is_set():
                self._rest(_LOOK_S)
        self._lose("stopped")

    def _lose(self, why: str) -> None:
        self._guarded(lambda: self._take(self._talk.lost(why, self._clock.now())))

    def _guarded(self, act: Callable[[], None]) -> None:
        """While no port is open, a fault of the conversation must not end the thread."""
        try:
            act()
        except Closed:
            self._out.clear()
        except Exception:  # noqa: BLE001
            _log.exception("port %s without its line", self.name)

    def _once(self) -> str:
        """Open the port and stay with it; the code says why that ended."""
        why = "failed"
        try:
            with contextlib.closing(self._open()) as port:
                self._openings += 1
                self._note("opened")
                self._serve(port)
                why = "stopped"
        except Closed as closed:
            why = closed.why
        except Exception as error:  # noqa: BLE001  pyserial raises many kinds; the thread lives on
            why = reason_of(error)
            if why == "failed" and repr(error) != self._last_fault:
                self._last_fault = repr(error)
                _log.exception("port %s at %s", self.name, self.port.place)
        self._out.clear()
        return why

    def _open(self) -> Transport:
        place = place_of(self.port.place)
        self._pace = _FAR_PACE if place.remote else 1.0
        if not place.remote:
            return open_port(place, self.port.baud, self.port.flow)
        opening = Opening(place, self.port.baud, self.port.flow)
        try:
            self._rest(OPEN_S, opening.fileno())
            return opening.result()
        finally:
            opening.give_up()

    def _serve(self, port: Transport) -> None:
        out_s = self._clock.monotonic_s()
        line = LineTime(out_s)
        self._framer.forget()
        self._baud.forget()
        self._take(self._talk.opened(out_s, self._clock.now()))
        stop_s: float | None = None
        while True:
            if self._stopping.is_set():
                stop_s = stop_s or self._clock.monotonic_s()
                if self._clock.monotonic_s() - stop_s > _LAST_WORDS_S or not self._unsaid():
                    return
            self._submit_waiting()
            waits = bool(self._out)  # only what waited before the poll can be stuck after it
            ready = self._poll(port.fileno(), waits, line)
            if self._wake_in in ready:
                self._drain_wake()
            state = ready.get(port.fileno(), 0)
            if state & select.POLLIN:
                self._read(port, line)
            elif state & (select.POLLHUP | select.POLLERR | select.POLLNVAL):
                port.read()  # says it better
                raise Closed("unplugged")
            now_s = self._clock.monotonic_s()
            if not waits or state & select.POLLOUT:
                out_s = now_s
            if self._out and state & select.POLLOUT:
                self._write(port)
            if waits and self._out and now_s - out_s > _OUT_STUCK_S:
                raise Closed("stuck")
            self._frames(self._framer.tick(line.now_s * self._pace))
            self._take(self._talk.tick(now_s, self._clock.now()))
            self._look(port, now_s)

    def _unsaid(self) -> bool:
        talk = self._talk
        return bool(self._out) or not self._commands.empty() or (talk.connected and talk.busy)

    def _poll(self, port: int, waits: bool, line: LineTime) -> dict[int, int]:
        """What is ready, now or soon."""
        poll = select.poll()
        poll.register(self._wake_in, select.POLLIN)
        poll.register(port, select.POLLIN | (select.POLLOUT if waits else 0))
        wait_ms = _BUSY_MS if self._talk.busy or waits else _IDLE_MS
        wait_ms = _PART_MS if self._framer.waiting else wait_ms
        return line.watched(lambda ms: dict(poll.poll(ms)), port, wait_ms, self._clock.monotonic_s)

    def _read(self, port: Transport, line: LineTime) -> None:
        chunk = port.read()
        line.emptied(self._clock.monotonic_s())
        if not chunk:
            return
        self._bytes_in += len(chunk)
        self._last_byte = self._clock.now()
        if self._recorder is not None:
            self._recorder.keep(Way.IN, chunk)
        self._frames(self._framer.feed(chunk, line.now_s * self._pace))

    def _frames(self, frames: Sequence[tuple[Any, bytes]]) -> None:
        for frame, raw in frames:
            now_s, at = self._clock.monotonic_s(), self._clock.now()
            self._take(self._talk.on_frame(frame, raw, now_s, at))

    def _write(self, port: Transport) -> None:
        taken = port.write(bytes(self._out))
        if taken and self._recorder is not None:
            self._recorder.keep(Way.OUT, bytes(self._out[:taken]))
        self._bytes_out += taken
        del self._out[:taken]

    def _look(self, port: Transport, now_s: float) -> None:
        if now_s - self._look_s >= _LOOK_S:
            self._look_s = now_s
            self._line_errors = port.line_errors()
            self._baud.look(self._framer.stats, now_s)

    def _submit_waiting(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                command = self._commands.get_nowait()
                now_s, at = self._clock.monotonic_s(), self._clock.now()
                self._take(self._talk.submit(command, now_s, at))

    def _take(self, outs: Sequence[Send | Reopen | E]) -> None:
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
            raise Closed(reopen)

    def _tell(self, event: E) -> None:
        try:
            self._hear(event)
        except Exception:  # noqa: BLE001  a listener's fault must not stop the line
            _log.exception("nobody could hear %r", type(event).__name__)

    def _note(self, word: str) -> None:
        if self._recorder is not None:
            self._recorder.keep(Way.NOTE, word.encode("ascii", "replace"))

    def _rest(self, pause_s: float, until: int = -1) -> None:
        """Wait before the next attempt, or until the file `until` can be read; commands that come
        meanwhile wait in the conversation."""
        end_s = self._clock.monotonic_s() + pause_s
        poll = select.poll()
        poll.register(self._wake_in, select.POLLIN)
        if until >= 0:
            poll.register(until, select.POLLIN)
        while not self._stopping.is_set():
            left_s = end_s - self._clock.monotonic_s()
            if left_s <= 0:
                return
            ready = dict(poll.poll(min(int(left_s * 1000) + 1, _IDLE_MS)))
            if until in ready:
                return
            if self._wake_in in ready:
                self._drain_wake()
            self._guarded(self._submit_waiting)
            self._guarded(self._tick_closed)

    def _tick_closed(self) -> None:
        self._take(self._talk.tick(self._clock.monotonic_s(), self._clock.now()))

    def _drain_wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self._wake_in, 4096):
                pass

    def _wake(self) -> None:
        with self._waking, contextlib.suppress(BlockingIOError):
            if self._wake_out >= 0:
                os.write(self._wake_out, b"w")
