"""The radio side of HRNP/HDAP: connects, acknowledges, repeats, and puts the world into messages."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, replace

from app.radio.events import CallKind
from app.radio.hytera import hdap, hrnp, messages
from app.radio.hytera.hearing import KNOT_KMH
from app.radio.hytera.hrnp import Frame, Framer, Op
from app.radio.hytera.tmp import TextAck, TextMessage
from app.radio.hytera.wire import Gps, RadioIp, gps
from app.radio.simulator.happenings import (
    Alarmed,
    Came,
    Cleared,
    Fell,
    Happening,
    Moved,
    Radio,
    Said,
    Talks,
    Went,
)
from app.radio.simulator.speaker import Write
from app.radio.simulator.world import OWN, World

_SUBNET = 0x0A
_RADIO, _PC = 0x10, 0x20
_ACK_S, _TRIES = 1.0, 3
_HANG_S = 3.0
_ROOM = 1 << 16
_GROUP_CALL, _EMERGENCY_CALL = 1, 3
_CALLS = {0: CallKind.PRIVATE, 1: CallKind.GROUP, 2: CallKind.ALL}
_VOICE, _HANG, _END = 1, 2, 3
_PTT, _PRESS, _RELEASE = frozenset({0x03, 0x1E}), 1, 0
_CHECK, _MONITOR, _ALERT, _STUN, _REVIVE = 0x0833, 0x0834, 0x0835, 0x0849, 0x084A
_ANSWER = 0x8000
_OK, _FAIL, _FORMAT = 0, 1, 0x69

_NO_FIX = Gps(b"V" + bytes(39))
_BLANK = Gps(bytes(40))


@dataclass(frozen=True, slots=True)
class _Flight:
    """A message that waits for its acknowledgement."""

    body: hdap.Body
    raw: bytes
    tries: int
    at_s: float


class HrnpSpeaker:
    """`window`: how many messages may wait for their acknowledgement at once; gateways allow one."""

    def __init__(self, world: World, write: Write, valid_s: int = 300) -> None:
        """`valid_s`: radios register again in half of it."""
        self._world = world
        self._write = write
        self._valid_s = valid_s
        self._framer = Framer()
        self._queue: deque[hdap.Body] = deque(maxlen=_ROOM)
        self._flights: OrderedDict[int, _Flight] = OrderedDict()
        self._seen: deque[tuple[int, bytes]] = deque(maxlen=8)
        self._register_s: dict[int, float] = {}
        self._connected = False
        self._pn = 0
        self._ref = 0
        self._call_type = _GROUP_CALL
        self._reporting: dict[int, int] = {}
        """Radio -> the request under which it reports its position again and again."""
        self.window = 1

    # --- what radios do -----------------------------------------------------------------

    def hear(self, what: Happening) -> None:
        match what:
            case Came(radio):
                self._register_s[radio.number] = self._world.now_s + self._valid_s / 2
                self._send(messages.Registration(_ip(radio.number)))
            case Went(radio):
                self._register_s.pop(radio.number, None)
                self._send(messages.GoingOffline(_ip(radio.number)))
            case Moved(radio, strength, blank):
                self._moved(radio, strength, blank)
            case Said(radio, target, group, words):
                self._ref += 1
                dest = target if group else _SUBNET << 24 | target
                self._send(TextMessage(group, self._ref, dest, _ip(radio.number), words, False))
            case Alarmed(radio):
                report = messages.EmergencyReport(_ip(radio.number), 1, self._fix(radio))
                self._send(report, urgent=True)
            case Cleared(radio):
                self._send(messages.ReceiveStatus(0x0A, _EMERGENCY_CALL, 911, radio.number))
            case Talks(radio, target, group, emergency):
                self._send(messages.ReceiveStatus(1, _kind(group, emergency), target, radio.number))
            case Fell(radio, target, group, emergency):
                self._send(messages.ReceiveStatus(3, _kind(group, emergency), target, radio.number))

    def _moved(self, radio: Radio, strength: bool, blank: bool) -> None:
        fix = _BLANK if blank else self._fix(radio)
        if strength:
            ip, dbm = _ip(radio.number), radio.rssi_dbm
            self._send(messages.TriggeredRssiReport(0, ip, 0, fix, dbm))
        else:
            self._send(messages.TriggeredReport(0, _ip(radio.number), fix))

    def quirk(self, word: str, rest: str) -> None:
        """`window N`."""
        if word != "window" or int(rest) < 1:
            raise ValueError(f"unknown command {word!r}")
        self.window = int(rest)

    # --- the line -----------------------------------------------------------------------

    def beat(self) -> None:
        now_s = self._world.now_s
        if self._connected:
            for number, due_s in list(self._register_s.items()):
                if now_s >= due_s:
                    self.hear(Came(self._world.radio(number)))
        for pn, flight in list(self._flights.items()):
            if now_s - flight.at_s > _ACK_S:
                self._again(pn, flight, now_s)
        self._pump()

    def _again(self, pn: int, flight: _Flight, now_s: float) -> None:
        """Three tries, then the console is away and the message waits for its return."""
        if pn not in self._flights:
            return
        if flight.tries >= _TRIES:
            self.unplugged()
            return
        self._flights[pn] = replace(flight, tries=flight.tries + 1, at_s=now_s)
        self._write(flight.raw)

    def received(self, data: bytes) -> None:
        for frame, _raw in self._framer.feed(data, self._world.now_s):
            self._hear(frame)
        self._pump()

    def unplugged(self) -> None:
        """What was on its way waits."""
        self._connected = False
        for flight in reversed(self._flights.values()):
            self._queue.appendleft(flight.body)
        self._flights.clear()
        self._framer.forget()

    def _hear(self, frame: Frame) -> None:
        if frame.op == Op.CONNECT:
            self.unplugged()
            self._write(hrnp.encode(Frame(Op.ACCEPT, _RADIO, _PC, 0)), answer=True)
            self._connected = True
            for radio in list(self._world.radios.values()):
                if radio.online:
                    self.hear(Came(radio))
        elif frame.op == Op.CLOSE:
            self._write(hrnp.encode(Frame(Op.CLOSE_ACK, _RADIO, frame.src, frame.pn)), answer=True)
            self.unplugged()
        elif frame.op == Op.DATA_ACK:
            self._flights.pop(frame.pn, None)
        elif frame.op == Op.DATA:
            self._write(hrnp.encode(Frame(Op.DATA_ACK, _RADIO, frame.src, frame.pn)), answer=True)
            if (frame.pn, frame.body) not in self._seen:
                self._seen.append((frame.pn, frame.body))
                packet = hdap.decode(frame.body)
                if isinstance(packet, hdap.Packet):
                    self._obey(packet.body)

    # --- what the console wants ---------------------------------------------------------

    def _obey(self, body: hdap.Body) -> None:
        match body:
            case TextMessage():
                self._deliver(body)
            case TextAck():
                self._world.confirmed(body.dest_radio, body.result)
            case messages.OwnQuery(which):
                value = OWN.to_bytes(4, "little") if which == 0 else _bytes(OWN)
                self._send(messages.OwnReply(0, which, value))
            case messages.OnlineCheck(ip):
                self._is_online(ip)
            case messages.PositionRequest(request, ip):
                self._world.ask(ip.radio, lambda radio: self._where(request, radio))
            case messages.PeriodicRequest(request, ip, _, _, interval):
                self._every(request, ip, interval)
            case messages.PeriodicStop(request, ip):
                self._reporting.pop(ip.radio, None)
                self._send(messages.PeriodicStopAnswer(request, ip, _OK))
            case messages.EmergencyStop(request, ip):
                self._send(messages.EmergencyStopAck(request, ip, _OK))
            case messages.BroadcastConfig():
                self._send(messages.Reply(0x80C9, _OK))
            case messages.NotifyConfig():
                self._send(messages.Reply(0x80C7, _OK))
            case messages.MessageConfig():
                self._send(messages.Reply(0x8847, _OK))
            case messages.Channel(operation, zone, channel):
                self._send(messages.ChannelReply(0, operation, zone or 1, channel or 1))
            case messages.Target(opcode, target):
                self._target(opcode, target)
            case messages.CallRequest() | messages.ClearCall() | messages.Button():
                self._own_call(body)

    def _is_online(self, ip: RadioIp) -> None:
        """One that is off is known to be; of the others only an answer tells."""
        if self._world.radio(ip.radio).online:
            self._world.ask(ip.radio, lambda _: self._send(messages.OnlineAnswer(ip, 0)))
        else:
            self._send(messages.OnlineAnswer(ip, 1))

    def _where(self, request: int, radio: Radio) -> None:
        result = 6 if radio.lat is None else 0
        ip = _ip(radio.number)
        self._send(messages.PositionReport(request, ip, result, self._fix(radio)))

    def _every(self, request: int, ip: RadioIp, interval: bytes) -> None:
        """The position every `interval` (ddhhmmss) from now on, until it is stopped or asked anew."""
        if not interval.isdigit() or not self._world.radio(ip.radio).online:
            self._send(messages.PeriodicAnswer(request, ip, _FORMAT))
            return
        days, hours, minutes, seconds = (int(interval[at : at + 2]) for at in (0, 2, 4, 6))
        every_s = max(1, ((days * 24 + hours) * 60 + minutes) * 60 + seconds)
        self._reporting[ip.radio] = request

        def report() -> None:
            radio = self._world.radio(ip.radio)
            if self._reporting.get(ip.radio) == request and radio.online:
                self._send(messages.PeriodicReport(request, ip, bytes(8), self._fix(radio)))
                self._world.after(every_s, report)

        self._send(messages.PeriodicAnswer(request, ip, _OK))
        self._world.after(every_s, report)

    def _target(self, opcode: int, target: int) -> None:
        def answered(_radio: Radio) -> None:
            self._send(messages.TargetReply(opcode | _ANSWER, _OK, target))

        if not self._world.radio(target).online:
            self._send(messages.TargetReply(opcode | _ANSWER, _FAIL, target))
        elif opcode in (_STUN, _REVIVE):
            self._world.stun(target, opcode == _STUN, answered)
        elif opcode in (_CHECK, _MONITOR, _ALERT):
            self._world.ask(target, answered)

    def _own_call(self, body: messages.CallRequest | messages.ClearCall | messages.Button) -> None:
        world = self._world
        match body:
            case messages.CallRequest(kind, target):
                well = kind in _CALLS and world.call(_CALLS[kind], target)
                self._call_type = kind
                self._send(messages.Reply(0x8841, _OK if well else _FAIL))
            case messages.ClearCall():
                world.hang_up()
                self._send(messages.Reply(0x8842, _OK))
            case messages.Button(button, operation) if button in _PTT and operation == _PRESS:
                well = world.press()
                self._send(messages.Reply(0x8041, _OK if well else _FAIL))
                if well:
                    self._transmits(_VOICE)
            case messages.Button(button, operation) if button in _PTT and operation == _RELEASE:
                talked = world.on_air
                world.release()
                self._send(messages.Reply(0x8041, _OK))
                if talked:
                    self._transmits(_HANG)
                    world.after(_HANG_S, self._hang_ended)
            case messages.Button():
                self._send(messages.Reply(0x8041, _OK))

    def _transmits(self, process: int) -> None:
        if self._world.calling is not None:
            target = self._world.calling[1]
            self._send(messages.TransmitStatus(process, 0, self._call_type, target))

    def _hang_ended(self) -> None:
        if not self._world.on_air:
            self._transmits(_END)

    def _deliver(self, text: TextMessage) -> None:
        """Into the air, then the answer of the radio; a radio that is off never answers."""
        target = text.dest if text.group else text.dest_radio

        def answered(_radio: Radio) -> None:
            back = _SUBNET << 24 | text.src.radio
            self._send(TextAck(False, text.request, back, _ip(target), 0, text.flag))

        there = self._world.text(text.src.radio, target, text.group, text.text, answered)
        if text.group:
            self._send(TextAck(True, text.request, text.dest, None, 0, text.flag))
            return
        result = 0 if there else 5
        state = messages.DeliveryState(messages.Service.TMP, _ip(target), 0x00A1, result)
        self._send(state)

    # --- to the line --------------------------------------------------------------------

    def _send(self, body: hdap.Body, urgent: bool = False) -> None:
        if urgent:
            self._queue.appendleft(body)
        else:
            self._queue.append(body)
        self._pump()

    def _pump(self) -> None:
        while self._connected and self._queue and len(self._flights) < self.window:
            self._pn = (self._pn + 1) & 0xFFFF
            body = self._queue.popleft()
            message = hdap.encode(hdap.Packet(body))
            raw = hrnp.encode(Frame(Op.DATA, _RADIO, _PC, self._pn, message))
            self._flights[self._pn] = _Flight(body, raw, 1, self._world.now_s)
            self._write(raw)

    def _fix(self, radio: Radio) -> Gps:
        if radio.lat is None or radio.lon is None:
            return _NO_FIX
        speed_kn = radio.speed_kmh / KNOT_KMH
        return gps(radio.lat, radio.lon, self._world.clock.now(), speed_kn, radio.course_deg)


def _kind(group: bool, emergency: bool) -> int:
    return _EMERGENCY_CALL if emergency else int(group)


def _bytes(number: int) -> bytes:
    return bytes((_SUBNET,)) + number.to_bytes(3, "big")


def _ip(number: int) -> RadioIp:
    return RadioIp(_SUBNET, number)
