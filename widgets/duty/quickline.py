"""The quick line: one field always at hand, its words kept until they are committed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import hhmmss
from app.base.drafts import Draft, Drafts
from app.base.errors import Refused
from app.duty.instructions import Instructions
from app.duty.log import DutyLog, Line
from app.duty.quick import PLAIN, TEMPLATES, QuickLine, Template, understood
from app.duty.records import Instruction, LogEntry
from app.people.signin import SignedIn
from widgets.duty.refused import words_for
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.fields import LineEdit
from widgets.kit.icons import paint_icon
from widgets.kit.labels import Label, restyle
from widgets.kit.listen import listen


class QuickEntry(QWidget):
    """`recorded(LogEntry | Instruction)` after COMMIT and only then; a failure leaves the words.

    `key` names its draft on this desk. Takes no focus unasked; `setFocus` reaches the field.
    """

    recorded = Signal(object)

    def __init__(
        self, desk: Desk, log: DutyLog, instructions: Instructions, drafts: Drafts, key: str
    ) -> None:
        super().__init__()
        self._desk = desk
        self._log = log
        self._instructions = instructions
        self._drafts = drafts
        self._key = key
        self._template: Template = PLAIN
        self._pending: str | None = None
        self._build()
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(int(desk.theme.number("duration_ms.draft_save")))
        self._saving.timeout.connect(self.save_draft)
        self._author, self._author_name = self._who()
        listen(self, desk.bus, SignedIn, self._signed_in)
        self._load()

    @property
    def words(self) -> str:
        """The whole line with its slash word, as it would be recorded."""
        typed = self.edit.text()
        return f"{self._template.slash} {typed}" if self._template is not PLAIN else typed

    @property
    def note(self) -> str:
        """What stands under the field."""
        return self._note.text() if self._note.isVisibleTo(self) else ""

    def set_words(self, words: str) -> None:
        self._show_template(PLAIN)
        self.edit.setText(words)
        self._expand(words)

    def submit(self) -> None:
        """Record the line. Does nothing while the last one is still on its way."""
        if self._pending is not None:
            return
        words = self.words
        try:
            officer = self._desk.session.demand()
            shift = self._desk.session.demand_shift()
            if not self.edit.text().strip():
                raise Refused("text", "empty")
        except Refused as refused:
            self._failed(refused)
            return
        self._saving.stop()
        self._pending = words
        line = understood(words, self._desk.clock.now())
        work = self._take if line.is_instruction else self._write
        ask(self, self._desk.store, work, officer, shift, line, then=self._done, fail=self._failed)

    def save_draft(self) -> None:
        self._saving.stop()
        if not self.edit.text().strip():
            ask(self, self._desk.disk, self._drafts.drop, self._place(), fail=self._no_draft)
            return
        kept = {"line": self.words, "by_name": self._author_name}
        ask(
            self,
            self._desk.disk,
            self._drafts.save,
            self._place(),
            self._author,
            kept,
            then=self._saved,
            fail=self._no_draft,
        )

    def _who(self) -> tuple[str, str]:
        """Key and name of the officer at the desk, whose the words are."""
        officer = self._desk.session.officer
        return (str(officer.id), officer.name) if officer is not None else ("", "")

    def _place(self) -> str:
        """A draft stays with its author, whoever sits down meanwhile."""
        return f"{self._key}-{self._author}" if self._author else self._key

    def _signed_in(self, _fact: SignedIn) -> None:
        """Another officer: the words go away with their author, and come back with him."""
        if self._who()[0] == self._author:
            return
        self.save_draft()
        self._author, self._author_name = self._who()
        self._show_template(PLAIN)
        self.edit.clear()
        self._show_note("")
        self._load()

    def _load(self) -> None:
        author = self._author
        ask(self, self._desk.disk, self._drafts.load, self._place(),
            then=lambda draft: self._restore(draft, author), fail=self._no_draft)  # fmt: skip

    def _write(self, officer: Any, shift: Any, line: QuickLine) -> LogEntry:
        form = line.template
        return self._log.write(
            officer,
            shift,
            Line(
                line.text,
                form.way,
                form.channel,
                unit=line.unit,
                person=line.person,
                category=form.category,
                status=line.status,
            ),
        )

    def _take(self, officer: Any, shift: Any, line: QuickLine) -> Instruction:
        return self._instructions.take(
            officer,
            shift,
            line.unit,
            line.person,
            line.text,
            channel=line.template.channel,
            due=line.due,
        )

    def _done(self, record: LogEntry | Instruction) -> None:
        sent, self._pending = self._pending or "", None
        if self.words == sent:
            self._show_template(PLAIN)
            self.edit.clear()
        elif self.words.startswith(sent):
            rest = self.words[len(sent) :]
            self._show_template(PLAIN)
            self.edit.setText(rest)
        self._show_note("")
        self.save_draft()
        if isinstance(record, LogEntry):
            self._desk.say(self.tr("Recorded as no. {seq}").format(seq=record.seq))
        else:
            self._desk.say(self.tr("Instruction of {leader} taken").format(leader=record.leader))
        self.recorded.emit(record)

    def _failed(self, error: Exception) -> None:
        self._pending = None
        words = words_for(error)
        if isinstance(error, Refused) and error.field == "leader":
            words = self.tr("Write whose instruction it is, then a colon, then the words.")
        self._show_note(words, wrong=True)
        if self.edit.text().strip():
            self.save_draft()

    def _saved(self, draft: Draft) -> None:
        kept = self.tr("Draft kept {time}").format(time=hhmmss(draft.saved_at))
        if self.property("wrong"):
            if kept not in self._note.text():
                self._note.setText(f"{self._reason} {kept}")
            return
        self._show_note(kept)

    def _no_draft(self, error: Exception) -> None:
        if not self.property("wrong"):
            self._show_note(
                self.tr("No draft could be kept: {why}").format(why=words_for(error)), wrong=True
            )

    def _restore(self, draft: Draft | None, author: str) -> None:
        if draft is None or self.edit.text() or author != self._author:
            return
        self.set_words(str(draft.fields.get("line", "")))
        who = str(draft.fields.get("by_name", ""))
        self._show_note(
            self.tr("Draft of {who} from {time}, not yet recorded").format(
                who=who or "—", time=hhmmss(draft.saved_at)
            )
        )

    def _typed(self, text: str) -> None:
        self._expand(text)
        if self.property("wrong") or not text:
            self._show_note("")
        self._saving.start()

    def _expand(self, text: str) -> None:
        """A slash word and a blank at the beginning become the chip at the left."""
        if self._template is not PLAIN:
            return
        for template in TEMPLATES:
            if text.startswith(f"{template.slash} "):
                self._show_template(template)
                self.edit.setText(text[len(template.slash) + 1 :].lstrip())
                return

    def _show_template(self, template: Template) -> None:
        self._template = template
        plain = template is PLAIN
        self._chip.setVisible(not plain)
        self._chip.setText(f"{template.name} {template.way.value}·{template.channel.value}")
        self.edit.setPlaceholderText(self._hint(template))

    def _hint(self, template: Template) -> str:
        if template is PLAIN:
            return self.tr("Note a line…  /电 /传 /示 open a template")
        if template.slash == "/示":
            return self.tr("Leader post: the words as spoken, … before 15:20")
        return self.tr("Unit person: what was said  (end with 待办 to keep it open)")

    def _show_note(self, words: str, *, wrong: bool = False) -> None:
        self._reason = words
        self._note.setText(words)
        self._note.setVisible(bool(words))
        self._note.set_tone("now" if wrong else "text2")
        self.setProperty("wrong", wrong)
        self.edit.setAccessibleDescription(words if wrong else "")

    def _build(self) -> None:
        theme = self._desk.theme
        self._reason = ""
        self._frame = QFrame()
        self._frame.setProperty("role", "card")
        self._frame.setFixedHeight(theme.px("control.button_h") + 4)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(theme.px("space.m"), 0, theme.px("space.m"), 0)
        row.setSpacing(theme.px("space.s"))
        self._chip = Label(theme, "", "small", strong=True, tone="accent")
        self._chip.hide()
        self.edit = _Edit()
        self.edit.setProperty("role", "quiet")
        self.edit.setAccessibleName(self.tr("Quick line of the duty log"))
        self.edit.textEdited.connect(self._typed)
        self.edit.submitted.connect(self.submit)
        self.edit.emptied.connect(lambda: self._show_template(PLAIN))
        self.edit.installEventFilter(self)
        row.addWidget(_Pencil(self._desk))
        row.addWidget(self._chip)
        row.addWidget(self.edit, 1)
        row.addWidget(Label(theme, "Ctrl+Enter", "caption", tone="text2"))
        self._note = Label(theme, "", "small", tone="text2")
        self._note.setWordWrap(True)
        self._note.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.xs"))
        box.addWidget(self._frame)
        box.addWidget(self._note)
        self.setFocusProxy(self.edit)
        self._show_template(PLAIN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            inside = event.type() == QEvent.Type.FocusIn
            self._frame.setProperty("role", "focus-card" if inside else "card")
            restyle(self._frame)
            if not inside and self._saving.isActive():
                self.save_draft()
        return super().eventFilter(watched, event)


class _Edit(LineEdit):
    """Ctrl+Enter submits; Enter alone does nothing; Backspace at the very left takes the chip away."""

    submitted = Signal()
    emptied = Signal()

    def keyPressEvent(self, event: Any) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not self._composing:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.submitted.emit()
            event.accept()
            return
        back = event.key() == Qt.Key.Key_Backspace
        if back and self.cursorPosition() == 0 and not self.hasSelectedText():
            self.emptied.emit()
        super().keyPressEvent(event)


class _Pencil(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._theme = desk.theme
        self.setFixedSize(QSize(desk.theme.px("icon.normal"), desk.theme.px("icon.normal")))

    def paintEvent(self, _event: Any) -> None:
        painter = QPainter(self)
        paint_icon(painter, "pencil", self._theme.colour("accent"), 0, 0, self.width())
