"""制度: the rules of the room by kind and version, read here when they are text or PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QWidget

from app.base.attachments import Filed, FileDoor
from app.base.clock import local_day
from app.base.errors import Refused
from app.duty.regulations import Regulations, RuleDocument, Shelved, Standing, Told, plain_text
from app.people.days import day
from app.people.rights import Act
from widgets.handover.preview import PaperPreview
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import AreaField, ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.labels import ElidedLabel
from widgets.kit.panel import Panel
from widgets.kit.scroll import column
from widgets.kit.table import RecordTable
from widgets.study.filed import FileOfForm
from widgets.study.view import OpenFile, StudyView, options

LABEL_W = 76


@dataclass(frozen=True, slots=True)
class _Pdf:
    """A filed PDF as the preview shows one."""

    pdf: bytes
    sha256: str
    pages: int = 0
    missing: tuple[str, ...] = ()
    faces: tuple[str, ...] = ()


class RegulationsView(StudyView):
    """Typing searches titles and texts; what is chosen is read at the right. Alt+J turns to the form."""

    kinds = ("rule_document", "attachment")

    def __init__(
        self,
        desk: Desk,
        regulations: Regulations,
        door: FileDoor,
        open_file: OpenFile = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(desk)
        self._regulations, self._door, self._open = regulations, door, open_file
        self._kinds: tuple[str, ...] = ()
        self._replaces: RuleDocument | None = None
        self.file = FileOfForm(self, "*.pdf *.docx *.txt")
        self._wanted: UUID | None = None
        self._first = False
        self.shown: Shelved | None = None
        self._build()
        self.begin()

    def first_focus(self) -> QWidget:
        return self._search.edit

    def look(self) -> list[Shelved]:
        found = self._regulations.look(self._search.value())
        if not self._kinds:
            return found
        kinds = self._kinds
        mine = [one for one in found if one.document.kind in kinds]
        return sorted(mine, key=lambda one: kinds.index(one.document.kind))

    def show_look(self, look: list[Shelved]) -> None:
        self.table.show_records(look, now=True)
        valid = sum(one.standing is Standing.VALID for one in look)
        note = self.tr("{n} in force of {of}").format(n=valid, of=len(look))
        if self._kinds:
            note = f"{'、'.join(self._kinds)}  {note}"
        self._panel.set_note(note)
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        elif look and (self._first or self.table.current() is None):
            self.table.select(look[0].id)
        self._first = False

    def show_place(self, page: str) -> None:
        """What holds for a page of the console, the first of it open; "" shows all again."""
        self._kinds = self._regulations.rules.places.get(page, ())
        self._search.set_value("")
        self._turn(False)
        self._wanted, self._first = None, True
        self.read()

    def show_document(self, key: UUID) -> None:
        self._kinds = ()
        self._search.set_value("")
        self._wanted = key
        self._turn(False)
        self.read()

    def next_version(self) -> None:
        """The form for the version that takes the place of the chosen one."""
        one = self._demand()
        if one is None:
            return
        self._replaces = one.document
        self._form.fill({"title": one.document.title, "kind": one.document.kind})
        words = self.tr("Takes the place of {title} {version}")
        self._form_panel.set_title(
            words.format(title=one.document.title, version=one.document.version)
        )
        self._turn(True)

    def blank(self) -> None:
        self._replaces = None
        self._form.clear()
        self._form.fill({"kind": self._regulations.rules.kinds[0]})
        self.file.blank()
        self._form_panel.set_title(self.tr("Enter a document"))

    def keep(self) -> None:
        values, now = self._form.values(), self.desk.clock.now()
        try:
            since = day("effective", values["effective"], now) or local_day(now)
        except Refused as refused:
            self.refuse(refused)
            return
        told = Told(values["title"], values["kind"], values["version"], since, values["text"])
        old, file = self._replaces, self.file.file

        def enter(filed: tuple[Filed | None, str]) -> None:
            kept, text = filed
            whole = Told(told.title, told.kind, told.version, told.effective, text or told.text)
            self.write(lambda by: self._regulations.enter(by, whole, kept, old), self._kept)

        if file is None:
            enter((None, ""))
        else:
            ask(self, self.desk.disk, _bring, self._door, file, then=enter, fail=self.refuse)

    def withdraw(self) -> None:
        one = self._demand()
        if one is not None:
            self.write(lambda by: self._regulations.withdraw(by, one.document), lambda _: None)

    def open_outside(self) -> None:
        """A checked copy in the system's own program."""
        one = self._demand()
        if one is not None and one.file is not None:
            self.open_copy(self._door, one.file, self._open)

    def refuse(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.field == "file" and error.code == "missing":
            self.trouble.setText(self.tr("Choose its file, or write its words."))
            self.trouble.show()
            return
        super().refuse(error)

    def _demand(self) -> Shelved | None:
        one: Shelved | None = self.table.current()
        if one is None:
            self.refuse(Refused("document", "choose"))
        return one

    def _kept(self, made: RuleDocument) -> None:
        self._wanted = made.id
        self.blank()
        self._turn(False)
        self.desk.say(self.tr("Kept: {name}").format(name=made.title))

    def _choose(self, one: Shelved | None) -> None:
        self.shown = one
        self._gate_replace(one)
        if one is None:
            self._reader.set_title(self.tr("Read"))
            self._facts.setText("")
            self._text.setPlainText("")
            self._inside.setCurrentWidget(self._text)
            return
        held = one.document
        self._reader.set_title(f"{held.title} {held.version}")
        told = [held.kind, one.standing.value]
        told.append(self.tr("in force from {day}").format(day=held.effective.isoformat()))
        if one.next is not None:
            words = self.tr("replaced by {version} from {day}")
            told.append(words.format(version=one.next.version, day=one.next.effective.isoformat()))
        if one.file is not None:
            told.append(one.file.name)
        self._facts.setText("　".join(told))
        self._outside.setEnabled(one.file is not None)
        if one.file is not None and one.file.mime == "application/pdf":
            ask(self, self.desk.disk, self._door.read, one.file.sha256,
                then=partial(self._have, one), fail=self._not_read)  # fmt: skip
        else:
            words = held.text or self.tr("This kind of file opens in the system's own program.")
            self._text.setPlainText(words)
            self._inside.setCurrentWidget(self._text)

    def _have(self, one: Shelved, content: bytes) -> None:
        if self.shown is not None and self.shown.id == one.id and one.file is not None:
            self._pdf.show_paper(_Pdf(content, one.file.sha256))
            self._pdf.set_title(one.file.name)
            self._inside.setCurrentWidget(self._pdf)

    def _not_read(self, error: Exception) -> None:
        self._text.setPlainText("")
        self._inside.setCurrentWidget(self._text)
        self.refuse(error)

    def _gate_replace(self, one: Shelved | None) -> None:
        live = one is not None and one.standing in (Standing.VALID, Standing.AHEAD)
        replace, withdraw = self._gates
        assert replace is not None
        assert withdraw is not None
        replace.allow(live and one is not None and one.next is None)
        withdraw.allow(one is not None and one.standing is not Standing.WITHDRAWN)

    def _turn(self, form: bool) -> None:
        self._turned.set_value("form" if form else "read")
        self._right.setCurrentIndex(int(form))

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        self._panel = Panel(theme, self.tr("Rules of the room"), flush=True)
        self._search = TextField(
            theme, "", placeholder=self.tr("words of title or text"), icon="search"
        )
        self._search.setFixedWidth(theme.px("size.body") * 16)
        self._search.changed.connect(self._sought)
        self._panel.tools.addWidget(self._search)
        self._panel.add(self._build_table(), 1)
        everything = PlainButton(theme, self.tr("Show all"), "Alt+N")
        again = PlainButton(theme, self.tr("Next version"), "Alt+F")
        gone = PlainButton(theme, self.tr("Withdraw it"), "Alt+X")
        gates = self.buttons(
            self._panel,
            (everything, None, lambda: self.show_place("")),
            (again, Act.DICTIONARIES, self.next_version),
            (gone, Act.DICTIONARIES, self.withdraw),
            flush=True,
        )
        self._gates: Sequence[Any] = gates[1:]
        row.addWidget(self._panel, 760)
        self._right = QStackedWidget()
        self._right.addWidget(self._build_reader())
        self._right.addWidget(column(theme, self._build_form()))
        row.addWidget(self._right, 748)

    def _sought(self) -> None:
        self._kinds = ()
        self.read()

    def _build_table(self) -> RecordTable:
        def valid(one: Shelved) -> bool:
            return one.standing is Standing.VALID

        columns = (
            Column(self.tr("Kind"), lambda s: s.document.kind, 88, tone="text2"),
            Column(
                self.tr("Title"),
                lambda s: s.document.title,
                stretch=True,
                strong=valid,
                tone=lambda s: "text" if valid(s) else "text2",
                second=lambda s: s.document.version,
            ),
            Column(self.tr("In force from"), lambda s: s.document.effective.isoformat(), 112),
            Column(self.tr("State"), lambda s: s.standing.value, 96, right=True),
        )
        self.table = RecordTable(
            self.theme,
            columns,
            row="list_two_line",
            empty=self.tr("No document here. Alt+J enters one."),
            name="rule-documents",
            memory=self.desk.memory,
        )
        self.table.chosen.connect(self._choose)
        return self.table

    def _build_reader(self) -> Panel:
        theme = self.theme
        panel = self._reader = Panel(theme, self.tr("Read"))
        self._turned = SegmentField(
            theme, "", [("read", self.tr("Read")), ("form", self.tr("Enter"))]
        )
        self._turned.hide()
        self._outside = PlainButton(theme, self.tr("Open outside"), "Alt+W")
        self._outside.clicked.connect(self.open_outside)
        new = PlainButton(theme, self.tr("Enter a document"), "Alt+J")
        new.clicked.connect(lambda: self._turn(True))
        panel.tools.addWidget(self._outside)
        panel.tools.addWidget(new)
        self._facts = ElidedLabel(theme, "", "small", tone="text2")
        panel.add(self._facts)
        self._inside = QStackedWidget()
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setFont(theme.font())
        self._text.setAccessibleName(self.tr("Read"))
        self._pdf = PaperPreview(theme)
        self._inside.addWidget(self._text)
        self._inside.addWidget(self._pdf)
        panel.add(self._inside, 1)
        return panel

    def _build_form(self) -> Panel:
        theme, rules = self.theme, self._regulations.rules
        panel = self._form_panel = Panel(theme, self.tr("Enter a document"))
        self._form = self.form = Form(theme)
        look: dict[str, Any] = {"label_w": LABEL_W}
        for fields in (
            {"title": TextField(theme, self.tr("Title"), required=True, **look)},
            {"kind": ComboField(theme, self.tr("Kind"), options(rules.kinds), **look)},
            {"version": TextField(theme, self.tr("Version"), required=True, **look)},
            {
                "effective": TextField(
                    theme, self.tr("In force from"), placeholder=self.tr("today"), **look
                )
            },
            {
                "text": AreaField(
                    theme,
                    self.tr("Its words"),
                    lines=8,
                    placeholder=self.tr("only when there is no file"),
                    **look,
                )
            },
        ):
            self._form.row(**fields)
        self._form.fill({"kind": rules.kinds[0]})
        panel.add(self._form)

        def leave() -> None:
            self.blank()
            self._turn(False)

        self.file.foot(panel, self.trouble, rules.source, leave, self.keep)
        return panel


def _bring(door: FileDoor, file: Path) -> tuple[Filed, str]:
    """On the disk thread: the file kept, and its words when it is text."""
    kept = door.bring(file)
    return kept, plain_text(door.read(kept.sha256), file.name)
