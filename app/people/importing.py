"""Whole lists of contacts taken in from a table: first looked at, then written, all or nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from app.base.dryrun import ImportPlan, RowPlan, Verdict, demand_as_shown
from app.base.errors import Refused
from app.base.heads import Heads, find_heads, plain
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.base.written import words
from app.people.book import new_person, new_point, new_unit
from app.people.contacts import Card, ContactStore, Org, OrgKind, Person, PointKind
from app.people.numbers import MOBILE_FIGURES, ContactRules, checked_number, figures
from app.people.records import Officer
from app.people.rights import Act, demand

KINDS = {
    "mobile": PointKind.MOBILE,
    "office": PointKind.OFFICE,
    "duty_phone": PointKind.DUTY,
    "satellite": PointKind.SATELLITE,
}
ANY = "phone"
"""A column whose numbers tell by their shape what they are."""
REASONS = {
    "missing": "不能空着",
    "unit_missing": "单位空着（合并单元格请拆开填满）",
    "nobody": "姓名和号码都空着",
    "too_long": "超过 {most} 个字",
    "name_figures": "姓名里有数字或字母号码：{name}",
    "unknown_unit": "通讯录里没有“{typed}”；新单位请同时填单位类型和上级单位",
    "several_units": "有几个单位叫“{typed}”，请写全称：{names}",
    "unknown_kind": "单位类型只能是：{kinds}",
    "unknown_parent": "通讯录里没有上级单位“{typed}”",
    "cannot_stand_there": "{kind}不能设在{under}下面",
    "there_already": "上级单位下已有“{name}”",
    "same_names": "这个单位有几位{name}，请用职务区分",
    "twice": "与第 {row} 行重复",
    "twice_other": "与第 {row} 行同名同职务而号码不同：两个人请用职务区分，一个人请并成一行",
    "not_a_number": "不是电话号码：{value}",
    "mobile_figures": "手机号应为 {want} 位，这里 {got} 位：{value}",
    "number_figures": "号码应为 {least} 至 {most} 位：{value}",
}
"""Why a row is refused: it stands in the report that goes back to who sent the table."""


class Importing:
    """On the store thread."""

    def __init__(
        self, ledger: Ledger, store: ContactStore, rules: ContactRules, mark: Mark
    ) -> None:
        self._ledger, self._store, self._rules, self._mark = ledger, store, rules, mark

    def plan(self, rows: Sequence[Sequence[str]]) -> ImportPlan:
        """Writes nothing. `Refused("file", …)`: empty; columns (missing, found)."""
        if not any(any(row) for row in rows):
            raise Refused("file", "empty")
        heads = self._heads(rows)
        at, columns = heads.at, heads.columns
        work = _Work(self._store.units(), self._store.everybody(), self._mark)
        sheet = [(n, row) for n, row in enumerate(rows[at + 1 :], at + 2) if any(row)]
        told = work.take(
            _read(columns, sheet), {name: heads.cells[n] for name, n in columns.items()}
        )
        meant = {plain(name) for name in self._rules.heads["ignored"]}
        ignored = [n for n, head in enumerate(heads.cells) if plain(head) in meant]
        over = heads.passed_over(rows, ignored)
        return ImportPlan(heads.cells, over, told, tuple(work.made), work.edits())

    def write(self, by: Officer, rows: Sequence[Sequence[str]], shown: ImportPlan) -> ImportPlan:
        """All rows that were not refused, in one change. `Refused("file", "book_changed")` when the
        dry run would come out differently now."""
        demand(by, Act.UNITS)
        plan = self.plan(rows)
        demand_as_shown(plan, shown)
        tables: defaultdict[str, list[Any]] = defaultdict(list)
        for table, record in plan.made:
            tables[table].append(record)
        with self._ledger.change(str(by.id), "contacts.import", ("book", "import")) as change:
            for table in ("org", "person", "contact_point"):
                change.put_many(table, tables[table])
            for table, new, seen in plan.edited:
                change.put(table, new, seen=seen)
        return plan

    def _heads(self, rows: Sequence[Sequence[str]]) -> Heads:
        found = find_heads(rows, {name: self._rules.heads[name] for name in _HEADS})
        missing = [name for name in ("unit", "name") if name not in found.columns]
        if not {*KINDS, ANY} & set(found.columns):
            missing.append("mobile")
        if missing:
            raise Refused(
                "file",
                "columns",
                missing="、".join(self._rules.heads[name][0] for name in missing),
                found="、".join(head for head in found.cells if head) or "—",
            )
        return found


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: tuple[str, ...]
    told: dict[str, str]


def _read(columns: dict[str, int], sheet: Sequence[tuple[int, Sequence[str]]]) -> list[_Row]:
    return [
        _Row(number, tuple(cells), {name: cells[n].strip() for name, n in columns.items()})
        for number, cells in sheet
    ]


@dataclass(slots=True)
class _Owner:
    """Who a row is about, and the numbers they have or are about to get."""

    card: Card
    unit: Org
    held: set[str]
    next_sort: int
    before: Person | None = None
    after: Person | None = None


@dataclass(slots=True)
class _Work:
    """Goes through the rows with the book as it would be after those before."""

    units: list[Org]
    cards: list[Card]
    mark: Mark
    made: list[tuple[str, Any]] = field(default_factory=list)
    _owners: dict[UUID, _Owner] = field(default_factory=dict)
    _people: dict[tuple[UUID, str], list[_Owner]] = field(default_factory=dict)
    _named: dict[str, list[Org]] = field(default_factory=dict)
    _seen: dict[tuple[UUID, str, str], int] = field(default_factory=dict)
    _told: dict[tuple[UUID, str, str], list[tuple[PointKind, str]]] = field(default_factory=dict)
    _often: Counter[tuple[str, str]] = field(default_factory=Counter)
    _last_sort: int = 0

    def __post_init__(self) -> None:
        for unit in self.units:
            self._name(unit)
        for card in self.cards:
            self._know(card, card.person)
        self._last_sort = max((c.person.sort for c in self.cards if c.person), default=0)

    def take(self, rows: list[_Row], heads: dict[str, str]) -> tuple[RowPlan, ...]:
        self._often = Counter((row.told["unit"], _person_name(row)) for row in rows)
        return tuple(self._one(row, heads) for row in rows)

    def edits(self) -> tuple[tuple[str, Any, Any], ...]:
        return tuple(
            ("person", one.after, one.before)
            for one in self._owners.values()
            if one.before is not None and one.after is not None and one.after != one.before
        )

    def _one(self, row: _Row, heads: dict[str, str]) -> RowPlan:
        kept = len(self.made), len(self.units)
        unit, name = row.told["unit"], _person_name(row)
        try:
            verdict, told = self._judge(row)
        except Refused as no:
            self._forget(*kept)
            figures_of = {"value": "", "name": name, "typed": unit, **no.figures}
            why = REASONS[no.code].format(**figures_of)
            head = heads.get(no.field) or _HEADS.get(no.field, "")
            return RowPlan(row.number, Verdict.REFUSED, unit, name, why, head, row.cells)
        return RowPlan(row.number, verdict, unit, name, told)

    def _judge(self, row: _Row) -> tuple[Verdict, str]:
        """Everything of a row is looked at before anything of it is noted."""
        name = _person_name(row)
        if any(one.isdigit() for one in name):
            raise Refused("name", "name_figures", name=name)
        words("name", name, needed=False)
        duty = words("duty", row.told.get("duty", ""), needed=False)
        numbers = _numbers(row)
        if not name and not numbers:
            raise Refused("name", "nobody")
        unit, news = self._unit(row)
        twice = self._seen.get((unit.id, name, duty))
        if twice is not None:
            same = numbers == self._told[unit.id, name, duty]
            raise Refused("name", "twice" if same else "twice_other", row=twice)
        owner = self._owner(unit, name, duty)
        self._seen[unit.id, name, duty] = row.number
        self._told[unit.id, name, duty] = numbers
        fresh = owner is None
        if owner is None:
            owner = self._add(unit, name, duty)
        elif owner.after is not None and duty and duty != owner.after.duty:
            news.append(f"职务 {owner.after.duty or '—'} → {duty}")
            owner.after = replace(owner.after, duty=duty)
        before, added = len(owner.held), len(self.made)
        for kind, value in numbers:
            if figures(value) not in owner.held:
                owner.held.add(figures(value))
                point = new_point(owner.card, kind, value, owner.next_sort, self.mark)
                owner.next_sort += 1
                self.made.append(("contact_point", point))
                news.append(f"{kind} {value}")
        if before and not fresh and len(self.made) > added:
            news[-1] += f"（排在原有 {before} 个号码之后，原号码不停用）"
        if fresh and name:
            return Verdict.ADDED, "，".join([duty or "职务不详", *news])
        return (Verdict.CHANGED if news else Verdict.SAME), "，".join(news)

    def _unit(self, row: _Row) -> tuple[Org, list[str]]:
        typed = words("unit", row.told["unit"], needed=False)
        if not typed:
            raise Refused("unit", "unit_missing")
        found = self._named.get(plain(typed), [])
        exact = [one for one in found if one.full_name == typed] or found
        kind, parent = row.told.get("kind", ""), row.told.get("parent", "")
        if len(exact) > 1 and parent:
            above = {one.id for one in self._named.get(plain(parent), [])}
            exact = [one for one in exact if one.parent_id in above] or exact
        if len(exact) == 1:
            return exact[0], []
        if exact:
            names = "、".join(one.full_name for one in exact[:4])
            raise Refused("unit", "several_units", typed=typed, names=names)
        if not (kind and parent):
            raise Refused("unit", "unknown_unit", typed=typed)
        return self._add_unit(typed, kind, parent), ["新单位"]

    def _add_unit(self, typed: str, kind: str, parent: str) -> Org:
        if kind not in list(OrgKind):
            raise Refused("kind", "unknown_kind", kinds="、".join(OrgKind))
        above = self._named.get(plain(parent), [])
        if len(above) != 1:
            raise Refused("parent", "unknown_parent", typed=parent)
        name = typed.removeprefix(above[0].full_name) or typed
        made = new_unit(self.units, above[0], name, OrgKind(kind), self.mark)
        self.units.append(made)
        self._name(made)
        self.made.append(("org", made))
        return made

    def _owner(self, unit: Org, name: str, duty: str) -> _Owner | None:
        """Who is meant, None when they are new. `Refused`: same_names."""
        if not name:
            held = self._owners.get(unit.id)
            return held or self._know(Card(None, unit, unit.full_name, ()), None)
        there = self._people.get((unit.id, name), [])
        exact = [one for one in there if one.after is not None and one.after.duty == duty]
        if len(exact) == 1:
            return exact[0]
        if not there:
            return None
        often = sum(self._often[said, name] for said in {unit.name, unit.full_name})
        if exact or len(there) > 1 or (often > 1 and not duty):
            raise Refused("duty", "same_names", name=name)
        return None if often > 1 else there[0]

    def _add(self, unit: Org, name: str, duty: str) -> _Owner:
        self._last_sort += 1
        made = new_person(unit, name, duty, self._last_sort, self.mark)
        self.made.append(("person", made))
        return self._know(Card(made, unit, unit.full_name, ()), None, made)

    def _know(self, card: Card, before: Person | None, after: Person | None = None) -> _Owner:
        who = card.person or card.org
        assert who is not None
        sort = 1 + max((one.sort for one in card.points), default=-1)
        held = {figures(one.value) for one in card.points}
        owner = _Owner(card, card.org, held, sort, before, after or before)  # type: ignore[arg-type]
        self._owners[who.id] = owner
        if card.person is not None and card.person.org_id is not None:
            place = card.person.org_id, card.person.name
            self._people.setdefault(place, []).append(owner)
        return owner

    def _name(self, unit: Org) -> None:
        for name in {plain(one) for one in (unit.full_name, unit.name, unit.also) if one}:
            self._named.setdefault(name, []).append(unit)

    def _forget(self, made: int, units: int) -> None:
        """Nothing of a refused row stays: what it brought is taken out again."""
        for unit in self.units[units:]:
            for held in self._named.values():
                if unit in held:
                    held.remove(unit)
        del self.made[made:], self.units[units:]


_HEADS = {
    "unit": "单位",
    "kind": "单位类型",
    "parent": "上级单位",
    "name": "姓名",
    "duty": "职务",
    "mobile": "手机",
    ANY: "联系电话",
    "office": "办公电话",
    "duty_phone": "值班电话",
    "satellite": "卫星电话",
}
_BETWEEN = re.compile(r"[、，,;；/\n|]+")
_HANZI_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


def _numbers(row: _Row) -> list[tuple[PointKind, str]]:
    """`Refused` names the column."""
    found = []
    for name in (*KINDS, ANY):
        for value in _BETWEEN.split(row.told.get(name, "")):
            if value.strip():
                kind = KINDS.get(name) or _kind_of(value)
                try:
                    found.append((kind, checked_number(kind, value)))
                except Refused as no:
                    raise Refused(name, no.code, **{**no.figures, "value": value.strip()}) from None
    return found


def _kind_of(value: str) -> PointKind:
    told = figures(value.strip().removeprefix("+86"))
    mobile = len(told) == MOBILE_FIGURES and told.startswith("1")
    return PointKind.MOBILE if mobile else PointKind.OFFICE


def _person_name(row: _Row) -> str:
    """李  明 is 李明: tables pad short names with blanks."""
    return _HANZI_GAP.sub("", unicodedata.normalize("NFKC", row.told["name"]).strip())
