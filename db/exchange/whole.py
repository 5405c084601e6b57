"""The exchange of one desk, put together: the line, the record, the files behind it, and their thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from app.base.errors import Unreachable
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
    sealed: Callable[[], str] = str,
) -> Exchange:
    """Not yet started. `folder` is that of the settings: the password's file may be named from there.

    Without a file the password is what `sealed` gives (`Secrets.hub_password`).
    """
    line = Line(place, password_for(place, folder, sealed), db.desk)
    return Exchange(line, Meetings(db, files, place.county, publish), db.clock, publish)


def password_for(place: HubPlace, folder: Path, sealed: Callable[[], str]) -> Callable[[], str]:
    """What is asked at every connect: the file that is named, or what is sealed in the record."""
    if place.password_file:
        return partial(password_of, folder / place.password_file)
    return partial(_unsealed, sealed)


def _unsealed(sealed: Callable[[], str]) -> str:
    """The password from the record. `Unreachable("hub", …)`: no_password, or password_sealed when this
    desk has not the key."""
    try:
        password = sealed()
    except Unreachable as error:
        raise Unreachable("hub", "password_sealed") from error
    if not password:
        raise Unreachable("hub", "no_password")
    return password
