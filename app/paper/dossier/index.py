"""卷内目录: what lies in the dossier, folder by folder, and where its paper is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.base.clock import day_hhmm
from app.dossier.case_file import CaseFile
from app.dossier.folders import Drawer, Item
from app.paper.dossier.frame import Frame
from app.paper.sheet import Column, Printed


def index(frame: Frame, case: CaseFile, shown: Sequence[Drawer]) -> Printed:
    sheet = frame.begin(case.incident, "卷内目录")
    if frame.masked:
        count = sum(1 for drawer in shown for one in drawer.items if _lacks(frame, one))
        sheet.text(
            f"遮盖归档：姓名、电话已遮盖；无法遮盖的 {count} 件只列题名，未收入本卷。", size=11
        )
        sheet.gap(1)
    rows = []
    for drawer in shown:
        place = drawer.paper
        where = "" if place is None else f"{place.place} {place.number}".strip()
        if not drawer.items:
            rows.append((drawer.folder.title, "（无）", "", where))
        rows += [
            (
                drawer.folder.title,
                frame.cover(one.title) + ("（未收入）" if _lacks(frame, one) else ""),
                _day(one.at),
                where,
            )
            for one in drawer.items
        ]
    columns = (
        Column("文件夹", 46),
        Column("题名", 72),
        Column("时间", 24),
        Column("纸质档存放", 28),
    )
    sheet.table(columns, rows, 10)
    return frame.end(sheet, "卷内目录")


def _lacks(frame: Frame, item: Item) -> bool:
    return frame.masked and not item.coverable


def _day(at: datetime | None) -> str:
    return "" if at is None else day_hhmm(at)
