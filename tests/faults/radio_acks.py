"""Acknowledgements that are missing, late or double, and frames that come twice: test 10 of radio.md 10."""

from __future__ import annotations

from collections import Counter
from typing import Any

from app.base.ids import new_id
from app.radio.driver import Capability
from app.radio.events import (
    ControlReply,
    Event,
    Heard,
    SendText,
    TextIn,
    TextState,
    TextStep,
)
from app.radio.simulator.happenings import Radio
from tests.faults.radio_loop import TRIED, Loop, spoken
from tests.faults.radio_room import room
from tests.faults.radio_test import Figures, Plant, Test, demand

TEXTS = 12
ANSWERING = 6
"""The other radios take a text and never confirm it."""
LATE_S = 2.5
"""Later than the console waits, earlier than its last try."""
ACKS = ("yes", "no", "double", LATE_S)
LONG_S = 240.0
ENDS = frozenset({TextStep.DELIVERED, TextStep.FAILED})


def acknowledgements() -> Figures:
    figures: Figures = {}
    for key in spoken():
        if Capability.TEXT in TRIED[key].capabilities:
            for acks in ACKS:
                figures[f"{key} {acks}"] = _texts(key, acks, figures)
        figures[f"{key} twice"] = _twice(key, figures)
    figures["alarms"] = _alarms(figures)
    return figures


def _texts(key: str, acks: str | float, figures: Figures) -> dict[str, int]:
    """Texts of the duty room: each has one end, never goes back, and is in the air once at most."""
    radios = [Radio(370001 + n, True, answers=float(n < ANSWERING)) for n in range(TEXTS)]
    loop = Loop(key, radios, 10)
    loop.up()
    loop.go_on(5)
    loop.line.acks = acks
    commands = [SendText(new_id(), radio.number, False, f"第{radio.number}条") for radio in radios]
    for command in commands:
        loop.submit(command)
    loop.go_on(LONG_S)
    loop.line.acks = "yes"
    loop.go_on(LONG_S)
    states = loop.of(TextState)
    ends = Counter(event.command for event in states if event.step in ENDS)
    aired = Counter(news["text"]["text"] for news in loop.news if "text" in news)
    delivered = sum(event.step == TextStep.DELIVERED for event in states)
    where = f"{key}, acknowledged {acks}"
    told = {"texts": TEXTS, "delivered": delivered, "aired_most": max(aired.values(), default=0)}
    demand(all(ends[one.id] == 1 for one in commands), f"{where}: not one end each", figures)
    demand(_forward(states), f"{where}: a state went back", figures)
    demand(told["aired_most"] <= 1, f"{where}: a text went out twice", figures)
    if acks in ("yes", "double"):
        demand(delivered == ANSWERING, f"{where}: {delivered} delivered", figures)
    return told


def _forward(states: list[TextState]) -> bool:
    """Nothing is told of a text after its end."""
    ended = set()
    for event in states:
        if event.command in ended:
            return False
        if event.step in ENDS:
            ended.add(event.command)
    return True


def _twice(key: str, figures: Figures) -> dict[str, int]:
    """Every frame of the gateway comes twice, texts of radios among them."""
    loop = Loop(key, [Radio(370001 + n, True, 28.6, 109.6) for n in range(TEXTS)], 10)
    loop.up()
    loop.go_on(5)
    sent = [f"第{n}条" for n in range(TEXTS)]
    for n, words in enumerate(sent):
        loop.line.double_next = True
        loop.world.say(370001 + n, words)
        loop.go_on(2)
    heard = [event.text for event in loop.of(TextIn)]
    if heard or Capability.TEXT in TRIED[key].capabilities:
        demand(heard == sent, f"{key}: {len(heard)} texts of {TEXTS} sent twice", figures)
    ends = Counter(event.command for event in loop.of(ControlReply))
    demand(all(count == 1 for count in ends.values()), f"{key}: a command ended twice", figures)
    return {"texts": len(heard)}


def _alarms(figures: Figures) -> dict[str, int]:
    """An emergency that is repeated within ten seconds is one alarm, on every gateway that knows them."""
    told = {}
    for key in spoken():
        if Capability.EMERGENCY not in TRIED[key].capabilities:
            continue
        loop = Loop(key, [Radio(370001, True, 28.6, 109.6)], 10)
        with room(loop.clock) as here:
            here.attach(key, _Nobody())
            loop.ear = here.service.hear
            loop.up()
            loop.go_on(5)
            for _ in range(5):
                loop.line.double_next = True
                loop.world.alarm(370001, 28.5, 109.7)
                loop.go_on(2)
            told[key] = here.told["RadioAlarmRaised"]
            demand(told[key] == 1, f"{key}: {told[key]} alarms of one emergency", figures)
            demand(len(here.service.alarms()) == 1, f"{key}: alarms are doubled", figures)
    return told


class _Nobody:
    """A line that takes nothing: the loop is the line."""

    def submit(self, command: Any) -> bool:
        return False


# --- guards taken away --------------------------------------------------------------------


def _every_frame_is_new() -> None:
    """A frame that comes again is taken for another, and so is its text."""
    from app.radio.hytera.session import HrnpSession

    data = HrnpSession._data

    def forgetful(session: Any, *words: Any) -> list[Event]:
        session._is.seen.clear()
        session._texts.clear()
        return data(session, *words)

    HrnpSession._data = forgetful  # type: ignore[method-assign]


def _no_end() -> None:
    """A text without an acknowledgement is forgotten."""
    from app.radio.hytera.session import HrnpSession

    def kept_quiet(session: Any, command: Any, code: str, at: Any) -> Event:
        return TextState(Heard(session.gateway, at), command.id, TextStep.ACCEPTED, code)

    HrnpSession._end = kept_quiet  # type: ignore[method-assign]


def _each_alarm_anew() -> None:
    """Every emergency frame is another emergency."""
    from app.radio.alarms import AlarmBook

    AlarmBook._of = lambda book, radio: None  # type: ignore[assignment, method-assign]


TESTS = (
    Test(
        10,
        "acknowledgements",
        acknowledgements,
        (
            Plant("every frame is new", _every_frame_is_new),
            Plant("no end", _no_end),
            Plant("each alarm anew", _each_alarm_anew),
        ),
    ),
)
