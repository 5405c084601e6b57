"""All windows of this desk: the pages, the wall, and what ties them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.atlas.ground import Site
from app.atlas.layers import MapModel
from app.atlas.places import PlaceStore
from app.audit.hub import Hubs
from app.base.attachments import FileDoor
from app.base.drafts import Drafts
from app.base.jobs import Jobs
from app.base.marks import Mark
from app.duty.templates import LogTemplate
from app.handover.records import SourceKind
from app.incidents.filmroom import FilmRoom
from app.keeping.backups import Backups
from app.office import Office
from app.people.pinyin import spellings
from app.people.printed import mobiles
from app.radio.drivers import found_in
from app.radio.gateway_book import GatewayBook
from app.radio.table.finding import Found
from app.radio.templates import TextTemplate
from app.reports.board import Board as DutyBoard
from app.video.snapshot import Snapshots
from app.video.wall import Wall
from widgets.atlas.page import MapPage
from widgets.audit.page import ReconcilePage
from widgets.checks.page import RollCallPage
from widgets.checks.radiorows import RadioRollRooms
from widgets.dossier.cabinet import Archive, Cabinet
from widgets.dossier.folders import DossierView
from widgets.duty.console import ConsolePage
from widgets.duty.files import Attached
from widgets.duty.linking import MOST as MOST_LINKED
from widgets.duty.linking import Links
from widgets.duty.logpage import LogPage
from widgets.duty.notecard import NoteCard
from widgets.duty.papers import Printable
from widgets.duty.trips import TripsPage
from widgets.handover.page import HandoverPage
from widgets.incidents.intake import IntakePage
from widgets.incidents.page import IncidentsPage
from widgets.incidents.services import Plans, Services
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.sound import Sounds
from widgets.people.contacts import ContactsPage
from widgets.people.finding import contact_finder, support_finder
from widgets.people.page import PeoplePage
from widgets.people.rooms import ContactRooms
from widgets.plans.page import PlansPage, plan_finder
from widgets.plans.rooms import PlanRooms
from widgets.radio.page import RadioPage
from widgets.radio.port_rooms import PortRooms
from widgets.radio.portcard import PortCard
from widgets.radio.record_view import RecordView
from widgets.reports.page import ReportsPage
from widgets.reports.signing import Signers
from widgets.roster.page import RosterPage, Rota
from widgets.shell.daynight import DayNight
from widgets.shell.messages import Messages
from widgets.shell.shell import Shell
from widgets.shell.status import Status
from widgets.statistics.page import StatisticsPage
from widgets.study.page import StudyPage, rules_finder
from widgets.wiring.alerts import Alerts
from widgets.wiring.everywhere import Everywhere
from widgets.wiring.handover import UnsignedAlert
from widgets.wiring.hub import HubAlerts, HubLamp
from widgets.wiring.incoming import RadioIncoming
from widgets.wiring.keeping import KeepingLamps
from widgets.wiring.lamps import Lamps
from widgets.wiring.mappictures import MapPictures
from widgets.wiring.marks import Marks
from widgets.wiring.notes import Notes
from widgets.wiring.overdue import OverdueAlert
from widgets.wiring.papers import Papers
from widgets.wiring.phone import PhoneDesk
from widgets.wiring.printer import PrinterLamp
from widgets.wiring.prints import Prints
from widgets.wiring.records import records_of
from widgets.wiring.reminders import reminders
from widgets.wiring.routine import Routine
from widgets.wiring.sorties import sorties_of
from widgets.wiring.study import rules_button
from widgets.wiring.tickets import report_from
from widgets.wiring.videoroom import VideoRoom

WARM_MS = 4000
"""After the windows stand: by then the desk is usable."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What stands behind the windows. `night` = (from, until) as "20:00", "07:00".

    `backups` None: none are made here. `archiving` is the thread on which dossiers become archives, `testing`
    and `turning` those on which devices are asked and turned. `drivers` reads from the disk what gateways may
    speak; `gateways` None: they are not set up here.
    """

    office: Office
    drafts: Drafts
    wall: Wall
    snapshots: Snapshots
    files: FileDoor
    films: FilmRoom
    backups: Backups | None
    hubs: Hubs
    places: PlaceStore
    site: Site
    map_folder: Path
    prints: Prints
    archive: Archive
    archiving: Jobs
    testing: Jobs
    turning: Jobs
    waiting: Callable[[], int]
    mark: Mark
    night: tuple[str, str]
    templates: tuple[LogTemplate, ...] = ()
    radio_texts: tuple[TextTemplate, ...] = ()
    papers: Mapping[str, Printable] = field(default_factory=dict)
    drivers: Callable[[], Found] = lambda: found_in(())
    gateways: GatewayBook | None = None


class Desktop(QObject):
    """`closed` when the officer closes the main window. `close` takes everything down."""

    closed = Signal()

    def __init__(self, desk: Desk, status: Status, rooms: Rooms) -> None:
        super().__init__()
        self.desk, self.status, self.rooms = desk, status, rooms
        self._office = rooms.office
        self.sounds = Sounds(desk.theme)
        self.messages = Messages(desk.clock, self)
        self.model = MapModel()
        self.shell = Shell(desk, status, self.messages, self._office.sign_in, self._office.first)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        touches = self.shell.touches  # the look before the pages: to dress them anew costs seconds
        self.daynight = DayNight(app, desk.theme, desk.clock, touches, *rooms.night, self)
        self._make_pages()
        marks = Marks(
            desk,
            self.model,
            self._office.intake,
            self._office.radio,
            self._office.command.store.headquarters,
        )
        self._wiring = (
            Alerts(desk, self.messages, self._office.radio, self.sounds),
            Everywhere(desk, self.shell),
            Lamps(desk, status, self._office, self.sounds, self.walls.head, rooms.waiting),
            HubLamp(desk, status, self.messages, rooms.hubs),
            HubAlerts(desk, self.messages, self._office.reconciling),
            KeepingLamps(desk, status, rooms.backups),
            PrinterLamp(desk, status),
            UnsignedAlert(desk, self.messages, self._office.unsigned.look),
            OverdueAlert(
                desk, self.messages, self._office.instructions, self._office.checks.papers
            ),
            *reminders(desk, self.messages, self._office),
            Routine(
                desk,
                self.console,
                self._office.checks,
                self._office.shifts,
                self._office.dossiers.open_actions,
                self._office.radio_rolls,
            ),
            RadioIncoming(
                desk, self.shell, self._office.radio, self.sounds, self.radio.show_muted, self.go,
                self.radio.in_sight,
            ),
            marks,
            MapPictures(
                desk, self.map, rooms.files, marks.incident_of, self._office.dossiers, rooms.mark
            ),
        )  # fmt: skip
        card = NoteCard(desk, self._office.log, rooms.drafts, rooms.files, rooms.templates,
                        self._links())  # fmt: skip
        self.notes = Notes(self.shell, card)
        self.papers = Papers(desk, self.shell, rooms.papers) if rooms.papers else None
        self.phone = PhoneDesk(self.shell, self._office.phone, self.intake)
        self.pictures.tie(self.shell)
        self._tie()

    def _links(self) -> Links:
        office = self._office
        latest = (partial(office.intake.latest, MOST_LINKED), office.warnings.latest)
        ordered = partial(office.instructions.latest, MOST_LINKED)
        return Links(*latest, ordered, partial(office.checks.papers.latest, MOST_LINKED))

    def dossier(self) -> DossierView:
        """The folders of one incident, to be shown beside its other threads."""
        office, rooms = self._office, self.rooms
        attached = Attached(office.attachments, rooms.files)
        return DossierView(
            self.desk,
            Cabinet(
                office.dossiers,
                rooms.archive,
                attached,
                rooms.drafts,
                rooms.archiving,
                office.offering.said,
            ),
        )

    def _make_pages(self) -> None:
        desk, office, rooms = self.desk, self._office, self.rooms
        attached = Attached(office.attachments, rooms.files)
        board = DutyBoard(office.shifts, office.log, office.instructions, office.intake)
        self.console = ConsolePage(
            desk, board, office.log, office.instructions, rooms.drafts, self.go, self.messages
        )
        self.intake = IntakePage(
            desk, office.intake, office.log, rooms.drafts, office.caller, self.go,
            office.listening, office.alarms,
        )  # fmt: skip
        self.log = LogPage(
            desk, office.log, office.instructions, rooms.drafts, self.go, attached,
            self._links(), office.scans, RecordView(desk, records_of(office, rooms.prints.radio)),
        )  # fmt: skip
        signers = Signers(office.signers, office.sign_in.check)
        self.radio = RadioPage(
            desk, office.radio, office.log, signers, rooms.radio_texts, office.radio_lists.books
        )
        ports = PortRooms(rooms.testing, rooms.drivers, rooms.gateways)
        self.ports = PortCard(desk, self.radio, office.radio, ports)
        pictures = self.pictures = VideoRoom(desk, self.status, self.messages, rooms, self.go)
        self.board, self.video, self.filming = pictures.board, pictures.page, pictures.filming
        self.walls, self.wall = pictures.walls, pictures.walls.window(1)
        self.drills, self.snapshots = pictures.drills, pictures.snapshots
        self.map = MapPage(
            desk, self.model, rooms.places, rooms.site, rooms.map_folder, office.tracks
        )
        self.incidents = IncidentsPage(
            desk,
            Services(
                office.intake, office.log, office.grading, office.command, office.consulting,
                office.cases, attached, rooms.drafts, self.go, office.cameras.cameras,
                rooms.snapshots.take, self.dossier, office.reports.minutes,
                Plans(office.offering, office.planned),
                self._locate,
            ),
        )  # fmt: skip
        self.handover = HandoverPage(
            desk,
            office.handovers,
            office.shifts.current,
            rooms.prints.handover,
            office.since.of,
        )
        self.rollcall = RollCallPage(
            desk,
            office.checks,
            self.status.unit,
            self.status,
            lambda: [(one.id, one.title) for one in office.intake.open()],
            self.go,
            rooms.drafts,
            office.scans,
            attached,
            RadioRollRooms(
                office.radio,
                office.radio_rolls,
                office.radio_lists,
                office.radio_runner,
                rooms.prints.radio_roll,
            ),
        )
        self.reports = ReportsPage(
            desk,
            office.reports,
            rooms.drafts,
            rooms.prints.report,
            signers,
        )
        phones = partial(mobiles, office.contacts)
        services = office.roster, office.amending, office.roster_keeping
        self.roster = RosterPage(desk, Rota(*services, phones, rooms.prints.month))
        self.people = PeoplePage(desk, office.officers)
        self.contacts = ContactsPage(
            desk,
            ContactRooms(
                office.contacts,
                office.book,
                office.posts,
                office.importing,
                office.support,
                office.support_importing,
                office.contact_rules,
                rooms.prints.contacts,
            ),
        )
        self.shell.finders += (contact_finder(office.contacts), support_finder(office.support))
        self.trips = TripsPage(
            desk,
            office.trips,
            office.gear,
            sorties_of(office, rooms.prints.sorties),
            rooms.drafts,
        )
        self.study = StudyPage(desk, office.study, rooms.files, rooms.drafts, rooms.prints.training,
                               office.plans.names)  # fmt: skip
        self.shell.finders += (rules_finder(office.study.regulations),)
        self.plans = PlansPage(
            desk,
            PlanRooms(
                office.plans, office.commanding, office.plan_importing,
                office.study.responses.rules.levels, rooms.files, rooms.prints.plan,
            ),
            rooms.drafts,
        )  # fmt: skip
        self.shell.finders += (plan_finder(office.plans),)
        self.statistics = StatisticsPage(desk, office.statistics, rooms.prints.statistics)
        self.reconcile = ReconcilePage(desk, office.reconciling)
        for page in (
            self.console,
            self.intake,
            self.log,
            self.reports,
            self.radio,
            self.video,
            self.map,
            self.incidents,
            self.plans,
            self.drills,
            self.rollcall,
            self.handover,
            self.roster,
            self.trips,
            self.study,
            self.contacts,
            self.statistics,
            self.people,
            self.reconcile,
        ):
            self.shell.add(page)

    def _tie(self) -> None:
        self.shell.closed.connect(self.closed)
        self.map.place_picked.connect(self._place_picked)
        self.video.note_wanted.connect(self.notes.picture)
        self.radio.note_wanted.connect(self.notes.heard)
        ports = self.radio.people.ports_button
        ports.clicked.connect(lambda: self.ports.come(self.radio.inside))
        self.radio.record_wanted.connect(lambda key: self.go("log", ("radio", key)))
        self.radio.mute_wanted.connect(self.shell.incoming.mute_asked)
        for devices in (self.radio, self.video):
            report_from(self.desk, self._office.checks.equipment, devices)
        self.map.note_wanted.connect(self.notes.place)
        self.handover.open_source.connect(self._open_source)
        for page in (self.handover, self.roster, self.intake):
            page.offer(rules_button(self.desk, page.key, self.go))
        self.incidents.detail.past_wanted.connect(
            lambda key: self.go("reconcile", ("incident", str(key)))
        )

    def show(self) -> None:
        """The console, the map in a window of its own, the wall."""
        first = self.desk.memory.get("beside") is None
        self.board.load()
        self.shell.show()
        self.walls.show_all()
        self.shell.main.raise_()
        if first:
            self.shell.tear_off("map")
            self.shell.go("console")
        QTimer.singleShot(WARM_MS, self, self._warm)

    def _warm(self) -> None:
        """What the first search would have to wait for is read while the officer looks around."""
        ask(self, self.desk.disk, spellings, "查")
        ask(self, self.desk.store, self._office.contacts.find, "查")

    def close(self) -> None:
        self.sounds.quiet()
        self.map.close_page()
        self.pictures.close()
        self.shell.close()

    def go(self, place: str, subject: Any = None) -> None:
        """Show a page, and on it the record that was asked for."""
        self.shell.go_to(place, subject)

    def _place_picked(self, lat: float, lon: float, township: str, words: str) -> None:
        if not self.pictures.places.taken(lat, lon, township):
            self.intake.fill_place(lat, lon, township, words)
            self.shell.go("intake")

    def _locate(self, words: str, township: str) -> tuple[float, float] | None:
        found = self.map.gazetteer.told_in(words, township)
        return None if found is None else (found.lat, found.lon)

    def _open_source(self, kind: SourceKind, key: str) -> None:
        places = {
            SourceKind.INCIDENT: "incidents",
            SourceKind.LOG: "log",
            SourceKind.INSTRUCTION: "log",
        }
        if kind in places:
            self.go(places[kind], UUID(key))
