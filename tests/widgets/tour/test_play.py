"""The tour waits for what can be seen, and fails with the words of what was not."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.base.clock import SystemClock
from widgets.tour.film import Film
from widgets.tour.hands import write
from widgets.tour.play import Play, Script, Until


def played(script: Script, qtbot) -> str | None:
    ended: list[str | None] = []
    play = Play(script, SystemClock(), ended.append)
    play.start()
    qtbot.waitUntil(lambda: bool(ended), timeout=5000)
    return ended[0]


def test_steps_follow_each_other_when_they_are_seen(qtbot) -> None:
    seen: list[str] = []

    def script() -> Script:
        seen.append("first")
        yield Until("always", lambda: True)
        seen.append("second")

    assert played(script(), qtbot) is None
    assert seen == ["first", "second"]


def test_what_is_not_seen_is_named(qtbot) -> None:
    def script() -> Script:
        yield Until("the moon", lambda: False, 0.05)

    assert played(script(), qtbot) == "not seen in 0.05 s: the moon"


@pytest.mark.filterwarnings("ignore")
def test_a_script_that_breaks_ends_the_tour_with_its_reason(qtbot, caplog) -> None:
    def script() -> Script:
        yield Until("always", lambda: True)
        raise AssertionError("the feature is gone")

    assert played(script(), qtbot) == "AssertionError: the feature is gone"
    caplog.clear()


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_chinese_goes_in_as_an_input_method_does_it(kind, qtbot) -> None:
    field = kind()
    qtbot.addWidget(field)
    field.show()
    write(field, "麻栗溪乡")
    words = field.text() if kind is QLineEdit else field.toPlainText()
    assert words == "麻栗溪乡"


def test_an_empty_picture_is_no_picture(qtbot, tmp_path) -> None:
    blank = QLineEdit()
    blank.setStyleSheet("background: #000; border: none")
    qtbot.addWidget(blank)
    with pytest.raises(AssertionError, match="empty"):
        Film(tmp_path).take("blank", blank)
