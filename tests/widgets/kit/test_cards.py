"""现在要办: a card turns from quiet to soon to overdue by itself, and its step is one key away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from widgets.kit.cardpaint import CardPainter, button_box
from widgets.kit.cards import Card, CardList

MINUTE = timedelta(minutes=1)
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def now(clock):
    return clock.now()


@pytest.fixture
def cards(qtbot, theme, clock, now):
    cards = CardList(theme, clock, empty="现在没有要办的事")
    qtbot.addWidget(cards)
    cards.resize(600, 400)
    cards.show()
    cards.show_cards(
        [
            Card(
                "report",
                "书面初报",
                "30 分钟",
                "初报",
                "打开",
                now + 30 * MINUTE,
                now + 15 * MINUTE,
            ),
            Card("call", "点名", "12 个乡镇", "点名", "开始", now + 90 * MINUTE),
            Card("note", "补记", "没有时限", "补记", "补记"),
        ]
    )
    return cards


def test_a_card_grows_urgent_as_time_goes_on(cards, clock):
    report = cards.cards[0]
    assert report.state(clock.now()) == "quiet"
    clock.forward(15 * MINUTE)
    assert (report.state(clock.now()), cards.counts()) == ("soon", (0, 1))
    clock.forward(15 * MINUTE)
    assert (report.state(clock.now()), cards.counts()) == ("now", (1, 0))


def test_a_span_and_a_time_of_day_never_look_alike(cards, theme, clock):
    painter = CardPainter(theme, clock, cards)
    words = [painter._clock_words(c, c.state(clock.now()))[0] for c in cards.cards]
    assert words == ["30′00″", "21:30", "—"]
    clock.forward(32 * MINUTE + timedelta(seconds=40))
    assert painter._clock_words(cards.cards[0], "now")[0].endswith("02′40″")


def test_the_step_of_a_card_is_one_key_or_one_click_away(cards, theme, qtbot):
    with qtbot.waitSignal(cards.acted) as acted:
        qtbot.keyClick(cards, Qt.Key.Key_2, ALT)
    assert acted.args[0].key == "call"
    row = cards.visualRect(cards.model().index(2, 0))
    at = button_box(theme, row).center()
    with qtbot.waitSignal(cards.acted) as acted:
        qtbot.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert acted.args[0].key == "note"
    with qtbot.assertNotEmitted(cards.acted):
        qtbot.mouseClick(
            cards.viewport(), Qt.MouseButton.LeftButton, pos=row.topLeft() + at - at / 2
        )
        qtbot.keyClick(cards, Qt.Key.Key_9, ALT)


def test_the_current_card_stays_current_when_the_order_changes(cards):
    cards.setCurrentIndex(cards.model().index(0, 0))
    cards.show_cards(cards.cards[::-1])
    assert cards.currentIndex().row() == 2


def test_an_empty_list_says_so(cards):
    assert not cards._empty.isVisible()
    cards.show_cards([])
    assert cards._empty.isVisible()
