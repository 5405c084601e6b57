"""突发事件信息接报单: the incident as it was taken in, and who told of it."""

from __future__ import annotations

from app.base.clock import day_hhmm, full
from app.dossier.case_file import CaseFile
from app.incidents.intake import standing
from app.incidents.records import Count, Incident
from app.paper.dossier.frame import UNKNOWN, Frame
from app.paper.faces import Style
from app.paper.sheet import Column, Printed


def intake(frame: Frame, case: CaseFile) -> Printed:
    one = case.incident
    sheet = frame.begin(one, "突发事件信息接报单")
    held = standing(list(case.figures))
    people = "，".join(
        f"{kind.value} {'约' if held[kind].about else ''}{held[kind].number} 人"
        for kind in Count
        if kind in held
    )
    about = " 许" if one.happened_about else ""
    facts = (
        ("编号", one.no),
        ("类别", f"{one.event_class.value} {one.kind}".strip()),
        ("级别", _level(one)),
        ("事发时间", f"{day_hhmm(one.happened_at)}{about}" if one.happened_at else UNKNOWN),
        ("接报时间", full(one.received_at)),
        ("地点", one.place),
        ("所属乡镇", one.township),
        ("经过", one.course),
        ("人员", people),
        ("现场负责人", " ".join(w for w in (one.commander, one.commander_phone) if w)),
        ("趋势", one.trend.value),
        ("次生危险", "、".join(one.dangers)),
        ("已采取措施", one.measures),
        ("需要支援", one.needs),
        ("已通知", one.told),
        ("接报人", one.by_name),
    )
    frame.facts(sheet, facts)
    sheet.gap(3)
    sheet.text("信息来源", Style.HEI, 12)
    rows = [
        (
            full(contact.at),
            contact.source.value,
            frame.cover(" ".join(w for w in (contact.unit, contact.name, contact.phone) if w)),
            frame.cover(contact.words),
            "、".join(
                word
                for word, done in (("复述", contact.repeated), ("回拨", contact.called_back))
                if done
            ),
        )
        for contact in case.contacts
    ]
    columns = (
        Column("时间", 34),
        Column("来源", 20),
        Column("谁", 40),
        Column("原话", 60),
        Column("核实", 16),
    )
    sheet.table(columns, rows, 9.5)
    return frame.end(sheet, "接报记录")


def _level(incident: Incident) -> str:
    told = incident.level.value
    possible = incident.level_possible
    return told if possible == incident.level else f"{told}（可能 {possible.value}）"
