"""The numbered folders of a dossier and what belongs into each: pure, from the record of one incident."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from app.base.attachments import Attachment
from app.base.clock import full
from app.base.errors import Refused
from app.dossier.case_file import CaseFile
from app.dossier.records import FiledByHand, PaperPlace
from app.duty.records import Category
from app.reports.records import ISSUED, ReportKind, Stage
from app.video.clips import ClipPart


class Part(StrEnum):
    """What is drawn as a paper from the record; the folder it stands in."""

    INDEX = "01"
    INTAKE = "02"
    REPORT = "03"
    INSTRUCTIONS = "04"
    WARNINGS = "05"
    RESPONSES = "06"
    CONSULTATION = "07"
    ORDERS = "08"
    FORCES = "09"
    CHRONICLE = "13"
    REVIEW = "14"


PICTURES, MAPS, OTHERS, CALLS = "10", "11", "15", "02"
_REPORTS = {ReportKind.MINUTES: Part.CONSULTATION.value, ReportKind.RELEASE: "12"}
"""Folders of issued papers that are no reports to a superior."""
OWES = {
    "02": "值班员",
    "03": "值班长",
    "04": "值班员",
    "07": "值班长",
    "08": "值班员",
    "10": "值班员",
    "14": "值班长",
}
"""Who is asked for an empty folder; the others may stay empty."""


@dataclass(frozen=True, slots=True)
class Folder:
    no: str
    name: str

    @property
    def title(self) -> str:
        return f"{self.no} {self.name}"


@dataclass(frozen=True, slots=True)
class Folders:
    all: tuple[Folder, ...]
    source: str

    def named(self, no: str) -> Folder:
        """The folder of a number; the last one for a number this county does not have."""
        return next((one for one in self.all if one.no == no), self.all[-1])


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of a folder: a file of the record, a film, or a paper drawn from the record (`part`, of
    record `key`)."""

    folder: Folder
    title: str
    at: datetime | None
    file: Attachment | None = None
    part: Part | None = None
    key: UUID | None = None
    by_hand: bool = False
    film: ClipPart | None = None
    kept_at: str = ""
    """Desk and place of a film: it lies there, not among the files of the record."""

    @property
    def name(self) -> str:
        drawn = self.file is None and self.film is None
        return f"{self.title}.pdf" if drawn else self.title

    @property
    def coverable(self) -> bool:
        """Names and numbers in it can be covered; in a picture, a file or an issued text they cannot."""
        return self.file is None and self.film is None and self.part is not Part.REPORT


@dataclass(frozen=True, slots=True)
class Drawer:
    """A folder with its pieces. `owed`: it is empty, and this post is asked for it. `paper` newest place of
    the paper copy, None when nobody wrote one down."""

    folder: Folder
    items: tuple[Item, ...]
    owed: str
    paper: PaperPlace | None


def load_folders(path: Path) -> Folders:
    """Reads `resources/rules/dossier.toml`. `Refused("rules", ...)` names what is wrong with it."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        folders = tuple(Folder(row["no"], row["name"]) for row in held["folder"])
        source = str(held["source"])
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("rules", "unreadable", file=path.name, why=str(error)) from error
    except (KeyError, TypeError) as error:
        raise Refused("rules", "incomplete", file=path.name, why=str(error)) from error
    if not folders or len({one.no for one in folders}) != len(folders):
        raise Refused("rules", "incomplete", file=path.name, why="folder")
    return Folders(folders, source)


def drawers(
    case: CaseFile,
    folders: Folders,
    by_hand: Sequence[FiledByHand] = (),
    places: Sequence[PaperPlace] = (),
    *,
    reviewed: bool = False,
) -> list[Drawer]:
    """Every folder in its order, also the empty ones. `reviewed`: somebody wrote a review."""
    items = [*_papers(case, folders, reviewed), *_files(case, folders, by_hand)]
    items += _films(case, folders)
    held = {place.folder: place for place in sorted(places, key=lambda one: one.at)}
    return [
        Drawer(
            folder,
            mine := tuple(one for one in items if one.folder is folder),
            "" if mine else OWES.get(folder.no, ""),
            held.get(folder.no, held.get("")),
        )
        for folder in folders.all
    ]


def filled(shown: Iterable[Drawer]) -> int:
    return sum(bool(one.items) for one in shown)


def _papers(case: CaseFile, folders: Folders, reviewed: bool) -> list[Item]:
    def paper(part: Part, title: str, at: datetime | None = None, key: UUID | None = None) -> Item:
        return Item(folders.named(part.value), title, at, part=part, key=key)

    incident = case.incident
    found = [
        paper(Part.INDEX, "目录"),
        paper(Part.INTAKE, "接报记录", incident.received_at),
        paper(Part.CHRONICLE, "大事记", incident.received_at),
    ]
    found += [
        Item(
            folders.named(_REPORTS.get(one.kind, Part.REPORT.value)),
            one.spoken,
            one.issued_at or one.drafted_at,
            part=Part.REPORT,
            key=one.id,
        )
        for one in case.reports
        if one.stage in ISSUED or one.stage is Stage.FILED
    ]
    if case.instructions:
        found.append(paper(Part.INSTRUCTIONS, "批示指示与反馈", case.instructions[0].at))
    warned = [line for line in case.lines if line.category is Category.WARNING]
    if warned:
        found.append(paper(Part.WARNINGS, "预警与叫应记录", warned[0].at))
    if case.turns:
        found.append(paper(Part.RESPONSES, "响应启动调整终止", case.turns[0].at))
    found += [
        paper(Part.CONSULTATION, f"{one.kind.value}记录 {one.no}", one.begins_at, one.id)
        for one in case.consultations
    ]
    if case.orders:
        found.append(paper(Part.ORDERS, "指令与回复", case.orders[0].sent_at))
    if any((case.forces, case.requests, case.headquarters, case.sittings, case.sorties)):
        found.append(paper(Part.FORCES, "力量与支援"))
    if reviewed:
        found.append(paper(Part.REVIEW, "复盘报告"))
    return found


def _files(case: CaseFile, folders: Folders, by_hand: Sequence[FiledByHand]) -> list[Item]:
    put: Mapping[UUID, FiledByHand] = {
        one.attachment_id: one for one in sorted(by_hand, key=lambda one: one.at)
    }
    found = []
    for file in case.files:
        hand = put.get(file.id)
        number = hand.folder if hand is not None else _place(file)
        title = hand.title if hand is not None and hand.title else file.name
        found.append(Item(folders.named(number), title, file.at, file, by_hand=hand is not None))
    return found


def _films(case: CaseFile, folders: Folders) -> Iterator[Item]:
    """Each part of each recording, under the time of its first picture."""
    clips = {clip.id: clip for clip in case.clips}
    for part in case.films:
        clip = clips[part.clip_id]
        title = f"录像{clip.no} {clip.camera} 第{part.number}段 {full(part.begun_at)}"
        yield Item(
            folders.named(PICTURES),
            f"{title}{Path(part.file).suffix}",
            part.begun_at,
            key=part.id,
            film=part,
            kept_at=f"{clip.desk}：{part.file}",
        )


def _place(file: Attachment) -> str:
    """Pictures and films to the pictures, sounds to the calls; what it is about only people know."""
    kind = file.mime.partition("/")[0]
    return {"image": PICTURES, "video": PICTURES, "audio": CALLS}.get(kind, OTHERS)
