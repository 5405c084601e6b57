"""无人机架次: a drone takes off, what is noted of it on the way, it lands; each with its line of the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from app.base.clock import Clock, local
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.incidents.sortie import NoteKind, Sortie, SortieEnd, SortieKind, SortieNote
from app.incidents.sortie_told import Look, Rules, landed_said, mended_said, note_said, out_said
from app.incidents.traced import AHEAD, settled
from app.people.records import Officer
from app.people.rights import Act, demand

MOST = 2000
EARLIEST = timedelta(days=31)
"""A flight may be entered so long after it was flown. [choice]"""


@dataclass(frozen=True, slots=True)
class Flight:
    """What is said of a flight; `took_off_at` None = 不详."""

    drone: str
    took_off_at: datetime | None
    kind: SortieKind = SortieKind.TASK
    gear_id: UUID | None = None
    camera_id: UUID | None = None
    unit: str = ""
    pilot: str = ""
    pilot_phone: str = ""
    observer: str = ""
    observer_phone: str = ""
    purpose: str = ""
    incident_id: UUID | None = None
    drill_id: UUID | None = None
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    airspace: str = ""
    airspace_to: str = ""
    airspace_no: str = ""
    airspace_by: str = ""
    airspace_at: datetime | None = None
    weather: str = ""
    battery: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a note can refer to: a picture or a recording of the drone's camera."""

    words: str
    at: datetime
    attachment_id: UUID | None = None
    clip_id: UUID | None = None


class SortieStore(Protocol):
    def between(self, since: datetime | None, until: datetime | None, most: int) -> list[Look]:
        """Those still open first, whatever their time; then by their time, newest first."""
        ...

    def open(self) -> list[Look]:
        """The longest in the air first."""
        ...

    def of_incident(self, incident_id: UUID) -> list[Look]: ...

    def one(self, key: UUID) -> Look | None: ...

    def next_no(self, year: int) -> int: ...

    def pictures(self, one: Sortie, most: int) -> list[Picture]:
        """Taken of its camera between its take-off and its end, newest first."""
        ...


Note = Callable[[Change, Officer, str, UUID | None], None]
"""Puts a line into the log of the shift, about an incident or none."""
DrillMarked = Callable[[UUID], bool]
"""Whether an incident is that of a drill."""


class SortieBook:
    """Runs on the store thread. Whoever writes the log keeps flights; a flight for a drill bears the mark
    演练, in the log too, and never counts among the tasks."""

    def __init__(
        self, ledger: Ledger, store: SortieStore, rules: Rules, clock: Clock, mark: Mark,
        note: Note, drill_marked: DrillMarked = lambda _: False,
    ) -> None:  # fmt: skip
        self._ledger, self._store, self.rules = ledger, store, rules
        self._clock, self._mark = clock, mark
        self._note, self._drill_marked = note, drill_marked

    def listed(
        self, by: Officer, since: datetime | None = None, until: datetime | None = None
    ) -> list[Look]:
        demand(by, Act.READ)
        return self._store.between(since, until, MOST)

    def pictures(self, by: Officer, one: Sortie) -> list[Picture]:
        demand(by, Act.READ)
        return self._store.pictures(one, 50) if one.camera_id is not None else []

    def in_the_air(self) -> list[Look]:
        """What has no end yet, whatever the shift, the longest first."""
        return self._store.open()

    def of_incident(self, incident_id: UUID) -> list[Look]:
        return self._store.of_incident(incident_id)

    def open(self, by: Officer, shift_id: UUID, told: Flight) -> Sortie:
        """It took off. `Refused`: drone, purpose (empty), drone (in_the_air), tied (one_of_two),
        took_off_at (in_the_future, long_ago), lat (half_a_place)."""
        demand(by, Act.LOG)
        said, now = self._checked(told, None), self._clock.now()
        number = self._store.next_no(local(now).year)
        words = {one.name: getattr(said, one.name) for one in fields(Flight)}
        made = Sortie(
            id=new_id(), no=f"{local(now).year}-{number:04d}", **words, opened_at=now,
            landed_at=None, ended=None, ended_why="", shift_id=shift_id, by=str(by.id),
            by_name=by.name, mark=self._mark_of(said),
        )  # fmt: skip
        self._put(by, "sortie.open", made, None, out_said(made))
        return made

    def change(self, by: Officer, seen: Sortie, told: Flight) -> Sortie:
        """As it should read. As `open`, and took_off_at (after_landing)."""
        demand(by, Act.LOG)
        said = self._checked(told, seen)
        landed = seen.landed_at or self._clock.now() + AHEAD
        if said.took_off_at is not None and said.took_off_at > landed:
            raise Refused("took_off_at", "after_landing")
        words = {one.name: getattr(said, one.name) for one in fields(Flight)}
        made = replace(seen, **words, mark=self._mark_of(said))
        if made != seen:
            self._put(by, "sortie.change", made, seen, mended_said(seen, made))
        return made

    def note(
        self, by: Officer, seen: Sortie, kind: NoteKind, text: str,
        at: datetime | None = None, picture: Picture | None = None,
    ) -> SortieNote:  # fmt: skip
        """Something of it was told, also after it has ended. `at` None = now. `Refused`: text (empty),
        at (in_the_future), note (wrong_step: contact that was not lost cannot come back)."""
        demand(by, Act.LOG)
        look = self._found(seen)
        contact = kind in (NoteKind.LOST, NoteKind.FOUND)
        if not contact and not text.strip() and picture is None:
            raise Refused("text", "empty")
        if contact and (kind is NoteKind.FOUND) != (look.lost_since is not None):
            raise Refused("note", "wrong_step")
        if contact and not look.sortie.open:
            raise Refused("note", "wrong_step")
        made = self._noted(by, look.sortie, kind, text, at, picture)
        with self._change(by, "sortie.note", seen) as change:
            change.put("sortie_note", made)
            if kind is not NoteKind.OTHER:
                self._note(change, by, note_said(look.sortie, made), look.sortie.incident_id)
        return made

    def land(
        self, by: Officer, seen: Sortie, at: datetime | None, result: str = "", battery: str = ""
    ) -> Sortie:
        """It is down; `at` None = 不详. `Refused`: sortie (wrong_step), landed_at (before_takeoff,
        in_the_future)."""
        demand(by, Act.LOG)
        held = self._still_open(seen)
        at = self._landing(held, at)
        made = replace(
            held, landed_at=at, ended=SortieEnd.LANDED, battery=battery.strip() or held.battery
        )
        notes = [self._noted(by, made, NoteKind.SEEN, result, at, None)] if result.strip() else []
        self._put(by, "sortie.land", made, held, landed_said(made, result.strip()), notes)
        return made

    def mend(self, by: Officer, seen: Sortie, at: datetime | None) -> Sortie:
        """When it landed, put right. As `land`."""
        demand(by, Act.LOG)
        held = self._found(seen).sortie
        if held.ended is not SortieEnd.LANDED:
            raise Refused("sortie", "wrong_step")
        made = replace(held, landed_at=self._landing(held, at))
        if made != held:
            self._put(by, "sortie.mend", made, held, mended_said(held, made))
        return made

    def end(self, by: Officer, seen: Sortie, how: SortieEnd, why: str) -> Sortie:
        """未起飞 or 未收回. `Refused`: sortie (wrong_step), why (empty)."""
        demand(by, Act.LOG)
        held = self._still_open(seen)
        if how is SortieEnd.LANDED:
            raise Refused("sortie", "wrong_step")
        if not why.strip():
            raise Refused("why", "empty")
        made = replace(held, ended=how, ended_why=why.strip())
        what = "sortie.lose" if how is SortieEnd.LOST else "sortie.cancel"
        self._put(by, what, made, held, landed_said(made, ""))
        return made

    def resume(self, by: Officer, seen: Sortie) -> Sortie:
        """Its end was entered by mistake. `Refused`: sortie (wrong_step), drone (in_the_air)."""
        demand(by, Act.LOG)
        held = self._found(seen).sortie
        if held.open:
            raise Refused("sortie", "wrong_step")
        self._not_flying(held, held)
        made = replace(held, ended=None, landed_at=None, ended_why="")
        self._put(by, "sortie.resume", made, held, mended_said(held, made))
        return made

    # -- checks --------------------------------------------------------------------------------

    def _checked(self, told: Flight, seen: Sortie | None) -> Flight:
        said = _clean(told)
        for name in ("drone", "purpose"):
            if not getattr(said, name):
                raise Refused(name, "empty")
        if said.incident_id is not None and said.drill_id is not None:
            raise Refused("tied", "one_of_two")
        incident = said.incident_id
        if said.drill_id is not None or (incident is not None and self._drill_marked(incident)):
            said = replace(said, kind=SortieKind.DRILL)
        if (said.lat is None) is not (said.lon is None):
            raise Refused("lat", "half_a_place")
        now = self._clock.now()
        for name in ("took_off_at", "airspace_at"):
            at = getattr(said, name)
            if at is not None and at - now > AHEAD:
                raise Refused(name, "in_the_future")
        if seen is None and said.took_off_at is not None and now - said.took_off_at > EARLIEST:
            raise Refused("took_off_at", "long_ago", days=EARLIEST.days)
        if seen is None or seen.open:
            self._not_flying(said, seen)
        return said

    def _not_flying(self, said: Flight | Sortie, seen: Sortie | None) -> None:
        """One drone flies once at a time."""
        for one in (look.sortie for look in self._store.open()):
            if (seen is None or one.id != seen.id) and _same(one, said):
                raise Refused("drone", "in_the_air", no=one.no)

    def _landing(self, held: Sortie, at: datetime | None) -> datetime | None:
        if at is None:
            return None
        if at - self._clock.now() > AHEAD:
            raise Refused("landed_at", "in_the_future")
        at = settled(at, held.took_off_at)
        if held.took_off_at is not None and at < held.took_off_at:
            raise Refused("landed_at", "before_takeoff")
        return at

    def _found(self, seen: Sortie) -> Look:
        found = self._store.one(seen.id)
        if found is None:
            raise Refused("sortie", "wrong_step")
        return found

    def _still_open(self, seen: Sortie) -> Sortie:
        held = self._found(seen).sortie
        if not held.open:
            raise Refused("sortie", "wrong_step")
        return held

    def _mark_of(self, said: Flight) -> Mark:
        return Mark.DRILL if said.kind is SortieKind.DRILL else self._mark

    # -- writing -------------------------------------------------------------------------------

    def _noted(
        self, by: Officer, one: Sortie, kind: NoteKind, text: str, at: datetime | None,
        picture: Picture | None,
    ) -> SortieNote:  # fmt: skip
        now = self._clock.now()
        if at is not None and at - now > AHEAD:
            raise Refused("at", "in_the_future")
        return SortieNote(
            new_id(), one.id, kind, at or now, text.strip(),
            picture.attachment_id if picture else None, picture.clip_id if picture else None,
            str(by.id), by.name, one.mark,
        )  # fmt: skip

    def _put(
        self, by: Officer, what: str, made: Sortie, seen: Sortie | None, line: str,
        notes: Sequence[SortieNote] = (),
    ) -> None:  # fmt: skip
        with self._change(by, what, made) as change:
            change.put("sortie", made, seen=seen)
            change.put_many("sortie_note", notes)
            if line:
                self._note(change, by, line, made.incident_id)

    def _change(self, by: Officer, what: str, one: Sortie) -> Any:
        return self._ledger.change(str(by.id), what, ("sortie", str(one.id)))


def _same(one: Sortie, said: Flight | Sortie) -> bool:
    """By piece or camera where both are known, else by what it is called."""
    pairs = ((one.gear_id, said.gear_id), (one.camera_id, said.camera_id))
    known = [mine == other for mine, other in pairs if mine is not None and other is not None]
    return any(known) if known else one.drone == said.drone


def _clean(told: Flight) -> Flight:
    words = {
        one.name: " ".join(value.split())
        for one in fields(Flight)
        if isinstance(value := getattr(told, one.name), str) and one.name != "kind"
    }
    return replace(told, **words)  # type: ignore[arg-type]
