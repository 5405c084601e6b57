"""The page 一张图: layers, the map, and what was clicked on it."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.atlas.gcj import to_gcj
from app.atlas.ground import Ground, Site, read_ground
from app.atlas.layers import Layer, MapItem, MapModel
from app.atlas.places import Gazetteer, Place, PlaceKind, PlaceStore
from app.base.bus import Changed
from app.base.errors import Unreachable
from app.people.rights import Act
from app.radio.tracks import TrackReads
from widgets.atlas.layer_rows import FRESH, OFF, OLDER, STALE, AgeRow, LayerRow, scale
from widgets.atlas.map_view import JUMP_KEY, MapView
from widgets.atlas.page_source import page_answers
from widgets.atlas.replay_bar import ReplayBar
from widgets.atlas.scheme import Answers
from widgets.atlas.selection import SelectionPanel, Spot, dd
from widgets.atlas.tracks import TracksView
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import TextField
from widgets.kit.gate import gates
from widgets.kit.labels import ElidedLabel, Label, hairline
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.shell.page import Page

_log = logging.getLogger(__name__)

LAYERS_W = 240
SELECTION_W = 340
GATHER_MS = 500


class MapPage(Page):
    """`place_picked` (lat, lon, township, words) is the officer's answer to "where": WGS-84 degrees,
    and words for the record; `note_wanted(Spot)` for a line of the log about it; `picture_taken(Spot,
    QImage)` is the map as it is shown, for the incident chosen.

    The engine is made when the page is first shown, and taken down by `close_page`, at the latest when
    the application quits.
    """

    key = "map"
    place_picked = Signal(float, float, str, str)
    note_wanted = Signal(object)
    picture_taken = Signal(object, QImage)

    def __init__(
        self,
        desk: Desk,
        model: MapModel,
        places: PlaceStore,
        site: Site,
        resources: Path,
        tracks: TrackReads | None = None,
    ) -> None:
        """`resources` is the folder with live.js and marks.toml; without `tracks` none are drawn."""
        super().__init__()
        self._desk, self._model, self._places = desk, model, places
        self._site, self._resources = site, resources
        self._asked = False
        self._later = QTimer(self)  # a county is read in once, not once for each of its units
        self._later.setSingleShot(True)
        self._later.setInterval(GATHER_MS)
        self._later.timeout.connect(self._read_places)
        self.gazetteer = Gazetteer()
        self.view = MapView(desk.theme, desk.clock, model, resources / "marks.toml")
        self.bar = ReplayBar(desk.theme, desk.clock, self.view)
        self.tracks = TracksView(desk, self.view, self.bar, tracks) if tracks else None
        self.selection = SelectionPanel(desk.theme, desk.clock.now)
        if self.tracks is not None:
            self.selection.replay_wanted.connect(self.tracks.replay)
        gates(desk, Act.INTAKE, self.selection.use)
        gates(desk, Act.LOG, self.selection.note)
        gates(desk, Act.INTAKE, self.selection.picture)
        self._rows: dict[Layer, LayerRow] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.theme.px("space.m"))
        for part, width in (
            (self._layers_panel(), LAYERS_W),
            (self._map_panel(), 0),
            (self.selection, SELECTION_W),
        ):
            if width:
                part.setFixedWidth(round(width * scale(desk.theme)))
            row.addWidget(part, 0 if width else 1)
        self.view.clicked.connect(self._clicked)
        self.view.chosen.connect(self._chosen)
        self.view.noted.connect(self._note)
        self.selection.noted.connect(self._note)
        self.selection.picture_wanted.connect(self._picture)
        self.view.moved.connect(self._pointer)
        self.view.left.connect(lambda: self._pointer(None, None))
        self.view.again.connect(self._read_places)
        self.selection.used.connect(self._use)
        self._pointer(None, None)
        for key, act in ((JUMP_KEY, self.view.go_to_alarm), ("Alt+F", self._to_search)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(act)
        model.watch(self)
        listen(self, desk.bus, Changed, self._heard)

    def first_focus(self) -> QWidget:
        return self.find.edit

    def show_item(self, layer: Layer, id: str) -> bool:
        """Go to an item and select it, because the officer asked elsewhere. False: it has no place."""
        item = self._model.item(layer, id)
        if item is not None:
            self.view.go_to(item.lat, item.lon)
            self._chosen(layer, id)
        return item is not None

    def close_page(self) -> None:
        """Take the engine down in its right order. May be called twice."""
        self.view.close_page()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            self._read_places()

    # -- told by the model

    def touched(self, layer: Layer, _ids: frozenset[str] | None) -> None:
        self._rows[layer].set_count(len(self._model.items(layer)))
        spot = self.selection.spot
        if spot is not None and spot.item is not None and spot.item.layer is layer:
            self._show_item(self._model.item(layer, spot.item.id))

    def marked(self) -> None:
        """The view shows it; nothing here depends on it."""

    # -- what the map stands on

    def _read_places(self) -> None:
        ask(
            self,
            self._desk.store,
            self._places.places,
            then=self._know,
            fail=lambda _: self._know([]),
        )

    def _heard(self, fact: Changed) -> None:
        if fact.kind == "org" and self._asked:
            self._later.start()

    def _know(self, places: list[Place]) -> None:
        self.gazetteer = Gazetteer(places)
        for layer in (Layer.TOWNSHIP, Layer.VILLAGE):
            own = [p for p in places if _layer_of(p) is layer]
            self._model.replace(
                layer, [MapItem(layer, str(p.id), p.lat, p.lon, p.name, p.kind) for p in own]
            )
        if self.view.engine is None:
            ask(self, self._desk.disk, self._prepare, then=self._open, fail=self._no_page)

    def _prepare(self) -> tuple[Answers, Ground]:
        """On the disk thread. Unreachable when a part of the program is missing there."""
        ground = read_ground(self._site, [(p.lat, p.lon) for p in self.gazetteer.places])
        try:
            return page_answers(self._resources, ground), ground
        except (OSError, ModuleNotFoundError) as error:
            raise Unreachable("map", str(error)) from error

    def _open(self, made: tuple[Answers, Ground]) -> None:
        answers, ground = made
        self._about.setText(self._about_words(ground))
        if self.view.engine is None:
            self.view.open(answers, ground)

    def _no_page(self, error: Exception) -> None:
        _log.error("no page for the map: %s", error)
        self.view.give_up()

    def _about_words(self, ground: Ground) -> str:
        if not ground.there:
            return self.tr("No base map on this desk; positions are right all the same.")
        return self.tr(
            "Offline. Borders: {source} ({licence}); rights and map approval number not verified."
        ).format(source=ground.source, licence=ground.licence)

    # -- what the officer does

    def _clicked(self, lat: float, lon: float) -> None:
        self._model.select(None)
        self._show_spot(Spot(lat, lon, self.gazetteer.near(lat, lon)))

    def _chosen(self, layer: str, id: str) -> None:
        self._model.select(id)
        self._show_item(self._model.item(Layer(layer), id))

    def _show_item(self, item: MapItem | None) -> None:
        if item is None:
            self._show_spot(None)
        else:
            near = self.gazetteer.near(item.lat, item.lon)
            self._show_spot(Spot(item.lat, item.lon, near, item))

    def _show_spot(self, spot: Spot | None) -> None:
        self.selection.show_spot(spot)
        if spot is None or spot.item is not None:
            self.view.pick(None, None)
        else:
            self.view.pick(spot.lat, spot.lon)

    def _use(self, spot: Spot) -> None:
        self.place_picked.emit(spot.lat, spot.lon, spot.near.township_name(), spot.near.words())

    def _note(self) -> None:
        """Right click on the map: the spot selected, into the log."""
        if self.selection.spot is not None:
            self.note_wanted.emit(self.selection.spot)

    def _picture(self) -> None:
        if self.selection.spot is not None:
            self.picture_taken.emit(self.selection.spot, self.view.grab().toImage())

    def _pointer(self, lat: float | None, lon: float | None) -> None:
        there = lat is not None and lon is not None
        wgs = dd(lat, lon) if there else "—"
        self._wgs.setText(self.tr("Pointer  WGS-84  {where}").format(where=wgs))
        self._gcj.setText(f"GCJ-02  {dd(*to_gcj(lat, lon)) if there else '—'}")

    def _switched(self) -> None:
        self.view.show_layers({layer for layer, row in self._rows.items() if row.isChecked()})

    def _to_search(self) -> None:
        self.find.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find.edit.selectAll()

    def _search(self) -> None:
        self.found.show_records(self.gazetteer.named(self.find.value()), now=True)
        self._either.setCurrentIndex(1 if self.find.value() else 0)

    def _go(self, place: Place | None) -> None:
        if place is None:
            return
        self.view.go_to(place.lat, place.lon)
        if (layer := _layer_of(place)) is not None:
            self._chosen(layer, str(place.id))

    # -- the parts

    def _layers_panel(self) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, self.tr("Layers"))
        self.find = TextField(
            theme, "", placeholder=self.tr("Find a place  Alt+F"), icon="search", label_w=0
        )
        self.find.changed.connect(self._search)
        self.find.edit.returnPressed.connect(lambda: self._go(next(iter(self.found.records), None)))
        self.found = RecordTable(
            theme,
            (
                Column(
                    self.tr("Place"), lambda p: p.name, stretch=True, second=lambda p: p.township
                ),
            ),
            row="list_two_line",
            empty=self.tr("No such place"),
        )
        self.found.opened.connect(self._go)
        self.found.chosen.connect(self._go)
        self.found.view.horizontalHeader().hide()
        self._either = QStackedWidget()
        self._either.addWidget(self._layer_list())
        self._either.addWidget(self.found)
        fit = PlainButton(theme, self.tr("Whole county"), "Alt+W", "maximize")
        fit.clicked.connect(self.view.fit)
        self._about = Label(theme, "", "caption", tone="text2")
        self._about.setWordWrap(True)
        panel.add(self.find)
        panel.add(self._either, 1)
        panel.add(fit)
        panel.add(self._about)
        return panel

    def _layer_list(self) -> QWidget:
        theme = self._desk.theme
        held = QWidget()
        box = QVBoxLayout(held)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.xs"))
        for layer, word in self._layer_words():
            layer_row = LayerRow(theme, layer, word)
            layer_row.toggled.connect(self._switched)
            self._rows[layer] = layer_row
            box.addWidget(layer_row)
        box.addWidget(hairline())
        if self.tracks is not None:
            box.addWidget(self.tracks.chooser)
            box.addWidget(hairline())
        box.addWidget(Label(theme, self.tr("Age of a radio's position"), "small", tone="text2"))
        for age, word in (
            (FRESH, self.tr("under 5 minutes")),
            (OLDER, self.tr("under 10 minutes")),
            (STALE, self.tr("older")),
            (OFF, self.tr("off the air")),
        ):
            box.addWidget(AgeRow(theme, age, word))
        box.addStretch(1)
        return held

    def _layer_words(self) -> list[tuple[Layer, str]]:
        return [
            (Layer.INCIDENT, self.tr("Incidents")),
            (Layer.RADIO, self.tr("Radios")),
            (Layer.TOWNSHIP, self.tr("Townships")),
            (Layer.VILLAGE, self.tr("Villages")),
        ]

    def _map_panel(self) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, self._site.name, flush=True)
        panel.add(self.view, 1)
        panel.add(self.bar)
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(theme.px("space.l"), 0, theme.px("space.l"), 0)
        self._wgs = ElidedLabel(theme, "", "small", tone="text2")
        self._gcj = ElidedLabel(theme, "", "small", tone="text2")
        line.addWidget(self._wgs, 1)
        line.addWidget(self._gcj, 1)
        panel.add(foot)
        return panel


def _layer_of(place: Place) -> Layer | None:
    """None for what has a name but no marker of its own."""
    if place.kind is PlaceKind.TOWNSHIP:
        return Layer.TOWNSHIP
    return Layer.VILLAGE if place.kind.lived_in else None
