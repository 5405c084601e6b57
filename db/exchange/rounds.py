"""One exchange: check, pull, replay, pull until nothing moves. A crash anywhere needs no repair."""

from __future__ import annotations

from app.audit.facts import EntryHeldUp, RowRefused
from app.base.errors import Unreachable
from db.engine import Database
from db.exchange.desk import DeskSide, common_point
from db.exchange.hub import Hub, WentBack
from db.tables import SCHEMA_NO

PULL = 1000
REPLAY = 200


class Rounds:
    """What one desk does at the hub."""

    def __init__(self, db: Database, county: str) -> None:
        self.desk = DeskSide(db)
        self._db = db
        self._county = county
        self._held_up = ""

    def exchange(self, hub: Hub) -> None:
        """Until nothing moves. `Unreachable("hub", code)` when a person has to decide first."""
        self.check(hub)
        moved = True
        while moved:
            self.desk.mend()
            try:
                moved = self.pull(hub) > 0
                moved = self.replay(hub) > 0 or moved
            except WentBack:
                self.go_back(hub)
                moved = True

    def check(self, hub: Hub) -> None:
        """Is it our hub, and does it speak the same schema?"""
        county, hub_id, schema_no = hub.state()
        if county != self._county:
            raise Unreachable("hub", "other_county")
        if schema_no != SCHEMA_NO:
            raise Unreachable("hub", "newer_schema" if schema_no > SCHEMA_NO else "older_schema")
        if self.desk.hub_id(hub_id) != hub_id:
            raise Unreachable("hub", "other_hub")

    def pull(self, hub: Hub) -> int:
        """Everything the hub has beyond the cursor; `WentBack` when it does not stand at the cursor."""
        placed = 0
        while True:
            cursor, _ = self.desk.cursor()
            batch = hub.after(cursor, PULL)
            placed += (arrived := self.desk.take_in(batch))
            if not arrived:
                return placed

    def replay(self, hub: Hub) -> int:
        """Bring the first entries that have no place yet; how many were new to the hub."""
        cursor, order = self.desk.cursor()
        batch = self.desk.pending(REPLAY)
        if not batch:
            return 0
        taken = hub.take(cursor, order, batch, self.desk.desk)
        self._db.tell(RowRefused(bad.table, bad.key) for bad in taken.bad_rows)
        if taken.why and taken.why != self._held_up:
            self._db.tell([EntryHeldUp(taken.why)])
        self._held_up = taken.why
        return taken.entries

    def go_back(self, hub: Hub) -> None:
        cursor, _ = self.desk.cursor()
        self.desk.go_back(common_point(hub.order_hash_at, self.desk.order_hash_at, cursor))
