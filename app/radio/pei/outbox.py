"""Messages on their way out: texts with their parts and states, statuses, receipts. radio.md 4.6, 4.7."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from app.radio.events import SendStatus, SendText, TextStep, follows
from app.radio.pei import sds
from app.radio.pei.answers import SendState
from app.radio.pei.exchange import Ask, Reply, Steps
from app.radio.pei.length import PARTS, PDU_BITS, pieces
from app.radio.pei.profile import PeiProfile
from app.radio.pei.requests import Message
from app.radio.pei.schemes import Words, fitting
from app.radio.pei.sds import Body, Head, Report, ReportAck, Text, TextPart
from app.radio.pei.tables import AGAIN, Fault, SendStep
from app.radio.pei.teller import Teller
from app.radio.pei.udh import PartOf


class _At(IntEnum):
    """How far one part has come."""

    WAITING = 0
    DOUBTFUL = 1
    """The radio complained or was silent, and may have sent it all the same."""
    ACCEPTED = 2
    SENT = 3
    ARRIVED = 4


@dataclass(slots=True)
class _Piece:
    mref: int
    body: Body
    at: _At = _At.WAITING
    instance: int | None = None
    tries: int = 0
    code: str = ""


@dataclass(slots=True)
class _Outgoing:
    command: SendText
    pieces: list[_Piece]
    until_s: float | None = None
    step: TextStep = TextStep.QUEUED

    @property
    def at(self) -> _At:
        return min(piece.at for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Later:
    due_s: float
    command: SendText | SendStatus
    make: Callable[[], Steps]


class Outbox:
    """Texts it has begun are kept until their last state, whatever becomes of the port."""

    def __init__(self, teller: Teller, profile: PeiProfile, first_ref: int) -> None:
        self._teller = teller
        self._profile = profile
        self._ref = first_ref % 255
        self._texts: list[_Outgoing] = []
        self._later: list[_Later] = []
        self.receipts: deque[Callable[[], Steps]] = deque(maxlen=64)
        self.pdu_bits = PDU_BITS

    # --- jobs ---------------------------------------------------------------------------

    def text(self, command: SendText) -> Callable[[], Steps]:
        """Raises `ValueError`: too long for `PARTS` messages."""
        outgoing = _Outgoing(command, self._pieces(command))
        self._texts.append(outgoing)
        return lambda: self._send_text(outgoing)

    def status(self, command: SendStatus) -> Callable[[], Steps]:
        body = sds.Status(command.code)
        sds.encode(body)
        return lambda: self._send_status(command, body, 0)

    def receipt(self, to: int, report: Report | ReportAck) -> None:
        def send() -> Steps:
            yield Ask(f"AT+CTSDS={self._profile.text_as}")
            yield self._message(to, report)

        self.receipts.append(send)

    def due(self, now_s: float) -> list[tuple[SendText | SendStatus, Callable[[], Steps]]]:
        """Messages whose pause is over."""
        due = [(later.command, later.make) for later in self._later if now_s >= later.due_s]
        self._later = [later for later in self._later if now_s < later.due_s]
        return due

    def statuses_waiting(self) -> list[SendStatus]:
        """Those in a pause; they are not tried again."""
        waiting = [one for one in self._later if isinstance(one.command, SendStatus)]
        self._later = [one for one in self._later if not isinstance(one.command, SendStatus)]
        return [one.command for one in waiting if isinstance(one.command, SendStatus)]

    def begun(self, command: SendText) -> bool:
        """Something of it may have reached the radio."""
        return any(
            text.command is command and any(piece.at for piece in text.pieces)
            for text in self._texts
        )

    def drop(self, command: SendText, code: str) -> None:
        self._texts = [text for text in self._texts if text.command is not command]
        self._teller.end(command, code)

    def _send_text(self, text: _Outgoing) -> Steps:
        for piece in text.pieces:
            if piece.at != _At.WAITING or text not in self._texts:
                continue
            reply = yield Ask(f"AT+CTSDS={self._profile.text_as}")
            if reply.ok:
                piece.at = _At.DOUBTFUL  # until it is answered, whatever happens to the line
                reply = yield self._message(text.command.target, piece.body)
            if not self._answered(text, piece, reply):
                return
        text.until_s = self._teller.now_s + self._profile.delivery_s
        self._tell(text)

    def _answered(self, text: _Outgoing, piece: _Piece, reply: Reply) -> bool:
        """Whether the next part may follow."""
        if reply.ok:
            told = [one.instance for one in reply.lines if isinstance(one, SendState)]
            piece.instance = told[-1] if told else None
            piece.at = max(piece.at, _At.ACCEPTED)
            return True
        doubtful = reply.final is None or reply.is_fault(Fault.SYNTAX)
        if piece.at != _At.WAITING and doubtful:
            piece.code = "unconfirmed" if reply.final is None else reply.code
            return True
        piece.at = _At.WAITING
        if reply.is_fault(*AGAIN) or doubtful:
            self._again(text, piece, reply.code)
        else:
            self.drop(text.command, reply.code)
        return False

    def _again(self, text: _Outgoing, piece: _Piece, code: str) -> None:
        pauses = self._profile.retries_s
        if piece.tries >= len(pauses):
            self.drop(text.command, code)
            return
        due_s = self._teller.now_s + pauses[piece.tries]
        piece.tries += 1
        piece.at = _At.WAITING
        text.until_s = None
        self._later.append(_Later(due_s, text.command, lambda: self._send_text(text)))

    def _send_status(self, command: SendStatus, body: Body, tries: int) -> Steps:
        reply = yield Ask(f"AT+CTSDS={self._profile.status_as}")
        written = reply.ok
        if reply.ok:
            reply = yield self._message(command.target, body)
        pauses = self._profile.retries_s
        if reply.ok:
            self._teller.end(command, "ok")
        elif reply.is_fault(*AGAIN) and tries < len(pauses):
            due_s = self._teller.now_s + pauses[tries]
            self._later.append(
                _Later(due_s, command, lambda: self._send_status(command, body, tries + 1))
            )
        elif written and (reply.final is None or reply.is_fault(Fault.SYNTAX)):
            self._teller.end(command, "unconfirmed")
        else:
            self._teller.end(command, "no_answer" if reply.final is None else "refused")

    def _message(self, to: int, body: Body) -> Ask:
        pdu, bits = sds.encode(body)
        message = Message(str(to), bits, pdu)
        return Ask(message.line, "+CMGS", message=message)

    # --- what becomes of them -----------------------------------------------------------

    def hear(self, state: SendState) -> None:
        """`+CMGS` by itself. A radio names the message by our number, or only by its own."""
        found = self._named(state)
        if found is None:
            return
        text, piece = found
        if state.sds_status == SendStep.SENT:
            piece.at = max(piece.at, _At.SENT)
            self._tell(text)
        elif state.sds_status == SendStep.FAILED and piece.at < _At.ARRIVED:
            self._again(text, piece, "not_sent")

    def report(self, source: int, report: Report) -> None:
        """`source` 0: the radio did not say whose report it is."""
        for text in self._texts:
            for piece in text.pieces:
                mine = piece.mref == report.mref and piece.at != _At.WAITING
                if mine and source in (0, text.command.target):
                    self._reported(text, piece, report)
                    return

    def overdue(self, now_s: float) -> None:
        for text in list(self._texts):
            if text.until_s is not None and now_s >= text.until_s:
                doubt = next((piece.code for piece in text.pieces if piece.at == _At.DOUBTFUL), "")
                self.drop(text.command, doubt or "no_answer")

    def _reported(self, text: _Outgoing, piece: _Piece, report: Report) -> None:
        if report.outcome == 0x40:
            self.drop(text.command, f"sds_{report.status:02x}")
            return
        if report.outcome in (0x00, 0x20):
            piece.at = _At.ARRIVED if report.outcome == 0 else max(piece.at, _At.SENT)
            self._tell(text)

    def _named(self, state: SendState) -> tuple[_Outgoing, _Piece] | None:
        under_way = [
            (text, piece)
            for text in self._texts
            for piece in text.pieces
            if piece.at in (_At.DOUBTFUL, _At.ACCEPTED)
        ]
        if state.message_ref is not None:
            named = [pair for pair in under_way if pair[1].mref == state.message_ref]
        else:
            named = [pair for pair in under_way if pair[1].instance == state.instance] or under_way
        return named[0] if named else None

    def _tell(self, text: _Outgoing) -> None:
        """States never go back; a text for a group has no receipts and ends when it is sent."""
        step = _STEPS[text.at]
        if text.until_s is not None:
            text.until_s = self._teller.now_s + self._profile.delivery_s
        if follows(step, text.step):
            text.step = step
            self._teller.step(text.command, step)
        ended = step == TextStep.DELIVERED or (text.command.group and step == TextStep.SENT)
        if ended and text in self._texts:
            self._texts.remove(text)
            self._teller.close(text.command)

    # --- making them --------------------------------------------------------------------

    def _pieces(self, command: SendText) -> list[_Piece]:
        words = fitting(command.text)
        if len(pieces(words)) > PARTS:
            raise ValueError("too long")
        cut = pieces(words, self.pdu_bits)
        report = 0 if command.group else 1
        if len(cut) == 1:
            mref = self._next_ref()
            return [_Piece(mref, Text(Head(sds.TEXT, mref, report), words))]
        whole = self._next_ref()
        made = []
        for seq, data in enumerate(cut, 1):
            mref = whole if seq == 1 else self._next_ref()
            part = PartOf(whole, len(cut), seq)
            head = Head(sds.PART, mref, report)
            made.append(_Piece(mref, TextPart(head, part, Words(words.scheme, data))))
        return made

    def _next_ref(self) -> int:
        taken = {piece.mref for text in self._texts for piece in text.pieces}
        for _ in range(255):
            self._ref = self._ref % 255 + 1
            if self._ref not in taken:
                break
        return self._ref


_STEPS = {
    _At.WAITING: TextStep.QUEUED,
    _At.DOUBTFUL: TextStep.QUEUED,
    _At.ACCEPTED: TextStep.ACCEPTED,
    _At.SENT: TextStep.SENT,
    _At.ARRIVED: TextStep.DELIVERED,
}
