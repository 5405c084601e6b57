"""Lines to frames, without I/O: an SDS is its header and the PDU line under it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.base.ports.lines import LONGEST, PROMPT, LineCutter
from app.radio.driver import Stats
from app.radio.pei import header as heads
from app.radio.pei.header import SdsHeader

SILENCE_S = 1.0
_FINAL = "OK|ERROR|NO CARRIER|NO DIALTONE|BUSY|NO ANSWER|CONNECT"
_ANOTHER = re.compile(rf"\+|({_FINAL})$", re.I)
_SOUND = re.compile(
    rf"\+[A-Z]{{3,6}} ?:|\+C[EMS]{{2}} ERROR|({_FINAL})$|AT[ -~]*$|\d+ *, *\d+ *,".encode(), re.I
)
"""An answer or a code, the end of a command, an echo, a further line of a list of groups."""


@dataclass(frozen=True, slots=True)
class Line:
    """Bytes above 0x7E stand in it as latin-1."""

    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """The radio waits for a PDU."""


@dataclass(frozen=True, slots=True)
class Sds:
    """`pdu` is filled up to whole bytes; its length fits the header."""

    header: SdsHeader
    pdu: bytes


Frame = Line | Prompt | Sds


class Joiner:
    """Lines of any framing to frames: it is fed by `Framer`, or by whatever else cuts lines.

    A header may be parted: its next line then begins with a comma. A line that begins as none of a PEI
    does is noise; names of groups may have any bytes.
    """

    def __init__(self) -> None:
        self.stats = Stats()
        self._head = b""

    @property
    def waiting(self) -> bool:
        return bool(self._head)

    def forget(self) -> None:
        """A header whose PDU did not come."""
        if self._head:
            self._refuse(len(self._head))
            self._head = b""

    def take(self, line: bytes) -> list[tuple[Frame, bytes]]:
        if line == PROMPT:
            return self._found(Prompt(), line)
        text = line.decode("latin-1")
        if self._head:
            return self._under_head(line, text)
        if not _SOUND.match(line):
            self.stats.dropped += len(line)
            return []
        if heads.begins(text):
            self._head = line
            return []
        return self._found(Line(text), line)

    def _under_head(self, line: bytes, text: str) -> list[tuple[Frame, bytes]]:
        head = self._head
        if text[:2].upper() == "AT":  # an echo
            return self._found(Line(text), line)
        if text.startswith(",") and len(head) + len(line) <= LONGEST:
            self._head += line
            return []
        self._head = b""
        if _ANOTHER.match(text):
            self._refuse(len(head))
            return self.take(line)
        read = heads.decode(head.decode("latin-1"))
        pdu = heads.pdu(read, text) if read is not None else None
        if read is None or pdu is None:
            self._refuse(len(head) + len(line))
            return []
        return self._found(Sds(read, pdu), head + b"\r\n" + line)

    def _refuse(self, count: int) -> None:
        self.stats.bad_message += 1
        self.stats.dropped += count

    def _found(self, frame: Frame, raw: bytes) -> list[tuple[Frame, bytes]]:
        self.stats.frames += 1
        return [(frame, raw)]


class Framer:
    """Feed it what the line gave. Holds less than 9 KB, whatever comes."""

    def __init__(self, silence_s: float = SILENCE_S) -> None:
        self._cutter = LineCutter()
        self._joiner = Joiner()
        self._silence_s = silence_s
        self._last_s = 0.0
        self.stats = self._joiner.stats

    @property
    def waiting(self) -> bool:
        """A line, or an SDS, has begun and is not whole yet."""
        return self._cutter.waiting or self._joiner.waiting

    def forget(self) -> None:
        """The port was opened anew."""
        self._cutter.forget()
        self._joiner.forget()

    def feed(self, data: bytes, now_s: float) -> list[tuple[Frame, bytes]]:
        found: list[tuple[Frame, bytes]] = []
        if now_s - self._last_s > self._silence_s:
            found = self.tick(now_s)
        self._last_s = now_s
        self.stats.bytes_in += len(data)
        lines = self._cutter.feed(data)
        if self._cutter.lost:
            self.stats.dropped += self._cutter.lost
            self._cutter.lost = 0
        for line in lines:
            found += self._joiner.take(line)
        return found

    def tick(self, now_s: float) -> list[tuple[Frame, bytes]]:
        """After a silence of the line what has begun is given up."""
        found: list[tuple[Frame, bytes]] = []
        for line in self._cutter.paused():
            found += self._joiner.take(line)
        if self.waiting and now_s - self._last_s > self._silence_s:
            self.stats.timeouts += 1
            self.stats.dropped += self._cutter.forget()
            self._joiner.forget()
        return found
