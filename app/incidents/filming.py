"""Recordings in the record: who began and ended them, what they belong to, what became of their files."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.base.clock import Clock, local, span
from app.base.errors import Refused
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Way
from app.people.records import Officer
from app.people.rights import Act, demand
from app.video.clips import Clip, ClipPart, ClipReads, ClipState, Footage, Wish
from app.video.clips_sealing import clip_of, gaps_of, state_of
from app.video.recorder_notes import Note

SYSTEM = "system"
ROOM = "值守台"


class ClipBook:
    """Runs on the store thread. What belongs to an incident gets its line of the log in the same change;
    `desk` names this workstation."""

    def __init__(
        self, ledger: Ledger, reads: ClipReads, log: DutyLog, clock: Clock, mark: Mark, desk: str
    ) -> None:
        self._ledger, self._reads, self._log = ledger, reads, log
        self._clock, self._mark, self.desk = clock, mark, desk

    def clips(self, camera_id: UUID | None = None, incident_id: UUID | None = None) -> list[Clip]:
        return self._reads.clips(camera_id, incident_id)

    def clip(self, key: UUID) -> Clip | None:
        return self._reads.clip(key)

    def footage(self, key: UUID) -> Footage | None:
        return self._reads.footage(key)

    def kept_here(self) -> list[Clip]:
        return self._reads.kept_at(self.desk)

    def begin(self, wish: Wish, shift_id: UUID | None) -> Clip:
        """It is being written already; done twice, it is there once."""
        known = self._reads.clip(wish.clip_id)
        if known is not None:
            return known
        head = f"{self.desk}-{local(wish.asked_at).year}"
        clip = clip_of(wish, f"{head}-{self._reads.next_clip(head):04d}", self.desk)
        with self._change(wish.by, "clip.start", clip) as change:
            change.put("clip", clip)
            words = f"开始录像 {clip.no}（{clip.why}）" if clip.why else f"开始录像 {clip.no}"
            self._tell(change, clip, shift_id, words, wish.by, wish.by_name, wish.asked_at)
        return clip

    def rolling(self, clip_id: UUID, begun_at: datetime) -> None:
        """Its first packet is on the disk."""
        seen = self._reads.clip(clip_id)
        if seen is not None and seen.begun_at is None:
            with self._change(SYSTEM, "clip.roll", seen) as change:
                change.put("clip", replace(seen, begun_at=begun_at), seen=seen)

    def stop(self, by: Officer, shift_id: UUID | None, clip_id: UUID) -> None:
        """The officer ended it; its files are sealed after that."""
        demand(by, Act.LOG)
        seen = self._reads.clip(clip_id)
        if seen is None or seen.ended_at is not None:
            return
        with self._change(str(by.id), "clip.stop", seen) as change:
            change.put("clip", replace(seen, ended_at=change.at), seen=seen)
            words = f"停止录像 {seen.no}"
            self._tell(change, seen, shift_id, words, str(by.id), by.name, None)

    def finish(self, note: Note, parts: Sequence[ClipPart], shift_id: UUID | None) -> Clip:
        """What became of its files; of one that a kill or a store that was away kept out of the record also
        that it was begun. Done twice, it is there once."""
        seen = self.begin(note.wish, shift_id)
        if seen.state is not ClipState.RECORDING:
            return seen
        gaps = gaps_of(note, list(parts))
        ended = note.ended_at or max([note.wish.asked_at, *(part.ended_at for part in parts)])
        if parts and all(gap.until is not None for gap in gaps):
            ended = max(part.ended_at for part in parts)
        new = replace(
            seen,
            state=state_of(note, list(parts)),
            begun_at=parts[0].begun_at if parts else seen.begun_at,
            ended_at=ended,
            seconds=sum(part.seconds for part in parts),
            size=sum(part.size for part in parts),
        )
        what = "clip.recover" if new.state is ClipState.RECOVERED else "clip.seal"
        with self._change(SYSTEM, what, seen) as change:
            new = replace(new, sealed_at=change.at)
            change.put("clip", new, seen=seen)
            change.put_many("clip_part", parts)
            change.put_many("clip_gap", gaps)
            words = f"录像 {new.no} {new.state.value}，{len(parts)} 段共 {span(new.seconds)}"
            if gaps:
                whys = "、".join(sorted({gap.why.value for gap in gaps}))
                words += f"，缺画面 {len(gaps)} 处（{whys}）"
            self._tell(change, new, shift_id, words, SYSTEM, ROOM, None)
        return new

    def tie(
        self,
        by: Officer,
        shift_id: UUID,
        seen: Clip,
        *,
        incident_id: UUID | None = None,
        log_entry_id: UUID | None = None,
        drill_id: UUID | None = None,
        drill: str = "",
    ) -> Clip:
        """It belongs to this incident, line or drill from now on; what is left out stays as it was. That
        makes it evidence; only that of an incident stays it, and a clip stays with its incident:
        `Refused("clip", "tied_already")`.
        `drill` is the title of the drill `drill_id`.
        """
        demand(by, Act.LOG)
        if seen.incident_id is not None and incident_id not in (None, seen.incident_id):
            raise Refused("clip", "tied_already", no=seen.no)
        if seen.state is ClipState.PURGED:
            raise Refused("clip", "purged", no=seen.no)
        new = replace(
            seen,
            incident_id=incident_id or seen.incident_id,
            log_entry_id=log_entry_id or seen.log_entry_id,
            drill=seen.drill if drill_id is None else drill,
            drill_id=drill_id or seen.drill_id,
            protected=seen.protected or log_entry_id is not None or drill_id is not None,
        )
        if new == seen:
            return seen
        with self._change(str(by.id), "clip.tie", seen) as change:
            change.put("clip", new, seen=seen)
            if new.incident_id != seen.incident_id:
                words = f"录像 {new.no} 归入本事件，作为证据保存"
                self._tell(change, new, shift_id, words, str(by.id), by.name, None)
        return new

    def protect(self, by: Officer, shift_id: UUID | None, seen: Clip, on: bool) -> Clip:
        """Evidence or not any more. `Refused("clip", "evidence_of_incident")`: an incident's stays it."""
        demand(by, Act.LOG)
        if not on and seen.incident_id is not None:
            raise Refused("clip", "evidence_of_incident", no=seen.no)
        if seen.state is ClipState.PURGED:
            raise Refused("clip", "purged", no=seen.no)
        new = replace(seen, protected=on)
        with self._change(str(by.id), "clip.protect" if on else "clip.release", seen) as change:
            change.put("clip", new, seen=seen)
            words = f"录像 {new.no} {'设为证据' if on else '不再作为证据'}"
            self._tell(change, new, shift_id, words, str(by.id), by.name, None)
        return new

    def purge(self, clip_id: UUID, why: str, by: Officer | None = None) -> Footage | None:
        """Its row says since when and why its files are gone; they are taken away after this. None when it
        became evidence meanwhile, or is written: nothing is taken away then."""
        if by is not None:
            demand(by, Act.DEVICES)
        found = self._reads.footage(clip_id)
        if found is None or found.clip.evidence:
            return None
        seen = found.clip
        if seen.state in (ClipState.RECORDING, ClipState.PURGED):
            return None
        with self._change(SYSTEM if by is None else str(by.id), "clip.purge", seen) as change:
            new = replace(seen, state=ClipState.PURGED, purged_at=change.at, purged_why=why)
            change.put("clip", new, seen=seen)
        return found

    def _change(self, by: str, what: str, clip: Clip) -> AbstractContextManager[Change]:
        return self._ledger.change(by, what, ("clip", str(clip.id)))

    def _tell(
        self,
        change: Change,
        clip: Clip,
        shift_id: UUID | None,
        words: str,
        by: str,
        by_name: str,
        at: datetime | None,
    ) -> None:
        """A line of the incident's log; a clip of no incident has its trail in the journal alone."""
        shift_id = shift_id or self._log.holding()
        if clip.incident_id is None or shift_id is None:
            return
        line = Line(
            f"{clip.camera}（{clip.code}）{words}",
            Way.INSIDE,
            Channel.VIDEO,
            category=Category.INCIDENT,
            at=at,
            incident_id=clip.incident_id,
        )
        self._log.put(change, self._log.make(self._log.shift_for(shift_id), line, by, by_name))
