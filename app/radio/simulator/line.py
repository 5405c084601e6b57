"""A bad line: what happens to bytes between a gateway and the console, by chance or on demand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from app.radio.simulator.world import World

_ROOM = 1 << 20
_SHORT = 12
"""A cut frame is longer than this, so that something is missing."""

PAUSE_S = 0.04
"""A framer that waits 50 ms may give a frame up by it."""


class Line:
    """`port` writes and says how many bytes it took. What it does not take is lost, as on a line without
    flow control, unless `patient`.

    Rates are chances per byte. `acks`: "yes", "no", "double", or how many seconds an answer is late.
    """

    def __init__(self, world: World, port: Callable[[bytes], int]) -> None:
        self._world = world
        self._port = port
        self._waiting: deque[bytes] = deque()
        self._kept: bytes | None = None
        self._stalled_until_s = 0.0
        self._paced_s = 0.0
        self.flip = self.insert = self.delete = 0.0
        self.silent = self.echo = self.patient = False
        self.cut_next = self.double_next = self.swap_next = self.bad_next = False
        self.acks: str | float = "yes"
        self.baud = 0
        self.piece = 0
        self.written = self.lost = self.pauses = 0
        """`pauses`: how often this side itself stood still for longer than `PAUSE_S` among bytes."""
        self._wrote_s = 0.0

    def put(self, data: bytes, *, answer: bool = False) -> None:
        """One frame or line of the gateway."""
        if not answer or self.acks == "yes":
            self._send(data)
        elif self.acks == "double":
            self._send(data + data)
        elif isinstance(self.acks, float):
            self._world.after(self.acks, lambda: self._send(data))

    def heard(self, raw: bytes) -> bytes:
        """What the gateway gets of bytes the console wrote."""
        if self.silent:
            return b""
        if self.echo:
            self._send(raw)
        return raw

    def stall(self, seconds: float) -> None:
        """Nothing is written for so long; then everything at once."""
        self._stalled_until_s = self._world.now_s + seconds

    def garbage(self, count: int) -> None:
        """Bytes that mean nothing."""
        self._send(self._world.chance.randbytes(count))

    def noise(self, rate: float) -> None:
        """Each byte is hit with this chance: flipped, lost or followed by another."""
        self.flip = self.insert = self.delete = rate / 3

    def forget(self) -> None:
        """The port is gone, and with it what waited for it."""
        self._waiting.clear()
        self._kept = None

    @property
    def waiting(self) -> bool:
        return bool(self._waiting)

    def beat(self) -> None:
        """Once a round: what waits for its time, or for room."""
        now_s = self._world.now_s
        while self._waiting and self._paced_s <= now_s:
            raw = self._waiting.popleft()
            self.pauses += now_s - max(self._wrote_s, self._paced_s) > PAUSE_S
            self._wrote_s = now_s
            if self.baud:
                self._paced_s = max(self._paced_s, now_s - 0.1) + len(raw) * 10 / self.baud
            left = self._write(raw)
            if left:
                self._waiting.appendleft(left)
                return
            if self.piece and not self.baud:
                return

    def _send(self, raw: bytes) -> None:
        if self.silent or not raw:
            return
        wait_s = self._stalled_until_s - self._world.now_s
        if wait_s > 0:
            self._world.after(wait_s, lambda: self._send(raw))
            return
        for whole in self._once(raw):
            self._queue(self._damaged(whole))

    def _once(self, raw: bytes) -> list[bytes]:
        """Faults of one frame alone."""
        if self.swap_next and self._kept is None:
            self._kept = raw
            return []
        if self._kept is not None:
            kept, self._kept, self.swap_next = self._kept, None, False
            return [raw, kept]
        if self.double_next:
            self.double_next, raw = False, raw + raw
        if self.cut_next and len(raw) > _SHORT:
            self.cut_next, raw = False, raw[: len(raw) // 2]
        if self.bad_next:
            self.bad_next, at = False, len(raw) // 2
            raw = raw[:at] + bytes((raw[at] ^ 0x10,)) + raw[at + 1 :]
        return [raw]

    def _damaged(self, raw: bytes) -> bytes:
        flip, insert, delete = self.flip, self.insert, self.delete
        rate = flip + insert + delete
        if not rate:
            return raw
        chance, out = self._world.chance, bytearray()
        for byte in raw:
            dice = chance.random()
            if dice >= rate:
                out.append(byte)
            elif dice < flip:
                out.append(byte ^ 1 << chance.randrange(8))
            elif dice < flip + insert:
                out += bytes((byte, chance.randrange(256)))
        return bytes(out)

    def _queue(self, raw: bytes) -> None:
        if not (self.baud or self.piece or self._waiting):
            left = self._write(raw)
            if left:
                self._waiting.append(left)
            return
        size = self.piece or (16 if self.baud else len(raw)) or 1
        if len(self._waiting) * size > _ROOM:
            self.lost += len(raw)
            return
        if not self._waiting:
            self._wrote_s = self._world.now_s
        self._waiting.extend(raw[at : at + size] for at in range(0, len(raw), size))
        self.beat()

    def _write(self, raw: bytes) -> bytes:
        """What is still to be written."""
        taken = self._port(raw)
        self.written += taken
        if self.patient:
            return raw[taken:]
        self.lost += len(raw) - taken
        return b""
