"""The keys of every page of the real desktop: none means two things, and F1 tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from app.people.records import Role
from tests.desktops import Opened, open_desktop
from tests.rooms import officer

LOCAL = (Qt.ShortcutContext.WidgetShortcut, Qt.ShortcutContext.WidgetWithChildrenShortcut)


@pytest.fixture
def opened(qapp: QApplication, tmp_path: Path) -> Iterator[Opened]:
    with open_desktop(qapp, tmp_path) as made:
        yield made


def pages(opened: Opened) -> Iterator[tuple[str, QWidget]]:
    shell = opened.desktop.shell
    shell.main.resize(1600, 900)
    shell.main.show()
    for key, page in shell.pages.items():
        if key != "map":  # would start a browser
            shell.go(key)
            yield key, page


def twice(window: QWidget) -> dict[str, list[str]]:
    """Keys that two things of the window that is seen now would hear."""
    heard: dict[str, list[str]] = defaultdict(list)
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        if not (isinstance(owner, QWidget) and owner.isVisible() and shortcut.isEnabled()):
            continue
        if shortcut.context() not in LOCAL:
            for key in QShortcut.keys(shortcut):
                heard[key.toString()].append(f"{type(owner).__name__} {owner.accessibleName()}")
    return {key: owners for key, owners in heard.items() if len(owners) > 1}


def test_keys_of_every_page(opened: Opened) -> None:
    desktop = opened.desktop
    desktop.desk.session.sign_in(opened.duty.out[Role.CHIEF])
    found = {key: twice(page.window()) for key, page in pages(opened)}
    assert {key: keys for key, keys in found.items() if keys} == {}, "one key, two things"
    desktop.desk.session.sign_in(officer("石工", Role.SUPPORT))
    desktop.shell.go("radio")
    card = desktop.shell.main.keys
    card.toggle()
    told = {key: (word, why) for key, word, why in card.keys_here()}
    assert told["Alt+B"] == ("Report a fault", ""), "F1: 技术保障 may"
    assert told["Alt+G"] == ("To the log", desktop.radio.log_button.barred)
    assert told["Alt+G"][1], "and is told why it may not do the other"
    assert told["F12"][1], "the key to talk is no button like the others"
