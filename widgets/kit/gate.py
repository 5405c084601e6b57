"""What the role at the desk may not do is disabled, and says why."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from app.people.records import Officer
from app.people.rights import Act, may
from app.people.signin import SignedIn
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.kit.text import tip

_ACTS: Mapping[Act, str] = {
    Act.READ: QT_TRANSLATE_NOOP("Acts", "read the record"),
    Act.PRESENCE: QT_TRANSLATE_NOOP("Acts", "sign presence"),
    Act.LOG: QT_TRANSLATE_NOOP("Acts", "write the log"),
    Act.INTAKE: QT_TRANSLATE_NOOP("Acts", "take in incidents"),
    Act.RELAY: QT_TRANSLATE_NOOP("Acts", "relay instructions"),
    Act.INSTRUCT: QT_TRANSLATE_NOOP("Acts", "give instructions"),
    Act.REVIEW: QT_TRANSLATE_NOOP("Acts", "review reports"),
    Act.ISSUE: QT_TRANSLATE_NOOP("Acts", "issue reports"),
    Act.CONVENE: QT_TRANSLATE_NOOP("Acts", "convene a consultation"),
    Act.ROUTE: QT_TRANSLATE_NOOP("Acts", "route urgent papers"),
    Act.RESPOND: QT_TRANSLATE_NOOP("Acts", "start or end a response"),
    Act.HAND_OVER: QT_TRANSLATE_NOOP("Acts", "hand over the shift"),
    Act.SEEN_BY_LEADER: QT_TRANSLATE_NOOP("Acts", "countersign for the leader"),
    Act.CONFIRM_LEVEL: QT_TRANSLATE_NOOP("Acts", "confirm a level"),
    Act.RADIO: QT_TRANSLATE_NOOP("Acts", "use the radio"),
    Act.WALL: QT_TRANSLATE_NOOP("Acts", "change the wall"),
    Act.TICKET: QT_TRANSLATE_NOOP("Acts", "report a fault"),
    Act.ROSTER: QT_TRANSLATE_NOOP("Acts", "make the roster"),
    Act.APPROVE_SWAP: QT_TRANSLATE_NOOP("Acts", "approve swaps"),
    Act.DICTIONARIES: QT_TRANSLATE_NOOP("Acts", "change dictionaries"),
    Act.SETTLE: QT_TRANSLATE_NOOP("Acts", "decide conflicts"),
    Act.DEVICES: QT_TRANSLATE_NOOP("Acts", "keep devices and their passwords"),
    Act.PEOPLE: QT_TRANSLATE_NOOP("Acts", "enter officers"),
    Act.OFFICE: QT_TRANSLATE_NOOP("Acts", "give the roles of the office"),
    Act.CONTACTS: QT_TRANSLATE_NOOP("Acts", "change the contact book"),
    Act.TRIP: QT_TRANSLATE_NOOP("Acts", "enter trips"),
    Act.BACKUP: QT_TRANSLATE_NOOP("Acts", "make backups"),
    Act.UNCOVERED: QT_TRANSLATE_NOOP("Acts", "see or take away names and numbers"),
    Act.UNITS: QT_TRANSLATE_NOOP("Acts", "change the units, or take in whole lists"),
}


def act_words(act: Act) -> str:
    """What the act is called: "issue reports"."""
    return QCoreApplication.translate("Acts", _ACTS[act])


class Gate(QObject):
    """Keeps `widget` disabled while whoever sits here may not do `act`; its tooltip says so.

    The page goes on to say by `setEnabled` of a button, or by `allow`, whether the act is possible
    at all just now.
    """

    def __init__(self, desk: Desk, widget: QWidget, act: Act, *or_else: Act) -> None:
        """`or_else` are acts that open it as well."""
        super().__init__(widget)
        self._desk = desk
        self.widget = widget
        self.acts = (act, *or_else)
        self._possible = True
        self._tip_before = widget.toolTip()
        listen(self, desk.bus, SignedIn, self._signed_in)
        self._apply()

    @property
    def barred(self) -> str:
        """Why the person at the desk may not; "" when they may, or when nobody sits here."""
        return why_not(self._desk.session.officer, *self.acts)

    def allow(self, possible: bool) -> None:
        self._possible = possible
        if isinstance(self.widget, PlainButton):
            self.widget.setEnabled(possible)
        self._apply()

    def _signed_in(self, _fact: SignedIn) -> None:
        self._apply()

    def _apply(self) -> None:
        barred = self.barred
        if isinstance(self.widget, PlainButton):
            self.widget.bar(barred)
        else:
            self.widget.setEnabled(self._possible and not barred)
        self.widget.setToolTip(tip(barred) if barred else self._tip_before)
        self.widget.setAccessibleDescription(barred)


def why_not(officer: Officer | None, *acts: Act) -> str:
    """Why this person may do none of them, in words; "" when they may, or when it is nobody."""
    if officer is None or any(may(officer, act) for act in acts):
        return ""
    words = QCoreApplication.translate("Gate", "{role} may not {act}")
    return words.format(role=officer.role.value, act=act_words(acts[0]))


def gates(desk: Desk, act: Act, *widgets: QWidget) -> None:
    """One gate for each."""
    for widget in widgets:
        Gate(desk, widget, act)
