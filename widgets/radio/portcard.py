"""端口测试: which port, driver and speed a gateway needs, tried out over the page and kept."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.errors import Refused
from app.base.ports.listed import ListedPort
from app.base.ports.transport import Flow
from app.people.records import Officer
from app.people.rights import Act
from app.people.signin import SignedIn
from app.radio.gateway_book import GatewayBook, Known
from app.radio.porttest import Asked, Finding, PortTest
from app.radio.service import RadioService
from app.radio.table.finding import Found
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.gate import gates
from widgets.kit.listen import listen
from widgets.kit.overcard import OverCard
from widgets.radio.port_rooms import PortRooms
from widgets.radio.portfields import NEW, PortFields
from widgets.radio.portsteps import PortSteps
from widgets.radio.porttest_words import means, refusals, tr, what_next

POLL_MS = 150


class PortCard(OverCard):
    """Lies over the page. What is typed stays for the next time; a test ends with the card, and when
    somebody else signs in."""

    card_w = 940

    def __init__(self, desk: Desk, page: QWidget, service: RadioService, rooms: PortRooms) -> None:
        theme = desk.theme
        self._desk, self._service, self._rooms = desk, service, rooms
        self._work: PortTest | None = None
        self._came: deque[Finding] = deque()
        self._tested = ""
        self._keeping = False
        self.form = PortFields(theme, keeps=rooms.book is not None)
        self.steps = PortSteps(theme)
        self.stop_button = PlainButton(theme, tr("Stop the test"))
        self.keep_button = PlainButton(theme, tr("Keep this gateway"), "Ctrl+Enter")
        self.drop_button = PlainButton(theme, tr("Remove this gateway"))
        super().__init__(theme, page, self.form.all)
        for button in (self.keep_button, self.drop_button):
            button.setVisible(rooms.book is not None)
        self.stop_button.clicked.connect(self.stop)
        self.keep_button.clicked.connect(self.keep)
        self.drop_button.clicked.connect(self.drop)
        self.form.which.changed.connect(self._turn)
        self.form.port.changed.connect(self._buttons)
        self.given.connect(self.test)
        self.extra.clicked.connect(lambda: self.test(every_speed=True))
        self.left.connect(self.stop)
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._take)
        gates(desk, Act.DEVICES, self.go, self.extra, self.keep_button, self.drop_button)
        listen(self, desk.bus, SignedIn, lambda _: self.stop())
        self._buttons()

    def come(self, below: QWidget) -> None:
        """What the machine has is looked for anew each time."""
        if not self.steps.findings:
            self.steps.say(tr("Choose or write a port, then test it."))
        note = tr("The gateway is asked as at the start. No radio is called, nothing is recorded.")
        self.ask_for(tr("Port test"), note, tr("Test it"), below, tr("Try the other usual speeds"))
        self._buttons()
        self._look()

    # --- testing ------------------------------------------------------------------------

    def test(self, *, every_speed: bool = False) -> None:
        self.stop()
        form = self.form
        driver = form.chosen_driver
        try:
            self._desk.session.demand(Act.DEVICES)
            if not form.place:
                raise Refused("port", "missing")
            if driver is None:
                raise Refused("driver", "unknown_driver")
        except Refused as refused:
            self._refused(refused)
            return
        self.settle()
        flow = Flow(form.flow.value())
        asked = Asked(form.place, driver, form.baud, flow, self._service.gateways(), every_speed)
        came = deque[Finding]()
        work = PortTest(self._desk.clock, asked, came.append)
        self._work, self._came = work, came
        self._tested = f"{asked.place}  {driver.title}"
        self.steps.clear()
        self.steps.say(tr("Testing {what}").format(what=self._tested))
        self._buttons()
        self._poll.start()
        ask(self, self._rooms.testing, work.run, then=lambda _: self._done(work),
            fail=lambda _: self._broken(work))  # fmt: skip

    def stop(self) -> None:
        """Calls off what runs; the port is closed at once."""
        if self._work is not None:
            self._work.stop()
            self._end(tr("The test was called off."))

    def _take(self) -> None:
        """What has come until now."""
        self.steps.show_findings([*self._came])
        if self._work is not None:
            now = self._work.counters
            if now.bytes_in:
                words = tr("Testing {what}: {bytes} bytes, {frames} whole frames")
                self.steps.say(
                    words.format(what=self._tested, bytes=now.bytes_in, frames=now.frames)
                )

    def _done(self, work: PortTest) -> None:
        if work is not self._work:
            return
        self._take()
        worst = self.steps.worst()
        if work.asked.every_speed and work.understood:
            self.form.choose_speed(work.understood)
            words = tr("Understood at {baud} bps; that speed is chosen now.")
            self._end(words.format(baud=work.understood))
        elif worst is None and work.ours:
            self._end(means(self.steps.findings[-1]) + "。")
        elif worst is None:
            self._end(tr("The gateway answers at this port."))
        else:
            told = [one.rstrip("。") for one in (means(worst), what_next(worst)) if one]
            self._end("。".join(told) + "。")

    def _broken(self, work: PortTest) -> None:
        if work is self._work:
            self._end(tr("The test broke off; the reason stands in the run log."))

    def _end(self, words: str) -> None:
        self._poll.stop()
        self._work = None
        self._take()
        self.steps.say(words)
        self._buttons()

    # --- keeping ------------------------------------------------------------------------

    def keep(self) -> None:
        """For the next start, and at once where that can be."""
        asked = self._asked()
        if asked is None:
            return
        book, officer = asked
        form = self.form
        new, seen, held = form.setting(), form.seen and form.seen.setting, form.values()
        ask(self, self._desk.disk, book.put, seen, new, str(officer.id), officer.name,
            then=lambda runs: self._kept(new.name, held, runs), fail=self._refused)  # fmt: skip

    def drop(self) -> None:
        """What stands in the fields stays there, as a new one: a mistake can be taken back."""
        seen, asked = self.form.seen, self._asked()
        if seen is None or asked is None:
            return
        book, officer = asked
        words = tr("Gateway {name} is removed; it ends with the next start.")
        ask(self, self._desk.disk, book.drop, seen.setting, str(officer.id), officer.name,
            then=lambda _: self._settled(words.format(name=seen.setting.name), NEW),
            fail=self._refused)  # fmt: skip

    def _asked(self) -> tuple[GatewayBook, Officer] | None:
        book = self._rooms.book
        if book is None or self._keeping or self.form.by_hand:
            return None
        self.stop()
        try:
            officer = self._desk.session.demand(Act.DEVICES)
        except Refused as refused:
            self._refused(refused)
            return None
        self.settle()
        self._keeping = True
        self._buttons()
        return book, officer

    def _kept(self, name: str, held: dict[str, object], runs: bool) -> None:
        now = tr("Gateway {name} is kept and at work.")
        later = tr("Gateway {name} is kept; it holds from the next start.")
        words = (now if runs else later).format(name=name)
        self._settled(words, name if held == self.form.values() else None)

    def _settled(self, words: str, name: str | None) -> None:
        """`name` None: something else was typed meanwhile, and stays."""
        self._keeping = False
        self._desk.say(words)
        self.steps.say(words)
        self._look(name)

    def _refused(self, error: Exception) -> None:
        self._keeping = False
        if isinstance(error, Refused) and error.field == "baud":
            error = Refused("speed", error.code, **error.figures)
        self.refuse(error, refusals())
        self._buttons()

    def _turn(self) -> None:
        self.stop()
        self.form.turn()
        self.steps.clear()
        self.steps.say(
            tr("It stands in settings.toml and is changed there; its port can be tested here.")
            if self.form.by_hand
            else tr("Choose or write a port, then test it.")
        )
        self._buttons()

    def _look(self, name: str | None = None) -> None:
        """At what there is to choose from; `name` is the gateway whose fields these are from now on."""
        rooms = self._rooms

        def work() -> tuple[list[ListedPort], Found, list[Known]]:
            return rooms.ports(), rooms.drivers(), rooms.book.known() if rooms.book else []

        def show(all_: tuple[list[ListedPort], Found, list[Known]]) -> None:
            self.form.offer(*all_)
            if name is not None:
                self.form.settle(name)
            self._buttons()
            self._place()

        ask(self, self._desk.disk, work, then=show, fail=self._refused)

    def submit(self) -> None:
        """A button that is shut gives the cursor to a neighbour, which may lie outside the card."""
        held = self.go is self.window().focusWidget()
        super().submit()
        if held and not any(field.error() for field in self.fields.values()):
            (self.go if self._work is None else self.stop_button).setFocus()

    def _buttons(self) -> None:
        idle, held = self._work is None, self.window().focusWidget()
        self.go.setEnabled(idle)
        self.stop_button.setEnabled(not idle)
        self.extra.setEnabled(idle and self.form.speed_is_ours)
        free = not self._keeping and not self.form.by_hand
        self.keep_button.setEnabled(free)
        self.drop_button.setEnabled(free and self.form.seen is not None)
        if held in (self.stop_button, self.extra, self.keep_button, self.drop_button):
            now = held if held.isEnabled() else self.go if idle else self.stop_button
            now.setFocus()

    # --- parts --------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Fields on the left, what the test finds on the right."""
        super()._lay_out()
        box = self.card.layout()
        assert isinstance(box, QVBoxLayout)
        theme, fields = self._theme, QVBoxLayout()
        fields.setSpacing(theme.px("space.m"))
        at = box.indexOf(next(iter(self.fields.values())))
        for field in self.fields.values():
            box.removeWidget(field)
            fields.addWidget(field)
        fields.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(theme.px("space.xl"))
        both.addLayout(fields, 5)
        both.addWidget(self.steps, 6)
        box.insertLayout(at, both, 1)
        buttons = box.itemAt(box.count() - 1).layout()
        assert isinstance(buttons, QHBoxLayout)
        for n, button in enumerate((self.stop_button, self.drop_button), 1):
            buttons.insertWidget(n, button)
        buttons.insertWidget(buttons.count() - 1, self.keep_button)
