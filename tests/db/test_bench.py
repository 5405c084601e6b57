"""The bench of search on a small record: its figures are there, and the lists are those of a scan."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import search
from bench.search import HEADLINE, main


def test_the_index_gives_the_lists_of_a_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "EACH", 4)
    told = main(4_000, tmp_path, with_postgres=False)
    assert (told["entries"], told["differing_lists"]) == (4_000, 0)
    assert told["lists"] == (3 * 2 + 5) * 4
    assert told["p95_ratio_to_scan"] == max(told["kinds"]["sqlite"][k]["ratio"] for k in HEADLINE)
    assert told["p95_ratio_to_scan"] < 1
    assert 0 < told["index_to_text"] < 3
    assert set(told["versions"]) == {"python", "sqlite", "sqlalchemy"}
