"""The contact list and the contact tree before they are printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.people.contacts import ContactStore, Org, UnitPage
from app.people.onpaper import Form, on_paper
from widgets.handover.preview import Paper, PaperPreview
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import SegmentField
from widgets.kit.saving import place_for

PrintContacts = Callable[[Form, Sequence[UnitPage]], Paper]
"""On the paper thread."""


class PaperView(QWidget):
    """`left` when the officer goes back."""

    left = Signal()

    def __init__(self, desk: Desk, reads: ContactStore, print_contacts: PrintContacts) -> None:
        super().__init__()
        self._desk, self._reads, self._print = desk, reads, print_contacts
        self._unit: Org | None = None
        self._build()

    def show_unit(self, unit: Org) -> None:
        self._unit = unit
        self.make()

    def make(self) -> None:
        """The paper of the form that is chosen, for the unit that is shown."""
        unit, form = self._unit, Form(self.form.value())

        def gather() -> list[UnitPage]:
            assert unit is not None
            keys = [one.id for one in on_paper(form, self._reads.units(), unit)]
            return self._reads.pages(keys, people=form is Form.LIST)

        def draw(pages: list[UnitPage]) -> None:
            ask(self, self._desk.paper, self._print, form, pages, then=show, fail=self._failed)

        def show(paper: Paper) -> None:
            if (unit, form) == (self._unit, Form(self.form.value())):
                self.preview.show_paper(paper)

        if unit is not None:
            ask(self, self._desk.store, gather, then=draw, fail=self._failed)

    def save(self, to: str = "") -> None:
        paper = self.preview.paper
        if paper is None or self._unit is None:
            return
        name = f"{self._unit.full_name}{self.form.value()}.pdf"
        title = self.tr("Save the PDF")
        place = place_for(self, self._desk, title, name, self._failed, to=to)
        if place is not None:
            done = self.tr("Saved: {file}").format(file=place.name)
            ask(self, self._desk.disk, self._desk.saving.write, place, paper.pdf,
                then=lambda _: self._desk.say(done), fail=self._failed)  # fmt: skip

    def _failed(self, error: Exception) -> None:
        self.preview.say_trouble(explain(error))

    def _build(self) -> None:
        theme = self._desk.theme
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        self.form = SegmentField(theme, "", [(one.value, one.value) for one in Form])
        self.form.set_value(Form.LIST.value)
        self.form.setFixedWidth(240)
        self.form.changed.connect(self.make)
        line.addWidget(self.form)
        line.addStretch(1)
        save = PlainButton(theme, self.tr("Save the PDF"), "Alt+S")
        save.clicked.connect(lambda: self.save())
        back = PlainButton(theme, self.tr("Back"), "Esc", bind=False)
        back.clicked.connect(self.left)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.left)
        line.addWidget(save)
        line.addWidget(back)
        box.addLayout(line)
        self.preview = PaperPreview(theme)
        self.preview.allow_print(self._desk)
        box.addWidget(self.preview, 1)
        self.setFocusProxy(self.form.segments)
