"""A desk full of sample records, to look at and to measure: nothing here is a real page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.kit.buttons import MainButton, NowButton, PlainButton
from widgets.kit.cards import Card, CardList
from widgets.kit.chips import Badge, LevelBox, Pennant, Pill, mark_cell
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.facts import Fact, FactList
from widgets.kit.fields import AreaField, ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.labels import key_hint
from widgets.kit.lamps import ACT, KNOWN, NORMAL, LampState
from widgets.kit.lines import Line, LineList
from widgets.kit.panel import Panel
from widgets.kit.ringclock import RingClock, Running
from widgets.kit.steps import DONE, HERE, Step, StepRail
from widgets.kit.table import RecordTable
from widgets.shell.messages import Kind, Messages
from widgets.shell.page import Page
from widgets.shell.stack import MessageStack
from widgets.shell.status import Status


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    title: str
    level: str
    status: str
    due: str
    soon: bool = False


EVENTS = (
    Event("2026-0618-03", "己塘镇厂房火灾", "Ⅳ 一般", "处置中", "初报 15:35", True),
    Event("2026-0618-02", "乙岭乡山体零星落石", "未定级", "待核实", "核实 18:05"),
    Event("2026-0618-01", "庚桥镇客车追尾", "Ⅳ 一般", "基本稳定", "终报 明日 09:00"),
    Event("2026-0617-04", "丙湖镇人员溺水", "Ⅳ 一般", "办结", "—"),
)
EVENT_COLUMNS = (
    Column("编号", lambda e: e.id, 132, tone="text2"),
    Column("事件", lambda e: e.title, stretch=True, strong=lambda e: e.soon),
    Column(
        "初判",
        lambda e: e.level,
        82,
        paint=mark_cell(
            lambda e: Pill(e.level, size="small") if e.level == "未定级" else LevelBox(e.level)
        ),
        fold=True,
    ),
    Column("状态", lambda e: e.status, 84),
    Column(
        "下一时限",
        lambda e: e.due,
        128,
        right=True,
        paint=mark_cell(lambda e: Pill(e.due, "soon" if e.soon else "quiet"), right=True),
    ),
)
LOG = (
    (
        "15:21",
        "来 · 电话",
        "己塘镇值班室 周试用",
        "明火基本控制，失联 2 人中已找到 1 人，轻伤送医。",
        "在办",
    ),
    ("15:18", "去 · 电话", "市局指挥中心", "电话报告己塘镇厂房火灾，对方复述无误。", "办结"),
    ("15:12", "内 · 当面", "带班领导 赵示范", "指示：局工作组即刻出发，同步调度现场画面。", "待办"),
    ("15:09", "去 · 电话", "县消防救援大队", "核实：3 车 15 人已到场，现场指挥 吴例句。", "办结"),
    (
        "15:05",
        "来 · 电话",
        "己塘镇值班室 周试用",
        "工业路示例五金厂车间起火，1 人受伤、2 人失联。",
        "已建事件",
    ),
    (
        "14:40",
        "来 · 系统",
        "县气象台",
        "发布暴雨黄色预警，影响乙岭乡、丁山镇等 5 个乡镇。",
        "已叫应",
    ),
)


def fill_status(status: Status, clock) -> None:
    status.set_tag("演示数据")
    status.set_shift(
        "本班 06-18 08:30 – 06-19 08:30", "带班 赵示范   值班长 钱样例   值班员 孙演示"
    )
    status.set_marks(
        (Pennant("防汛 Ⅲ 级响应"), Badge("orange", "暴雨橙"), Badge("yellow", "地灾黄"))
    )
    names = (
        "本地库",
        "县库同步",
        "370M 网关",
        "视频",
        "气象预警",
        "电话录音",
        "打印机",
        "UPS",
        "对时",
    )
    figures = ("", "", "2/2", "45/46", "", "", "", "100%", "±0.1 s")
    for name, figure in zip(names, figures, strict=True):
        state = KNOWN if name == "视频" else ACT if name == "打印机" else NORMAL
        since = clock.now() - timedelta(minutes=43) if state == KNOWN else None
        status.set_lamp(LampState(name, name, state, figure, since=since))


def fill_messages(messages: Messages) -> None:
    messages.tell(Kind.STORE, "与县库同步完成", "补传 14 条 无冲突", "store")
    messages.see("store")
    messages.tell(Kind.VIDEO, "丁山镇高空瞭望 02 恢复", "中断 6 分 12 秒 已记日志", "video")
    messages.tell(Kind.WARNING, "暴雨黄色预警 · 更新", "县气象台 影响 5 个乡镇", "warning")
    messages.tell(Kind.RADIO, "370M 呼入 · 己塘 02 组", "位置已收到 已停留 40 秒", "radio", True)


class SampleConsole(Page):
    """Cards, a table, log lines, messages, facts."""

    key = "console"

    def __init__(self, desk: Desk, messages: Messages) -> None:
        super().__init__()
        self._desk = desk
        self.cards = self._cards()
        self.table = RecordTable(desk.theme, EVENT_COLUMNS)
        self.table.show_records(EVENTS)
        self.stack = MessageStack(desk.theme, desk.clock, messages)
        gap = desk.theme.px("space.m")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        self._column(row, 612, ((self._due(), 420), (self._events(), 352)))
        self._column(row, 484, ((self._log(), 1),))
        self._column(row, 372, ((self.stack, 420), (self._shift(), 352)))

    def messages(self) -> QWidget:
        return self.stack

    def first_focus(self) -> QWidget:
        return self.quick

    def _column(self, row, share, panels) -> None:
        box = QVBoxLayout()
        box.setSpacing(self._desk.theme.px("space.m"))
        for panel, part in panels:
            box.addWidget(panel, part)
        row.addLayout(box, share)

    def _cards(self) -> CardList:
        now = self._desk.clock.now()
        cards = CardList(self._desk.theme, self._desk.clock, empty="现在没有要办的事")
        minutes = timedelta(minutes=1)
        cards.show_cards(
            (
                Card(
                    "a",
                    "局工作组出发情况 待反馈",
                    "带班领导 15:12 指示  要求 15:20 前反馈",
                    "指示反馈",
                    "填反馈",
                    now - 2.67 * minutes,
                ),
                Card(
                    "b",
                    "己塘镇厂房火灾 书面初报",
                    "接报 15:05  30 分钟  市局口径（演示规则）",
                    "书面初报",
                    "打开初报",
                    now + 12.34 * minutes,
                    now,
                ),
                Card(
                    "c",
                    "己塘镇厂房火灾 现场画面",
                    "单兵 2 台在线  无人机准备起飞",
                    "30′画面",
                    "去视频墙",
                    now + 12.34 * minutes,
                    now,
                ),
                Card(
                    "d",
                    "16:00 电台点名 12 个乡镇",
                    "上次 08:45  应答 12/12",
                    "点名",
                    "开始",
                    now + 37.34 * minutes,
                ),
                Card(
                    "e",
                    "续报一 己塘镇厂房火灾",
                    "人员数字变化后自动提醒",
                    "续报",
                    "预拟",
                    now + 90 * minutes,
                ),
            )
        )
        return cards

    def _due(self) -> Panel:
        over, soon = self.cards.counts()
        note = f"{over} 项超时，{soon} 项临近"
        panel = Panel(self._desk.theme, "现在要办", note, "Alt+1…5", flush=True)
        panel.add(self.cards, 1)
        return panel

    def _events(self) -> Panel:
        panel = Panel(
            self._desk.theme, "在办事件", "4 起，其中 1 起今日新增处置中", "Ctrl+E", flush=True
        )
        panel.add(self.table, 1)
        return panel

    def _log(self) -> Panel:
        panel = Panel(self._desk.theme, "值班日志", "本班 27 条", "Ctrl+L", flush=True)
        field = TextField(self._desk.theme, "", placeholder="记一条…  /电 /传 /示 展开模板")
        self.quick = field.edit
        holder = QHBoxLayout()
        inner = self._desk.theme.px("space.l")
        holder.setContentsMargins(inner, 0, inner, 0)
        holder.addWidget(field)
        panel.body.addLayout(holder)
        lines = LineList(self._desk.theme)
        lines.show_lines(
            [
                Line(
                    str(n),
                    who,
                    text,
                    at,
                    way,
                    right=state,
                    right_strong=state == "待办",
                    look="log",
                )
                for n, (at, way, who, text, state) in enumerate(LOG * 2)
            ]
        )
        panel.add(lines, 1)
        return panel

    def _shift(self) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, "本班", "余 17 小时 07 分", "Ctrl+H", flush=True)
        facts = FactList(theme)
        facts.show_facts(
            (
                Fact("1", "接报 / 来电", "5 / 21", "phone-incoming"),
                Fact("2", "叫应 暴雨黄", "12 / 12 已反馈", "megaphone"),
                Fact("3", "零报告 08:00", "12 / 12", "square-check"),
                Fact("4", "指示 未办结", "1", "message-square-quote"),
                Fact("5", "未办结事项", "6", "list-checks"),
                Fact("6", "在岗", "带班 值班长 值班员 驾驶员", "users-round"),
            )
        )
        panel.add(facts, 1)
        row = QHBoxLayout()
        row.setContentsMargins(*(theme.px("space.l"), 0, theme.px("space.l"), theme.px("space.xs")))
        row.addWidget(PlainButton(theme, "交接准备", icon="handshake"))
        row.addWidget(PlainButton(theme, "复制摘要", icon="copy"))
        panel.body.addLayout(row)
        return panel


class SampleForm(Page):
    """A form, running clocks, steps, buttons."""

    key = "intake"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme = desk.theme
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px("space.m"))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.m"))
        whole.addLayout(row, 1)
        left = Panel(theme)
        self.form = self._form(theme)
        left.add(self.form, 1)
        row.addWidget(left, 960)
        right = QVBoxLayout()
        right.setSpacing(theme.px("space.m"))
        clocks = Panel(theme, "计时", "接报 15:05:11 起")
        now = desk.clock.now()
        for name, note, begun, left_min in (
            ("电话报告 市局", "15 分钟 · 15:20 前", 8, 7.15),
            ("书面初报", "30 分钟 · 15:35 前", 8, 22.15),
            ("首个现场画面", "30 分钟 · 15:35 前", 32, -2.2),
        ):
            running = Running(
                name, note, now - timedelta(minutes=begun), now + timedelta(minutes=left_min)
            )
            clocks.add(RingClock(theme, desk.clock, running))
        clocks.body.addStretch(1)
        right.addWidget(clocks)
        steps = Panel(theme, "交接班", "06-18 班 → 06-19 班   08:30 生效")
        rail = StepRail(theme)
        rail.show_steps(
            (
                Step("草稿", "07:30", DONE),
                Step("交班签字", "08:16", DONE),
                Step("逐项确认", "31 / 34", HERE),
                Step("接班签字"),
                Step("生效"),
            )
        )
        steps.add(rail)
        right.addWidget(steps)
        right.addStretch(1)
        row.addLayout(right, 520)
        whole.addWidget(self._bar(theme))

    def first_focus(self) -> QWidget:
        return self.form.fields["course"]

    def _form(self, theme) -> Form:
        form = Form(theme)
        form.section("谁来报", "已认出：己塘镇值班室", "1")
        form.row(
            phone=TextField(theme, "来电号码", icon="phone"),
            unit=TextField(theme, "单位", required=True),
        )
        form.row(
            name=TextField(theme, "姓名 职务", required=True), callback=TextField(theme, "回拨电话")
        )
        form.section("什么事 何时 何地", "", "2")
        kinds = [("", "—"), ("火灾", "事故灾难 / 火灾")]
        form.row(
            kind=ComboField(theme, "类型", kinds, required=True), at=TextField(theme, "事发时间")
        )
        form.row(place=TextField(theme, "地点", required=True, icon="map-pin"))
        form.row(course=AreaField(theme, "经过"))
        form.section("现场与需求", "", "3")
        form.row(commander=TextField(theme, "谁在指挥"), tel=TextField(theme, "电话"))
        words = ("减弱", "持续", "扩大", "不详")
        dangers = ("危化品", "人群", "水电气", "无")
        form.row(
            trend=SegmentField(theme, "趋势", [(w, w) for w in words]),
            dangers=SegmentField(theme, "危险", [(w, w) for w in dangers], many=True),
        )
        form.fill(
            {
                "phone": "0000-6000107",
                "unit": "己塘镇人民政府值班室",
                "name": "周试用  值班干部",
                "callback": "000-0000-0107",
                "kind": "火灾",
                "at": "06-18  14:50",
                "place": "己塘镇工业路 12 号  示例五金厂 2 号车间",
                "course": "14 时 50 分许车间起火，浓烟较大；厂内约 60 人已撤出，1 人受伤送医，2 人失联；"
                "存有少量油漆和稀料，消防到场前厂方用灭火器处置，墙角仍在闷烧",
                "commander": "己塘镇副镇长 吴例句",
                "tel": "000-0000-01",
                "trend": "持续",
                "dangers": ["危化品"],
            }
        )
        form.show_error("tel", "号码少 2 位，可先登记后补")
        form.stretch()
        return form

    def _bar(self, theme) -> Panel:
        bar = Panel(theme)
        row = QHBoxLayout()
        row.addWidget(key_hint(theme, "Alt+R"))
        row.addStretch(1)
        row.addWidget(NowButton(theme, "拨号 B 角", "Alt+D"))
        row.addWidget(PlainButton(theme, "暂存 离开", "Esc", bind=False))
        self.main = MainButton(theme, "登记并开始计时", "Ctrl+Enter")
        self.main.setMinimumWidth(240)
        row.addWidget(self.main)
        bar.body.setContentsMargins(16, 6, 16, 6)
        bar.body.addLayout(row)
        return bar


class SampleLog(Page):
    key = "log"
