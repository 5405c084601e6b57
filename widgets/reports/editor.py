"""The texts of one report as tabs; what an officer types is his, and lies on the disk by the second."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.base.drafts import Draft, Drafts
from app.base.errors import Refused
from app.reports.records import COLUMNS, WITH_DRAFTER, Form, Report
from app.reports.texts import Piece
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import SegmentField, TextField
from widgets.kit.labels import Label
from widgets.kit.text import tip
from widgets.reports.words import why

COMPARE, PAPER = "compare", "paper"
SEPARATOR = "、"


class Editor(QWidget):
    """`edited` when a hand changed something; `tab_changed(name)`."""

    edited = Signal()
    tab_changed = Signal(str)

    def __init__(self, desk: Desk, drafts: Drafts) -> None:
        super().__init__()
        self._desk = desk
        self._drafts = drafts
        self.report: Report | None = None
        self._texts: dict[Form, str] = {}
        self._form = Form.FULL
        self._setting = False
        self._build()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(int(desk.theme.number("duration_ms.draft_save")))
        self._soon.timeout.connect(self.save)

    def show_sources(self, wording: str, rules: str) -> None:
        """Where sentences and addressees come from, said at their fields."""
        source = self.tr("Source: {source}")
        self.text.setToolTip(tip(source.format(source=wording)))
        for field in (self.to, self.also):
            field.editor.setToolTip(tip(source.format(source=rules)))

    # what is shown

    def show_report(self, report: Report | None) -> None:
        """The record as it stands; texts a hand has changed meanwhile stay as they were typed."""
        same = report is not None and self.report is not None and report.id == self.report.id
        kept = self.words() if same else {}
        self.clear_refusal()
        self.report = report
        self._texts = {} if report is None else {form: report.text(form) for form in Form}
        self._texts |= kept
        changeable = report is not None and report.stage in WITH_DRAFTER
        self.text.setReadOnly(not changeable)
        for field in (self.title, self.to, self.also):
            field.setEnabled(changeable)
        if report is None:
            self._set_text("")
            for field in (self.title, self.to, self.also):
                field.set_value("")
            return
        if not same:
            self.title.set_value(report.title)
            self.to.set_value(SEPARATOR.join(report.to))
            self.also.set_value(SEPARATOR.join(report.also))
            for field in (self.title, self.to, self.also):
                field.edit.setCursorPosition(0)
            self._restore(report)
        self._set_text(self._texts[self._form])

    def words(self) -> dict[Form, str]:
        """Texts that differ from the record."""
        report = self.report
        if report is None:
            return {}
        self._take()
        return {form: text for form, text in self._texts.items() if text != report.text(form)}

    def others(self) -> dict[str, object]:
        """Title and addressees, as `Writing.edit` takes them."""
        report = self.report
        if report is None:
            return {}
        said = {
            "title": self.title.value(),
            "to": _units(self.to.value()),
            "also": _units(self.also.value()),
        }
        return {name: value for name, value in said.items() if value != getattr(report, name)}

    def refuse(self, error: Exception) -> None:
        """Said at the field it is about: title, addressees, or the text."""
        self.clear_refusal()
        name = error.field if isinstance(error, Refused) else ""
        field = {"title": self.title, "to": self.to, "also": self.also}.get(name)
        if field is not None:
            field.show_error(why(error))
            field.setFocus()
        elif name in COLUMNS.values():
            self.go_to(next(form.value for form, column in COLUMNS.items() if column == name))
            self.trouble.setText(why(error))
            self.trouble.show()
            self.text.setFocus()

    def clear_refusal(self) -> None:
        self.trouble.hide()
        for field in (self.title, self.to, self.also):
            field.show_error("")

    @property
    def changed(self) -> bool:
        return bool(self.words() or self.others())

    @property
    def form(self) -> Form:
        return self._form

    def full_text(self) -> str:
        """The full text as it stands on the screen, for the paper beside it."""
        self._take()
        return self._texts.get(Form.FULL, "")

    def shown_text(self) -> str:
        return self.text.toPlainText()

    def compare(self, pieces: list[Piece]) -> None:
        """What went and what came, in one text: struck and underlined, never by colour alone."""
        theme = self._desk.theme
        view = self.difference
        view.clear()
        cursor = QTextCursor(view.document())
        for piece in pieces:
            look = QTextCharFormat()
            look.setForeground(theme.colour("text3" if piece.kind == "gone" else "text"))
            if piece.kind == "gone":
                look.setFontStrikeOut(True)
            elif piece.kind == "new":
                look.setFontUnderline(True)
                look.setBackground(QColor(theme.colour("select")))
            cursor.insertText(piece.text, look)
        self._stack.setCurrentWidget(view)

    def go_to(self, name: str) -> None:
        self.tabs.set_value(name)
        self._tab()

    def settle(self) -> None:
        """What was typed has become the record."""
        self._soon.stop()
        if self.report is not None:
            place = self._place(self.report)
            ask(self, self._desk.disk, self._drafts.drop, place, fail=self._trouble)

    # drafts

    def save(self) -> None:
        report = self.report
        if report is None or not self.changed:
            return
        words = {COLUMNS[form]: text for form, text in self.words().items()}
        ask(self, self._desk.disk, self._drafts.save, self._place(report), self._author(), words,
            fail=self._trouble)  # fmt: skip

    def _restore(self, report: Report) -> None:
        if report.stage not in WITH_DRAFTER:
            return

        def restored(draft: Draft | None) -> None:
            if draft is None or self.report is None or self.report.id != report.id:
                return
            for form in Form:
                text = draft.fields.get(COLUMNS[form])
                if isinstance(text, str):
                    self._texts[form] = text
            self._set_text(self._texts[self._form])

        place = self._place(report)
        ask(self, self._desk.disk, self._drafts.load, place, then=restored, fail=self._trouble)

    def _place(self, report: Report) -> str:
        return f"report-{report.id}-{self._author()}"

    def _author(self) -> str:
        officer = self._desk.session.officer
        return str(officer.id) if officer is not None else "nobody"

    def _trouble(self, error: Exception) -> None:
        self._desk.say(self.tr("No draft could be kept: {why}").format(why=explain(error)))

    # parts

    def _build(self) -> None:
        theme = self._desk.theme
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.s"))
        self.title = TextField(theme, self.tr("Title"))
        self.to = TextField(theme, self.tr("Reported to"))
        self.also = TextField(theme, self.tr("Also to"))
        for field in (self.title, self.to, self.also):
            field.changed.connect(self.edited)
        names = [(form.value, form.value) for form in Form]
        self.tabs = SegmentField(theme, "", [*names, (COMPARE, self.tr("Compare"))])
        self.tabs.set_value(Form.FULL.value)
        self.tabs.changed.connect(self._tab)
        self.text = QPlainTextEdit()
        self.text.setFont(theme.font())
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Words of the report"))
        self.text.textChanged.connect(self._typed)
        self.difference = QTextEdit()
        self.difference.setReadOnly(True)
        self.difference.setAcceptRichText(False)
        self.difference.setFont(theme.font())
        self.difference.setAccessibleName(self.tr("Compare"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.text)
        self._stack.addWidget(self.difference)
        self.count = Label(theme, "", "caption", tone="text2")
        self.trouble = Label(theme, "", "small", tone="now")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        for widget in (self.title, self.tabs):
            box.addWidget(widget)
        box.addWidget(self._stack, 1)
        box.addWidget(self.trouble)
        box.addWidget(self.count)
        for field in (self.to, self.also):
            box.addWidget(field)

    def _tab(self) -> None:
        name = str(self.tabs.value())
        self._take()
        if name in {form.value for form in Form}:
            self._form = Form(name)
            self._set_text(self._texts.get(self._form, ""))
            self._stack.setCurrentWidget(self.text)
        self.tab_changed.emit(name)

    def _take(self) -> None:
        if self.report is not None and not self.text.isReadOnly():
            self._texts[self._form] = self.text.toPlainText()

    def _set_text(self, text: str) -> None:
        if text != self.text.toPlainText():
            self._setting = True
            self.text.setPlainText(text)
            self._setting = False
        self.count.setText(self.tr("{n} characters").format(n=len(text)))

    def _typed(self) -> None:
        self.count.setText(self.tr("{n} characters").format(n=len(self.text.toPlainText())))
        if not self._setting:
            self._soon.start()
            self.edited.emit()


def _units(words: str) -> tuple[str, ...]:
    """Units as they are typed: divided by 、 ， ; or blanks."""
    for mark in "，,；;\n":
        words = words.replace(mark, SEPARATOR)
    return tuple(dict.fromkeys(unit.strip() for unit in words.split(SEPARATOR) if unit.strip()))
