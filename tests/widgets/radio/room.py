"""The page 电台 over the real service and store, and the voice of its gateway."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.base.errors import Refused, Unreachable
from app.base.ids import new_id
from app.base.marks import Mark
from app.people.records import Officer
from app.radio.board import Gateway
from app.radio.driver import Capability
from app.radio.drivers import DEFAULT, DRIVERS
from app.radio.events import (
    AlarmKind,
    Command,
    ControlReply,
    Emergency,
    Heard,
    Linked,
    LinkState,
    OwnTalk,
    Position,
    PressTalk,
    Talking,
    TextIn,
)
from app.radio.records import Radio, RadioKind
from app.radio.service import RadioService
from app.radio.templates import TextTemplate
from db.engine import Database
from db.stores.radio import RadioRows
from widgets.radio.page import RadioPage
from widgets.reports.signing import Signers

ALT = Qt.KeyboardModifier.AltModifier
ABLE = replace(DRIVERS[DEFAULT], capabilities=frozenset(Capability))
"""A gateway that can do everything."""


TEXTS = (TextTemplate("立即转移", "［地点］有险，请立即转移，［时间］前回报。"),)
PIN = "2468"


class FakeLine:
    """A gateway that takes everything."""

    def __init__(self) -> None:
        self.commands: list[Command] = []

    def submit(self, command: Command) -> bool:
        self.commands.append(command)
        return True


class FakeLog:
    """Stands for the duty log; can be away."""

    def __init__(self) -> None:
        self.lines: list[Any] = []
        self.away = False

    def write(self, by: Officer, shift_id: object, line: Any) -> Any:
        if self.away:
            raise Unreachable("store", "disk_full")
        self.lines.append(line)
        return type("Entry", (), {"seq": len(self.lines)})()


class Room:
    """The page, and the gateways' voice. Nobody looks at the key but the page itself: see `watch_talk`."""

    def __init__(self, desk: Any, db: Database, qtbot: Any) -> None:
        self.desk, self.db = desk, db
        self.qtbot = qtbot
        self.line = FakeLine()
        self.log = FakeLog()
        with db.change("system", "radio.enrol", ("radio", "all")) as change:
            for sort, (number, unit) in enumerate(
                ((371105, "麻栗溪乡"), (371102, "麻栗溪乡"), (370602, "铜鼓坪镇"))
            ):
                change.put(
                    "radio",
                    Radio(
                        new_id(),
                        number,
                        unit,
                        "村队长",
                        RadioKind.HANDHELD,
                        931,
                        unit,
                        sort,
                        True,
                        Mark.TEST,
                    ),
                )
        self.rows = RadioRows(db)
        self.service = RadioService(
            self.rows, db, desk.store, desk.bus, desk.clock, Mark.TEST, guarded=False
        )
        self.service.attach(Gateway("A", "网关 A", "/dev/serial/by-id/a", ABLE), self.line)
        self.service.load()
        self.people: list[Officer] = []
        self.signers = Signers(lambda: self.people, self.check)
        self.page = RadioPage(desk, self.service, self.log, self.signers, TEXTS)  # type: ignore[arg-type]
        qtbot.addWidget(self.page)
        self.page.resize(1490, 780)
        self.page.show()

    def up(self) -> None:
        """The gateway answers."""
        self.service.hear(LinkState(self.heard(), Linked.UP))

    def heard(self) -> Heard:
        return Heard("A", self.desk.clock.now(), "7e0400")

    def text(self, words: str, radio: int = 370602) -> None:
        self.service.hear(TextIn(self.heard(), radio, 370000, False, words, 1))
        self.page.refresh()

    def emergency(self, radio: int = 371105, lat: float | None = 28.5011) -> None:
        place = Position(self.heard(), radio, lat, 109.7342, None, lat is not None, None, None)
        self.service.hear(Emergency(self.heard(), radio, AlarmKind.BUTTON, 1, place))

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = ALT) -> None:
        QTest.keyClick(self.page, key, modifiers)

    def whats(self) -> list[str]:
        model = self.page.lines.model
        return [model.index(row, 2).data() for row in range(model.rowCount())]

    def check(self, key: object, pin: str) -> Officer:
        """As at the door: the right PIN or a refusal."""
        if pin != PIN:
            raise Refused("pin", "wrong_pin", left=4)
        return next(one for one in self.people if one.id == key)

    def told(self, state: Talking, code: str = "", target: int = 370602) -> None:
        """What the gateway says of our own call, once it has taken the key."""
        for command in self.line.commands:
            if isinstance(command, PressTalk):
                self.service.hear(ControlReply(self.heard(), command.id, "ok"))
        self.service.hear(OwnTalk(self.heard(), state, target, code))

    def said_of_talk(self) -> str:
        return self.page.keypad.talk.state.text()
