"""From measured pictures to what the room doubts of them: slow to say so, slower to take it back."""

from __future__ import annotations

import logging
import tomllib
import traceback
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from statistics import median
from threading import Lock
from typing import Any, Protocol
from uuid import UUID

from app.base.clock import hhmm
from app.video import quality
from app.video.quality import Change, Luma, Measures, Stood
from app.video.records import Camera, CameraKind, Which

_log = logging.getLogger(__name__)


class Doubt(StrEnum):
    """What may be wrong with pictures that arrive."""

    BLACK = "黑屏"
    BRIGHT = "过曝"
    CARD = "无信号"
    FLAT = "遮挡"
    BLURRED = "模糊"
    STILL = "静止"
    MOVED = "移位"


FOLLOWED = 0.1
"""Of each change of light, while a camera looks where it did."""

OTHER_AFTER_S = 3.0
"""A stream that was silent for so long is no longer the one that is judged."""

SAID = {
    Doubt.BLACK: "黑屏",
    Doubt.BRIGHT: "画面过曝",
    Doubt.CARD: "疑似无信号画面",
    Doubt.FLAT: "疑似遮挡或无信号",
    Doubt.BLURRED: "画面模糊",
    Doubt.STILL: "疑似静止",
    Doubt.MOVED: "疑似移位",
}
"""As it is written: what a picture alone cannot prove is suspected."""


@dataclass(frozen=True, slots=True)
class PictureDoubted:
    """Fact: pictures arrive, and what they show cannot be trusted. `since` the first sample that agreed."""

    camera_id: UUID
    doubt: Doubt
    since: datetime


@dataclass(frozen=True, slots=True)
class PictureTrusted:
    """Fact: follows a `PictureDoubted`. `until` the first sample without it."""

    camera_id: UUID
    doubt: Doubt
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class QualityRules:
    """The numbers of `resources/rules/video.toml`, by their names there."""

    source: str
    rise: int
    fall: int
    short_s: float
    batch_s: float
    lasting_s: float
    night: tuple[str, str]
    black: tuple[float, float]
    black_night: tuple[float, float]
    bright_grey: int
    bright_share: float
    flat_deviation: float
    card_share: float
    card_change: float
    blurred_of_median: float
    blurred_clears_at: float
    blurred_least: int
    blurred_most: int
    still_change: float
    still_cell: float
    still_for_s: float
    moved_of_width: float
    moved_response: float
    moved_alike: float
    moved_every: int
    moved_memory: float
    moved_after: int
    moved_kinds: frozenset[CameraKind]


def load_rules(path: Path) -> QualityRules:
    """Raises `ValueError` when the file does not hold the rules."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        black, blurred, moved = held["black"], held["blurred"], held["moved"]
        return QualityRules(
            source=str(held["source"]),
            rise=max(1, int(held["rise"])),
            fall=max(1, int(held["fall"])),
            short_s=float(held["short_s"]),
            batch_s=float(held["batch_s"]),
            lasting_s=float(held["lasting_s"]),
            night=(str(held["night"]["from"]), str(held["night"]["until"])),
            black=(float(black["mean"]), float(black["deviation"])),
            black_night=(float(black["night_mean"]), float(black["night_deviation"])),
            bright_grey=int(held["bright"]["grey"]),
            bright_share=float(held["bright"]["share"]),
            flat_deviation=float(held["flat"]["deviation"]),
            card_share=float(held["card"]["share"]),
            card_change=float(held["card"]["change"]),
            blurred_of_median=float(blurred["of_median"]),
            blurred_clears_at=float(blurred["clears_at"]),
            blurred_least=int(blurred["least"]),
            blurred_most=int(blurred["most"]),
            still_change=float(held["still"]["change"]),
            still_cell=float(held["still"]["cell"]),
            still_for_s=float(held["still"]["for_s"]),
            moved_of_width=float(moved["of_width"]),
            moved_response=float(moved["response"]),
            moved_alike=float(moved["alike"]),
            moved_every=max(1, int(moved["every"])),
            moved_memory=min(0.99, max(0.0, float(moved["memory"]))),
            moved_after=int(moved["after"]),
            moved_kinds=frozenset(CameraKind(word) for word in moved["kinds"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


class Sample(Protocol):
    """What the engine hands to a sampler; see `app.video.taps.Sample`."""

    @property
    def camera_id(self) -> UUID: ...
    @property
    def which(self) -> Which: ...
    @property
    def luma(self) -> Luma: ...
    @property
    def at(self) -> datetime: ...
    @property
    def at_s(self) -> float: ...


@dataclass(slots=True)
class _Course:
    """One doubt of one camera: how many samples in a row were for it or against it, and since when."""

    agreeing: int = 0
    against: int = 0
    begun: datetime | None = None
    ended: datetime | None = None
    stands: bool = False

    def hear(self, agrees: bool, at: datetime, rules: QualityRules) -> bool:
        """True when it changed whether it stands."""
        if agrees:
            if not self.agreeing and not self.stands:
                self.begun = at
            self.agreeing, self.against = self.agreeing + 1, 0
        else:
            if not self.against or self.ended is None:
                self.ended = at
            self.agreeing, self.against = 0, self.against + 1
        stands = self.against < rules.fall if self.stands else self.agreeing >= rules.rise
        changed, self.stands = stands != self.stands, stands
        return changed


class Judge:
    """One camera. A new stream or picture size begins its own measures; what stands goes on standing."""

    def __init__(self, rules: QualityRules) -> None:
        self._rules = rules
        self._courses = {doubt: _Course() for doubt in Doubt}
        self.renew()

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        return tuple(doubt for doubt, course in self._courses.items() if course.stands)

    def renew(self) -> None:
        """What the camera shows from now on is what it should show: after it was turned on purpose."""
        self._stood: Stood | None = None
        self._stood_s = 0.0
        self._aim: quality.Aim | None = None
        self._looks: quality.Aim | None = None
        self._sharp: dict[tuple[bool, Which], deque[float]] = {}
        self._count = 0
        self._from: tuple[Which, float] | None = None
        for doubt in (Doubt.BLURRED, Doubt.MOVED):
            course = self._courses[doubt]  # the next picture without it ends it
            course.agreeing, course.against, course.ended = 0, self._rules.fall - 1, None

    def hear(self, sample: Sample, night: bool, fixed: bool) -> list[tuple[Doubt, _Course]]:
        """What has changed. `fixed`: it always looks the same way."""
        if self._is_other(sample):
            return []
        if self._stood is not None and self._stood.luma.shape != sample.luma.shape:
            self.renew()
        self._from = (sample.which, sample.at_s)
        seen = quality.measure(sample.luma, self._rules.bright_grey)
        change = self._change(sample)
        self._count += 1
        agrees = self._blind(seen, change, night)
        if not any(agrees.values()):
            agrees |= self._seeing(seen, sample, night, fixed)
        return [
            (doubt, course)
            for doubt, agreed in agrees.items()
            if (course := self._courses[doubt]).hear(agreed, sample.at, self._rules)
        ]

    def _is_other(self, sample: Sample) -> bool:
        """While two streams of a camera run, one of them is judged; the other looks a little different."""
        if self._from is None or self._from[0] is sample.which:
            return False
        if sample.at_s - self._from[1] < OTHER_AFTER_S:
            return True
        self._stood = None
        return False

    def _change(self, sample: Sample) -> Change | None:
        """Since the picture that has stood so far; None when this one begins to stand. An encoder draws
        a still scene a little differently with each key frame, all over; what lives changes a part."""
        now, rules = quality.stood(sample.luma), self._rules
        if self._stood is not None:
            change = quality.change(self._stood, now)
            if change.mean <= rules.still_change and change.most <= rules.still_cell:
                return change
        self._stood, self._stood_s = now, sample.at_s
        return None

    def _blind(self, seen: Measures, change: Change | None, night: bool) -> dict[Doubt, bool]:
        rules = self._rules
        mean, deviation = rules.black_night if night else rules.black
        found = {
            Doubt.BLACK: seen.mean < mean and seen.deviation < deviation,
            Doubt.BRIGHT: seen.bright > rules.bright_share,
        }
        told = any(found.values())
        found[Doubt.FLAT] = not told and seen.deviation < rules.flat_deviation
        told = told or found[Doubt.FLAT]
        quiet = change is not None and change.mean <= rules.card_change
        found[Doubt.CARD] = not told and quiet and seen.plain > rules.card_share
        return found

    def _seeing(
        self, seen: Measures, sample: Sample, night: bool, fixed: bool
    ) -> dict[Doubt, bool]:
        still_s = sample.at_s - self._stood_s
        found = {Doubt.STILL: still_s >= self._rules.still_for_s}
        found[Doubt.BLURRED] = self._is_blurred(seen, (night, sample.which))
        if fixed:
            self._looks = quality.aim(sample.luma, self._looks, self._rules.moved_memory)
            if (
                self._count % self._rules.moved_every == 0
                and self._count >= self._rules.moved_after
            ):
                found[Doubt.MOVED] = self._has_moved(self._looks)
        if self._count < self._rules.moved_after:
            found[Doubt.MOVED] = False
        return found

    def _is_blurred(self, seen: Measures, when: tuple[bool, Which]) -> bool:
        """Against the camera's own median by day or by night, once there is one."""
        rules = self._rules
        known = self._sharp.setdefault(when, deque(maxlen=rules.blurred_most))
        if len(known) < rules.blurred_least:
            known.append(seen.sharpness)
            return False
        stands = self._courses[Doubt.BLURRED].stands
        share = rules.blurred_clears_at if stands else rules.blurred_of_median
        blurred = seen.sharpness < share * median(known)
        if not blurred:
            known.append(seen.sharpness)
        return blurred

    def _has_moved(self, looks: quality.Aim) -> bool:
        """A camera that looks where it did is followed from dusk to dawn."""
        rules = self._rules
        if self._aim is None:
            self._aim = looks
            return False
        was, now = quality.edges(self._aim), quality.edges(looks)
        if quality.alike(was, now) >= rules.moved_alike:
            self._aim = self._aim + (looks - self._aim) * FOLLOWED
            return False
        gone = quality.shift(was, now)
        return gone.response >= rules.moved_response and gone.widths >= rules.moved_of_width


class Judges:
    """The engine's sampler: one judge per camera. Called on stream threads, publishes facts."""

    def __init__(
        self,
        rules: QualityRules,
        publish: Callable[[object], None],
        night: Callable[[], bool] | None = None,
    ) -> None:
        """`night`: is it dark outside now? By the hours of the rules, unless told otherwise."""
        self.rules = rules
        self._publish, self._told_night = publish, night
        self._lock = Lock()
        self._judges: dict[UUID, tuple[Judge, Lock]] = {}
        self._fixed: frozenset[UUID] = frozenset()

    def know(self, cameras: Iterable[Camera]) -> None:
        """The directory, whenever it has changed."""
        self._fixed = frozenset(one.id for one in cameras if one.kind in self.rules.moved_kinds)

    def doubts(self, camera_id: UUID) -> tuple[Doubt, ...]:
        """What stands now; a camera that nobody looks at keeps none."""
        held = self._judges.get(camera_id)
        return held[0].doubts if held is not None else ()

    def renew(self, camera_id: UUID) -> None:
        """It was turned, or the officer has seen that it is right as it is."""
        judge, lock = self._of(camera_id)
        with lock:
            judge.renew()

    def forget(self, camera_id: UUID) -> None:
        """Nobody looks at it any more."""
        with self._lock:
            self._judges.pop(camera_id, None)

    def sample(self, sample: Any) -> None:
        judge, lock = self._of(sample.camera_id)
        try:
            with lock:
                changed = judge.hear(
                    sample, self._night(sample.at), sample.camera_id in self._fixed
                )
        except Exception:  # noqa: BLE001  the stream goes on
            _log.error("a picture could not be judged: %s", traceback.format_exc())
            return
        for doubt, course in changed:
            assert course.begun is not None
            if course.stands:
                self._publish(PictureDoubted(sample.camera_id, doubt, course.begun))
            else:
                assert course.ended is not None
                trusted = PictureTrusted(sample.camera_id, doubt, course.begun, course.ended)
                self._publish(trusted)

    def _night(self, at: datetime) -> bool:
        if self._told_night is not None:
            return self._told_night()
        begins, ends = self.rules.night
        return not ends <= hhmm(at) < begins

    def _of(self, camera_id: UUID) -> tuple[Judge, Lock]:
        with self._lock:
            return self._judges.setdefault(camera_id, (Judge(self.rules), Lock()))
