"""The duty telephone and the room: its card over the window in use, the way to the intake, its faults."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.base.clock import hhmmss
from app.base.errors import Refused
from app.people.rights import Act
from app.phone.book import CallerKnown, PhoneBook, PhoneLineChanged, PhoneQuiet, PhoneRang
from app.phone.modem import ModemState
from widgets.incidents.intake import IntakePage
from widgets.kit.explain import explain
from widgets.kit.listen import listen
from widgets.phone.ringcard import RingCard
from widgets.shell.messages import Kind
from widgets.shell.shell import Shell
from widgets.shell.window import DutyWindow


class PhoneDesk(QObject):
    """Calls that nobody took wait in the order they came; the newest is shown."""

    def __init__(self, shell: Shell, book: PhoneBook, intake: IntakePage) -> None:
        super().__init__()
        self._shell, self._book, self._intake = shell, book, intake
        self._desk = shell.desk
        self._waiting: list[UUID] = []
        self.card = RingCard(self._desk)
        self.card.taken.connect(self.take)
        self.card.left.connect(self.put_aside)
        for kind, method in (
            (PhoneRang, self._rang),
            (CallerKnown, self._known),
            (PhoneQuiet, self._quiet),
            (PhoneLineChanged, self._line),
        ):
            listen(self, self._desk.bus, kind, method)

    def take(self) -> None:
        """F5: a fresh sheet of the intake with the number; what was being typed is put aside, not lost."""
        key = self._shown()
        if key is None:
            return
        try:
            officer = self._desk.session.demand(Act.INTAKE)
            caller = self._book.take(key, str(officer.id), officer.name, self._desk.clock.now())
        except Refused as refused:
            self._desk.say(
                explain(refused, {"already_answered": self.tr("Taken by {name} already.")})
            )
            self._leave(key)
            return
        self._leave(key)
        self._shell.messages.see(_message(key))
        self._shell.go("intake")
        self._intake.new_call(caller.ring.number)

    def put_aside(self) -> None:
        """Shift+F5: it stays among the messages and in the record."""
        key = self._shown()
        if key is not None:
            self._leave(key)

    # -- what comes from the telephone ---------------------------------------------------------

    def _rang(self, fact: PhoneRang) -> None:
        self._waiting.append(fact.ring_id)
        self._show()

    def _known(self, fact: CallerKnown) -> None:
        caller = self._book.caller(fact.ring_id)
        if caller is None:
            return
        stranger = self.tr("a number that is not in the contact book")
        unknown = stranger if caller.ring.number else caller.ring.heard.value
        title = self.tr("Telephone: {who}").format(who=caller.ring.unit or unknown)
        at = self.tr("rang at {at}").format(at=hhmmss(caller.ring.at))
        self._shell.messages.tell(
            Kind.CALL, title, f"{caller.ring.line} {at}", _message(fact.ring_id), place="intake"
        )
        self._show()

    def _quiet(self, _fact: PhoneQuiet) -> None:
        self._show()

    def _line(self, fact: PhoneLineChanged) -> None:
        key = f"phone-{fact.line}"
        if fact.state is ModemState.DOWN:
            title = self.tr("{line}: no callers' numbers").format(line=fact.line)
            self._shell.messages.tell(Kind.DEVICE, title, self._advice(fact.why), key)
        elif fact.state is ModemState.UP:
            self._shell.messages.over(key)

    def _advice(self, why: str) -> str:
        return {
            "missing": self.tr("The modem's port is not there. Check its cable and power."),
            "taken": self.tr("Another program holds the modem's port. Close it."),
            "denied": self.tr("No right to open the modem's port. Ask the administrator."),
            "unplugged": self.tr("The modem was pulled out. Plug it in; it comes back by itself."),
            "silent": self.tr("The modem does not answer. Check its power and its baud rate."),
            "no_caller_id": self.tr("This modem cannot tell who calls. Another model is needed."),
        }.get(why, self.tr("The modem cannot be used; the reason stands in the run log."))

    # -- the card ------------------------------------------------------------------------------

    def _shown(self) -> UUID | None:
        """The newest that the book has still at hand; those that it let go stand in the record."""
        while self._waiting and self._book.caller(self._waiting[-1]) is None:
            self._waiting.pop()
        return self._waiting[-1] if self._waiting else None

    def _leave(self, key: UUID) -> None:
        self._waiting.remove(key)
        self._show()

    def _show(self) -> None:
        key = self._shown()
        caller = self._book.caller(key) if key is not None else None
        if caller is None:
            self.card.come_off()
            return
        self.card.show_caller(caller, len(self._waiting) - 1)
        if self.card.parentWidget() is None:
            active = QApplication.activeWindow()
            window = active if isinstance(active, DutyWindow) else self._shell.main
            self.card.come(window.body)
        else:
            self.card.place()


def _message(key: UUID) -> str:
    return f"ring-{key}"
