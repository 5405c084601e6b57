"""What `db` answers: one Protocol per feature, stated beside its service."""

from __future__ import annotations

from dataclasses import dataclass

from app.audit.reconcile import ConflictStore
from app.base.attachments import AttachmentStore
from app.base.search import Search
from app.base.secrets import SecretStore
from app.callout.warnings import WarningStore
from app.dossier.service import DossierStore
from app.drills.asked import DrillStore
from app.duty.checking import CheckStore
from app.duty.instructions import InstructionStore
from app.duty.log import LogStore
from app.duty.roster.store import RosterStore
from app.duty.scans import ScanStore
from app.duty.shifts import ShiftStore
from app.duty.study import StudyStore
from app.duty.trips import TripStore
from app.handover.around import HandoverStore
from app.handover.since import SinceStore
from app.incidents.command import CommandStore
from app.incidents.consulting import ConsultationStore
from app.incidents.intake import IncidentStore
from app.incidents.planned import PlannedStore
from app.incidents.sorties import SortieStore
from app.incidents.statistics import StatisticsStore
from app.people.contacts import ContactStore
from app.people.signin import OfficerStore
from app.people.support import SupportStore
from app.phone.book import PhoneStore
from app.plans.planbook import PlanStore
from app.radio.remembered import RadioStore
from app.radio.rollcall import RadioRollStore
from app.reports.clocks import ClockStore
from app.reports.steps import ReportStore
from app.rescue.gear import GearStore
from app.video.clips import ClipReads
from app.video.coverage import RemoteReads
from app.video.directory import CameraReads
from app.video.scenes import PlanReads
from app.video.troublekeeping import TroubleStore


@dataclass(frozen=True, slots=True)
class Stores:
    """Made by `db.stores.whole`."""

    officers: OfficerStore
    contacts: ContactStore
    shifts: ShiftStore
    roster: RosterStore
    log: LogStore
    attachments: AttachmentStore
    scans: ScanStore
    search: Search
    instructions: InstructionStore
    incidents: IncidentStore
    clocks: ClockStore
    command: CommandStore
    dossier: DossierStore
    statistics: StatisticsStore
    consultations: ConsultationStore
    reports: ReportStore
    warnings: WarningStore
    radio: RadioStore
    radio_rolls: RadioRollStore
    cameras: CameraReads
    townships: RemoteReads
    walls: PlanReads
    clips: ClipReads
    handover: HandoverStore
    since: SinceStore
    secrets: SecretStore
    conflicts: ConflictStore
    checks: CheckStore
    support: SupportStore
    study: StudyStore
    trips: TripStore
    gear: GearStore
    sorties: SortieStore
    phone: PhoneStore
    plans: PlanStore
    planned: PlannedStore
    troubles: TroubleStore
    drills: DrillStore
