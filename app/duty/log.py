"""The duty log: everything said and done, in order, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.base.attachments import Filed, attach
from app.base.clock import Clock, day_hhmm
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.base.search import Found, Search
from app.duty.corrected import differences
from app.duty.reading import PART, LogReads, Part, Place, Sieve
from app.duty.records import Category, Channel, Handling, LogEntry, Way
from app.people.records import Officer
from app.people.rights import Act, demand

LONGEST = 20_000
"""Characters of one line; a longer text belongs in an attachment."""


class LogStore(LogReads, Protocol):
    def next_seq(self, shift_id: UUID) -> int: ...

    def entry(self, key: UUID) -> LogEntry | None: ...

    def latest(self, count: int, shift_id: UUID | None = None) -> list[LogEntry]:
        """Newest first; corrections and what they correct are both there."""
        ...

    def of_incident(self, incident_id: UUID) -> list[LogEntry]: ...

    def count(self, shift_id: UUID) -> int: ...

    def open_of_instruction(self, instruction_id: UUID) -> list[LogEntry]:
        """Lines of an instruction that are 待办 or 在办, without those that were corrected."""
        ...

    def closed(self, shift_id: UUID) -> bool:
        """Whether both sides have signed: its log takes corrections and 补录 only."""
        ...

    def holding(self) -> UUID | None:
        """The shift that holds the room now."""
        ...

    def begins(self, shift_id: UUID) -> datetime | None:
        """Its hour, or when it was taken over if that was earlier."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """What the officer wrote, before it is a record. `at` None = now."""

    text: str
    way: Way = Way.INSIDE
    channel: Channel = Channel.FACE
    unit: str = ""
    person: str = ""
    phone: str = ""
    category: Category = Category.OTHER
    handling: str = ""
    status: Handling = Handling.DONE
    at: datetime | None = None
    incident_id: UUID | None = None
    late: bool = False
    post: str = ""
    responsible: str = ""
    due: datetime | None = None
    warning_id: UUID | None = None
    instruction_id: UUID | None = None


def line_of(entry: LogEntry) -> Line:
    """What was written of an entry, to be written anew."""
    return Line(**{one.name: getattr(entry, one.name) for one in fields(Line)})


class DutyLog:
    """Writes and reads log lines. Runs on the store thread."""

    def __init__(
        self, ledger: Ledger, store: LogStore, search: Search, clock: Clock, mark: Mark
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._search = search
        self._clock = clock
        self._mark = mark

    def write(
        self, by: Officer, shift_id: UUID, line: Line, files: Sequence[Filed] = ()
    ) -> LogEntry:
        """The committed entry. `Refused("text", …)` when empty, too long, or in the future."""
        demand(by, Act.LOG)
        entry = self.make(shift_id, line, str(by.id), by.name)
        with self._ledger.change(str(by.id), "log.write", ("log_entry", str(entry.id))) as change:
            self.put(change, entry)
            self._put_files(change, entry, files, entry.by, entry.by_name)
        return entry

    def attach(self, by: Officer, entry: LogEntry, files: Sequence[Filed]) -> None:
        """Files that belong to a line written before; the line itself stays as it was."""
        demand(by, Act.LOG)
        with self._ledger.change(str(by.id), "log.attach", ("log_entry", str(entry.id))) as change:
            self._put_files(change, entry, files, str(by.id), by.name)

    def note(self, shift_id: UUID, line: Line, files: Sequence[Filed] = ()) -> LogEntry:
        """A line the room itself writes (a camera lost, a radio alarm)."""
        entry = self.make(shift_id, line, "system", "值守台")
        with self._ledger.change("system", "log.note", ("log_entry", str(entry.id))) as change:
            self.put(change, entry)
            self._put_files(change, entry, files, entry.by, entry.by_name)
        return entry

    def make(self, shift_id: UUID, line: Line, by: str, by_name: str) -> LogEntry:
        """A checked entry with its number, for a change that writes more than the line.

        `Refused("shift", "shift_closed")` after both sides have signed, but for a line marked 补录.
        """
        if not line.late and self._store.closed(shift_id):
            raise Refused("shift", "shift_closed")
        return self._made(shift_id, line, by, by_name)

    def shift_for(self, shift_id: UUID) -> UUID:
        """Where a step of a matter taken up in `shift_id` is written: there, or, when that shift was
        signed over, in the one that holds the room."""
        if not self._store.closed(shift_id):
            return shift_id
        return self._store.holding() or shift_id

    def holding(self) -> UUID | None:
        """The shift that holds the room now."""
        return self._store.holding()

    def _made(self, shift_id: UUID, line: Line, by: str, by_name: str) -> LogEntry:
        text = line.text.strip()
        if not text:
            raise Refused("text", "empty")
        if len(text) > LONGEST:
            raise Refused("text", "too_long", length=len(text), most=LONGEST)
        now = self._clock.now()
        at = line.at or now
        if (at - now).total_seconds() > 60:
            raise Refused("at", "in_the_future")
        begins = self._store.begins(shift_id) if line.late else None
        if begins is not None and at < begins:
            raise Refused("at", "before_shift", begins=day_hhmm(begins))
        return LogEntry(
            id=new_id(),
            shift_id=shift_id,
            seq=self._store.next_seq(shift_id),
            at=at,
            written_at=now,
            way=line.way,
            channel=line.channel,
            unit=line.unit.strip(),
            person=line.person.strip(),
            phone=line.phone.strip(),
            category=line.category,
            text=text,
            handling=line.handling.strip(),
            status=line.status,
            by=by,
            by_name=by_name,
            incident_id=line.incident_id,
            corrects=None,
            late=line.late,
            file_sha256="",
            file_name="",
            mark=self._mark,
            post=line.post.strip(),
            responsible=line.responsible.strip(),
            due=line.due,
            warning_id=line.warning_id,
            instruction_id=line.instruction_id,
        )

    @staticmethod
    def put(change: Change, entry: LogEntry) -> None:
        change.put("log_entry", replace(entry, written_at=change.at))

    def correct(self, by: Officer, key: UUID, line: Line, reason: str) -> LogEntry:
        """A new entry with every field of `line` that names the old one, which stays.

        A reason is required; `Refused("entry", "corrected_already")` when there is a newer revision: that
        one is to be corrected. `Refused("text", "nothing_changed")` when it says what the old one says;
        "before_shift", "after_written" for a time that this shift or that line cannot bear.
        """
        demand(by, Act.LOG)
        old = self._found(key)
        if not reason.strip():
            raise Refused("reason", "empty")
        newer = self._store.corrected([key])
        if newer:
            raise Refused("entry", "corrected_already", seq=newer[key])
        made = self._made(old.shift_id, line, str(by.id), by.name)
        if not differences(old, made):
            raise Refused("text", "nothing_changed")
        self._check_time(old, made.at)
        entry = replace(made, corrects=old.id, reason=reason.strip())
        with self._ledger.change(str(by.id), "log.correct", ("log_entry", str(old.id))) as change:
            self.put(change, entry)
        return entry

    def _check_time(self, old: LogEntry, at: datetime) -> None:
        """A time put right: within the shift, and not after the line was first written."""
        if at == old.at:
            return
        begins = self._store.begins(old.shift_id)
        if begins is not None and at < begins:
            raise Refused("at", "before_shift", begins=day_hhmm(begins))
        first = self._store.revisions(old.id)[0]
        if at > first.written_at:
            raise Refused("at", "after_written", written=day_hhmm(first.written_at))

    def settle(self, by: Officer, seen: LogEntry, status: Handling, handling: str) -> LogEntry:
        """How the matter of a line went on; the text itself stays as it was."""
        demand(by, Act.LOG)
        new = replace(seen, status=status, handling=handling.strip())
        with self._ledger.change(str(by.id), "log.settle", ("log_entry", str(seen.id))) as change:
            change.put("log_entry", new, seen=seen)
        return new

    def open_line(self, key: UUID) -> LogEntry | None:
        """This line as it was last corrected, while it is 待办 or 在办."""
        line = next(reversed(self._store.revisions(key)), None)
        return line if line is not None and line.status is not Handling.DONE else None

    def settle_instruction(self, change: Change, instruction_id: UUID) -> None:
        """What its lines left open ends with the instruction, in the change that ends it."""
        for entry in self._store.open_of_instruction(instruction_id):
            change.put("log_entry", replace(entry, status=Handling.DONE), seen=entry)

    def latest(self, count: int, shift_id: UUID | None = None) -> list[LogEntry]:
        return self._store.latest(count, shift_id)

    def part(self, sieve: Sieve, after: Place | None = None, count: int = PART) -> Part:
        """One part of the lines that pass the sieve, newest first."""
        return self._store.part(sieve, after, count)

    def revisions(self, key: UUID) -> list[LogEntry]:
        """A line with all that corrects it and that it corrects, the oldest first."""
        return self._store.revisions(key)

    def sift(self, words: str, sieve: Sieve, count: int) -> tuple[Part, Found]:
        """Lines of the whole record with every word that pass the sieve, and what is known of the search."""
        found = self.search(words, count)
        corrected = self._store.corrected([entry.id for entry in found.records])
        passed = tuple(entry for entry in found.records if sieve.lets(entry, corrected))
        grave = self._store.grave([entry.incident_id for entry in passed if entry.incident_id])
        return Part(passed, corrected, grave), found

    def grave(self, entries: Sequence[LogEntry]) -> frozenset[UUID]:
        """The incidents of these lines that are 特别重大: their times are told to the second."""
        return self._store.grave([one.incident_id for one in entries if one.incident_id])

    def entry(self, key: UUID) -> LogEntry | None:
        return self._store.entry(key)

    def of_incident(self, incident_id: UUID) -> list[LogEntry]:
        return self._store.of_incident(incident_id)

    def search(self, words: str, count: int = 200) -> Found:
        """Lines of the whole record with every word, be it in text, unit, person, number or handling."""
        return self._search.find("log_entry", words, count)

    def count(self, shift_id: UUID) -> int:
        return self._store.count(shift_id)

    def _put_files(
        self, change: Change, entry: LogEntry, files: Sequence[Filed], by: str, by_name: str
    ) -> None:
        attach(
            change,
            files,
            by=by,
            by_name=by_name,
            mark=self._mark,
            log_entry_id=entry.id,
            incident_id=entry.incident_id,
        )

    def _found(self, key: UUID) -> LogEntry:
        entry = self._store.entry(key)
        if entry is None:
            raise Refused("entry", "not_here")
        return entry
