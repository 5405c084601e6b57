"""更正: every field of a log line anew, over the page; the old line stays as it was written."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.errors import Refused
from app.duty.log import DutyLog, Line
from app.duty.records import LogEntry
from app.people.rights import Act
from widgets.duty.lineform import LABEL_W, LineForm
from widgets.duty.linking import Links
from widgets.duty.refused import words_for
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import SegmentField, TextField
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.laid import LaidCard
from widgets.kit.ownkeys import OwnKeys


class CorrectionCard(LaidCard):
    """`begin(entry, over)` shows the line as it stands, or what was typed for it before; Esc keeps that
    until another line is corrected. Alt+S or Ctrl+Enter writes the new revision: `done` after COMMIT."""

    done = Signal()

    def __init__(self, desk: Desk, log: DutyLog, links: Links) -> None:
        super().__init__(desk, QCoreApplication.translate("CorrectionCard", "Correction"), "Alt+G")
        self._log = log
        self._links = links
        self.correcting: LogEntry | None = None
        self._pending = False
        self._shown = ("", "")
        self._build()
        self.hide()

    def begin(self, entry: LogEntry, over: QWidget) -> None:
        self._over = over
        if self.correcting is None or self.correcting.id != entry.id:
            ask(self, self._desk.store, self._links.of_entry, entry,
                then=lambda about: self._show(entry, list(about.items())),
                fail=self._failed)  # fmt: skip
        else:
            self._come()

    def save(self) -> None:
        """A new row that names the old one; a refusal stands at its field."""
        if self.correcting is None or self._pending:
            return
        if self.form.composing():
            self.form.text.edit.setFocus()
            return
        self.form.clear_errors()
        self._trouble.hide()
        try:
            officer = self._desk.session.demand(Act.LOG)
            line = self._line(self.correcting)
        except Refused as refused:
            self._failed(refused)
            return
        self._pending = True
        reason = self.form.fields["reason"].value()
        ask(self, self._desk.store, self._log.correct, officer, self.correcting.id, line, reason,
            then=self._saved, fail=self._failed)  # fmt: skip

    def _show(self, entry: LogEntry, about: list) -> None:
        self.correcting = entry
        self.form.clear()
        self.form.clear_errors()
        self._trouble.hide()
        self.form.show_entry(entry, about)
        self.form.fields["late"].set_value(["1"] if entry.late else [])
        self._shown = (self.form.at.value(), self.form.due.value())
        self.set_note(self.tr("no. {seq}").format(seq=entry.seq))
        self._come()

    def _come(self) -> None:
        self.lay(self._over)
        self.form.text.edit.setFocus()

    def _line(self, old: LogEntry) -> Line:
        """What was not touched stays to the microsecond."""
        at, due = self._shown
        return self.form.line(
            old.at if self.form.at.value() == at else self._moment(),
            late=bool(self.form.fields["late"].value()),
            due=old.due if self.form.due.value() == due else self.form.limit(),
        )

    def _moment(self) -> datetime:
        at = self.form.moment()
        if at is None:
            raise Refused("at", "empty")
        return at

    def _saved(self, entry: LogEntry) -> None:
        self._pending = False
        self.correcting = None
        self._desk.say(self.tr("Recorded as no. {seq}").format(seq=entry.seq))
        self.leave()
        self.done.emit()

    def _failed(self, error: Exception) -> None:
        self._pending = False
        words = words_for(error)
        if isinstance(error, Refused) and self.form.show_error(error.field, words):
            self.form.fields[error.field].setFocus()
        else:
            self._trouble.setText(words)
            self._trouble.show()
        self.place()

    def _build(self) -> None:
        theme = self._desk.theme
        self.form = LineForm(
            self._desk, self._links, at=self.tr("Time"), at_hint=self.tr("06-18 14:50:00")
        )
        self.form.lay_out()
        late = [("1", self.tr("Late (补录)"))]
        self.form.at.share = 3
        self.form.row(at=self.form.at, late=SegmentField(theme, "", late, many=True))
        self.form.row(reason=TextField(theme, self.tr("Reason"), required=True, label_w=LABEL_W))
        self.add(self.form)
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self.add(self._trouble)
        row = QHBoxLayout()
        leave = PlainButton(theme, self.tr("Leave"), "Esc", bind=False)
        leave.clicked.connect(self.leave)
        save = MainButton(theme, self.tr("Save correction"), "Alt+S", bind=False)
        save.clicked.connect(self.save)
        gates(self._desk, Act.LOG, save)
        row.addWidget(leave)
        row.addStretch(1)
        row.addWidget(save)
        self.body.addLayout(row)
        keys = ("Alt+S", "Ctrl+Return", "Ctrl+Enter")
        OwnKeys(self, {"Esc": self.leave, **dict.fromkeys(keys, self.save)})
