"""A bit turned over anywhere: the check says so, names the record, and does not fall over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.bit_flips import record, run, verify

pytestmark = pytest.mark.faults


def test_turned_bits_are_found_or_change_nothing(tmp_path: Path) -> None:
    tally = run(20, seed=11, folder=tmp_path, lines=150)
    assert (tally.crashed, tally.missed) == (0, 0)
    assert tally.found
    assert tally.found + tally.harmless + tally.search_only == 20


def test_a_turned_bit_in_an_entry_names_the_entry(tmp_path: Path) -> None:
    path = tmp_path / "duty.db"
    whole = record(path, lines=20)
    place = whole.index('"text":"水位 41.7 米'.encode()) + 12
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    code, lines = verify(tmp_path)
    assert code == 1
    assert lines[0].startswith("记录已核 9 条，链 desk-a")
    assert "第 10 条不符(hash)" in lines[0]
