"""The radio side of the line for the simulator: radios, their answers, and faults on demand."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.base.clock import Clock
from app.radio.hytera import hdap, hrnp, messages
from app.radio.hytera.hearing import KNOT_KMH
from app.radio.hytera.hrnp import Frame, Framer, Op
from app.radio.hytera.tmp import TextAck, TextMessage
from app.radio.hytera.wire import Gps, RadioIp, gps

_SUBNET = 0x0A
_RADIO, _PC = 0x10, 0x20
_ACK_S = 1.0
_GROUP_CALL, _EMERGENCY_CALL = 1, 3
OWN = 370000
"""The gateway's own number: the set of the duty room."""

_NO_FIX = Gps(b"V" + bytes(39))


@dataclass(frozen=True, slots=True)
class Set:
    """One radio of the county. `lat` None = it has no fix."""

    number: int
    online: bool = False
    lat: float | None = None
    lon: float | None = None
    speed_kmh: float = 0.0
    course_deg: int = 0
    due_s: float = 0.0


@dataclass(frozen=True, slots=True)
class _Flight:
    """The one message that waits for its acknowledgement."""

    body: hdap.Body
    pn: int
    raw: bytes
    tries: int
    at_s: float


@dataclass(slots=True)
class _Later:
    at_s: float
    do: Callable[[], None]


class Gateway:
    """The radio side of the line: queue, acknowledgements, radios, faults."""

    def __init__(
        self,
        write: Callable[[bytes], None],
        clock: Clock,
        sets: list[Set],
        tell: Callable[[dict[str, object]], None],
        valid_s: int,
        seed: int,
    ) -> None:
        self.sets = {radio.number: radio for radio in sets}
        self._write = write
        self._clock = clock
        self._tell = tell
        self._valid_s = valid_s
        self._random = random.Random(seed)
        self._framer = Framer()
        self._queue: deque[hdap.Body] = deque(maxlen=2048)
        self._flight: _Flight | None = None
        self._later: list[_Later] = []
        self._seen: deque[tuple[int, bytes]] = deque(maxlen=8)
        self._connected = False
        self._pn = 0
        self._ref = 0
        self.noise = 0.0
        self.silent = False
        self._stalled_until_s = 0.0
        self.cut_next = False
        self.double_next = False

    # --- what radios do -----------------------------------------------------------------

    def register(self, number: int) -> None:
        radio = self._set(number)
        due_s = self._clock.monotonic_s() + self._valid_s / 2
        self.sets[number] = replace(radio, online=True, due_s=due_s)
        self._send(messages.Registration(_ip(number)))

    def leave(self, number: int) -> None:
        self.sets[number] = replace(self._set(number), online=False)
        self._send(messages.GoingOffline(_ip(number)))

    def move(
        self, number: int, lat: float, lon: float, speed_kmh: float, rssi_dbm: int | None
    ) -> None:
        radio = replace(self._set(number), lat=lat, lon=lon, speed_kmh=speed_kmh)
        self.sets[number] = radio
        fix = self._fix(radio)
        if rssi_dbm is None:
            self._send(messages.TriggeredReport(0, _ip(number), fix))
        else:
            self._send(messages.TriggeredRssiReport(0, _ip(number), 0, fix, rssi_dbm))

    def text(self, number: int, words: str, group: int | None = None) -> None:
        """To the duty room's set, or to a talk-group."""
        self._ref += 1
        dest = _SUBNET << 24 | OWN if group is None else group
        self._send(TextMessage(group is not None, self._ref, dest, _ip(number), words, False))

    def emergency(self, number: int, lat: float | None, lon: float | None) -> None:
        radio = self._set(number)
        if lat is not None:
            radio = self.sets[number] = replace(radio, lat=lat, lon=lon)
        self._send(messages.EmergencyReport(_ip(number), 1, self._fix(radio)), urgent=True)

    def clear(self, number: int, times: int = 2) -> None:
        for _ in range(times):
            self._send(messages.ReceiveStatus(0x0A, _EMERGENCY_CALL, 911, number))

    def talk(self, number: int, group: int, seconds: float) -> None:
        self._send(messages.ReceiveStatus(1, _GROUP_CALL, group, number))
        end = messages.ReceiveStatus(3, _GROUP_CALL, group, number)
        self._after(seconds, lambda: self._send(end))

    # --- faults -------------------------------------------------------------------------

    def stall(self, seconds: float) -> None:
        """Nothing is written for so long; then everything at once."""
        self._stalled_until_s = self._clock.monotonic_s() + seconds

    def garbage(self, count: int) -> None:
        """Bytes that mean nothing."""
        self._put(self._random.randbytes(count))

    # --- the line -----------------------------------------------------------------------

    def beat(self) -> None:
        """Once a round: what is due by time."""
        now_s = self._clock.monotonic_s()
        for later in [later for later in self._later if later.at_s <= now_s]:
            self._later.remove(later)
            later.do()
        for radio in list(self.sets.values()):
            if radio.online and self._connected and now_s >= radio.due_s:
                self.register(radio.number)
        if self._flight is not None and now_s - self._flight.at_s > _ACK_S:
            self._again(now_s)
        self._pump()

    def _again(self, now_s: float) -> None:
        """Three tries, then the console is away and the message waits for its return."""
        assert self._flight is not None
        flight = self._flight
        if flight.tries < 3:
            self._flight = replace(flight, tries=flight.tries + 1, at_s=now_s)
            self._put(flight.raw)
            return
        self.unplugged()

    def received(self, data: bytes) -> None:
        for frame, _raw in self._framer.feed(data, self._clock.monotonic_s()):
            if not self.silent:
                self._hear(frame)

    def unplugged(self) -> None:
        """Nobody is at the other end; what was on its way waits."""
        self._connected = False
        if self._flight is not None:
            self._queue.appendleft(self._flight.body)
        self._flight = None
        self._framer.forget()

    def _hear(self, frame: Frame) -> None:
        if frame.op == Op.CONNECT:
            self.unplugged()
            self._put(hrnp.encode(Frame(Op.ACCEPT, _RADIO, _PC, 0)))
            self._connected = True
            for radio in self.sets.values():
                if radio.online:
                    self.register(radio.number)
        elif frame.op == Op.DATA_ACK:
            if self._flight is not None and self._flight.pn == frame.pn:
                self._flight = None
        elif frame.op == Op.DATA:
            self._put(hrnp.encode(Frame(Op.DATA_ACK, _RADIO, frame.src, frame.pn)))
            if (frame.pn, frame.body) not in self._seen:
                self._seen.append((frame.pn, frame.body))
                packet = hdap.decode(frame.body)
                if isinstance(packet, hdap.Packet):
                    self._obey(packet.body)
        self._pump()

    def _obey(self, body: hdap.Body) -> None:
        match body:
            case TextMessage():
                self._deliver(body)
            case TextAck():
                self._tell({"answered": body.dest_radio, "result": body.result})
            case messages.OwnQuery(which):
                value = OWN.to_bytes(4, "little") if which == 0 else _bytes(OWN)
                self._send(messages.OwnReply(0, which, value))
            case messages.OnlineCheck(ip):
                state = 0 if self._set(ip.radio).online else 1
                self._send(messages.OnlineAnswer(ip, state))
            case messages.PositionRequest(request, ip):
                radio = self._set(ip.radio)
                if radio.online:
                    result = 6 if radio.lat is None else 0
                    report = messages.PositionReport(request, ip, result, self._fix(radio))
                    self._after(0.1, lambda: self._send(report))
            case messages.EmergencyStop(request, ip):
                self._send(messages.EmergencyStopAck(request, ip, 0))
            case messages.BroadcastConfig():
                self._send(messages.Reply(0x80C9, 0))
            case messages.MessageConfig():
                self._send(messages.Reply(0x8847, 0))

    def _deliver(self, text: TextMessage) -> None:
        """Into the air, then the answer of the radio; a radio that is off never answers."""
        target = text.dest if text.group else text.dest_radio
        there = text.group or self._set(target).online
        words = {"to": target, "group": text.group, "from": text.src.radio, "text": text.text}
        self._tell({"text": words, "received": there})
        if text.group:
            self._send(TextAck(True, text.request, text.dest, None, 0, text.flag))
            return
        result = 0 if there else 5
        self._send(messages.DeliveryState(messages.Service.TMP, _ip(target), 0x00A1, result))
        if there:
            back = _SUBNET << 24 | text.src.radio
            ack = TextAck(False, text.request, back, _ip(target), 0, text.flag)
            self._after(0.15, lambda: self._send(ack))

    def _send(self, body: hdap.Body, urgent: bool = False) -> None:
        if urgent:
            self._queue.appendleft(body)
        else:
            self._queue.append(body)
        self._pump()

    def _pump(self) -> None:
        if self._flight is not None or not self._queue or not self._connected:
            return
        self._pn = (self._pn + 1) & 0xFFFF
        body = self._queue.popleft()
        message = hdap.encode(hdap.Packet(body))
        raw = hrnp.encode(Frame(Op.DATA, _RADIO, _PC, self._pn, message))
        self._flight = _Flight(body, self._pn, raw, 1, self._clock.monotonic_s())
        self._put(raw)

    def _put(self, raw: bytes) -> None:
        if self.silent:
            return
        wait_s = self._stalled_until_s - self._clock.monotonic_s()
        if wait_s > 0:
            self._after(wait_s, lambda: self._put(raw))
            return
        if self.double_next:
            self.double_next, raw = False, raw + raw
        if self.cut_next and len(raw) > hrnp.HEAD:
            self.cut_next, raw = False, raw[: len(raw) // 2]
        if self.noise:
            raw = self._damaged(raw)
        self._write(raw)

    def _damaged(self, raw: bytes) -> bytes:
        """Each byte is hit with the chance `noise`: flipped, lost or doubled."""
        out = bytearray()
        for byte in raw:
            if self._random.random() >= self.noise:
                out.append(byte)
                continue
            kind = self._random.randrange(3)
            if kind == 0:
                out.append(byte ^ 1 << self._random.randrange(8))
            elif kind == 1:
                out += bytes((byte, self._random.randrange(256)))
        return bytes(out)

    def _after(self, seconds: float, do: Callable[[], None]) -> None:
        self._later.append(_Later(self._clock.monotonic_s() + seconds, do))

    def _set(self, number: int) -> Set:
        return self.sets.setdefault(number, Set(number))

    def _fix(self, radio: Set) -> Gps:
        if radio.lat is None or radio.lon is None:
            return _NO_FIX
        speed_kn = radio.speed_kmh / KNOT_KMH
        return gps(radio.lat, radio.lon, self._clock.now(), speed_kn, radio.course_deg)


def _bytes(number: int) -> bytes:
    return bytes((_SUBNET,)) + number.to_bytes(3, "big")


def _ip(number: int) -> RadioIp:
    return RadioIp(_SUBNET, number)
