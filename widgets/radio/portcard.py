"""端口测试: which port, driver and speed a gateway needs, tried out over the page."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.errors import Refused
from app.base.ports.listed import ListedPort
from app.base.ports.transport import Closed, Flow, Kind, place_of
from app.people.rights import Act
from app.people.signin import SignedIn
from app.radio.driver import Driver
from app.radio.drivers import DEFAULT, DRIVERS
from app.radio.porttest import SPEEDS, Asked, Finding, PortTest
from app.radio.service import RadioService
from app.radio.table.finding import Found
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField, SegmentField, TextField
from widgets.kit.gate import gates
from widgets.kit.listen import listen
from widgets.kit.overcard import OverCard
from widgets.radio.port_rooms import PortRooms
from widgets.radio.portsteps import PortSteps
from widgets.radio.porttest_words import flow_words, means, tr, what_next

POLL_MS = 150


class PortCard(OverCard):
    """Lies over the page. What is typed stays for the next time; a test ends with the card, and when
    somebody else signs in."""

    card_w = 940

    def __init__(self, desk: Desk, page: QWidget, service: RadioService, rooms: PortRooms) -> None:
        theme = desk.theme
        self._desk, self._service, self._rooms = desk, service, rooms
        self._drivers: dict[str, Driver] = dict(DRIVERS)
        self._work: PortTest | None = None
        self._came: deque[Finding] = deque()
        self._tested = ""
        self.found = ComboField(theme, tr("Ports found here"), [])
        self.port = TextField(
            theme, tr("Port of the gateway"), required=True, placeholder="socket://10.0.0.8:4001"
        )
        self.driver = ComboField(theme, tr("Driver of the gateway"), [])
        self.speed = ComboField(theme, tr("Bit rate"), [])
        self.flow = SegmentField(theme, tr("Flow control"), flow_words())
        self.flow.set_value(Flow.NONE.value)
        self.steps = PortSteps(theme)
        self.stop_button = PlainButton(theme, tr("Stop the test"))
        fields = {
            "found": self.found,
            "port": self.port,
            "driver": self.driver,
            "speed": self.speed,
            "flow": self.flow,
        }
        super().__init__(theme, page, fields)
        self._offer_drivers()
        self.stop_button.clicked.connect(self.stop)
        self.found.changed.connect(self._take_found)
        self.driver.changed.connect(self._offer_speeds)
        self.port.changed.connect(self._look_at_speeds)
        self.given.connect(self.test)
        self.extra.clicked.connect(lambda: self.test(every_speed=True))
        self.left.connect(self.stop)
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._take)
        gates(desk, Act.DEVICES, self.go, self.extra)
        listen(self, desk.bus, SignedIn, lambda _: self.stop())
        self._buttons()

    def come(self, below: QWidget) -> None:
        """What the machine has is looked for anew each time."""
        note = tr("The gateway is asked as at the start. No radio is called, nothing is recorded.")
        if not self.steps.findings:
            self.steps.say(tr("Choose or write a port, then test it."))
        self.ask_for(tr("Port test"), note, tr("Test it"), below, tr("Try the other usual speeds"))
        self._buttons()
        rooms = self._rooms
        ask(self, self._desk.disk, lambda: (rooms.ports(), rooms.drivers()),
            then=lambda both: self._offer(*both), fail=self.refuse)  # fmt: skip

    # --- testing ------------------------------------------------------------------------

    def test(self, *, every_speed: bool = False) -> None:
        self.stop()
        port = self.port.value().strip()
        try:
            self._desk.session.demand(Act.DEVICES)
            if not port:
                raise Refused("port", "missing")
        except Refused as refused:
            self.refuse(refused)
            self._buttons()
            return
        self.settle()
        asked = Asked(
            port, self._drivers[self.driver.value()], int(self.speed.value() or 0),
            Flow(self.flow.value()), self._service.gateways(), every_speed,
        )  # fmt: skip
        came = deque[Finding]()
        work = PortTest(self._desk.clock, asked, came.append)
        self._work, self._came = work, came
        self._tested = f"{port}  {asked.driver.title}"
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
            self._choose_speed(work.understood)
            words = tr("Understood at {baud} bps; that speed is chosen now.")
            self._end(words.format(baud=work.understood))
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

    def _buttons(self) -> None:
        running = self._work is not None
        self.go.setEnabled(not running)
        self.stop_button.setEnabled(running)
        self._look_at_speeds()

    def _look_at_speeds(self) -> None:
        """A server that only hands bytes through has its speed set elsewhere."""
        try:
            fixed = place_of(self.port.value().strip()).kind is Kind.SOCKET
        except Closed:
            fixed = True
        self.extra.setEnabled(self._work is None and not fixed)

    # --- what may be chosen -------------------------------------------------------------

    def _offer(self, ports: list[ListedPort], found: Found) -> None:
        combo = self.found.combo
        combo.clear()
        combo.addItem(tr("— written below —") if ports else tr("no port is found here"), "")
        for one in ports:
            combo.addItem(f"{one.about}  {one.device}".strip(), one.path)
        self.found.set_value(self.port.value().strip())
        if combo.currentIndex() < 0:
            combo.setCurrentIndex(0)
        self._drivers = found.drivers
        self._offer_drivers()
        if found.problems:
            words = tr("A table cannot be used: {problem}")
            self.driver.show_error(words.format(problem=found.problems[0]))
        self._place()

    def _offer_drivers(self) -> None:
        chosen = self.driver.value() or DEFAULT
        self.driver.combo.clear()
        for key, driver in self._drivers.items():
            self.driver.combo.addItem(f"{driver.title}（{key}）", key)
        self.driver.set_value(chosen if chosen in self._drivers else DEFAULT)
        self._offer_speeds()

    def _offer_speeds(self) -> None:
        chosen, combo = self.speed.value(), self.speed.combo
        own = self._drivers[self.driver.value()].baud
        combo.clear()
        combo.addItem(tr("the driver's own ({baud})").format(baud=own), "")
        for baud in SPEEDS:
            combo.addItem(f"{baud}", f"{baud}")
        self._choose_speed(int(chosen or 0))

    def _choose_speed(self, baud: int) -> None:
        if baud and self.speed.combo.findData(f"{baud}") < 0:
            self.speed.combo.addItem(f"{baud}", f"{baud}")
        self.speed.set_value(f"{baud}" if baud else "")

    def _take_found(self) -> None:
        if chosen := self.found.value():
            self.port.set_value(chosen)
            self._look_at_speeds()

    # --- parts --------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Fields on the left, what the test finds on the right."""
        super()._lay_out()
        box = self.card.layout()
        assert isinstance(box, QVBoxLayout)
        theme, fields = self._theme, QVBoxLayout()
        fields.setSpacing(theme.px("space.m"))
        at = box.indexOf(self.found)
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
        buttons.insertWidget(1, self.stop_button)
