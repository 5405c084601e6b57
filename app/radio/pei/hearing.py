"""Messages that come in to neutral events, and the receipts they ask for. radio.md 4.6."""

from __future__ import annotations

from collections import deque

from app.radio.events import (
    AlarmKind,
    Emergency,
    EmergencyCleared,
    Position,
    RawUnknown,
    StatusIn,
    TextIn,
)
from app.radio.nmea import sentences
from app.radio.nmea.hearing import place_of
from app.radio.nmea.sentences import Sentence
from app.radio.pei import sds
from app.radio.pei.framer import Sds
from app.radio.pei.lip import LipShort
from app.radio.pei.outbox import Outbox
from app.radio.pei.profile import PeiProfile
from app.radio.pei.sds import Other, Report, ReportAck, SimpleText, Status, Text, TextPart
from app.radio.pei.tables import Reason
from app.radio.pei.teller import Teller
from app.radio.pei.udh import Reassembly, Whole

_SIMPLE_PLACES = frozenset({0x03, 0x83})


class Hearing:
    """`own_radio` 0: the radio has not told its number; `groups` those it told."""

    def __init__(self, teller: Teller, profile: PeiProfile, outbox: Outbox) -> None:
        self.own_radio = 0
        self.groups: frozenset[int] = frozenset()
        self._teller = teller
        self._profile = profile
        self._outbox = outbox
        self._parts = Reassembly()
        self._texts: deque[tuple[int, int, bytes, float]] = deque(maxlen=64)

    def hear(self, frame: Sds) -> None:
        body = sds.decode(frame.header.ai, frame.pdu, frame.header.bits)
        source, target = frame.header.source, frame.header.target
        match body:
            case Status(code):
                self._status(source, target, code)
            case SimpleText(_, words):
                self._text(source, target, words.text, 0)
            case Text(head, words):
                self._confirm(source, target, head)
                if not self._repeated(source, head.mref, frame.pdu):
                    self._text(source, target, words.text, head.mref)
            case TextPart(head, part, words):
                self._confirm(source, target, head)
                now_s = self._teller.now_s
                if not self._repeated(source, head.mref, frame.pdu):
                    self._whole(self._parts.add(source, target, part, words, now_s))
            case Report():
                self._outbox.report(source, body)
                if body.ack_required and source:
                    self._outbox.receipt(source, ReportAck(body.pid, body.status, body.mref))
            case ReportAck():
                pass
            case LipShort():
                self._position(source, body)
            case Other(pid, data) if pid in _SIMPLE_PLACES:
                self._sentence(source, data)
            case _:
                self._teller.say(RawUnknown(self._teller.heard()))

    def tick(self, now_s: float) -> None:
        """Parts whose others did not come in time are shown as they are."""
        self._whole(self._parts.overdue(now_s))

    def _status(self, source: int, target: int, code: int) -> None:
        heard = self._teller.heard()
        if code in self._profile.emergency_statuses:
            self._teller.say(Emergency(heard, source, AlarmKind.STATUS, code, None))
        elif code in self._profile.cleared_statuses:
            self._teller.say(EmergencyCleared(heard, source))
        else:
            self._teller.say(StatusIn(heard, source, target, self._is_group(target), code))

    def _position(self, source: int, report: LipShort) -> None:
        """That a set without a fix reports 0, 0 is not verified."""
        heard = self._teller.heard()
        placed = report.placed
        position = Position(
            heard,
            source,
            round(report.lat, 6) if placed else None,
            round(report.lon, 6) if placed else None,
            None,
            placed,
            None if report.speed_kmh is None else round(report.speed_kmh, 1),
            round(report.direction_deg),
        )
        if report.reason == Reason.EMERGENCY and not report.additional:
            place = position if placed else None
            kind = AlarmKind.STATUS
            self._teller.say(Emergency(heard, source, kind, report.reason, place))
        else:
            self._teller.say(position)

    def _sentence(self, source: int, data: bytes) -> None:
        """An NMEA sentence behind the head of a simple location; how long that is, is not verified."""
        raw = data[data.find(b"$") :].strip(b"\r\n\0")
        sentence = sentences.decode(raw)
        report = sentences.read(sentence) if isinstance(sentence, Sentence) else None
        heard = self._teller.heard()
        place = place_of(heard, source, report.fix) if report is not None else None
        self._teller.say(place or RawUnknown(heard))

    def _text(self, source: int, target: int, text: str, ref: int) -> None:
        """What a person can read and a store can keep: no NUL."""
        group = self._is_group(target)
        shown = text.replace("\0", "").strip()
        self._teller.say(TextIn(self._teller.heard(), source, target, group, shown, ref))

    def _whole(self, whole: list[Whole]) -> None:
        for text in whole:
            self._text(text.source, text.target, text.text, text.ref)

    def _confirm(self, source: int, target: int, head: sds.Head) -> None:
        """A text for a group is confirmed by nobody: all would answer at once."""
        answer = sds.confirmation(head)
        if answer is not None and source and not self._is_group(target):
            self._outbox.receipt(source, answer)

    def _repeated(self, source: int, mref: int, pdu: bytes) -> bool:
        """A radio that missed our receipt sends its text again, with the same number."""
        now_s = self._teller.now_s
        sign = (source, mref, pdu)
        if any((s, m, p) == sign and now_s < until_s for s, m, p, until_s in self._texts):
            return True
        self._texts.append((*sign, now_s + self._profile.repeat_s))
        return False

    def _is_group(self, target: int) -> bool:
        if target in self.groups:
            return True
        return bool(self.own_radio) and target != self.own_radio
