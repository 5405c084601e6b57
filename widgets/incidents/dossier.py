"""档案: the folders of an incident, and its chronicle (大事记)."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.clock import day_hhmm
from app.dossier.timeline import Moment, chronicle
from widgets.incidents.seen import Seen
from widgets.incidents.tab import Tab
from widgets.kit.lines import Line, LineList
from widgets.kit.panel import Panel


class FolderTab(Tab):
    """The folders are a view of their own, which is given the incident by `show_incident(id)`."""

    def first_focus(self) -> QWidget:
        return self.view.first_focus()

    def show_seen(self, seen: Seen | None) -> None:
        key = seen.incident.id if seen else None
        if key != self._key:
            self._key = key
            self.view.show_incident(key)

    def build(self, box: QVBoxLayout) -> None:
        self._key: UUID | None = None
        self.view = self.services.folder()
        box.addWidget(self.view, 1)


class ChronicleTab(Tab):
    """大事记: `opened(Moment)` when the record behind a line is wanted."""

    opened = Signal(object)

    def first_focus(self) -> QWidget:
        return self.list

    def show_seen(self, seen: Seen | None) -> None:
        moments = chronicle(seen.case) if seen else []
        self._moments = {f"{one.table}:{one.key}:{n}": one for n, one in enumerate(moments)}
        self.list.show_lines([_line(key, one) for key, one in self._moments.items()])

    def _opened(self, line: Line) -> None:
        self.opened.emit(self._moments[line.key])

    def build(self, box: QVBoxLayout) -> None:
        self._moments: dict[str, Moment] = {}
        panel = Panel(
            self.theme, self.tr("Chronicle"), self.tr("each act once, from the record"), flush=True
        )
        empty = self.tr("What happens comes here.")
        self.list = LineList(self.theme, lead_w=64, empty=empty)
        self.list.setMinimumHeight(self.theme.px("row.list_two_line") * 3)
        self.list.opened.connect(self._opened)
        panel.add(self.list, 1)
        panel.add(self.trouble)
        box.addWidget(panel, 1)


def _line(key: str, one: Moment) -> Line:
    at = day_hhmm(one.at)
    by = f"{one.lane.value}  {one.by}".rstrip()
    return Line(key, one.words, by, lead=at[6:], lead2=at[:5])
