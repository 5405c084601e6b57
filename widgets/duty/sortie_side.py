"""One flight whole: what is known of it, what was noted, the next note, and its landing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.clock import hhmmss
from app.base.drafts import Drafts
from app.incidents.sortie import NoteKind
from app.incidents.sortie_told import Look
from app.incidents.sorties import Picture
from app.people.rights import Act
from widgets.duty.sortie_form import when
from widgets.duty.sortie_words import note_lines, told_of
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.drafted import FormDraft
from widgets.kit.fields import ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.lines import LineList
from widgets.kit.panel import Panel
from widgets.kit.scroll import column

LABEL_W = 64
LEAST_ROWS = 2


class SortieSide(QWidget):
    """Ctrl+Enter notes what was told, Alt+B it is down; `noted` and `landed` ask for it. What is typed is
    kept for the flight it is about."""

    noted = Signal()
    landed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.theme = desk, desk.theme
        self._pictures: dict[str, Picture] = {}
        self._draft: FormDraft | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        parts = (self._build_told(), self._build_landing(), self._build_note())
        box.addWidget(column(self.theme, *parts))

    def keep_drafts(self, drafts: Drafts) -> None:
        self._draft = FormDraft(self.desk, drafts, self.form, "sortie-note")

    def show_look(self, look: Look | None) -> None:
        """None: none is chosen."""
        if self._draft is not None:
            self._draft.turn_to(f"sortie-note-{look.sortie.id}" if look else "sortie-note")
        if look is None:
            self.told.setText(self.tr("Choose a flight to see what was noted of it."))
            self.lines.show_lines([])
        else:
            self.told.setText(told_of(self.desk, look))
            self.lines.show_lines(note_lines(self.desk, look))
        self._landing.setVisible(look is not None and look.sortie.open)

    def show_pictures(self, pictures: Sequence[Picture]) -> None:
        """What was taken of its camera during the flight; what was chosen stays chosen."""
        field = self.picture
        chosen = field.value()
        self._pictures = {str(one.attachment_id or one.clip_id): one for one in pictures}
        field.combo.clear()
        field.combo.addItem("—", "")
        for key, one in self._pictures.items():
            field.combo.addItem(f"{hhmmss(one.at)} {one.words}", key)
        field.combo.setCurrentIndex(max(0, field.combo.findData(chosen)))
        field.setVisible(bool(pictures))

    def note(self, now: datetime) -> tuple[NoteKind, str, datetime | None, Picture | None]:
        """Kind, words, when (None = now), picture. Raises `Refused`."""
        said = self.form.values()
        at = when("at", said["at"], now)
        return NoteKind(said["kind"]), said["text"], at, self._pictures.get(said["picture"])

    def landing(self, now: datetime) -> tuple[datetime | None, str]:
        """When (nothing typed = now, None = 不详) and how the battery was. Raises `Refused`."""
        said = self.land.values()
        at = when("landed_at", said["landed_at"], now) if said["landed_at"] else now
        return at, said["battery"]

    def clear_note(self) -> None:
        self.form.clear()
        self.form.fields["kind"].set_value(NoteKind.SEEN.value)
        if self._draft is not None:
            self._draft.save()

    def _build_told(self) -> Panel:
        panel = Panel(self.theme, self.tr("The chosen flight"))
        self.told = Label(self.theme, "", "small", tone="text2")
        self.told.setWordWrap(True)
        panel.add(self.told)
        self.lines = LineList(self.theme, lead_w=56, empty=self.tr("Nothing was noted yet"))
        self.lines.setAccessibleName(self.tr("What was noted"))
        self.lines.setMinimumHeight((self.theme.px("row.list_two_line") + 4) * LEAST_ROWS)
        panel.add(self.lines, 1)
        return panel

    def _build_note(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("What was told of it"))
        text = partial(TextField, theme, label_w=LABEL_W)
        self.form = Form(theme)
        kinds = [(kind.value, kind.value) for kind in NoteKind]
        self.form.row(kind=SegmentField(theme, "", kinds))
        self.form.row(text=text(self.tr("What was told")))
        self.picture = ComboField(theme, self.tr("Its picture"), [("", "—")], label_w=LABEL_W)
        self.form.row(at=text(self.tr("At"), placeholder=self.tr("now")))
        self.form.row(picture=self.picture)
        self.form.fields["kind"].set_value(NoteKind.SEEN.value)
        self.picture.hide()
        panel.add(self.form)
        note = MainButton(theme, self.tr("Note it"), "Ctrl+Enter")
        note.clicked.connect(self.noted)
        gates(self.desk, Act.LOG, note)
        panel.tools.addWidget(note)
        return panel

    def _build_landing(self) -> Panel:
        theme = self.theme
        panel = self._landing = Panel(theme, self.tr("It comes down"))
        self.land = Form(theme)
        self.land.row(
            landed_at=TextField(theme, self.tr("Landed"), label_w=LABEL_W,
                                share=3, placeholder=self.tr("now; or: unknown")),
            battery=TextField(theme, self.tr("Battery"), label_w=36, share=2),
        )  # fmt: skip
        panel.add(self.land)
        down = PlainButton(theme, self.tr("It is down"), "Alt+B")
        down.clicked.connect(self.landed)
        gates(self.desk, Act.LOG, down)
        panel.tools.addWidget(down)
        return panel
