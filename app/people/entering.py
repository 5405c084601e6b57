"""Officers entered and changed by those who may: name, post, PIN, and whether they may still sign in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.people.pinyin import initials
from app.people.records import Officer, Role
from app.people.rights import Act, demand, may
from app.people.signin import OfficerStore, SignIn

SHORTEST_PIN = 4
MOST_LETTERS = 20
OFFICE = (Role.ADMIN, Role.AUDITOR, Role.OBSERVER)
"""Posts of the office: only an administrator gives and takes them, once there is one."""


def checked_name(name: str) -> str:
    """`Refused("name", …)`: missing or too_long."""
    name = name.strip()
    if not name:
        raise Refused("name", "missing")
    if len(name) > MOST_LETTERS:
        raise Refused("name", "too_long", most=MOST_LETTERS)
    return name


def check_pin(pin: str, again: str) -> None:
    """`Refused`: pin pin_too_short, again pins_differ."""
    if len(pin) < SHORTEST_PIN:
        raise Refused("pin", "pin_too_short", least=SHORTEST_PIN)
    if pin != again:
        raise Refused("again", "pins_differ")


@dataclass(frozen=True, slots=True)
class Listed:
    """An officer as the list shows them. `double`: another active one has the same name; `waits_s`:
    seconds until they may try their PIN again."""

    officer: Officer
    double: bool
    waits_s: int


class Officers:
    """Runs on the store thread. `Refused("officer", …)`: not_allowed, office_only, yourself, last_one."""

    def __init__(
        self,
        ledger: Ledger,
        store: OfficerStore,
        sign_in: SignIn,
        hash_of: Callable[[str], str],
        mark: Mark,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._sign_in = sign_in
        self._hash_of = hash_of
        self._mark = mark

    def listed(self) -> list[Listed]:
        """Everybody in official order; those who may not sign in any more come last."""
        everybody = self._store.everybody()
        names = Counter(one.name for one in everybody if one.active)
        rows = [
            Listed(one, one.active and names[one.name] > 1, self._sign_in.waits_s(one.id))
            for one in everybody
        ]
        return sorted(rows, key=lambda row: not row.officer.active)

    def enter(
        self, by: Officer, name: str, post: Role, permanent: bool, pin: str, again: str
    ) -> Officer:
        """A new officer, last in the official order. A name that is there already is no refusal."""
        self._demand(by, post)
        name = checked_name(name)
        check_pin(pin, again)
        key, hashed = new_id(), self._hash_of(pin)
        sort = 1 + max((one.sort for one in self._store.everybody()), default=0)
        made = Officer(key, name, initials(name), post, permanent, sort, hashed, True, self._mark)
        self._put(by, "officer.enter", made, None)
        return made

    def change(self, by: Officer, seen: Officer, name: str, post: Role, permanent: bool) -> Officer:
        """Another name or post."""
        self._demand(by, seen.role, post)
        name = checked_name(name)
        made = replace(seen, name=name, initials=initials(name), role=post, permanent=permanent)
        self._keep_somebody(made)
        self._put(by, "officer.change", made, seen)
        return made

    def set_pin(self, by: Officer, seen: Officer, pin: str, again: str) -> Officer:
        """Anybody may change their own."""
        if by.id != seen.id:
            self._demand(by, seen.role)
        check_pin(pin, again)
        made = replace(seen, pin_hash=self._hash_of(pin))
        self._put(by, "officer.pin", made, seen)
        return made

    def set_active(self, by: Officer, seen: Officer, active: bool) -> Officer:
        """Who is not active may not sign in; what they wrote stays theirs."""
        self._demand(by, seen.role)
        if by.id == seen.id:
            raise Refused("officer", "yourself")
        made = replace(seen, active=active)
        self._keep_somebody(made)
        self._put(by, "officer.active", made, seen)
        return made

    def free(self, by: Officer, seen: Officer) -> None:
        """They need not wait any longer to try their PIN."""
        self._sign_in.free(by, seen.id)

    def _demand(self, by: Officer, *posts: Role) -> None:
        demand(by, Act.PEOPLE)
        if not any(post in OFFICE for post in posts) or may(by, Act.OFFICE):
            return
        if any(may(one, Act.OFFICE) for one in self._store.officers()):
            raise Refused("officer", "office_only")

    def _keep_somebody(self, made: Officer) -> None:
        """Nobody may be left who could enter anybody."""
        others = (one for one in self._store.officers() if one.id != made.id)
        if not any(may(one, Act.PEOPLE) for one in (*others, made)):
            raise Refused("officer", "last_one")

    def _put(self, by: Officer, what: str, made: Officer, seen: Officer | None) -> None:
        with self._ledger.change(str(by.id), what, ("officer", str(made.id))) as change:
            change.put("officer", made, seen=seen)
