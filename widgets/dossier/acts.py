"""What an officer does with a dossier: archive it, check an archive, put files and papers in their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.base.attachments import Filed
from app.base.clock import day_hhmm
from app.base.errors import Refused
from app.dossier.archive import Made, Told, Verdict, Wish, examine
from app.dossier.folders import Drawer, Item
from app.dossier.records import DossierExported
from app.dossier.service import Look
from app.people.records import Officer
from app.people.rights import Act
from widgets.dossier.cabinet import Cabinet
from widgets.dossier.cards import MASKED, WHOLE, ExportCard, FilingCard, PlaceCard
from widgets.dossier.exporting import ExportBar
from widgets.duty.files import size_words
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.gate import why_not
from widgets.kit.saving import place_for

ZIP = "*.zip"
_TITLE = 48
"""So many letters of a title stand in the name of its archive."""


class Acts(QObject):
    """`said(words, wrong)` is the line under the folders; `examined(Path, Told)` after a check.

    `below` is what the cards lie over; `look` gives the dossier that is shown, None for none.
    """

    said = Signal(str, bool)
    examined = Signal(object, object)
    written = Signal()

    def __init__(
        self,
        desk: Desk,
        cabinet: Cabinet,
        page: QWidget,
        below: QWidget,
        look: Callable[[], Look | None],
    ) -> None:
        super().__init__(page)
        self._desk = desk
        self._cabinet = cabinet
        self._page = page
        self._below = below
        self._look = look
        self.bar = ExportBar(desk, cabinet.archive, cabinet.jobs)
        self.bar.cancelled.connect(self._cancelled)
        self.bar.failed.connect(self._failed)
        self._exporting: tuple[Look, Wish, Officer] | None = None
        self._about: Look | None = None
        """The dossier a card was opened for, whichever is shown by then."""
        self.bar.made.connect(self._made)
        folders = cabinet.dossiers.folders.all
        self.export_card = ExportCard(desk.theme, page)
        self.filing_card = FilingCard(desk.theme, page, folders)
        self.place_card = PlaceCard(desk.theme, page, folders)
        self.export_card.given.connect(self._where)
        self.filing_card.given.connect(self._refile)
        self.place_card.given.connect(self._put_away)
        self._filing: Item | None = None

    # the archive

    def export(self) -> None:
        """Alt+E: what is wanted, then where."""
        look = self._look()
        if look is None or self.bar.busy:
            return
        self._about = look
        covered = bool(why_not(self._desk.session.officer, Act.UNCOVERED))
        self.export_card.what.set_value(MASKED if covered else WHOLE)
        pieces = sum(len(one.items) for one in look.drawers)
        note = self.tr(
            "{n} pieces, about {size}. Files and issued reports cannot be covered: a covered archive names "
            "them and leaves them out."
        )
        size = size_words(self._cabinet.archive.size(look, False))
        title = self.tr("Archive of {no}").format(no=look.case.incident.no)
        act = self.tr("Choose where …")
        self.export_card.ask_for(title, note.format(n=pieces, size=size), act, self._below)

    def _where(self) -> None:
        look, masked = self._about, self.export_card.what.value() == MASKED
        barred = why_not(self._desk.session.officer, Act.UNCOVERED)
        if not masked and barred:
            self.export_card.settle()
            self.export_card.what.show_error(barred)
            return
        self.export_card.close_card()
        if look is None:
            return
        one = look.case.incident
        tail = self.tr(" covered") if masked else ""
        name = f"{one.no} {one.title[:_TITLE]}{tail}.zip"
        to = place_for(self._page, self._desk, self.tr("Archive"), name, self._failed)
        if to is not None:
            self.export_to(to, masked, look)

    def export_to(self, to: Path, masked: bool, look: Look | None = None) -> None:
        """Of `look`, else of the dossier shown. The record is read once more: what is archived is what
        stands there now."""
        look = look or self._look()
        if look is None:
            return
        try:
            officer = self._desk.session.demand(Act.READ if masked else Act.UNCOVERED)
        except Refused as refused:
            self._failed(refused)
            return
        place = to if to.suffix.lower() == ".zip" else to.with_name(f"{to.name}.zip")
        wish = Wish(place, officer.name, self._desk.clock.now(), masked)
        self.said.emit("", False)
        ask(self, self._desk.store, self._cabinet.dossiers.look, look.case.incident.id,
            then=partial(self._begin, wish, officer), fail=self._failed)  # fmt: skip

    def _begin(self, wish: Wish, officer: Officer, look: Look | None) -> None:
        if look is not None and not self.bar.busy:
            self._exporting = look, wish, officer
            self.bar.begin(look, wish)

    def _made(self, made: Made) -> None:
        """It is there; now the record says so, by whoever took it, whoever sits here meanwhile."""
        assert self._exporting is not None
        look, wish, officer = self._exporting
        write = self._cabinet.dossiers.exported
        args = officer, self._desk.session.shift_id, look.case.incident, made, wish.masked
        ask(self, self._desk.store, write, *args, then=lambda _: self._archived(made, wish.masked),
            fail=self._failed)  # fmt: skip

    def _archived(self, made: Made, masked: bool) -> None:
        words = self.tr("Archived: {n} pieces, {size}, {name}").format(
            n=made.files, size=size_words(made.size), name=made.path.name
        )
        if made.left_out:
            names = "、".join(made.left_out[:3]) + (" …" if len(made.left_out) > 3 else "")
            told = self.tr(". Left out {n}: {names}")
            if masked:
                told = self.tr(". Left out {n} that cannot be covered: {names}")
            words += told.format(n=len(made.left_out), names=names)
        self.said.emit(words, False)
        self.written.emit()

    def _cancelled(self) -> None:
        self.said.emit(self.tr("Cancelled; nothing of it was left."), False)

    # checking one

    def verify(self) -> None:
        """Alt+V: any archive, also of another desk."""
        named, _ = QFileDialog.getOpenFileName(self._page, self.tr("Check an archive"), "", ZIP)
        if named:
            self.verify_file(Path(named))

    def verify_file(self, file: Path) -> None:
        self.said.emit(self.tr("Being checked …"), False)
        ask(self, self._cabinet.jobs, examine, file, then=partial(self._told, file),
            fail=self._failed)  # fmt: skip

    def _told(self, file: Path, told: Told) -> None:
        find = self._cabinet.dossiers.exported_as
        ask(self, self._desk.store, find, told.seal, then=partial(self._known, file, told),
            fail=self._failed)  # fmt: skip

    def _known(self, file: Path, told: Told, row: DossierExported | None) -> None:
        if row is not None and told.verdict is Verdict.WHOLE:
            words = self.tr("As {who} archived it here on {time}")
            told.lines.append(words.format(who=row.by_name, time=day_hhmm(row.at)))
        elif told.verdict is Verdict.WHOLE:
            told.lines.append(self.tr("This record knows no archive with this seal"))
        self.said.emit("", False)
        self.examined.emit(file, told)

    # places

    def refile(self, item: Item | None) -> None:
        """Alt+F: another folder, or another title, for a file."""
        if item is None or item.file is None:
            self.said.emit(self.tr("Choose a file first: papers stand where they belong."), True)
            return
        self._filing, self._about = item, self._look()
        self.filing_card.fields["folder"].set_value(item.folder.no)
        self.filing_card.fields["title"].set_value(item.title)
        self.filing_card.ask_for(self.tr("Put it into a folder"), item.file.name,
                                 self.tr("Put it there"), self._below)  # fmt: skip

    def _refile(self) -> None:
        item, fields = self._filing, self.filing_card.fields
        if item is not None and item.file is not None:
            write = self._cabinet.dossiers.file
            args = item.file, fields["folder"].value(), fields["title"].value()
            self._write(self.filing_card, write, *args)

    def note_place(self, drawer: Drawer | None) -> None:
        """Alt+S: where the paper copy lies."""
        self._about = self._look()
        if self._about is None:
            return
        card = self.place_card
        held = drawer.paper if drawer is not None else None
        card.fields["folder"].set_value(drawer.folder.no if drawer is not None else "")
        card.fields["place"].set_value(held.place if held is not None else "")
        card.fields["number"].set_value(held.number if held is not None else "")
        card.ask_for(self.tr("Where the paper lies"), "", self.tr("Note it"), self._below)

    def _put_away(self) -> None:
        values = [self.place_card.fields[name].value() for name in ("folder", "place", "number")]
        self._write(self.place_card, self._cabinet.dossiers.put_away, *values)

    def _write(self, card: Any, write: Callable[..., Any], *args: Any) -> None:
        look = self._about
        if look is None:
            return
        try:
            officer = self._desk.session.demand()
        except Refused as refused:
            card.refuse(refused)
            return

        def done(_row: object) -> None:
            card.close_card()
            self.written.emit()

        own = {"empty": self.tr("Write where it lies.")}
        ask(self, self._desk.store, write, officer, look.case.incident, *args, then=done,
            fail=lambda error: card.refuse(error, own))  # fmt: skip

    def add_files(self, folder: str) -> None:
        """Alt+T: files of this machine."""
        if self._look() is not None:
            named, _ = QFileDialog.getOpenFileNames(self._page, self.tr("Add files"))
            self.take([Path(name) for name in named], folder)

    def take(self, places: Sequence[Path], folder: str) -> None:
        """On the disk first; only then the rows."""
        look = self._look()
        if look is None or not places:
            return
        try:
            officer = self._desk.session.demand(Act.INTAKE)
        except Refused as refused:
            self._failed(refused)
            return
        door, add, incident = (
            self._cabinet.attached.door,
            self._cabinet.dossiers.add,
            look.case.incident,
        )

        def bring() -> list[Filed]:
            return [door.bring(place) for place in places]

        def kept(filed: list[Filed]) -> None:
            ask(self, self._desk.store, add, officer, incident, filed, folder,
                then=lambda rows: self._added(len(rows)), fail=self._failed)  # fmt: skip

        self.said.emit(self.tr("Being kept …"), False)
        ask(self, self._desk.disk, bring, then=kept, fail=self._failed)

    def _added(self, n: int) -> None:
        self.said.emit(self.tr("{n} added").format(n=n), False)
        self.written.emit()

    def _failed(self, error: Exception) -> None:
        own = {
            "too_large": self.tr("Files up to {most_mb} MB; note where a larger one lies."),
            "empty": self.tr("This file is empty."),
        }
        self.said.emit(explain(error, own), True)
