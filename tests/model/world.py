"""A county of desks and one hub: what may happen to it, step by step, and what must hold after each."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import sqlalchemy as sa

from app.base.clock import SteeredClock
from app.base.errors import Conflict
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.records import Shift
from db import derive
from db.change import record_of
from db.exchange import rounds
from db.exchange.desk import Broken
from db.exchange.hub import Placed, WentBack
from db.tables import metadata
from tests.db.samples import incident
from tests.model import judge
from tests.model.damage import DAMAGED, turn
from tests.model.room import (
    AFTER,
    BEFORE,
    INSIDE,
    Crash,
    SqliteHub,
    empty_desk,
    wire,
)
from tests.model.seat import Seat, must
from tests.model.values import NOON, PLACES, WORDS, edited, json, key_of, log_line, pick, rewritten
from tests.model.watch import Watch

Step = tuple[Any, ...]
FUSES = (BEFORE, AFTER, INSIDE)
COLUMNS = ("needs", "lat", "lon", "needs", "point", "lat", "lon", "close", "measures")


@dataclass(frozen=True)
class Kind:
    """What a history is made of besides its steps."""

    desks: int = 2
    pull: int = 1000
    replay: int = 200
    clones: bool = False
    strict: bool = True
    """Compare each desk's tables with the judge after every step, not only when all is quiet."""


class World(Watch):
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
            shift = pick(self._sorted(held["shift"]), c)
            if shift is None:
                shift = Shift(new_id(), NOON, NOON + timedelta(hours=12), None, None, Mark.TEST)
                self._name(shift.id, "s")
                puts.append(("shift", shift, None))
                words.append(f"new {self._names[str(shift.id)]}")
            line = log_line(
                shift.id,
                WORDS[b % 3],
                key_of(pick(self._sorted(held["incident"]), a)),
                key_of(pick(self._sorted(held["log_entry"]), b)) if b % 2 else None,
            )
            self._name(line.id, "l")
            words.append(
                f"new {self._names[str(line.id)]} about {self._of(line.incident_id)}"
                f" corrects {self._of(line.corrects)}"
            )
            return [*puts, ("log_entry", line, None)]
        table = "incident" if verb == "edit" else "log_entry"
        now = pick(self._sorted(held[table]), a)
        if now is None:
            return []
        seen = seat.looked_at.get(now.id, now) if stale else now
        if not stale:
            seat.looked_at.setdefault(now.id, now)
        changed = (
            edited(seen, COLUMNS[b % len(COLUMNS)], c)
            if verb == "edit"
            else rewritten(seen, b, c, self._sorted(held["incident"]))
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
                values = tuple(json(getattr(record, name)) for name in group)
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
        batch = pick(seat.batches, which)
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
        parcel = pick(self._parcels[-4:], which)
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
            "hurt": dict(seat.hurt),
            "length": seat.length,
        }
        self._copies.append((seat, bytes(seat.wire.serialize()), known))

    def do_restore(self, which: int) -> None:
        copy = pick([one for one in self._copies if one[0] in self.seats], which)
        if copy is None:
            return
        seat, image, known = copy
        self.say(f"{seat.name} is put back to its copy")
        seat.wire.close()
        seat.wire = wire(image)
        seat.has, seat.broken = set(known["has"]), set(known["broken"])
        seat.damaged, seat.length = known["damaged"], known["length"]
        seat.hurt = dict(known["hurt"])
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
        entry = pick([e for e in judge.journal(seat.ask) if e.pos is not None], which)
        if entry is None or entry.cmd_id in seat.broken:
            return
        name = DAMAGED[column % len(DAMAGED)] if column < 48 else DAMAGED[column % 3]
        self.say(f"in {seat.name} the {name} of {entry.ws}:{entry.seq} is damaged")
        for effect in judge.effects_of(entry):
            place = effect["table"], effect["key"]
            told = frozenset(effect.get("to", effect.get("made")))
            seat.hurt[place] = seat.hurt.get(place, frozenset()) | told
        turn(seat.wire, entry.hash, name, bit)
        (damaged,) = (e.cmd_id for e in judge.journal(seat.ask) if e.pos == entry.pos)
        seat.broken |= {entry.cmd_id, damaged}
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
