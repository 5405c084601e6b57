"""Recordings on the screen: the key, the badge on the tiles, the lamp, the lists, and what went wrong."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.base.clock import hhmm, span
from app.base.errors import Refused
from app.incidents.filmroom import ClipFinished, FilmRoom, QuotaLooked
from app.people.rights import Act
from app.video.clips import ClipState, Footage, Why
from app.video.recorder import Doing, Progress
from app.video.recorders import RecordingChanged, RecordingEnded
from app.video.records import Camera, Snapshot, Which
from app.video.replay_reel import FileReel, Strip
from app.video.ring import Held
from app.video.snapshot import Snapshots
from app.video.wall import Wall
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.lamps import ACT, KNOWN, NORMAL, LampState
from widgets.kit.listen import listen
from widgets.shell.messages import Kind, Messages
from widgets.shell.status import Status
from widgets.video.badges import TileBadge
from widgets.video.boards import Boards
from widgets.video.clips_view import ClipRooms, ClipsView
from widgets.video.page import VideoPage
from widgets.video.replay_view import ReplayActs, ReplayView
from widgets.wiring.snapshots import SnapshotLines

KEY, LAMP = "recording", "recorder"
LOOK_MS = 1000


class Filming(QObject):
    """`record(camera)` starts or ends its recording, `replay(camera)` shows what it showed just now,
    `tie(camera)` ties its live picture to the incident that is chosen on the page. Neither signing out
    nor locking ends a recording. Signal `figures(words)` for the heads of the walls: how many run."""

    figures = Signal(str)

    def __init__(
        self,
        desk: Desk,
        status: Status,
        messages: Messages,
        films: FilmRoom,
        wall: Wall,
        boards: Boards,
        page: VideoPage,
        snapshots: Snapshots,
        lines: SnapshotLines,
        rooms: ClipRooms,
    ) -> None:
        super().__init__()
        self._desk, self._status, self._messages = desk, status, messages
        self._films, self._boards, self._page = films, boards, page
        self._snapshots = snapshots
        self._over = False
        self._soon: set[UUID] = set()
        self._figures = ""
        acts = ReplayActs(self._shoot, partial(lines.keep, replayed=True), self._save)
        self.view = ReplayView(desk, wall, boards.badges, acts)
        self.clips = ClipsView(desk, films, rooms)
        self.clips.played.connect(self._play)
        self.view.closed.connect(films.played.clear)
        page.list.act(self.tr("Record, or stop"), "Alt+R", self.record, Act.LOG)
        page.list.act(self.tr("Tie live picture to the incident"), "Alt+G", self.tie, Act.LOG)
        page.list.act(self.tr("Replay 30 s"), "Alt+V", self.replay, None)
        page.add_view(self.view, "")
        page.add_view(self.clips, self.tr("Recordings"), "Alt+K")
        listen(self, desk.bus, RecordingChanged, self._changed)
        listen(self, desk.bus, RecordingEnded, self._ended)
        listen(self, desk.bus, QuotaLooked, self._looked)
        listen(self, desk.bus, ClipFinished, self._finished)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._show)
        self._timer.start()
        self._show()

    # -- what the officer does -----------------------------------------------------------------

    def record(self, camera: Camera | None = None) -> None:
        camera = camera or self._page.list.camera()
        if camera is None:
            self._desk.say(self.tr("Choose a camera first"))
            return
        try:
            by = self._desk.session.demand(Act.LOG)
            if self._films.stop(by, camera.id):
                text = self.tr("Recording of {camera} ends")
            else:
                before = self._films.rings.recent(camera.id)
                self._films.start(by, camera, self._page.incident_id)
                text = self.tr("{camera} is being recorded, with the {s} s before")
                text = text.replace("{s}", str(int(before.seconds) if before is not None else 0))
        except Refused as refused:
            self._refused(refused)
            return
        self._desk.say(text.format(camera=camera.name))
        self._show()

    def replay(self, camera: Camera | None = None) -> None:
        camera = camera or self._page.list.camera()
        if camera is None:
            self._desk.say(self.tr("Choose a camera first"))
            return
        ring = self._films.rings.longest(camera.id)
        held = ring.since() if ring is not None else []
        self.view.open_ring(camera, held, ring is not None and ring.short)
        self._page.show_view(self.view)

    def tie(self, camera: Camera | None = None) -> None:
        """The frame of this moment is its proof: a snapshot, in a line of the incident. It stops the clock of
        the first picture."""
        if self._page.incident_id is None:
            self._desk.say(self.tr("Choose the incident under the picture first"))
            return
        self._page.snapshot(camera)

    def _save(self, camera: Camera, held: list[Held]) -> None:
        by = self._desk.session.demand(Act.LOG)
        why = self.tr("kept from the replay")
        self._films.save(by, camera, held, self._page.incident_id, why)

    def _shoot(self, camera: Camera, frame: Any, at: datetime, which: Which) -> Snapshot:
        return self._snapshots.keep_frame(camera, frame, at, which)

    def _play(self, footage: Footage) -> None:
        clip = footage.clip
        camera = self._camera(clip.camera_id)
        strips = [
            Strip(self._place(part.file), part.begun_at, part.seconds)
            for part in footage.parts
            if part.sha256
        ]
        if camera is None or not strips:
            self._desk.say(self.tr("There is nothing to play in this clip"))
            return
        note = self.tr("clip {no}").format(no=clip.no)
        streams = "、".join(dict.fromkeys(part.which.value for part in footage.parts))
        self.view.open_reel(camera, FileReel(strips), footage.parts[-1].which, note, streams)
        self._films.played.add(clip.id)
        self._page.show_view(self.view)

    def _place(self, file: str) -> Path:
        return self._films.folder / file

    def _camera(self, key: UUID) -> Camera | None:
        return next((one for one in self._boards.cameras if one.id == key), None)

    def _refused(self, refused: Refused) -> None:
        words = {"recording": self.tr("{camera} is being recorded already")}
        self._desk.say(explain(refused, words))

    # -- what comes back -----------------------------------------------------------------------

    def _changed(self, _fact: RecordingChanged) -> None:
        self._show()

    def _ended(self, fact: RecordingEnded) -> None:
        wish, why = fact.note.wish, fact.progress.why
        self._boards.badges.put(wish.camera_id, KEY, None)
        self._show()
        if why is not None:
            title = self.tr("Recording of {camera} ended by itself").format(camera=wish.camera)
            self._messages.tell(
                Kind.VIDEO_LOST, title, self._mend(why), f"recording-{wish.clip_id}", place="video"
            )

    def _finished(self, fact: ClipFinished) -> None:
        """Of a clip that ended as it should nobody needs a message."""
        clip = fact.clip
        words = {
            ClipState.RECOVERED: self.tr(
                "The program ended while it was recorded; it was recovered"
            ),
            ClipState.DAMAGED: self.tr(
                "No pictures could be kept; what there is stays on the disk"
            ),
        }
        if clip.state in words:
            title = self.tr("Clip {no} of {camera}").format(no=clip.no, camera=clip.camera)
            self._messages.tell(
                Kind.DEVICE, title, words[clip.state], f"clip-{clip.id}", place="video"
            )

    def _mend(self, why: Why) -> str:
        if why is Why.DISK_FULL:
            return self.tr("The disk is nearly full: make room, then start it again")
        if why is Why.CODING:
            return self.tr("This coding cannot be kept in a file: set the camera to H.264 or H.265")
        return self.tr("The disk did not take it: check folder and disk, then start it again")

    def _looked(self, fact: QuotaLooked) -> None:
        if fact.verdict.over and not self._over:
            held, most = (size / 1e9 for size in (fact.verdict.evidence, fact.quota.most))
            self._messages.tell(
                Kind.DEVICE,
                self.tr("Evidence alone takes more than recordings may"),
                self.tr("{held:.1f} of {most:.0f} GB; nothing of it is removed: archive it").format(
                    held=held, most=most
                ),
                "recording-quota",
                place="video",
            )
        self._over = fact.verdict.over
        young = {clip.id for clip in fact.verdict.soon}
        if young - self._soon and fact.first_at is not None:
            self._messages.tell(
                Kind.DEVICE,
                self.tr("Young recordings are removed soon"),
                self.tr(
                    "{n} of the last day, from {time} on: make evidence of what must stay"
                ).format(n=len(young), time=hhmm(fact.first_at)),
                "recording-young",
                place="video",
            )
        self._soon = young

    def _show(self) -> None:
        going = self._films.recorders.going()
        for progress in going:
            self._boards.badges.put(progress.wish.camera_id, KEY, self._badge(progress))
        words = self.tr("{n} recorded").format(n=len(going)) if going else ""
        if words != self._figures:
            self._figures = words
            self.figures.emit(words)
        waiting = [one for one in going if one.doing is Doing.WAITING]
        name = self.tr("Recorder")
        if not going:
            causes = (
                (self._over, self.tr("evidence takes more than its room")),
                (bool(self._soon), self.tr("young recordings are removed soon")),
            )
            cause = "、".join(words for true, words in causes if true)
            self._status.set_lamp(LampState(LAMP, name, KNOWN if cause else NORMAL, "", cause))
            return
        cause = "、".join(one.wish.camera for one in waiting)
        if cause:
            cause = self.tr("no pictures to record: {cameras}").format(cameras=cause)
        state = ACT if waiting else NORMAL
        self._status.set_lamp(LampState(LAMP, name, state, str(len(going)), cause))

    def _badge(self, progress: Progress) -> TileBadge:
        if progress.doing is Doing.WAITING:
            return TileBadge("circle-alert", self.tr("recording waits"), True)
        begun = progress.begun_at
        length = span(self._desk.clock.now() - begun) if begun is not None else ""
        return TileBadge("circle-dot", f"{self.tr('recorded')} {length}".strip())
