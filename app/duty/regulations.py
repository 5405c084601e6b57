"""制度: the rules of the duty room by kind and version. A version stays when another takes its place."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.base.attachments import Attachment, Filed
from app.base.clock import Clock, local_day
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.base.search import normal
from app.base.search import words as sought_words
from app.duty.typed import typed, typed_text
from app.people.records import Officer
from app.people.rights import Act, demand

ENCODINGS = ("utf-8-sig", "gb18030")
"""How text files are written here."""


class Standing(StrEnum):
    VALID = "现行"
    AHEAD = "待生效"
    REPLACED = "已被替代"
    WITHDRAWN = "已撤"


@dataclass(frozen=True, slots=True)
class RuleDocument:
    """One version of a 制度. `replaced_by` takes its place when that comes into effect; `text` is what of
    it can be read and searched here, "" when only its file tells. Not `active`: entered by mistake."""

    id: UUID
    title: str
    kind: str
    version: str
    effective: date
    replaced_by: UUID | None
    text: str
    attachment_id: UUID | None
    active: bool
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class RegulationRules:
    """`kinds` of documents; `places`: page -> kinds that are opened from it."""

    kinds: tuple[str, ...]
    places: dict[str, tuple[str, ...]]
    source: str


def load_rules(path: Path) -> RegulationRules:
    """Reads `resources/rules/regulations.toml`. Raises `ValueError` when it does not hold the rules."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        kinds = tuple(str(one) for one in held["kinds"])
        places = {str(page): tuple(of) for page, of in held["places"].items()}
        if not set().union(*places.values()) <= set(kinds):
            raise ValueError(f"places: {places}")
        return RegulationRules(kinds, places, str(held["source"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


@dataclass(frozen=True, slots=True)
class Told:
    """A version as it was typed."""

    title: str
    kind: str
    version: str
    effective: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document, how it stands today, its file, and the version that takes its place."""

    document: RuleDocument
    standing: Standing
    file: Attachment | None
    next: RuleDocument | None

    @property
    def id(self) -> UUID:
        return self.document.id


class RegulationStore(Protocol):
    def rule_documents(self) -> list[RuleDocument]:
        """By kind and title, newest version first."""
        ...

    def files_of_documents(self) -> dict[UUID, Attachment]: ...


def plain_text(content: bytes, name: str) -> str:
    """What a text file says; "" for any other kind, or when its letters cannot be told."""
    if not name.lower().endswith(".txt"):
        return ""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


class Regulations:
    """Runs on the store thread; files are durable already."""

    def __init__(
        self,
        ledger: Ledger,
        store: RegulationStore,
        clock: Clock,
        mark: Mark,
        rules: RegulationRules,
    ) -> None:
        self._ledger, self._store, self._clock, self._mark = ledger, store, clock, mark
        self.rules = rules

    def look(self, asked: str = "") -> list[Shelved]:
        """By kind as the rules have them, what is valid first; `asked`: words in title, kind, version or
        text."""
        today = local_day(self._clock.now())
        held = self._store.rule_documents()
        by_key, files = {one.id: one for one in held}, self._store.files_of_documents()
        wanted = sought_words(asked)
        found = []
        for one in held:
            told = normal(" ".join((one.title, one.kind, one.version, one.text)))
            if not all(word in told for word in wanted):
                continue
            after = by_key.get(one.replaced_by) if one.replaced_by else None
            file = files.get(one.attachment_id) if one.attachment_id else None
            found.append(Shelved(one, _standing(one, after, today), file, after))
        kinds, order = self.rules.kinds, list(Standing)
        return sorted(
            found,
            key=lambda one: (
                one.standing is Standing.WITHDRAWN,
                kinds.index(one.document.kind) if one.document.kind in kinds else len(kinds),
                order.index(one.standing),
                one.document.title,
                -one.document.effective.toordinal(),
            ),
        )

    def valid(self, kinds: Sequence[str]) -> list[Shelved]:
        """What holds today of these kinds, in their order."""
        found = [one for one in self.look() if one.standing is Standing.VALID]
        return [one for kind in kinds for one in found if one.document.kind == kind]

    def of_place(self, page: str) -> list[Shelved]:
        """What holds today for a page of the console."""
        return self.valid(self.rules.places.get(page, ()))

    def enter(
        self,
        by: Officer,
        told: Told,
        file: Filed | None = None,
        replaces: RuleDocument | None = None,
    ) -> RuleDocument:
        """A new document, or with `replaces` the version that takes its place.

        `Refused`: title or version missing, ("kind", …), ("file", missing) without file and text,
        ("replaces", replaced), ("effective", before_old).
        """
        demand(by, Act.DICTIONARIES)
        if told.kind not in self.rules.kinds:
            raise Refused("kind", "unknown_word", word=told.kind)
        text = typed_text("text", told.text, needed=False)
        if file is None and not text:
            raise Refused("file", "missing")
        if replaces is not None:
            self._may_replace(replaces, told)
        title, version = typed("title", told.title), typed("version", told.version)
        key = new_id()
        with self._ledger.change(str(by.id), "rules.enter", ("rule_document", str(key))) as change:
            row = None
            if file is not None:
                row = Attachment(
                    new_id(), file.sha256, file.size, file.mime, file.name, None, None,
                    str(by.id), by.name, change.at, self._mark,
                )  # fmt: skip
                change.put("attachment", row)
            made = RuleDocument(
                key, title, told.kind, version, told.effective, None, text,
                row.id if row else None, True, str(by.id), by.name, self._mark,
            )  # fmt: skip
            change.put("rule_document", made)
            if replaces is not None:
                change.put("rule_document", replace(replaces, replaced_by=key), seen=replaces)
        return made

    def withdraw(self, by: Officer, seen: RuleDocument) -> None:
        """Entered by mistake, or repealed without another in its place."""
        demand(by, Act.DICTIONARIES)
        subject = ("rule_document", str(seen.id))
        with self._ledger.change(str(by.id), "rules.withdraw", subject) as change:
            change.put("rule_document", replace(seen, active=False), seen=seen)

    def _may_replace(self, old: RuleDocument, told: Told) -> None:
        after = next((d for d in self._store.rule_documents() if d.id == old.replaced_by), None)
        if after is not None and after.active:
            raise Refused("replaces", "replaced", version=after.version)
        if told.effective < old.effective:
            raise Refused("effective", "before_old", day=old.effective.isoformat())


def _standing(one: RuleDocument, after: RuleDocument | None, today: date) -> Standing:
    if not one.active:
        return Standing.WITHDRAWN
    if one.effective > today:
        return Standing.AHEAD
    if after is not None and after.active and after.effective <= today:
        return Standing.REPLACED
    return Standing.VALID
