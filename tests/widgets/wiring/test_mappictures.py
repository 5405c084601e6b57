"""A picture of the map becomes a captioned piece of the dossier, with its line in the log."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QImage

from app.atlas.layers import Layer, MapItem
from app.atlas.places import Near
from app.base.ids import new_id
from app.dossier.folders import MAPS
from app.incidents.said import Said
from tests.desktops import open_desktop
from widgets.atlas.selection import Spot


def test_the_map_of_an_incident_is_filed_with_where_when_and_what_it_is(
    qapp, tmp_path: Path
) -> None:
    with open_desktop(qapp, tmp_path) as opened:
        desktop, room = opened.desktop, opened.room.room
        flood = Said(course="山洪", place="老榆塘村", lat=28.63, lon=109.64)
        made = room.intake.register(room.watch, room.shift.id, new_id(), flood)
        panel = desktop.map.selection
        item = MapItem(Layer.INCIDENT, str(made.id), 28.63, 109.64, made.title, "")
        panel.show_spot(Spot(28.63, 109.64, Near(None, None)))
        assert panel.picture.isHidden()
        spot = Spot(28.63, 109.64, Near(None, None), item)
        panel.show_spot(spot)
        assert not panel.picture.isHidden()
        shown = QImage(800, 500, QImage.Format.Format_RGB32)
        shown.fill(QColor("teal"))
        desktop.map.picture_taken.emit(spot, shown)

        look = desktop._office.dossiers.look(made.id)
        assert look is not None
        (piece,) = next(one for one in look.drawers if one.folder.no == MAPS).items
        assert piece.by_hand
        assert piece.file is not None
        assert piece.file.name in opened.said[-1]
        kept = QImage.fromData(desktop.rooms.files.read(piece.file.sha256))
        assert (kept.width(), kept.height() > 500) == (800, True)
        assert kept.pixelColor(400, 250) == QColor("teal")
        foot = [
            kept.pixelColor(x, y).lightness() for x in range(800) for y in range(500, kept.height())
        ]
        assert min(foot) < 80 < 200 < max(foot)
        assert any("地图存档" in line.text and "28.63000" in line.text for line in look.case.lines)

        desktop.desk.session.sign_in(None)
        desktop.map.picture_taken.emit(spot, shown)
        again = desktop._office.dossiers.look(made.id)
        assert again is not None
        assert len(again.case.files) == 1
