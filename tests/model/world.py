"""A county of desks and one hub: what may happen to it, step by step, and what must hold after each."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import sqlalchemy as sa

from app.audit.facts import ConflictsShown, EntryHeldUp, RowRefused, RunningDeskCloned
from app.base.clock import SteeredClock
from app.base.errors import Conflict
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.records import Category, Channel, Handling, LogEntry, Shift, Way
from app.incidents.records import IncidentStatus
from db import derive
from db.change import record_of
from db.engine import Database
from db.exchange import rounds
from db.exchange.desk import Broken, DeskSide
from db.exchange.hub import Placed, WentBack
from db.tables import metadata
from tests.db.samples import incident
from tests.model import judge
from tests.model.room import (
    AFTER,
    BEFORE,
    COUNTY,
    INSIDE,
    Crash,
    SqliteHub,
    Wire,
    empty_desk,
    open_desk,
    wire,
)

Step = tuple[Any, ...]
WORDS = ("", "甲", "乙")
PLACES = (26.0, 26.5, 27.0)
FUSES = (BEFORE, AFTER, INSIDE)
NOON = datetime(2026, 6, 24, 4, 0, tzinfo=UTC)
COLUMNS = ("needs", "lat", "lon", "needs", "point", "lat", "lon", "close", "measures")


class Wrong(AssertionError):
    """Something that must hold does not."""


def must(holds: object, words: str) -> None:
    if not holds:
        raise Wrong(words)


@dataclass(eq=False)
class Seat:
    """A desk: its disk, the program that runs on it, and what is known of both from outside."""

    name: str
    wire: Wire
    clock: SteeredClock
    db: Database = field(init=False)
    rounds: rounds.Rounds = field(init=False)
    facts: list[object] = field(default_factory=list)
    has: set[str] = field(default_factory=set)
    """cmd_ids of all changes that are in its journal."""
    broken: set[str] = field(default_factory=set)
    """Of these, whose bytes were damaged here."""
    damaged: bool = False
    length: int = 0
    shown: set[tuple[bytes, int]] = field(default_factory=set)
    wrote: set[bytes] = field(default_factory=set)
    looked_at: dict[Any, Any] = field(default_factory=dict)
    batches: list[list[Placed]] = field(default_factory=list)

    def ask(self, question: str) -> list[Any]:
        return self.wire.ask(question)

    def start(self) -> None:
        self.wire.rollback()
        self.wire.fuse.renew()
        self.facts.clear()
        self.wrote = set()
        self.looked_at = {}
        self.batches = []
        self.db = open_desk(self.wire, self.name, self.clock, self.facts.append)
        self._sit()

    def _sit(self) -> None:
        self.rounds = rounds.Rounds(self.db, COUNTY)
        self.rounds.desk = _Watched(self)
        self.shown = {which for which, at in judge.shown(self.ask).items() if at}

    def twin(self) -> Seat:
        """The same machine once more, with its memory."""
        other = Seat(self.name, wire(bytes(self.wire.serialize())), _copy_of(self.clock))
        other.start()
        other.db.chain, other.db._last_at = self.db.chain, self.db._last_at
        other.has, other.broken, other.damaged = set(self.has), set(self.broken), self.damaged
        other.length, other.wrote = self.length, set(self.wrote)
        return other


def _copy_of(clock: SteeredClock) -> SteeredClock:
    return SteeredClock(clock.now())


class _Watched(DeskSide):
    """The real thing; looked at before and after each batch, for in between a conflict may come and go."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat.db)
        self._seat = seat

    def take_in(self, batch: Any) -> int:
        seat, told = self._seat, len(self._seat.facts)
        before = judge.shown(seat.ask)
        try:
            taken = super().take_in(batch)
        except (WentBack, Broken, Crash):
            raise
        after = judge.shown(seat.ask)
        new = {which for which, at in after.items() if at and not before.get(which)}
        count = sum(f.count for f in seat.facts[told:] if isinstance(f, ConflictsShown))
        must(count == len(new), f"{seat.name}: {count} conflicts told, {len(new)} are new")
        must(not new & seat.shown, f"{seat.name}: a conflict was shown twice")
        seat.shown = {which for which, at in after.items() if at}
        return taken

    def mend(self) -> None:
        seat = self._seat
        if not seat.damaged:
            super().mend()
            return
        before = judge.tables(seat.ask)
        super().mend()
        seat.damaged = False
        after = {k: row for k, row in judge.tables(seat.ask).items() if k[0] != "mended_entry"}
        before = {k: row for k, row in before.items() if k[0] != "mended_entry"}
        must(after == before, f"{seat.name}: mending changed rows: {_differing(before, after)}")


def _differing(one: dict[Any, Any], other: dict[Any, Any]) -> str:
    for key in sorted({*one, *other}, key=str):
        a, b = one.get(key), other.get(key)
        if a == b:
            continue
        if a is None or b is None:
            return f"{key} is {'' if a else 'not '}there"
        return f"{key} " + ", ".join(f"{n}: {a[n]!r} / {b[n]!r}" for n in a if a[n] != b.get(n))
    return ""


@dataclass(frozen=True)
class Kind:
    """What a history is made of besides its steps."""

    desks: int = 2
    pull: int = 1000
    replay: int = 200
    clones: bool = False
    strict: bool = True
    """Compare each desk's tables with the judge after every step, not only when all is quiet."""


class World:
    """Runs steps. A step is a word and numbers; a number picks among what there is, so any will do."""

    image = staticmethod(empty_desk)
    """A desk that was never used."""

    def __init__(self, kind: Kind, hub: Any = None) -> None:
        self.kind = kind
        self.shared = hub or SqliteHub()
        self._owned = hub is None
        self.lines: list[str] = []
        self._names: dict[str, str] = {}
        self._letters = 0
        self._numbers = 0
        self._tuples: set[tuple[str, tuple[str, ...], tuple[Any, ...]]] = set()
        self._cloned = False
        self._parcels: list[tuple[Any, ...]] = []
        self._hub_has: set[str] = set()
        self._images: list[tuple[Any, set[str]]] = [(self.shared.image(), set())]
        self._copies: list[tuple[Seat, bytes, dict[str, Any]]] = []
        self._by_cmd: dict[str, bytes] = {}
        self.changes = 0
        self.quiet = 0
        self._open = ExitStack()
        self._open.enter_context(
            patch.multiple(rounds, PULL=max(kind.pull, 2), REPLAY=max(kind.replay, 1))
        )
        # Search is checked elsewhere.
        self._open.enter_context(patch.object(derive, "_kept_here", lambda _connection: False))
        self.seats = [self._new_seat() for _ in range(kind.desks)]

    def close(self) -> None:
        self._open.close()
        for seat in self.seats:
            seat.wire.close()
        if self._owned:
            self.shared.close()

    def _new_seat(self) -> Seat:
        name = chr(ord("a") + self._letters % 26) + (str(self._letters // 26) or "")
        self._letters += 1
        minutes = (7, -11, 3, -2)[self._letters % 4]
        clock = SteeredClock(NOON + timedelta(minutes=minutes))
        made = Seat(name, wire(self.image()), clock)
        made.start()
        return made

    def run(self, step: Step) -> None:
        word, *numbers = step
        getattr(self, f"do_{word}")(*numbers)

    def say(self, words: str) -> None:
        self.lines.append(words)

    # --- writing ----------------------------------------------------------------------------

    def do_write(self, d: int, ops: tuple[tuple[Any, ...], ...]) -> None:
        seat = self._seat(d)
        self._acting(seat, lambda: self._write(seat, ops))

    def _write(self, seat: Seat, ops: tuple[tuple[Any, ...], ...]) -> None:
        lines = any(op[0] in ("line", "rewrite") for op in ops)
        tables = ("incident", "shift", "log_entry") if lines else ("incident",)
        held = {table: self._records(seat, table) for table in tables}
        made: list[tuple[str, Any, Any]] = []
        words: list[str] = []
        cmd = ""
        written = False
        before = judge.tables(seat.ask) if self.kind.strict else {}
        try:
            with seat.db.change("officer", "model.write", ("model", "1")) as change:
                cmd = str(change.id)
                for op in ops:
                    for table, record, seen in self._meant(seat, held, op, words):
                        change.put(table, record, seen=seen)
                        made.append((table, record, seen))
                        held[table][record.id] = record
                written = bool(change.effects)
        except Conflict as error:
            self.say(f"{seat.name} is told of a conflict in {error.field}")
            must(not before or judge.tables(seat.ask) == before, "a refused change wrote something")
            return
        finally:
            self.say(f"{seat.name} writes {', '.join(words)}")
            self._note_tuples(made)
        if written:
            self.changes += 1
            seat.has.add(cmd)

    def _meant(
        self, seat: Seat, held: dict[str, dict[Any, Any]], op: tuple[Any, ...], words: list[str]
    ) -> list[tuple[str, Any, Any]]:
        verb, a, b, c, stale = op
        if verb == "incident":
            record: Any = incident(needs=WORDS[a % 3], lat=PLACES[b % 3], lon=PLACES[c % 3] + 86)
            record = replace(record, **self.drawn(held["incident"]))
            self._name(record.id, "i")
            words.append(f"new {self._names[str(record.id)]}")
            return [("incident", record, None)]
        if verb == "line":
            puts: list[tuple[str, Any, Any]] = []
            shift = _pick(self._sorted(held["shift"]), c)
            if shift is None:
                shift = Shift(new_id(), NOON, NOON + timedelta(hours=12), None, None, Mark.TEST)
                self._name(shift.id, "s")
                puts.append(("shift", shift, None))
                words.append(f"new {self._names[str(shift.id)]}")
            line = _line(
                shift.id,
                WORDS[b % 3],
                _id(_pick(self._sorted(held["incident"]), a)),
                _id(_pick(self._sorted(held["log_entry"]), b)) if b % 2 else None,
            )
            self._name(line.id, "l")
            words.append(
                f"new {self._names[str(line.id)]} about {self._of(line.incident_id)}"
                f" corrects {self._of(line.corrects)}"
            )
            return [*puts, ("log_entry", line, None)]
        table = "incident" if verb == "edit" else "log_entry"
        now = _pick(self._sorted(held[table]), a)
        if now is None:
            return []
        seen = seat.looked_at.get(now.id, now) if stale else now
        if not stale:
            seat.looked_at.setdefault(now.id, now)
        changed = (
            _edited(seen, COLUMNS[b % len(COLUMNS)], c)
            if verb == "edit"
            else _rewritten(seen, b, c, self._sorted(held["incident"]))
        )
        what = [
            f"{self._names[str(now.id)]}.{n} {getattr(seen, n)!s} -> {getattr(changed, n)!s}"
            for n in seen.__dataclass_fields__
            if getattr(seen, n) != getattr(changed, n)
        ]
        words += what + (["(seen before)"] if stale else [])
        return [(table, changed, seen)]

    def drawn(self, _held: dict[UUID, Any]) -> dict[str, Any]:
        """What a new incident is given by whoever writes it."""
        return {"id": new_id()}

    def _note_tuples(self, made: list[tuple[str, Any, Any]]) -> None:
        for table, record, _ in made:
            for group in judge.GROUPS.get(table, ()):
                values = tuple(_json(getattr(record, name)) for name in group)
                self._tuples.add((str(record.id), group, values))

    def _records(self, seat: Seat, table: str) -> dict[UUID, Any]:
        with seat.db.read() as connection:
            rows = connection.execute(sa.select(metadata.tables[table])).mappings()
            return {row["id"]: record_of(table, row) for row in rows}

    def _name(self, key: UUID, letter: str) -> None:
        self._numbers += 1
        self._names[str(key)] = f"{letter}{self._numbers}"

    def _of(self, key: UUID | None) -> str:
        return "-" if key is None else self._names[str(key)]

    def _sorted(self, held: dict[UUID, Any]) -> list[Any]:
        return [held[key] for key in sorted(held, key=lambda k: int(self._names[str(k)][1:]))]

    # --- meeting the hub --------------------------------------------------------------------

    def do_exchange(self, d: int) -> None:
        seat = self._seat(d)
        self.say(f"{seat.name} exchanges")
        self._acting(seat, lambda: seat.rounds.exchange(self.shared.hub))

    def do_pull(self, d: int, limit: int = 0) -> None:
        seat = self._seat(d)
        self.say(f"{seat.name} pulls" + (f" {limit}" if limit else ""))
        self._acting(seat, lambda: self._pull(seat, limit))

    def do_replay(self, d: int, limit: int = 0) -> None:
        seat = self._seat(d)
        self.say(f"{seat.name} sends" + (f" {limit}" if limit else ""))
        self._acting(seat, lambda: self._replay(seat, limit))

    def _pull(self, seat: Seat, limit: int) -> None:
        desk = seat.rounds.desk
        desk.mend()
        try:
            if not limit:
                seat.rounds.pull(self.shared.hub)
                return
            batch = self.shared.hub.after(desk.cursor()[0], limit + 1)
            seat.batches.append(batch)
            desk.take_in(batch)
        except WentBack:
            seat.rounds.go_back(self.shared.hub)

    def _replay(self, seat: Seat, limit: int) -> None:
        desk = seat.rounds.desk
        desk.mend()
        try:
            cursor, order = desk.cursor()
            batch = desk.pending(limit or 200)
            if batch:
                self._parcels.append((cursor, order, batch, seat.name))
            taken = self.shared.hub.take(cursor, order, batch, seat.name)
            must(not taken.why, f"the hub stops before an entry of {seat.name}: {taken.why}")
        except WentBack:
            seat.rounds.go_back(self.shared.hub)

    def do_late_batch(self, d: int, which: int) -> None:
        seat = self._seat(d)
        batch = _pick(seat.batches, which)
        if not batch:
            return
        self.say(f"{seat.name} gets {batch[0].hub_no}..{batch[-1].hub_no} once more")
        self._acting(seat, lambda: self._take_late(seat, batch))

    def _take_late(self, seat: Seat, batch: list[Placed]) -> None:
        seat.rounds.desk.mend()
        cursor = seat.rounds.desk.cursor()[0]
        try:
            seat.rounds.desk.take_in(batch)
        except WentBack:
            seat.rounds.go_back(self.shared.hub)
        except Broken:
            must(not cursor and batch[0].hub_no > 1, "a late batch was taken for a broken one")

    def do_late_parcel(self, which: int) -> None:
        parcel = _pick(self._parcels[-4:], which)
        if not parcel:
            return
        self.say(f"the hub gets {len(parcel[2])} entries of {parcel[3]} once more")
        try:
            taken = self.shared.hub.take(*parcel)
            must(not taken.why, f"the hub stops before a late entry: {taken.why}")
        except WentBack:
            pass
        self._look_at_hub()

    # --- bad luck ---------------------------------------------------------------------------

    def do_restart(self, d: int) -> None:
        seat = self._seat(d)
        self.say(f"{seat.name} starts anew")
        seat.start()
        self._look_at(seat)

    def do_crash(self, d: int, where: int, kind: int, left: int, step: Step) -> None:
        """The desk, or the hub, dies in the midst of a step."""
        seat = self._seat(d)
        fuse = (self.shared if where % 2 else seat.wire).fuse
        fuse.light(FUSES[kind % 3], left)
        self.say(
            f"{'the hub' if where % 2 else seat.name} will crash {FUSES[kind % 3]}, {left} later:"
        )
        self.run((step[0], d, *step[2:]))
        fuse.renew()

    def do_copy(self, d: int) -> None:
        seat = self._seat(d)
        self.say(f"{seat.name} is copied")
        known = {
            "has": set(seat.has),
            "broken": set(seat.broken),
            "damaged": seat.damaged,
            "length": seat.length,
        }
        self._copies.append((seat, bytes(seat.wire.serialize()), known))

    def do_restore(self, which: int) -> None:
        copy = _pick([one for one in self._copies if one[0] in self.seats], which)
        if copy is None:
            return
        seat, image, known = copy
        self.say(f"{seat.name} is put back to its copy")
        seat.wire.close()
        seat.wire = wire(image)
        seat.has, seat.broken = set(known["has"]), set(known["broken"])
        seat.damaged, seat.length = known["damaged"], known["length"]
        seat.start()
        self._look_at(seat)

    def do_clone(self, d: int) -> None:
        seat = self._seat(d)
        if not self.kind.clones or len(self.seats) >= 4:
            return
        self.say(f"{seat.name} is cloned while it runs")
        self._cloned = True
        self.seats.append(seat.twin())

    def do_hub_copy(self) -> None:
        self.say("the hub is copied")
        self._images.append((self.shared.image(), set(self._hub_has)))

    def do_hub_restore(self, which: int) -> None:
        image, has = self._images[which % len(self._images)]
        self.say(f"the hub is put back to copy {which % len(self._images)}")
        self.shared.restore(image)
        self._hub_has = set(has)

    def do_destroy(self, d: int) -> None:
        seat = self._seat(d)
        new = self._new_seat()
        self.say(f"{seat.name} is destroyed, {new.name} takes its seat")
        seat.wire.close()
        self.seats[self.seats.index(seat)] = new

    def do_damage(self, d: int, which: int, column: int, bit: int) -> None:
        """A bit turns in an entry nobody else may have, past every guard, as a disk does it."""
        seat = self._seat(d)
        entry = _pick([e for e in judge.journal(seat.ask) if e.pos is not None], which)
        if entry is None or entry.cmd_id in seat.broken:
            return
        name = DAMAGED[column % len(DAMAGED)] if column < 48 else DAMAGED[column % 3]
        self.say(f"in {seat.name} the {name} of {entry.ws}:{entry.seq} is damaged")
        _turn(seat.wire, entry.hash, name, bit)
        seat.broken.add(entry.cmd_id)
        seat.has.discard(entry.cmd_id)
        seat.damaged = True

    def do_quiesce(self) -> None:
        self.say("all meet until nothing moves")
        for seat in self.seats:
            self._acting(seat, lambda seat=seat: seat.rounds.exchange(self.shared.hub))
        for seat in self.seats:
            if seat.rounds.desk.standing() != (0, len(self._hub_has)):
                self._acting(seat, lambda seat=seat: seat.rounds.exchange(self.shared.hub))
        self.quiet += 1
        self._all_is_well()

    # --- one desk at a time -----------------------------------------------------------------

    def _seat(self, d: int) -> Seat:
        return self.seats[d % len(self.seats)]

    def _acting(self, seat: Seat, act: Callable[[], None]) -> None:
        seat.clock.forward(timedelta(seconds=1))
        known = {e[0] for e in seat.ask("SELECT hash FROM journal")}
        chain = seat.db.chain
        try:
            act()
        except Crash:
            if seat.wire.fuse.dead:
                self.say(f"  {seat.name} crashed")
                seat.start()
        finally:
            if self.shared.fuse.dead:
                self.say("  the hub crashed")
                self.shared.renew()
        seat.wrote |= {
            bytes(h)
            for h, ws in seat.ask("SELECT hash, ws FROM journal WHERE pos IS NOT NULL")
            if ws == chain == seat.db.chain and h not in known
        }
        self._look_at(seat)
        self._look_at_hub()

    def _look_at(self, seat: Seat) -> None:
        """What must hold on one desk after every step."""
        for fact in seat.facts:
            must(not isinstance(fact, EntryHeldUp), f"{fact} at {seat.name}")
            must(not isinstance(fact, RowRefused), f"{fact} at {seat.name}")
            must(self._cloned or not isinstance(fact, RunningDeskCloned), f"false alarm: {fact}")
        told = judge.journal(seat.ask)
        must(len(told) >= seat.length, f"the journal of {seat.name} got shorter")
        seat.length = len(told)
        has = {e.cmd_id for e in told}
        must(seat.has <= has, f"{seat.name} lost a change")
        seat.has |= {e.cmd_id for e in told if e.hub_no or e.cmd_id not in seat.broken}
        for entry in told:
            self._by_cmd.setdefault(entry.cmd_id, entry.hash)
        for entry in told:
            must(
                entry.ws != seat.db.chain or entry.hash in seat.wrote or seat.damaged,
                f"{seat.name} goes on in a chain in which another wrote",
            )
        if seat.damaged:
            return
        wanted = judge.fold(told)
        there = judge.tables(seat.ask)
        must(wanted.made <= there.keys(), f"a new row is not in the tables of {seat.name}")
        if self.kind.strict:
            self._same(seat.name, wanted, there, seat.ask)

    def _look_at_hub(self) -> None:
        has = {cmd for (cmd,) in self.shared.ask("SELECT cmd_id FROM journal")}
        must(self._hub_has <= has, "the hub lost a change")
        self._hub_has = has

    def _same(self, who: str, wanted: judge.Outcome, there: Any, ask: judge.Ask) -> None:
        must(wanted.rows == there, f"{who}: rows differ: {_differing(wanted.rows, there)}")
        must(wanted.conflicts == judge.conflicts(ask), f"{who}: conflicts differ")
        must(wanted.index == judge.index(ask), f"{who}: the index of effects differs")

    # --- all together -----------------------------------------------------------------------

    def _all_is_well(self) -> None:
        told = judge.journal(self.shared.ask)
        wanted = judge.fold(told)
        self._check_order(told, wanted)
        there = judge.tables(self.shared.ask)
        self._same("the hub", wanted, there, self.shared.ask)
        must(not self.shared.ask("SELECT * FROM bad_row"), "the hub refused a row")
        self._check_new_rows(told, wanted)
        self._check_groups(there)
        passed = {cmd for cmd, h in self._by_cmd.items() if h.hex() in wanted.mended}
        needed = set[str]().union(*(seat.has for seat in self.seats)) - passed
        must(
            needed <= {e.cmd_id for e in told},
            "a change of which a copy survived is not on the hub",
        )
        for seat in self.seats:
            must(seat.rounds.desk.standing() == (0, len(told)), f"{seat.name} is not through")
            mine = judge.journal(seat.ask)
            order = [e.hash for e in mine if e.in_order]
            must(order == [e.hash for e in told], f"{seat.name} has another order")
            self._same(seat.name, wanted, judge.tables(seat.ask), seat.ask)
            must(seat.db.verify().bad is None, f"{seat.name} does not verify")
            by = {e.hash: e.desk for e in told}
            for (h, _), at in judge.shown(seat.ask).items():
                must((by[h] == seat.name) == bool(at), f"a conflict of {by[h]} at {seat.name}")

    def _check_order(self, told: list[judge.Told], end: judge.Outcome) -> None:
        before: dict[bytes, judge.Told] = {}
        order, places = b"", set()
        for number, entry in enumerate(told, 1):
            order = judge.order_hash(order, number, entry.hash)
            must((entry.hub_no, entry.order_hash) == (number, order), "the order does not verify")
            stands = entry.prev in before or (entry.seq == 1 and not entry.prev)
            must(
                stands or entry.prev.hex() in end.mended,
                f"{entry.ws}:{entry.seq} stands before its predecessor",
            )
            places.add((entry.ws, entry.seq))
            before[entry.hash] = entry
        must(len({e.cmd_id for e in told}) == len(told), "a change stands twice on the hub")
        must(self._cloned or len(places) == len(told), "two entries at one place of a chain")

    def _check_new_rows(self, told: list[judge.Told], end: judge.Outcome) -> None:
        for entry in told:
            effects = judge.effects_of(entry)
            if effects[0]["table"] == "mended_entry":
                continue  # it may tell anew what came through after all
            for n, effect in enumerate(effects):
                must(
                    "made" not in effect or (entry.hash, n) not in end.conflicts,
                    f"a new row is in conflict: {effect['table']}",
                )

    def _check_groups(self, there: dict[Any, Any]) -> None:
        for (table, key), row in there.items():
            for group in judge.GROUPS.get(table, ()):
                values = tuple(row[name] for name in group)
                must(
                    (key, group, values) in self._tuples,
                    f"{self._names.get(key)}: nobody wrote {group} = {values}",
                )


DAMAGED = (
    "effects",
    "hash",
    "prev",
    "ws",
    "seq",
    "cmd_id",
    "at_utc",
    "mono_ns",
    "boot_id",
    "by",
    "what",
    "subject_kind",
    "subject_id",
    "schema_no",
)


def _turn(on: Wire, digest: bytes, column: str, bit: int) -> None:
    guards = on.ask("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for name, _ in guards:
        on.ask(f"DROP TRIGGER {name}")
    here = f"hash = x'{digest.hex()}'"
    (value,) = on.ask(f'SELECT "{column}" FROM journal WHERE {here}')[0]
    if isinstance(value, int):
        told = str(value ^ (1 << bit % 6))
    elif isinstance(value, str):
        held = bytearray(value, "utf-8")
        held[bit % len(held)] ^= 128 if bit >= 48 else 1
        told = f"CAST(x'{held.hex()}' AS TEXT)"
    else:
        place = bit % max(len(value), 1)
        damaged = value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :] if value else b"\1"
        told = f"x'{damaged.hex()}'"
    on.ask(f'UPDATE journal SET "{column}" = {told} WHERE {here}')
    for _, sql in guards:
        on.ask(sql)


def _pick(among: list[Any], number: int) -> Any:
    return among[number % len(among)] if among else None


def _id(record: Any) -> UUID | None:
    return None if record is None else record.id


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
    return str(value) if isinstance(value, IncidentStatus) else value


def _edited(seen: Any, column: str, c: int) -> Any:
    if column == "point":
        return replace(seen, lat=PLACES[c % 3], lon=PLACES[c // 3 % 3] + 86)
    if column == "lat":
        return replace(seen, lat=PLACES[c % 3])
    if column == "lon":
        return replace(seen, lon=PLACES[c % 3] + 86)
    if column == "close":
        if c % 2:
            return replace(seen, status=IncidentStatus.HANDLING, closed_at=None)
        return replace(
            seen, status=IncidentStatus.CLOSED, closed_at=NOON + timedelta(minutes=c % 3)
        )
    return replace(seen, **{column: WORDS[c % 3]})


def _rewritten(seen: Any, b: int, c: int, incidents: list[Any]) -> Any:
    if b % 3 == 0:
        return replace(seen, incident_id=_id(_pick(incidents, c)))
    return replace(seen, **{"text" if b % 3 == 1 else "handling": WORDS[c % 3]})


def _line(shift: UUID, text: str, about: UUID | None, corrects: UUID | None) -> LogEntry:
    return LogEntry(
        id=new_id(),
        shift_id=shift,
        seq=1,
        at=NOON,
        written_at=NOON,
        way=next(iter(Way)),
        channel=next(iter(Channel)),
        unit="",
        person="",
        phone="",
        category=next(iter(Category)),
        text=text,
        handling="",
        status=next(iter(Handling)),
        by="officer",
        by_name="",
        incident_id=about,
        corrects=corrects,
        late=False,
        file_sha256="",
        file_name="",
        mark=Mark.TEST,
    )
