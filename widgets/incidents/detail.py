"""One incident: its head, its eight tabs, and at the right its clocks, its next step, a quick note."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.dossier.timeline import Moment
from app.incidents.offered import Offered
from app.incidents.records import Deadline
from app.people.signin import SignedIn
from widgets.incidents.axis import AxisTab
from widgets.incidents.consultations import Consultations
from widgets.incidents.dossier import ChronicleTab, FolderTab
from widgets.incidents.flights import Flights
from widgets.incidents.forces import Forces
from widgets.incidents.head import Head
from widgets.incidents.headquarters import HeadquartersPart
from widgets.incidents.helping import Helping
from widgets.incidents.levelcard import LevelCard
from widgets.incidents.orders import Orders
from widgets.incidents.overview import Overview
from widgets.incidents.people import People
from widgets.incidents.pictures import Pictures
from widgets.incidents.planned import PlanPart
from widgets.incidents.refused import said
from widgets.incidents.reported import Reported
from widgets.incidents.sections import Sections
from widgets.incidents.seen import Seen, covered, look
from widgets.incidents.services import Services
from widgets.incidents.side import Side
from widgets.incidents.sittings import Sittings
from widgets.incidents.strip import TabStrip
from widgets.incidents.tab import Forms, Tab
from widgets.incidents.told_to import ToldTo
from widgets.kit.desk import Desk
from widgets.kit.drafted import FormDraft
from widgets.kit.lines import Line
from widgets.kit.listen import listen
from widgets.kit.reread import Reread

KINDS = frozenset(
    {
        "incident", "deadline", "figure", "log_entry", "incident_contact", "grading", "instruction",
        "relay", "report", "report_step", "sending", "urging", "consultation", "consultation_task",
        "command_order", "force", "headquarters", "help_request", "attachment", "lateness",
        "radio_event", "radio_text", "radio_alarm", "plan_taken", "duty_ordered", "sitting", "sortie",
        "sortie_note",
    }
)  # fmt: skip
WITH_SIDE = 1700
"""px: from here on the folders of the dossier leave room for the side."""
TAB_OF = {
    "incident_contact": "overview",
    "grading": "overview",
    "figure": "people",
    "report": "reports",
    "attachment": "pictures",
}
PAGE_OF = {
    "log_entry": "log",
    "instruction": "log",
    "relay": "log",
    "deadline": "reports",
    "lateness": "reports",
    "report_step": "reports",
    "sending": "reports",
    "urging": "reports",
}
OF_RADIO = frozenset({"radio_event", "radio_text", "radio_alarm"})
"""Their record is a sheet of the log."""


class IncidentDetail(QWidget):
    """Follows one incident. Words half typed in its fields are not touched by what arrives; they are kept as
    the draft of this incident and come back with it.

    `past_wanted(id)` when the officer asks how it came to be as it is.
    """

    past_wanted = Signal(object)

    def __init__(self, desk: Desk, services: Services) -> None:
        super().__init__()
        self._desk = desk
        self._services = services
        self._key: UUID | None = None
        self._read: Seen | None = None
        self.seen: Seen | None = None
        self._again: Reread[Seen | None] = Reread(self, desk.store, self._show, self._failed)
        self._build()
        self._forms = Forms(self._all_forms(), self)
        self._draft = FormDraft(desk, services.drafts, self._forms, "incident-none")
        for part in (self.side, *self.tabs.values()):
            part.done.connect(self._draft.save)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, SignedIn, lambda _: self._show(self._read))
        self._take(None)

    def show_incident(self, key: UUID | None) -> None:
        if key != self._key:
            self._key = key
            self._read = None
            self._take(None)
            self._draft.turn_to(f"incident-{key or 'none'}")
        self.read()

    def read(self) -> None:
        if self._key is not None:
            self._again.ask(look, self._services, self._key)

    def turn(self, name: str) -> None:
        """Show the tab of this name; the cursor goes into it."""
        self.strip.turn(name)
        self._stack.setCurrentWidget(self.tabs[name])
        self._make_room()
        self.tabs[name].first_focus().setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The folders need the width of a small window for themselves; the next clock stands in the head."""
        self.side.setVisible(self.strip.current != "dossier" or self.width() >= WITH_SIDE)

    @property
    def running(self) -> list[Deadline]:
        """The clocks of the incident shown that are not yet met, earliest due first."""
        return self.side.running

    def meet(self) -> None:
        """The next running clock is met now."""
        self.side.meet()

    def open_moment(self, moment: Moment) -> None:
        """The record behind a moment of the time axis: in its tab, or on its page."""
        if moment.table in OF_RADIO:
            self._services.go("log", ("radio", moment.key))
            return
        if moment.table in PAGE_OF:
            self._services.go(PAGE_OF[moment.table], moment.key)
            return
        for name in (TAB_OF.get(moment.table, ""), "orders", "forces"):
            tab = self.tabs.get(name)
            if tab is not None and (name in TAB_OF.values() or tab.choose(moment.key)):
                tab.choose(moment.key)
                self.turn(name)
                return

    def people(self) -> None:
        """Alt+P: to the numbers; there, put down what was typed."""
        if self.strip.current == "people":
            self.people_tab.count()
        else:
            self.turn("people")

    def judge(self) -> None:
        """Alt+Y: the level."""
        self.turn("overview")
        self.overview.judge()

    def _judge(self) -> None:
        if self._read is not None:
            self.card.begin(self._read, self.overview.proposal_words(self._read), self._body)

    def _changed(self, fact: Changed) -> None:
        if fact.kind in KINDS:
            self.read()

    def _show(self, seen: Seen | None) -> None:
        if seen is None or seen.incident.id != self._key:
            return
        self._read = seen
        self._take(covered(seen, self._desk.session))

    def _take(self, seen: Seen | None) -> None:
        self.seen = seen
        self.head.show_seen(seen)
        for part in (self.side, *self.tabs.values()):
            part.take(seen)

    def _failed(self, error: Exception) -> None:
        self._desk.say(said(error))

    def _line_opened(self, line: Line) -> None:
        self._services.go("log", UUID(line.key))

    def _all_forms(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for part in (self.side, *self.tabs.values()):
            found.update(part.forms)
        return found

    # building

    def _build(self) -> None:
        theme = self._desk.theme
        gap = theme.px("space.m")
        self._body = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(gap)
        self.head = Head(self._desk)
        body.addWidget(self.head)
        row = QHBoxLayout()
        row.setSpacing(gap)
        left = QVBoxLayout()
        left.setSpacing(gap)
        self._make_tabs()
        words = self._words()
        self.strip = TabStrip(theme, [(name, words[name]) for name in self.tabs])
        self.strip.picked.connect(self.turn)
        self._stack = QStackedWidget()
        for tab in self.tabs.values():
            self._stack.addWidget(tab)
        left.addWidget(self.strip)
        left.addWidget(self._stack, 1)
        row.addLayout(left, 690)
        self.side = Side(self._desk, self._services)
        self.side.opened.connect(self._line_opened)
        row.addWidget(self.side, 380)
        body.addLayout(row, 1)
        self.card = LevelCard(self._desk, self._services, self)
        self.overview.judge_wanted.connect(self._judge)
        keys: list[tuple[str, Callable[[], None]]] = [
            ("Alt+P", self.people),
            ("Alt+Y", self.judge),
        ]
        keys += [
            (f"Alt+{n}", lambda name=name: self.turn(name))  # type: ignore[misc]
            for n, name in enumerate(self.tabs, 1)
        ]
        for key, act in keys:
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _make_tabs(self) -> None:
        desk, services = self._desk, self._services
        self.overview = Overview(desk, services)
        self.overview.past_wanted.connect(self.past_wanted)
        self.people_tab = People(desk, services)
        self.axis = AxisTab(desk, services)
        self.axis.opened.connect(self.open_moment)
        self.reported = Reported(desk, services)
        self.told, self.orders = ToldTo(desk, services), Orders(desk, services)
        self.helping = Helping(desk, services)
        self.forces, self.headquarters = Forces(desk, services), HeadquartersPart(desk, services)
        self.consultations = Consultations(desk, services)
        self.pictures = Pictures(desk, services)
        self.chronicle = ChronicleTab(desk, services)
        self.chronicle.opened.connect(self.open_moment)
        dossier: Tab | Sections = self.chronicle
        if services.folder is not None:
            folders = (self.tr("Folders"), FolderTab(desk, services))
            told = (self.tr("Chronicle"), self.chronicle)
            dossier = Sections(desk.theme, {"folders": folders, "chronicle": told})
        orders: dict[str, tuple[str, Tab]] = {
            "told": (self.tr("Instructions"), self.told),
            "orders": (self.tr("Orders"), self.orders),
            "help": (self.tr("Help asked for"), self.helping),
        }
        forces: dict[str, tuple[str, Tab]] = {
            "forces": (self.tr("Forces"), self.forces),
            "headquarters": (self.tr("On-site headquarters"), self.headquarters),
            "flights": (self.tr("Flights of drones"), Flights(desk, services)),
            "consultations": (self.tr("Consultations"), self.consultations),
        }
        if services.plans is not None:
            self._add_plans(orders, forces)
        self.tabs: dict[str, Tab | Sections] = {
            "overview": self.overview,
            "people": self.people_tab,
            "axis": self.axis,
            "reports": self.reported,
            "orders": Sections(desk.theme, orders),
            "forces": Sections(desk.theme, forces),
            "pictures": self.pictures,
            "dossier": dossier,
        }

    def _add_plans(
        self, orders: dict[str, tuple[str, Tab]], forces: dict[str, tuple[str, Tab]]
    ) -> None:
        """A duty of a plan becomes an order, its commander one who sits in command."""
        self.planned = PlanPart(self._desk, self._services)
        self.sittings = Sittings(self._desk, self._services)
        orders["plans"] = (self.tr("Plans"), self.planned)
        forces["sittings"] = (self.tr("Sitting in command"), self.sittings)
        self.planned.known.connect(self._offer_names)
        self.planned.ordered.connect(partial(self._fill, "orders", "orders", self.orders))
        self.planned.seated.connect(partial(self._fill, "forces", "sittings", self.sittings))

    def _offer_names(self, offered: Offered) -> None:
        """The headquarters that commands under the plan, for the forms that ask for one."""
        led = offered.headquarters
        names = [led.org.full_name] if led else []
        self.sittings.offer_names(names)
        self.headquarters.offer_names([f"{name}现场指挥部" for name in names] + names)

    def _fill(self, tab: str, part: str, form: Orders | Sittings, values: dict[str, str]) -> None:
        self.turn(tab)
        sections = self.tabs[tab]
        assert isinstance(sections, Sections)
        sections.turn(part)
        form.prefill(values)

    def _words(self) -> dict[str, str]:
        return {
            "overview": self.tr("Overview"),
            "people": self.tr("Changes of people"),
            "axis": self.tr("Time axis"),
            "reports": self.tr("Reports"),
            "orders": self.tr("Instructions"),
            "forces": self.tr("Forces"),
            "pictures": self.tr("Pictures"),
            "dossier": self.tr("Its dossier"),
        }
