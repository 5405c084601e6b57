"""The first officer of a desk whose record holds nobody yet."""

from __future__ import annotations

from collections.abc import Callable

from app.base.errors import Refused, Unreachable
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.people.entering import check_pin, checked_name
from app.people.pinyin import initials
from app.people.records import Officer, Role
from app.people.signin import OfficerStore

POSTS = (Role.CHIEF, Role.LEADER, Role.OFFICER, Role.PROFESSIONAL)
"""Posts that can do the work of a shift; the first officer must be able to."""


class FirstOfficer:
    """Enters somebody without anybody's leave, so only while the record holds nobody."""

    def __init__(
        self,
        ledger: Ledger,
        store: OfficerStore,
        hash_of: Callable[[str], str],
        mark: Mark,
        shut: Callable[[], str | None] = lambda: None,
    ) -> None:
        """`shut` gives the code why the record cannot be written, None when it can."""
        self._ledger = ledger
        self._store = store
        self._hash_of = hash_of
        self._mark = mark
        self._shut = shut

    def demand_open(self) -> None:
        """`Unreachable("store", why)` when nobody can be entered: the record cannot be written."""
        if (why := self._shut()) is not None:
            raise Unreachable("store", why)

    def register(self, name: str, post: Role, pin: str, again: str) -> Officer:
        """On the store thread. `Refused`: name missing or too_long, pin too_short or differs, not_first."""
        self.demand_open()
        name = checked_name(name)
        check_pin(pin, again)
        if self._store.everybody():
            raise Refused("name", "not_first")
        if post not in POSTS:
            raise Refused("post", "not_allowed", role=post.value)
        key, hashed = new_id(), self._hash_of(pin)
        first = Officer(key, name, initials(name), post, True, 1, hashed, True, self._mark)
        with self._ledger.change("system", "officer.first", ("officer", str(key))) as change:
            change.put("officer", first)
        return first
