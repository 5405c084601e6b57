"""Clips in the officer's words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.base.clock import full, hhmm, hhmmss, span
from app.incidents.filmroom import QuotaLooked
from app.video.clips import Clip, ClipState, Footage
from app.video.quota import Quota

translate = QCoreApplication.translate

MOST_NAMED = 6


def size_words(size: int) -> str:
    """12.3 MB; GB from a thousand on."""
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"


def state_words(clip: Clip) -> str:
    """An ended one whose files are not sealed yet says so."""
    if clip.state is ClipState.RECORDING and clip.ended_at is not None:
        return translate("Clips", "being sealed")
    return clip.state.value


def belongs(clip: Clip, incidents: dict[object, str]) -> str:
    """What it is tied to, "" for nothing."""
    told = [incidents.get(clip.incident_id, "事件")] if clip.incident_id else []
    if clip.log_entry_id:
        told.append(translate("Clips", "a line of the log"))
    if clip.drill:
        told.append(clip.drill)
    return "、".join(told)


def facts(footage: Footage) -> list[str]:
    """Everything that is known of a clip, a line each: when, what, who, parts with hash, gaps."""
    clip = footage.clip
    begun = full(clip.begun_at) if clip.begun_at else "—"
    ended = hhmmss(clip.ended_at) if clip.ended_at else translate("Clips", "still running")
    told = [
        translate("Clips", "Pictures from {begun} to {ended}, {length}").format(
            begun=begun, ended=ended, length=span(clip.seconds)
        ),
        translate("Clips", "Started {at} by {who}").format(at=full(clip.asked_at), who=clip.by_name)
        + (f"：{clip.why}" if clip.why else ""),
        translate("Clips", "Kept at desk {desk}").format(desk=clip.desk),
    ]
    for part in footage.parts:
        told.append(
            translate("Clips", "Part {n}: {which} {w}×{h} {codec}, {length}, {size}").format(
                n=part.number,
                which=part.which.value,
                w=part.width,
                h=part.height,
                codec=part.codec.upper() or "—",
                length=span(part.seconds),
                size=size_words(part.size),
            )
        )
        told.append(f"　{part.file}")
        told.append(
            f"　SHA-256 {part.sha256}"
            if part.sha256
            else "　" + translate("Clips", "could not be repaired; the original is kept")
        )
    for gap in footage.gaps:
        until = hhmmss(gap.until) if gap.until else translate("Clips", "the end")
        told.append(
            translate("Clips", "No pictures {since} to {until}: {why}").format(
                since=hhmmss(gap.since), until=until, why=gap.why.value
            )
        )
    if clip.purged_at is not None:
        told.append(
            translate("Clips", "Removed {at}: {why}").format(
                at=full(clip.purged_at), why=clip.purged_why
            )
        )
    return told


def room_words(fact: QuotaLooked) -> str:
    """What goes soon and from when on; while nothing does, the rule by which films make room."""
    quota, soon = fact.quota, fact.verdict.soon
    if soon and fact.first_at is not None:
        told = translate(
            "Clips",
            "The disk has no room: from {time} on {n} recordings of the last {h} h are removed, unless they"
            " are made evidence: {numbers}",
        )
        return told.format(
            time=hhmm(fact.first_at),
            n=len(soon),
            h=_hours(quota),
            numbers="、".join(clip.no for clip in soon[:MOST_NAMED])
            + ("…" if soon[MOST_NAMED:] else ""),
        )
    told = translate(
        "Clips",
        "Films may take {most} and leave {share} % of the disk. The oldest go first, those of the last {h} h"
        " last and not unsaid, evidence never",
    )
    told = told.format(most=size_words(quota.most), share=round(quota.share * 100), h=_hours(quota))
    return f"{told}（{quota.source}）" if quota.source else told


def _hours(quota: Quota) -> str:
    return f"{quota.young.total_seconds() / 3600:g}"
