"""The form of a flight as a view: a take-off, or a flight that is changed. What is typed is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.drafts import Drafts
from app.incidents.sortie import Sortie
from app.incidents.sortie_drones import Drone
from app.incidents.sortie_told import Look, Rules
from app.people.rights import Act
from widgets.duty.sortie_form import INCIDENT, SortieForm
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.drafted import FormDraft
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.scroll import column

NEW = "sortie-new"


class SortieEntry(QWidget):
    """`given` on Ctrl+Enter, `left` on Esc. `seen` is the flight that is changed, None a new one."""

    given = Signal()
    left = Signal()

    def __init__(self, desk: Desk, rules: Rules, drafts: Drafts) -> None:
        super().__init__()
        self.desk = desk
        self.seen: Sortie | None = None
        self.form = SortieForm(desk.theme, rules)
        self._blank = self.form.values()
        self._draft = FormDraft(desk, drafts, self.form, NEW)
        self._build(rules)

    def first_focus(self) -> QWidget:
        return self.form.fields["drone"].editor

    def offer(self, drones: Sequence[Drone], tied: Sequence[tuple[str, str]]) -> None:
        self.form.offer(drones, tied)

    def ask_new(
        self, gear_id: UUID | None = None, camera_id: UUID | None = None,
        incident_id: UUID | None = None,
    ) -> None:  # fmt: skip
        """What was typed before, and not entered, is still there."""
        self._turn(None)
        if gear_id is not None or camera_id is not None:
            self.form.take_drone(gear_id=gear_id, camera_id=camera_id)
        if incident_id is not None:
            self.form.fields["tied"].set_value(f"{INCIDENT}:{incident_id}")
            self.form.changed.emit()

    def ask_change(self, look: Look) -> None:
        """As it stands, unless words of an unfinished change of it are kept."""
        self._turn(look.sortie)

        def fill(_: object) -> None:
            if self.seen == look.sortie and self.form.values() == self._blank:
                self.form.show_flight(look)

        ask(self, self.desk.disk, lambda: None, then=fill)  # after the draft has come

    def landed(self, now: datetime) -> datetime | None:
        return self.form.time("landed_at", now, self.seen.landed_at if self.seen else None)

    def settle(self) -> None:
        """It is in the record: the form is blank and has no draft."""
        self.form.blank()
        self._draft.save()
        self._turn(None)

    def leave(self) -> None:
        """Words of a new flight are kept, those of a change given up."""
        if self.seen is not None:
            self.form.blank()
            self._draft.save()
        self.left.emit()

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def _turn(self, seen: Sortie | None) -> None:
        self.seen = seen
        self._draft.turn_to(NEW if seen is None else f"sortie-{seen.id}")
        self.form.ask_landing(False)
        self.form.clear_errors()
        title = self.tr("A drone takes off")
        if seen is not None:
            title = self.tr("Change flight {no}").format(no=seen.no)
        self._panel.set_title(title)
        self._keep.setText(self.tr("Enter the take-off") if seen is None else self.tr("Keep"))

    def _build(self, rules: Rules) -> None:
        theme = self.desk.theme
        panel = self._panel = Panel(theme, self.tr("A drone takes off"))
        panel.add(self.form)
        source = Label(theme, rules.source, "small", tone="text2")
        source.setWordWrap(True)
        panel.add(source)
        back = PlainButton(theme, self.tr("Back"), "Esc", bind=False)
        back.clicked.connect(self.leave)
        self._keep = MainButton(theme, self.tr("Enter the take-off"), "Ctrl+Enter")
        self._keep.clicked.connect(self.given)
        gates(self.desk, Act.LOG, self._keep)
        line = QHBoxLayout()
        line.setSpacing(theme.px("space.s"))
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.addWidget(back)
        line.addWidget(self._keep)
        panel.body.addLayout(line)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(column(theme, panel))
