"""Nothing is cut off and nothing lies over anything else, by day and by night, large and small."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFrame,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from tests.widgets.samples import EVENTS
from widgets.kit.buttons import PlainButton
from widgets.kit.labels import ElidedLabel
from widgets.kit.lamps import Lamp
from widgets.tour.film import Film

SIZES = [(1600, 900), (1280, 720)]


def cut_off(window: QWidget) -> list[str]:
    """Visible words that have less room than they need."""
    found = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or isinstance(label, ElidedLabel) or label.wordWrap():
            continue
        words = label.fontMetrics().horizontalAdvance(label.text())
        if label.text() and label.width() < words:
            found.append(label.text())
    for lamp in window.findChildren(Lamp):
        if lamp.isVisible() and lamp.width() < lamp.sizeHint().width():
            found.append(lamp.lamp.name)
    for button in window.findChildren(PlainButton):
        if button.isVisible() and button.width() < button.minimumSizeHint().width():
            found.append(button.text())
    return found


def outside(window: QWidget) -> list[str]:
    """Visible fields and buttons that stick out of their window."""
    return [
        f"{type(child).__name__} {child.accessibleName()}"
        for kind in (QLineEdit, QAbstractButton)
        for child in window.findChildren(kind)
        if child.isVisible()
        and not window.rect().contains(child.mapTo(window, child.rect().bottomRight()))
    ]


@pytest.mark.parametrize("mode", ["day", "night"])
@pytest.mark.parametrize(("wide", "high"), SIZES)
def test_every_word_has_its_room(full, qtbot, qapp, theme, tmp_path, mode, wide, high):
    theme.apply(qapp, mode)
    film = Film(tmp_path)
    full.main.resize(wide, high)
    for key in ("console", "intake"):
        full.go(key)
        qtbot.waitUntil(lambda: full.main.page.width() > wide - 140)
        assert (full.main.width(), full.main.height()) == (wide, high)
        full.status.say("已记 庚桥镇 占线", lambda: None)
        assert cut_off(full.main) == []
        assert outside(full.main) == []
        assert film.take(f"{key}-{mode}-{wide}", full.main).stat().st_size > 20_000


@pytest.mark.parametrize(("wide", "high"), SIZES)
def test_parts_of_the_strip_stand_side_by_side(full, qtbot, wide, high):
    full.main.resize(wide, high)
    qtbot.waitUntil(lambda: full.main.strip.width() == wide)
    strip = full.main.strip
    parts = [w for w in strip.findChildren(QWidget) if w.isVisible() and w.parent() is strip]
    for n, one in enumerate(parts):
        for other in parts[n + 1 :]:
            shared = one.geometry().intersected(other.geometry())
            assert shared.width() * shared.height() <= 4 * min(one.width(), other.width()), (
                one.accessibleName(),
                other.accessibleName(),
            )


def test_a_theme_change_leaves_what_is_typed_and_where_the_cursor_is(full, qapp, theme):
    full.go("intake")
    field = full.pages["intake"].form.fields["course"].edit
    field.setFocus()
    before = field.toPlainText()
    theme.apply(qapp, "night")
    assert qapp.focusWidget() is field
    assert field.toPlainText() == before
    assert full.pages["console"].table.records == EVENTS


def test_only_what_is_seen_changes_at_once_and_the_rest_before_it_is_seen(full, qapp, theme):
    full.go("console")
    console, intake = full.pages["console"], full.pages["intake"]
    day = theme.sheet()
    full.go("intake")
    full.go("console")
    theme.apply(qapp, "night")
    night = theme.sheet()
    assert qapp.styleSheet() == ""
    assert (console.styleSheet(), full.main.strip.styleSheet()) == (night, night)
    assert intake.styleSheet() == day
    full.go("intake")
    assert intake.styleSheet() == night


def test_every_control_that_is_seen_hangs_below_a_root(full):
    for key in full.pages:
        full.go(key)
        plain = [
            type(child).__name__
            for kind in (QLabel, QLineEdit, QAbstractButton, QAbstractItemView, QFrame)
            for child in full.main.findChildren(kind)
            if child.isVisible()
            and child.style().metaObject().className() != "QStyleSheetStyle"
            and type(child) is not QStackedWidget
        ]
        assert plain == []
