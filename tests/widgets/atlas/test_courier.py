"""What the page is told: never more than it has drawn, and always the newest."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QObject

from widgets.atlas.channel import PUSH_MS, Bridge, Courier, Row


class Page:
    """Takes pushes and says when it has drawn them."""

    def __init__(self) -> None:
        self.truth: dict[str, int] = {}
        self.pushes: list[tuple[str, bool, list[Row], list[str]]] = []
        self.owner = QObject()
        self.courier = Courier(lambda *push: self.pushes.append(push), self._rows, self.owner)

    def _rows(self, layer: str, ids: frozenset[str] | None) -> tuple[list[Row], list[str]]:
        wanted = set(self.truth) if ids is None else ids
        rows: list[Row] = [[id, self.truth[id]] for id in sorted(wanted) if id in self.truth]
        return rows, sorted(wanted - set(self.truth))

    def move(self, id: str, where: int) -> None:
        self.truth[id] = where
        self.courier.touched("radio", frozenset({id}))


@pytest.fixture
def page(qapp) -> Page:
    return Page()


def test_nothing_is_told_before_the_page_is_ready(page: Page) -> None:
    page.move("a", 1)
    assert page.pushes == []
    page.courier.begin(["radio"])
    assert page.pushes == [("radio", True, [["a", 1]], [])]


def test_one_push_is_under_way_and_the_newest_position_wins(page: Page, qtbot) -> None:
    page.courier.begin(["radio"])
    for where in range(100):
        page.move("a", where)
    page.move("b", 7)
    qtbot.wait(2 * PUSH_MS)
    assert len(page.pushes) == 1  # the page has not said that it is done
    page.courier.done("radio")
    qtbot.waitUntil(lambda: len(page.pushes) == 2)
    assert page.pushes[1] == ("radio", False, [["a", 99], ["b", 7]], [])


def test_pushes_keep_their_distance(page: Page, qtbot) -> None:
    page.courier.begin(["radio"])
    page.courier.done("radio")
    page.move("a", 1)
    assert len(page.pushes) == 1
    qtbot.waitUntil(lambda: len(page.pushes) == 2)


def test_what_went_is_told_as_gone(page: Page, qtbot) -> None:
    page.truth = {"a": 1}
    page.courier.begin(["radio"])
    page.courier.done("radio")
    del page.truth["a"]
    page.courier.touched("radio", frozenset({"a"}))
    qtbot.waitUntil(lambda: len(page.pushes) == 2)
    assert page.pushes[1] == ("radio", False, [], ["a"])


def test_a_new_page_is_told_everything_even_if_the_old_one_never_finished(page: Page) -> None:
    page.truth = {"a": 1}
    page.courier.begin(["radio", "incident"])
    page.courier.stop()
    page.move("b", 2)
    page.courier.begin(["radio", "incident"])
    assert [(layer, whole) for layer, whole, _, _ in page.pushes[2:]] == [
        ("radio", True),
        ("incident", True),
    ]
    assert page.pushes[2][2] == [["a", 1], ["b", 2]]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "no json",
        "[]",
        '{"f": "ready"}',
        '{"f": "eval", "a": []}',
        '{"f": "ready", "a": 1}',
        '{"f": "clicked", "a": [1]}',
        '{"f": "clicked", "a": [1, "2"]}',
        '{"f": ["clicked"], "a": [1, 2]}',
    ],
)
def test_what_is_no_message_is_not_heard(qapp, said: str, caplog) -> None:
    heard: list[Any] = []
    owner = QObject()
    bridge = Bridge(lambda name, values: heard.append((name, values)), owner)
    bridge.tell(said)
    assert heard == []
    assert "no message" in caplog.text
    bridge.tell('{"f": "clicked", "a": [1, 2]}')
    assert heard == [("clicked", [1, 2])]


def test_a_message_that_is_not_in_the_table_cannot_be_said(qapp) -> None:
    owner = QObject()
    with pytest.raises(ValueError, match="eval"):
        Bridge(lambda *_: None, owner).say("eval", "1")
