"""The small bar of the key to talk on the stack beside every page: back to whom the chosen row is from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.errors import Refused
from app.people.rights import Act
from app.radio.driver import Capability
from app.radio.events import CallKind
from app.radio.records import RadioEvent
from app.radio.service import RadioService
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.gate import gates
from widgets.radio import words
from widgets.radio.lacking import shut, why_not
from widgets.radio.talkbar import TalkBar
from widgets.radio.talkkey import TalkKey

_CALLS = {CallKind.PRIVATE: Capability.PRIVATE_CALL, CallKind.GROUP: Capability.GROUP_CALL}


class TalkBack(QWidget):
    """Lies in `card`, whose keyboard the key hears; `chosen` gives the line that is answered, or None."""

    def __init__(
        self,
        desk: Desk,
        card: QWidget,
        service: RadioService,
        chosen: Callable[[], RadioEvent | None],
    ) -> None:
        super().__init__()
        self._desk, self._service, self._chosen = desk, service, chosen
        self.bar = TalkBar(desk.theme, end_key="")  # the page below may have a use for it
        edge = desk.theme.px("space.m")
        box = QVBoxLayout(self)
        box.setContentsMargins(edge, 0, edge, 0)
        box.addWidget(self.bar)
        gates(desk, Act.RADIO, self.bar.button, self.bar.end_button)
        self.key = TalkKey(desk, card, service, self._target)
        self.bar.tie(self.key)
        self.bar.hang_up.connect(service.hang_up)
        self.key.changed.connect(lambda _: self.look())
        self.key.refused.connect(self._refused)
        self._tick = QTimer(self)
        self._tick.setInterval(desk.theme.px("duration_ms.tick"))
        self._tick.timeout.connect(self.look)
        card.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It looks only while it is seen."""
        if event.type() == QEvent.Type.Show:
            self.look()
            self._tick.start()
        elif event.type() == QEvent.Type.Hide:
            self._tick.stop()
        return super().eventFilter(watched, event)

    def look(self) -> None:
        service, now = self._service, self._desk.clock.now()
        self.bar.show_call(service.own_call(), self.key.down, False, now)
        kind, target = self._target()
        if target and not self.bar.detail.text():
            self.bar.detail.setText(f"{kind.value} {target}")
        if not self.key.down:
            group = kind is CallKind.GROUP
            needs = (Capability.TALK, _CALLS[kind])
            shut(self.bar.button, why_not(service, target or None, *needs, to_group=group))

    def _target(self) -> tuple[CallKind, int]:
        line = self._chosen()
        if line is None:
            return CallKind.PRIVATE, 0
        if line.talkgroup is not None:
            return CallKind.GROUP, line.talkgroup
        return CallKind.PRIVATE, line.radio or 0

    def _refused(self, error: Refused) -> None:
        self._desk.say(explain(error, words.refusals()))
