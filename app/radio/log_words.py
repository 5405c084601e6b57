"""What the duty log says of a line of the radio: Chinese by rule."""

from __future__ import annotations

from app.radio.board import LogLine
from app.radio.records import HeardKind, RadioEvent, RadioText

_SAID = frozenset(
    {
        HeardKind.STATUS,
        HeardKind.OWN_STATUS,
        HeardKind.CHECK,
        HeardKind.LOCATE,
        HeardKind.MONITOR,
        HeardKind.DISABLED,
    }
)
"""What is told as it stands in `text`."""


def of_line(line: LogLine) -> str:
    """One sentence for the log, without unit and person, which have columns of their own."""
    if isinstance(line, RadioText):
        target = f"{line.target} 组" if line.to_group else f"电台 {line.target}"
        return f"发{target}短信：{line.text}（{line.step.said}）"
    who = f"电台 {line.radio}" if line.radio is not None else f"370M {gateway_named(line.gateway)}"
    return f"{who} {_said(line)}{of_place(line.lat, line.lon)}"


def gateway_named(name: str) -> str:
    """Most places call theirs 网关 already."""
    return name if "网关" in name else f"网关 {name}"


def of_place(lat: float | None, lon: float | None) -> str:
    """WGS-84, five decimals are about a metre; nothing when it is unknown."""
    if lat is None or lon is None:
        return ""
    return f"，位置 北纬 {lat:.5f}° 东经 {lon:.5f}°"


def _said(event: RadioEvent) -> str:
    group = f"{event.talkgroup} 组" if event.talkgroup is not None else ""
    if event.kind == HeardKind.TEXT:
        return f"{group}短信：{event.text}"
    if event.kind == HeardKind.TALK:
        return f"{group}通话 {event.seconds} 秒"
    if event.kind == HeardKind.OWN_TALK:
        return f"{group}{event.text} 讲话 {event.seconds} 秒"
    if event.kind in _SAID:
        return f"{group}{event.kind.value}：{event.text}"
    if event.kind == HeardKind.LINK:
        return event.text
    return event.kind.value
