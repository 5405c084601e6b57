"""What must hold after every step of a desk, and when all is quiet."""

from __future__ import annotations

from typing import Any

from app.audit.facts import EntryHeldUp, RowRefused, RunningDeskCloned
from tests.model import judge
from tests.model.seat import Seat, differing, must


class Watch:
    """Looks at seats and hub; `World` is one that also acts."""

    kind: Any
    shared: Any
    seats: list[Seat]
    _cloned: bool
    _by_cmd: dict[str, bytes]
    _hub_has: set[str]
    _names: dict[str, str]
    _tuples: set[tuple[str, tuple[str, ...], tuple[Any, ...]]]

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
        must(wanted.rows == there, f"{who}: rows differ: {differing(wanted.rows, there)}")
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
