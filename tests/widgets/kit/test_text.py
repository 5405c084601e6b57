"""One painted line stands where its flags say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter

from widgets.kit.text import one_line, shortened


@pytest.mark.parametrize(
    ("flags", "above", "below"),
    [
        (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, True, False),
        (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, False, True),
    ],
)
def test_top_is_top_and_else_it_is_the_middle(qapp, theme, flags, above, below) -> None:
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(theme.font())
    one_line(painter, QRect(0, 0, 200, 100), flags, "加密巡查")
    painter.end()
    ink = [
        y for y in range(100) if any(image.pixelColor(x, y).lightness() < 128 for x in range(100))
    ]
    assert (min(ink) < 25, max(ink) > 45) == (above, below)


def test_of_a_name_both_ends_are_kept(qapp, theme) -> None:
    metrics = QFontMetrics(theme.font())
    name = "县综合性应急救援队 队员12"
    room = metrics.horizontalAdvance(name) * 2 // 3
    short = shortened(metrics, name, room, ends=True)
    assert short.startswith("县综合")
    assert short.endswith("12")
    assert metrics.horizontalAdvance(short) <= room
    long = shortened(metrics, "始" + "中" * 5000 + "终", room, ends=True)
    assert long[0] == "始"
    assert long[-1] == "终"
    assert shortened(metrics, name, room).startswith("县综合性")
