"""What the list of 通信装备 shows of a piece, and the lines of its history."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.base.clock import day_hhmm, hhmm, local
from app.rescue.gear import GearOuting, GearState, GearTest, History, Result, Standing
from app.rescue.gear_sheet import why
from widgets.kit.columns import Column
from widgets.kit.copying import hidden
from widgets.kit.desk import Desk
from widgets.kit.lines import Line


def gear_columns(desk: Desk) -> tuple[Column, ...]:
    cover = desk.session.covered_name

    def overdue(one: Standing) -> bool:
        return one.overdue(desk.clock.now())

    def due(one: Standing) -> str:
        if one.gear.test_days is None:
            return "—"
        if one.gear.stopped_at is not None:
            return "—"
        return f"{local(one.due):%m-%d}" if one.due is not None else tr("test at once")

    def phone(one: Standing) -> str:
        return "•••" if one.gear.phone and hidden(desk) else one.gear.phone

    def state(one: Standing) -> str:
        return f"{one.state.value} {day_hhmm(one.since)}" if one.since else one.state.value

    return (
        Column(tr("Kind of gear"), lambda s: s.gear.kind.value, 116, second=lambda s: s.gear.name),
        Column(tr("Gear no."), lambda s: s.gear.number or "—", 148, strong=True,
               second=lambda s: s.gear.remark),
        Column(tr("Holder"), lambda s: s.gear.holder, 136, second=_where),
        Column(tr("Keeper"), lambda s: cover(s.gear.keeper) or "—", 124, second=phone),
        Column(tr("State"), state, stretch=True,
               strong=lambda s: s.state is not GearState.READY, second=why),
        Column(tr("Last test"), _tried, 176, second=lambda s: s.last.words if s.last else "",
               strong=lambda s: s.last is not None and s.last.result is not Result.GOOD),
        Column(tr("Next test"), due, 84, right=True, strong=overdue,
               second=lambda s: tr("overdue") if overdue(s) else ""),
    )  # fmt: skip


def history_lines(desk: Desk, history: History) -> list[Line]:
    """Tests and outings together, newest first."""
    told = [(one.at, _test(desk, one)) for one in history.tests]
    told += [(one.out_at, _outing(desk, one)) for one in history.outings]
    return [line for _, line in sorted(told, key=lambda pair: pair[0], reverse=True)]


def _where(one: Standing) -> str:
    gear = one.gear
    town = "" if gear.township in gear.holder else gear.township
    return " ".join(filter(None, (town, gear.place)))


def _tried(one: Standing) -> str:
    return f"{one.last.result.value} {day_hhmm(one.last.at)}" if one.last else tr("never tested")


def _test(desk: Desk, one: GearTest) -> Line:
    who = desk.session.covered_name(one.by_name)
    look = "read" if one.result is Result.GOOD else "new"
    title = tr("Test: {result}").format(result=one.result.value)
    return Line(str(one.id), title, one.words, lead=day_hhmm(one.at), right=who, look=look)


def _outing(desk: Desk, one: GearOuting) -> Line:
    cover = desk.session.covered_name
    until = tr("still away")
    if one.back_at is not None:
        same = local(one.back_at).date() == local(one.out_at).date()
        until = tr("back {time}").format(time=hhmm(one.back_at) if same else day_hhmm(one.back_at))
    words = "，".join(filter(None, (one.purpose, cover(one.taken_by), cover(one.asked_by))))
    look = "read" if one.back_at is not None else "new"
    title = tr("To {place}").format(place=one.to)
    return Line(str(one.id), title, words, lead=day_hhmm(one.out_at), right=until, look=look)


def tr(words: str) -> str:
    return QCoreApplication.translate("Gear", words)
