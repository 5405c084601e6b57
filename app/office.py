"""All services of the duty room, wired to one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from app.audit.reconcile import Reconciling
from app.base.bus import Bus
from app.base.clock import Clock, day_hhmm
from app.base.drafts import Drafts
from app.base.jobs import Jobs
from app.base.keyfile import KeyFile
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.base.secrets import SecretKind, Secrets
from app.callout.records import Colour
from app.callout.warnings import WarningRegister
from app.dossier.folders import load_folders
from app.dossier.service import Dossiers
from app.drills.metrics import covered
from app.drills.records import load_rules as load_drill_rules
from app.drills.service import Drills
from app.duty.checking import Checking
from app.duty.holidays import Calendar
from app.duty.instructions import Instructions
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, LogEntry, Shift, Way
from app.duty.roster.amending import Amending
from app.duty.roster.keeping import Keeping
from app.duty.roster.rules import load_rules as load_roster_rules
from app.duty.roster.service import Roster
from app.duty.roster.view import Months
from app.duty.scans import Scans
from app.duty.shifts import Shifts
from app.duty.study import Study
from app.duty.trips import Trips
from app.duty.zero_hours import Disaster
from app.handover.around import Head, Surroundings
from app.handover.radio_left import gateway_states, radio_left
from app.handover.records import Section, SourceKind
from app.handover.rules import load_rules as load_handover_rules
from app.handover.service import Handovers
from app.handover.since import SinceLeft
from app.handover.snapshot import DeviceState, Matter, WarningInForce
from app.handover.told import RoomWords, in_command
from app.handover.unsigned import UnsignedShift
from app.incidents.alarms import Alarms, load_alarm_rules
from app.incidents.command import Command
from app.incidents.consulting import Consulting
from app.incidents.filming import ClipBook
from app.incidents.form import load_asked
from app.incidents.grading import Grading
from app.incidents.intake import Intake
from app.incidents.levels import load_scales
from app.incidents.listening import Listening
from app.incidents.offered import Offering
from app.incidents.planned import Planned
from app.incidents.records import EventClass, IncidentStatus, Level
from app.incidents.sortie_told import load_rules as load_sortie_rules
from app.incidents.sorties import SortieBook
from app.incidents.statistics import Statistics
from app.people.book import Book
from app.people.contacts import OrgKind
from app.people.entering import Officers
from app.people.first import FirstOfficer
from app.people.importing import Importing
from app.people.numbers import load_rules as load_contact_rules
from app.people.passwords import DevicePasswords
from app.people.posts import Posts
from app.people.records import Officer
from app.people.signin import SignIn
from app.people.support import Support
from app.people.support_sheets import SupportImporting
from app.phone.book import PhoneBook
from app.plans.headquarters import HeadquartersBook
from app.plans.planbook import Library
from app.plans.sheets import PlanImporting
from app.radio.history import HistoryReads
from app.radio.rollcall import RadioRolls
from app.radio.rollcall_lists import RadioLists
from app.radio.rollcall_rules import load_rules as load_radio_roll_rules
from app.radio.rollcall_runner import RollRunner
from app.radio.rules import load_rules as load_radio_rules
from app.radio.service import RadioService
from app.radio.tracks import TrackReads
from app.reports.around import CommandRoom, ConsultationRoom
from app.reports.clocks import Clocks
from app.reports.dayroom import DayRoom
from app.reports.desk import ReportDesk
from app.reports.pictures import FirstPictures
from app.reports.profiles import load_profiles
from app.rescue.gear import GearBook
from app.stores import Stores
from app.video.coverage import RemoteTownships
from app.video.directory import Directory
from app.video.exchange import Exchange
from app.video.judging import Judges
from app.video.judging import load_rules as load_quality_rules
from app.video.logins import CameraLogins
from app.video.registry import Registry
from app.video.scene_exchange import SceneExchange
from app.video.scenes import Scenes
from app.video.troublekeeping import TroubleKeeper, Troubles

MOST_TOLD = 500
"""Instructions among which those of a shift's lines are looked for."""


@dataclass(frozen=True, slots=True)
class Surrounds:
    """What the office is given besides the stores. `shut`: why the record cannot be written, None when
    it can. `rules` is resources/rules; `unit` its name; `drafts` the half-typed forms of this desk, `desk`
    what it is called."""

    clock: Clock
    bus: Bus
    store: Jobs
    mark: Mark
    rules: Path
    unit: str
    head: Head
    keys: KeyFile
    shut: Callable[[], str | None]
    drafts: Drafts | None = None
    desk: str = ""


_WELL = {True: "正常", False: "异常", None: "不详"}


class Office:
    """One attribute per service. Made once at the start, on the Qt thread; reads no store yet."""

    def __init__(self, ledger: Ledger, stores: Stores, around: Surrounds) -> None:
        clock, bus, mark = around.clock, around.bus, around.mark
        self._clock = clock
        self.contacts = stores.contacts
        self.contact_rules = load_contact_rules(around.rules / "contacts.toml")
        self.book = Book(ledger, stores.contacts, clock, mark, self._note)
        self.posts = Posts(ledger, stores.contacts, clock, mark)
        self.importing = Importing(ledger, stores.contacts, self.contact_rules, mark)
        self.support = Support(ledger, stores.support, clock, mark)
        self.support_importing = SupportImporting(ledger, stores.support, clock, mark)
        self.search = stores.search
        self.attachments = stores.attachments
        people = self._people = stores.officers
        self.sign_in = SignIn(ledger, people, clock, mark)
        self.first = FirstOfficer(ledger, people, self.sign_in.hash, mark, around.shut)
        self.officers = Officers(ledger, people, self.sign_in, self.sign_in.hash, mark)
        duty = load_roster_rules(around.rules / "roster.toml")
        months = Months(stores.roster, duty)
        self.shifts = Shifts(ledger, stores.shifts, clock, mark, lambda: months.rules().periods)
        self.log = DutyLog(ledger, stores.log, stores.search, clock, mark)
        self.roster = Roster(ledger, stores.roster, duty, clock, mark)
        self.amending = Amending(ledger, stores.roster, duty, self.shifts, self.log, clock, mark)
        self.roster_keeping = Keeping(ledger, stores.roster, clock, mark)
        self.trips = Trips(ledger, stores.trips, people.officers, clock, mark)
        self.phone = PhoneBook(stores.phone, ledger, around.store, bus, mark, self.caller)
        self.gear = GearBook(ledger, stores.gear, clock, mark, self._note, self.caller)
        self.sorties = SortieBook(
            ledger, stores.sorties, load_sortie_rules(around.rules / "sorties.toml"), clock, mark,
            self._note, self._drill_marked,
        )  # fmt: skip
        self.study = Study(
            ledger, stores.study, self.log, clock, mark, around.rules.parent,
            lambda: self.roster.rules().templates,
        )  # fmt: skip
        self.instructions = Instructions(ledger, stores.instructions, self.log, clock, mark)
        profiles = load_profiles(around.rules / "deadlines")
        self.clocks = Clocks(ledger, stores.clocks, profiles, clock, mark)
        self.pictures = FirstPictures(
            self.log, stores.attachments, stores.incidents, self.clocks, stores.clips
        )
        self.clips = ClipBook(ledger, stores.clips, self.log, clock, mark, around.desk)
        self.scans = Scans(ledger, stores.scans, mark)
        asked = load_asked(around.rules / "intake.toml")
        self.intake = Intake(ledger, stores.incidents, self.log, self.clocks, clock, mark, asked)
        self.alarms = Alarms(
            self.intake, load_alarm_rules(around.rules / "alarms.toml"), around.clock
        )
        self.listening = Listening(
            stores.incidents,
            stores.contacts.units,
            lambda: Calendar(stores.roster.calendar_days()),
            around.rules / "hearing",
        )
        self.command = Command(ledger, stores.command, self.log, clock, mark)
        self.plans = Library(ledger, stores.plans, stores.contacts, clock, mark)
        self.commanding = HeadquartersBook(ledger, stores.plans, stores.contacts, clock, mark)
        self.plan_importing = PlanImporting(ledger, stores.plans, stores.contacts, clock, mark)
        self.offering = Offering(self.plans, self.commanding)
        self.planned = Planned(ledger, stores.planned, self.log, clock, mark)
        self.consulting = Consulting(ledger, stores.consultations, self.log, clock, mark)
        folders = load_folders(around.rules / "dossier.toml")
        self.dossiers = Dossiers(
            ledger, stores.dossier, folders, self.log, around.head, clock, mark
        )
        self.cases = stores.dossier
        self.statistics = Statistics(stores.statistics)
        scales = load_scales(around.rules / "levels.toml")
        self.grading = Grading(ledger, stores.incidents, self.log, self.clocks, scales, clock, mark)
        self.reports = ReportDesk(
            ledger, stores.reports, stores.incidents, CommandRoom(stores.command),
            self.clocks,
            self.log, scales, lambda: Calendar(stores.roster.calendar_days()),
            around.rules.parent, around.unit, clock, mark, lambda: self.day_room(),
            ConsultationRoom(stores.consultations).consulted,
        )  # fmt: skip
        self.checks = Checking(
            ledger, stores.checks, self.log, clock, mark, around.rules, around.unit, self._disasters,
            self.study.periods.zero_daily,
        )  # fmt: skip
        self.warnings = WarningRegister(ledger, stores.warnings, clock, bus.publish)
        self.day_room = DayRoom(
            self.shifts, self.checks, self.study, self.instructions,
            lambda: [f"{one.text}（{one.detail}）。" for one in self._warnings_in_force()],
            self._told_devices, clock,
        )  # fmt: skip
        self.radio = RadioService(
            stores.radio, ledger, around.store, bus, clock, mark,
            load_radio_rules(around.rules / "radio.toml"), self._role_of, desk=around.desk,
        )  # fmt: skip
        self.radio_rolls = RadioRolls(
            ledger, stores.radio_rolls, clock, mark,
            load_radio_roll_rules(around.rules / "radio_roll.toml"), around.desk,
            partial(self._note, category=Category.SPOT_CHECK, way=Way.OUT, channel=Channel.RADIO),
        )  # fmt: skip
        self.radio_lists = RadioLists(
            ledger, stores.radio_rolls, clock, mark, self.radio_rolls.rules
        )
        self.radio_runner = RollRunner(self.radio, self.radio_rolls, around.store, bus, clock)
        self.tracks: TrackReads = stores.radio
        self.radio_history: HistoryReads = stores.radio
        self.cameras = Directory(ledger, stores.cameras, mark)
        self.scenes = Scenes(ledger, stores.walls, mark)
        self.judges = Judges(load_quality_rules(around.rules / "video.toml"), bus.publish)
        self.troubles = Troubles(ledger, stores.troubles, around.desk)
        self.trouble_keeper = TroubleKeeper(
            bus, around.store, clock, self.troubles, self.judges, around.desk, mark
        )
        self.camera_registry = Registry(ledger, stores.cameras)
        self.remote_townships = RemoteTownships(ledger, stores.townships, mark)
        self.camera_exchange = Exchange(ledger, stores.cameras, mark)
        self.scene_exchange = SceneExchange(ledger, stores.cameras, stores.walls, mark)
        self.drills = Drills(
            ledger, stores.drills, load_drill_rules(around.rules / "drills.toml"), clock, self._note,
            self.intake.incident, around.keys,
            lambda cameras: covered(
                self.remote_townships.names(), cameras, self.trouble_keeper.watching.down()
            ),
        )  # fmt: skip
        self.reconciling = Reconciling(ledger, stores.conflicts)
        self.secrets = Secrets(ledger, stores.secrets, around.keys)
        self.passwords = DevicePasswords(self.secrets)
        self.camera_logins = CameraLogins(lambda: self.secrets.read(SecretKind.CAMERA))
        rules = load_handover_rules(around.rules / "handover.toml")
        room = RoomWords(
            self.checks,
            lambda: Calendar(stores.roster.calendar_days()),
            around.drafts,
            self.study,
            self.trips,
            self.gear.outside,
            self.sorties.in_the_air,
            self.radio_rolls.told,
        )
        self.handovers = Handovers(
            ledger,
            stores.handover,
            clock,
            bus.publish,
            Surroundings(
                self.sign_in.check,
                around.head,
                self._warnings_in_force,
                self._devices,
                (room.all, self._to_mend, self._in_command, self._radio_left),
                lambda start: months.rules().periods.present_by(start),
            ),
            rules,
            around.unit,
        )
        self.since = SinceLeft(stores.since, clock)
        self.unsigned = UnsignedShift(
            ledger, stores.handover, self.shifts, self.log, clock, bus.publish, rules
        )

    def signers(self) -> list[Officer]:
        """Who may be asked to sign, those of the shift first; on the store thread."""
        shift = self.shifts.current()
        crew = [one.officer_id for one in self.shifts.crew(shift.id)] if shift is not None else []
        return sorted(self.sign_in.officers(), key=lambda one: one.id not in crew)

    def _role_of(self, officer: str) -> str:
        """The role's word; "" for the room itself."""
        found = self._people.officer(UUID(officer)) if officer != "system" else None
        return found.role.value if found is not None else ""

    def caller(self, number: str) -> tuple[str, str] | None:
        """(unit, name) of whoever has this number; on the store thread."""
        cards = self.contacts.by_number(number)
        return (cards[0].unit, cards[0].name) if cards else None

    def about(self, entries: Sequence[LogEntry]) -> dict[UUID, list[str]]:
        """Id of a log line -> what it is linked to, in words for paper; on the store thread."""
        wanted = {key for one in entries for key in (one.warning_id, one.instruction_id) if key}
        known: dict[UUID, str] = {}
        if wanted:
            known = {one.id: f"预警 {one.headline}" for one in self.warnings.latest()}
            known |= {
                one.id: f"{one.spoken} {one.leader} {day_hhmm(one.at)}"
                for one in self.instructions.latest(len(wanted) + MOST_TOLD)
            }
        for key in {one.incident_id for one in entries if one.incident_id}:
            found = self.intake.incident(key)
            if found is not None:
                known[key] = f"事件 {found.no}"
        links = {
            one.id: [
                known[key]
                for key in (one.incident_id, one.warning_id, one.instruction_id)
                if key in known
            ]
            for one in entries
        }
        return {key: words for key, words in links.items() if words}

    def _note(
        self, change: Change, by: Officer | None, text: str, incident_id: UUID | None = None,
        category: Category = Category.OTHER, **more: Any,
    ) -> None:  # fmt: skip
        """A line in the log of the shift that is responsible now, within `change`; None: by the desk."""
        shift = self.shifts.current()
        if shift is not None and shift.opened_at is not None:
            line = Line(text, category=category, incident_id=incident_id, **more)
            who = (str(by.id), by.name) if by is not None else ("system", "值守台")
            self.log.put(change, self.log.make(shift.id, line, *who))

    def _drill_marked(self, incident_id: UUID) -> bool:
        found = self.intake.incident(incident_id)
        return found is not None and found.mark is Mark.DRILL

    def _told_devices(self) -> list[str]:
        return [
            f"{one.name}：{_WELL[one.well]}{one.detail and f'（{one.detail}）'}。"
            for one in self._devices()
        ]

    def _devices(self) -> list[DeviceState]:
        """What the desk itself knows of its devices, for the handover."""
        shift, now = self.shifts.current(), self._clock.now()
        since = shift.starts_at if shift is not None else now
        return gateway_states(self.radio.gateways(), self.radio_history, since, now)

    def _radio_left(self, shift: Shift, _at: datetime) -> Iterator[Matter]:
        return radio_left(self.radio.alarms(), self.radio.lines(), shift)

    def _to_mend(self, _shift: Shift, at: datetime) -> Iterator[Matter]:
        """What reviews charged somebody with and is not done yet."""
        for one in self.dossiers.open_actions():
            yield Matter(
                Section.UNFINISHED,
                f"复盘整改：{one.what}（{one.owner}）",
                SourceKind.LIST,
                f"review {one.id}",
                detail=f"{day_hhmm(one.due)} 前" if one.due else "未定期限",
                due=one.due,
                urgent=one.due is not None and one.due <= at,
            )

    def _in_command(self, _shift: Shift, _at: datetime) -> Iterator[Matter]:
        return in_command(self.planned.store.seated())

    def _disasters(self) -> list[Disaster]:
        """Natural disasters not yet closed: by the confirmed level, else by the possible one."""
        return [
            Disaster(
                one.title,
                (one.level if one.level is not Level.NONE else one.level_possible).value.split()[
                    -1
                ],
                one.status is IncidentStatus.STABLE,
            )
            for one in self.intake.open()
            if one.event_class is EventClass.NATURAL
        ]

    def township_names(self) -> list[str]:
        """In official order; on the store thread."""
        return [one.name for one in self.contacts.units() if one.kind is OrgKind.TOWNSHIP]

    def _warnings_in_force(self) -> list[WarningInForce]:
        return [
            WarningInForce(
                warning.identifier,
                warning.headline,
                f"{warning.sender} {day_hhmm(warning.sent)} 发布",
                warning.colour in (Colour.RED, Colour.ORANGE),
            )
            for warning in self.warnings.in_force()
        ]
