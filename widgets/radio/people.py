"""The left column: gateways, and below them the roster, the talk-groups, or lists of radios."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.people.rights import Act
from app.radio.batches import Recipient
from app.radio.board import GatewaySeen
from app.radio.roster import Presence, RadioSeen
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import Segments
from widgets.kit.gate import gates
from widgets.kit.panel import Panel, inset
from widgets.kit.scroll import scrolling
from widgets.radio.aimlists import AimLists, Books
from widgets.radio.gateways import GatewayList
from widgets.radio.group_list import GroupList
from widgets.radio.roster_list import RosterList

ROSTER, GROUPS, LISTS = "roster", "groups", "lists"
GATEWAYS_SHARE = 0.46
"""Of the column: more gateways than that scroll."""


class PeopleColumn(QWidget):
    """What is shown is asked for by the page; a click says whom it is about."""

    def __init__(self, desk: Desk, books: Books) -> None:
        super().__init__()
        theme = desk.theme
        self.gateways = GatewayList(desk)
        self.fault_button = PlainButton(theme, self.tr("Report a fault"), "Alt+B")
        gates(desk, Act.TICKET, self.fault_button)
        self.ports_button = PlainButton(theme, self.tr("Port test"))
        gates(desk, Act.DEVICES, self.ports_button)
        self.roster = RosterList(theme, desk.clock.now, desk.session)
        self.groups = GroupList(theme, desk.session)
        self.lists = AimLists(desk, books)
        self.which = Segments(
            theme,
            (
                (ROSTER, self.tr("Roster")),
                (GROUPS, self.tr("Talk-groups")),
                (LISTS, self.tr("Lists of radios")),
            ),
        )
        self.which.set_chosen((ROSTER,))
        self.which.setAccessibleName(self.tr("Roster, talk-groups or lists"))
        self.roster.table.view.setAccessibleName(self.tr("Roster"))
        self.gateway_panel = Panel(theme, self.tr("Gateways"))
        self.scroll = scrolling(_Fitting(), self.gateways)
        self.gateway_panel.add(self.scroll)
        self.gateway_panel.tools.addWidget(self.ports_button)
        self.gateway_panel.tools.addWidget(self.fault_button)
        self.roster_panel = Panel(theme, self.tr("Radios"), flush=True)
        self.enter_button = PlainButton(theme, self.tr("Enter radios …"))
        self.roster_panel.tools.addWidget(self.enter_button)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.roster)
        self._pages.addWidget(self.groups)
        self._pages.addWidget(self.lists)
        self.roster_panel.body.addLayout(inset(theme, self.which))
        self.roster_panel.add(self._pages, 1)
        self.which.picked.connect(self._turn)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.m"))
        box.addWidget(self.gateway_panel)
        box.addWidget(self.roster_panel, 1)

    def show_gateways(self, gateways: list[GatewaySeen], now: datetime) -> None:
        self.gateways.show_gateways(gateways, now)
        self.scroll.updateGeometry()

    def show_count(self, seen: list[RadioSeen]) -> None:
        online = sum(one.presence == Presence.ONLINE for one in seen)
        told = self.tr("{online} of {all} on the air")
        self.roster_panel.set_note(told.format(online=online, all=len(seen)))

    def show_marked(self, several: Sequence[Recipient]) -> None:
        """Who is meant together, in the lists."""
        self.roster.show_marked(frozenset(one.number for one in several if not one.group))
        self.groups.show_marked(frozenset(one.number for one in several if one.group))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.gateway_panel.setMaximumHeight(max(120, round(self.height() * GATEWAYS_SHARE)))

    def _turn(self) -> None:
        self._pages.setCurrentIndex((ROSTER, GROUPS, LISTS).index(self.which.chosen[0]))


class _Fitting(QScrollArea):
    """As high as what it holds, and no higher; where there is less room it scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self):
        return self.widget().sizeHint()
