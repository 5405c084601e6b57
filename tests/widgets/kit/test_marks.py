"""Lamps, clocks, steps and chips say in words what they show in shape."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.kit.chips import Badge, Chip, LevelBox, Pennant, Pill, Tag
from widgets.kit.icons import pixmap
from widgets.kit.lamps import ACT, KNOWN, NORMAL, UNKNOWN, Lamp, LampState
from widgets.kit.ringclock import RingClock, Running
from widgets.kit.steps import DONE, HERE, Step, StepRail
from widgets.shell.messages import Kind
from widgets.shell.page import PLACES


def painted(mark, theme) -> QImage:
    size = mark.extent(theme)
    image = QImage(size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    mark.paint(painter, theme, QPointF(0, 0))
    painter.end()
    return image


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def test_a_lamp_tells_cause_since_and_next_step(theme, clock, qtbot):
    state = LampState("video", "视频", KNOWN, "45/46", "癸峰乡断线", clock.now(), "等待重连")
    lamp = Lamp(theme, state)
    qtbot.addWidget(lamp)
    for words in ("视频", "癸峰乡断线", "20:00", "等待重连"):
        assert words in lamp.toolTip()
    assert lamp.accessibleName() == "视频 45/46"


def test_the_four_lamps_differ_in_shape_without_colour(theme, qtbot):
    shapes = set()
    for state in (NORMAL, KNOWN, ACT, UNKNOWN):
        lamp = Lamp(theme, LampState("x", "", state))
        qtbot.addWidget(lamp)
        lamp.resize(lamp.sizeHint())
        image = lamp.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        middle = image.pixelColor(0, 0).lightness()
        shapes.add(
            tuple(
                abs(image.pixelColor(x, y).lightness() - middle) > 60
                for y in range(image.height())
                for x in range(18)
            )
        )
    assert len(shapes) == 4


@pytest.mark.parametrize("level", ["red", "orange", "yellow", "blue"])
def test_an_official_badge_has_its_colour_its_outline_and_its_own_shape(theme, level):
    found = colours(painted(Badge(level, "暴雨"), theme))
    assert theme.colour(level).name() in found
    assert theme.colour(f"on_{level}").name() in found


def test_official_colours_stand_nowhere_but_on_official_badges(theme):
    official = {theme.colour(n).name() for n in ("red", "orange", "yellow", "blue")}
    for mark in (
        Pill("12′20″", "soon"),
        Pill("超 02′40″", "now"),
        LevelBox("Ⅲ 较大"),
        Pennant("防汛 Ⅲ 级响应"),
        Tag("演示数据"),
    ):
        assert not colours(painted(mark, theme)) & official


def test_a_chip_takes_no_room_when_there_is_nothing_to_show(theme, qtbot):
    chip = Chip(theme)
    qtbot.addWidget(chip)
    assert chip.isHidden()
    chip.show_mark(Tag("演练", solid=True))
    assert chip.size() == Tag("演练", solid=True).extent(theme)
    assert chip.accessibleName() == "演练"


def test_a_running_clock_is_outlined_from_half_its_time_and_solid_when_over(theme, clock, qtbot):
    start = clock.now()
    running = Running("书面初报", "30 分钟", start, start + timedelta(minutes=30))
    ring = RingClock(theme, clock, running)
    qtbot.addWidget(ring)
    seen = [(ring.state(), ring.words())]
    for minutes in (15, 17):
        clock.forward(timedelta(minutes=minutes))
        seen.append((ring.state(), ring.words()))
    assert [state for state, _ in seen] == ["quiet", "soon", "now"]
    assert [words[-6:] for _, words in seen] == ["30′00″", "15′00″", "02′00″"]


def test_a_deadline_that_was_met_shows_when(theme, clock, qtbot):
    start = clock.now()
    due = start + timedelta(minutes=30)
    met = start + timedelta(minutes=7)
    ring = RingClock(theme, clock, Running("初报", "", start, due, met))
    qtbot.addWidget(ring)
    assert (ring.state(), ring.words()) == ("met", "20:07")


def test_steps_are_told_in_words_too(theme, qtbot):
    rail = StepRail(theme)
    qtbot.addWidget(rail)
    rail.show_steps((Step("草稿", "07:30", DONE), Step("逐项确认", "31 / 34", HERE)))
    assert rail.accessibleName() == "草稿 07:30，逐项确认 31 / 34"


def test_every_icon_of_rail_and_messages_exists_and_takes_the_colour(qapp):
    for name in {place.icon for place in PLACES.values()} | {kind.value for kind in Kind}:
        image = pixmap(name, QColor("#123456"), 20).toImage()
        assert "#123456" in colours(image), name
    with pytest.raises(KeyError):
        pixmap("no-such-icon", QColor("black"), 20)
