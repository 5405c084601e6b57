"""Flights of the county's drones in the demonstration: what sorties.toml lists, all of them down again."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from app.base.marks import Mark
from app.demo.ground import key
from app.demo.watch import DAYS, Watch
from app.incidents.records import Incident
from app.incidents.sortie import NoteKind, Sortie, SortieEnd, SortieKind, SortieNote
from app.people.records import Role
from app.rescue.gear import Gear, GearKind
from app.video.records import Camera

Row = dict[str, Any]
WORDS = ("place", "airspace", "airspace_to", "airspace_no", "weather", "battery")


def make_sorties(
    folder: Path, gear: Sequence[Gear], cameras: Sequence[Camera], past: Sequence[Incident],
    watch: Watch,
) -> dict[str, list[Any]]:  # fmt: skip
    """`folder` holds sorties.toml."""
    plan = tomllib.loads((folder / "sorties.toml").read_text(encoding="utf-8"))
    drones = [one for one in gear if one.kind is GearKind.UAV]
    eyes = {one.code: one.id for one in cameras}
    made: dict[str, list[Any]] = {"sortie": [], "sortie_note": []}
    for n, row in enumerate(plan["sortie"]):
        piece = drones[row["drone"] - 1]
        one = _sortie(n, row, piece, eyes.get(piece.number), past, watch)
        made["sortie"].append(one)
        made["sortie_note"] += _notes(n, row, one)
    return made


def _sortie(
    n: int, row: Row, piece: Gear, camera: UUID | None, past: Sequence[Incident], watch: Watch
) -> Sortie:
    shift, crew = watch.shifts[DAYS - row["days"]], watch.crews[DAYS - row["days"]]
    who = crew[Role.PROFESSIONAL]
    off = shift.starts_at + timedelta(minutes=row["minute"])
    during = [one.id for one in past if shift.starts_at <= one.received_at < off]
    landed = off + timedelta(minutes=row["minutes"]) if "minutes" in row else None
    words = {name: row.get(name, "") for name in WORDS}
    return Sortie(
        id=key("sortie", n), no=f"{off.year}-{n + 1:04d}", gear_id=piece.id, camera_id=camera,
        kind=SortieKind(row.get("kind", SortieKind.TASK)), drone=f"{piece.number} {piece.name}",
        unit=piece.holder, pilot=piece.keeper, pilot_phone=piece.phone, observer="",
        observer_phone="", purpose=row["purpose"], drill_id=None,
        incident_id=during[-1] if row.get("tied") and during else None, **words, lat=None,
        lon=None, airspace_by="", airspace_at=None, remark="", opened_at=off, took_off_at=off,
        landed_at=landed, ended=SortieEnd.LANDED, ended_why="", shift_id=shift.id,
        by=str(who.id), by_name=who.name, mark=Mark.DEMO,
    )  # fmt: skip


def _notes(n: int, row: Row, one: Sortie) -> list[SortieNote]:
    kinds = {"seen": NoteKind.SEEN, "fault": NoteKind.FAULT}
    return [
        SortieNote(
            key(f"sortie_note/{name}", n), one.id, kind, one.at + timedelta(minutes=9 + 4 * turn),
            row[name], None, None, one.by, one.by_name, Mark.DEMO,
        )
        for turn, (name, kind) in enumerate(kinds.items())
        if name in row
    ]  # fmt: skip
