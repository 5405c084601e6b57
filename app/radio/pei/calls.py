"""Calls: who talks, and our own call from the key to its end. radio.md 4.4, 4.7."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass

from app.radio.events import (
    AlarmKind,
    CallEnd,
    CallKind,
    Emergency,
    EndCall,
    OwnTalk,
    PressTalk,
    ReleaseTalk,
    TalkerEnd,
    TalkerStart,
    Talking,
)
from app.radio.pei.answers import (
    Answer,
    CallIn,
    CallOut,
    Ceased,
    Connected,
    Grant,
    Interrupted,
    Released,
    Waiting,
)
from app.radio.pei.exchange import Ask, Reply, Steps
from app.radio.pei.identities import ssi
from app.radio.pei.profile import PeiProfile
from app.radio.pei.tables import ORDINARY, OUTSIDE, CallStatus, Service, TxGrant
from app.radio.pei.teller import Teller

_CALLS = 32


@dataclass(slots=True)
class _Call:
    """`talker` 0: nobody, or nobody knows who."""

    call: int
    target: int
    group: bool
    talker: int = 0


@dataclass(slots=True)
class _Own:
    """Our call. `cc` None: the radio has not told its number yet; `keyed`: the key is down; `told`: what
    the officer called, 0 for all."""

    target: int
    told: int
    group: bool
    cc: int | None = None
    keyed: bool = True
    on_air: bool = False
    granted: bool = False


class Calls:
    """`own_radio` and `group` are what the radio told of itself; 0: nothing yet.

    `wanted`: jobs that what was heard asks for.
    """

    def __init__(self, teller: Teller, profile: PeiProfile) -> None:
        self.own_radio = 0
        self.group = 0
        self.wanted: deque[Callable[[], Steps]] = deque(maxlen=8)
        self._teller = teller
        self._profile = profile
        self._calls: dict[int, _Call] = {}
        self._own: _Own | None = None
        self._hung: set[int] = set()
        """Calls we have hung up and whose release the radio has not told yet: not to be entered again."""
        self._left: int | None = 0
        """The key may be down, in the call of this number (0: nobody knows which): a console that was killed
        while somebody talked has not let it go, and neither has one whose cable was pulled out."""
        self._count = 0

    # --- what the radio tells -----------------------------------------------------------

    def hear(self, answer: Answer) -> bool:
        """False: it says nothing of calls."""
        match answer:
            case CallIn():
                self._comes(answer)
            case CallOut(cc, status):
                self._goes_out(cc, status)
            case Connected(cc):
                self._ours(cc)
            case Grant():
                self._granted(answer)
            case Ceased(cc):
                self._silent(cc)
            case Interrupted(cc):
                self._hang(cc, "interrupted")
            case Waiting(cc):
                if self._ours(cc):
                    self._say(Talking.QUEUED)
            case Released(cc, cause):
                self._released(cc, cause)
            case _:
                return False
        return True

    def lost(self) -> None:
        """The link is gone: nobody will tell us how the calls under way end."""
        for cc in list(self._calls):
            self._end(cc)
        if self._own is not None:
            self._left = self._own.cc or 0
            self._say(Talking.ENDED, "lost")
        self._own = None
        self._hung.clear()
        self.wanted.clear()

    def _comes(self, call: CallIn) -> None:
        if call.ai_service != Service.SPEECH or call.call_status == CallStatus.HANG_EXPIRED:
            return
        calling = 0 if call.calling_type in OUTSIDE else ssi(call.calling) or 0
        group = self._is_group(call)
        target = ssi(call.called) or (self.group if group else self.own_radio)
        held = self._calls.get(call.cc)
        if held is not None and (held.target, held.group) == (target, group):
            return
        begun = self._begin(call.cc, target, group)
        own = self._own
        if own is not None and own.cc is None and own.target == target:
            own.cc = call.cc
        if self._profile.answers_calls and not group and call.hook == 0:
            self.wanted.append(_answer)
        if calling and calling != self.own_radio:
            self._talks(begun, calling)
        if call.priority is not None and call.priority >= self._profile.emergency_priority:
            heard = self._teller.heard()
            self._teller.say(Emergency(heard, calling, AlarmKind.CALL, call.priority, None))

    def _is_group(self, call: CallIn) -> bool:
        """The meaning of the comms type is not verified: 0 one radio, else several."""
        if call.comms_type is not None:
            return call.comms_type != 0
        return ssi(call.called) != self.own_radio

    def _goes_out(self, cc: int, status: int) -> None:
        if self._ours(cc):
            queued = status == CallStatus.QUEUED
            self._say(Talking.QUEUED if queued else Talking.CALLING)

    def _ours(self, cc: int) -> bool:
        """Whether it is our call; the first new one after we dialled is."""
        own = self._own
        if own is None:
            return False
        if own.cc is None and cc not in self._calls:
            own.cc = cc
            self._begin(cc, own.target, own.group)
        return own.cc == cc

    def _granted(self, grant: Grant) -> None:
        ours = self._ours(grant.cc)
        call = self._calls.get(grant.cc) or self._begin(grant.cc, self.group, True)
        if grant.tx_grant == TxGrant.OTHER:
            talker = ssi(grant.tpi) or call.talker
            self._hung.discard(grant.cc)  # it goes on without us
            if talker:
                self._talks(call, talker)
            self._hang(grant.cc, "other_talks")
        elif ours:
            self._ours_granted(grant.tx_grant)
        elif grant.tx_grant == TxGrant.GRANTED and self.own_radio:
            self._talks(call, self.own_radio)  # somebody presses the key of the set itself

    def _ours_granted(self, grant: int) -> None:
        own = self._own
        assert own is not None
        if grant == TxGrant.GRANTED:
            own.on_air = own.granted = own.keyed
            if own.keyed:
                self._say(Talking.ON_AIR)
            else:  # the key went up before the net answered
                self.wanted.append(self._cease)
        elif grant == TxGrant.QUEUED:
            self._say(Talking.QUEUED)
        else:
            own.keyed = False  # one that comes later is given back
            self._say(Talking.REFUSED, "not_granted")

    def _talks(self, call: _Call, radio: int) -> None:
        if call.talker == radio:
            return
        heard = self._teller.heard()
        if call.talker:
            self._teller.say(TalkerEnd(heard, call.call, call.talker))
        call.talker = radio
        self._teller.say(TalkerStart(heard, call.call, radio, call.target, call.group))

    def _silent(self, cc: int) -> None:
        call = self._calls.get(cc)
        if call is not None and call.talker:
            self._teller.say(TalkerEnd(self._teller.heard(), call.call, call.talker))
            call.talker = 0
        self._hang(cc, "")

    def _hang(self, cc: int, code: str) -> None:
        own = self._own
        if own is not None and own.cc == cc and own.on_air:
            own.on_air = False
            self._say(Talking.HANG, code)

    def _released(self, cc: int, cause: int) -> None:
        own = self._own
        if own is not None and (own.cc == cc or (own.cc is None and cc not in self._calls)):
            self._own = None
            code = "" if cause in ORDINARY and own.granted else f"cause_{cause}"
            state = Talking.ENDED if own.granted or not own.keyed else Talking.REFUSED
            self._teller.say(OwnTalk(self._teller.heard(), state, own.told, code))
        self._end(cc)

    def _begin(self, cc: int, target: int, group: bool) -> _Call:
        self._end(cc)
        while len(self._calls) >= _CALLS:
            self._end(next(iter(self._calls)))
        self._count += 1
        self._calls[cc] = _Call(self._count, target, group)
        return self._calls[cc]

    def _end(self, cc: int) -> None:
        call = self._calls.pop(cc, None)
        self._hung.discard(cc)
        if call is None:
            return
        heard = self._teller.heard()
        if call.talker:
            self._teller.say(TalkerEnd(heard, call.call, call.talker))
        self._teller.say(CallEnd(heard, call.call))

    # --- what the officer does ----------------------------------------------------------

    def unpress(self, command: PressTalk) -> None:
        """The key went up before anything was written."""
        self._teller.end(command, "released")
        self._teller.say(OwnTalk(self._teller.heard(), Talking.ENDED, command.target, "released"))

    def key_up(self) -> None:
        """At once, before its command is written: a grant that comes now is given back."""
        if self._own is not None:
            self._own.keyed = False

    def let_go(self) -> Steps:
        """The line is there again."""
        if self._left is None:
            return
        reply = yield Ask(f"AT+CUTXC={self._left}" if self._left else "ATH")
        if not reply.ok and self._left:
            reply = yield Ask("ATH")
        if reply.final is not None:
            self._left = None

    def press(self, command: PressTalk) -> Steps:
        profile = self._profile
        number = profile.all_radios if command.kind == CallKind.ALL else command.target
        if self._own is not None and self._own.target != number:
            yield Ask("ATH")
            self._ended()
        group = command.kind != CallKind.PRIVATE
        running = self._running(number) if group else None
        own = self._own = self._own or _Own(number, command.target, group, running)
        own.keyed = True
        self._say(Talking.CALLING)
        if own.cc is not None:
            reply = yield Ask(f"AT+CTXD={own.cc},{profile.demand}")
        else:
            call = profile.group_call if group else profile.private_call
            reply = yield Ask(f"AT+CTSDC={call}")
            if reply.ok and not own.keyed:
                self.unpress(command)
                self._own = None
                return
            if reply.ok:
                reply = yield Ask(f"ATD{number}", wait_s=profile.long_answer_s)
        if reply.ok:
            self._teller.end(command, "ok")
        else:
            self._refused(command, own, reply)

    def release(self, command: ReleaseTalk) -> Steps:
        """Without a number of the call nothing but hanging up is left."""
        self.key_up()
        if self._own is None:
            self._teller.end(command, "ok")
            return
        reply = yield from self._up()
        self._teller.end(command, "ok" if reply.ok else _short(reply))

    def end_call(self, command: EndCall) -> Steps:
        reply = yield Ask("ATH")
        self._ended()
        self._teller.end(command, "ok" if reply.ok else _short(reply))

    def _cease(self) -> Steps:
        if self._own is not None and not self._own.keyed:
            yield from self._up()

    def _up(self) -> Generator[Ask, Reply, Reply]:
        own = self._own
        reply = Reply(None)
        for _ in range(2 if own is not None and own.cc is not None else 0):
            assert own is not None
            reply = yield Ask(f"AT+CUTXC={own.cc}")
            if reply.ok:
                own.on_air = False
                if self._own is own:
                    self._say(Talking.HANG)
                return reply
        reply = yield Ask("ATH")
        if self._own is own:
            self._ended()
        return reply

    def _running(self, target: int) -> int | None:
        """The call that stands already with this group."""
        stands = (cc for cc in self._calls if cc not in self._hung)
        return next(
            (cc for cc in stands if self._calls[cc].group and self._calls[cc].target == target),
            None,
        )

    def _refused(self, command: PressTalk, own: _Own, reply: Reply) -> None:
        self._teller.end(command, _short(reply))
        if self._own is own:
            self._own = None
            self._teller.say(OwnTalk(self._teller.heard(), Talking.REFUSED, own.told, reply.code))

    def _ended(self) -> None:
        own = self._own
        if own is not None:
            self._say(Talking.ENDED)
            if own.cc in self._calls:
                self._hung.add(own.cc)
        self._own = None

    def _say(self, state: Talking, code: str = "") -> None:
        assert self._own is not None
        self._teller.say(OwnTalk(self._teller.heard(), state, self._own.told, code))


def _answer() -> Steps:
    yield Ask("ATA")


def _short(reply: Reply) -> str:
    if reply.final is None:
        return "no_answer"
    return "busy" if reply.final.word == "busy" else "refused"
