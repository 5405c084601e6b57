"""Do a printed handover sheet and the record agree? Checked on the file alone, nothing is written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from app.base.clock import full, local
from app.handover.records import Handover, Section, Side, SourceKind
from app.handover.sheet import CODE, FORM, HandoverSheet, content_sha256, short_code, unit_of
from db.change import record_of
from db.fold import fold, histories
from db.journal import holds, verify
from db.past import bodies
from db.rows import row_json
from db.tables import metadata
from db.tables.handover import handover, handover_item, handover_note, handover_signature
from db.tables.journal import effect, journal
from db.verify import DAMAGE, said

_PRINTED = re.compile(rf"{re.escape(FORM)} (\S+) ([0-9A-Fa-f]{{64}}) (\S+)")
_PLACE = {section: number for number, section in enumerate(Section)}
_SOURCES = {
    SourceKind.INCIDENT: "incident",
    SourceKind.LOG: "log_entry",
    SourceKind.INSTRUCTION: "instruction",
}
_TOOK_EFFECT = "handover.take_effect"


class Verdict(IntEnum):
    """The exit code of the command."""

    AGREES = 0
    DIFFERS = 1
    CANNOT_TELL = 2


@dataclass(slots=True)
class Told:
    """What was found, in the language of the record; each line is read out."""

    verdict: Verdict = Verdict.AGREES
    lines: list[str] = field(default_factory=list)

    def good(self, words: str) -> None:
        self.lines.append(f"相符　{words}")

    def bad(self, words: str) -> None:
        self.verdict = Verdict.DIFFERS
        self.lines.append(f"不符　{words}")

    def check(self, holds_: bool, good: str, bad: str) -> None:
        if holds_:
            self.good(good)
        else:
            self.bad(bad)

    def cannot(self, words: str) -> Told:
        self.verdict = Verdict.CANNOT_TELL
        self.lines.append(f"无法判断　{words}")
        return self

    def end(self) -> Told:
        self.lines.append(
            "结论：纸与记录相符" if self.verdict is Verdict.AGREES else "结论：纸与记录不符"
        )
        return self


@dataclass(frozen=True, slots=True)
class Paper:
    """What was handed in: a short code, the hash of what is printed, the hash of the file.

    Empty where it is not known; `draft` for a sheet printed before it took effect.
    """

    code: str = ""
    digest: str = ""
    file_sha256: str = ""
    draft: bool = False


def paper_of(given: str) -> Paper | None:
    """A file, a short code, or what the QR code says; None when it is none of them."""
    file = Path(given)
    if file.is_file():
        data = file.read_bytes()
        printed = _PRINTED.search(data.decode("latin-1"))
        code, digest = (printed[1], printed[2].lower()) if printed else ("", "")
        known = code if CODE.fullmatch(code) else ""
        return Paper(known, digest, hashlib.sha256(data).hexdigest(), code == "-")
    printed = _PRINTED.search(given)
    if printed:
        return Paper(printed[1].upper(), printed[2].lower(), draft=printed[1] == "-")
    found = CODE.fullmatch(given.strip().upper())
    return Paper(found[0]) if found else None


def examine(record: Path, given: str) -> Told:
    """`given`: a PDF file or a code."""
    told = Told()
    try:
        paper = paper_of(given)
    except OSError as error:
        return told.cannot(f"文件读不出：{error.strerror}")
    if paper is None:
        return told.cannot("没有这个文件，也不是查验码（如 2026-012-9F3A21BC44D0）")
    if not record.is_file():
        return told.cannot(f"没有找到记录 {record.name}，请核对数据文件夹（--data）")
    engine = sa.create_engine(f"sqlite:///file:{quote(str(record))}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            return _examine(connection, paper, told)
    except DAMAGE as error:
        return told.cannot(f"记录读不出：{said(error)}")
    finally:
        engine.dispose()


def _examine(connection: sa.Connection, paper: Paper, told: Told) -> Told:
    found = _find(connection, paper)
    if found is None:
        if paper.draft:
            return told.cannot("这是生效以前打印的一版，没有查验码，以生效后的交接表为准")
        named = f"查验码 {paper.code} " if paper.code else "这份文件"
        told.bad(f"{named}不在本记录中：不是本单位的交接表，或尚未从其他值守台取到，或内容被改动过")
        return told.end()
    sheet = _sheet(connection, found)
    day = local(sheet.shift.starts_at)
    unit, code = sheet.unit or "（单位不详）", short_code(found)
    told.lines.append(f"{unit} 第 {found.no} 号交接表，{day:%Y-%m-%d} 班，查验码 {code}")
    if found.effective_at:
        told.lines.append(f"生效 {full(found.effective_at)}，{_signed(sheet)}")
    _check_file(connection, paper, found, told)
    _check_content(paper, sheet, told)
    _check_head(connection, found, told)
    _check_rows(connection, sheet, told)
    return told.end()


def _find(connection: sa.Connection, paper: Paper) -> Handover | None:
    """By its code, else by the hash of the file, as it is or as it once was."""
    found: list[Handover] = []
    if code := CODE.fullmatch(paper.code):
        begins = handover.c.head_hash.startswith(code[3].lower())
        near = _all(connection, handover, begins & (handover.c.no == int(code[2])))
        found = [held for held in near if short_code(held) == paper.code]
    if not found and paper.file_sha256:
        found = _all(connection, handover, handover.c.sheet_sha256 == paper.file_sha256)
    if not found and paper.file_sha256:
        once = _once_kept(connection, paper.file_sha256)
        found = _all(connection, handover, handover.c.id.in_(once))
    return found[0] if found else None


def _once_kept(connection: sa.Connection, sha256: str) -> list[Any]:
    """Handovers a file of this hash was kept for; a later print has taken its place."""
    kind = handover.c.id.type
    kept = sa.select(journal.c.subject_id, journal.c.effects, journal.c.schema_no).where(
        journal.c.subject_kind == "handover", journal.c.what == "handover.keep_sheet"
    )
    return [
        kind.from_json(key)  # type: ignore[attr-defined]
        for key, *told in connection.execute(kept)
        if any(body.get("to", {}).get("sheet_sha256") == sha256 for body in bodies(*told))
    ]


def _check_file(connection: sa.Connection, paper: Paper, found: Handover, told: Told) -> None:
    if not paper.file_sha256:
        return
    told.lines.append(f"文件 SHA-256 {paper.file_sha256}")
    if paper.file_sha256 == found.sheet_sha256:
        told.good("文件与交接记录所存的一致")
    elif found.id in _once_kept(connection, paper.file_sha256):
        told.good("文件是本表较早打印的一版（其后又有签阅或重新打印）")
    else:
        told.bad("文件与交接记录所存的不一致：文件被改动过，或不是本表的原件")


def _check_content(paper: Paper, sheet: HandoverSheet, told: Told) -> None:
    """An earlier print says the same without the leader's later mark."""
    if not paper.digest:
        return
    held = {content_sha256(sheet)}
    for count in range(len(sheet.signatures)):
        if all(one.side is Side.LEADER for one in sheet.signatures[count:]):
            held.add(content_sha256(replace(sheet, signatures=sheet.signatures[:count])))
    told.check(
        paper.digest in held,
        "内容 SHA-256 与记录现存内容一致",
        "内容 SHA-256 与记录现存内容不一致：纸上所写与记录不同",
    )


def _check_head(connection: sa.Connection, found: Handover, told: Told) -> None:
    """The head on the paper is an entry of the journal, and everything up to it stands in its chain."""
    verdict = verify(connection)
    if verdict.bad is not None:
        bad = verdict.bad
        told.bad(f"记录的链不完整：链 {bad.ws} 第 {bad.seq} 条（{bad.why}）")
    digest = bytes.fromhex(found.head_hash)
    row = connection.execute(sa.select(journal).where(journal.c.hash == digest)).first()
    place = f"链首 {found.head_hash[:16].upper()}"
    if row is None:
        told.bad(f"{place} 不在记录中：其后的记录被截去，或不是同一份记录")
        return
    stood = (row.ws, row.seq) == (found.head_ws, found.head_seq)
    covers = holds(connection, digest) and stood and _in_force_by_then(connection, found, row)
    told.check(
        covers,
        f"{place} 在记录中：链 {row.ws} 第 {row.seq} 条，链上 {verdict.entries} 条核过",
        f"{place} 在记录中，但不是本表生效的那一条",
    )


def _in_force_by_then(connection: sa.Connection, found: Handover, head: Any) -> bool:
    """The entry that made it take effect is the head, or stands before it in the same chain or order."""
    mine = (journal.c.subject_kind == "handover") & (journal.c.subject_id == str(found.id))
    made = connection.execute(
        sa.select(journal).where(mine, journal.c.what == _TOOK_EFFECT)
    ).first()
    if made is None:
        return False
    if made.ws == head.ws:
        return bool(made.seq <= head.seq)
    return made.hub_no is not None and (head.hub_no is None or made.hub_no <= head.hub_no)


def _check_rows(connection: sa.Connection, sheet: HandoverSheet, told: Told) -> None:
    """Everything the sheet names is what the journal says it is."""
    key = str(sheet.handover.id)
    places = dict.fromkeys([("handover", key), *_touched(connection, key), *_named(sheet)])
    wrong = list(_changed(connection, places)) + list(_unindexed(connection, key))
    if wrong:
        for table, row_key in dict.fromkeys(wrong):
            told.bad(f"绕过记录改动的行：{table} {row_key}")
        return
    told.good(
        f"表中 {len(sheet.items)} 项、{len(sheet.notes)} 条问答与理由、{len(sheet.signatures)} 个签字"
        "及所指的事件、日志、指示、班次与历次变更一致"
    )


def _named(sheet: HandoverSheet) -> Iterator[tuple[str, str]]:
    """What the sheet points at; its own parts as they stand in the tables."""
    yield from (("shift", str(one.id)) for one in (sheet.shift, sheet.next_shift))
    for name, rows in (
        ("handover_item", sheet.items),
        ("handover_note", sheet.notes),
        ("handover_signature", sheet.signatures),
    ):
        yield from ((name, str(row.id)) for row in rows)
    for item in sheet.items:
        if (table := _SOURCES.get(item.source_kind)) is not None:
            yield table, item.source_id


def _touched(connection: sa.Connection, key: str) -> Iterator[tuple[str, str]]:
    """Rows that changes of this handover made or changed, whether or not they are still there."""
    for _, body in _bodies(connection, key):
        if body["table"].startswith("handover"):
            yield body["table"], body["key"]


def _bodies(connection: sa.Connection, key: str) -> Iterator[tuple[tuple[bytes, int], Any]]:
    mine = (journal.c.subject_kind == "handover") & (journal.c.subject_id == key)
    query = sa.select(journal.c.hash, journal.c.effects, journal.c.schema_no).where(mine)
    for digest, *held in connection.execute(query):
        for n, body in enumerate(bodies(*held)):
            yield (bytes(digest), n), body


def _unindexed(connection: sa.Connection, key: str) -> Iterator[tuple[str, str]]:
    """Rows one of whose changes was taken out of the index, so that it would not be found."""
    for (digest, n), body in _bodies(connection, key):
        place = {"tbl": body["table"], "key": body["key"], "hash": digest, "n": n}
        listed = sa.select(sa.func.count()).where(*(effect.c[k] == v for k, v in place.items()))
        if not connection.execute(listed).scalar_one():
            yield body["table"], body["key"]


def _changed(
    connection: sa.Connection, places: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    by_table: dict[str, list[str]] = {}
    for table, key in places:
        by_table.setdefault(table, []).append(key)
    for table, keys in by_table.items():
        target = metadata.tables[table]
        stories = histories(connection, table, keys)
        kind: Any = target.c.id.type
        these = sa.select(target).where(target.c.id.in_([kind.from_json(key) for key in keys]))
        held = {
            row["id"]: row
            for found in connection.execute(these).mappings()
            for row in (row_json(target, dict(found)),)
        }
        for key in keys:
            if fold(stories.get(key, ()))[0] != held.get(key):
                yield table, key


def _sheet(connection: sa.Connection, found: Handover) -> HandoverSheet:
    """As far as the paper says it: who may sign is not asked here."""
    items = _all(connection, handover_item, handover_item.c.handover_id == found.id)
    shift = metadata.tables["shift"]
    shifts = {
        one.id: one
        for one in _all(connection, shift, shift.c.id.in_([found.shift_id, found.next_shift_id]))
    }
    signed = _all(connection, handover_signature, handover_signature.c.handover_id == found.id)
    notes = _all(connection, handover_note, handover_note.c.handover_id == found.id)
    return HandoverSheet(
        unit=unit_of(items),
        handover=found,
        shift=shifts[found.shift_id],
        next_shift=shifts[found.next_shift_id],
        crew_out=(),
        crew_in=(),
        items=tuple(sorted(items, key=lambda item: (_PLACE[item.section], item.seq))),
        notes=tuple(sorted(notes, key=lambda note: (note.at, str(note.id)))),
        signatures=tuple(sorted(signed, key=lambda one: (one.at, str(one.id)))),
        at=found.effective_at or found.created_at,
    )


def _all(connection: sa.Connection, target: sa.Table, where: Any) -> list[Any]:
    rows = connection.execute(sa.select(target).where(where))
    return [record_of(target.name, row._mapping) for row in rows]


def _signed(sheet: HandoverSheet) -> str:
    return "，".join(
        " ".join(dict.fromkeys((one.side.value, one.post.value, one.name)))
        for one in sheet.signatures
    )
