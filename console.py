"""One desk with its windows: build every part, run, and take it down in reverse order."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLockFile, QTimer
from PySide6.QtWidgets import QApplication

from app.atlas.ground import Site
from app.audit.hub import Hubs
from app.base import settings, trace, wanted
from app.base.bus import Bus
from app.base.clock import Clock, SteeredClock, SystemClock
from app.base.drafts import Drafts
from app.base.jobs import Worker, Workers
from app.base.keyfile import KeyFile, users_key
from app.base.marks import Mark
from app.base.ports.record import RawRecords
from app.base.saving import Saving
from app.base.search import build_index
from app.base.settings import Gateway
from app.duty.templates import load_templates
from app.incidents.filmroom import FilmRoom, film_room
from app.keeping.backups import Backups
from app.keeping.disk import DiskWatch
from app.office import Office, Surrounds
from app.paper.dossier_export import DossierExport
from app.paper.duty_papers import DutyPapers
from app.paper.fonts import Fonts
from app.paper.idle import prepare_letters
from app.paper.prints import Prints
from app.people.covering import covered_text
from app.people.session import Session
from app.phone.rules import load_profile
from app.phone.telephones import Telephones
from app.radio.drivers import found_in
from app.radio.gateway_book import GatewayBook
from app.radio.gateways import Gateways
from app.radio.table.finding import FOLDER as GATEWAYS
from app.radio.table.finding import Found
from app.radio.templates import load_texts
from app.reactions import Reactions
from app.video.quota import GB, Quota
from app.video.quota import load_rules as load_film_rules
from app.video.route import Route
from app.video.snapshot import Snapshots
from app.video.stream import play
from app.video.wall import Wall
from db.attachments import Files
from db.engine import Database
from db.exchange.door import HubDoor, open_door
from db.stores.atlas import PlaceRows
from db.stores.demo import KeyRows
from db.stores.keeping import BackupPlaces, FailureNotes
from db.stores.whole import stores
from db.tasks import places_of, source_of
from widgets.atlas.scheme import register_scheme
from widgets.desktop import Desktop, Rooms
from widgets.kit import words
from widgets.kit.desk import Desk
from widgets.kit.memory import ScreenMemory
from widgets.kit.theme import Theme
from widgets.shell.bridge import Bridge
from widgets.shell.opening import Opening
from widgets.shell.signals import quit_on_signals
from widgets.shell.status import Status
from widgets.wiring.troubles import tell_tables, tell_trouble

HERE = Path(__file__).resolve().parent
RESOURCES, BUILD = HERE / "resources", HERE / "build"
RETRY_MS, RADIO_TICK_MS, BACKUP_TICK_MS, DISK_TICK_MS = 5000, 1000, 60_000, 10_000
ROLL_TICK_MS = 200
QUOTA_TICK_MS = 60_000
STILLS, STILLS_END_S = 3, 1.0
SWITCH_S = 0.0005
"""How long another thread may keep the interpreter while the windows wait for it. Python's own 5 ms is
paid at each of the thousands of calls a second between Qt and Python: windows stood still for seconds
while a paper was made."""
LETTERS_MS, LETTERS_OF = 20_000, 300
"""So long after the windows stand the letters of the newest lines are made ready for paper."""
SHOW_MS = 700
"""A record that takes longer to open says that the desk is coming up."""
SECOND_INSTANCE, END_MS = 3, 60_000


def settle() -> None:
    """What stands now stays until the end: the collector need not look through it again. A full look took
    a tenth of a second on the Qt thread, in the middle of scrolling."""
    gc.collect()
    gc.freeze()


def show(asked: wanted.Wanted) -> int:
    """Open the duty room and stay until it is closed."""
    sys.setswitchinterval(SWITCH_S)
    register_scheme()
    app = QApplication(sys.argv[:1])
    with ExitStack() as taken_down:
        return Console(app, asked, taken_down).run()


class Console:
    """One desk. What must end is put on `end` when it is made; the last made ends first."""

    def __init__(self, app: QApplication, asked: wanted.Wanted, taken_down: ExitStack) -> None:
        self.app, self.asked, self.end = app, asked, taken_down.callback
        self.log_file = trace.start(asked.folder / "logs")
        if self.log_file is not None:
            trace.catch_crashes(self.log_file.parent)
        self.end(quit_on_signals(app).stop)
        self.settings, self.trouble = settings.load_or_default(asked.folder)
        self.book = None if asked.demo else GatewayBook(asked.folder, self.settings.gateways)
        words.install(app, RESOURCES / "translations", asked.language or self.settings.language)
        self.theme = Theme.load(RESOURCES / "theme" / "tokens.toml")
        self.theme.apply(app, "day")
        self.lock = QLockFile(str(asked.folder / "desk.lock"))
        self.db: Database | None = None
        self.desktop: Desktop | None = None
        self.result = 0

    def run(self) -> int:
        if not self.lock.tryLock(0) and self.lock.error() is QLockFile.LockError.LockFailedError:
            self.opening = Opening(self.theme, self.settings.unit)
            self.opening.tell_second_instance()
            self.app.exec()
            return SECOND_INSTANCE
        if self.asked.anew:
            from app.demo.anew import begin_anew

            begin_anew(self.asked.folder)
        self.opening = Opening(self.theme, self.settings.unit)
        self.end(self.opening.close)
        QTimer.singleShot(0, self._begin)
        self.app.exec()
        if self.desktop is not None:
            self.desktop.close()
        return self.result

    def _begin(self) -> None:
        """Threads first; the record is opened on its own thread, for an upgrade may take its time."""
        self.bridge = Bridge()
        self.end(self.bridge.close)
        self.bus = Bus(self.bridge.post, self.bridge.hurry)
        names = ("store", "disk", "paper", "archive", "testing", "turning")
        workers = tuple(Worker(name, self.bridge.post) for name in names)
        self.store, self.disk, self.paper, self.archiving, self.testing, self.turning = workers
        self.clock: Clock = self._own_clock()
        self.end(lambda: self.db.close() if self.db is not None else None)
        for worker in workers:
            self.end(worker.close)
        QTimer.singleShot(SHOW_MS, self._show_opening)
        self.store.run(self._open_record, then=self._build_or_tell, fail=self._cannot)

    def _own_clock(self) -> Clock:
        if not self.asked.demo:
            return SystemClock()
        from app.demo.opening import BEGIN  # a real desk does without the demonstration's county

        return SteeredClock(BEGIN, running=True)

    def _show_opening(self) -> None:
        if self.desktop is None:
            self.opening.show()

    def _open_record(self) -> tuple[Database, datetime | None]:
        """On the store thread: the record, and when it was last written."""
        db = Database(self.asked.record, self.settings.desk, self.clock, self.bus.publish)
        return db, db.last_at()

    def _build_or_tell(self, opened: tuple[Database, datetime | None]) -> None:
        try:
            self._build(*opened)
        except Exception as bug:
            self._cannot(bug)
            raise
        if self.asked.demo:
            self.opening.show()
            known = (
                self.db,
                KeyRows(self.db),
                self.office.scenes,
                self.office.secrets,
                Files(self.asked.blobs),
                self._progress,
            )
            self.store.run(self.demo.prepare, *known, then=self._open_or_tell, fail=self._cannot)
        else:
            self._open_or_tell(True)

    def _cannot(self, why: Exception) -> None:
        """A desk that cannot be opened says so and ends; its reason is in the log file."""
        self.opening.explain(why, self.log_file)
        self.result = 1
        QTimer.singleShot(0 if self.asked.tour else END_MS, self.app.quit)

    def _build(self, db: Database, last: datetime | None) -> None:
        """The services on the record."""
        demo = self.asked.demo
        self.db = db
        if demo:
            from app.demo.opening import Demonstration

            self.demo = Demonstration(RESOURCES, self.asked.folder, BUILD / "cameras")
            self.end(self.demo.stage.stop)
            self.settings = self.demo.settings(self.settings)
            if isinstance(self.clock, SteeredClock) and last is not None:
                self.clock.forward_to(last)
        self.unit = self.settings.unit
        self.mark = Mark.DEMO if demo else Mark.REAL
        rules, head = RESOURCES / "rules", self.db.head
        keys = KeyFile(None if demo else self.settings.key_file or users_key())
        self.drafts = Drafts(self.asked.folder / "drafts", self.clock)
        around = Surrounds(
            self.clock, self.bus, self.store, self.mark, rules, self.unit, head, keys,
            lambda: self.db.read_only_why, self.drafts, self.settings.desk,
        )  # fmt: skip
        self.office = Office(self.db, stores(self.db), around)

    def _progress(self, done: int, of: int) -> bool:
        self.bridge.post(lambda: self.opening.show_progress(done, of))
        return not self.opening.cancelled

    def _open_or_tell(self, prepared: bool) -> None:
        try:
            self._open(prepared)
        except Exception as bug:
            self._cannot(bug)
            raise

    def _open(self, prepared: bool) -> None:
        """The store is ready: lines, consequences, windows."""
        if not prepared:
            self.app.quit()
            return
        clock, office, held = self.clock, self.office, self.settings
        folder, status, session = self.asked.folder, self._status(), Session(self.bus)
        threads = (self.store, self.disk, self.paper)
        memory = ScreenMemory(folder / "screens.json", self.disk)
        saving = Saving((folder, HERE, *places_of(folder, held), held.key_file or users_key()))
        stills = Workers("stills", self.bridge.post, STILLS)
        self.end(lambda: stills.close(STILLS_END_S))
        desk = Desk(
            clock, self.bus, *threads, self.theme, session, status.say, memory, saving, stills
        )
        reactions = Reactions(
            self.bus, self.store, self.disk, clock, session, office.shifts, office.log,
            self.drafts, office.pictures.filed, office.pictures.filmed,
            office.drills, office.radio,
        )  # fmt: skip
        self.end(reactions.close)
        route = Route("" if self.asked.demo else held.media_server, held.through_server)
        wall, self.fonts, files = (
            Wall(clock, self.bus.publish, play, office.camera_logins, route=route),
            Fonts(imprint=self._phone_told()),
            Files(self.asked.blobs),
        )
        self.end(office.trouble_keeper.close)
        self.end(wall.close)
        wall.sample_all(lambda *_: office.judges)
        films = self._film_room(wall, session)
        backups = None if self.asked.demo else self._keep()
        fonts = self.fonts
        prints = Prints(
            fonts, clock, self.mark, self.unit, office.reports.office, office.contact_rules,
            office.drills.rules, held.duty_phone, office.reports.rules.paper,
        )  # fmt: skip
        hub_place = None if self.asked.demo else held.hub
        sealed = office.secrets.hub_password
        hub = open_door(self.db, files, hub_place, folder, self.bus, sealed)
        self.end(hub.stop)
        rooms = Rooms(
            office=office,
            drafts=self.drafts,
            wall=wall,
            snapshots=Snapshots(files, clock, wall),
            files=files,
            films=films,
            backups=backups,
            hubs=Hubs(hub, self.bus.publish),
            places=PlaceRows(self.db),
            site=Site(BUILD / "map", held.county_code, held.county_name),
            map_folder=RESOURCES / "map",
            prints=prints,
            archive=DossierExport(
                fonts,
                self.unit,
                files,
                prints.issued,
                covered_text,
                films.stream,
            ),
            archiving=self.archiving,
            testing=self.testing,
            turning=self.turning,
            waiting=lambda: reactions.waiting,
            mark=self.mark,
            night=(held.night_from, held.day_from),
            papers=DutyPapers(
                fonts,
                self.unit,
                self.mark,
                clock,
                office.shifts,
                office.log,
                office.attachments,
                lambda: [town.name for town in office.checks.zero.towns()],
                office.about,
            ).offered(),
            templates=load_templates(RESOURCES / "wording" / "log_templates.toml"),
            radio_texts=load_texts(RESOURCES / "wording" / "radio_texts.toml"),
            drivers=self._drivers,
            gateways=self.book,
        )
        status.set_tag("演示数据" if self.asked.demo else "")
        desktop = Desktop(desk, status, rooms)
        desktop.closed.connect(self.app.quit)
        self._every(RETRY_MS, reactions.retry)
        self.disk.run(
            self._meet, hub, then=lambda met: self._show(desktop, *met), fail=self._cannot
        )

    def _meet(self, hub: HubDoor) -> tuple[Found, tuple[Gateway, ...]]:
        """On the disk thread, before the lines open: the hub, the tables that describe gateways, and those
        that are set up."""
        hub.begin()
        return self._drivers(), self.book.load() if self.book else self.settings.gateways

    def _drivers(self) -> Found:
        return found_in((RESOURCES / "radio", self.asked.folder / GATEWAYS))

    def _show(self, desktop: Desktop, drivers: Found, wanted: tuple[Gateway, ...]) -> None:
        """What the other desks have is here, or cannot be had now: the room may write."""
        office, held = self.office, self.settings
        limit = held.radio_record_mb * 1_000_000
        records = RawRecords(self.asked.folder / "radio", self.clock, limit)
        gateways = Gateways(office.radio, self.clock, wanted, records, drivers.drivers)
        self.end(gateways.stop)
        kept = self.book.rejected if self.book else ()
        if self.book:
            self.book.tie(gateways.join)
        begin = gateways.start  # also when the record cannot be read: alarms need no store
        self.store.run(office.radio.load, then=lambda _: begin(), fail=lambda _: begin())
        profile = load_profile(RESOURCES / "rules" / "phone.toml")
        telephones = Telephones(office.phone, self.clock, held.phones, profile)
        self.end(telephones.stop)
        telephones.start()
        self._every(RETRY_MS, office.phone.retry)
        build_index(office.search, self.store)
        self._every(RADIO_TICK_MS, office.radio.tick)
        self._every(ROLL_TICK_MS, office.radio_runner.tick)
        self._every(RADIO_TICK_MS, office.trouble_keeper.tick)
        desktop.show()
        self.desktop = desktop
        settle()
        rejected = (*held.rejected, *kept, *gateways.rejected)
        tell_trouble(desktop.desk, desktop.messages, self.trouble, rejected, self.db.read_only_why)
        tell_tables(desktop.messages, [str(problem) for problem in drivers.problems])
        self.opening.hide()
        QTimer.singleShot(LETTERS_MS, self._prepare_letters)
        if self.asked.demo and self.asked.tour is None:
            self.demo.enliven()
        if self.asked.tour is not None:
            from widgets.tour.guide import Guide

            self.guide = Guide(desktop, self.demo, self.asked.tour)
            self.guide.start(self._toured)

    def _film_room(self, wall: Wall, session: Session) -> FilmRoom:
        """What earlier runs left is finished behind; the room is looked at every minute."""
        held, worker = self.settings, Worker("films", self.bridge.post)
        rules = load_film_rules(RESOURCES / "rules" / "video.toml")
        self.end(worker.close)
        films = film_room(
            self.asked.recordings, wall, self.office.clips, self.bus, self.store, worker,
            self.clock, self.mark, lambda: session.shift_id,
            Quota(held.recording_gb * GB, held.recording_free_percent / 100, rules.young,
                  rules.warned, rules.source),
            rules.replay,
        )  # fmt: skip
        self.end(films.close)
        self._every(QUOTA_TICK_MS, films.tick)
        films.recover()
        return films

    def _status(self) -> Status:
        return Status(self.unit, duty_phone=self.settings.duty_phone)

    def _phone_told(self) -> str:
        """What every paper bears at its head; "" while no number is set."""
        number = self.settings.duty_phone
        return f"24小时值班电话：{number}" if number else ""

    def _prepare_letters(self) -> None:
        latest = self.office.log.latest
        prepare_letters(
            self.fonts,
            self.store,
            self.paper,
            lambda: "".join(line.text + line.unit + line.by_name for line in latest(LETTERS_OF)),
        )

    def _keep(self) -> Backups:
        """Nightly backups and the watch over the disk; the real record only."""
        worker = Worker("backup", self.bridge.post)
        self.end(worker.close)
        source, held = source_of(self.asked, self.settings), self.settings
        door = BackupPlaces(source, places_of(self.asked.folder, held), self.clock)
        notes = FailureNotes(self.db)
        threads = worker, self.store
        backups = Backups(door, notes, *threads, self.clock, self.bus.publish, held.backup_at)
        self.end(backups.stop)
        disk = DiskWatch(self.bus, self.disk, self.asked.folder)
        self.end(disk.close)
        self._every(BACKUP_TICK_MS, backups.tick)
        self._every(DISK_TICK_MS, disk.tick)
        backups.load()
        disk.tick()
        return backups

    def _every(self, pause_ms: int, call: Callable[[], None]) -> None:
        timer = QTimer(self.app)
        timer.timeout.connect(call)
        timer.start(pause_ms)
        self.end(timer.stop)

    def _toured(self, failure: str | None) -> None:
        if failure is not None:
            sys.stderr.write(f"the tour failed: {failure}\n")
            self.result = 1
        self.app.quit()
