"""Line drivers under damaged lines, commands and lost ports: nothing raises, each command ends once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from app.base.ids import new_id
from app.radio.driver import Out
from app.radio.drivers import found_in
from app.radio.events import (
    AskPosition,
    CallKind,
    CheckRadio,
    ChooseGroup,
    Command,
    ControlReply,
    EndCall,
    PressTalk,
    ReleaseTalk,
    SendText,
    Stun,
    TextState,
    TextStep,
)
from app.radio.simulator.table import LINE
from app.radio.table.framer import written

DRIVERS = found_in((Path(__file__).parents[3] / "resources" / "radio",)).drivers
AT = datetime(2026, 6, 24, 16, 5, tzinfo=UTC)
TABLE = [
    "GPS,1,A,2830.0660N,10944.0520E,10.0,270,240626160512,-88",
    *("SMS,IN,1,x", "SMS,ACK,0001", "SMS,DLV,1", "SMS,UND,1", "SMS,ERR,1,x", "LOGIN,OK", "PONG"),
    *("STA,1,911", "SOS,1", "SOSEND,1", "PTT,ON,1,2", "PTT,OFF,1,2", "KEY,GRANT", "KEY,FREE"),
    *("LOC,ACK,1", "LOC,ERR,1", "GRP,902", "BAT,55", "CHK,1,1,-9", "KILL,OK,1", "REG,1,ON"),
]
NMEA = [
    "$PKLDS,122434,A,4954.1474,N,11923.6044,W,1.1,194.9,130223,19.20,W00,100,1001,80,00,",
    "$PKWDWPL,150803,V,4237.14,N,07120.83,W,173.8,231.5,190316,1120,7,",
    "$PKNSH,3916.1154,N,12101.6008,W,123456,A,U00001,",
    *("\2I110010011001001\3", "\2I010010011001001\3", "\0020\3", "\0021\3", "\2F1001001hi\3"),
]
ASKS: list[Callable[[], Command]] = [
    lambda: SendText(new_id(), 1, False, "好"),
    lambda: AskPosition(new_id(), 1),
    lambda: CheckRadio(new_id(), 1),
    lambda: PressTalk(new_id(), CallKind.GROUP, 1),
    lambda: ReleaseTalk(new_id()),
    lambda: EndCall(new_id()),
    lambda: Stun(new_id(), 1),
    lambda: ChooseGroup(new_id(), 902),
]


@pytest.mark.parametrize("key", ["table:example", "nmea"])
def test_whatever_comes_every_command_ends_exactly_once(key: str) -> None:
    dice = Random(370)
    session, framer = DRIVERS[key].session("A"), DRIVERS[key].framer()
    ends: Counter[UUID] = Counter()
    asked: list[UUID] = []
    now_s = 0.0

    def take(outs: list[Out]) -> None:
        for out in outs:
            last = isinstance(out, TextState) and out.step in (TextStep.DELIVERED, TextStep.FAILED)
            if isinstance(out, ControlReply) or (last and isinstance(out, TextState)):
                ends[out.command] += 1

    def damaged(text: str) -> bytes:
        letters = list(text)
        for _ in range(dice.randint(0, 3)):
            letters[dice.randrange(len(letters))] = dice.choice("0123456789,.-ANSEWx ")
        words = "".join(letters)
        return words.encode() + b"\r\n" if key == "nmea" else written(LINE, words)

    take(session.opened(now_s, AT))
    for _ in range(3000):
        now_s += dice.choice((0, 0.01, 0.2, 3))
        chance = dice.random()
        if chance < 0.75:
            text = dice.choice(NMEA if key == "nmea" else TABLE)
            for frame, raw in framer.feed(damaged(text), now_s):
                take(session.on_frame(frame, raw, now_s, AT))
        elif chance < 0.95:
            command = dice.choice(ASKS)()
            asked.append(command.id)
            take(session.submit(command, now_s, AT))
        elif chance < 0.97:
            take(session.lost("unplugged", AT))
            take(session.opened(now_s, AT))
        take(session.tick(now_s, AT))
    for _ in range(2000):
        now_s += 0.5
        take(session.tick(now_s, AT))
    assert framer.stats.frames > 500
    assert ends == Counter(asked)
