"""One incident on one axis: every act of the record as a moment in its lane, oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.base.clock import hhmmss
from app.dossier.case_file import CaseFile
from app.duty.records import LogEntry, Way
from app.incidents.records import Figure
from app.incidents.sortie import NoteKind, SortieEnd
from app.incidents.sortie_told import looks_of
from app.radio.history import what
from app.radio.records import HeardKind, RadioAlarm, RadioEvent
from app.reports.records import StepKind


class Lane(StrEnum):
    SOURCES = "来电与来源"
    LOG = "日志"
    PEOPLE = "人员数字"
    LEVEL = "级别"
    CLOCKS = "时限"
    REPORTS = "报告"
    INSTRUCTIONS = "批示指示"
    CONSULTATIONS = "会商"
    ORDERS = "指令"
    FORCES = "力量"
    RESPONSES = "应急响应"
    RADIO = "电台"
    PICTURES = "影像文件"


IN_THE_LOG = frozenset(
    {Lane.SOURCES, Lane.LEVEL, Lane.INSTRUCTIONS, Lane.CONSULTATIONS, Lane.ORDERS, Lane.FORCES}
)
"""Lanes whose acts write a line of their own: the chronicle tells them by that line."""


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` aware; `table`, `key` name the record behind it; `sha256` a picture or file, empty = none."""

    at: datetime
    lane: Lane
    words: str
    by: str
    table: str
    key: UUID
    sha256: str = ""


def timeline(case: CaseFile) -> list[Moment]:
    """Every lane, oldest first; moments of one instant in the order of the lanes."""
    order = {lane: place for place, lane in enumerate(Lane)}
    return sorted(_all(case), key=lambda one: (one.at, order[one.lane], str(one.key)))


def chronicle(case: CaseFile) -> list[Moment]:
    """大事记: each act once, in words; what a line of the log tells is not told twice."""
    return [one for one in timeline(case) if one.lane not in IN_THE_LOG]


def _all(case: CaseFile) -> Iterator[Moment]:
    for part in (_sources, _lines, _people, _levels, _clocks, _reports, _instructions):
        yield from part(case)
    for part in (_consultations, _orders, _forces, _responses, _radio, _files):
        yield from part(case)


def _sources(case: CaseFile) -> Iterator[Moment]:
    for one in case.contacts:
        who = " ".join(word for word in (one.unit, one.name) if word) or one.source.value
        words = f"{who}：{one.words}" if one.words else who
        yield Moment(one.at, Lane.SOURCES, words, one.by_name, "incident_contact", one.id)


def _lines(case: CaseFile) -> Iterator[Moment]:
    for one in standing_lines(case.lines):
        who = " ".join(word for word in (one.unit, one.person) if word)
        arrow = {Way.IN: "来", Way.OUT: "去"}.get(one.way, "")
        head = " ".join(word for word in (arrow, who) if word)
        words = f"{head}：{one.text}" if head else one.text
        mark = "（补录）" if one.late else ""
        yield Moment(one.at, Lane.LOG, words + mark, one.by_name, "log_entry", one.id)


def standing_lines(lines: Iterable[LogEntry]) -> list[LogEntry]:
    """Without those that a later line corrects."""
    held = list(lines)
    corrected = {one.corrects for one in held}
    return [one for one in held if one.id not in corrected]


def _people(case: CaseFile) -> Iterator[Moment]:
    before: dict[object, Figure] = {}
    for one in case.figures:
        old = before.get(one.kind)
        change = f"{_number(old)}→{_number(one)}" if old is not None else _number(one)
        words = f"{one.kind.value} {change}" + (f"（{one.reason}）" if one.reason else "")
        before[one.kind] = one
        yield Moment(one.at, Lane.PEOPLE, words, "", "figure", one.id)


def _number(one: Figure) -> str:
    return f"约{one.number}" if one.about else str(one.number)


def _levels(case: CaseFile) -> Iterator[Moment]:
    for one in case.gradings:
        words = f"初判 {one.confirmed or '未定级'}"
        if one.possible:
            words += f"，可能 {one.possible}"
        yield Moment(one.at, Lane.LEVEL, f"{words}。{one.reason}", one.by_name, "grading", one.id)


def _clocks(case: CaseFile) -> Iterator[Moment]:
    for one in case.deadlines:
        if one.met_at is not None:
            late = "（超时）" if one.met_at > one.due_at else ""
            words = f"{one.name} 完成{late}"
            yield Moment(one.met_at, Lane.CLOCKS, words, "", "deadline", one.id)
    for why in case.lateness:
        words = f"超时说明：{why.reason}"
        yield Moment(why.at, Lane.CLOCKS, words, why.by_name, "lateness", why.id)


def _reports(case: CaseFile) -> Iterator[Moment]:
    named = {one.id: one.spoken for one in case.reports}
    for step in case.steps:
        words = f"{named.get(step.report_id, '报告')} {step.kind.value}"
        if step.reason:
            words += f"：{step.reason}"
        at = step.said_at if step.kind is StepKind.CONSENTED and step.said_at else step.at
        yield Moment(at, Lane.REPORTS, words, step.by_name, "report_step", step.id)
    for sent in case.sendings:
        words = f"{named.get(sent.report_id, '报告')} 报 {sent.recipient}（{sent.way.value}）"
        yield Moment(sent.sent_at, Lane.REPORTS, words, sent.by_name, "sending", sent.id)
        if sent.confirmed_at is not None:
            words = f"{sent.recipient} 确认收到 {sent.confirmed_by}".strip()
            yield Moment(sent.confirmed_at, Lane.REPORTS, words, "", "sending", sent.id)
    for urged in case.urgings:
        words = f"催报（{urged.direction.value}）{urged.unit} {urged.words}".strip()
        yield Moment(urged.at, Lane.REPORTS, words, urged.by_name, "urging", urged.id)


def _instructions(case: CaseFile) -> Iterator[Moment]:
    for one in case.instructions:
        words = f"{one.leader}{one.spoken.value}：{one.text}"
        yield Moment(one.at, Lane.INSTRUCTIONS, words, one.by_name, "instruction", one.id)
    for told in case.relays:
        words = f"传达 {told.receiver}"
        yield Moment(told.told_at, Lane.INSTRUCTIONS, words, told.by_name, "relay", told.id)
        if told.feedback_at is not None:
            words = f"{told.receiver} 反馈：{told.feedback}"
            yield Moment(told.feedback_at, Lane.INSTRUCTIONS, words, "", "relay", told.id)


def _consultations(case: CaseFile) -> Iterator[Moment]:
    for one in case.consultations:
        words = f"{one.kind.value}开始，主持 {one.chair}"
        yield Moment(one.begins_at, Lane.CONSULTATIONS, words, one.by_name, "consultation", one.id)
        if one.ends_at is not None:
            words = f"{one.kind.value}结束：{one.conclusions or '未形成结论'}"
            yield Moment(
                one.ends_at, Lane.CONSULTATIONS, words, one.by_name, "consultation", one.id
            )


def _orders(case: CaseFile) -> Iterator[Moment]:
    for one in case.orders:
        steps = (
            (one.sent_at, f"{one.giver}→{one.unit}：{one.text}"),
            (one.received_at, f"{one.unit} 复述"),
            (one.started_at, f"{one.unit} 行动"),
            (one.feedback_at, f"{one.unit} 反馈：{one.feedback}"),
            (one.done_at, f"{one.unit} 办结"),
        )
        for at, words in steps:
            if at is not None:
                yield Moment(at, Lane.ORDERS, words, one.by_name, "command_order", one.id)
    for asked in case.requests:
        words = f"请求支援 {asked.to} {asked.kind.value}：{asked.text}"
        yield Moment(asked.asked_at, Lane.ORDERS, words, asked.by_name, "help_request", asked.id)
        if asked.reply_at is not None:
            words = f"{asked.to} 答复：{asked.reply}"
            yield Moment(
                asked.reply_at, Lane.ORDERS, words, asked.by_name, "help_request", asked.id
            )


def _forces(case: CaseFile) -> Iterator[Moment]:
    for one in case.forces:
        steps = (
            (one.called_at, "调派"),
            (one.left_at, "出发"),
            (one.arrived_at, "到达"),
            (one.returned_at, "归队"),
        )
        for at, word in steps:
            if at is not None:
                yield Moment(at, Lane.FORCES, f"{one.team} {word}", one.by_name, "force", one.id)
    for hq in case.headquarters:
        words = f"成立{hq.name}，指挥长 {hq.commander}"
        yield Moment(hq.set_up_at, Lane.FORCES, words, hq.by_name, "headquarters", hq.id)
        if hq.ended_at is not None:
            words = f"撤销{hq.name}"
            yield Moment(hq.ended_at, Lane.FORCES, words, hq.by_name, "headquarters", hq.id)
    yield from _command(case)
    yield from _flights(case)


def _command(case: CaseFile) -> Iterator[Moment]:
    """Which plan it was worked by, and who sat in command."""
    for taken in case.taken:
        words = f"按《{taken.plan}》处置"
        yield Moment(taken.at, Lane.FORCES, words, taken.by_name, "plan_taken", taken.id)
        if taken.left_at is not None:
            words = f"不再按《{taken.plan}》处置"
            yield Moment(taken.left_at, Lane.FORCES, words, taken.by_name, "plan_taken", taken.id)
    for sat in case.sittings:
        who = f"{sat.duty}{sat.name}"
        words = f"{who}坐镇{sat.headquarters}指挥"
        yield Moment(sat.since, Lane.FORCES, words, sat.by_name, "sitting", sat.id)
        if sat.until is not None:
            words = f"{who}离开{sat.headquarters}"
            yield Moment(sat.until, Lane.FORCES, words, sat.by_name, "sitting", sat.id)


def _flights(case: CaseFile) -> Iterator[Moment]:
    """Take-offs and ends whose time is known, and what was noted on the way."""
    for look in looks_of(case.sorties, case.sortie_notes):
        one = look.sortie
        if one.took_off_at is not None and one.ended is not SortieEnd.NOT_FLOWN:
            words = f"{one.drone} 起飞，{one.purpose}"
            yield Moment(one.took_off_at, Lane.FORCES, words, one.by_name, "sortie", one.id)
        for note in look.notes:
            if note.kind is not NoteKind.OTHER:
                words = f"{one.drone} {note.kind.value} {note.text}".strip()
                yield Moment(note.at, Lane.FORCES, words, note.by_name, "sortie", one.id)
        if one.landed_at is not None:
            words = f"{one.drone} 降落"
            yield Moment(one.landed_at, Lane.FORCES, words, one.by_name, "sortie", one.id)


def _responses(case: CaseFile) -> Iterator[Moment]:
    plans = {one.id: one.plan for one in case.responses}
    for turn in case.turns:
        words = f"{turn.turn.value} {plans.get(turn.response_id, '应急响应')} {turn.level}"
        yield Moment(turn.at, Lane.RESPONSES, words, turn.by_name, "response_turn", turn.id)


def _radio(case: CaseFile) -> Iterator[Moment]:
    """The frames of an emergency are told once, by the emergency itself."""
    for one in case.heard:
        if one.kind is not HeardKind.EMERGENCY or not any(_of(one, own) for own in case.alarms):
            yield Moment(one.at, Lane.RADIO, _heard(one), "", "radio_event", one.id)
    for text in case.texts:
        words = f"短信→{text.unit or text.target}：{what(text)}"
        yield Moment(text.at, Lane.RADIO, words, text.by_name, "radio_text", text.id)
    for alarm in case.alarms:
        yield from _alarm(alarm)


def _heard(one: RadioEvent) -> str:
    who = " ".join(word for word in (one.unit, one.holder) if word) or f"终端 {one.radio}"
    said, kind = what(one), one.kind.value
    if not said and one.lat is not None and one.lon is not None:
        said = f"{one.lat:.5f}N {one.lon:.5f}E"
    told = said if said.startswith(kind) else "：".join(part for part in (kind, said) if part)
    return f"{who} {told}"


def _of(frame: RadioEvent, alarm: RadioAlarm) -> bool:
    return frame.radio == alarm.radio and alarm.raised_at <= frame.at <= alarm.last_at


def _alarm(alarm: RadioAlarm) -> Iterator[Moment]:
    who = f"{alarm.unit} {alarm.holder}（终端 {alarm.radio}）".strip()
    words = f"{who}{alarm.kind.value}"
    if alarm.lat is not None and alarm.lon is not None:
        placed = f"，{hhmmss(alarm.placed_at)} 定位" if alarm.placed_at is not None else "，位置"
        words += f"{placed} {alarm.lat:.5f}N {alarm.lon:.5f}E"
    if alarm.times > 1:
        words += f"，共 {alarm.times} 次，末次 {hhmmss(alarm.last_at)}"
    yield Moment(alarm.raised_at, Lane.RADIO, words, "", "radio_alarm", alarm.id)
    if alarm.answered_at is not None:
        words = f"{alarm.answered_name} 应答 {who}{alarm.kind.value}"
        yield Moment(alarm.answered_at, Lane.RADIO, words, "", "radio_alarm", alarm.id)
    if alarm.cleared_at is not None:
        words = f"{who}解除报警"
        yield Moment(alarm.cleared_at, Lane.RADIO, words, "", "radio_alarm", alarm.id)


def _files(case: CaseFile) -> Iterator[Moment]:
    for one in case.files:
        yield Moment(one.at, Lane.PICTURES, one.name, one.by_name, "attachment", one.id, one.sha256)
