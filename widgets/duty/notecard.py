"""记一条: a small card over whatever page the officer is on; what is typed elsewhere stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.attachments import Filed, FileDoor
from app.base.clock import hhmmss
from app.base.drafts import Draft, Drafts
from app.base.errors import Refused
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, LogEntry, Way
from app.duty.templates import NONE, LogTemplate, demand_filled, slot_after
from app.people.rights import Act
from app.people.signin import SignedIn
from widgets.duty.lineform import LineForm, kept
from widgets.duty.linking import Links
from widgets.duty.pasting import pasted
from widgets.duty.refused import words_for
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.laid import LaidCard
from widgets.kit.listen import listen
from widgets.kit.ownkeys import OwnKeys
from widgets.kit.text import from_qt, to_qt

DRAFT = "note-card"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a place of the room hands over: who, words, files already kept on the disk."""

    text: str = ""
    way: Way = Way.INSIDE
    channel: Channel = Channel.FACE
    unit: str = ""
    person: str = ""
    category: Category = Category.OTHER
    files: tuple[Filed, ...] = ()


class NoteCard(LaidCard):
    """`come(over)` lays it over a widget of a window; Esc takes it away and keeps the words; Ctrl+Enter
    records. `recorded(LogEntry)` after COMMIT. A draft stays with its author: another officer finds
    an empty card, the author his own words."""

    recorded = Signal(object)

    def __init__(
        self,
        desk: Desk,
        log: DutyLog,
        drafts: Drafts,
        door: FileDoor,
        templates: Sequence[LogTemplate],
        links: Links | None = None,
    ) -> None:
        title = QCoreApplication.translate("NoteCard", "Write into the log")
        super().__init__(desk, title, "F2 / Esc")
        self._links = links or Links()
        self._log = log
        self._drafts = drafts
        self._door = door
        self._templates = {one.name: one for one in templates}
        self._template: LogTemplate = NONE
        self._files: list[Filed] = []
        self._pending = False
        self._author = self._who()
        self._build()
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(int(desk.theme.number("duration_ms.draft_save")))
        self._saving.timeout.connect(self.save_draft)
        listen(self, desk.bus, SignedIn, self._signed_in)
        self._load()
        self.hide()

    def come(self, over: QWidget, beginning: Beginning | None = None) -> None:
        """Over `over`, with the cursor in the text; a beginning fills what is still empty."""
        if beginning is not None:
            self._begin(beginning)
        self.lay(over)
        self.text.edit.setFocus()

    def come_off(self) -> None:
        self.save_draft()
        super().come_off()

    def toggle(self, over: QWidget) -> None:
        """F2: come, or go away with the words kept."""
        if self.isVisible() and self.parentWidget() is over:
            self.leave()
        else:
            self.come(over)

    def leave(self) -> None:
        self.save_draft()
        super().leave()

    def submit(self) -> None:
        """Record the line; a refusal stands at its field, and the words stay. While an input method
        composes, its word is only taken in."""
        if self._pending:
            return
        if self._form.composing():
            QGuiApplication.inputMethod().commit()
            return
        try:
            officer = self._desk.session.demand(Act.LOG)
            shift = self._desk.session.demand_shift()
            line = self._line()
        except Refused as refused:
            self._failed(refused)
            return
        self._pending = True
        ask(self, self._desk.store, self._log.write, officer, shift, line, tuple(self._files),
            then=self._done, fail=self._failed)  # fmt: skip

    def paste(self) -> None:
        """Alt+V: the picture or the files the clipboard holds, kept on the disk first."""
        bring = pasted(QGuiApplication.clipboard().mimeData(), self._door, self._desk.clock.now())
        if bring is None:
            self._say(self.tr("The clipboard holds no file and no picture."), wrong=True)
            return
        ask(self, self._desk.disk, bring, then=self._have_files, fail=self._failed)

    def take_template(self, name: str) -> None:
        """The text of a template after what is there already; the first slot is chosen."""
        chosen = self._templates.get(name, NONE)
        self._template = chosen
        if not chosen.text:
            return
        for field, value in (
            (self._form.way, chosen.way),
            (self._form.channel, chosen.channel),
            (self._form.category, chosen.category),
            (self._form.status, chosen.status),
        ):
            field.set_value(value.value)
        there = self.text.value()
        self.text.set_value(f"{there}\n{chosen.text}" if there else chosen.text)
        self.next_slot(from_start=True)
        self._typed()

    def next_slot(self, *, from_start: bool = False) -> bool:
        """Choose the next slot, so that typing fills it; False when there is none left."""
        cursor = self.text.edit.textCursor()
        text = self.text.edit.toPlainText()
        found = slot_after(text, 0 if from_start else from_qt(text, cursor.selectionEnd()))
        if found is None:
            return False
        cursor.setPosition(to_qt(text, found[0]))
        cursor.setPosition(to_qt(text, found[1]), QTextCursor.MoveMode.KeepAnchor)
        self.text.edit.setTextCursor(cursor)
        self.text.edit.setFocus()
        return True

    def save_draft(self) -> None:
        self._saving.stop()
        kept = self._kept()
        key = self._key(self._author)
        if not any(kept.values()):
            ask(self, self._desk.disk, self._drafts.drop, key, fail=self._no_draft)
        else:
            ask(self, self._desk.disk, self._drafts.save, key, self._author, kept,
                then=self._saved, fail=self._no_draft)  # fmt: skip

    def _line(self) -> Line:
        """补录 when a time is typed: the one it had on paper."""
        demand_filled(self.text.value())
        at = self._form.moment()
        return self._form.line(at, late=at is not None, due=self._form.limit())

    def _begin(self, beginning: Beginning) -> None:
        there = self.text.value()
        self.text.set_value(f"{there}\n{beginning.text}" if there else beginning.text)
        if not there:
            self._form.fill(
                {
                    "way": beginning.way.value,
                    "channel": beginning.channel.value,
                    "category": beginning.category.value,
                    "unit": beginning.unit,
                    "person": beginning.person,
                }
            )
        self._have_files(list(beginning.files))
        self._typed()

    def _have_files(self, files: list[Filed]) -> None:
        known = {one.sha256 for one in self._files}
        self._files += [one for one in files if one.sha256 not in known]
        names = "、".join(one.name for one in self._files)
        self._attached.setText(self.tr("Attached: {names}").format(names=names))
        self._attached.setVisible(bool(names))

    def _done(self, entry: LogEntry) -> None:
        self._pending = False
        self._desk.say(self.tr("Recorded as no. {seq}").format(seq=entry.seq))
        self._empty()
        self.leave()
        self.recorded.emit(entry)

    def _failed(self, error: Exception) -> None:
        self._pending = False
        words = words_for(error)
        self._form.clear_errors()
        if isinstance(error, Refused) and self._form.show_error(error.field, words):
            self._form.fields[error.field].setFocus()
            if error.code == "slot_open":
                self.next_slot(from_start=True)
        else:
            self._say(words, wrong=True)
        self.place()

    def _empty(self) -> None:
        self._form.clear()
        self._form.clear_errors()
        self._files = []
        self._have_files([])
        self._say("")
        self._form.usual()

    def _kept(self) -> dict[str, Any]:
        held = kept(self._form)
        if not held and not self._files:
            return {}
        files = [astuple(one) for one in self._files]
        return held | {"template": self._template.name, "files": files}

    def _who(self) -> str:
        officer = self._desk.session.officer
        return str(officer.id) if officer is not None else ""

    @staticmethod
    def _key(author: str) -> str:
        return f"{DRAFT}-{author}" if author else DRAFT

    def _signed_in(self, _fact: SignedIn) -> None:
        """Another officer: the words stay with their author."""
        if self._who() != self._author:
            self.save_draft()
            self.hide()
            self._author = self._who()
            self._empty()
            self._load()

    def _load(self) -> None:
        author = self._author
        ask(self, self._desk.disk, self._drafts.load, self._key(author),
            then=lambda draft: self._restore(author, draft), fail=self._no_draft)  # fmt: skip

    def _restore(self, author: str, draft: Draft | None) -> None:
        if draft is not None and author == self._author and not self._kept():
            self._form.fill(draft.fields)
            self._have_files([Filed(*one) for one in draft.fields.get("files", ())])
            self._say(self.tr("Draft kept {time}").format(time=hhmmss(draft.saved_at)))

    def _typed(self) -> None:
        self._saving.start()

    def _saved(self, draft: Draft) -> None:
        self._say(self.tr("Draft kept {time}").format(time=hhmmss(draft.saved_at)))

    def _no_draft(self, error: Exception) -> None:
        self._say(self.tr("No draft could be kept: {why}").format(why=words_for(error)), wrong=True)

    def _say(self, words: str, *, wrong: bool = False) -> None:
        self._note_line.setText(words)
        self._note_line.set_tone("now" if wrong else "text2")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text.edit and event.type() == QEvent.Type.KeyPress:
            tab = event.key() == Qt.Key.Key_Tab  # type: ignore[attr-defined]
            if tab and not event.modifiers() and self.next_slot():  # type: ignore[attr-defined]
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        theme = self._desk.theme
        names = [("", self.tr("No template")), *((name, name) for name in self._templates)]
        self.template = ComboField(theme, self.tr("Template"), names, label_w=64)
        self.template.changed.connect(lambda: self.take_template(self.template.value()))
        self._form = LineForm(
            self._desk,
            self._links,
            at=self.tr("Late"),
            at_hint=self.tr("Empty: now. A time marks it 补录: 14:50 or 06-18 14:50"),
        )
        self._form.row(template=self.template)
        self._form.lay_out()
        self._form.row(at=self._form.at)
        self.text, self.unit, self.person = self._form.text, self._form.unit, self._form.person
        self.at = self._form.at
        self.text.edit.installEventFilter(self)
        self._form.changed.connect(self._typed)
        self.add(self._form)
        self._attached = Label(theme, "", "small", tone="text2")
        self._attached.setWordWrap(True)
        self._attached.hide()
        self.add(self._attached)
        self._note_line = Label(theme, "", "small", tone="text2")
        self._note_line.setWordWrap(True)
        self.add(self._note_line)
        self._buttons()
        self._form.usual()

    def _buttons(self) -> None:
        theme = self._desk.theme
        row = QHBoxLayout()
        leave = PlainButton(theme, self.tr("Leave"), "Esc", bind=False)
        leave.clicked.connect(self.leave)
        paste = PlainButton(theme, self.tr("Paste"), "Alt+V", bind=False)
        paste.clicked.connect(self.paste)
        self.go = MainButton(theme, self.tr("Write it down"), "Ctrl+Enter", bind=False)
        self.go.clicked.connect(self.submit)
        gates(self._desk, Act.LOG, self.go)
        for button in (leave, paste):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.go)
        self.body.addLayout(row)
        OwnKeys(
            self,
            {
                "Esc": self.leave,
                "Ctrl+Return": self.submit,
                "Ctrl+Enter": self.submit,
                "Alt+V": self.paste,
            },
        )
