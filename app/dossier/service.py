"""The dossier of an incident: looked at, filed by hand, its review written, its papers' place noted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from app.base.attachments import Attachment
from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.dossier.case_file import CaseFile, CaseStore
from app.dossier.folders import Drawer, Folders, drawers
from app.dossier.records import FiledByHand, PaperPlace
from app.dossier.review import Interval, Review, ReviewAction, intervals
from app.incidents.records import Incident
from app.people.records import Officer
from app.people.rights import Act, demand

T = TypeVar("T")


class DossierStore(CaseStore, Protocol):
    def reviews(self, incident_id: UUID) -> list[Review]:
        """Oldest first, as all of these."""
        ...

    def actions(self, incident_id: UUID) -> list[ReviewAction]: ...

    def by_hand(self, incident_id: UUID) -> list[FiledByHand]: ...

    def places(self, incident_id: UUID) -> list[PaperPlace]: ...


@dataclass(frozen=True, slots=True)
class Look:
    """Everything of one dossier. `review` is the newest, None when nobody wrote one."""

    case: CaseFile
    drawers: tuple[Drawer, ...]
    intervals: tuple[Interval, ...]
    review: Review | None
    actions: tuple[ReviewAction, ...]


class Dossiers:
    """Runs on the store thread."""

    def __init__(
        self, ledger: Ledger, store: DossierStore, folders: Folders, clock: Clock, mark: Mark
    ) -> None:
        self._ledger = ledger
        self._store = store
        self.folders = folders
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
            tuple(intervals(case)),
            written[-1] if written else None,
            tuple(self._store.actions(incident_id)),
        )

    def file(
        self, by: Officer, incident: Incident, file: Attachment, folder: str, title: str = ""
    ) -> FiledByHand:
        """Put a file into another folder, under another title if one is given."""
        demand(by, Act.INTAKE)
        if folder not in {one.no for one in self.folders.all}:
            raise Refused("folder", "unknown", words=folder)
        made = FiledByHand(
            attachment_id=file.id, folder=folder, title=title.strip(), **self._hand(by, incident)
        )
        return self._put(by, incident, "dossier.file", "filed_by_hand", made)

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
