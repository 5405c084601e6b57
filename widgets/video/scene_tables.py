"""Scenes to and from a table, for another desk of the county; what is not known here is told row by row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.base.errors import Refused
from app.people.rights import Act
from app.video.scene_exchange import TITLE, WIDTHS, SceneExchange, table
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.saving import place_for
from widgets.people.imports import KINDS, ImportView, save_table
from widgets.video.rooms import SceneImports
from widgets.video.words import camera_refusals

if TYPE_CHECKING:
    from widgets.video.page import VideoPage


class SceneTables(QObject):
    """Adds its view to `page`; wanted by the keys of the page's list of scenes."""

    def __init__(self, desk: Desk, exchange: SceneExchange, page: VideoPage) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        heads = self.tr("Scene"), self.tr("Camera no.")
        self.imports = ImportView(desk, SceneImports(exchange), Act.WALL, heads)
        self.imports.planned.connect(lambda: page.show_view(self.imports))
        page.add_view(self.imports, "")
        page.scenes.import_wanted.connect(self.take_in)
        page.scenes.export_wanted.connect(self.give_out)

    def take_in(self, file: str = "") -> None:
        if self._may():
            title = self.tr("Take scenes in")
            file = file or QFileDialog.getOpenFileName(self._page, title, "", KINDS)[0]
            if file:
                self.imports.take(Path(file), self._refused)

    def give_out(self, to: str = "") -> None:
        """Numbers and names of cameras only; the disk writes it."""
        if not self._may():
            return
        title = self.tr("Give scenes out")
        place = place_for(self._page, self._desk, title, f"{TITLE}.xlsx", self._refused, KINDS, to)
        if place is None:
            return
        scenes = self._page.board.scenes
        rows = table(scenes, self._page.board.cameras)
        done = self.tr("{n} scenes were written to {file}").format(n=len(scenes), file=place.name)
        ask(self, self._desk.disk, save_table, self._desk, place, rows, TITLE, WIDTHS,
            then=lambda _: self._desk.say(done), fail=self._refused)  # fmt: skip

    def _may(self) -> bool:
        try:
            self._desk.session.demand(Act.WALL)
        except Refused as refused:
            self._refused(refused)
            return False
        return True

    def _refused(self, error: Exception) -> None:
        self._page.note_words(explain(error, camera_refusals()))
