"""One log entry in full: its words, its corrections, and how it is settled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.base.clock import full
from app.base.errors import Refused
from app.duty.log import DutyLog
from app.duty.records import Handling, LogEntry
from app.people.rights import Act
from widgets.duty.copying import as_text
from widgets.duty.files import Attached, FileList
from widgets.duty.lines import way_words, who_words
from widgets.duty.refused import words_for
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import AreaField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import Gate
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread


class EntryPanel(Panel):
    """`done` after a correction or a settlement was committed; `incident_wanted(LogEntry)` by Alt+I.

    A correction under way is not disturbed by what arrives meanwhile: it stays with the entry it was
    begun for.
    """

    done = Signal()
    incident_wanted = Signal(object)

    def __init__(self, desk: Desk, log: DutyLog, attached: Attached) -> None:
        super().__init__(desk.theme, QCoreApplication.translate("EntryPanel", "Entry"))
        self._desk = desk
        self._log = log
        self._attached = attached
        self.files = FileList(desk, attached, takes=True)
        self.shown: LogEntry | None = None
        self.correcting: LogEntry | None = None
        self._past: tuple[LogEntry, ...] = ()
        self._again: Reread[list[LogEntry]] = Reread(
            self, desk.store, self._revisions, self._failed
        )
        self._build()
        self.show_entry(None)

    def show_entry(self, entry: LogEntry | None) -> None:
        """Its words at once; its other revisions when they are read."""
        other = entry is None or self.shown is None or entry.id != self.shown.id
        self.shown = entry
        if other:
            self._past = (entry,) if entry is not None else ()
            self._show_files(entry)
        self._show()
        self.refresh()

    def refresh(self) -> None:
        """The line shown and all that corrects it, read again."""
        if self.shown is not None:
            self._again.ask(self._log.revisions, self.shown.id)

    def _revisions(self, past: list[LogEntry]) -> None:
        shown = self.shown
        now = next((one for one in past if shown is not None and one.id == shown.id), None)
        if now is not None:
            self.shown, self._past = now, tuple(past)
            self._show()

    def _show(self) -> None:
        entry = self.shown
        here = entry is not None
        self._copy.setEnabled(here)
        self._correct.allow(here)
        self._finish.allow(entry is not None and entry.status is not Handling.DONE)
        self._incident.allow(entry is not None and entry.incident_id is None)
        self._old.setVisible(False)
        if entry is None:
            self.set_note("")
            self._text.setText(self.tr("Choose a line to see it in full."))
            self._facts.setText("")
            return
        session = self._desk.session
        self.set_note(self.tr("no. {seq}").format(seq=entry.seq))
        self._text.setText(session.covered(entry.text))
        self._strike(self._text, any(other.corrects == entry.id for other in self._past))
        self._facts.setText("\n".join(self._facts_of(entry)))
        older = self._older(entry)
        self._old.setVisible(bool(older))
        self._old.setText("\n".join(f"{o.seq}  {session.covered(o.text)}" for o in older))

    def _older(self, entry: LogEntry) -> list[LogEntry]:
        """What it corrects, and what that corrects, the newest first."""
        held, found = {one.id: one for one in self._past}, []
        while entry.corrects in held:
            entry = held[entry.corrects]
            found.append(entry)
        return found

    def copy(self) -> None:
        """Alt+C: the line as text, to be pasted into a chat."""
        if self.shown is not None:
            QGuiApplication.clipboard().setText(as_text([self.shown], covered=self._desk.session))
            self._desk.say(self.tr("Line no. {seq} copied").format(seq=self.shown.seq))

    def _show_files(self, entry: LogEntry | None) -> None:
        """A correction shows the files of the line it corrects too."""
        if entry is None:
            self.files.show_files(None)
            return
        of, keys = self._attached.rows.of_entry, [k for k in (entry.corrects, entry.id) if k]
        self.files.show_files(
            lambda: [file for key in keys for file in of(key)],
            lambda officer, filed: self._log.attach(officer, entry, filed),
        )

    def begin(self) -> None:
        """Alt+G: the correction of the entry shown; one begun before is taken up again."""
        if self.shown is None:
            return
        if self.correcting is None or self.correcting.id != self.shown.id:
            self.correcting = self.shown
            self._form.clear()
            self._form.fields["text"].set_value(self.shown.text)
        self._sheet.show()
        self._form.fields["text"].setFocus()

    def save(self) -> None:
        """Ctrl+Enter: a new row that names the old one."""
        if self.correcting is None:
            return
        values = self._form.values()
        args = (self.correcting.id, values["text"], values["reason"])
        self._run(self._log.correct, *args, then=self._saved)

    def finish(self) -> None:
        """Alt+F: the matter of this line is done."""
        if self.shown is not None:
            args = (self.shown, Handling.DONE, self.shown.handling)
            self._run(self._log.settle, *args, then=self._settled)

    def leave(self) -> None:
        """Esc: out of sight, nothing lost until another entry is corrected."""
        self._sheet.hide()

    def _run(
        self, work: Callable[..., LogEntry], *args: object, then: Callable[[LogEntry], None]
    ) -> None:
        try:
            officer = self._desk.session.demand()
        except Refused as refused:
            self._failed(refused)
            return
        store = self._desk.store
        ask(self, store, work, officer, *args, then=then, fail=self._failed)

    def _settled(self, _entry: LogEntry) -> None:
        self._reason.hide()
        self.done.emit()

    def _saved(self, _entry: LogEntry) -> None:
        self._reason.hide()
        self.correcting = None
        self.leave()
        self.done.emit()

    def _failed(self, error: Exception) -> None:
        words = words_for(error)
        if isinstance(error, Refused) and self._form.show_error(error.field, words):
            return
        self._reason.setText(words)
        self._reason.show()

    def _facts_of(self, entry: LogEntry) -> list[str]:
        session = self._desk.session
        phone = session.covered(entry.phone)
        facts = [
            f"{full(entry.at)}  {way_words(entry)}",
            " ".join(part for part in (who_words(entry, session), phone) if part),
            self.tr("{category} · {status}").format(
                category=entry.category.value, status=entry.status.value
            ),
        ]
        if entry.handling:
            facts.append(entry.handling)
        newer = next((other for other in self._past if other.corrects == entry.id), None)
        if newer is not None:
            facts.append(self.tr("Corrected by no. {seq}").format(seq=newer.seq))
        if entry.file_name:  # written before there were attachments
            facts.append(f"{entry.file_name}  sha256 {entry.file_sha256[:16]}…")
        if entry.late:
            facts.append(self.tr("Entered late (补录)"))
        facts.append(
            self.tr("Written by {name} at {time}").format(
                name=entry.by_name, time=full(entry.written_at)
            )
        )
        return facts

    @staticmethod
    def _strike(label: Label, struck: bool) -> None:
        font = QFont(label.font())
        font.setStrikeOut(struck)
        label.setFont(font)
        label.set_tone("text3" if struck else "text")

    def _build(self) -> None:
        theme = self._desk.theme
        self._text = Label(theme, "")
        self._old = Label(theme, "", tone="text3")
        self._facts = Label(theme, "", "small", tone="text2")
        for label in (self._text, self._old, self._facts):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._strike(self._old, True)
        holder = QWidget()
        holder.setProperty("role", "scrolled")
        words = QVBoxLayout(holder)
        words.setContentsMargins(0, 0, theme.px("space.s"), 0)
        words.setSpacing(theme.px("space.m"))
        for label in (self._text, self._old, self._facts):
            words.addWidget(label)
        words.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(holder)
        self.add(scroll, 1)
        self.add(self.files)
        self._reason = Label(theme, "", "small", tone="now")
        self._reason.setWordWrap(True)
        self._reason.hide()
        self.add(self._reason)
        self.add(self._build_sheet())
        row = QGridLayout()
        row.setSpacing(theme.px("space.s"))
        correct = PlainButton(theme, self.tr("Correct"), "Alt+G")
        correct.clicked.connect(self.begin)
        finish = PlainButton(theme, self.tr("Finished"), "Alt+F")
        finish.clicked.connect(self.finish)
        incident = PlainButton(theme, self.tr("Make incident"), "Alt+I")
        incident.clicked.connect(lambda: self.incident_wanted.emit(self.shown))
        self._copy = PlainButton(theme, self.tr("Copy text"), "Alt+C")
        self._copy.clicked.connect(self.copy)
        self._correct = Gate(self._desk, correct, Act.LOG)
        self._finish = Gate(self._desk, finish, Act.LOG)
        self._incident = Gate(self._desk, incident, Act.INTAKE)
        for number, button in enumerate((incident, self._copy, correct, finish)):
            row.addWidget(button, number // 2, number % 2)
        self.body.addLayout(row)

    def _build_sheet(self) -> QFrame:
        theme = self._desk.theme
        self._sheet = QFrame()
        self._sheet.setProperty("role", "card")
        box = QVBoxLayout(self._sheet)
        edge = theme.px("space.m")
        box.setContentsMargins(edge, edge, edge, edge)
        self._form = Form(theme)
        self._form.row(text=AreaField(theme, self.tr("New text"), lines=3, label_w=64))
        self._form.row(reason=TextField(theme, self.tr("Reason"), required=True, label_w=64))
        box.addWidget(self._form)
        row = QHBoxLayout()
        leave = PlainButton(theme, self.tr("Leave"), "Esc", bind=False)
        leave.clicked.connect(self.leave)
        escape = QShortcut(QKeySequence("Esc"), self._sheet)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.leave)
        save = MainButton(theme, self.tr("Save correction"), "Alt+S")
        save.clicked.connect(self.save)
        row.addWidget(leave)
        row.addStretch(1)
        row.addWidget(save)
        box.addLayout(row)
        self._sheet.hide()
        return self._sheet
