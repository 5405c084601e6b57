"""What the officer does on the page 电台, in his name; a refusal stands at its field or in the lamp bar."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from PySide6.QtCore import QObject

from app.base.errors import Refused
from app.duty.log import DutyLog, Line
from app.duty.records import Channel, Handling, LogEntry, Way
from app.people.rights import Act, may
from app.radio import facts, log_words
from app.radio.board import LogLine, waits
from app.radio.groups import GroupSeen
from app.radio.records import RadioAlarm, RadioEvent, RadioText
from app.radio.service import RadioService
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.listen import listen
from widgets.radio import words
from widgets.radio.keypad import Keypad

KEPT = 50
"""Questions whose answer is still told by name when it comes."""


class RadioActs(QObject):
    """`refresh` is called when something was done."""

    def __init__(
        self,
        desk: Desk,
        service: RadioService,
        log: DutyLog,
        keypad: Keypad,
        refresh: Callable[[], None],
    ) -> None:
        super().__init__(keypad)
        self._desk, self._service, self._log = desk, service, log
        self._keypad, self._refresh = keypad, refresh
        self._asked: dict[UUID, str] = {}
        asks = keypad.asks
        keypad.text.send.connect(self.send)
        keypad.text.again.connect(self.again)
        keypad.talk.hang_up.connect(service.hang_up)
        asks.locate_button.clicked.connect(self.locate)
        asks.check_button.clicked.connect(self.check)
        asks.air_button.clicked.connect(self.check_air)
        asks.monitor_button.clicked.connect(self.monitor)
        asks.every.connect(self.every)
        asks.status.connect(self.status)
        listen(self, desk.bus, facts.RadioAskEnded, self._replied)

    # --- what waits ---------------------------------------------------------------------

    def answer(self, chosen: LogLine | None) -> None:
        """The oldest unanswered emergency, else the chosen line, else the oldest waiting."""
        for alarm in self._service.alarms():
            if alarm.answered_at is None:
                self.answer_alarm(alarm)
                return
        if chosen is None or not waits(chosen):
            waiting = [line for line in self._service.lines() if waits(line)]
            chosen = waiting[-1] if waiting else None
        if chosen is None:
            self._desk.say(words.tr("Nothing waits to be taken."))
            return
        self._try(lambda by, name: self._service.answer_line(chosen.id, by, name))
        self._refresh()

    def answer_alarm(self, alarm: RadioAlarm) -> None:
        self._try(lambda by, name: self._service.answer_alarm(alarm.id, by, name))
        self._refresh()

    def to_log(self, chosen: LogLine | None) -> None:
        """The chosen line, with its position, into the duty log; once it stands there it is taken."""
        if chosen is None:
            self._desk.say(words.tr("Choose a line first."))
            return
        try:
            officer, shift = self._desk.session.demand(), self._desk.session.demand_shift()
        except Refused as error:
            self._desk.say(self._why(error))
            return
        told = words.tr("In the log as no. {n}")

        def kept(entry: LogEntry) -> None:
            if isinstance(chosen, RadioEvent) and waits(chosen) and may(officer, Act.RADIO):
                with suppress(Refused):  # somebody has taken it meanwhile
                    self._service.answer_line(chosen.id, str(officer.id), officer.name)
                self._refresh()
            self._desk.say(told.format(n=entry.seq))

        ask(
            self,
            self._desk.store,
            self._log.write,
            officer,
            shift,
            for_the_log(chosen),
            then=kept,
            fail=self._failed,
        )

    # --- what goes out ------------------------------------------------------------------

    def send(self, text: str) -> None:
        keypad = self._keypad
        keypad.target.show_error("")
        try:
            officer = self._desk.session.demand(Act.RADIO)
            by, name = str(officer.id), officer.name
            if keypad.pick.to_several:
                self._service.texts.send_all(keypad.pick.recipients, text, by, name)
            else:
                self._service.send_text(keypad.number, text, by, name, to_group=keypad.to_group)
        except Refused as error:
            keypad.refused(error)
            return
        keypad.sent()
        self._refresh()

    def again(self, batch: UUID) -> None:
        """A text to several, once more to those who did not get it."""
        self._try(lambda by, name: self._service.texts.again(batch, by, name))
        self._refresh()

    def status(self, code: int) -> None:
        keypad = self._keypad
        said = self._service.status_words().get(code, str(code))

        def send(by: str, name: str) -> UUID:
            return self._service.send_status(keypad.number, keypad.to_group, code, by, name)

        self._ask(send, keypad.number, said)

    def locate(self) -> None:
        self._of_one(self._service.ask_position, words.tr("Ask position"))

    def check(self) -> None:
        self._of_one(lambda radio, *_: self._service.check(radio), words.tr("Ask if on the air"))

    def check_air(self) -> None:
        self._of_one(self._service.check_air, words.tr("Check by air"))

    def monitor(self) -> None:
        self._of_one(self._service.monitor, words.tr("Listen in"))

    def every(self, seconds: int) -> None:
        """From now on each so many seconds; 0 ends it."""
        told = words.tr("every {n} min").format(n=seconds // 60)
        self._of_one(
            lambda radio, *by: self._service.ask_positions(radio, seconds, *by),
            told if seconds else words.tr("End reporting"),
        )

    def tune(self, seen: GroupSeen) -> None:
        """The gateway that tells the group, else the first, is put on it."""
        gateways = self._service.gateways()
        gateway = seen.gateway or (gateways[0].gateway.id if gateways else "")
        told = words.tr("Put the gateway on it")
        self._ask(
            lambda *by: self._service.choose_group(gateway, seen.number, *by), seen.number, told
        )

    def refuse(self, error: Refused) -> None:
        """The key to talk could not be pressed."""
        self._keypad.refused(error)

    def _of_one(self, act: Callable[..., UUID], told: str) -> None:
        try:
            radio = self._keypad.radio()
        except Refused as error:
            self._keypad.refused(error)
            return
        self._ask(lambda *by: act(radio, *by), radio, told)

    def _ask(self, act: Callable[[str, str], UUID], radio: int, told: str) -> None:
        keypad = self._keypad
        keypad.target.show_error("")
        try:
            officer = self._desk.session.demand(Act.RADIO)
            command = act(str(officer.id), officer.name)
        except Refused as error:
            keypad.refused(error)
            return
        self._asked[command] = f"{radio} {told}"
        while len(self._asked) > KEPT:
            del self._asked[next(iter(self._asked))]
        keypad.asks.answer.setText(f"{radio} {told}：" + words.tr("asked, no answer yet"))
        self._desk.say(words.tr("Asked {radio}").format(radio=radio))
        self._refresh()

    def _replied(self, fact: facts.RadioAskEnded) -> None:
        told = self._asked.pop(fact.command, None)
        if told is None:
            return
        good = fact.result == "ok"
        result = words.tr("answered") if good else words.talk_reason(fact.result)
        self._keypad.asks.answer.setText(f"{told}：{result}")

    def _try(self, act: Callable[[str, str], object]) -> None:
        try:
            officer = self._desk.session.demand(Act.RADIO)
            act(str(officer.id), officer.name)
        except Refused as error:
            self._desk.say(self._why(error))

    def _failed(self, error: Exception) -> None:
        self._desk.say(words.tr("Not in the log. {why}").format(why=self._why(error)))

    def _why(self, error: Exception) -> str:
        return explain(error, words.refusals())


def for_the_log(line: LogLine) -> Line:
    """What the duty log keeps: Chinese by rule."""
    ours = isinstance(line, RadioText)
    return Line(
        text=log_words.of_line(line),
        way=Way.OUT if ours else Way.IN,
        channel=Channel.RADIO,
        unit=line.unit,
        person="" if ours else line.holder,
        status=Handling.DOING,
        at=line.at,
    )
