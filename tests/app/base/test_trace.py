"""The log file keeps traces and no passwords."""

from __future__ import annotations

import faulthandler
import logging
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.base import trace

ROOT = Path(__file__).parents[3]


@pytest.fixture
def restored() -> Iterator[None]:
    import sys
    import threading

    root = logging.getLogger()
    held = (list(root.handlers), root.level, sys.excepthook, threading.excepthook)
    yield
    for handler in root.handlers:
        if handler not in held[0]:
            handler.close()
    root.handlers, root.level = held[0], held[1]
    sys.excepthook, threading.excepthook = held[2], held[3]


@pytest.mark.usefixtures("restored")
def test_a_bug_leaves_its_trace_and_no_password(tmp_path: Path) -> None:
    place = trace.start(tmp_path / "logs")
    assert place is not None
    try:
        raise ValueError("rtsp://admin:geheim@127.0.0.1:554/live")
    except ValueError:
        logging.getLogger("app.video").exception("lost rtsp://admin:geheim@127.0.0.1/a")
    text = place.read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "geheim" not in text
    assert "rtsp://***@127.0.0.1:554/live" in text


@pytest.mark.usefixtures("restored")
def test_a_folder_that_refuses_is_replaced_by_a_temporary_one(tmp_path: Path, monkeypatch) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    (tmp_path / "afile").write_text("mine", encoding="utf-8")
    place = trace.start(tmp_path / "afile" / "logs")
    assert place is not None
    assert place.is_relative_to(aside)
    logging.getLogger("app").error("here")
    assert "here" in place.read_text(encoding="utf-8")


CRASH = """
import faulthandler, pathlib, sys
from app.base import trace
trace.catch_crashes(pathlib.Path(sys.argv[1]))
def shown_wrongly():
    faulthandler._sigsegv()
shown_wrongly()
"""


@pytest.mark.usefixtures("restored")
def test_a_crash_below_python_is_told_once_by_the_next_run(tmp_path: Path, monkeypatch) -> None:
    done = subprocess.run([sys.executable, "-c", CRASH, tmp_path], cwd=ROOT, capture_output=True)
    assert done.returncode == -signal.SIGSEGV
    assert "shown_wrongly" in (tmp_path / "crash.txt").read_text(encoding="utf-8")
    caught: list[object] = []
    monkeypatch.setattr(faulthandler, "enable", caught.append)
    place = trace.start(tmp_path)
    assert place is not None
    for _ in range(2):
        trace.catch_crashes(tmp_path)
    text = place.read_text(encoding="utf-8")
    assert text.count("an earlier run crashed") == 1
    assert "shown_wrongly" in text
    assert (tmp_path / "crash.txt").read_text(encoding="utf-8") == ""
    for file in caught:
        file.close()
    trace.catch_crashes(tmp_path / "nowhere")


def test_a_plain_address_stays_readable() -> None:
    assert (
        trace.masked("rtsp://127.0.0.1:8554/01-F-07 @ 3 s") == "rtsp://127.0.0.1:8554/01-F-07 @ 3 s"
    )
