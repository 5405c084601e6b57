"""What every test would do anew is done once per process: statements compiled, rules parsed, fonts opened.

What SQLAlchemy makes of a statement depends on the statement and the kind of database alone; it keeps
it per engine, since a program has but one. So it is with a face of a font file, which a program keeps
with its one `Fonts`. Nothing else is shared between the files of two tests.
"""

from __future__ import annotations

import atexit
import pickle
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from app.paper import faces

_STATEMENTS, _FILES = 4000, 200


def compile_once() -> None:
    """From now on all engines on SQLite files hold one cache, and their dialects count as one in it."""
    compiled: LRUCache[Any, Any] = LRUCache(_STATEMENTS)
    create = sa.create_engine

    def create_engine(*words: Any, **more: Any) -> sa.Engine:
        engine = create(*words, **more)
        if type(engine.dialect) is SQLiteDialect_pysqlite:
            engine._compiled_cache = compiled
        return engine

    sa.create_engine = create_engine
    SQLiteDialect_pysqlite.__hash__ = lambda self: hash(type(self))
    SQLiteDialect_pysqlite.__eq__ = lambda self, other: type(self) is type(other)


def parse_once() -> None:
    """From now on the same text of TOML is parsed once; who asks gets a copy of their own."""
    parse = tomllib.loads

    @lru_cache(_FILES)
    def held(text: str) -> bytes:
        return pickle.dumps(parse(text))

    def loads(text: str, /, **more: Any) -> dict[str, Any]:
        if more or not isinstance(text, str):
            return parse(text, **more)
        return pickle.loads(held(text))

    tomllib.loads = loads
    tomllib.load = lambda file, **more: loads(file.read().decode(), **more)


def open_fonts_once() -> None:
    """From now on a font file stays open, and all `Fonts` draw from the faces made of it."""
    read = faces.TTFont

    @cache
    def opened(path: Path, **which: Any) -> Any:
        font = read(path, **which)
        atexit.register(font.close)
        font.close = lambda: None
        return font

    faces.TTFont = opened
    faces.Face = cache(faces.Face)
    faces._number = cache(faces._number)
