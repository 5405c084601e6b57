"""Lamps of backup and disk: how old the last good backup is, and how much room there is."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app.base.clock import day_hhmm
from app.keeping.backups import Backups
from app.keeping.facts import BackupChanged, DiskSeen
from app.keeping.records import BackupState, Failed, Kept, Stage, Standing
from app.people.rights import Act
from widgets.kit.desk import Desk
from widgets.kit.gate import why_not
from widgets.kit.lamps import ACT, KNOWN, NORMAL, UNKNOWN, LampState
from widgets.kit.listen import listen
from widgets.shell.status import Status

KEY = "backup"
LOOK_MS = 60_000
_LEVELS = {
    Standing.NONE: UNKNOWN,
    Standing.NEVER: KNOWN,
    Standing.GOOD: NORMAL,
    Standing.OLD: ACT,
    Standing.FAILED: ACT,
}


class KeepingLamps(QObject):
    """The backup lamp's menu makes one now. The disk has a lamp only after its room was short."""

    def __init__(self, desk: Desk, status: Status, backups: Backups | None) -> None:
        """`backups` None: none are made here, as in the demonstration."""
        super().__init__()
        self._desk = desk
        self._status = status
        self._backups = backups
        self._short = False
        self._standing: Standing | None = None
        listen(self, desk.bus, BackupChanged, lambda _: self._show())
        listen(self, desk.bus, DiskSeen, self._show_disk)
        status.lamp_asked.connect(self._asked)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._show)
        self._timer.start()
        self._show()

    def _asked(self, key: str) -> None:
        if key != KEY or self._backups is None:
            return
        barred = why_not(self._desk.session.officer, Act.BACKUP)
        if barred:
            self._desk.say(barred)
        elif self._backups.state.stage is None:
            self._backups.now()
        else:
            self._backups.stop()

    def _show(self) -> None:
        state = BackupState() if self._backups is None else self._backups.state
        now = self._desk.clock.now()
        standing = state.standing(now)
        name = self.tr("Backup")
        running = state.stage is not None
        act = self.tr("Stop the backup") if running else self.tr("Back up now")
        lamp = LampState(
            KEY,
            name,
            _LEVELS[standing],
            _percent(state) if running else self._figure(state, standing),
            self._cause(state, standing),
            None,
            self._step(standing, state),
            "" if standing is Standing.NONE else act,
        )
        self._status.set_lamp(lamp)

    def _figure(self, state: BackupState, standing: Standing) -> str:
        if standing is Standing.NONE:
            return "—"
        if standing is Standing.FAILED:
            return self.tr("failed")
        if state.last is None:
            return self.tr("none yet")
        return age(self._desk.clock.now() - state.last.made_at)

    def _cause(self, state: BackupState, standing: Standing) -> str:
        if standing is Standing.NONE:
            return self.tr("the demonstration is not backed up")
        lines = [why(one) for one in state.failed]
        if standing is Standing.NEVER:
            lines.append(self.tr("no good backup has been made yet"))
        elif standing is Standing.OLD:
            lines.append(self.tr("no good backup for more than a day"))
        if state.last is not None:
            lines.append(last_words(state.last))
        return "\n".join(lines)

    def _step(self, standing: Standing, state: BackupState) -> str:
        if standing in (Standing.NONE, Standing.GOOD) or state.stage is not None:
            return ""
        if standing is Standing.FAILED:
            return mend(state.failed[0].why)
        return self.tr("Click here: back up now")

    def _show_disk(self, fact: DiskSeen) -> None:
        self._short = self._short or fact.low
        if not self._short:
            return
        name = self.tr("Disk")
        if not fact.low:
            self._status.set_lamp(LampState("disk", name, NORMAL))
            return
        self._status.set_lamp(
            LampState(
                "disk",
                name,
                ACT,
                self.tr("{gb} GB left").format(gb=f"{fact.free / 2**30:.1f}"),
                self.tr("less than 1 GB is left on the disk of the record"),
                None,
                self.tr("Remove what is not needed, or call the administrator; writing goes on"),
            )
        )


def age(length: timedelta) -> str:
    """How long ago, in one figure."""
    tr = partial(QCoreApplication.translate, "KeepingLamps")
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 1:
        return tr("a moment ago")
    if minutes < 60:
        return tr("{n} min ago").format(n=minutes)
    if minutes < 48 * 60:
        return tr("{n} h ago").format(n=minutes // 60)
    return tr("{n} days ago").format(n=minutes // (24 * 60))


def last_words(kept: Kept) -> str:
    tr = partial(QCoreApplication.translate, "KeepingLamps")
    words = tr("last good one {time}: {n} entries, {m} files").format(
        time=day_hhmm(kept.made_at), n=kept.entries, m=kept.files
    )
    if kept.missing:
        words += tr("; {n} files were not on this desk").format(n=kept.missing)
    return "\n".join([words, *films_words(kept)])


def films_words(kept: Kept) -> list[str]:
    """What of the recordings is in it, and what is not."""
    tr = partial(QCoreApplication.translate, "KeepingLamps")
    told = [tr("{n} films that are evidence are in it").format(n=kept.films)] if kept.films else []
    left = kept.left
    if left is None or not left.clips:
        return told
    words = tr("not in it: {n} recordings, {gb} GB").format(
        n=left.clips, gb=f"{left.size / 1e9:.2f}"
    )
    if left.evidence:
        words += tr("; {n} of them evidence").format(n=left.evidence)
    return [*told, words]


def why(failed: Failed) -> str:
    """Where and when a backup failed, and why, in the officer's words."""
    tr = partial(QCoreApplication.translate, "KeepingLamps")
    causes = {
        "disk_full": tr("the disk there is full"),
        "read_only": tr("nothing may be written there"),
        "disk_error": tr("the disk there cannot be read or written"),
        "not_whole": tr("what was copied did not pass the check"),
        "damaged": tr("the record itself is damaged"),
        "busy": tr("the record was in use"),
        "failed": tr("the program failed; see its log"),
    }
    cause = causes.get(failed.why) or tr("the place cannot be reached")
    words = tr("{time} failed at {place}: {cause}")
    return words.format(time=day_hhmm(failed.at), place=failed.place or "—", cause=cause)


def mend(code: str) -> str:
    """What to do about it."""
    tr = partial(QCoreApplication.translate, "KeepingLamps")
    steps = {
        "disk_full": tr("Make room there, then back up now"),
        "not_whole": tr("Call the administrator: main.py verify names what does not hold"),
        "damaged": tr("Call the administrator at once; do not switch this machine off"),
        "failed": tr("Call the administrator"),
    }
    return steps.get(code) or tr("Check the disk or the network place, then back up now")


def _percent(state: BackupState) -> str:
    tr = partial(QCoreApplication.translate, "KeepingLamps")
    names = {
        Stage.RECORD: tr("copying"),
        Stage.FILES: tr("copying files"),
        Stage.CHECK: tr("checking"),
    }
    assert state.stage is not None
    share = f" {100 * state.done // state.of}%" if state.of > 1 else ""
    return f"{names[state.stage]}{share}"
