"""The fields of a gateway's port: which gateway, where, what it speaks, how fast."""

from __future__ import annotations

from collections.abc import Sequence

from app.base.ports.listed import ListedPort
from app.base.ports.transport import Closed, Flow, Kind, place_of
from app.base.settings import Gateway
from app.radio.driver import Driver
from app.radio.drivers import DEFAULT, DRIVERS
from app.radio.gateway_book import Known
from app.radio.porttest import SPEEDS
from app.radio.table.finding import Found
from widgets.kit.fields import ComboField, Field, SegmentField, TextField
from widgets.kit.theme import Theme
from widgets.radio.porttest_words import flow_words, tr

NEW = ""


class PortFields:
    """`seen` is the gateway whose fields these are, as it was when they were filled; None: a new one. What
    was typed of one stays while another is looked at."""

    def __init__(self, theme: Theme, *, keeps: bool) -> None:
        """Not `keeps`: only the port is asked for."""
        self.which = ComboField(theme, tr("Which gateway"), [(NEW, tr("New gateway"))])
        self.name = TextField(theme, tr("Name of the gateway"), required=True)
        self.found = ComboField(theme, tr("Ports found here"), [])
        self.port = TextField(
            theme, tr("Port of the gateway"), required=True, placeholder="socket://10.0.0.8:4001"
        )
        self.driver = ComboField(theme, tr("Driver of the gateway"), [])
        self.speed = ComboField(theme, tr("Bit rate"), [])
        self.flow = SegmentField(theme, tr("Flow control"), flow_words())
        self.flow.set_value(Flow.NONE.value)
        self._written: dict[str, Field] = {
            "name": self.name,
            "port": self.port,
            "driver": self.driver,
            "speed": self.speed,
            "flow": self.flow,
        }
        asked = {"which": self.which, "name": self.name} if keeps else {}
        self.all: dict[str, Field] = {**asked, "found": self.found, **self._written}
        if not keeps:
            del self.all["name"]
        self.seen: Known | None = None
        self._chosen = NEW
        self._known: dict[str, Known] = {}
        self._typed: dict[str, dict[str, object]] = {}
        self._drivers: dict[str, Driver] = dict(DRIVERS)
        self._offer_drivers()
        self.found.changed.connect(self._take_found)
        self.driver.changed.connect(self._offer_speeds)

    # --- what stands in them ------------------------------------------------------------

    @property
    def place(self) -> str:
        return self.port.value().strip()

    @property
    def chosen_driver(self) -> Driver | None:
        """None: the driver that is written down is not known here."""
        return self._drivers.get(self.driver.value())

    @property
    def baud(self) -> int:
        """0: the driver's own."""
        return int(self.speed.value() or 0)

    @property
    def speed_is_ours(self) -> bool:
        """A server that only hands bytes through has its speed set elsewhere."""
        try:
            return place_of(self.place).kind is not Kind.SOCKET
        except Closed:
            return False

    @property
    def by_hand(self) -> bool:
        return self.seen is not None and self.seen.by_hand

    def values(self) -> dict[str, object]:
        return {name: field.value() for name, field in self._written.items()}

    def setting(self) -> Gateway:
        """As it is to be kept, with the particularities that are not asked for here."""
        profile = self.seen.setting.profile if self.seen is not None else ()
        name, flow = self.name.value().strip(), Flow(self.flow.value())
        return Gateway(name, self.place, self.baud, self.driver.value(), flow, profile)

    def choose_speed(self, baud: int) -> None:
        if baud and self.speed.combo.findData(f"{baud}") < 0:
            self.speed.combo.addItem(f"{baud}", f"{baud}")
        self.speed.set_value(f"{baud}" if baud else "")

    # --- one gateway or another ---------------------------------------------------------

    def turn(self) -> None:
        """To the gateway that is chosen; what was typed of the one before is put by."""
        self._typed[self._chosen] = self.values()
        self._chosen = self.which.value()
        self.seen = self._known.get(self._chosen)
        held = self._typed.pop(self._chosen, None)
        if held is None and self.seen is not None:
            one = self.seen.setting
            speed = f"{one.baud}" if one.baud else ""
            held = {"name": one.name, "port": one.port, "driver": one.driver, "speed": speed,
                    "flow": one.flow.value}  # fmt: skip
        self._fill(held or {"name": "", "port": "", "driver": DEFAULT, "speed": "", "flow": "none"})

    def settle(self, name: str) -> None:
        """What was typed is kept now, or taken away: the fields are those of gateway `name`, NEW for none."""
        self.which.set_value(name if name in self._known else NEW)
        self._chosen = self.which.value()
        self.seen = self._known.get(self._chosen)
        self._typed.pop(self._chosen, None)

    def _fill(self, held: dict[str, object]) -> None:
        self.name.set_value(held["name"])
        self.port.set_value(held["port"])
        self._offer_drivers(str(held["driver"]))
        self.choose_speed(int(str(held["speed"] or 0)))
        self.flow.set_value(held["flow"])
        self._show_found()

    # --- what may be chosen -------------------------------------------------------------

    def offer(self, ports: Sequence[ListedPort], found: Found, known: Sequence[Known]) -> None:
        """Nothing that stands in the fields is changed."""
        self.found.combo.clear()
        self.found.combo.addItem(
            tr("— written below —") if ports else tr("no port is found here"), ""
        )
        for port in ports:
            self.found.combo.addItem(f"{port.about}  {port.device}".strip(), port.path)
        self._show_found()
        self._drivers = found.drivers
        self._offer_drivers(self.driver.value())
        if found.problems:
            words = tr("A table cannot be used: {problem}")
            self.driver.show_error(words.format(problem=found.problems[0]))
        self._known = {one.setting.name: one for one in known}
        self.which.combo.clear()
        self.which.combo.addItem(tr("New gateway"), NEW)
        for name, one in self._known.items():
            hand = tr("{name} (settings.toml)").format(name=name)
            self.which.combo.addItem(hand if one.by_hand else name, name)
        self.which.set_value(self._chosen)
        if self.which.combo.currentIndex() < 0:
            self._chosen, self.seen = NEW, None
            self.which.set_value(NEW)

    def _offer_drivers(self, chosen: str = DEFAULT) -> None:
        combo, speed = self.driver.combo, self.speed.value()
        combo.clear()
        for key, driver in self._drivers.items():
            combo.addItem(f"{driver.title}（{key}）", key)
        if chosen not in self._drivers:
            combo.addItem(tr("{driver}: not known here").format(driver=chosen), chosen)
        self.driver.set_value(chosen)
        self._offer_speeds(speed)

    def _offer_speeds(self, chosen: str | None = None) -> None:
        chosen, combo = self.speed.value() if chosen is None else chosen, self.speed.combo
        driver = self.chosen_driver
        combo.clear()
        combo.addItem(
            tr("the driver's own ({baud})").format(baud=driver.baud if driver else "—"), ""
        )
        for baud in SPEEDS:
            combo.addItem(f"{baud}", f"{baud}")
        self.choose_speed(int(chosen or 0))

    def _take_found(self) -> None:
        if chosen := self.found.value():
            self.port.set_value(chosen)
            self.port.changed.emit()

    def _show_found(self) -> None:
        self.found.set_value(self.place)
        if self.found.combo.currentIndex() < 0:
            self.found.combo.setCurrentIndex(0)
