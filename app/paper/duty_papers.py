"""The papers that Ctrl+P offers in the duty room: the log of the shift, and the blank forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from app.base.attachments import AttachmentStore
from app.base.clock import Clock
from app.base.errors import Refused
from app.base.marks import Mark
from app.duty.log import DutyLog
from app.duty.records import CrewPlace, LogEntry, Shift
from app.duty.shifts import Shifts
from app.paper.fonts import Fonts
from app.paper.forms import Form, form_pdf
from app.paper.log_sheet import log_pdf
from app.paper.sheet import Printed

LONGEST_SHIFT = 20_000


@dataclass(frozen=True, slots=True)
class Offered:
    """A paper to choose: `read` on the store thread gives what `make` prints on the paper thread."""

    title: str
    read: Callable[[], Any]
    make: Callable[[Any], Printed]


@dataclass(frozen=True, slots=True)
class LogRead:
    """A shift as its log is printed."""

    shift: Shift
    crew: Sequence[CrewPlace]
    entries: Sequence[LogEntry]
    files: Mapping[UUID, Sequence[str]]
    grave: frozenset[UUID]
    links: Mapping[UUID, Sequence[str]]


class DutyPapers:
    """`towns` are those called in a roll call, `links` what log lines are about, by their ids; both are
    asked on the store thread."""

    def __init__(
        self,
        fonts: Fonts,
        unit: str,
        mark: Mark,
        clock: Clock,
        shifts: Shifts,
        log: DutyLog,
        attachments: AttachmentStore,
        towns: Callable[[], Sequence[str]],
        links: Callable[[Sequence[LogEntry]], Mapping[UUID, Sequence[str]]] = lambda _: {},
    ) -> None:
        self._fonts = fonts
        self._unit = unit
        self._mark = mark
        self._clock = clock
        self._shifts = shifts
        self._log = log
        self._attachments = attachments
        self._towns = towns
        self._links = links

    def offered(self) -> dict[str, Offered]:
        """By the names "log", "phone", "intake", "rollcall"."""

        def blank(form: Form, read: Callable[[], Sequence[str]] = tuple) -> Offered:
            return Offered(f"{form.value}（空白）", read, partial(self.form, form))

        return {
            "log": Offered("本班值班日志", self.read_log, self.log),
            "phone": blank(Form.PHONE),
            "intake": blank(Form.INTAKE),
            "rollcall": blank(Form.ROLL_CALL, self._towns),
        }

    def read_log(self) -> LogRead:
        """The shift that holds the room now. `Refused("shift", "not_open")` when there is none."""
        shift = self._shifts.current()
        if shift is None:
            raise Refused("shift", "not_open")
        entries = self._log.latest(LONGEST_SHIFT, shift.id)
        with_files = self._attachments.entries_with_files([entry.id for entry in entries])
        files = {
            entry.id: [file.name for file in self._attachments.of_entry(entry.id)]
            for entry in entries
            if entry.id in with_files
        }
        return LogRead(shift, self._shifts.crew(shift.id), entries, files, self._log.grave(entries),
                       self._links(entries))  # fmt: skip

    def log(self, read: LogRead) -> Printed:
        return log_pdf(
            self._fonts,
            self._unit,
            read.shift,
            read.crew,
            read.entries,
            self._clock.now(),
            read.files,
            read.grave,
            read.links,
        )

    def form(self, form: Form, towns: Sequence[str] = ()) -> Printed:
        return form_pdf(self._fonts, form, self._unit, self._mark, self._clock.now(), towns)
