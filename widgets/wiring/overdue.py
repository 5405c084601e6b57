"""What is past its limit among instructions and papers: one message each, which takes no focus."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from app.base.bus import Changed
from app.base.clock import day_hhmm, span
from app.duty.instructions import Instructions
from app.duty.papers import Papers
from app.duty.records import InstructionState
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.kit.reread import Reread
from widgets.shell.messages import Kind, Messages

LOOK_MS = 30_000
_KINDS = frozenset({"instruction", "relay", "paper"})


@dataclass(frozen=True, slots=True)
class Late:
    """`key` names its message; `told` whether it is an instruction, else a paper."""

    key: str
    told: bool
    who: str
    words: str
    due: str
    late: str


class OverdueAlert(QObject):
    """Looks on a fact and every `LOOK_MS`; a message is told once and over when its matter moved on."""

    def __init__(
        self, desk: Desk, messages: Messages, instructions: Instructions, papers: Papers
    ) -> None:
        super().__init__()
        self._desk, self._messages = desk, messages
        self._instructions, self._papers = instructions, papers
        self._told: set[str] = set()
        self._again: Reread[list[Late]] = Reread(self, desk.store, self._show, lambda _: None)
        listen(self, desk.bus, Changed, self._changed)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        self._again.ask(self._late)

    def _changed(self, fact: Changed) -> None:
        if fact.kind in _KINDS:
            self.look()

    def _late(self) -> list[Late]:
        """On the store thread."""
        now = self._desk.clock.now()
        found = [
            Late(
                f"overdue-instruction-{one.id}",
                True,
                one.leader,
                one.text,
                day_hhmm(one.due),
                span(now - one.due),
            )
            for one in self._instructions.open()
            if one.due is not None and one.due <= now and one.state is not InstructionState.ANSWERED
        ]
        for paper in self._papers.waiting():
            limit = self._papers.limit(paper)
            if limit is not None and limit <= now:
                key = f"overdue-paper-{paper.id}"
                held = paper.leader or paper.holder
                late = span(now - limit)
                found.append(Late(key, False, held, paper.title, day_hhmm(limit), late))
        return found

    def _show(self, found: list[Late]) -> None:
        over = self._told - {one.key for one in found}
        for key in over:
            self._messages.over(key, self.tr("It has moved on"))
        for one in found:
            if one.key not in self._told:
                self._tell(one)
        self._told = {one.key for one in found}

    def _tell(self, one: Late) -> None:
        title = (
            self.tr("Instruction of {who} is overdue")
            if one.told
            else self.tr("A paper is overdue")
        )
        text = self.tr("{words}; wanted by {due}, {late} ago. {next}").format(
            words=" ".join(one.words.split())[:60],
            due=one.due,
            late=one.late,
            next=self._next(one),
        )
        place = "log" if one.told else "rollcall"
        kind = Kind.CLOCK if one.told else Kind.PAPER
        self._messages.tell(kind, title.format(who=one.who), text, one.key, True, place=place)

    def _next(self, one: Late) -> str:
        if one.told:
            return self.tr("Ask whoever was told for the feedback")
        return self.tr("It lies with {who}").format(who=one.who or "—")
