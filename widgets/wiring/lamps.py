"""Strip and lamp bar: which shift, which warnings, and whether each part of the desk is well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app.base.bus import Changed
from app.base.clock import SteeredClock, day_hhmm, hhmm, local_day
from app.base.ledger import StoreFailed
from app.callout.records import Colour, Warning
from app.duty.records import CrewPlace, Shift
from app.duty.responses import Response
from app.duty.responses import said as response_said
from app.duty.special import SpecialPeriod
from app.office import Office
from app.people.session import ShiftEntered
from app.radio.board import GatewaySeen
from app.radio.events import Linked
from app.radio.facts import RadioLinkChanged
from app.video.facts import CameraStateChanged
from app.video.judging import SAID, PictureDoubted, PictureTrusted
from app.video.states import State
from widgets.kit.ask import ask
from widgets.kit.chips import Badge, Pennant
from widgets.kit.desk import Desk
from widgets.kit.lamps import ACT, KNOWN, NORMAL, UNKNOWN, LampState
from widgets.kit.listen import listen
from widgets.kit.sound import Sounds
from widgets.radio.words import gateway, what_to_do
from widgets.shell.status import Status
from widgets.video.header import Head, Notice

LOOK_MS = 2000
MOST_BADGES, MOST_PENNANTS = 3, 2
JUMP = timedelta(seconds=2)
"""A clock that differs this much from the time that has passed was set by somebody."""

_LEVELS = {
    Colour.RED: "red",
    Colour.ORANGE: "orange",
    Colour.YELLOW: "yellow",
    Colour.BLUE: "blue",
}

_Held = tuple[Shift, list[CrewPlace], list[SpecialPeriod]]
"""The shift of the hour, its crew, and the special periods of the day."""


class Lamps(QObject):
    """Asks the store again when a fact says so; looks at the clock and the waiting lines by itself."""

    def __init__(
        self,
        desk: Desk,
        status: Status,
        office: Office,
        sounds: Sounds,
        wall: Head,
        waiting: Callable[[], int],
    ) -> None:
        """`waiting` tells how many lines are not yet in the record."""
        super().__init__()
        self._desk = desk
        self._status = status
        self._office = office
        self._waiting = waiting
        self._sounds = sounds
        self._wall = wall
        self._store_why = ""
        self._store_since: datetime | None = None
        self._cameras: dict[UUID, State] = {}
        self._doubted: set[UUID] = set()
        self._was = (desk.clock.now(), desk.clock.monotonic_s())
        self._minute, self._hour = self._was[0].minute, self._was[0].hour
        hears: tuple[tuple[type, Callable[[Any], None]], ...] = (
            (Changed, self._changed),
            (StoreFailed, self._store_failed),
            (ShiftEntered, self._read_shift),
            (RadioLinkChanged, lambda _: self._radio()),
            (CameraStateChanged, self._camera),
            (PictureDoubted, self._doubt),
            (PictureTrusted, self._doubt),
        )
        for kind, method in hears:
            listen(self, desk.bus, kind, method)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._store()
        self._radio()
        self._video()
        self._clock("")
        self._sound()
        sounds.available_changed.connect(lambda _: self._sound())
        self._read_marks()

    # --- store --------------------------------------------------------------------------

    def _changed(self, fact: Changed) -> None:
        self._store_why = ""
        self._store_since = None
        self._store()
        self._status.set_saved(self._desk.clock.now())
        if fact.kind in ("shift", "crew_place", "special_period"):
            self._read_shift(None)
        elif fact.kind in ("warning", "response"):
            self._read_marks()

    def _store_failed(self, fact: StoreFailed) -> None:
        if not self._store_why:
            self._store_since = self._desk.clock.now()
        self._store_why = fact.why
        self._store()

    def _store(self) -> None:
        name, waiting = self.tr("Local store"), self._waiting()
        if not self._store_why:
            self._status.set_lamp(LampState("store", name, NORMAL))
            return
        self._status.set_lamp(
            LampState(
                "store",
                name,
                ACT,
                self.tr("{n} not saved").format(n=waiting) if waiting else self.tr("not writable"),
                store_cause(self._store_why),
                self._store_since,
                self.tr("Free the disk or call the administrator; what is typed stays as a draft"),
            )
        )

    # --- devices ------------------------------------------------------------------------

    def _radio(self) -> None:
        gateways = self._office.radio.gateways()
        up = sum(seen.state is Linked.UP for seen in gateways)
        name = self.tr("370M gateway")
        if not gateways:
            state, cause = UNKNOWN, self.tr("no gateway is set up")
        elif up == len(gateways):
            state, cause = NORMAL, ""
        else:
            state, cause = KNOWN, self._ill(gateways)
        figure = f"{up}/{len(gateways)}" if gateways else "—"
        self._status.set_lamp(LampState("radio", name, state, figure, cause))

    def _ill(self, gateways: list[GatewaySeen]) -> str:
        """What to do; with several gateways, of which ones."""
        told: dict[str, list[str]] = {}
        for seen in gateways:
            if seen.state is not Linked.UP:
                cause = what_to_do(seen.why) if seen.why else self.tr("tries go on by themselves")
                told.setdefault(cause, []).append(gateway(seen.gateway.name))
        if len(gateways) == 1:
            return next(iter(told))
        return "；".join(f"{'、'.join(names)}：{cause}" for cause, names in told.items())

    def _camera(self, fact: CameraStateChanged) -> None:
        if fact.state is State.IDLE:
            self._cameras.pop(fact.camera_id, None)
            self._doubted.discard(fact.camera_id)
        else:
            self._cameras[fact.camera_id] = fact.state
        self._video()

    def _doubt(self, fact: PictureDoubted | PictureTrusted) -> None:
        if self._office.judges.doubts(fact.camera_id):
            self._doubted.add(fact.camera_id)
        else:
            self._doubted.discard(fact.camera_id)
        self._video()

    def _video(self) -> None:
        live = sum(state is State.LIVE for state in self._cameras.values())
        name = self.tr("Video")
        if not self._cameras:
            lamp = LampState("video", name, UNKNOWN, "—", self.tr("no camera is being watched"))
        elif live == len(self._cameras) and not self._doubted:
            lamp = LampState("video", name, NORMAL, f"{live}/{live}")
        else:
            missing = self.tr("pictures are missing, see the wall")
            causes = [missing] if live < len(self._cameras) else []
            if self._doubted:
                doubted = self.tr("{n} pictures cannot be trusted: {words}")
                causes.append(doubted.format(n=len(self._doubted), words=self._doubts_said()))
            cause = "；".join(causes)
            lamp = LampState("video", name, KNOWN, f"{live}/{len(self._cameras)}", cause)
        self._status.set_lamp(lamp)

    def _doubts_said(self) -> str:
        found = {one for key in self._doubted for one in self._office.judges.doubts(key)}
        return "、".join(said for doubt, said in SAID.items() if doubt in found)

    def _look(self) -> None:
        clock = self._desk.clock
        now, passed = clock.now(), clock.monotonic_s()
        drift = (now - self._was[0]) - timedelta(seconds=passed - self._was[1])
        self._was = (now, passed)
        steered = isinstance(clock, SteeredClock)  # the demonstration puts its own clock forward
        if abs(drift) > JUMP and not steered:
            self._clock(f"{drift.total_seconds():+.0f} s")
        self._store()
        if now.minute != self._minute:  # warnings run out by themselves
            if now.hour != self._hour:  # a special period begins or ends with its day
                self._hour = now.hour
                self._read_shift(None)
            self._minute = now.minute
            self._read_marks()

    def _clock(self, jump: str) -> None:
        name = self.tr("Clock")
        if jump:
            cause = self.tr("the clock of this machine was set")
            self._status.set_lamp(
                LampState("clock", name, KNOWN, jump, cause, self._desk.clock.now())
            )
        else:
            self._status.set_lamp(LampState("clock", name, NORMAL))

    def _sound(self) -> None:
        name = self.tr("Sound")
        if self._sounds.available:
            self._status.set_lamp(LampState("sound", name, NORMAL))
        else:
            cause = self.tr("no loudspeaker: alarms are on the screen only")
            self._status.set_lamp(LampState("sound", name, ACT, "", cause))

    # --- strip --------------------------------------------------------------------------

    def _read_shift(self, _fact: object) -> None:
        ask(self, self._desk.store, self._shift_and_crew, then=self._show_shift, fail=_leave)

    def _shift_and_crew(self) -> _Held | None:
        shift = self._office.shifts.current()
        if shift is None:
            return None
        today = local_day(self._desk.clock.now())
        special = self._office.study.periods.on(today)
        return shift, self._office.shifts.crew(shift.id), special or []

    def _show_shift(self, found: _Held | None) -> None:
        if found is None:
            self._status.set_shift(self.tr("No shift is open"), "")
            return
        shift, crew, special = found
        times = f"{day_hhmm(shift.starts_at)} – {day_hhmm(shift.ends_at)}"
        posts = "  ".join(f"{place.post.value} {place.name}" for place in crew)
        words = self.tr("This shift {times}").format(times=times)
        if special:
            words += "　" + "、".join(one.name for one in special)
        self._status.set_shift(words, posts)

    def _read_marks(self) -> None:
        ask(self, self._desk.store, self._in_force, then=self._show_marks, fail=_leave)

    def _in_force(self) -> tuple[list[Response], list[Warning]]:
        return self._office.study.responses.in_force() or [], self._office.warnings.in_force()

    def _show_marks(self, found: tuple[list[Response], list[Warning]]) -> None:
        responses, warnings = found
        pennants = tuple(Pennant(response_said(one)) for one in responses[:MOST_PENNANTS])
        self._wall.show_response("、".join(f"{response_said(one)}响应" for one in responses))
        badges = tuple(
            Badge(_LEVELS[warning.colour], f"{warning.event}{warning.colour.value}")
            for warning in warnings
        )
        self._status.set_marks((*pennants, *badges[: MOST_BADGES - len(pennants)]))
        self._wall.show_notices(
            [
                Notice(
                    _LEVELS[warning.colour],
                    f"{warning.event}{warning.colour.value} {hhmm(warning.sent)}",
                )
                for warning in warnings[:MOST_BADGES]
            ]
        )


def _leave(_error: Exception) -> None:
    """The store does not answer: its lamp says so, and the strip keeps what it last knew."""


def store_cause(why: str) -> str:
    """A code of `StoreFailed` in the officer's words."""
    tr = partial(QCoreApplication.translate, "Lamps")
    causes = {
        "disk_full": tr("the disk is full"),
        "read_only": tr("the file or disk is write-protected"),
        "newer_schema": tr("the record was written by a newer version"),
        "upgrade_failed": tr("the record could not be brought to this version"),
        "other_schema": tr("the record is of another version"),
        "not_a_record": tr("the file belongs to another program"),
        "emptied": tr("nothing is left in the file"),
        "damaged": tr("the file is damaged"),
        "cannot_open": tr("the file cannot be opened"),
    }
    return causes.get(why) or tr("the store does not answer")
