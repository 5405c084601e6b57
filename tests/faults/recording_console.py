"""kill -9 of the whole console while it records, and its next start: part of `tests.faults.recording`.

The desk is the real one on a data folder of its own, its windows moved by an officer's hands
(tests.stories.console): he signs in, chooses cameras and presses Alt+R. After the kill the same folder is
opened again: what was recorded must be sealed, listed as recovered, whole by its hash, and the record whole
as `main.py verify` has it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import av
from PySide6.QtCore import Qt

from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.demo.watch import pin_hash
from app.people.records import Officer, Role
from app.video.clips import Clip, ClipState
from app.video.directory import Directory
from app.video.recorder_notes import left
from app.video.recorder_parts import hash_of
from app.video.records import Camera, CameraKind
from app.video.simulator.remote import FakeCameras
from db.engine import Database
from db.stores.clips import ClipRows
from db.stores.video import CameraRows
from db.verify import check
from tests.stories.console import Driver, main
from tests.stories.desk import DeskProcess
from widgets.tour.hands import ALT, press
from widgets.tour.play import Script, Until
from widgets.video.clips_view import ClipsView

OFFICER, DESK = "向示月", "desk-1"
LOOK_S = 0.2


class Hands(Driver):
    """What an officer does with recordings."""

    def record(self, codes: list[str]) -> Script:
        """Alt+R on each of these cameras; done when pictures of all of them are on the disk."""
        yield from self._doors.page("video")
        page, films = self.desktop.video, self.desktop.rooms.films
        for code in codes:
            camera = next(one for one in self.desktop.board.cameras if one.code == code)
            page.list.table.select(camera.id)
            yield self._doors.settle(2)
            press(page, Qt.Key.Key_R, ALT)
        yield Until(
            "all of them recorded",
            lambda: [one.packets > 0 for one in films.recorders.going()] == [True] * len(codes),
        )

    def written(self) -> Script:
        yield from ()
        held = self.desktop.rooms.films.recorders._held.values()
        self._answer["written"] = {
            recorder.note.wish.code: recorder.written for recorder, _ in held
        }

    def recordings(self, count: int) -> Script:
        """The list as it stands, what is said of each clip, and what its check says."""
        yield from self._doors.page("video")
        press(self.desktop.video, Qt.Key.Key_K, ALT)
        clips = self.desktop.filming.clips
        yield Until("the list", clips.isVisible)
        yield Until(
            "every clip sealed",
            lambda: (
                len(clips.table.records) == count
                and all(one.state is not ClipState.RECORDING for one in clips.table.records)
            ),
        )
        told = {}
        for clip in clips.table.records:
            clips.table.select(clip.id)
            yield Until("its facts", partial(_shows, clips, clip))
            press(clips, Qt.Key.Key_C, ALT)
            yield Until("the check", partial(_checked, clips, clip))
            told[clip.code] = [clip.no, clip.state.value, clips.said.text()]
        self._answer["listed"] = told
        messages = self.desktop.messages.all()
        self._answer["messages"] = [f"{one.title}：{one.text}" for one in messages]


def _shows(clips: ClipsView, clip: Clip) -> bool:
    return clips._footage is not None and clips._footage.clip.id == clip.id


def _checked(clips: ClipsView, clip: Clip) -> bool:
    return clips.said.text().startswith(f"录像 {clip.no}：")


@dataclass(frozen=True, slots=True)
class Killed:
    """`lost_max_s` of one camera; `wrong` says what is not as it must be, nothing when all is well."""

    written: dict[str, int]
    readable: dict[str, int]
    listed: dict[str, Any]
    messages: list[str]
    lost_max_s: float
    wrong: list[str]


def killed_console(
    folder: Path, cameras: FakeCameras, codes: tuple[str, ...], seconds: float, fps: int
) -> Killed:
    """`folder` does not exist yet."""
    _furnish(folder, cameras, codes)
    desk = DeskProcess(folder, __name__)
    try:
        desk.do("sign_in", OFFICER)
        desk.do("record", list(codes))
        written = _until_killed(desk, seconds)
    finally:
        desk.close()
    again = DeskProcess(folder, __name__)
    try:
        again.do("sign_in", OFFICER)
        told = again.do("recordings", len(codes))
        again.quit()
    finally:
        again.close()
    readable, wrong = _looked_at(folder, codes)
    wrong += [f"{code} is told as {one[1]}" for code, one in told["listed"].items()
              if one[1] != ClipState.RECOVERED.value]  # fmt: skip
    wrong += [f"{code}: {one[2]}" for code, one in told["listed"].items() if "完整" not in one[2]]
    lost = max(written[code] - readable.get(code, 0) for code in codes)
    return Killed(written, readable, told["listed"], told["messages"], round(lost / fps, 3), wrong)


def _until_killed(desk: DeskProcess, seconds: float) -> dict[str, int]:
    """The packets of each camera that it said were handed to the disk, at the moment of its end."""
    clock = SystemClock()
    end_s = clock.monotonic_s() + seconds
    while clock.monotonic_s() < end_s:
        Event().wait(LOOK_S)
        written: dict[str, int] = desk.do("written")["written"]
    desk.kill()
    return written


def _furnish(folder: Path, cameras: FakeCameras, codes: tuple[str, ...]) -> None:
    """The data folder of a real desk: an officer, its cameras."""
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(
        f'desk = "{DESK}"\nunit = "示范县应急管理局值班室"\n', encoding="utf-8"
    )
    db = Database(folder / "duty.db", DESK, SystemClock(), lambda fact: None)
    crew = [
        Officer(new_id(), name, "", role, True, 0, pin_hash(), True, Mark.TEST)
        for name, role in (("彭例安", Role.CHIEF), (OFFICER, Role.PROFESSIONAL))
    ]
    with db.change("system", "room.open", ("room", "all")) as change:
        change.put_many("officer", crew)
    rows = [
        Camera(
            new_id(), code, code, CameraKind.FIXED, "", cameras.url(code), "", None, None, Mark.TEST
        )
        for code in codes
    ]
    Directory(db, CameraRows(db), Mark.TEST).enter("system", rows)
    db.close()


def _looked_at(folder: Path, codes: tuple[str, ...]) -> tuple[dict[str, int], list[str]]:
    """Pictures that decode, by camera, and what is not as it must be."""
    readable: dict[str, int] = {}
    wrong: list[str] = []
    films = folder / "recordings"
    if list(left(films)) or list(films.glob("*/*.mkv")):
        wrong.append("originals or notes are left")
    if not check(folder / "duty.db").whole:
        wrong.append("the record is not whole")
    db = Database(folder / "duty.db", DESK, SystemClock(), lambda fact: None)
    try:
        rows = ClipRows(db)
        footages = [footage for clip in rows.clips() if (footage := rows.footage(clip.id))]
    finally:
        db.close()
    if sorted(one.clip.code for one in footages) != sorted(codes):
        wrong.append("not one clip of each camera")
    for footage in footages:
        for part in footage.parts:
            if hash_of(films / part.file) != part.sha256:
                wrong.append(f"{part.file} is not what was sealed")
            with av.open(str(films / part.file)) as box:
                found = sum(1 for _ in box.decode(video=0))
            readable[footage.clip.code] = readable.get(footage.clip.code, 0) + found
    return readable, wrong


if __name__ == "__main__":
    sys.exit(main(Hands))
