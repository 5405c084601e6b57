"""Is the record whole? Checked on the file alone, without opening the duty room."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from db.fold import Difference, differences
from db.journal import Verdict, verify

MOST = 20
"""Changed rows that are named; more are the same finding."""


@dataclass(frozen=True, slots=True)
class Report:
    """`verdict` None: the file could not be read at all, `why` says why."""

    verdict: Verdict | None
    changed: tuple[Difference, ...] = ()
    why: str = ""

    @property
    def whole(self) -> bool:
        return self.verdict is not None and self.verdict.bad is None and not self.changed

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
        return told


def check(file: Path) -> Report:
    """Chains, hashes, and every row against the fold of its effects. Writes nothing."""
    if not file.is_file():
        return Report(None, why=f"没有文件 {file.name}")
    engine = sa.create_engine(f"sqlite:///file:{file}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            verdict = verify(connection)
            return Report(verdict, tuple(islice(differences(connection), MOST)))
    except (DatabaseError, ValueError, KeyError) as error:
        return Report(None, why=type(error).__name__)
    finally:
        engine.dispose()
