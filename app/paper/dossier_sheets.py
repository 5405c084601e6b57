"""Papers of a dossier, drawn from the record of one incident: index, intake, orders, chronicle, review."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from app.base.clock import day_hhmm, full, span
from app.base.marks import Mark
from app.dossier.case_file import CaseFile
from app.dossier.folders import Drawer, Item
from app.dossier.review import Interval, Review, ReviewAction
from app.dossier.timeline import chronicle
from app.incidents.acts import Consultation, ConsultationTask
from app.incidents.intake import standing
from app.incidents.records import Count, Incident
from app.incidents.sortie import Sortie
from app.incidents.sortie_told import looks_of, whole_said
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import MM, Align, Column, Margins, Printed, Sheet

UNKNOWN = "不详"
Cover = Callable[[str], str]


class DossierSheets:
    """Runs on the paper thread. `cover` changes words for who may not see names and numbers."""

    def __init__(
        self,
        fonts: Fonts,
        unit: str,
        printed_at: datetime,
        cover: Cover,
        *,
        masked: bool = False,
    ) -> None:
        """`masked`: what cannot be covered is not with them, and the index says so."""
        self._fonts = fonts
        self._unit = unit
        self._at = printed_at
        self._cover = cover
        self._masked = masked

    def index(self, case: CaseFile, shown: Sequence[Drawer]) -> Printed:
        sheet = self._begin(case.incident, "卷内目录")
        if self._masked:
            count = sum(1 for drawer in shown for one in drawer.items if self._lacks(one))
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
                    self._cover(one.title) + ("（未收入）" if self._lacks(one) else ""),
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
        return self._end(sheet, "卷内目录")

    def _lacks(self, item: Item) -> bool:
        return self._masked and not item.coverable

    def intake(self, case: CaseFile) -> Printed:
        one = case.incident
        sheet = self._begin(one, "突发事件信息接报单")
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
        self._facts(sheet, facts)
        sheet.gap(3)
        sheet.text("信息来源", Style.HEI, 12)
        rows = [
            (
                full(contact.at),
                contact.source.value,
                self._cover(" ".join(w for w in (contact.unit, contact.name, contact.phone) if w)),
                self._cover(contact.words),
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
        return self._end(sheet, "接报记录")

    def instructions(self, case: CaseFile) -> Printed:
        sheet = self._begin(case.incident, "领导批示指示与反馈")
        rows = []
        for one in case.instructions:
            told = [relay for relay in case.relays if relay.instruction_id == one.id]
            heard = "；".join(f"{relay.receiver} {day_hhmm(relay.told_at)}" for relay in told)
            answers = "；".join(f"{r.receiver}：{r.feedback}" for r in told if r.feedback)
            rows.append(
                (
                    day_hhmm(one.at),
                    f"{one.leader} {one.post}".strip(),
                    self._cover(f"{one.spoken.value}：{one.text}"),
                    self._cover(heard or one.receiver),
                    self._cover(answers or one.feedback) or "未反馈",
                )
            )
        columns = (
            Column("时间", 24),
            Column("领导", 24),
            Column("原文", 56),
            Column("传达", 34),
            Column("反馈", 32),
        )
        sheet.table(columns, rows, 9.5)
        return self._end(sheet, "批示指示与反馈")

    def warnings(self, case: CaseFile) -> Printed:
        lines = [line for line in case.lines if line.category.value == "预警"]
        sheet = self._begin(case.incident, "预警与叫应记录")
        self._lines(
            sheet,
            [(line.at, f"{line.unit} {line.person} {line.text}", line.by_name) for line in lines],
        )
        return self._end(sheet, "预警与叫应记录")

    def responses(self, case: CaseFile) -> Printed:
        sheet = self._begin(case.incident, "应急响应启动、调整与终止")
        plans = {one.id: one.plan for one in case.responses}
        rows = [
            (
                full(turn.at),
                turn.turn.value,
                f"{plans.get(turn.response_id, UNKNOWN)} {turn.level}",
                turn.confirmed_by,
                turn.document or UNKNOWN,
                self._cover(turn.reason),
            )
            for turn in case.turns
        ]
        columns = (
            Column("时间", 34),
            Column("动作", 14),
            Column("预案与级别", 36),
            Column("确认", 24),
            Column("文号", 28),
            Column("原因", 34),
        )
        sheet.table(columns, rows, 9.5)
        sheet.text("本事件处置期间全县的应急响应；是否为本事件启动，以原因栏为准。", size=9)
        return self._end(sheet, "响应启动调整终止")

    def consultation(
        self, case: CaseFile, one: Consultation, tasks: Sequence[ConsultationTask]
    ) -> Printed:
        sheet = self._begin(case.incident, f"{one.kind.value}记录")
        end = day_hhmm(one.ends_at) if one.ends_at else "未结束"
        facts = (
            ("编号", one.no),
            ("时间", f"{day_hhmm(one.begins_at)} 至 {end}"),
            ("地点或方式", one.place),
            ("主持", one.chair),
            ("参加", one.attending),
            ("材料", one.materials),
            ("意见", one.opinions),
            ("结论", one.conclusions),
            ("下次会商", day_hhmm(one.next_at) if one.next_at else ""),
            ("记录", one.by_name),
            ("签字", one.signed_by),
        )
        self._facts(sheet, facts)
        if tasks:
            sheet.gap(3)
            sheet.text("任务", Style.HEI, 12)
            rows = [
                (
                    task.what,
                    task.who,
                    day_hhmm(task.due) if task.due else "—",
                    task.result or "未办结",
                )
                for task in tasks
            ]
            columns = (
                Column("事项", 70),
                Column("责任单位", 40),
                Column("时限", 28),
                Column("结果", 32),
            )
            sheet.table(columns, rows, 10)
        return self._end(sheet, "会商记录")

    def orders(self, case: CaseFile) -> Printed:
        sheet = self._begin(case.incident, "指令与回复")
        rows = [
            (
                one.no.rpartition("-")[2],
                day_hhmm(one.sent_at),
                f"{one.giver}→{one.unit} {self._cover(one.person)}".strip(),
                self._cover(one.text),
                day_hhmm(one.received_at) if one.received_at else "—",
                self._cover(one.feedback) or "—",
                day_hhmm(one.done_at) if one.done_at else "未办结",
            )
            for one in case.orders
        ]
        columns = (
            Column("号", 12, Align.CENTRE),
            Column("下达", 22),
            Column("下达与接收", 32),
            Column("内容", 42),
            Column("复述", 20),
            Column("反馈", 24),
            Column("办结", 18),
        )
        sheet.table(columns, rows, 9)
        return self._end(sheet, "指令与回复")

    def forces(self, case: CaseFile) -> Printed:
        sheet = self._begin(case.incident, "力量与支援")
        rows = [
            (
                f"{one.team} {one.unit}".strip(),
                "—" if one.people is None else str(one.people),
                "—" if one.vehicles is None else str(one.vehicles),
                *(
                    day_hhmm(at) if at else "—"
                    for at in (one.called_at, one.left_at, one.arrived_at, one.returned_at)
                ),
                self._cover(f"{one.leader} {one.phone}".strip()),
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
                f"{day_hhmm(hq.set_up_at)} 成立{hq.name}，指挥长 {self._cover(hq.commander)}{end}",
                size=10,
            )
        for sat in case.sittings:
            until = f"{day_hhmm(sat.until)} 止" if sat.until else "仍在坐镇"
            where = f"，{sat.place}" if sat.place else ""
            who = self._cover(f"{sat.duty} {sat.name}".strip())
            sheet.text(
                f"{day_hhmm(sat.since)} 起 {who} 坐镇{sat.headquarters}指挥{where}，{until}",
                size=10,
            )
        for look in looks_of(case.sorties, case.sortie_notes):
            sheet.text(self._cover(whole_said(look, self._crew)), size=10)
        for asked in case.requests:
            reply = (
                f"{day_hhmm(asked.reply_at)} 答复：{asked.reply}" if asked.reply_at else "未答复"
            )
            sheet.text(
                f"{asked.no} {day_hhmm(asked.asked_at)} 向{asked.to}请求{asked.kind.value}："
                f"{asked.text}。{reply}",
                size=10,
            )
        return self._end(sheet, "力量与支援")

    def _crew(self, one: Sortie) -> str:
        pilot = f"飞手 {one.unit} {one.pilot} {one.pilot_phone}" if one.pilot else one.unit
        return pilot + (f"，观察员 {one.observer}" if one.observer else "")

    def chronicle(self, case: CaseFile) -> Printed:
        sheet = self._begin(case.incident, "大事记")
        self._lines(sheet, [(one.at, one.words, one.by) for one in chronicle(case)])
        return self._end(sheet, "大事记")

    def review(
        self,
        case: CaseFile,
        measured: Sequence[Interval],
        written: Review | None,
        actions: Sequence[ReviewAction],
    ) -> Printed:
        """Intervals against limits, then what people wrote. Nobody is blamed by the program."""
        sheet = self._begin(case.incident, "事后复盘报告")
        rows = [
            (
                one.name,
                day_hhmm(one.at) if one.at else "无记录",
                "不详" if one.took is None else _took(one.took),
                "—" if one.limit is None else f"{_took(one.limit)}（{one.source}）",
                "" if one.over is None else f"超 {_took(one.over)}",
            )
            for one in measured
        ]
        columns = (
            Column("环节", 42),
            Column("时间", 28),
            Column("用时", 26),
            Column("时限与来源", 50),
            Column("比较", 24),
        )
        sheet.table(columns, rows, 10)
        sheet.gap(3)
        if written is not None:
            facts = (
                ("原定", written.planned),
                ("实际", written.happened),
                ("原因", written.why),
                ("预案修改", written.plan_changes),
            )
            self._facts(sheet, facts)
        if actions:
            sheet.gap(3)
            sheet.text("整改事项", Style.HEI, 12)
            done = [
                (
                    self._cover(one.what),
                    one.owner,
                    day_hhmm(one.due) if one.due else "—",
                    day_hhmm(one.done_at) if one.done_at else "未完成",
                )
                for one in actions
            ]
            to_do = (
                Column("事项", 76),
                Column("责任人", 34),
                Column("时限", 30),
                Column("完成", 30),
            )
            sheet.table(to_do, done, 10)
        return self._end(sheet, "复盘报告")

    # what they share

    def _begin(self, incident: Incident, title: str) -> Sheet:
        sheet = Sheet(self._fonts, Margins(foot=10))
        if incident.mark is not Mark.REAL:
            sheet.stamp(sheet.right, sheet.y - 6 * MM, f"{incident.mark}数据")
        sheet.text(title, Style.TITLE, 18, Align.CENTRE)
        head = f"{incident.no}  {incident.title}"
        sheet.text(self._cover(head), size=11)
        sheet.gap(1)
        return sheet

    def _facts(self, sheet: Sheet, facts: Sequence[tuple[str, str]]) -> None:
        rows = [(name, self._cover(words.strip()) or UNKNOWN) for name, words in facts]
        sheet.table((Column("栏目", 28), Column("内容", 142)), rows, 10.5)

    def _lines(self, sheet: Sheet, lines: Sequence[tuple[datetime, str, str]]) -> None:
        rows = [(full(at), self._cover(words.strip()), by) for at, words, by in lines]
        columns = (Column("时间", 36), Column("事项", 112), Column("记录", 22))
        sheet.table(columns, rows, 9.5)

    def _end(self, sheet: Sheet, title: str) -> Printed:
        return sheet.finish(
            title,
            self._unit,
            self._at,
            lambda paper, page, pages: _foot(paper, self._at, page, pages),
        )


def _foot(paper: Sheet, at: datetime, page: int, pages: int) -> None:
    top = paper.foot_top + 2 * MM
    paper.line(paper.left, top, paper.right, top)
    paper.at(paper.left, paper.right, top + 3, f"制表 {full(at)}", Style.SONG, 8)
    words = f"第 {page} 页 共 {pages} 页"
    paper.at(paper.left, paper.right, top + 3, words, Style.SONG, 8, Align.RIGHT)


def _level(incident: Incident) -> str:
    told = incident.level.value
    possible = incident.level_possible
    return told if possible == incident.level else f"{told}（可能 {possible.value}）"


def _day(at: datetime | None) -> str:
    return "" if at is None else day_hhmm(at)


def _took(length: timedelta) -> str:
    return span(length)
