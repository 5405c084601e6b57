"""The exchange of one desk, put together: the line, the record, the files behind it, and their thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from app.base.settings import HubPlace
from db.attachments import Files
from db.engine import Database
from db.exchange.blobs import BlobExchange
from db.exchange.hub import Hub
from db.exchange.line import Line, password_of
from db.exchange.loop import Exchange
from db.exchange.rounds import Rounds


class Meetings:
    """What a desk does at the hub: records first, files when no record waits."""

    def __init__(
        self, db: Database, files: Files, county: str, publish: Callable[[object], None]
    ) -> None:
        self._rounds = Rounds(db, county)
        self._files = BlobExchange(db, files, publish)

    def arrive(self) -> None:
        self._files.forget()

    def exchange(self, hub: sa.Engine) -> None:
        self._rounds.exchange(Hub(hub))

    def aside(self, hub: sa.Engine) -> bool:
        return self._files.step(hub)

    def standing(self) -> tuple[int, int]:
        return self._rounds.desk.standing()


def exchange_of(
    db: Database,
    files: Files,
    place: HubPlace,
    folder: Path,
    publish: Callable[[object], None],
) -> Exchange:
    """Not yet started. `folder` is that of the settings: the password's file may be named from there."""
    line = Line(place, partial(password_of, folder / place.password_file), db.desk)
    return Exchange(line, Meetings(db, files, place.county, publish), db.clock, publish)
