"""What the room may ask of the exchange; a desk that stands alone has this door too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.audit.records import HubState, Phase
from app.base.bus import Bus, Changed
from app.base.settings import HubPlace
from db.attachments import Files
from db.engine import Database
from db.exchange.desk import DeskSide

if TYPE_CHECKING:
    from db.exchange.loop import Exchange

FIRST_S = 2.0
"""A desk pulls before its first write when the hub can be reached: so long it waits for that."""


class HubDoor:
    """Answers `app.audit.hub.HubLine`. `begin` and `stop` once each; between them it meets the hub
    after every change of this desk."""

    def __init__(self, db: Database, exchange: Exchange | None, bus: Bus) -> None:
        self._desk = DeskSide(db)
        self._exchange = exchange
        self._bus = bus
        self._stop: Callable[[], object] = lambda: None

    @property
    def state(self) -> HubState:
        return HubState(Phase.OFF) if self._exchange is None else self._exchange.state

    def begin(self) -> None:
        """Start, and wait until the hub was met or could not be, `FIRST_S` at most. Not on the Qt thread."""
        if self._exchange is not None:
            exchange = self._exchange
            heard = self._bus.listen(Changed, lambda _: exchange.wake())
            self._stop = heard.cancel
            exchange.start()
            exchange.settled.wait(FIRST_S)

    def stop(self) -> None:
        self._stop()
        if self._exchange is not None:
            self._exchange.stop()

    def try_now(self) -> None:
        if self._exchange is not None:
            self._exchange.try_now()

    def forget_hub(self) -> None:
        self._desk.forget_hub()


def open_door(
    db: Database,
    files: Files,
    place: HubPlace | None,
    folder: Path,
    bus: Bus,
    sealed: Callable[[], str] = str,
) -> HubDoor:
    """`place` None: this desk stands alone. `folder` is that of the settings; `sealed` gives the password
    that is kept in the record."""
    exchange = None
    if place is not None:
        from db.exchange.whole import exchange_of  # with psycopg, which a desk alone does not need

        exchange = exchange_of(db, files, place, folder, bus.publish, sealed)
    return HubDoor(db, exchange, bus)
