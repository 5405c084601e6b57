"""可能重复: known incidents near in place and time, and the merge."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.base.clock import hhmm
from app.base.earth import distance_km
from app.incidents.records import Incident
from app.incidents.said import Said
from widgets.kit.buttons import PlainButton
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.panel import Panel
from widgets.kit.theme import Theme


class DuplicatesPanel(Panel):
    """Shows the nearest candidate and how many more there are; `merge_wanted(Incident)` by Alt+M."""

    merge_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        title = QCoreApplication.translate("DuplicatesPanel", "Possible duplicate")
        super().__init__(theme, title)
        self.found: tuple[Incident, ...] = ()
        self._card = QFrame()
        self._card.setProperty("role", "card")
        self._what = ElidedLabel(theme, "", strong=True)
        self._where = ElidedLabel(theme, "", "small", tone="text2")
        kept = Label(theme, self.tr("Both sources are kept"), "small", tone="text2")
        self.merge = PlainButton(theme, self.tr("Merge"), "Alt+M")
        self.merge.clicked.connect(self._ask)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._what, self._where, kept):
            words.addWidget(label)
        row = QHBoxLayout(self._card)
        row.setContentsMargins(theme.px("space.m"), theme.px("space.s"), theme.px("space.m"), 8)
        row.addLayout(words, 1)
        row.addWidget(self.merge)
        self.add(self._card)
        self.show_found((), None)

    def show_found(self, found: Sequence[Incident], said: Said | None) -> None:
        self.found = tuple(found)
        rule = self.tr("1 km / 60 min")
        count = self.tr("{n} found · {rule}").format(n=len(self.found), rule=rule)
        none = self.tr("none · {rule}").format(rule=rule)
        self.set_note(count if self.found else rule if said is None else none)
        self._card.setVisible(bool(self.found))
        if not self.found:
            return
        first = self.found[0]
        self._what.setText(f"{first.no} {first.title}")
        parts = [hhmm(first.received_at), _apart(self, first, said), first.status.value]
        self._where.setText("  ".join(part for part in parts if part))

    def _ask(self) -> None:
        if self.found:
            self.merge_wanted.emit(self.found[0])


def _apart(panel: DuplicatesPanel, known: Incident, said: Said | None) -> str:
    if said is None or None in (known.lat, known.lon, said.lat, said.lon):
        return panel.tr("same place in words")
    km = distance_km(known.lat or 0.0, known.lon or 0.0, said.lat or 0.0, said.lon or 0.0)
    return panel.tr("{km} km away").format(km=f"{km:.1f}")
