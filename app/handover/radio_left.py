"""What the next shift must know of the radio: open emergencies, what nobody took, what did not arrive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from app.base.clock import day_hhmm, hhmm
from app.duty.records import Shift
from app.handover.records import Section, SourceKind
from app.handover.snapshot import DeviceState, Matter
from app.radio.batches import is_unsure
from app.radio.board import GatewaySeen, LogLine, waits
from app.radio.events import Linked, TextStep
from app.radio.history import HistoryReads, Sieve
from app.radio.log_words import gateway_named
from app.radio.outages import outages, summed
from app.radio.records import HeardKind, RadioAlarm, RadioEvent, RadioText, link_words

MOST_LINKS = 2000
"""Lines of the gateways' links in one shift that are looked through for outages."""

NAMED = 5
"""Texts that are told one by one; the rest are counted. Keeps the sheet at two pages."""


def radio_left(
    alarms: Sequence[RadioAlarm], lines: Sequence[LogLine], shift: Shift
) -> Iterator[Matter]:
    """`lines` in any order; those of ours count from the beginning of `shift`."""
    for alarm in alarms:
        yield _alarm(alarm)
    ordered = sorted(lines, key=lambda line: (line.at, line.id))
    waiting = [one for one in ordered if isinstance(one, RadioEvent) and waits(one)]
    texts = [one for one in waiting if one.kind is HeardKind.TEXT]
    for text in texts[-NAMED:]:
        yield Matter(
            Section.UNFINISHED,
            f"370M 短信未应答：{_who(text)}：{text.text}",
            SourceKind.LIST,
            f"radio line {text.id}",
            detail=f"{day_hhmm(text.at)} 收到",
        )
    for word, count in (
        ("更早的短信", len(texts[:-NAMED])),
        ("通话", sum(one.kind is HeardKind.TALK for one in waiting)),
        ("状态", sum(one.kind is HeardKind.STATUS for one in waiting)),
    ):
        if count:
            words = f"370M {word} {count} 条未应答"
            yield Matter(Section.UNFINISHED, words, SourceKind.LIST, f"radio untaken {word}")
    sent = [one for one in ordered if isinstance(one, RadioText) and one.at >= shift.starts_at]
    for ours in sent:
        if ours.batch_id is None and ours.step is TextStep.FAILED:
            yield _undelivered(ours)
    yield from _undelivered_of_several(sent)


def _alarm(alarm: RadioAlarm) -> Matter:
    who = f"{alarm.unit} {alarm.holder}".strip()
    told = [f"{day_hhmm(alarm.raised_at)} 报警"]
    if alarm.answered_at is None:
        told.append("未应答")
    else:
        told.append(f"{alarm.answered_name} {hhmm(alarm.answered_at)} 应答")
    told.append("终端已解除" if alarm.cleared_at is not None else "终端未解除")
    if alarm.lat is not None and alarm.lon is not None:
        placed = f"{hhmm(alarm.placed_at)} " if alarm.placed_at is not None else ""
        told.append(f"{placed}位置 {alarm.lat:.4f}N {alarm.lon:.4f}E")
    else:
        told.append("位置不详")
    return Matter(
        Section.UNFINISHED,
        f"370M {alarm.kind.value}：{who}（终端 {alarm.radio}）",
        SourceKind.LIST,
        f"radio alarm {alarm.id}",
        detail="，".join(told),
        urgent=alarm.answered_at is None,
    )


def _undelivered(ours: RadioText) -> Matter:
    told = "短信是否送达不详" if is_unsure(ours) else "短信未送达"
    return Matter(
        Section.UNFINISHED,
        f"370M {told}：{_to(ours)}：{ours.text}",
        SourceKind.LIST,
        f"radio text {ours.id}",
        detail=f"{day_hhmm(ours.at)} {ours.by_name} 发",
    )


def _undelivered_of_several(sent: Iterable[RadioText]) -> Iterator[Matter]:
    """One matter for each text to several, oldest row first; of a recipient the newest row counts."""
    batches: dict[UUID, dict[tuple[int, bool], RadioText]] = {}
    for ours in sent:
        if ours.batch_id is not None:
            batches.setdefault(ours.batch_id, {})[ours.target, ours.to_group] = ours
    for key, rows in batches.items():
        missed = [one for one in rows.values() if one.step is TextStep.FAILED]
        if not missed:
            continue
        unknown = sum(map(is_unsure, missed))
        counted = ((len(missed) - unknown, "未送达 {n} 个"), (unknown, "是否送达不详 {n} 个"))
        told = "、".join(words.format(n=n) for n, words in counted if n)
        last = max(missed, key=lambda one: one.at)
        named = "、".join(_to(one) for one in missed[:NAMED]) + "等" * (len(missed) > NAMED)
        yield Matter(
            Section.UNFINISHED,
            f"370M 群发短信 {len(rows)} 个，{told}：{last.text}",
            SourceKind.LIST,
            f"radio texts {key}",
            detail=f"{day_hhmm(last.at)} {last.by_name} 发：{named}",
        )


def _to(ours: RadioText) -> str:
    return f"{ours.target} 组" if ours.to_group else f"{ours.unit} {ours.target}".strip()


def _who(line: RadioEvent) -> str:
    return f"{line.unit} {line.holder}".strip() or f"终端 {line.radio}"


def gateway_states(
    seen: Iterable[GatewaySeen], reads: HistoryReads, since: datetime, now: datetime
) -> list[DeviceState]:
    """On the store thread: each gateway, and how often and how long it was away since then."""
    sieve = Sieve(since=since, kinds=frozenset({HeardKind.LINK}), texts=False)
    links = reads.history(sieve, MOST_LINKS)[::-1]
    return [gateway_state(one, _away(one.gateway.id, links, since, now)) for one in seen]


def gateway_state(seen: GatewaySeen, away: str = "") -> DeviceState:
    """不详 until its line has once come up or failed."""
    well = None if seen.state is Linked.OPENING else seen.state is Linked.UP
    since = f"{day_hhmm(seen.since)} 起" if seen.since else ""
    state = "" if well else f"{since}{link_words(seen.state, seen.why)}"
    detail = "，".join(part for part in (state, away) if part)
    return DeviceState(
        f"gateway {seen.gateway.id}", f"370M {gateway_named(seen.gateway.name)}", well, detail
    )


def _away(gateway: str, links: Iterable[LogLine], since: datetime, now: datetime) -> str:
    own = [one for one in links if isinstance(one, RadioEvent) and one.gateway == gateway]
    told = summed(outages(own), since, now)
    return f"本班{told}" if told else ""
