"""The dossier of an incident: looked at, filed by hand, its review written, its papers' place noted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from app.base.attachments import Attachment, Filed, attach
from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import ChainHead, Ledger
from app.base.marks import Mark
from app.dossier.archive import Made
from app.dossier.case_file import CaseFile, CaseStore
from app.dossier.folders import MAPS, Drawer, Folders, drawers
from app.dossier.records import DossierExported, FiledByHand, PaperPlace
from app.dossier.review import Interval, Review, ReviewAction, intervals, response_for
from app.duty.log import DutyLog, Line
from app.duty.records import Category
from app.incidents.records import Incident
from app.people.records import Officer
from app.people.rights import Act, demand

T = TypeVar("T")


class DossierStore(CaseStore, Protocol):
    def reviews(self, incident_id: UUID) -> list[Review]:
        """Oldest first, as all of these."""
        ...

    def actions(self, incident_id: UUID) -> list[ReviewAction]: ...

    def open_actions(self) -> list[ReviewAction]:
        """Of all incidents, those not done yet; earliest due first, those without a limit last."""
        ...

    def by_hand(self, incident_id: UUID) -> list[FiledByHand]: ...

    def places(self, incident_id: UUID) -> list[PaperPlace]: ...

    def exports(self, incident_id: UUID) -> list[DossierExported]: ...

    def exported_as(self, seal: str) -> DossierExported | None:
        """The archive with this seal, None when this record knows none."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """Everything of one dossier. `review` is the newest, None when nobody wrote one. `chain` is where the
    record stood when this was read."""

    case: CaseFile
    drawers: tuple[Drawer, ...]
    intervals: tuple[Interval, ...]
    review: Review | None
    actions: tuple[ReviewAction, ...]
    exports: tuple[DossierExported, ...]
    chain: str


class Dossiers:
    """Runs on the store thread."""

    def __init__(
        self,
        ledger: Ledger,
        store: DossierStore,
        folders: Folders,
        log: DutyLog,
        head: Callable[[], ChainHead | None],
        clock: Clock,
        mark: Mark,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self.folders = folders
        self._log = log
        self._head = head
        self._clock = clock
        self._mark = mark

    def look(self, incident_id: UUID) -> Look | None:
        case = self._store.case_file(incident_id)
        if case is None:
            return None
        written = self._store.reviews(incident_id)
        shown = drawers(
            case,
            self.folders,
            self._store.by_hand(incident_id),
            self._store.places(incident_id),
            reviewed=bool(written),
        )
        return Look(
            case,
            tuple(shown),
            tuple(intervals(case, response_for(case))),
            written[-1] if written else None,
            tuple(self._store.actions(incident_id)),
            tuple(self._store.exports(incident_id)),
            _told(self._head()),
        )

    def file(
        self, by: Officer, incident: Incident, file: Attachment, folder: str, title: str = ""
    ) -> FiledByHand:
        """Put a file into another folder, under another title if one is given."""
        demand(by, Act.INTAKE)
        self._demand_folder(folder)
        made = FiledByHand(
            attachment_id=file.id, folder=folder, title=title.strip(), **self._hand(by, incident)
        )
        return self._put(by, incident, "dossier.file", "filed_by_hand", made)

    def add(
        self, by: Officer, incident: Incident, files: Sequence[Filed], folder: str
    ) -> list[Attachment]:
        """Files that lie on the disk already become pieces of this folder."""
        demand(by, Act.INTAKE)
        self._demand_folder(folder)
        subject = ("incident", str(incident.id))
        with self._ledger.change(str(by.id), "dossier.add", subject) as change:
            rows = attach(
                change,
                files,
                by=str(by.id),
                by_name=by.name,
                mark=self._mark,
                incident_id=incident.id,
            )
            for row in rows:
                hand = self._hand(by, incident)
                made = FiledByHand(attachment_id=row.id, folder=folder, title="", **hand)
                change.put("filed_by_hand", made)
        return rows

    def map_picture(
        self, by: Officer, shift_id: UUID, incident: Incident, picture: Filed, where: str
    ) -> Attachment:
        """The map as it was shown becomes a piece of 地图标绘; a line of the log says where and when."""
        demand(by, Act.INTAKE)
        self._demand_folder(MAPS)
        line = Line(f"地图存档：{where}", category=Category.INCIDENT, incident_id=incident.id)
        entry = self._log.make(self._log.shift_for(shift_id), line, str(by.id), by.name)
        subject = ("incident", str(incident.id))
        with self._ledger.change(str(by.id), "dossier.map", subject) as change:
            self._log.put(change, entry)
            (row,) = attach(
                change,
                (picture,),
                by=str(by.id),
                by_name=by.name,
                mark=self._mark,
                log_entry_id=entry.id,
                incident_id=incident.id,
            )
            hand = self._hand(by, incident)
            change.put(
                "filed_by_hand", FiledByHand(attachment_id=row.id, folder=MAPS, title="", **hand)
            )
        return row

    def put_away(
        self, by: Officer, incident: Incident, folder: str, place: str, number: str
    ) -> PaperPlace:
        """Where the paper copy lies: shelf and number. `folder` empty = the whole dossier."""
        demand(by, Act.INTAKE)
        if not place.strip():
            raise Refused("place", "empty")
        made = PaperPlace(
            folder=folder, place=place.strip(), number=number.strip(), **self._hand(by, incident)
        )
        return self._put(by, incident, "dossier.paper", "paper_place", made)

    def exported(
        self, by: Officer, shift_id: UUID | None, incident: Incident, made: Made, masked: bool
    ) -> DossierExported:
        """An archive was made: who took away what, with its seal. A line of the log says it while a shift is
        open."""
        demand(by, Act.READ if masked else Act.UNCOVERED)
        row = DossierExported(
            name=made.path.name,
            seal=made.seal,
            files=made.files,
            left_out=len(made.left_out),
            size=made.size,
            masked=masked,
            **self._hand(by, incident),
        )
        subject = ("incident", str(incident.id))
        with self._ledger.change(str(by.id), "dossier.export", subject) as change:
            row = replace(row, at=change.at)
            change.put("dossier_export", row)
            if shift_id is not None:
                line = Line(_words(row, incident), category=Category.OTHER, incident_id=incident.id)
                self._log.put(
                    change, self._log.make(self._log.shift_for(shift_id), line, str(by.id), by.name)
                )
        return row

    def exported_as(self, seal: str) -> DossierExported | None:
        return self._store.exported_as(seal)

    def write_review(
        self,
        by: Officer,
        incident: Incident,
        planned: str,
        happened: str,
        why: str,
        plan_changes: str,
    ) -> Review:
        """A further version; those before stay."""
        demand(by, Act.REVIEW)
        if not any(words.strip() for words in (planned, happened, why, plan_changes)):
            raise Refused("happened", "empty")
        made = Review(
            planned=planned.strip(),
            happened=happened.strip(),
            why=why.strip(),
            plan_changes=plan_changes.strip(),
            **self._hand(by, incident),
        )
        return self._put(by, incident, "review.write", "review", made)

    def charge(
        self, by: Officer, incident: Incident, what: str, owner: str, due: datetime | None
    ) -> ReviewAction:
        demand(by, Act.REVIEW)
        for name, words in (("what", what), ("owner", owner)):
            if not words.strip():
                raise Refused(name, "empty")
        made = ReviewAction(
            id=new_id(),
            incident_id=incident.id,
            what=what.strip(),
            owner=owner.strip(),
            due=due,
            done_at=None,
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
        )
        return self._put(by, incident, "review.charge", "review_action", made)

    def finish(self, by: Officer, incident: Incident, seen: ReviewAction) -> ReviewAction:
        demand(by, Act.INTAKE)
        if seen.done_at is not None:
            raise Refused("step", "done_already")
        new = replace(seen, done_at=self._clock.now())
        return self._put(by, incident, "review.finish", "review_action", new, seen)

    def open_actions(self) -> list[ReviewAction]:
        """What was to be mended and is not yet, of all incidents."""
        return self._store.open_actions()

    def _demand_folder(self, folder: str) -> None:
        if folder not in {one.no for one in self.folders.all}:
            raise Refused("folder", "unknown", words=folder)

    def _hand(self, by: Officer, incident: Incident) -> dict[str, Any]:
        return {
            "id": new_id(),
            "incident_id": incident.id,
            "at": self._clock.now(),
            "by": str(by.id),
            "by_name": by.name,
            "mark": self._mark,
        }

    def _put(
        self,
        by: Officer,
        incident: Incident,
        what: str,
        table: str,
        made: T,
        seen: T | None = None,
    ) -> T:
        with self._ledger.change(str(by.id), what, ("incident", str(incident.id))) as change:
            change.put(table, made, seen=seen)
        return made


def _words(row: DossierExported, incident: Incident) -> str:
    how = "（遮盖姓名电话）" if row.masked else ""
    left = f"，未收入 {row.left_out} 件" if row.left_out else ""
    return f"一事一档归档{how}：{incident.no}，收入 {row.files} 件{left}，封口 {row.seal[:16]}"


def _told(head: ChainHead | None) -> str:
    return "" if head is None else f"{head.chain} {head.seq} {head.hash.hex()}"
