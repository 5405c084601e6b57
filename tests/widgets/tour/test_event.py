"""What the tour demands of one event bites when it is not so."""

from __future__ import annotations

from pathlib import Path

import pytest

from widgets.tour.event import verified


def test_an_archive_that_does_not_hold_ends_the_tour(qtbot, tmp_path: Path) -> None:
    archive = tmp_path / "dossier.zip"
    archive.write_bytes(b"no archive at all")
    script = verified(archive)
    wait = next(script)
    qtbot.waitUntil(wait.seen, timeout=30_000)
    with pytest.raises(AssertionError, match="does not hold"):
        next(script)
