"""From the ringing telephone to the first report on its way, by keys on the real desktop: at most forty
beyond the words (22 when it was written), and less than a minute of the machine's own time.

The words of the call are written as an input method commits them; every key besides is counted where it
is pressed. That the chief and the leader take the seat is their own PIN at the cover of the desk
(tests/widgets/shell/test_signin.py): four figures and Enter each, told apart and not among the forty.
"""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.people.records import Role
from app.reports.records import Stage
from tests.desktops import Opened, open_desktop
from tests.rooms import officer
from widgets.tour.hands import write

CALLS = Path(__file__).parents[1] / "data" / "calls.json"
MOST_KEYS, MOST_S = 40, 60.0
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
ENTER = Qt.Key.Key_Return


class Hands:
    """Keys go where the cursor is; `keys` are those pressed beyond the words."""

    def __init__(self, opened: Opened) -> None:
        self.desktop, self.keys = opened.desktop, 0

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
        session.sign_in(room.chief)
        hands.press(ENTER, CTRL)
        stands(Stage.ISSUE)
        session.sign_in(leader)
        hands.press(ENTER, CTRL)
        hands.press(ENTER, CTRL)
        stands(Stage.SEND)
        session.sign_in(room.watch)
        hands.press(ENTER, CTRL)
        card = page.acts.send_card
        qtbot.waitUntil(card.isVisible)
        for _ in card.fields:
            hands.press(ENTER)
        stands(Stage.CONFIRM)
        spent = process_time() - began
    assert hands.keys <= MOST_KEYS
    assert spent <= MOST_S
