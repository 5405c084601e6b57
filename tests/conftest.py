"""What every test may ask for. Qt runs without a screen."""

from __future__ import annotations

import gc
import os
import shutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
if os.path.ismount("/dev/shm") and shutil.disk_usage("/dev/shm").free > 2 << 30:
    # Folders of tests lie in memory: every COMMIT is synced, and thousands of them wait for a disk.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/dev/shm")

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow

from app.base.bus import Bus
from app.base.clock import SteeredClock
from app.base.errors import Refused, Unreachable
from app.base.jobs import Ticket
from app.people.session import Session
from tests.once import compile_once, open_fonts_once, parse_once
from tests.postgres import postgres, postgres_engine, postgres_server  # noqa: F401  fixtures

ROOT = Path(__file__).parents[1]
compile_once()
parse_once()
open_fonts_once()


class DirectJobs:
    """Does the work at once on the calling thread. Anything but a refusal is a bug and comes out."""

    def run(
        self,
        work: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        fail: Callable[[Exception], None] | None = None,
    ) -> Ticket:
        try:
            answer = work(*args)
        except (Refused, Unreachable) as error:
            if fail is None:
                raise
            fail(error)
        else:
            if then is not None:
                then(answer)
        return Ticket()


def pytest_sessionfinish() -> None:
    """Files a test put into the clipboard would be deleted after Python has ended: PySide crashes there."""
    if QCoreApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _no_leftovers():
    """What a test deleted later is deleted now: a window left over slows every test after it.

    A window without a parent, held only by a page that is gone, waits for the collector: it is called
    at the beginning of the next test, when nobody holds what the last one asked for. The pointer goes
    where no window is: rows of a table it rests on wait.
    """
    if len(QApplication.topLevelWidgets()) > _Kept.windows:
        gc.collect()
        _Kept.windows = len(QApplication.topLevelWidgets())
    yield
    if QCoreApplication.instance() is not None:
        QCursor.setPos(9000, 9000)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class _Kept:
    """How many windows outlived the tests so far: those of a whole file."""

    windows = 0


@pytest.fixture
def clock() -> SteeredClock:
    """Stands still at 2026-06-24 20:00 Shanghai time until a test puts it forward."""
    return SteeredClock(datetime(2026, 6, 24, 20, 0, tzinfo=timezone(timedelta(hours=8))))


@pytest.fixture
def bus() -> Bus:
    return Bus(post=lambda call: call())


@pytest.fixture
def jobs() -> DirectJobs:
    return DirectJobs()


@pytest.fixture
def session(bus: Bus) -> Session:
    return Session(bus)


@pytest.fixture
def theme(qapp):
    """The day look, applied to the application."""
    from widgets.kit.theme import Theme

    theme = Theme.load(ROOT / "resources" / "theme" / "tokens.toml")
    theme.apply(qapp, "day")
    return theme


@pytest.fixture
def qtbot(qtbot, request):
    """What a test shows by itself is dressed like a page of the desk; a main window dresses its parts."""
    if "theme" in request.fixturenames:
        theme, add = request.getfixturevalue("theme"), qtbot.addWidget

        def add_dressed(widget, **rest):
            if not isinstance(widget, QMainWindow):
                theme.dress(widget)
            add(widget, **rest)

        qtbot.addWidget = add_dressed
    return qtbot


@pytest.fixture
def said() -> list[str]:
    """What was said in the toast slot."""
    return []


@pytest.fixture
def desk(clock, bus, jobs, theme, session, said):
    from widgets.kit.desk import Desk

    return Desk(
        clock=clock,
        bus=bus,
        store=jobs,
        disk=jobs,
        paper=jobs,
        theme=theme,
        session=session,
        say=said.append,
    )
