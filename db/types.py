"""Portable column types, each with one canonical JSON form of its values."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.base.errors import Refused

_INT_MAX = 2**63 - 1


class Kept(TypeDecorator[Any]):
    """A column type that also knows how its values stand in the journal.

    `to_json` gives text, number, bool or None; the same value always gives the same bytes.
    """

    cache_ok = True
    impl: Any = sa.Text

    def check(self, column: str, value: Any) -> Any:
        """The value as it may be kept, or `Refused`."""
        raise NotImplementedError

    def to_json(self, value: Any) -> Any:
        return value

    def from_json(self, value: Any) -> Any:
        return value


def _text(column: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(column, "wrong_type", want="text")
    if "\x00" in value:
        raise Refused(column, "nul_character")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused(column, "lone_surrogate", place=error.start + 1) from None
    return value


class Words(Kept):
    """Any text that UTF-8 can hold, without NUL."""

    cache_ok = True

    def check(self, column: str, value: Any) -> str:
        return _text(column, value)


class Choice(Kept):
    """One word of a `StrEnum`."""

    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def check(self, column: str, value: Any) -> StrEnum:
        if isinstance(value, self.words):
            return value
        try:
            return self.words(value)
        except ValueError:
            raise Refused(column, "unknown_word", word=str(value)) from None

    def to_json(self, value: Any) -> Any:
        return str(value.value)

    def from_json(self, value: Any) -> Any:
        return self.words(value)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        word = value if isinstance(value, self.words) else self.words(value)
        return str(word.value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.words(value)


class UtcTime(Kept):
    """An aware instant: ISO text with Z and microseconds on SQLite, timestamptz on PostgreSQL."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.DateTime(timezone=True))
        return dialect.type_descriptor(sa.Text())

    def check(self, column: str, value: Any) -> datetime:
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise Refused(column, "naive_time")
        try:
            return value.astimezone(UTC)
        except OverflowError:
            raise Refused(column, "out_of_range", number=str(value)) from None

    def to_json(self, value: Any) -> str:
        there: datetime = value if value.tzinfo is UTC else value.astimezone(UTC)
        return there.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"

    def from_json(self, value: Any) -> datetime:
        return datetime.fromisoformat(value)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return self.to_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if value is None or isinstance(value, datetime):
            return value
        return self.from_json(value)


class Day(Kept):
    """A day of the calendar, without a time or a zone: 2026-10-01 as text on both engines."""

    cache_ok = True

    def check(self, column: str, value: Any) -> date:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise Refused(column, "wrong_type", want="day")
        return value

    def to_json(self, value: Any) -> str:
        return str(value.isoformat())

    def from_json(self, value: Any) -> date:
        return date.fromisoformat(value)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.to_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.from_json(value)


class Id(Kept):
    """A uuid: text on SQLite, uuid on PostgreSQL."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.Uuid())
        return dialect.type_descriptor(sa.Text())

    def check(self, column: str, value: Any) -> UUID:
        if not isinstance(value, UUID):
            raise Refused(column, "wrong_type", want="uuid")
        return value

    def to_json(self, value: Any) -> str:
        return str(value)

    def from_json(self, value: Any) -> UUID:
        return UUID(value)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return value if value is None or isinstance(value, UUID) else UUID(value)


class Whole(Kept):
    """A whole number of 64 bits."""

    cache_ok = True
    impl = sa.BigInteger

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = sa.Integer() if dialect.name == "sqlite" else sa.BigInteger()
        return dialect.type_descriptor(kind)

    def check(self, column: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refused(column, "wrong_type", want="whole number")
        if not -_INT_MAX - 1 <= value <= _INT_MAX:
            raise Refused(column, "out_of_range", number=value)
        return value


class Real(Kept):
    """A finite number, for coordinates and measurements."""

    cache_ok = True
    impl = sa.Float

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = sa.REAL() if dialect.name == "sqlite" else sa.Double()
        return dialect.type_descriptor(kind)

    def check(self, column: str, value: Any) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise Refused(column, "wrong_type", want="number")
        try:
            number = float(value)
        except OverflowError:
            raise Refused(column, "out_of_range", number=value) from None
        if not math.isfinite(number):
            raise Refused(column, "not_finite")
        return number


class Flag(Kept):
    """True or false."""

    cache_ok = True
    impl = sa.Boolean

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = sa.Integer() if dialect.name == "sqlite" else sa.Boolean()
        return dialect.type_descriptor(kind)

    def check(self, column: str, value: Any) -> bool:
        if not isinstance(value, bool):
            raise Refused(column, "wrong_type", want="yes or no")
        return value

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return value if value is None or dialect.name != "sqlite" else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else bool(value)


class WordList(Kept):
    """A tuple of texts, kept as one JSON text."""

    cache_ok = True

    def check(self, column: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, tuple):
            raise Refused(column, "wrong_type", want="list of texts")
        return tuple(_text(column, word) for word in value)

    def to_json(self, value: Any) -> list[str]:
        return list(value)

    def from_json(self, value: Any) -> tuple[str, ...]:
        return tuple(value)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.dumps(list(value), ensure_ascii=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else tuple(json.loads(value))
