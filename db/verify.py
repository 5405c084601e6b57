"""Is the record whole? Checked on the file alone, without opening the duty room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from db.fold import IN_ORDER, Difference, differences
from db.journal import Verdict, verify
from db.past import bodies
from db.tables.journal import effect, journal

MOST = 20
"""Changed rows that are named; more are the same finding."""
DAMAGE = (DatabaseError, ValueError, KeyError, TypeError, IndexError, AttributeError)
"""What reading bytes that were never written by us may raise."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A hash that was printed or told elsewhere, and the (chain, seq) it names here, if it does."""

    code: str
    entry: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Report:
    """`verdict` None: the file could not be read at all, `why` says why."""

    verdict: Verdict | None
    changed: tuple[Difference, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    why: str = ""

    @property
    def whole(self) -> bool:
        return (
            self.verdict is not None
            and self.verdict.bad is None
            and not self.changed
            and not self.why
            and all(anchor.entry for anchor in self.anchors)
        )

    def lines(self) -> list[str]:
        """In the language of the record: what an officer reads out."""
        if self.verdict is None:
            return [f"记录读不出：{self.why}"]
        told = [f"记录 {self.verdict.entries} 条，链完整"]
        if self.verdict.bad is not None:
            bad = self.verdict.bad
            place = f"链 {bad.ws} 第 {bad.seq} 条"
            told = [f"记录已核 {self.verdict.entries} 条，{place}不符({bad.why})"]
        told += [f"与记录不符的行：{row.table} {row.key}" for row in self.changed]
        for anchor in self.anchors:
            if anchor.entry is None:
                told.append(f"凭证 {anchor.code} 不在记录中：其后的记录被截去，或不是同一份记录")
            else:
                ws, seq = anchor.entry
                told.append(f"凭证 {anchor.code} 在记录中：链 {ws} 第 {seq} 条")
        if self.why:
            other = self.why == OTHER_SCHEMA
            told.append(self.why if other else f"数据库文件有损：{self.why}")
        return told


def check(file: Path, witnesses: Sequence[str] = ()) -> Report:
    """Chains, hashes, every row against the fold of its effects, the pages of the file. Writes nothing.

    `witnesses`: first hex digits of entry hashes or order hashes, as paper and other desks hold them.
    """
    if not file.is_file():
        return Report(None, why=f"没有文件 {file.name}")
    engine = sa.create_engine(f"sqlite:///file:{quote(str(file))}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            return _read(connection, witnesses)
    except DAMAGE as error:
        return Report(None, why=said(error))
    finally:
        engine.dispose()


def _read(connection: sa.Connection, witnesses: Sequence[str]) -> Report:
    verdict = verify(connection)
    anchors = tuple(Anchor(code, _named(connection, code)) for code in witnesses)
    changed: tuple[Difference, ...] = ()
    why = ""
    try:
        changed = tuple(islice(chain(differences(connection), _unindexed(connection)), MOST))
        found = str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one())
        why = "" if found == "ok" else found.splitlines()[-1]
    except DAMAGE as error:
        why = said(error)
    return Report(verdict, changed, anchors, why)


def said(error: Exception) -> str:
    """What SQLite said, in the officer's words where it is likely to be met."""
    said = str(getattr(error, "orig", error)).splitlines()[0]
    if said != _NO_RECORD and said.startswith(("no such table", "no such column")):
        return OTHER_SCHEMA
    return _WORDS.get(said, said)


OTHER_SCHEMA = "记录属于另一版本，各行须打开升级后再核"
_NO_RECORD = "no such table: journal"
_WORDS = {
    _NO_RECORD: "文件里没有值守台的记录",
    "file is not a database": "不是数据库文件",
    "database disk image is malformed": "数据库文件已损坏",
}


def _unindexed(connection: sa.Connection) -> Iterator[Difference]:
    """Rows whose history would be told wrong: the index of effects is not that of the journal."""
    listed = {tuple(row) for row in connection.execute(sa.select(effect))}
    query = sa.select(journal.c.hash, journal.c.effects, journal.c.schema_no).where(IN_ORDER)
    for digest, *told in connection.execute(query):
        for n, done in enumerate(bodies(*told)):
            place = (done["table"], done["key"], digest, n)
            if place not in listed:
                yield Difference(effect.name, done["key"])
            listed.discard(place)
    for _, key, _, _ in listed:
        yield Difference(effect.name, key)


def _named(connection: sa.Connection, code: str) -> tuple[str, int] | None:
    """The entry whose hash, or whose order hash, begins with these hex digits."""
    first, last = (bytes.fromhex(code.ljust(64, fill)) for fill in "0f")
    named = journal.c.hash.between(first, last) | journal.c.order_hash.between(first, last)
    found = connection.execute(sa.select(journal.c.ws, journal.c.seq).where(named)).first()
    return None if found is None else (found.ws, found.seq)
