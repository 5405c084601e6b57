"""Each door of the room as the tour uses it: the officer's windows, the simulators' ports."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QWidget

from app.atlas.layers import Layer
from app.base.bus import Changed
from app.base.clock import SteeredClock
from app.base.marks import Mark
from app.demo.opening import Demonstration
from app.demo.script import Item, warning_of
from app.demo.watch import DEMO_PIN
from app.duty.records import LogEntry
from app.phone.book import PhoneQuiet, PhoneRang
from app.video.states import State
from widgets.desktop import Desktop
from widgets.kit.ask import ask
from widgets.kit.listen import listen
from widgets.tour.hands import ALT, CTRL, click, press, write
from widgets.tour.play import Script, Until

LINES = 400
PATIENT_S = 90.0
"""Paint proves nothing by its time: a busy machine may take so long."""
SETTLED = 12
"""Looks of the player that a window gets to paint itself before its picture is taken."""


class Doors(QObject):
    """Actions are generators: each waits for what must be seen before the next may begin."""

    def __init__(self, desktop: Desktop, demo: Demonstration) -> None:
        super().__init__()
        self.desktop = desktop
        self.stage = demo.stage
        self.items = {item.id: item for item in demo.night()}
        self._clock = desktop.desk.clock
        self._lines: tuple[LogEntry, ...] = ()
        self.ringing = False
        bus = desktop.desk.bus
        listen(self, bus, Changed, self._changed)
        listen(self, bus, PhoneRang, lambda _: setattr(self, "ringing", True))
        listen(self, bus, PhoneQuiet, lambda _: setattr(self, "ringing", False))

    # --- looking ------------------------------------------------------------------------

    def logged(self, words: str) -> bool:
        """Is there a committed line of the log with these words?"""
        return any(words in line.text for line in self._lines)

    def count(self, words: str) -> int:
        return sum(words in line.text for line in self._lines)

    def line(self, words: str) -> LogEntry:
        return next(line for line in self._lines if words in line.text)

    def shown(self, code: str) -> State:
        """The state of a camera as the wall shows it."""
        camera = next(one for one in self.desktop.board.cameras if one.code == code)
        status = self.desktop.rooms.wall.status(camera.id)
        return State.IDLE if status is None else status.state

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "log_entry":
            log = self.desktop.rooms.office.log
            ask(self, self.desktop.desk.store, log.latest, LINES, then=self._read)

    def _read(self, lines: list[LogEntry]) -> None:
        self._lines = tuple(lines)

    def settle(self, looks: int = SETTLED) -> Until:
        """Some turns of the event loop, for paint."""
        left = iter(range(looks))
        return Until("paint", lambda: next(left, None) is None, PATIENT_S)

    # --- time ---------------------------------------------------------------------------

    def at(self, item_id: str) -> Item:
        """The item, with the clock put forward to its moment."""
        item = self.items[item_id]
        self.forward(item.at - self._clock.now())
        return item

    def forward(self, span: timedelta) -> None:
        if isinstance(self._clock, SteeredClock) and span > timedelta(0):
            self._clock.forward(span)

    # --- the officer --------------------------------------------------------------------

    def sign_in(self, name: str, initials: str) -> Script:
        cover = self.desktop.shell.main.cover
        card = cover.card
        yield Until("the sign-in card", lambda: cover.isVisible() and bool(card.people.facts))
        yield from self.type_into(card.filter.edit, initials)
        yield Until("one person", lambda: name in [fact.words for fact in card.people.facts])
        press(card.filter.edit, Qt.Key.Key_Return)
        yield from self.type_into(card.pin.edit, DEMO_PIN)
        press(card.pin.edit, Qt.Key.Key_Return)
        session = self.desktop.desk.session
        yield Until(
            f"{name} signed in",
            lambda: (
                session.officer is not None
                and session.officer.name == name
                and session.shift_id is not None
                and not self.desktop.shell.locked
            ),
        )

    def type_into(self, widget: QWidget, text: str) -> Script:
        write(widget, text)
        yield self.settle(1)

    def page(self, key: str) -> Script:
        """Go to a page by its key on the rail, and wait until it stands."""
        shell = self.desktop.shell
        shell.go(key)
        yield Until(f"the page {key}", shell.pages[key].isVisible)

    def note(self, line: str, expect: str) -> Script:
        """The quick line of the console, committed."""
        yield from self.page("console")
        quick = self.desktop.console.quick
        quick.setFocus()
        yield from self.type_into(quick.edit, line)
        press(quick.edit, Qt.Key.Key_Return, CTRL)
        yield Until(f"the log line {expect}", lambda: self.logged(expect))

    def visit(self, item_id: str) -> Script:
        """A leader speaks in the room: taken down verbatim, relayed later."""
        item = self.at(item_id)
        name, _, post = str(item.who["name"]).rstrip(")").partition("(")
        post = post.split(",")[0] or "带班领导"
        yield from self.note(f"/示 {name} {post}:{item.text}", item.text[:12])

    def telephone(self, item_id: str) -> Script:
        """A call that is no incident: one line."""
        item = self.at(item_id)
        text = item.text.replace("\u2016", " ")
        unit, name = item.who["unit"], item.who["name"]
        yield from self.note(f"/电 {unit} {name}:{text}", text[:10])

    def intake(self, item_id: str, typed: dict[str, str]) -> Script:
        """A call through the intake form: the number finds the unit, the officer types the rest."""
        item = self.at(item_id)
        yield from self.page("intake")
        page = self.desktop.intake
        form = page.form
        yield from self.type_into(form.first, str(item.who["number"]))
        press(form.first, Qt.Key.Key_Return)
        unit = form.fields["reporter_unit"]
        yield Until(f"the unit of {item.who['number']}", lambda: not unit.is_empty())
        for name, words in typed.items():
            yield from self.fill(form.fields[name], words)

    def fill(self, field: QWidget, words: str) -> Script:
        edit = getattr(field, "edit", None) or field.focusProxy() or field
        edit.setFocus()
        press(edit, Qt.Key.Key_A, CTRL)
        yield from self.type_into(edit, words)

    def register(self) -> Script:
        """Ctrl+Enter, twice as a nervous hand does: one incident."""
        page = self.desktop.intake
        before = self._open_incidents()
        made: list[object] = []
        link = page.registered.connect(made.append)
        for _ in range(2):
            press(page.form.first, Qt.Key.Key_Return, CTRL)
        yield Until("the incident registered", lambda: bool(made))
        page.registered.disconnect(link)
        yield Until("one incident more", lambda: self._open_incidents() == before + 1)

    def reported(self, clocks: int) -> Script:
        """On the incident's page the next clocks are met: the telephone report, the picture."""
        page = self.desktop.incidents
        yield Until("the page incidents", page.isVisible)
        for _ in range(clocks):
            yield Until("the running clocks", lambda: bool(page.detail.running))
            left = len(page.detail.running)
            page.detail.meet()
            yield Until("a clock met", lambda n=left: len(page.detail.running) < n)

    def answer(self) -> Script:
        """Alt+Enter, once for each message that waits."""
        messages = self.desktop.messages
        while messages.unanswered():
            left = len(messages.unanswered())
            press(self.desktop.shell.main, Qt.Key.Key_Return, ALT)
            yield Until("a message answered", lambda n=left: len(messages.unanswered()) < n)

    def place(self, name: str, township: str) -> tuple[float, float]:
        """Where the gazetteer has it: some names occur twice in the county."""
        found = self.desktop.map.gazetteer.named(name)
        spot = next(place for place in found if place.township == township)
        return spot.lat, spot.lon

    def _open_incidents(self) -> int:
        return len(self.desktop.model.items(Layer.INCIDENT))

    def click_map(self, lat: float, lon: float) -> Script:
        """A click on the map at this place, and the place handed to the form."""
        page, answers = self.desktop.map, list[object]()
        ready = "window.dutyLive !== undefined"
        yield from self.ask_map(ready, answers, True)
        spot: list[object] = []
        yield from self.ask_map(f"window.dutyLive.pixel({lat}, {lon})", spot)
        engine = page.view.engine
        assert engine is not None
        target = engine.view.focusProxy()
        at = spot[0]
        assert isinstance(at, dict)
        click(target, QPoint(round(at["x"]), round(at["y"])))
        yield Until("the place that was clicked", lambda: page.selection.spot is not None)
        click(page.selection.use)
        yield Until(
            "the place in the form", lambda: not self.desktop.intake.form.fields["place"].is_empty()
        )

    def ask_map(self, code: str, answers: list[object], wanted: object = None) -> Script:
        """Ask the page until it gives an answer, or the `wanted` one."""
        view = self.desktop.map.view
        asked = [False]

        def take(answer: object) -> None:
            asked[0] = False
            if answer is not None and (wanted is None or answer == wanted):
                answers.append(answer)

        def seen() -> bool:
            if not answers and not asked[0] and view.engine is not None:
                asked[0] = True
                view.engine.ask(code, take)
            return bool(answers)

        yield Until("an answer of the map", seen, 40)

    # --- the simulators -----------------------------------------------------------------

    def radio(self, item_id: str) -> Item:
        """The item as frames of the gateway."""
        item = self.at(item_id)
        number, said = item.who["radio_id"], item.fields
        place = f"{said.get('lat', '')} {said.get('lon', '')}"
        lines: dict[str, str] = {
            "online": f"online {number}",
            "offline": f"offline {number}",
            "text": f"group {number} 901 {item.text}",
            "position": f"position {number} {place} {said.get('speed_kmh', 0)}",
            "voice_call": f"talk {number} {said.get('talkgroup')} 1",
            "emergency": f"emergency {number} {place}",
            "emergency_clear": f"clear {number}",
        }
        self.stage.radio(lines[said["event"]])
        return item

    def camera(self, item_id: str) -> Item:
        item = self.at(item_id)
        code = item.who["camera"]
        verbs = {"online": "clear", "freeze": "freeze", "drop": "lose", "return": "clear"}
        self.stage.camera(f"{verbs[item.fields['event']]} {code}")
        return item

    def warning(self, item_id: str) -> Script:
        """As the warning system hands it over."""
        item = self.at(item_id)
        office = self.desktop.rooms.office
        warning = warning_of(item, Mark.DEMO)
        ask(self, self.desktop.desk.store, office.warnings.receive, "system", warning)
        word = f"{warning.event}{warning.colour.value}"
        yield Until(
            f"{word} on the strip",
            lambda: word in [getattr(mark, "text", "") for mark in self.desktop.status.marks],
        )

    def dress(self, mode: str) -> Script:
        self.desktop.daynight.choose(mode)
        yield self.settle()
