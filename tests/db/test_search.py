"""What the index finds is what a scan finds, on SQLite and on PostgreSQL, however rows came and went."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.base.ids import new_id
from app.base.search import marks, normal, words
from app.people.pinyin import spellings
from db import search
from db.derive import derive
from db.search import find, grams
from db.tables import derived_metadata
from db.tables.search import pinyin_key, search_doc
from db.types import UtcTime
from tests.db.samples import NOON

LETTERS = "水位上涨至山洪人员轻伤𠮷一二 \n，。-_·0123ＡａBbß①㎡Éé́"
EVERYTHING = 10_000
WORDS_OF_AN_OFFICER = (
    ("水", 3),
    ("水位", 2),
    ("水位上涨", 1),
    ("位涨", 0),
    ("8848", 1),
    ("84", 1),
    ("370m", 1),
    ("370Ｍ", 1),
    ("2人轻伤", 1),
    ("ＴＥＴＲＡ", 1),
    ("𠮷", 1),
    ("𠮷家湾", 1),
    ("家湾 水位", 1),
    ("水位 水位 370", 0),
    ("，", 2),
    ("、", 0),
    ("", 5),
    ("　 \n", 5),
    ("\ud842", 0),
    ("水\x00", 0),
    ("'\"*:&|!()", 0),
    ("水" * 3000, 0),
)


@dataclass(slots=True)
class Record:
    """Log lines in the index, and beside them what they say."""

    connection: sa.Connection
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)

    def put(self, *lines: tuple[str, datetime]) -> list[str]:
        rows = {str(new_id()): _row(text, at) for text, at in lines}
        self.bring(rows)
        return list(rows)

    def bring(self, rows: dict[str, dict[str, Any] | None]) -> None:
        derive(self.connection, "log_entry", rows)
        for key, row in rows.items():
            if row is None:
                self.lines.pop(key, None)
            else:
                self.lines[key] = row

    def empty(self) -> None:
        self.bring(dict.fromkeys(self.lines))

    def found(self, asked: str, most: int = EVERYTHING) -> list[str]:
        return [str(key) for key in find(self.connection, "log_entry", words(asked), most)]

    def scanned(self, asked: str) -> list[str]:
        """The same without an index: every word is a part of one of the columns."""
        wanted = normal(asked).split()
        newest = sorted(self.lines, key=lambda k: (self.lines[k]["written_at"], k), reverse=True)
        texts = {k: [normal(self.lines[k][n]) for n in ("text", "unit")] for k in newest}
        return [
            k
            for k in newest
            if any(texts[k]) and all(any(word in text for text in texts[k]) for word in wanted)
        ]


def _row(text: str, at: datetime, unit: str = "") -> dict[str, Any]:
    written = UtcTime().to_json(at)
    bare = {"text": text, "unit": unit, "person": "", "phone": "", "handling": "",
            "post": "", "responsible": ""}  # fmt: skip
    return {**bare, "written_at": written}


def dumped(connection: sa.Connection) -> tuple[list[Any], list[Any]]:
    """The index as it stands: numbers, keys, texts, and the grams as the engine tells them."""
    docs = sa.select(search_doc).order_by(search_doc.c.no)
    held: list[Any] = [tuple(row) for row in connection.execute(docs)]
    if connection.dialect.name == "postgresql":
        told = connection.execute(sa.text("SELECT no, CAST(grams AS text) FROM search_doc"))
        return held, sorted(map(tuple, told))
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words"
        " USING fts5vocab(main, search_fts, instance)"
    )
    told = connection.exec_driver_sql("SELECT term, doc FROM search_words")
    return held, sorted({tuple(row) for row in told})


pieces = st.text(LETTERS, max_size=12)
texts = st.lists(pieces, min_size=1, max_size=12)
moments = st.integers(0, 4)


class Rules:
    """What holds on either engine. `record` is empty."""

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(said=texts, at=moments, data=st.data())
    @example(said=["𠮷家湾"], at=0, data=None)
    def test_found_is_what_a_scan_finds(self, record: Record, said, at, data) -> None:
        record.empty()
        record.put(*((text, NOON + timedelta(seconds=(n + at) % 5)) for n, text in enumerate(said)))
        asked = ["", "，", "𠮷", "𠮷家"]
        if data is not None:
            whole = "".join(said)
            asked.append(data.draw(pieces))
            for _ in range(4):
                begin = data.draw(st.integers(0, len(whole)))
                asked.append(whole[begin : begin + data.draw(st.integers(1, 4))])
        for one in asked:
            assert record.found(one) == record.scanned(one), one

    def test_words_of_an_officer(self, record: Record) -> None:
        record.put(
            ("𠮷家湾水位上涨", NOON),
            ("水位回落，无险情", NOON),
            ("２人轻伤，水泥路断", NOON),
            ("370M电台 Tetra 终端正常", NOON),
            ("电话 13388480000", NOON),
        )
        for asked, count in WORDS_OF_AN_OFFICER:
            assert len(record.found(asked)) == count, asked
            assert record.found(asked) == record.scanned(asked), asked

    def test_a_word_stands_within_one_column(self, record: Record) -> None:
        (key,) = record.put(("水", NOON))
        record.bring({key: _row("水", NOON, unit="位")})
        assert (record.found("水位"), record.found("水 位")) == ([], [key])

    def test_newest_first_and_no_more_than_asked_for(self, record: Record) -> None:
        keys = record.put(*((f"第{n}次", NOON + timedelta(minutes=n)) for n in range(30)))
        assert record.found("次", 5) == keys[:-6:-1]
        assert record.found("次") == keys[::-1]

    def test_what_comes_late_stands_where_it_belongs(self, record: Record) -> None:
        keys = record.put(*((f"第{n}次", NOON + timedelta(minutes=n)) for n in range(0, 40, 2)))
        (late,) = record.put(("迟到一次", NOON + timedelta(minutes=15)))
        assert record.found("次").index(late) == len(keys) - 8
        assert record.found("次") == record.scanned("次")

    def test_often_here_and_only_long_ago(self, record: Record) -> None:
        """Words that stand among the newest rows, and others that are looked up."""
        record.put(
            *(
                (
                    f"{'旧' if n < 20 else ''}{'常' if n % 2 else '少'}{n}",
                    NOON + timedelta(seconds=n),
                )
                for n in range(search.NEWEST + 200)
            )
        )
        for asked, most in (
            ("常", 50),
            ("旧", 50),
            ("旧", 3),
            ("少", 1_500),
            ("2199", 2),
            ("旧常1", 9),
        ):
            assert record.found(asked, most) == record.scanned(asked)[:most]

    def test_stretches_of_time_are_asked_one_after_the_other(
        self, record: Record, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Hits on both sides of every border between stretches, and words that stand only long ago."""
        monkeypatch.setattr(search, "ERA", 16)
        monkeypatch.setattr(search, "NEWEST", 10)
        times = (NOON + timedelta(seconds=n) for n in range(300))
        record.put(*((f"{n:03}{'旧' if n < 3 else '新'}", at) for n, at in enumerate(times)))
        record.put(("迟到旧", NOON + timedelta(seconds=150)))
        for asked, most in (
            ("旧", 50),
            ("新", 290),
            ("新", 11),
            ("2", 200),
            ("15", 50),
            ("015新", 5),
        ):
            assert record.found(asked, most) == record.scanned(asked)[:most]

    def test_edits_and_rows_that_go_leave_no_trace(self, record: Record) -> None:
        keys = record.put(*((f"水位{n}", NOON + timedelta(seconds=n)) for n in range(6)))
        record.bring({keys[1]: _row("回落", NOON + timedelta(seconds=1)), keys[2]: None})
        record.bring({keys[4]: _row("", NOON + timedelta(seconds=4))})
        record.bring({keys[0]: _row("水位0", NOON + timedelta(hours=1))})
        record.bring({keys[3]: _row("水位3", NOON + timedelta(seconds=3))})
        assert record.found("水位") == [keys[0], keys[5], keys[3]]
        assert record.found("回落") == [keys[1]]
        assert record.found("回落 水") == []

    def test_a_kept_index_is_the_rebuilt_one(self, record: Record) -> None:
        """Lines, late lines, edits, lines that went: then derived anew in the order of time."""
        draw = random.Random(7)
        for _ in range(30):
            record.put(
                *(
                    (
                        "".join(draw.choices(LETTERS, k=9)),
                        NOON + timedelta(seconds=draw.randrange(900)),
                    )
                    for _ in range(draw.randrange(1, 6))
                )
            )
            key = draw.choice(sorted(record.lines))
            record.bring({key: {**record.lines[key], "text": "".join(draw.choices(LETTERS, k=5))}})
        kept = without_numbers(record.connection)
        lines = dict(record.lines)
        record.empty()
        assert dumped(record.connection) == ([], [])
        record.bring(lines)
        assert without_numbers(record.connection) == kept


def without_numbers(connection: sa.Connection) -> tuple[list[Any], list[Any]]:
    """Edits may leave gaps between numbers; their order, texts and grams are what counts."""
    docs, told = dumped(connection)
    rank = {doc[0]: n for n, doc in enumerate(docs)}
    if connection.dialect.name == "postgresql":
        return [doc[1:] for doc in docs], sorted((rank[no], text) for no, text in told)
    return [doc[1:] for doc in docs], sorted((term, rank[no]) for term, no in told)


class TestSqlite(Rules):
    @pytest.fixture
    def record(self) -> Iterator[Record]:
        engine = sa.create_engine("sqlite://")
        with engine.begin() as connection:
            yield _prepared(connection)
        engine.dispose()


class TestPostgres(Rules):
    @pytest.fixture
    def record(self, postgres_engine: sa.Engine) -> Iterator[Record]:
        with postgres_engine.begin() as connection:
            yield _prepared(connection)


def _prepared(connection: sa.Connection) -> Record:
    derived_metadata.create_all(connection)
    return Record(connection)


@given(st.text())
@settings(max_examples=50, derandomize=True, deadline=None)
def test_normal_form_is_its_own(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text(LETTERS), st.integers(0, 20), st.integers(1, 4))
@settings(derandomize=True, deadline=None)
def test_a_text_has_the_grams_of_each_of_its_parts(text: str, begin: int, length: int) -> None:
    part = normal(text)[begin : begin + length]
    pairs, begun = search.looked_up([part] if part.strip() else [])
    held = grams(text)
    assert held.issuperset(pairs)
    assert all(any(gram.startswith(one) for gram in held) for one in begun)


def test_grams() -> None:
    assert grams("水位，ＡB 7") == {"水位", "位", "ab", "b", "7"}
    assert grams("，。") == set()


def test_marks_stand_in_the_text_as_it_was_written() -> None:
    assert marks("𠮷家湾２人轻伤", words("2人 𠮷")) == [(0, 1), (3, 5)]
    assert marks("aaaa", words("aa")) == [(0, 4)]
    assert marks("㎡水", words("m2")) == [(0, 1)]
    assert marks("水", words("火")) == []


def test_spellings_with_every_reading() -> None:
    assert spellings("单县") == {"dx", "sx", "cx"}
    assert {"chd", "zhd"} <= spellings("曾厚德")
    assert spellings("") == set()
    assert all(len(one) == 40 for one in spellings("单" * 40))


def test_initials_are_found_by_their_beginning_and_follow_the_name() -> None:
    engine = sa.create_engine("sqlite://")
    key = str(new_id())
    with engine.begin() as connection:
        _prepared(connection)
        for name in ("曾厚德", "单演达"):
            derive(connection, "person", {key: {"name": name}})
        held = connection.execute(sa.select(pinyin_key.c.spelled, pinyin_key.c.key)).all()
        assert {spelled for spelled, _ in held} == spellings("单演达")
        assert {found for _, found in held} == {UUID(key)}
        derive(connection, "person", {key: None})
        assert connection.execute(sa.select(pinyin_key)).all() == []
    engine.dispose()
