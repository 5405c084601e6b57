"""One log entry in full: its words, its corrections, and how it is settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QHideEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.base.clock import day_hhmm, full
from app.base.errors import Refused
from app.duty.corrected import reason_of, told
from app.duty.log import DutyLog
from app.duty.records import Handling, LogEntry
from app.people.rights import Act
from widgets.duty.copying import as_text
from widgets.duty.correction import CorrectionCard
from widgets.duty.files import Attached, FileList
from widgets.duty.lines import way_words, who_words
from widgets.duty.linking import Links
from widgets.duty.refused import words_for
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.gate import Gate
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.picking import Candidate
from widgets.kit.reread import Reread


class EntryPanel(Panel):
    """`done` after a correction or a settlement was committed; `incident_wanted(LogEntry)` by Alt+I.

    A correction under way is not disturbed by what arrives meanwhile: its card stays with the entry it
    was begun for.
    """

    done = Signal()
    incident_wanted = Signal(object)

    def __init__(
        self, desk: Desk, log: DutyLog, attached: Attached, links: Links | None = None
    ) -> None:
        super().__init__(desk.theme, QCoreApplication.translate("EntryPanel", "Entry"))
        self._desk = desk
        self._log = log
        self._attached = attached
        self.files = FileList(desk, attached, takes=True)
        self.shown: LogEntry | None = None
        self._links = links or Links()
        self._about: dict[str, Candidate] = {}
        self.correction = CorrectionCard(desk, log, self._links)
        self.correction.done.connect(self.done)
        self._past: tuple[LogEntry, ...] = ()
        self._again: Reread[_Read] = Reread(self, desk.store, self._have, self._failed)
        self._build()
        self.show_entry(None)

    def show_entry(self, entry: LogEntry | None) -> None:
        """Its words at once; its other revisions when they are read."""
        other = entry is None or self.shown is None or entry.id != self.shown.id
        self.shown = entry
        if other:
            self._past = (entry,) if entry is not None else ()
            self._about = {}
            self._show_files(entry)
        self._show()
        self.refresh()

    def refresh(self) -> None:
        """The line shown, all that corrects it and what it is about, read again."""
        if self.shown is not None:
            self._again.ask(self._look, self.shown.id)

    def _look(self, key: UUID) -> _Read:
        past = self._log.revisions(key)
        now = next((one for one in past if one.id == key), None)
        return _Read(past, self._links.of_entry(now) if now is not None else {})

    def _have(self, read: _Read) -> None:
        shown = self.shown
        now = next((one for one in read.past if shown is not None and one.id == shown.id), None)
        if now is not None:
            self.shown, self._past, self._about = now, tuple(read.past), read.about
            self._show()

    def _show(self) -> None:
        entry = self.shown
        here = entry is not None
        self._copy.setEnabled(here)
        self._correct.allow(here)
        self._finish.allow(entry is not None and entry.status is not Handling.DONE)
        self._incident.allow(entry is not None and entry.incident_id is None)
        self._old.setVisible(False)
        self._changed.setVisible(False)
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
        changes = self._changes([entry, *older])
        self._changed.setVisible(bool(changes))
        self._changed.setText(session.covered(changes))

    def _changes(self, revisions: Sequence[LogEntry]) -> str:
        """What each correction changed and why; one line for each, the newest first."""
        lines = []
        for new, old in pairwise(revisions):
            words = self.tr("No. {seq} corrected ({reason}): {what}")
            reason = reason_of(new)
            lines.append(words.format(seq=old.seq, reason=reason, what="，".join(told(old, new))))
        return "\n".join(lines)

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
        if self.shown is not None:
            self.correction.begin(self.shown, self.window())

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page: the card goes, what was typed in it stays."""
        super().hideEvent(event)
        self.correction.hide()

    def finish(self) -> None:
        """Alt+F: the matter of this line is done."""
        if self.shown is not None:
            args = (self.shown, Handling.DONE, self.shown.handling)
            self._run(self._log.settle, *args, then=self._settled)

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

    def _failed(self, error: Exception) -> None:
        self._reason.setText(words_for(error))
        self._reason.show()

    def _facts_of(self, entry: LogEntry) -> list[str]:
        session = self._desk.session
        phone = session.covered(entry.phone)
        facts = [
            f"{full(entry.at)}  {way_words(entry)}",
            " ".join(p for p in (who_words(entry, session), entry.post, phone) if p),
            self.tr("{category} · {status}").format(
                category=entry.category.value, status=entry.status.value
            ),
        ]
        if entry.responsible or entry.due is not None:
            due = day_hhmm(entry.due) if entry.due is not None else "—"
            words = self.tr("Seen to by {who}, wanted by {due}")
            facts.append(words.format(who=session.covered_name(entry.responsible) or "—", due=due))
        about = (session.covered(one.words) for one in self._about.values())
        facts += [self.tr("About: {what}").format(what=what) for what in about]
        if entry.handling:
            facts.append(session.covered(entry.handling))
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
        self._changed = Label(theme, "", "small", strong=True)
        self._facts = Label(theme, "", "small", tone="text2")
        for label in (self._text, self._old, self._changed, self._facts):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._strike(self._old, True)
        holder = QWidget()
        holder.setProperty("role", "scrolled")
        words = QVBoxLayout(holder)
        words.setContentsMargins(0, 0, theme.px("space.s"), 0)
        words.setSpacing(theme.px("space.m"))
        for label in (self._text, self._old, self._changed, self._facts):
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


@dataclass(frozen=True, slots=True)
class _Read:
    past: list[LogEntry]
    about: dict[str, Candidate]
