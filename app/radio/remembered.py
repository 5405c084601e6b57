"""What the record of earlier runs gives the radio room when it starts."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from app.radio.board import LINES, QUIET_LINES, Board
from app.radio.controls import Controls
from app.radio.events import TextStep
from app.radio.history import HistoryReads
from app.radio.lists import ListStore
from app.radio.recorded import RecordStore
from app.radio.records import Radio, RadioAlarm, RadioEvent, RadioText
from app.radio.roster import Place
from app.radio.statuses import StatusBook
from app.radio.tracks import TrackReads


class RadioStore(ListStore, RecordStore, TrackReads, HistoryReads, Protocol):
    """Read on the store thread."""

    def radios(self) -> list[Radio]:
        """The active roster."""
        ...

    def open_texts(self) -> list[RadioText]:
        """Neither delivered nor failed."""
        ...

    def at_hand(self, said: int, quiet: int) -> list[RadioEvent]:
        """The newest of what was said, and of what comes by itself, oldest of them first."""
        ...

    def latest_events(self, count: int) -> list[RadioEvent]:
        """Oldest of them first."""
        ...

    def last_heard(self) -> dict[int, datetime]: ...

    def last_places(self) -> list[RadioEvent]:
        """The newest position of each radio."""
        ...

    def last_talks(self) -> list[RadioEvent]:
        """The newest talk of each talk-group, ours too."""
        ...


class Remembered:
    """Read on the store thread when it is made; `enter` puts it on the board, under the service's lock."""

    def __init__(self, store: RadioStore) -> None:
        self._radios, self._alarms = store.radios(), store.open_alarms()
        self._open_texts, self._heard = store.open_texts(), store.last_heard()
        self._places, self._events = store.last_places(), store.at_hand(LINES, QUIET_LINES)
        self._texts, self._talks = store.latest_texts(LINES), store.last_talks()
        self._controls = store.latest_controls(LINES)
        self._groups, self._statuses = store.radio_groups(), store.radio_statuses()

    def enter(
        self, board: Board, statuses: StatusBook, controls: Controls, now: datetime
    ) -> list[RadioAlarm]:
        """The alarms that were not known here. What was heard since then wins; texts that were under way
        end as failed, for nobody can tell any more; what was sent stays sent."""
        board.roster.load(self._radios)
        for number, at in self._heard.items():
            board.roster.remember(number, at)
        for event in self._places:
            if event.radio is not None and event.lat is not None and event.lon is not None:
                place = Place(event.lat, event.lon, event.at, event.speed_kmh, event.rssi_dbm)
                board.roster.remember_place(event.radio, place)
        left = [
            text
            for text in self._open_texts
            if text.id not in board.lines and text.step is not TextStep.SENT and board.ours(text)
        ]
        board.older([*self._events, *self._texts])
        for text in left:
            board.move(text, TextStep.FAILED, "restarted", now)
        board.groups.load(self._groups)
        for event in self._talks:
            board.groups.remember(event)
        statuses.load(self._statuses)
        controls.load(self._controls)
        return board.alarms.load(self._alarms)
