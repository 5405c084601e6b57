"""时间线: all that happened on one axis, played and walked, with the words of the moment chosen below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import full
from app.dossier.timeline import Moment, timeline
from widgets.dossier.timeline import SPEEDS, ZOOM, TimelineView
from widgets.incidents.seen import Seen
from widgets.incidents.tab import Tab
from widgets.kit.buttons import PlainButton
from widgets.kit.fields import SegmentField
from widgets.kit.labels import Label
from widgets.kit.panel import Panel


class AxisTab(Tab):
    """`opened(Moment)`: the record behind it is wanted."""

    opened = Signal(object)

    def first_focus(self) -> QWidget:
        return self.view

    def show_seen(self, seen: Seen | None) -> None:
        if seen is None or self._key != seen.incident.id:
            self._key = seen.incident.id if seen else None
            self.view.stop(whole=True)
            self.view.current = None
            self.view.axis = None
        self.view.show_moments(timeline(seen.case) if seen else ())
        self._tell(self.view.current)
        for widget in (self._play, self._more, self._less, self._whole):
            widget.setEnabled(bool(self.view.moments))

    def _tell(self, moment: Moment | None) -> None:
        self._words.setText(
            self._hint() if moment is None else f"{moment.lane.value}  {moment.words}"
        )
        self._words.set_tone("text2" if moment is None else "text")
        by = moment.by if moment else ""
        self._when.setText(f"{full(moment.at)}  {by}".rstrip() if moment else "")
        self._open.setEnabled(moment is not None)

    def _hint(self) -> str:
        return self.tr("Arrows walk through time and lanes, + and - zoom, 0 shows all.")

    def _played(self, on: bool) -> None:
        self._play.setText(self.tr("Halt") if on else self.tr("Play"))

    def _sped(self) -> None:
        self.view.speed = int(self._speed.value())

    def _opened(self) -> None:
        if self.view.current is not None:
            self.opened.emit(self.view.current)

    def build(self, box: QVBoxLayout) -> None:
        theme = self.theme
        self._key = None
        panel = Panel(theme, " ", flush=True)  # the tab above names it
        panel.setAccessibleName(self.tr("Time axis"))
        self.view = TimelineView(theme)
        self.view.chosen.connect(self._tell)
        self.view.opened.connect(self.opened)
        self.view.played.connect(self._played)
        self._play = PlainButton(theme, self.tr("Play"), "Space", bind=False)
        self._play.clicked.connect(lambda: self.view.play())
        self._less = PlainButton(theme, "−", "-", bind=False)
        self._less.setAccessibleName(self.tr("Zoom out"))
        self._less.clicked.connect(lambda: self.view.zoom(1 / ZOOM))
        self._more = PlainButton(theme, "+", "", bind=False)
        self._more.setAccessibleName(self.tr("Zoom in"))
        self._more.clicked.connect(lambda: self.view.zoom(ZOOM))
        self._whole = PlainButton(theme, self.tr("Whole"), "0", bind=False)
        self._whole.clicked.connect(self.view.show_all)
        speeds = [(str(n), f"{n}×") for n in SPEEDS]
        self._speed = SegmentField(theme, "", speeds)
        self._speed.set_value(str(self.view.speed))
        self._speed.changed.connect(self._sped)
        self._speed.setFixedWidth(theme.px("size.body") * 12)
        self._speed.editor.setAccessibleName(self.tr("Speed"))
        for widget in (self._speed, self._play, self._less, self._more, self._whole):
            panel.tools.addWidget(widget)
        panel.add(self.view, 1)
        box.addWidget(panel, 1)
        box.addWidget(self._build_words())

    def _build_words(self) -> Panel:
        theme = self.theme
        panel = Panel(theme)
        self._when = Label(theme, "", "small", tone="text2")
        self._words = Label(theme, "")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setMinimumHeight(round(theme.size("body") * 1.55 * 2))
        self._open = PlainButton(theme, self.tr("Open the record"), "Enter", bind=False)
        self._open.clicked.connect(self._opened)
        row = QHBoxLayout()
        row.addWidget(self._when, 1)
        row.addWidget(self._open)
        panel.body.addLayout(row)
        panel.add(self._words)
        return panel
