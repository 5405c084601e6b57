"""What stands behind the page of incidents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.base.drafts import Drafts
from app.dossier.case_file import CaseStore
from app.duty.log import DutyLog
from app.incidents.command import Command
from app.incidents.consulting import Consulting
from app.incidents.grading import Grading
from app.incidents.intake import Intake
from app.incidents.offered import Offering
from app.incidents.planned import Planned
from app.incidents.records import Incident
from app.people.records import Officer
from app.reports.records import Report
from app.video.records import Camera, Snapshot
from widgets.duty.files import Attached


@dataclass(frozen=True, slots=True)
class Plans:
    """What the plans offer for an incident, and what it takes from them."""

    offering: Offering
    planned: Planned


@dataclass(frozen=True, slots=True)
class Services:
    """`cameras` is read on the store thread, `shoot` runs on the disk worker; `go` shows another page;
    `folder` builds the folders of a dossier, to be told `show_incident(id)`; None: none are shown. `minutes`
    drafts the 纪要 of a consultation, on the store thread; `plans` None: none are offered. `locate` gives
    (lat, lon) of the one place of a township that words name, on the Qt thread."""

    intake: Intake
    log: DutyLog
    grading: Grading
    command: Command
    consulting: Consulting
    cases: CaseStore
    attached: Attached
    drafts: Drafts
    go: Callable[[str, Any], None]
    cameras: Callable[[], list[Camera]] = list
    shoot: Callable[[Camera], Snapshot] | None = None
    folder: Callable[[], Any] | None = None
    minutes: Callable[[Officer, UUID, Incident, UUID], Report] | None = None
    plans: Plans | None = None
    locate: Callable[[str, str], tuple[float, float] | None] = lambda words, township: None
