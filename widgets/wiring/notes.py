"""记入日志 from anywhere: the card over each window, and what tile, radio line and map place hand over."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.base.clock import hhmmss
from app.duty.log import Line
from app.duty.records import Channel, Way
from app.video.records import Camera, Snapshot
from widgets.atlas.selection import Spot
from widgets.duty.notecard import Beginning, NoteCard
from widgets.shell.shell import Shell
from widgets.shell.window import DutyWindow


class Notes(QObject):
    """F2 brings the card in the window where it is pressed; the rest in the one that is used."""

    def __init__(self, shell: Shell, card: NoteCard) -> None:
        super().__init__()
        self._shell = shell
        self.card = card
        shell.note_asked.connect(card.toggle)

    def begin(self, beginning: Beginning) -> None:
        """The officer asked for it with the mouse; a locked desk writes nothing."""
        if self._shell.locked:
            return
        active = QApplication.activeWindow()
        window = active if isinstance(active, DutyWindow) else self._shell.main
        if window is not active:
            window.show()
            window.raise_()
            window.activateWindow()
        self.card.come(window.body, beginning)

    def picture(self, camera: Camera, shot: Snapshot) -> None:
        """From a video tile: its picture is on the disk already."""
        text = f"{camera.name}（{camera.code}）{hhmmss(shot.taken_at)} 画面："
        self.begin(Beginning(text, Way.INSIDE, Channel.VIDEO, camera.township, files=(shot.file,)))

    def heard(self, line: Line) -> None:
        """From a line of the radio, with its time and position in the words."""
        at = f"{hhmmss(line.at)} " if line.at is not None else ""
        words = f"{at}{line.text}"
        self.begin(Beginning(words, line.way, line.channel, line.unit, line.person))

    def place(self, spot: Spot) -> None:
        """From a place on the map."""
        name = f"{spot.item.label}，" if spot.item is not None else ""
        words = f"{name}{spot.near.words()}（北纬 {spot.lat:.5f}° 东经 {spot.lon:.5f}°）："
        self.begin(Beginning(words, unit=spot.near.township_name()))
