"""Every store of the record at once."""

from __future__ import annotations

from app.stores import Stores
from db.engine import Database
from db.stores.attachments import AttachmentRows
from db.stores.audit import ConflictRows
from db.stores.callout import WarningRows
from db.stores.checks import CheckRows
from db.stores.clips import ClipRows
from db.stores.clocks import ClockRows
from db.stores.command import CommandRows
from db.stores.contacts import ContactRows
from db.stores.dossier import DossierRows
from db.stores.drills import DrillRows
from db.stores.duty import InstructionRows, ShiftRows
from db.stores.gear import GearRows
from db.stores.handover import HandoverRows
from db.stores.incidents import IncidentRows
from db.stores.log import LogRows
from db.stores.people import OfficerRows
from db.stores.phone import PhoneRows
from db.stores.plans import PlanRows
from db.stores.radio import RadioRows
from db.stores.radio_roll import RadioRollRows
from db.stores.reports import ReportRows
from db.stores.roster import RosterRows
from db.stores.search import SearchRows
from db.stores.secrets import SecretRows
from db.stores.since import SinceRows
from db.stores.sorties import SortieRows
from db.stores.statistics import StatisticsRows
from db.stores.study import StudyRows
from db.stores.support import SupportRows
from db.stores.trips import TripRows
from db.stores.troubles import TroubleRows
from db.stores.video import CameraRows


def stores(db: Database) -> Stores:
    return Stores(
        officers=OfficerRows(db),
        contacts=ContactRows(db),
        shifts=ShiftRows(db),
        roster=RosterRows(db),
        log=LogRows(db),
        attachments=AttachmentRows(db),
        scans=AttachmentRows(db),
        search=SearchRows(db),
        instructions=InstructionRows(db),
        incidents=IncidentRows(db),
        clocks=ClockRows(db),
        command=CommandRows(db),
        dossier=DossierRows(db),
        statistics=StatisticsRows(db),
        consultations=CommandRows(db),
        reports=ReportRows(db),
        warnings=WarningRows(db),
        radio=RadioRows(db),
        radio_rolls=RadioRollRows(db),
        cameras=CameraRows(db),
        townships=CameraRows(db),
        walls=CameraRows(db),
        clips=ClipRows(db),
        handover=HandoverRows(db),
        since=SinceRows(db),
        secrets=SecretRows(db),
        conflicts=ConflictRows(db),
        checks=CheckRows(db),
        support=SupportRows(db),
        study=StudyRows(db),
        trips=TripRows(db),
        gear=GearRows(db),
        sorties=SortieRows(db),
        phone=PhoneRows(db),
        plans=PlanRows(db),
        planned=PlanRows(db),
        troubles=TroubleRows(db),
        drills=DrillRows(db),
    )
