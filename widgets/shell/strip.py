"""The strip on top of every window: whose desk, which shift, what is in force, what time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.base.clock import date_line, hhmmss
from app.people.signin import SignedIn
from widgets.kit.chips import Chip, Tag
from widgets.kit.desk import Desk
from widgets.kit.icons import icon, paint_icon
from widgets.kit.labels import ElidedLabel, Label, upright
from widgets.kit.listen import listen
from widgets.kit.text import MIDDLE, tip
from widgets.kit.theme import Theme
from widgets.shell.alertslot import WIDE as ALERT_W
from widgets.shell.alertslot import AlertSlot
from widgets.shell.messages import Messages
from widgets.shell.status import Status

NARROW, ALERT_NARROW_W = 1400, 168


class Strip(QFrame):
    """`lock_asked` when the lock is clicked, `alert_opened(message)` for the alert slot."""

    lock_asked = Signal()
    user_asked = Signal()
    alert_opened = Signal(object)

    def __init__(
        self, desk: Desk, status: Status, messages: Messages, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = desk.theme
        self._desk = desk
        self._status = status
        self.setProperty("role", "strip")
        self.setFixedHeight(theme.px("control.top_strip_h"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space.l"), 0, theme.px("space.m"), 0)
        row.setSpacing(theme.px("space.m"))
        row.addWidget(_Seal(theme))
        self._name = Label(theme, self.tr("Dutyroom"), strong=True)
        self._unit = Label(theme, status.unit, "caption", tone="text2")
        row.addLayout(_pair(self._name, self._unit))
        self._phone = Label(theme, status.duty_phone, strong=True)
        self._phone_name = Label(theme, self.tr("Duty phone"), "caption", tone="text2")
        row.addLayout(_pair(self._phone, self._phone_name))
        for label in (self._phone, self._phone_name):
            label.setToolTip(
                self.tr("Must never be forwarded; rung once in every shift's self-check")
            )
            label.setVisible(bool(status.duty_phone))
        row.addSpacing(theme.px("space.m"))
        self._tag = Chip(theme)
        row.addWidget(self._tag)
        row.addWidget(upright(40))
        self._shift = ElidedLabel(theme, "", "small", tone="text2")
        self._crew = ElidedLabel(theme, "", "small")
        row.addLayout(_pair(self._shift, self._crew), 5)
        self._marks = QHBoxLayout()
        self._marks.setSpacing(theme.px("space.s") + 2)
        row.addLayout(self._marks)
        row.addStretch(2)
        self.alert = AlertSlot(theme, desk.clock, messages)
        self.alert.opened.connect(self.alert_opened)
        row.addWidget(self.alert)
        self._clock = Label(theme, "", "clock", strong=True)
        self._date = Label(theme, "", "caption", tone="text2")
        self._clock.setFixedHeight(theme.size("clock") + 2)
        self._date.setFixedHeight(theme.size("caption") + 4)
        for label in (self._clock, self._date):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(_pair(self._clock, self._date, gap=2))
        row.addWidget(upright(28))
        self._user = _User(theme)
        self._user.clicked.connect(self.user_asked)
        row.addWidget(self._user)
        self._lock = _tool(theme, "lock", self.tr("Lock this desk (Alt+L)"))
        self._lock.clicked.connect(self.lock_asked)
        row.addWidget(self._lock)
        self._follow()

    def _follow(self) -> None:
        self._status.strip_changed.connect(self._show_status)
        self._desk.theme.changed.connect(self._dress)
        listen(self, self._desk.bus, SignedIn, self._show_officer)
        self._timer = QTimer(self)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self._show_status()
        self._show_officer(SignedIn(self._desk.session.officer))
        self.tick()

    def clock_left(self) -> int:
        """Where the clock begins: an emergency's band ends before it."""
        self.layout().activate()
        return self._clock.geometry().left()

    def seal_right(self) -> int:
        return self.layout().itemAt(0).geometry().right() + 12

    def resizeEvent(self, event) -> None:
        """Narrow strips keep shift and warnings, and let the name of the house go."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self._name.setVisible(not narrow)
        self._unit.setVisible(not narrow)
        self.alert.setFixedWidth(ALERT_NARROW_W if narrow else ALERT_W)

    def tick(self) -> None:
        """Sets the clock; called four times a second so that no second is skipped."""
        now = self._desk.clock.now()
        if self._clock.text() != hhmmss(now):
            self._clock.setText(hhmmss(now))
            self._date.setText(date_line(now))

    def _show_status(self) -> None:
        status = self._status
        self._tag.show_mark(Tag(status.tag) if status.tag else None)
        self._shift.setText(status.shift)
        self._crew.setText(status.crew)
        while self._marks.count():
            self._marks.takeAt(0).widget().deleteLater()
        for mark in status.marks:
            self._marks.addWidget(Chip(self._desk.theme, mark))

    def _show_officer(self, fact: SignedIn) -> None:
        officer = fact.officer
        if officer is None:
            self._user.show_words(self.tr("Nobody"), self.tr("sign in"))
        else:
            self._user.show_words(officer.name, officer.role.value)

    def _dress(self) -> None:
        self._lock.setIcon(icon(self._desk.theme, "lock"))


def _pair(upper: QWidget, lower: QWidget, gap: int = 0) -> QVBoxLayout:
    box = QVBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(gap)
    box.addStretch(1)
    box.addWidget(upper)
    box.addWidget(lower)
    box.addStretch(1)
    return box


def _tool(theme: Theme, name: str, hint: str) -> QToolButton:
    tool = QToolButton()
    tool.setIcon(icon(theme, name))
    tool.setIconSize(QSize(theme.px("icon.normal"), theme.px("icon.normal")))
    tool.setFixedSize(theme.px("control.min_target"), theme.px("control.min_target"))
    tool.setToolTip(tip(hint))
    tool.setAccessibleName(hint)
    tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return tool


class _Seal(QWidget):
    """The mark of the program: 值 on a square of ink."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(32, 32)

    def paintEvent(self, _event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("ink"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.setFont(self._theme.font("lead", strong=True))
        painter.setPen(self._theme.colour("on_ink"))
        painter.drawText(self.rect(), MIDDLE, "值")


class _User(QToolButton):
    """Name over role, with the head of a person."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._name, self._role = "", ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.tr("Change of person"))

    def show_words(self, name: str, role: str) -> None:
        self._name, self._role = name, role
        self.setAccessibleName(f"{name} {role}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        name = QFontMetrics(self._theme.font("small", strong=True)).horizontalAdvance(self._name)
        role = QFontMetrics(self._theme.font("caption")).horizontalAdvance(self._role)
        return QSize(max(name, role) + 40, 44)

    def paintEvent(self, _event) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("select"))
            painter.drawRoundedRect(self.rect(), 5, 5)
        paint_icon(painter, "circle-user-round", theme.colour("text2"), 4, 11, 22)
        painter.setFont(theme.font("small", strong=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(32, 19, self._name)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(32, 37, self._role)
