"""The push-to-talk key: held by key or mouse, let go by everything that can take either away.

A stuck key keeps the whole net from talking: every way out leads to `let_go`, and four times a second the
key asks itself whether it may still be down. The room lets go by itself when that asking stops, and after a
minute.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.base.errors import Refused
from app.people.rights import Act
from app.people.signin import SignedIn
from app.radio import facts
from app.radio.events import CallKind
from app.radio.service import RadioService
from widgets.kit.desk import Desk
from widgets.kit.listen import listen

KEY, KEY_WORD = Qt.Key.Key_F12, "F12"
HOLD_MS = 250
BY_KEY, BY_MOUSE = "key", "mouse"
_AWAY = frozenset(
    {QEvent.Type.Hide, QEvent.Type.WindowDeactivate, QEvent.Type.ParentChange, QEvent.Type.Close}
)

Target = Callable[[], tuple[CallKind, int]]


class TalkKey(QObject):
    """`owner` is the page or bar whose keyboard it hears. `refused(Refused)` when it may not be pressed."""

    changed = Signal(bool)
    refused = Signal(object)

    def __init__(self, desk: Desk, owner: QWidget, service: RadioService, target: Target) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._service, self._target = desk, owner, service, target
        self._way = ""
        self._hold = QTimer(self)
        self._hold.setInterval(HOLD_MS)
        self._hold.timeout.connect(self._still)
        owner.installEventFilter(self)
        listen(self, desk.bus, SignedIn, self._signed_in)
        listen(self, desk.bus, facts.RadioOwnTalk, self._told)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus)
        app.applicationStateChanged.connect(self._state)
        owner.destroyed.connect(lambda *_: service.release())

    @property
    def down(self) -> bool:
        return bool(self._way)

    def press(self, way: str) -> None:
        """By key or mouse; what is held already is not pressed twice."""
        if self._way:
            return
        try:
            officer = self._desk.session.demand(Act.RADIO)
            self._service.press(*self._target(), str(officer.id), officer.name)
        except Refused as error:
            self.refused.emit(error)
            return
        self._way = way
        self._hold.start()
        self.changed.emit(True)

    def let_go(self, way: str = "") -> None:
        """Whoever holds it, or only who holds it this way."""
        if not self._way or (way and way != self._way):
            return
        self._way = ""
        self._hold.stop()
        self._service.release()
        self.changed.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) and isinstance(event, QKeyEvent):
            return self._key(event)
        if kind in _AWAY or (kind == QEvent.Type.EnabledChange and not self._owner.isEnabled()):
            self.let_go()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() != KEY or event.modifiers():
            if event.key() == KEY:
                self.let_go(BY_KEY)
            return False
        if not event.isAutoRepeat():
            if event.type() == QEvent.Type.KeyPress:
                self.press(BY_KEY)
            else:
                self.let_go(BY_KEY)
        event.accept()
        return True

    def _may_stay(self) -> bool:
        """Everything that `let_go` is told of one by one, looked at as a whole."""
        owner, focus = self._owner, QApplication.focusWidget()
        inside = focus is not None and (focus is owner or owner.isAncestorOf(focus))
        return (
            owner.isVisible()
            and owner.isEnabled()
            and owner.isActiveWindow()
            and not owner.window().isMinimized()
            and QApplication.activePopupWidget() is None
            and self._desk.session.officer is not None
            and (self._way == BY_MOUSE or inside)
        )

    def _still(self) -> None:
        self._told(None)
        if self._way and self._may_stay():
            self._service.hold()
        else:
            self.let_go()

    def _told(self, _fact: object) -> None:
        """Whatever ended the talk on the way, the key is up."""
        call = self._service.own_call()
        if call is None or not call.pressed:
            self.let_go()

    def _focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or (
            self._way == BY_KEY and now is not self._owner and not self._owner.isAncestorOf(now)
        ):
            self.let_go()

    def _state(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            self.let_go()

    def _signed_in(self, _fact: SignedIn) -> None:
        self.let_go()
