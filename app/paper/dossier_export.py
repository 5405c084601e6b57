"""A dossier as one archive: its papers drawn, its files taken in, piece by piece, covered when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Protocol

from app.base.attachments import LARGEST
from app.base.errors import Unreachable
from app.dossier.archive import (
    FILM_HASH,
    KEPT_AT,
    MASKED,
    TOO_LARGE,
    Head,
    Made,
    Piece,
    Wish,
    write,
)
from app.dossier.folders import Item, Part
from app.dossier.service import Look
from app.paper.dossier.consultation import consultation
from app.paper.dossier.events import chronicle, warnings
from app.paper.dossier.forces import forces
from app.paper.dossier.frame import Cover, Frame
from app.paper.dossier.index import index
from app.paper.dossier.instructions import instructions
from app.paper.dossier.intake import intake
from app.paper.dossier.orders import orders
from app.paper.dossier.responses import responses
from app.paper.dossier.review import review
from app.paper.fonts import Fonts
from app.paper.sheet import Printed
from app.reports.records import Report
from app.video.clips import ClipPart

PAPER_GUESS = 60_000
"""Bytes a paper is taken for in the progress, before it is drawn."""


class Streams(Protocol):
    """The files of the record, piece by piece."""

    def stream(self, sha256: str) -> Iterator[bytes]:
        """Checked against its hash first; `Unreachable("file", "missing" | "changed")`."""
        ...


def _no_films(_film: ClipPart) -> Iterator[bytes]:
    raise Unreachable("file", "missing")


class DossierExport:
    """Runs on the disk thread; `print_report` draws an issued report as it was issued."""

    def __init__(
        self,
        fonts: Fonts,
        unit: str,
        files: Streams,
        print_report: Callable[[Report], Printed],
        cover: Cover,
        films: Callable[[ClipPart], Iterator[bytes]] = _no_films,
    ) -> None:
        """`films` gives a film piece by piece, its hash checked first; `Unreachable` as `Streams`."""
        self._films = films
        self._fonts = fonts
        self._unit = unit
        self._files = files
        self._print_report = print_report
        self._cover = cover

    def size(self, look: Look, masked: bool) -> int:
        """Bytes, about, for the progress."""
        return sum(piece.size for piece in self._pieces(look, self._frame(look, masked), masked))

    def make(
        self,
        look: Look,
        wish: Wish,
        progress: Callable[[int, str], None],
        cancelled: Callable[[], bool],
    ) -> Made:
        """Raises `Cancelled`, `Unreachable("disk", why)`."""
        incident = look.case.incident
        cover = self._cover if wish.masked else str
        head = Head(
            no=incident.no,
            title=cover(incident.title),
            unit=self._unit,
            made_at=wish.at,
            made_by=wish.by,
            mark=incident.mark.value,
            masked=wish.masked,
            chain=look.chain,
        )
        frame = Frame(self._fonts, self._unit, wish.at, cover, masked=wish.masked)
        return write(wish.to, head, self._pieces(look, frame, wish.masked), progress, cancelled)

    def _frame(self, look: Look, masked: bool) -> Frame:
        at = look.case.incident.received_at
        return Frame(self._fonts, self._unit, at, self._cover if masked else str, masked=masked)

    def _pieces(self, look: Look, frame: Frame, masked: bool) -> Iterable[Piece]:
        for drawer in look.drawers:
            place = drawer.paper
            where = "" if place is None else f"{place.place} {place.number}".strip()
            for item in drawer.items:
                yield self._piece(look, frame, item, where, masked)

    def _piece(self, look: Look, frame: Frame, item: Item, where: str, masked: bool) -> Piece:
        """Pictures and issued texts cannot be covered: a masked archive names them and leaves them out."""
        cover = self._cover if masked else str
        folder, name, title = item.folder.title, cover(item.name), cover(item.title)
        if item.film is not None:
            return self._film(item, item.film, where, masked, cover)
        if masked and not item.coverable:
            return Piece(folder, name, title, 0, _withheld, item.at, where)
        if item.file is not None:
            file = item.file
            return Piece(
                folder,
                name,
                title,
                file.size,
                lambda: self._files.stream(file.sha256),
                item.at,
                where,
            )
        return Piece(
            folder,
            name,
            title,
            PAPER_GUESS,
            lambda: iter([self._drawn(look, frame, item).pdf]),
            item.at,
            where,
        )

    def _film(self, item: Item, film: ClipPart, where: str, masked: bool, cover: Cover) -> Piece:
        """In the archive, or named there with its hash and where it lies."""
        facts = ((KEPT_AT, item.kept_at), (FILM_HASH, film.sha256))
        large = film.size > LARGEST
        return Piece(
            item.folder.title,
            cover(item.name),
            cover(item.title),
            0 if masked or large else film.size,
            _withheld if masked else _too_large if large else lambda: self._films(film),
            item.at,
            where,
            facts,
        )

    def draw(self, look: Look, item: Item, at: datetime, masked: bool) -> Printed:
        """One paper of a folder as it would be archived now."""
        frame = Frame(self._fonts, self._unit, at, self._cover if masked else str, masked=masked)
        return self._drawn(look, frame, item)

    def _drawn(self, look: Look, frame: Frame, item: Item) -> Printed:
        case = look.case
        draw: dict[Part, Callable[[], Printed]] = {
            Part.INDEX: lambda: index(frame, case, look.drawers),
            Part.INTAKE: lambda: intake(frame, case),
            Part.REPORT: lambda: self._print_report(
                next(one for one in case.reports if one.id == item.key)
            ),
            Part.INSTRUCTIONS: lambda: instructions(frame, case),
            Part.WARNINGS: lambda: warnings(frame, case),
            Part.RESPONSES: lambda: responses(frame, case),
            Part.CONSULTATION: lambda: consultation(
                frame,
                case,
                next(one for one in case.consultations if one.id == item.key),
                [one for one in case.tasks if one.consultation_id == item.key],
            ),
            Part.ORDERS: lambda: orders(frame, case),
            Part.FORCES: lambda: forces(frame, case),
            Part.CHRONICLE: lambda: chronicle(frame, case),
            Part.REVIEW: lambda: review(frame, case, look.intervals, look.review, look.actions),
        }
        assert item.part is not None
        return draw[item.part]()


def _too_large() -> Iterator[bytes]:
    raise Unreachable("file", TOO_LARGE)


def _withheld() -> Iterator[bytes]:
    raise Unreachable("file", MASKED)
