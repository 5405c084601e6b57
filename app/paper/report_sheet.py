"""Reports on paper: the bulletin 突发事件信息, 值班快报, 专报, and minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.base.clock import local, local_day
from app.paper.document import (
    DocForm,
    Document,
    document_pdf,
    draft_stamp,
    foot,
    red_name,
    red_rule,
    stamp,
    whole,
)
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.grid import GridSheet
from app.paper.official import GRID, ONE_LINE_PT, RED_LINE_BELOW, SIZE_3, document_date
from app.paper.sheet import MM, Printed, Sheet
from app.reports.minutes import parted
from app.reports.records import ISSUED, Report, ReportKind
from app.reports.rules import USUAL, PaperSides
from app.reports.said_times import clock

NAMES = {
    ReportKind.FLASH: "值班快报",
    ReportKind.SPECIAL: "突发事件信息专报",
    ReportKind.DAILY: "每日一报",
    ReportKind.MINUTES: "会商纪要",
    ReportKind.PHONE: "电话报告记录",
    ReportKind.RELEASE: "情况通报",
}
"""The red name by kind; all others are 突发事件信息."""


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """A report with what the record does not hold: whose it is, and whom to call. `text` is the full text
    as it stands on the screen, empty = that of the record."""

    report: Report
    office: str
    phone: str
    text: str = ""
    sides: PaperSides = USUAL


def report_pdf(fonts: Fonts, on: ReportPaper, printed_at: datetime) -> Printed:
    """Runs on the paper thread; the same input gives the same bytes."""
    report = on.report
    if report.kind is ReportKind.MINUTES:
        return document_pdf(fonts, _minutes(on), printed_at)
    page = whole(lambda pitch: _laid(fonts, on, pitch))
    return page.sheet.finish(
        f"{on.office}{_name(report)}",
        on.office,
        printed_at,
        lambda sheet, number, pages: _each(page, report, sheet, number, pages),
    )


def _laid(fonts: Fonts, on: ReportPaper, pitch: float) -> GridSheet:
    report = on.report
    page = GridSheet(fonts, pitch)
    _head(page, on)
    page.y += ONE_LINE_PT / 2
    page.title(report.title)
    page.y += page.pitch / 2
    page.body(on.text or report.body)
    told = [f"报送：{'、'.join(report.to)}。"] if report.to else []
    if report.also:
        told.append(f"另列：{'、'.join(report.also)}。")
    foot(page, told, _hands(on), None, f"共印{report.copies}份", on.sides.bulletins)
    return page


def _issue(report: Report) -> str:
    return f"{report.year}年第{report.year_no or '　'}期"


def _name(report: Report) -> str:
    return NAMES.get(report.kind, f"突发事件信息（{report.spoken}）")


def _head(page: GridSheet, on: ReportPaper) -> None:
    """Red name, issue of the year, unit and time on one row, the red rule; 签发 at its right."""
    report = on.report
    page.y += 2 * MM
    red_name(page, _name(report), 40.0)
    page.y += ONE_LINE_PT / 3
    if report.kind is not ReportKind.PHONE:
        page.centred(_issue(report), Style.FANGSONG, SIZE_3, GRID.pitch_pt)
    at = report.issued_at or report.drafted_at
    page.put(page.left, on.office, Style.FANGSONG)
    page.at_right(f"{document_date(local_day(at))}{clock(at)}", Style.FANGSONG, SIZE_3)
    page.y += GRID.pitch_pt
    if report.stage in ISSUED and report.issued_name:
        owed = "" if report.signed else "（电话同意，签名后补）"
        page.at_right(f"签发：{report.issued_name}{owed}", Style.KAI, SIZE_3)
        page.y += GRID.pitch_pt
    page.y += RED_LINE_BELOW * MM / 2
    red_rule(page)


def _hands(on: ReportPaper) -> str:
    report = on.report
    parts = [f"编辑：{report.drafted_name}"]
    if report.reviewed_name:
        parts.append(f"审核：{report.reviewed_name}")
    if on.phone:
        parts.append(f"联系电话：{on.phone}")
    return "　".join(parts)


def _minutes(on: ReportPaper) -> Document:
    report = on.report
    number = _issue(report)
    day = local(report.issued_at or report.drafted_at).date()
    text, lists = parted(on.text or report.body)
    return Document(
        form=DocForm.MINUTES,
        office=f"{on.office}{NAMES[ReportKind.MINUTES]}",
        number=number,
        title=report.title,
        body=text,
        day=day,
        present=lists.get("出席", ()),
        excused=lists.get("请假", ()),
        invited=lists.get("列席", ()),
        copied_to=(*report.to, *report.also),
        issued_by=f"{on.office}值班室",
        sides=on.sides.documents,
        draft=report.stage not in ISSUED,
        mark=report.mark,
    )


def _each(page: GridSheet, report: Report, sheet: Sheet, number: int, pages: int) -> None:
    page.number_pages(sheet, number, pages)
    stamp(sheet, report.mark, page.right)
    if report.stage not in ISSUED and report.kind is not ReportKind.PHONE:
        draft_stamp(sheet, page.left)
