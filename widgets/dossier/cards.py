"""The small forms of a dossier: what is archived, where a file belongs, where the paper lies."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.dossier.folders import Folder
from widgets.kit.fields import ComboField, SegmentField, TextField
from widgets.kit.overcard import OverCard
from widgets.kit.theme import Theme

WHOLE, MASKED = "whole", "masked"


class ExportCard(OverCard):
    """`what` is WHOLE or MASKED. Enter on the choice goes to the button."""

    card_w = 520

    def __init__(self, theme: Theme, page: QWidget) -> None:
        options = [
            (WHOLE, page.tr("Everything")),
            (MASKED, page.tr("Names and numbers covered")),
        ]
        self.what = SegmentField(theme, "", options)
        super().__init__(theme, page, {"what": self.what})
        QWidget.setTabOrder(self.what.editor, self.go)


class FilingCard(OverCard):
    def __init__(self, theme: Theme, page: QWidget, folders: tuple[Folder, ...]) -> None:
        options = [(one.no, one.title) for one in folders]
        fields = {
            "folder": ComboField(theme, page.tr("Folder"), options),
            "title": TextField(theme, page.tr("Title")),
        }
        super().__init__(theme, page, fields)


class PlaceCard(OverCard):
    """`folder` "" = the whole dossier."""

    def __init__(self, theme: Theme, page: QWidget, folders: tuple[Folder, ...]) -> None:
        options = [("", page.tr("The whole dossier"))]
        options += [(one.no, one.title) for one in folders]
        fields = {
            "folder": ComboField(theme, page.tr("Folder"), options),
            "place": TextField(theme, page.tr("Shelf"), required=True),
            "number": TextField(theme, page.tr("Number")),
        }
        super().__init__(theme, page, fields)
