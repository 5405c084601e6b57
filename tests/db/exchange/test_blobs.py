"""Files between desks: behind the records, piece by piece, never a damaged one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.base.attachments import SHARED_MOST, FileArrived, Filed
from app.duty.log import Line
from db.attachments import Files
from db.exchange.blobs import PIECE, BlobExchange
from db.exchange.setup import setup_sql
from db.tables import hub_metadata
from db.tables.hub import blob_asked, blob_chunk
from tests.db.exchange.test_setup import tell
from tests.postgres import Cluster
from tests.rooms import Room, open_room

PHOTO = os.urandom(3 * PIECE + 77)
DAMAGED = PHOTO[:-1] + bytes([PHOTO[-1] ^ 1])


@dataclass(slots=True)
class Desk:
    room: Room
    files: Files
    exchange: BlobExchange
    facts: list[object]

    def attach(self, content: bytes, name: str = "现场.jpg") -> Filed:
        filed = self.files.keep(content, name)
        self.know(filed)
        return filed

    def know(self, filed: Filed) -> None:
        """The row, as it comes with the records."""
        self.room.log.write(self.room.watch, self.room.shift.id, Line("附件"), [filed])

    def settle(self, hub: sa.Engine, most: int = 200) -> int:
        for n in range(most):
            if not self.exchange.step(hub):
                return n
        raise AssertionError("it does not come to rest")


def desk_at(folder: Path) -> Desk:
    room, files, facts = open_room(folder / "duty.db"), Files(folder / "blobs"), list[object]()
    return Desk(room, files, BlobExchange(room.db, files, facts.append), facts)


@pytest.fixture
def one(tmp_path: Path) -> Desk:
    return desk_at(tmp_path / "one")


@pytest.fixture
def two(tmp_path: Path) -> Desk:
    return desk_at(tmp_path / "two")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[sa.Engine]:
    """The rules are the same on SQLite; the last tests are on PostgreSQL."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'hub.db'}")
    hub_metadata.create_all(engine)
    yield engine
    engine.dispose()


def chunks(hub: sa.Engine) -> int:
    with hub.connect() as there:
        return int(there.execute(sa.select(sa.func.count()).select_from(blob_chunk)).scalar_one())


def asked(hub: sa.Engine) -> list[str]:
    with hub.connect() as there:
        return list(there.execute(sa.select(blob_asked.c.sha256)).scalars())


def spoil(hub: sa.Engine, n: int, data: bytes) -> None:
    with hub.begin() as there:
        there.execute(blob_chunk.update().where(blob_chunk.c.n == n).values(data=data))


def test_a_file_of_one_desk_comes_to_the_other(one: Desk, two: Desk, hub: sa.Engine) -> None:
    filed = one.attach(PHOTO)
    two.know(filed)
    assert two.settle(hub) == 0, "nobody has brought it yet"
    assert one.settle(hub) == 4, "one piece a step"
    assert two.settle(hub) == 4
    assert two.files.read(filed.sha256) == PHOTO
    assert two.facts == [FileArrived(filed.sha256)]
    assert one.settle(hub) == two.settle(hub) == 0


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_every_length_comes_whole(one: Desk, two: Desk, hub: sa.Engine, size: int) -> None:
    filed = one.attach(os.urandom(size))
    two.know(filed)
    one.settle(hub)
    two.settle(hub)
    assert two.files.holds(filed.sha256)


def test_it_goes_on_after_a_cut(one: Desk, two: Desk, hub: sa.Engine, tmp_path: Path) -> None:
    filed = one.attach(PHOTO)
    two.know(filed)
    for _ in range(2):
        one.exchange.step(hub)
    one.exchange = BlobExchange(one.room.db, one.files, one.facts.append)
    assert one.settle(hub) == 2, "only what the hub lacks"
    for _ in range(3):
        two.exchange.step(hub)
    part = next(two.files.folder.glob(".part-*"))
    with open(part, "ab") as torn:
        torn.write(b"half of a piece")
    two.exchange = BlobExchange(two.room.db, two.files, two.facts.append)
    assert two.settle(hub) == 1
    assert two.files.read(filed.sha256) == PHOTO
    assert list(two.files.here()) == [filed.sha256]


@pytest.mark.parametrize("data", [bytes(PIECE), b"short", b""], ids=["other", "short", "empty"])
def test_a_damaged_piece_is_refused_and_asked_for_anew(
    one: Desk, two: Desk, hub: sa.Engine, data: bytes
) -> None:
    filed = one.attach(PHOTO)
    two.know(filed)
    one.settle(hub)
    spoil(hub, 1, data)
    two.settle(hub)
    assert not two.files.has(filed.sha256, filed.size)
    assert list(two.files.folder.glob(".part-*")) == []
    assert asked(hub) == [filed.sha256]
    assert two.settle(hub) == 0, "it waits for who has the file"
    assert one.settle(hub) == 4
    assert asked(hub) == []
    two.settle(hub)
    assert two.files.read(filed.sha256) == PHOTO


def test_a_damaged_file_is_not_handed_on(one: Desk, hub: sa.Engine) -> None:
    filed = one.attach(PHOTO)
    one.files.place(filed.sha256).write_bytes(DAMAGED)
    assert one.settle(hub) == 0
    assert chunks(hub) == 0


def test_what_the_hub_lost_is_brought_again(one: Desk, hub: sa.Engine) -> None:
    one.attach(PHOTO)
    one.settle(hub)
    with hub.begin() as there:
        there.execute(blob_chunk.delete().where(blob_chunk.c.n > 1))
    one.exchange.forget()
    assert one.settle(hub) == 2
    assert chunks(hub) == 4


def test_large_files_stay_where_they_are(
    one: Desk, hub: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SHARED_MOST == 20 * 2**20
    monkeypatch.setattr("db.exchange.blobs.SHARED_MOST", PIECE)
    one.attach(PHOTO)
    assert one.settle(hub) == 0
    one.attach(b"small")
    assert one.settle(hub) == 1


def test_trouble_with_the_own_disk_leaves_the_file_and_nothing_stops(
    one: Desk, two: Desk, hub: sa.Engine
) -> None:
    filed, small = one.attach(PHOTO), one.attach(b"small", "短.txt")
    one.settle(hub)
    two.files.folder.mkdir(parents=True)
    (two.files.folder / f".part-{filed.sha256}").mkdir()
    for known in (filed, small):
        two.know(known)
    two.settle(hub)
    assert two.files.holds(small.sha256)
    assert not two.files.has(filed.sha256, filed.size)


def test_on_postgresql_with_the_rights_of_a_desk(
    one: Desk, two: Desk, postgres_engine: sa.Engine, postgres_server: Cluster
) -> None:
    tell(postgres_engine, setup_sql("430000", UUID(int=1)))
    tell(postgres_engine, "ALTER ROLE dutyroom PASSWORD 'only-for-tests'")
    url = postgres_server.url(str(postgres_engine.url.database), "dutyroom")
    desk = sa.create_engine(url, pool_size=1, max_overflow=0)
    filed = one.attach(PHOTO)
    two.know(filed)
    one.settle(desk)
    spoil(postgres_engine, 2, b"damaged")
    two.settle(desk)
    assert asked(postgres_engine) == [filed.sha256]
    one.settle(desk)
    postgres_server.terminate_backends()
    with pytest.raises(DBAPIError):
        two.settle(desk)
    two.settle(desk)
    assert two.files.read(filed.sha256) == PHOTO
    desk.dispose()


def test_two_desks_that_hold_one_file_bring_it_without_a_quarrel(
    one: Desk, two: Desk, postgres_engine: sa.Engine
) -> None:
    hub_metadata.create_all(postgres_engine)
    one.attach(PHOTO)
    two.attach(PHOTO)
    moved = True
    while moved:
        moved = any([one.exchange.step(postgres_engine), two.exchange.step(postgres_engine)])
    assert chunks(postgres_engine) == 4
