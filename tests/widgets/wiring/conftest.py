"""A radio room and a duty room on one real store, and the desk that shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.base.marks import Mark
from app.radio.board import Gateway
from app.radio.events import AlarmKind, Emergency, Heard, Position
from app.radio.service import RadioService
from db.stores.radio import RadioRows
from tests.rooms import Room, open_room
from widgets.kit.desk import Desk
from widgets.kit.sound import Sounds
from widgets.shell.messages import Messages


class Line:
    """A gateway that takes everything."""

    def submit(self, _command: object) -> bool:
        return True


class Speaker:
    """Keeps what it would have played."""

    available = True

    def __init__(self) -> None:
        self.played: list[bytes] = []

    def play(self, pcm: bytes, _gain_db: float) -> None:
        self.played.append(pcm)


@dataclass(slots=True)
class Wired:
    desk: Desk
    room: Room
    radio: RadioService
    messages: Messages
    sounds: Sounds

    def emergency(self, lat: float | None = 28.5011, lon: float | None = 109.7342) -> None:
        """As a gateway's link tells it."""
        heard = Heard("A", self.desk.clock.now(), "08b003")
        where = Position(heard, 371105, lat, lon, None, lat is not None, None, None)
        self.radio.hear(Emergency(heard, 371105, AlarmKind.BUTTON, 1, where))


@pytest.fixture
def wired(desk: Desk, theme, tmp_path: Path) -> Iterator[Wired]:
    room = open_room(tmp_path / "duty.db")
    radio = RadioService(RadioRows(room.db), room.db, desk.store, desk.bus, desk.clock, Mark.TEST)
    radio.attach(Gateway("A", "值班室", "/dev/none"), Line())
    radio.load()
    yield Wired(desk, room, radio, Messages(desk.clock), Sounds(theme, Speaker()))
    room.db.close()
