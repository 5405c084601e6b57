"""力量与支援: teams, headquarters, leaders on the spot, drones, requests."""

from __future__ import annotations

from app.base.clock import day_hhmm
from app.dossier.case_file import CaseFile
from app.incidents.sortie import Sortie
from app.incidents.sortie_told import looks_of, whole_said
from app.paper.dossier.frame import Frame
from app.paper.sheet import Align, Column, Printed


def forces(frame: Frame, case: CaseFile) -> Printed:
    sheet = frame.begin(case.incident, "力量与支援")
    rows = [
        (
            f"{one.team} {one.unit}".strip(),
            "—" if one.people is None else str(one.people),
            "—" if one.vehicles is None else str(one.vehicles),
            *(
                day_hhmm(at) if at else "—"
                for at in (one.called_at, one.left_at, one.arrived_at, one.returned_at)
            ),
            frame.cover(f"{one.leader} {one.phone}".strip()),
        )
        for one in case.forces
    ]
    columns = (
        Column("队伍", 34),
        Column("人数", 12, Align.RIGHT),
        Column("车辆", 12, Align.RIGHT),
        Column("调派", 22),
        Column("出发", 22),
        Column("到达", 22),
        Column("归队", 22),
        Column("带队", 24),
    )
    if rows:
        sheet.table(columns, rows, 9)
    for hq in case.headquarters:
        end = f"，{day_hhmm(hq.ended_at)} 撤销" if hq.ended_at else ""
        sheet.text(
            f"{day_hhmm(hq.set_up_at)} 成立{hq.name}，指挥长 {frame.cover(hq.commander)}{end}",
            size=10,
        )
    for sat in case.sittings:
        until = f"{day_hhmm(sat.until)} 止" if sat.until else "仍在坐镇"
        where = f"，{sat.place}" if sat.place else ""
        who = frame.cover(f"{sat.duty} {sat.name}".strip())
        sheet.text(
            f"{day_hhmm(sat.since)} 起 {who} 坐镇{sat.headquarters}指挥{where}，{until}",
            size=10,
        )
    for look in looks_of(case.sorties, case.sortie_notes):
        sheet.text(frame.cover(whole_said(look, _crew)), size=10)
    for asked in case.requests:
        reply = f"{day_hhmm(asked.reply_at)} 答复：{asked.reply}" if asked.reply_at else "未答复"
        sheet.text(
            f"{asked.no} {day_hhmm(asked.asked_at)} 向{asked.to}请求{asked.kind.value}："
            f"{asked.text}。{reply}",
            size=10,
        )
    return frame.end(sheet, "力量与支援")


def _crew(one: Sortie) -> str:
    pilot = f"飞手 {one.unit} {one.pilot} {one.pilot_phone}" if one.pilot else one.unit
    return pilot + (f"，观察员 {one.observer}" if one.observer else "")
