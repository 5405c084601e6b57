"""A camera entered or changed: the form, the compass, and what becomes of its password."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.base.errors import Conflict, Refused
from app.base.ids import new_id
from app.base.secrets import Login
from app.people.rights import Act
from app.people.signin import SignedIn
from app.video.records import Camera, CameraKind
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.drafted import FormDraft
from widgets.kit.explain import explain
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.scroll import scrolling
from widgets.people.leaving import leaving_line
from widgets.video.boards import Boards
from widgets.video.compass import Compass
from widgets.video.form import CameraForm, as_typed
from widgets.video.rooms import CameraRooms
from widgets.video.words import camera_refusals

NEW, CHANGED = "camera-new", "camera-change"


class FormView(Panel):
    """`kept(camera)` when it is written, `left` when the officer goes back; `place_wanted`: a place is to be
    picked on the map, and comes back by `fill_place`."""

    left = Signal()
    kept = Signal(object)
    place_wanted = Signal()

    def __init__(self, desk: Desk, rooms: CameraRooms, board: Boards) -> None:
        super().__init__(desk.theme, self.tr("New camera"))
        self._desk, self._rooms, self._board = desk, rooms, board
        self.seen: Camera | None = None
        self._shown: dict[str, object] = {}
        self.form = CameraForm(desk.theme)
        self.form.blank()
        self._draft = FormDraft(desk, rooms.drafts, self.form, NEW)
        self._build()
        self.form.login_found.connect(self._say_login)
        self.form.widths_found.connect(self.mend.setVisible)
        self.form.fields["direction_deg"].changed.connect(self._turn_compass)
        self.compass.turned.connect(self._turned)
        listen(self, desk.bus, SignedIn, self._signed_in)

    # -- what is shown -------------------------------------------------------------------------

    def ask_new(self) -> None:
        """What was typed before, and not entered, is still there."""
        if self.seen is not None:
            self.seen = None
            self._draft.turn_to(NEW)
        self.set_title(self.tr("New camera"))
        self.keep.setText(self.tr("Enter it"))
        self._open()

    def ask_found(self, camera: Camera, login: Login | None) -> None:
        """A new one that was read from its device: what is missing is typed."""
        self.ask_new()
        self.form.show_camera(camera)
        if login is not None:
            self.form.user.set_value(login.user)
            self.form.password.set_value(login.password)
            self._say_login()

    def ask_change(self, camera: Camera) -> None:
        if self.seen is None:
            self._draft.turn_to(CHANGED)
        self.seen = camera
        self.form.show_camera(camera)
        self._shown = as_typed(camera)
        self.set_title(self.tr("Change {code}").format(code=camera.code))
        self.keep.setText(self.tr("Keep"))
        self._open()

    def _open(self) -> None:
        self._answering(True)
        self.form.clear_errors()
        self._forget_login()
        self._turn_compass()
        self._say(self._login_words())
        ask(self, self._desk.store, self._rooms.townships, then=self.form.offer,
            fail=lambda _: None)  # fmt: skip

    def first_focus(self) -> QWidget:
        return self.form.fields["code" if self.seen is None else "name"]

    def fill_place(self, lat: float, lon: float, township: str) -> None:
        self.form.fill({"lat": f"{lat:.6f}", "lon": f"{lon:.6f}"})
        if township and self.form.fields["township"].is_empty():
            self.form.fill({"township": township})

    def _login_words(self) -> str:
        if self.seen is not None and self._rooms.logins.has_own(self.seen.id):
            return self.tr("A password is kept sealed; leave both fields empty to keep it")
        return self.tr("User and password are sealed apart, never in the address, never exported")

    def _say_login(self) -> None:
        self._say(self.tr("User and password were taken out of the address; they will be sealed"))

    def _say(self, words: str) -> None:
        self._said.setText(words)

    def _turn_compass(self) -> None:
        text = str(self.form.fields["direction_deg"].value())
        try:
            self.compass.show_degrees(float(text) if text else None)
        except ValueError:
            self.compass.show_degrees(None)

    def _turned(self, deg: float) -> None:
        self.form.fields["direction_deg"].set_value(f"{deg:g}")
        self.form.changed.emit()

    # -- what the officer does -----------------------------------------------------------------

    def submit(self) -> None:
        self.form.clear_errors()
        self._trouble.hide()
        before = self.seen or Camera(
            new_id(), "", "", CameraKind.FIXED, "", "", "", None, None, self._rooms.mark
        )
        try:
            by = self._desk.session.demand(Act.DEVICES)
            told, login = self.form.told(before), self.form.login()
        except Refused as refused:
            self._refused(refused)
            return
        self._answering(False)  # what is typed meanwhile would be kept nowhere
        held = self._held()
        ask(self, self._desk.store, self._rooms.keep, by, told, self.seen, login,
            then=lambda camera: self._kept(camera, held),
            fail=lambda error: self._not_kept(error, told, held))  # fmt: skip

    def leave(self) -> None:
        if self.seen is not None:
            self._draft.settle()
        self._forget_login()
        self.left.emit()

    def _held(self) -> tuple[object, ...]:
        """Whose form it is, about which camera, and what stands in it: an answer that comes when any of it is
        another touches nothing."""
        officer = self._desk.session.officer
        return officer and officer.id, self.seen, self.form.values()

    def _answering(self, free: bool) -> None:
        self.keep.setEnabled(free)
        self.form.setEnabled(free)

    def _not_kept(self, error: Exception, told: Camera, held: tuple[object, ...]) -> None:
        self._answering(True)
        if held == self._held() and self.isVisible():
            self._refused(error)
        else:
            why = explain(error, camera_refusals())
            words = self.tr("{code} was not kept: {why}")
            self._desk.say(words.format(code=told.code, why=why))

    def _kept(self, camera: Camera, held: tuple[object, ...]) -> None:
        self._answering(True)
        self._desk.say(self.tr("{code} is kept").format(code=camera.code))
        if held != self._held():
            return
        self._draft.settle()
        self._forget_login()
        self.seen = None
        self.form.blank()
        self._draft.turn_to(NEW)
        if self.isVisible():
            self.kept.emit(camera)
            self.left.emit()

    def _refused(self, error: Exception) -> None:
        words = explain(error, camera_refusals())
        if isinstance(error, Conflict):
            self._take_theirs()
            words += self.tr("; keep once more to write yours all the same")
        if isinstance(error, Refused) and self.form.show_error(error.field, words):
            self.form.fields[error.field].setFocus()
        else:
            self._trouble.setText(words)
            self._trouble.show()

    def _take_theirs(self) -> None:
        """What the officer did not touch becomes what the other desk wrote; what was typed stays."""
        fresh = next((c for c in self._board.cameras if self.seen and c.id == self.seen.id), None)
        if fresh is None:
            return
        typed = self.form.values()
        now = as_typed(fresh)
        self.form.fill({n: now[n] for n, shown in self._shown.items() if typed[n] == shown})
        self.seen, self._shown = fresh, now

    def _forget_login(self) -> None:
        self.form.user.clear()
        self.form.password.clear()

    def _signed_in(self, _fact: SignedIn) -> None:
        """Nobody goes on with the password that somebody else typed, nor with their half-made change."""
        self._forget_login()
        if self.seen is not None:
            self.seen = None
            self.left.emit()

    # -- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._desk.theme
        self._said = Label(theme, "", "small", tone="text2")
        self._said.setWordWrap(True)
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self.compass = Compass(theme)
        side = QVBoxLayout()
        side.setSpacing(theme.px("space.m"))
        pick = PlainButton(theme, self.tr("Pick on the map"), "Alt+G", "map-pin")
        pick.clicked.connect(self.place_wanted)
        side.addWidget(pick)
        side.addWidget(Label(theme, self.tr("Looks towards"), "small", tone="text2"))
        side.addWidget(self.compass)
        side.addWidget(self._said)
        self.mend = PlainButton(theme, self.tr("Mend the address"), "Alt+M")
        self.mend.clicked.connect(self.form.mend)
        self.mend.hide()
        side.addWidget(self.mend)
        side.addStretch(1)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, theme.px("space.s"), 0)
        row.setSpacing(theme.px("space.xl"))
        left = QVBoxLayout()
        left.addWidget(self.form)
        left.addWidget(self._trouble)
        left.addStretch(1)
        row.addLayout(left, 4)
        row.addLayout(side, 1)
        self.add(scrolling(QScrollArea(), holder), 1)
        line = leaving_line(theme, self)
        line.addStretch(1)
        self.keep = MainButton(theme, "", "Ctrl+Enter")
        self.keep.clicked.connect(self.submit)
        gates(self._desk, Act.DEVICES, self.keep)
        line.addWidget(self.keep)
        self.body.addLayout(line)
        self.left.connect(self._closed)

    def _closed(self) -> None:
        """Also by Esc."""
        self._forget_login()
        if self.seen is not None:
            self._draft.settle()
