"""Recordings from the officer's key to the sealed file: recorder, record and disk brought together."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from app.base.bus import Bus, Subscription
from app.base.clock import Clock
from app.base.errors import Refused, Unreachable, disk_reason
from app.base.ids import new_id
from app.base.jobs import Jobs
from app.base.marks import Mark
from app.incidents.filming import ClipBook
from app.people.records import Officer
from app.people.rights import Act, demand
from app.video.clips import Clip, ClipPart, Footage, Wish
from app.video.clips_sealing import sealed
from app.video.quota import NOTHING, Disk, Quota, Verdict, judge
from app.video.recorder import Doing, Progress
from app.video.recorder_notes import Note, drop, left
from app.video.recorder_parts import hash_of
from app.video.recorders import Recorders, RecordingChanged, RecordingEnded
from app.video.records import Camera, Which
from app.video.ring import TOGETHER, Held, Rings
from app.video.wall import Wall

_log = logging.getLogger(__name__)

PIECE = 2**20
PURGED = "超出录像配额，按时间先后清理"


@dataclass(frozen=True, slots=True)
class QuotaLooked:
    """Fact: room for recordings was looked at; `verdict.over` when evidence alone takes more than allowed.
    Of what goes `soon` the first goes at `first_at`, None while nothing does."""

    verdict: Verdict
    quota: Quota
    first_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClipFinished:
    """Fact: the files of a clip are closed and in the record, in whichever state."""

    clip: Clip


class FilmRoom:
    """`start` and `stop` are called on the Qt thread and wait for nothing. `films` is the thread on which
    files are sealed, hashed and removed; `shift` tells the shift of now, None before one is taken over.

    A recording goes on while the store is away; what the record does not have yet is told it by `retry`,
    or at the next start from the note beside the files.
    """

    def __init__(
        self,
        recorders: Recorders,
        book: ClipBook,
        bus: Bus,
        store: Jobs,
        films: Jobs,
        clock: Clock,
        mark: Mark,
        shift: Callable[[], UUID | None],
        quota: Quota | None = None,
        rings: Rings | None = None,
    ) -> None:
        self.recorders, self.book = recorders, book
        self.rings = rings or Rings(clock)
        self._publish = bus.publish
        self._store, self.films = store, films
        self._clock, self._mark, self._shift = clock, mark, shift
        self.quota = quota or Quota()
        self._unsealed: list[Note] = []
        self._unkept: list[tuple[Note, list[ClipPart]]] = []
        self.played: set[UUID] = set()
        """Clips that are looked at now: their files stay."""
        self._warned: dict[UUID, datetime] = {}
        """Young clips that must go, since when the officer is told so."""
        self._heard: tuple[Subscription, ...] = (
            bus.listen(RecordingChanged, self._changed),
            bus.listen(RecordingEnded, self._ended),
        )

    @property
    def folder(self) -> Path:
        return self.recorders.folder

    def start(
        self, by: Officer, camera: Camera, incident_id: UUID | None, why: str = ""
    ) -> Progress:
        """Main is recorded. `Refused`: "not_allowed", or "recording" already."""
        demand(by, Act.LOG)
        wish = self._wish(by, camera, Which.MAIN, incident_id, why)
        progress = self.recorders.start(camera, wish)
        self._store.run(self.book.begin, wish, self._shift(), fail=_later)
        return progress

    def stop(self, by: Officer, camera_id: UUID) -> bool:
        """False when it is not recorded."""
        demand(by, Act.LOG)
        progress = self.recorders.stop(camera_id)
        if progress is not None:
            self._store.run(
                self.book.stop, by, self._shift(), progress.wish.clip_id, fail=_later
            )  # fmt: skip
        return progress is not None

    def save(
        self, by: Officer, camera: Camera, held: Sequence[Held], incident_id: UUID | None, why: str
    ) -> None:
        """A clip of what a ring held."""
        demand(by, Act.LOG)
        wish = self._wish(by, camera, held[-1].track.which, incident_id, why)
        self._store.run(self.book.begin, wish, self._shift(), fail=_later)
        self.recorders.save(wish, held)

    def recover(self) -> None:
        """After the start: what an earlier run left is finished."""
        self.films.run(self._left, then=self._seal_all)

    def retry(self) -> None:
        """Every minute or so: what disk or store did not take."""
        unsealed, self._unsealed = self._unsealed, []
        unkept, self._unkept = self._unkept, []
        self._seal_all(unsealed)
        for note, parts in unkept:
            self._keep(note, parts)

    def tick(self) -> None:
        """Called every minute."""
        self.retry()
        self.keep_quota()

    def keep_quota(self) -> None:
        """Now and then: the oldest clips that are no evidence make room; young ones only when nothing older
        is left, and after they were told of. Nothing waits for it."""
        self._store.run(self.book.kept_here, then=self._judge, fail=_later)

    def verify(self, footage: Footage) -> list[tuple[ClipPart, str]]:
        """On the films' thread: each part with "well", "missing", "changed", or "no_hash"."""
        return [(part, self._state(part)) for part in footage.parts]

    def place(self, part: ClipPart) -> Path:
        """Where it lies on its desk."""
        return self.folder / part.file

    def checked(self, part: ClipPart) -> Path:
        """The file, every byte checked. `Unreachable("file", "missing" | "changed" | "no_hash")`. Waits for
        the disk."""
        state = self._state(part)
        if state != "well":
            raise Unreachable("file", state)
        return self.place(part)

    def stream(self, part: ClipPart) -> Iterator[bytes]:
        """The film piece by piece, every byte checked before the first is given."""
        place = self.checked(part)
        try:
            with open(place, "rb") as held:
                while piece := held.read(PIECE):
                    yield piece
        except OSError as error:
            raise Unreachable("disk", disk_reason(error)) from error

    def close(self) -> None:
        """Files are closed within a few seconds; they are sealed now if there is time, else at the next
        start."""
        self.recorders.close()
        for subscription in self._heard:
            subscription.cancel()

    def _wish(
        self, by: Officer, camera: Camera, which: Which, incident_id: UUID | None, why: str
    ) -> Wish:
        return Wish(
            new_id(), camera.id, camera.code, camera.name, which, self._clock.now(), why,
            str(by.id), by.name, incident_id, self._mark,
        )  # fmt: skip

    def _left(self) -> list[Note]:
        """The notes first: what is begun meanwhile is then among those under way, and is not sealed."""
        notes = list(left(self.folder))
        going = {progress.wish.clip_id for progress in self.recorders.going()}
        return [note for note in notes if note.wish.clip_id not in going]

    def _changed(self, fact: RecordingChanged) -> None:
        progress = fact.progress
        if progress.doing is Doing.WRITING and progress.begun_at is not None:
            self._store.run(
                self.book.rolling, progress.wish.clip_id, progress.begun_at, fail=_later
            )  # fmt: skip

    def _ended(self, fact: RecordingEnded) -> None:
        self._seal(fact.note)

    def _seal_all(self, notes: list[Note]) -> None:
        for note in notes:
            self._seal(note)

    def _seal(self, note: Note) -> None:
        def failed(error: Exception) -> None:
            _log.warning("%s waits to be sealed: %s", note.stem, error)
            self._unsealed.append(note)

        self.films.run(
            sealed, self.folder, note, then=lambda parts: self._keep(note, parts), fail=failed
        )

    def _keep(self, note: Note, parts: list[ClipPart]) -> None:
        def failed(error: Exception) -> None:
            _later(error)
            self._unkept.append((note, parts))

        def done(clip: Clip) -> None:
            self._publish(ClipFinished(clip))
            whole = tuple(one for one in note.parts if _is_sealed(one.number, parts))
            self.films.run(drop, self.folder, replace(note, parts=whole))

        self._store.run(self.book.finish, note, parts, self._shift(), then=done, fail=failed)

    def _judge(self, clips: list[Clip]) -> None:
        self.films.run(self._look, clips, then=self._make_room, fail=_later)

    def _look(self, clips: list[Clip]) -> Verdict:
        try:
            place = self.folder if self.folder.exists() else self.folder.parent
            room = shutil.disk_usage(place)
        except OSError:
            return NOTHING
        return judge(
            clips, self.quota, Disk(room.free, room.total), self._clock.now(), frozenset(self.played),
            dict(self._warned),
        )  # fmt: skip

    def _make_room(self, verdict: Verdict) -> None:
        now = self._clock.now()
        self._warned = {clip.id: self._warned.get(clip.id, now) for clip in verdict.soon}
        first = min(self._warned.values(), default=None)
        first_at = None if first is None else first + self.quota.warned
        self._publish(QuotaLooked(verdict, self.quota, first_at))
        for clip in verdict.purge:
            if clip.id not in self.played:
                self._store.run(self.book.purge, clip.id, PURGED, then=self._remove, fail=_later)

    def _remove(self, footage: Footage | None) -> None:
        """The record says they are gone: now they go."""
        if footage is not None:
            self.films.run(_unlink, [self.place(part) for part in footage.parts])

    def _state(self, part: ClipPart) -> str:
        try:
            if not part.sha256:
                return "no_hash" if self.place(part).is_file() else "missing"
            return "well" if hash_of(self.place(part)) == part.sha256 else "changed"
        except OSError:
            return "missing"


def film_room(
    folder: Path,
    wall: Wall,
    book: ClipBook,
    bus: Bus,
    store: Jobs,
    films: Jobs,
    clock: Clock,
    mark: Mark,
    shift: Callable[[], UUID | None],
    quota: Quota,
    replay: int = TOGETHER,
) -> FilmRoom:
    """Recordings of what hangs on `wall`; its streams give their packets to rings from now on, which share
    `replay` bytes: what nobody looks at or records becomes short first."""
    rings = Rings(
        clock,
        together=replay,
        wanted=lambda key: wall.looked_at(key) or recorders.of(key) is not None,
    )
    recorders = Recorders(folder, clock, bus.publish, wall.listen, rings.recent)
    wall.tap_all(rings.tap)
    return FilmRoom(recorders, book, bus, store, films, clock, mark, shift, quota, rings)


def _is_sealed(number: int, parts: list[ClipPart]) -> bool:
    """What could not be repaired keeps its original."""
    return any(part.number == number and part.sha256 for part in parts)


def _unlink(places: list[Path]) -> None:
    for place in places:
        with suppress(OSError):
            place.unlink()


def _later(error: Exception) -> None:
    """The store or the disk is away: `retry` or the next start tells it again."""
    if isinstance(error, Refused):
        _log.error("a recording was refused by the record: %s", error)
    else:
        _log.warning("a recording is not in the record yet: %s", error)
