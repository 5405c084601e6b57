"""The bench of the handover sheet on a small shift: its figures are there, the bytes are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import handover


def test_a_small_shift_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "COLD", 1)
    monkeypatch.setattr(handover, "AGAIN", 1)
    monkeypatch.setattr(handover, "OTHER_LINES", 10)
    told = handover.main(20, 2, tmp_path, tmp_path / "sheet.pdf")
    assert (told["rows"], told["incidents"], told["same_bytes"]) == (20, 2, True)
    assert told["pages"] <= 2
    assert set(told["cold_s"]) == set(told["warm_s"]) == {"read", "paper", "cpu"}
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
