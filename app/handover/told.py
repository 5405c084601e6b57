"""What the rooms of a shift say on its sheet: days off, zero reports, roll calls, self-check, papers,
forms that were begun and not sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from app.base.clock import day_hhmm, local_day
from app.base.drafts import Draft, Drafts
from app.duty.attendance import attendance, holding, said
from app.duty.checking import Checking
from app.duty.checks import Asked, Paper, PaperState, PaperWay
from app.duty.holidays import Calendar, DayKind, DayRule
from app.duty.records import Shift
from app.duty.responses import said as response_said
from app.duty.selfcheck import Looked
from app.duty.study import Study
from app.duty.trips import Trips
from app.duty.zero import SlotLook
from app.handover.records import Need, Section, SourceKind
from app.handover.sections import listed
from app.handover.snapshot import Matter
from app.incidents.drafted import PREFIX
from app.incidents.planned import spoken
from app.incidents.sortie import SortieKind
from app.incidents.sortie_told import UNKNOWN, Look
from app.plans.records import Sitting
from app.rescue.gear import Standing

MOST_NAMED = 12
"""Silent towns that are named; more are counted."""


class RoomWords:
    """Asked on the store thread; each method answers `app.handover.snapshot.Matters`."""

    def __init__(
        self,
        checks: Checking,
        calendar: Callable[[], Calendar],
        drafts: Drafts | None,
        study: Study,
        trips: Trips,
        gear_out: Callable[[], list[Standing]] = list,
        in_the_air: Callable[[], list[Look]] = list,
        radio_rolls: Callable[[], list[str]] = list,
    ) -> None:
        """`drafts` are those of this desk; None: a desk without any."""
        self._checks = checks
        self._calendar = calendar
        self._drafts = drafts
        self._study = study
        self._trips = trips
        self._gear_out = gear_out
        self._in_the_air = in_the_air
        self._radio_rolls = radio_rolls

    def all(self, shift: Shift, at: datetime) -> Iterator[Matter]:
        for tell in (
            self.day, self.special, self.responses,
            self.begun, self.zero, self.papers, self.rolls, self.by_radio, self.equipment,
            self.vehicles, self.gear, self.drones,
        ):  # fmt: skip
            yield from tell(shift, at)

    def day(self, shift: Shift, at: datetime) -> Iterator[Matter]:
        """What kind of day the shift began on, and which it ends on when that is another kind."""
        calendar = self._calendar()
        days = dict.fromkeys((local_day(shift.starts_at), local_day(shift.ends_at)))
        told = []
        for day in days:
            row, kind = calendar.row(day), calendar.kind(day)
            if row is not None:
                rest = "" if row.rule is DayRule.HOLIDAY else row.rule.value
                words = f"{row.name}{rest}"
            elif kind is DayKind.UNKNOWN:
                words = f"{kind.value}（没有 {day.year} 年放假通知）"
            else:
                words = kind.value
            told.append(f"{day:%m-%d} {words}")
        yield _head("，".join(told), "day")

    def special(self, shift: Shift, at: datetime) -> Iterator[Matter]:
        """重要时段 of the two days of the shift; none ever entered means that nobody knows."""
        held = self._study.periods.on(local_day(shift.starts_at), local_day(shift.ends_at))
        names = [f"{one.name}（{one.days}）" for one in held or ()]
        yield _head(f"重要时段：{_or_none(held, names)}", "special")

    def responses(self, shift: Shift, at: datetime) -> Iterator[Matter]:
        """Response levels in force now, gravest first."""
        held = self._study.responses.in_force()
        names = [f"{response_said(one)}（{day_hhmm(one.started_at)} 起）" for one in held or ()]
        yield _head(f"应急响应：{_or_none(held, names)}", "responses")

    def begun(self, shift: Shift, at: datetime) -> Iterator[Matter]:
        """Intake forms that nobody registered: what was reported may still be in them only."""
        for draft in self._drafts.all() if self._drafts else ():
            if draft.key.startswith(PREFIX):
                yield Matter(
                    Section.UNFINISHED,
                    f"接报草稿未登记：{_about(draft)}",
                    SourceKind.DRAFT,
                    draft.key,
                    detail=f"{day_hhmm(draft.saved_at)} 存",
                    urgent=True,
                )

    def zero(self, shift: Shift, at: datetime) -> Iterator[Matter]:
        """One item for each slot of the shift that has begun; silence is named, never taken for 无事."""
        current = self._checks.zero.look().current.slot.at
        for one in self._checks.zero.between(shift.starts_at, shift.ends_at):
            if not one.cells or (one.slot.at > at and one.slot.at != current):
                continue
            open_ = bool(one.silent and one.slot.at <= at) or bool(one.events)
            yield Matter(
                Section.ZERO,
                _slot(one),
                SourceKind.LIST,
                f"zero:{one.slot.at.isoformat()}",
                need=Need.EACH if open_ else Need.TOGETHER,
            )

    def rolls(self, shift: Shift, at: datetime) -> Iterator[Matter]:
        """Attendance of whom we asked; each question from above. What was wrong is an open line of the
        log; before schema 4 only the check tells it."""
        checks = self._checks.rolls.of_shift(shift.id)
        ours = [one for one in checks if one.asked is Asked.BY_US]
        if ours:
            words = attendance(ours).words(self._checks.rolls.rules)
            yield listed(Section.MEETINGS, f"{Asked.BY_US}：{words}", "rolls")
        for one in checks:
            if one.asked is Asked.BY_SUPERIOR:
                words = f"{Asked.BY_SUPERIOR}：{one.checker} {day_hhmm(one.at)} {said(one)}"
                yield listed(Section.MEETINGS, words, f"check:{one.id}")
        for one in holding(checks):
            if one.problem and not one.rectified and one.log_entry_id is None:
                words = f"{one.unit or one.checker} 查岗问题未整改：{one.problem}"
                key = f"problem:{one.id}"
                yield Matter(Section.UNFINISHED, words, SourceKind.LIST, key)

    def by_radio(self, shift: Shift, at: datetime) -> Iterator[Matter]:
        """The last calling of each list by radio, of whichever shift, and who was silent again and again."""
        for n, words in enumerate(self._radio_rolls()):
            yield listed(Section.MEETINGS, words, f"radio rolls:{n}")

    def equipment(self, shift: Shift, at: datetime) -> Iterator[Matter]:
        """The list as it was ticked. A fault with an open log line is known there, one by one."""
        look = self._checks.equipment.look(shift.id)
        if look.done:
            yield listed(Section.EQUIPMENT, f"自检 {look.words()}", "selfcheck")
            missed = [row.item.name for row in look.rows if row.check is None]
            if missed:
                yield listed(Section.EQUIPMENT, f"未查：{'、'.join(missed)}", "missed")
        for row in look.faults:
            yield _fault(row)

    def vehicles(self, shift: Shift, at: datetime) -> Iterator[Matter]:
        """Those that are out stand before the list of what is counted; one that is back is on the page of
        trips only."""
        for trip in self._trips.outside():
            sent = f"，{trip.asked_by} 派" if trip.asked_by else ""
            yield Matter(
                Section.OBJECTS,
                f"车辆在外：{trip.vehicle}",
                SourceKind.LIST,
                f"trip:{trip.id}",
                detail=f"{day_hhmm(trip.out_at)} 驾驶员 {trip.driver}，往 {trip.destination}，"
                f"{trip.purpose}{sent}",
            )

    def gear(self, shift: Shift, at: datetime) -> Iterator[Matter]:
        """Communication gear that is out."""
        for one in self._gear_out():
            if one.outing is not None:
                out = one.outing
                yield Matter(
                    Section.OBJECTS,
                    f"装备在外：{one.gear.told}",
                    SourceKind.LIST,
                    f"gear:{one.id}",
                    detail=f"{day_hhmm(out.out_at)} 往 {out.to}，{out.purpose}",
                )

    def drones(self, shift: Shift, at: datetime) -> Iterator[Matter]:
        """Those in the air: whoever takes over sees to it that they come down."""
        for look in self._in_the_air():
            one = look.sortie
            drill = "" if one.kind is SortieKind.TASK else f"【{one.kind}】"
            since = f"{day_hhmm(one.took_off_at)} 起飞" if one.took_off_at else f"起飞时间{UNKNOWN}"
            lost = f"，{day_hhmm(look.lost_since)} 起失联" if look.lost_since else ""
            pilot = f"，飞手 {one.pilot}" if one.pilot else ""
            about = f"，{look.tied}" if look.tied else ""
            yield Matter(
                Section.UNFINISHED,
                f"{drill}无人机{look.stands}：{one.drone}（架次 {one.no}）",
                SourceKind.LIST,
                f"sortie:{one.id}",
                detail=f"{since}{lost}，{one.purpose}{pilot}{about}",
                urgent=look.lost_since is not None,
            )

    def papers(self, shift: Shift, at: datetime) -> Iterator[Matter]:
        """Those not done, one by one; how many came and went."""
        checks = self._checks.papers
        for paper in checks.waiting():
            yield _paper(paper, checks.limit(paper), at)
        ours = checks.of_shift(shift.id)
        if ours:
            came = sum(paper.way is PaperWay.RECEIVED for paper in ours)
            done = sum(paper.state is PaperState.DONE for paper in ours)
            words = f"本班收文 {came} 件，发文 {len(ours) - came} 件，其中办结 {done} 件"
            yield listed(Section.PAPERS, words, "papers")


def _head(words: str, key: str) -> Matter:
    return Matter(Section.HEAD, words, SourceKind.LIST, key, need=Need.FREE)


def _or_none(held: object | None, names: list[str]) -> str:
    if held is None:
        return "不详（未登记）"
    return "、".join(names) or "无"


def _about(draft: Draft) -> str:
    words = draft.fields.get("words", draft.fields)
    for name in ("place", "course", "reporter_unit"):
        if said_ := " ".join(str(words.get(name, "")).split()):
            return said_[:40]
    return "内容未填"


def _slot(look: SlotLook) -> str:
    parts = [f"{look.slot.title} 已报 {len(look.told)}/{len(look.cells)}"]
    if look.events:
        parts.append(f"有事 {'、'.join(cell.town.name for cell in look.events)}")
    elif look.may_issue:
        parts.append("均无事")
    if look.silent:
        names = "、".join(cell.town.name for cell in look.silent[:MOST_NAMED])
        more = f"等 {len(look.silent)} 个" if len(look.silent) > MOST_NAMED else ""
        parts.append(f"未报 {names}{more}")
    return "，".join(parts)


def _fault(row: Looked) -> Matter:
    held = row.check or row.before
    assert held is not None
    known = "，见未办结事项" if row.followed else ""
    return Matter(
        Section.EQUIPMENT,
        f"{row.item.name} 故障",
        SourceKind.DEVICE,
        f"selfcheck:{row.item.key}",
        detail=f"{day_hhmm(held.at)} {held.remark}{known}",
        need=Need.TOGETHER if row.followed else Need.EACH,
    )


def _paper(paper: Paper, limit: datetime | None, at: datetime) -> Matter:
    number = f"{paper.no} " if paper.no else ""
    where = f"呈 {paper.leader}" if paper.state is PaperState.WAITING else paper.holder
    return Matter(
        Section.PAPERS,
        f"{paper.way} {number}{paper.title}",
        SourceKind.PAPER,
        str(paper.id),
        detail=" ".join(part for part in (paper.unit, paper.urgency, paper.state, where) if part),
        due=limit,
        urgent=limit is not None and limit <= at,
    )


def in_command(sittings: Iterable[Sitting]) -> Iterator[Matter]:
    """Who sits in command still: the next shift must know whom to report to."""
    for one in sittings:
        where = f"，{one.place}" if one.place else ""
        yield Matter(
            Section.INCIDENTS,
            f"坐镇指挥：{spoken(one)}在{one.headquarters}",
            SourceKind.LIST,
            f"sitting {one.id}",
            detail=f"{day_hhmm(one.since)} 起{where}",
        )
