"""A picture of the map with an incident on it: captioned, kept on the disk, then a piece of its dossier."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from app.base.attachments import Attachment, Filed, FileDoor
from app.base.clock import full, local
from app.base.errors import Refused
from app.base.marks import Mark
from app.dossier.service import Dossiers
from app.incidents.records import Incident
from app.people.records import Officer
from widgets.atlas.page import MapPage
from widgets.atlas.selection import Spot, dd
from widgets.duty.pasting import png
from widgets.duty.refused import words_for
from widgets.kit.ask import ask
from widgets.kit.desk import Desk


class MapPictures(QObject):
    """Says what became of it in the line at the foot."""

    def __init__(
        self,
        desk: Desk,
        page: MapPage,
        files: FileDoor,
        incident: Callable[[UUID], Incident | None],
        dossiers: Dossiers,
        mark: Mark,
    ) -> None:
        super().__init__(page)
        self._desk, self._files, self._incident = desk, files, incident
        self._dossiers, self._mark = dossiers, mark
        page.picture_taken.connect(self.keep)

    def keep(self, spot: Spot, picture: QImage) -> None:
        try:
            officer, shift = self._desk.session.demand(), self._desk.session.demand_shift()
        except Refused as refused:
            self._not_kept(refused)
            return
        assert spot.item is not None
        key, at = UUID(spot.item.id), self._desk.clock.now()
        where = f"{spot.item.label}　WGS-84 {dd(spot.lat, spot.lon)}"
        whole = captioned(picture, f"{where}　{full(at)} 截取　{self._mark.value}", self._desk)
        name = f"地图_{local(at):%Y%m%d_%H%M%S}.png"

        def kept(file: Filed) -> None:
            ask(self, self._desk.store, self._put, officer, shift, key, file, where,
                then=lambda row: self._desk.say(self.tr("Kept in the dossier: {name}").format(name=row.name)),
                fail=self._not_kept)  # fmt: skip

        ask(self, self._desk.disk, lambda: self._files.keep(png(whole), name),
            then=kept, fail=self._not_kept)  # fmt: skip

    def _put(self, officer: Officer, shift: UUID, key: UUID, file: Filed, where: str) -> Attachment:
        """On the store thread."""
        incident = self._incident(key)
        if incident is None:
            raise Refused("incident", "empty")
        return self._dossiers.map_picture(officer, shift, incident, file, where)

    def _not_kept(self, error: Exception) -> None:
        self._desk.say(self.tr("The map's picture is not kept: {why}").format(why=words_for(error)))


def captioned(picture: QImage, words: str, desk: Desk) -> QImage:
    """The picture with a line under it: which incident, where, when, and whether it is real."""
    scale = picture.devicePixelRatio()
    line = round(desk.theme.px("size.body") * 2 * scale)
    whole = QImage(picture.width(), picture.height() + line, QImage.Format.Format_RGB32)
    whole.fill(QColor("white"))
    picture.setDevicePixelRatio(1)
    painter = QPainter(whole)
    painter.drawImage(0, 0, picture)
    font = QFont()
    font.setPixelSize(line // 2)
    painter.setFont(font)
    place = QRect(line // 3, picture.height(), picture.width() - line // 3, line)
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
    painter.end()
    return whole
