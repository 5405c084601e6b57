"""The month taken elsewhere and back: paper, spreadsheets, and text to be sent on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from app.base import spreadsheet
from app.base.errors import Refused, Unreachable, disk_reason
from app.duty.holidays import HEAD, RefusedRow
from app.duty.roster.spreadsheets import rows_out
from app.duty.roster.view import MonthView
from app.duty.roster.wording import messages, month_text, shift_text
from app.people.records import Officer, Role
from app.people.rights import Act
from widgets.handover.preview import Paper
from widgets.kit.ask import ask
from widgets.kit.copying import hidden
from widgets.kit.desk import Desk
from widgets.kit.saving import place_for
from widgets.roster.cards import TextsCard
from widgets.roster.words import row_words

if TYPE_CHECKING:
    from widgets.roster.page import RosterPage, Rota

WIDTHS = (12, 14, 10, 16)


class Sheets(QObject):
    """What goes wrong is told under the grid of `page`."""

    def __init__(self, desk: Desk, rota: Rota, page: RosterPage, inside: QWidget) -> None:
        super().__init__(page)
        self._desk, self._rota, self._page, self._inside = desk, rota, page, inside
        self.texts = TextsCard(desk.theme, page)
        self.texts.given.connect(self._copy_text)

    def print_month(self) -> None:
        """As it hangs on the wall, beside the grid."""
        view = self._page.view
        if view is not None:
            officers = [o for o in view.officers.values() if o.role in (Role.LEADER, Role.CHIEF)]
            self._with_phones(officers, partial(self._print, view))

    def copy_shift(self) -> None:
        """The shift as text, with the numbers that are sure, for DingTalk or a message."""
        row, view = self._page.grid.row(), self._page.view
        if row is None or view is None:
            return

        def copy(phones: Mapping[str, str]) -> None:
            QGuiApplication.clipboard().setText(shift_text(row, view, phones))
            self._desk.say(self.tr("Copied: {day}").format(day=f"{row.span.day:%m-%d}"))

        held = {one.slot.officer_id for one in row.served}
        self._with_phones([one for one in view.officers.values() if one.id in held], copy)

    def offer_texts(self) -> None:
        """The month for a group chat, a message for everybody, and the shift; to be looked at first."""
        row, view = self._page.grid.row(), self._page.view
        if row is None or view is None:
            return
        if hidden(self._desk):
            self._page.tell(self.tr("Numbers are covered for this role"))
            return

        def offer(phones: Mapping[str, str]) -> None:
            texts = {
                "month": month_text(view),
                "people": messages(view, phones),
                "shift": shift_text(row, view, phones),
            }
            self.texts.offer(texts, self._inside)

        held = {slot.officer_id for slot in view.slots.values()}
        self._with_phones([one for one in view.officers.values() if one.id in held], offer)

    def hand_out(self, to: str = "") -> None:
        """The month as a spreadsheet, to be filled in elsewhere and taken in again."""
        view, page = self._page.view, self._page
        if view is None:
            return
        name = f"{view.first:%Y-%m}_{page.title()}.xlsx"
        title, fail = self.tr("Save the month"), page.tell_error
        place = place_for(page, self._desk, title, name, fail, to=to)
        if place is not None:
            done = self.tr("Saved: {name}").format(name=place.name)
            ask(page, self._desk.disk, lambda: self._desk.saving.write(place, _sheet(view)),
                then=lambda _: self._desk.say(done), fail=page.tell_error)  # fmt: skip

    def take_in(self, file: str = "") -> None:
        """A month filled in elsewhere, or a holiday notice; which, its first row tells."""
        page = self._page
        try:
            by = self._desk.session.demand(Act.ROSTER)
        except Refused as error:
            page.tell_error(error)
            return
        kinds = "*.xlsx *.csv"
        file = file or QFileDialog.getOpenFileName(page, self.tr("Take in a sheet"), "", kinds)[0]
        if file:
            ask(page, self._desk.disk, _read, Path(file),
                then=partial(self._take, by), fail=page.tell_error)  # fmt: skip

    # -- inside --------------------------------------------------------------------------------

    def _with_phones(self, officers, then) -> None:
        """Without any for who sees numbers covered: neither paper nor clipboard tells them."""
        page = self._page
        if hidden(self._desk):
            then({})
            return
        ask(page, self._desk.store, self._rota.phones, officers, then=then, fail=page.tell_error)

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.texts.words.value())
        self.texts.leave()
        self._desk.say(self.tr("Copied"))

    def _print(self, view: MonthView, phones: Mapping[str, str]) -> None:
        page = self._page
        ask(page, self._desk.paper, self._rota.print_month, view, phones,
            then=self._printed, fail=page.tell_error)  # fmt: skip

    def _printed(self, paper: Paper) -> None:
        self._page.preview.show_paper(paper)
        self._page.show_beside(self._page.preview)

    def _take(self, by: Officer, rows: list[list[str]]) -> None:
        keeping, roster, page = self._rota.keeping, self._rota.roster, self._page
        notice = bool(rows) and [cell.strip() for cell in rows[0][: len(HEAD)]] == list(HEAD)
        if notice:
            ask(page, self._desk.store, keeping.take_notice, by, rows,
                then=self._taken, fail=page.tell_error)  # fmt: skip
        else:
            ask(page, self._desk.store, roster.take_sheet, by, page.first, rows,
                then=lambda report: self._taken(report.refused), fail=page.tell_error)  # fmt: skip

    def _taken(self, refused: Iterable[RefusedRow]) -> None:
        """Every refused row with its number, its column and why; the rest is there."""
        told = [
            self.tr("row {n} {column} “{value}”: {why}").format(
                n=row.number, column=row.column, value=row.value, why=row_words(row.code)
            )
            for row in refused
        ]
        if told:
            head = self.tr("{n} not taken, the rest is").format(n=len(told))
            self._page.tell("\n".join([f"{head}：", *told]))
        else:
            self._page.tell("")
            self._desk.say(self.tr("Everything was taken in"))


def _read(file: Path) -> list[list[str]]:
    """On the disk thread."""
    try:
        return spreadsheet.read(file)
    except OSError as error:
        raise Unreachable(file.name, disk_reason(error)) from error


def _sheet(view: MonthView) -> bytes:
    return spreadsheet.xlsx(rows_out(view), f"{view.first:%Y-%m}", WIDTHS)
