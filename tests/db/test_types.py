"""What a column keeps comes back as it was; what no engine can keep is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.clock import SHANGHAI
from app.base.errors import Refused
from app.base.marks import Mark
from db.tables import metadata
from db.tables.base import RECORDS
from db.types import Choice, Flag, Id, Kept, Real, UtcTime, Whole, WordList, Words

_TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"))
_ZONES = st.sampled_from([UTC, SHANGHAI, timezone(timedelta(hours=-9, minutes=-30))])
KEPT: list[tuple[Kept, st.SearchStrategy[Any]]] = [
    (Words(), _TEXT),
    (Choice(Mark), st.sampled_from(Mark)),
    (
        UtcTime(),
        st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=_ZONES),  # noqa: DTZ001
    ),
    (Id(), st.uuids()),
    (Whole(), st.integers(-(2**63), 2**63 - 1)),
    (Real(), st.floats(allow_nan=False, allow_infinity=False)),
    (Flag(), st.booleans()),
    (WordList(), st.lists(_TEXT).map(tuple)),
]


@pytest.mark.parametrize(("kind", "values"), KEPT, ids=lambda kind: type(kind).__name__)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_value_survives_the_table_and_the_journal(
    kind: Kept, values: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    value = kind.check("x", data.draw(values))
    written = json.dumps(kind.to_json(value), ensure_ascii=False, allow_nan=False)
    assert kind.from_json(json.loads(written)) == value
    engine = sa.create_engine("sqlite://")
    table = sa.Table("t", sa.MetaData(), sa.Column("x", kind), sqlite_strict=True)
    table.create(engine)
    with engine.begin() as connection:
        connection.execute(table.insert(), {"x": value})
        back = connection.execute(sa.select(table.c.x)).scalar_one()
    engine.dispose()
    assert back == value
    assert type(back) is type(value)


def test_times_are_ordered_as_text_as_they_are_in_time() -> None:
    kind = UtcTime()
    early = kind.to_json(datetime(999, 1, 1, tzinfo=UTC))
    late = kind.to_json(datetime(2026, 6, 25, 1, 0, tzinfo=SHANGHAI))
    later = kind.to_json(datetime(2026, 6, 24, 17, 0, 0, 1, tzinfo=UTC))
    assert early < late < later == "2026-06-24T17:00:00.000001Z"


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (Words(), "a\x00b", "nul_character"),
        (Words(), "水\ud800", "lone_surrogate"),
        (Words(), 7, "wrong_type"),
        (Words(), b"bytes", "wrong_type"),
        (Choice(Mark), "玩笑", "unknown_word"),
        (UtcTime(), datetime(2026, 6, 24), "naive_time"),  # noqa: DTZ001  what is refused
        (UtcTime(), "2026-06-24", "naive_time"),
        (UtcTime(), datetime(1, 1, 1, tzinfo=SHANGHAI), "out_of_range"),
        (Id(), "0190-1234", "wrong_type"),
        (Whole(), 2**70, "out_of_range"),
        (Whole(), -(2**63) - 1, "out_of_range"),
        (Whole(), 1.0, "wrong_type"),
        (Whole(), True, "wrong_type"),
        (Real(), float("nan"), "not_finite"),
        (Real(), float("-inf"), "not_finite"),
        (Real(), 10**400, "out_of_range"),
        (Real(), "26.5", "wrong_type"),
        (Real(), True, "wrong_type"),
        (Flag(), 1, "wrong_type"),
        (WordList(), ["a list"], "wrong_type"),
        (WordList(), ("a", "b\x00"), "nul_character"),
        (WordList(), ("a", 1), "wrong_type"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_column(kind: Kept, value: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        kind.check("place", value)
    assert (refused.value.field, refused.value.code) == ("place", code)


def test_one_value_has_one_form_in_the_journal() -> None:
    there = datetime(2026, 6, 24, 20, 0, tzinfo=SHANGHAI)
    kind = UtcTime()
    assert kind.to_json(kind.check("x", there)) == kind.to_json(there.astimezone(UTC))
    assert Real().to_json(Real().check("x", 1)) == Real().to_json(1.0)
    assert Id().to_json(UUID(int=1)) == "00000000-0000-0000-0000-000000000001"


@pytest.mark.parametrize("name", RECORDS)
def test_every_feature_table_is_strict_has_codecs_one_key_and_no_other_unique(name: str) -> None:
    table = metadata.tables[name]
    assert table.dialect_options["sqlite"]["strict"]
    assert [column.name for column in table.primary_key] == ["id"]
    assert all(isinstance(column.type, Kept) for column in table.columns)
    assert not any(column.unique for column in table.columns)
    assert not any(isinstance(c, sa.UniqueConstraint) for c in table.constraints)
    assert not any(index.unique for index in table.indexes)


@pytest.mark.parametrize("name", RECORDS)
def test_every_reference_is_deferred_and_indexed(name: str) -> None:
    table = metadata.tables[name]
    first = {next(iter(index.columns)).name for index in table.indexes}
    for key in table.foreign_keys:
        assert key.deferrable
        assert key.initially == "DEFERRED"
        assert key.parent.name in first, f"{name}.{key.parent.name} has no index"
