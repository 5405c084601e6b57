"""Whatever a line brings, whenever it goes and whatever officers ask: each command ends once, and what
talks are told end too."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.ids import new_id
from app.radio.driver import Driver, Out, Reopen, Send
from app.radio.events import (
    AskPosition,
    AskPositions,
    CallEnd,
    CallKind,
    CheckOnline,
    CheckRadio,
    ChooseGroup,
    Command,
    ControlReply,
    EndCall,
    LinkState,
    Monitor,
    PressTalk,
    ReleaseTalk,
    Revive,
    SendStatus,
    SendText,
    StopEmergency,
    Stun,
    TalkerStart,
    TextState,
    TextStep,
    follows,
)
from app.radio.hytera.profile import Profile as HrnpProfile
from app.radio.nmea.profile import Profile as NmeaProfile
from app.radio.pei.profile import PeiProfile
from tests.app.radio.hostile import piece
from tests.faults.radio_bytes import held_bytes
from tests.faults.radio_loop import BEGIN, TRIED
from tests.fuzz import QUICK

KEYS = sorted(TRIED)
HELD_MAX = 256 << 10
ENDED = (TextStep.DELIVERED, TextStep.FAILED)
LONG_S, STEP_S = 400.0, 0.5

NUMBERS = st.one_of(
    st.sampled_from((0, 1, 901, 370003, 370011, (1 << 24) - 1)), st.integers(-5, 1 << 34)
)
WORDS = st.text(max_size=200)
COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.builds(SendText, st.builds(new_id), NUMBERS, st.booleans(), WORDS),
    st.builds(SendStatus, st.builds(new_id), NUMBERS, st.booleans(), NUMBERS),
    st.builds(AskPositions, st.builds(new_id), NUMBERS, NUMBERS),
    st.builds(PressTalk, st.builds(new_id), st.sampled_from(CallKind), NUMBERS),
    st.builds(ReleaseTalk, st.builds(new_id)),
    st.builds(EndCall, st.builds(new_id)),
    st.builds(ChooseGroup, st.builds(new_id), NUMBERS),
    *(
        st.builds(kind, st.builds(new_id), NUMBERS)
        for kind in (AskPosition, CheckOnline, CheckRadio, StopEmergency, Stun, Revive, Monitor)
    ),
)


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: float


@dataclass(frozen=True, slots=True)
class Line:
    """Opened, or lost for this reason."""

    why: str = ""


def actions(key: str) -> st.SearchStrategy[list[Any]]:
    waits = st.builds(Wait, st.sampled_from((0.0, 0.02, 0.3, 1.1, 2.6, 9.0, 31.0)))
    lines = st.builds(Line, st.sampled_from(("", "unplugged", "silent", "missing")))
    return st.lists(st.one_of(piece(key), COMMANDS, COMMANDS, waits, lines), max_size=30)


class Talk:
    """Framer and session of one driver, as the thread of a port drives them."""

    def __init__(self, driver: Driver) -> None:
        self.framer, self.session = driver.framer(), driver.session("A")
        self.now_s, self.open = 0.0, False
        self.told: list[Any] = []
        self.line("")

    @property
    def at(self) -> Any:
        return BEGIN + timedelta(seconds=self.now_s)

    def do(self, action: Any) -> None:
        if isinstance(action, Wait):
            self.wait(action.seconds)
        elif isinstance(action, Line):
            self.line(action.why)
        elif not isinstance(action, bytes):
            self.take(self.session.submit(action, self.now_s, self.at))
        elif self.open:
            for frame, raw in self.framer.feed(action, self.now_s):
                self.take(self.session.on_frame(frame, raw, self.now_s, self.at))
        assert held_bytes(self.framer) + held_bytes(self.session) < HELD_MAX

    def line(self, why: str) -> None:
        if why:
            self.open = False
            self.take(self.session.lost(why, self.at))
        elif not self.open:
            self.open = True
            self.framer.forget()
            self.take(self.session.opened(self.now_s, self.at))

    def wait(self, seconds: float) -> None:
        end_s = self.now_s + seconds
        while True:
            self.now_s = min(end_s, self.now_s + STEP_S)
            if self.open:
                for frame, raw in self.framer.tick(self.now_s):
                    self.take(self.session.on_frame(frame, raw, self.now_s, self.at))
            self.take(self.session.tick(self.now_s, self.at))
            if self.now_s >= end_s:
                return

    def take(self, outs: list[Out]) -> None:
        again = ""
        for out in outs:
            if isinstance(out, Send):
                assert self.open, "written to a port that is closed"
                assert 0 < len(out.data) < 4096
            elif isinstance(out, Reopen):
                again = out.why
            else:
                self.told.append(out)
        if again and self.open:
            self.line(again)
            self.line("")

    def of(self, *kinds: type) -> list[Any]:
        return [one for one in self.told if isinstance(one, kinds)]


@pytest.mark.parametrize("key", KEYS)
@QUICK
@given(data=st.data())
def test_each_command_ends_once_whatever_the_line_does(key: str, data: st.DataObject) -> None:
    talk, asked = Talk(TRIED[key]), dict[UUID, Command]()
    for action in data.draw(actions(key)):
        if hasattr(action, "id"):
            asked[action.id] = action
        talk.do(action)
    for last in (
        Line("unplugged"),
        Wait(LONG_S),
        Line(),
        Wait(LONG_S),
        Line("unplugged"),
        Wait(LONG_S),
    ):
        talk.do(last)
    _texts_go_forward(talk, asked)
    ends = Counter(one.command for one in talk.of(ControlReply))
    ends += Counter(one.command for one in talk.of(TextState) if one.step in ENDED)
    assert not ends.keys() - asked.keys(), "an end of what nobody asked"
    for command in asked.values():
        sent = [one.step for one in talk.of(TextState) if one.command == command.id]
        text = isinstance(command, SendText)
        waits = text and not sent  # for a line that never came up
        unheard = text and sent[-1:] == [TextStep.SENT]  # nobody will tell of its arrival
        assert ends[command.id] == (0 if waits or unheard else 1), command


def _texts_go_forward(talk: Talk, asked: dict[UUID, Command]) -> None:
    steps: dict[UUID, TextStep] = {}
    for one in talk.of(TextState):
        before = steps.get(one.command)
        assert one.command in asked
        assert before is None or (before not in ENDED and follows(one.step, before))
        steps[one.command] = one.step


@pytest.mark.parametrize("key", KEYS)
@QUICK
@given(data=st.data())
def test_what_is_told_can_be_kept_and_every_talk_ends(key: str, data: st.DataObject) -> None:
    talk = Talk(TRIED[key])
    for chunk in data.draw(st.lists(piece(key), max_size=12)):
        talk.do(chunk)
        talk.do(Wait(data.draw(st.sampled_from((0.0, 0.6, 4.0)))))
    talk.do(Line("unplugged"))
    for event in talk.told:
        event.heard.raw.encode("ascii")
        words = getattr(event, "text", "")
        assert "\0" not in words
        words.encode("utf-8")
        lat, lon = getattr(event, "lat", None), getattr(event, "lon", None)
        assert (lat is None) == (lon is None)
        assert lat is None or (-90 <= lat <= 90 and -180 <= lon <= 180)
        for name in ("radio", "target"):
            assert 0 <= getattr(event, name, 0) < 1 << 32
        fixed_at = getattr(event, "fixed_at", None)
        assert fixed_at is None or fixed_at.tzinfo is not None
    begun = [one.call for one in talk.of(TalkerStart)]
    ended = {one.call for one in talk.of(CallEnd)}
    assert set(begun) <= ended
    states = [(one.state, one.why) for one in talk.of(LinkState)]
    assert all(a != b for a, b in pairwise(states)), "said twice"


PROFILES = {"hrnp": HrnpProfile(), "pei": PeiProfile(), "nmea": NmeaProfile()}
KINDS: dict[type, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(-3, 3) | st.integers(-(1 << 40), 1 << 40),
    float: st.floats(-10, 1000) | st.floats(),
    str: st.sampled_from(("hex", "rot13", "utf-16", "undefined", "idna", "9=1", ""))
    | st.text(max_size=8),
}


def options(key: str) -> st.SearchStrategy[dict[str, Any]]:
    """As somebody may write the profile of a gateway into the settings."""
    ways = []
    for one in fields(PROFILES[key]):
        held = getattr(PROFILES[key], one.name)
        several = st.lists(st.one_of(*KINDS.values()), max_size=3).map(tuple)
        kind = KINDS.get(type(held), several)
        ways.append(st.tuples(st.just(one.name), kind))
    anything = st.tuples(st.just("colour"), KINDS[int])
    return st.lists(st.one_of(anything, *ways), min_size=1, max_size=3).map(dict)


@pytest.mark.parametrize("key", sorted(PROFILES))
@QUICK
@given(data=st.data())
def test_any_profile_of_the_settings_is_refused_by_its_name_or_works(
    key: str, data: st.DataObject
) -> None:
    said, tuned = data.draw(options(key)), TRIED[key].tuned
    assert tuned is not None
    try:
        driver = tuned(said)
    except ValueError as bad:
        named = str(bad)
        assert named in said, "the settings say which of them is meant"
        return
    talk = Talk(driver)
    for action in data.draw(actions(key)):
        talk.do(action)
    talk.do(Wait(60.0))
