"""The gateways: lamp, age of the last frame, port, and what to do when a link is not well."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import hhmm, span
from app.radio.board import GatewaySeen
from app.radio.events import Linked
from widgets.kit.labels import ElidedLabel, Label, hairline
from widgets.kit.theme import Theme
from widgets.radio import words
from widgets.radio.lamp import LinkLamp


class GatewayCard(QFrame):
    """One gateway. `show_gateway` may be called every second."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._lamp = LinkLamp(theme)
        self._name = ElidedLabel(theme, strong=True)
        self._state = Label(theme, "", "small")
        self._frame = Label(theme, "", "small", tone="text2")
        self._port = ElidedLabel(theme, "", "caption", tone="text3")
        self._advice = Label(theme, "", "small")
        self._advice.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(theme.px("space.s"))
        head.addWidget(self._lamp)
        head.addWidget(self._name, 1)
        head.addWidget(self._state)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.px("space.s"), 0, theme.px("space.s"))
        box.setSpacing(2)
        box.addLayout(head)
        box.addWidget(self._advice)
        box.addWidget(self._frame)
        box.addWidget(self._port)

    def show_gateway(self, seen: GatewaySeen, now: datetime) -> None:
        down = seen.state == Linked.DOWN
        self._lamp.show_state(seen.state)
        self._name.setText(seen.gateway.name)
        self._state.setText(words.linked(seen.state))
        self._state.set_tone("now" if down else "text2")
        self._frame.setText(self._last_frame(seen, now))
        self._port.setText(seen.gateway.port)
        self._advice.setText(words.what_to_do(seen.why) if seen.why else "")
        self._advice.setVisible(bool(seen.why))
        self.setAccessibleName(f"{seen.gateway.name} {self._state.text()} {self._advice.text()}")

    def _last_frame(self, seen: GatewaySeen, now: datetime) -> str:
        since = ""
        if seen.since is not None and seen.state != Linked.UP:
            since = self.tr("since {time}").format(time=hhmm(seen.since)) + " · "
        if seen.last_frame is None:
            return since + self.tr("no frame yet")
        return since + self.tr("last frame {span} ago").format(span=span(now - seen.last_frame))


class GatewayList(QWidget):
    """All gateways, one under the other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._cards: list[GatewayCard] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._none = Label(theme, self.tr("No gateway is set up."), tone="text3")
        self._box.addWidget(self._none)

    def show_gateways(self, gateways: list[GatewaySeen], now: datetime) -> None:
        self._none.setVisible(not gateways)
        while len(self._cards) < len(gateways):
            if self._cards:
                self._box.addWidget(hairline())
            card = GatewayCard(self._theme)
            self._cards.append(card)
            self._box.addWidget(card)
        for card, seen in zip(self._cards, gateways, strict=False):
            card.show_gateway(seen, now)
