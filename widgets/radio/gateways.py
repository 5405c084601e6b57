"""The gateways: lamp, age of the last byte, bit rate, signal, and what to do when something is not well."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import hhmm, span
from app.base.ports.around import Around, look_around
from app.base.ports.counters import Counters
from app.radio.board import GatewaySeen
from app.radio.events import Linked
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.labels import ElidedLabel, Label, hairline
from widgets.radio import words
from widgets.radio.gateway_details import GatewayDetails
from widgets.radio.lamp import LinkLamp

AROUND_MS = 60_000


class GatewayCard(QFrame):
    """One gateway. `show_gateway` may be called every second."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme = desk.theme
        self._lamp = LinkLamp(theme)
        self._name = ElidedLabel(theme, strong=True)
        self._state = Label(theme, "", "small")
        self._frame = ElidedLabel(theme, "", "small", tone="text2")
        self._baud = Label(theme, "", "small", tone="text2")
        self._air = ElidedLabel(theme, "", "small", tone="text2")
        self._port = ElidedLabel(theme, "", "caption", ends=True, tone="text3")
        self._advice = Label(theme, "", "small")
        self._hint = Label(theme, "", "small", strong=True, tone="ink")
        for one in (self._advice, self._hint):
            one.setWordWrap(True)
            one.hide()
        self.details_button = PlainButton(theme, self.tr("Port details"))
        self.details = GatewayDetails(desk)
        self.details.hide()
        self.details_button.clicked.connect(self._fold)
        self.around = Around()
        self._lay_out(desk)

    def show_gateway(self, seen: GatewaySeen, now: datetime) -> None:
        gateway, counters = seen.gateway, seen.gateway.counters()
        self._lamp.show_state(seen.state)
        self._name.setText(gateway.name)
        self._state.setText(words.linked(seen.state))
        self._state.set_tone("now" if seen.state == Linked.DOWN else "text2")
        self._frame.setText(self._last(seen, counters, now))
        self._baud.setText(f"{gateway.baud} bps" if gateway.baud else "")
        _say(self._air, self._on_the_air(seen))
        self._port.setText(gateway.port)
        _say(self._advice, self._not_well(seen))
        _say(self._hint, self._hints(seen, counters))
        if not self.details.isHidden():
            self.details.show_details(gateway, counters, now)
        told = (gateway.name, self._state.text(), self._advice.text(), self._hint.text())
        self.setAccessibleName(" ".join(filter(None, told)))

    def _fold(self) -> None:
        self.details.setVisible(self.details.isHidden())
        folded = self.details.isHidden()
        self.details_button.setText(self.tr("Port details") if folded else self.tr("Fold away"))

    def _last(self, seen: GatewaySeen, counters: Counters, now: datetime) -> str:
        if counters.last_byte is not None:
            return self.tr("last byte {span} ago").format(span=span(now - counters.last_byte))
        if seen.last_frame is None:
            return self.tr("no frame yet")
        return self.tr("last frame {span} ago").format(span=span(now - seen.last_frame))

    def _not_well(self, seen: GatewaySeen) -> str:
        told = []
        if seen.since is not None and seen.state != Linked.UP:
            told.append(self.tr("since {time}").format(time=hhmm(seen.since)))
        if seen.why:
            told.append(words.what_to_do(seen.why))
        return " · ".join(told)

    def _on_the_air(self, seen: GatewaySeen) -> str:
        """What the gateway's own radio tells of itself."""
        told = []
        if seen.dbm is not None:
            told.append(self.tr("signal {dbm} dBm").format(dbm=seen.dbm))
        elif seen.bars is not None:
            told.append(self.tr("signal {bars} of 4").format(bars=seen.bars))
        if seen.battery is not None:
            told.append(self.tr("battery {percent} %").format(percent=seen.battery))
        return " · ".join(told)

    def _hints(self, seen: GatewaySeen, counters: Counters) -> str:
        around, record = self.around, seen.gateway.record
        told = []
        if counters.wrong_baud:
            told.append(self.tr("The baud rate may be wrong: what comes in means nothing."))
        if around.grabbers:
            names = "、".join(around.grabbers)
            told.append(
                self.tr("{names} may take this port. Ask the administrator to end it.").format(
                    names=names
                )
            )
        if around.stable:
            told.append(
                self.tr("The name of this port may change. In the settings use {stable}").format(
                    stable=around.stable
                )
            )
        elif around.changing:
            told.append(self.tr("The name of this port may change after it is plugged in again."))
        if record is not None and record.trouble:
            told.append(self.tr("The raw record cannot be written: the disk is full or failing."))
        return "\n".join(told)

    def _lay_out(self, desk: Desk) -> None:
        theme = desk.theme
        head = QHBoxLayout()
        head.setSpacing(theme.px("space.s"))
        head.addWidget(self._lamp)
        head.addWidget(self._name, 1)
        head.addWidget(self._state)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px("space.s"))
        foot.addWidget(self._port, 1)
        foot.addWidget(self.details_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.px("space.s"), 0, theme.px("space.s"))
        box.setSpacing(2)
        box.addLayout(head)
        box.addWidget(self._advice)
        box.addWidget(self._hint)
        life = QHBoxLayout()
        life.setSpacing(theme.px("space.s"))
        life.addWidget(self._frame, 1)
        life.addWidget(self._baud)
        box.addLayout(life)
        box.addWidget(self._air)
        box.addLayout(foot)
        box.addWidget(self.details)


class GatewayList(QWidget):
    """All gateways, one under the other. What is around their ports is looked at once a minute."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._cards: list[GatewayCard] = []
        self._ports: tuple[str, ...] = ()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._none = Label(
            desk.theme,
            self.tr("No gateway yet: set one up by the port test above."),
            tone="text2",
        )
        self._none.setWordWrap(True)
        self._box.addWidget(self._none)
        self._around = QTimer(self)
        self._around.setInterval(AROUND_MS)
        self._around.timeout.connect(self._look_around)
        self._around.start()

    def show_gateways(self, gateways: list[GatewaySeen], now: datetime) -> None:
        self._none.setVisible(not gateways)
        while len(self._cards) < len(gateways):
            if self._cards:
                self._box.addWidget(hairline())
            card = GatewayCard(self._desk)
            self._cards.append(card)
            self._box.addWidget(card)
        for card, seen in zip(self._cards, gateways, strict=False):
            card.show_gateway(seen, now)
        ports = tuple(seen.gateway.port for seen in gateways)
        if ports != self._ports:
            self._ports = ports
            self._look_around()

    def _look_around(self) -> None:
        if self._ports:
            ask(self, self._desk.shooting, _all_around, self._ports, then=self._seen_around)

    def _seen_around(self, around: list[Around]) -> None:
        for card, one in zip(self._cards, around, strict=False):
            card.around = one


def _all_around(ports: tuple[str, ...]) -> list[Around]:
    return [look_around(port) for port in ports]


def _say(label: Label, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
