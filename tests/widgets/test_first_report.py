"""From the ringing telephone to the issued first report and on its way, by keys on the real desktop.

The words of the call are written as an input method commits them; every key besides is counted where it
is pressed. Chief and leader sign by their own PINs (four figures and Enter each): `keys` counts those too.
The seconds are the machine's own time in this process plus an officer's hands: `KEY_S` for a key, `WORD_S`
for a hanzi of free text, both told beside the sum. What the caller takes to speak is not in it.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from time import process_time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.people.records import Role
from app.reports.records import Stage
from tests.desktops import Opened, open_desktop
from tests.rooms import PIN, officer
from widgets.tour.hands import write

FIGURES = logging.getLogger(__name__)
"""Seen with --log-cli-level=INFO."""
CALLS = Path(__file__).parents[1] / "data" / "calls.json"
MOST_KEYS, MOST_S = 40, 60.0
KEY_S = 0.28
"""A practised typist of 200 characters a minute: seconds for a key [choice]."""
WORD_S = 0.6
"""And for a hanzi by input method, 100 a minute [choice]; the call is written down while it is heard."""
MACHINE_S = 6.0
"""So much of the minute the desk may take for itself."""
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
ENTER = Qt.Key.Key_Return


class Hands:
    """Keys go where the cursor is; `keys` are those pressed beyond the words, `pins` how many of
    them are figures of PINs, `words` the characters of free text."""

    def __init__(self, opened: Opened) -> None:
        self.desktop, self.keys, self.pins, self.words = opened.desktop, 0, 0, 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.keys += 1
        QTest.keyClick(QApplication.focusWidget() or self.desktop.shell.main, key, held)

    def say(self, name: str, words: str) -> None:
        """Enter, until the cursor stands in the field; then the words."""
        field = self.desktop.intake.form.fields[name]
        wanted = getattr(field, "edit", None) or field.combo.lineEdit()
        for _ in range(12):
            if QApplication.focusWidget() in (wanted, field.editor):
                break
            self.press(ENTER)
        assert QApplication.focusWidget() in (wanted, field.editor), name
        write(wanted, words)
        self.words += len(words)

    def sign(self, pin: str) -> None:
        """The cursor stands at the PIN already."""
        self.press(ENTER, CTRL)
        for figure in pin:
            self.press(getattr(Qt.Key, f"Key_{figure}"))
            self.pins += 1
        self.press(ENTER)


def told(call: dict) -> dict[str, str]:
    """What an officer writes of the call, in the order of the form."""
    expect = call["expect"]
    said = "".join(turn["say"] for turn in call["turns"] if turn["who"] == "来电")
    happened = expect["event_time"]["value"]
    return {
        "reporter_phone": call["number"],
        "reporter_unit": expect["place"]["town"],
        "reporter_name": call["caller"],
        "kind": expect["types"][0],
        "happened": f"约{happened[11:]}" if happened else "不详",
        "place": expect["place"]["text"],
        "course": said,
    }


def test_from_the_ringing_to_the_first_report_sent(qapp, qtbot, tmp_path) -> None:
    call = next(one for one in json.loads(CALLS.read_text("utf-8"))["calls"] if one["id"] == "CS02")
    with open_desktop(qapp, tmp_path) as opened:
        office = opened.room
        desktop, room, session = opened.desktop, office.room, office.desk.session
        leader = officer("田演平", Role.LEADER)
        with room.db.change("system", "officer.add", ("officer", "leader")) as change:
            change.put("officer", leader)
        desktop.shell.unlock()
        session.sign_in(room.watch)
        desktop.shell.main.activateWindow()
        qtbot.waitUntil(desktop.shell.main.isActiveWindow)
        desktop.shell.go("console")
        hands, began = Hands(opened), process_time()
        hands.press(Qt.Key.Key_N, CTRL)
        for name, words in told(call).items():
            hands.say(name, words)
        hands.press(ENTER, CTRL)
        qtbot.waitUntil(lambda: bool(room.intake.open()))
        (incident, *_) = room.intake.open()
        assert incident.place == call["expect"]["place"]["text"]
        hands.press(Qt.Key.Key_R, CTRL)
        page = desktop.reports
        qtbot.waitUntil(lambda: page.incident is not None and page.incident.id == incident.id)
        hands.press(Qt.Key.Key_D, ALT)

        def stands(stage: Stage) -> None:
            qtbot.waitUntil(lambda: page.look is not None and page.look.report.stage is stage)

        stands(Stage.DRAFT)
        assert page.look.report.incident_id == incident.id
        hands.press(ENTER, CTRL)
        stands(Stage.REVIEW)
        hands.sign(PIN)
        stands(Stage.ISSUE)
        hands.sign(PIN)
        stands(Stage.SEND)
        issued = hands.keys, hands.pins, process_time() - began
        hands.press(ENTER, CTRL)
        card = page.acts.send_card
        qtbot.waitUntil(card.isVisible)
        for _ in card.fields:
            hands.press(ENTER)
        stands(Stage.CONFIRM)
        spent = process_time() - began
        report = page.look.report
    assert (report.reviewed_name, report.issued_name, session.officer) == (
        room.chief.name, leader.name, room.watch,
    )  # fmt: skip
    assert issued[0] <= MOST_KEYS  # with the PINs; without them eight fewer
    assert issued[1] == 8
    assert hands.keys <= MOST_KEYS  # sent as well
    assert spent <= MACHINE_S
    by_hand = hands.keys * KEY_S
    FIGURES.info(
        "issued after %d keys (%d without PINs), sent after %d; machine %.1f s, keys %.1f s at %s s each, "
        "%d characters of the call %.0f s at %s s each",
        issued[0], issued[0] - issued[1], hands.keys, spent, by_hand, KEY_S,
        hands.words, hands.words * WORD_S, WORD_S,
    )  # fmt: skip
    assert spent + by_hand <= MOST_S
