"""What every page of this desk is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.base.bus import Bus
from app.base.clock import Clock
from app.base.jobs import Jobs
from app.base.saving import Saving
from app.people.session import Session
from widgets.kit.memory import ScreenMemory
from widgets.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class Desk:
    """Passed to constructors; holds no state of its own.

    `store` runs work on the store thread, `disk` drafts and files, `paper` PDF work; answers come
    back on the Qt thread. `say` shows one line in the toast slot of the lamp bar. `memory` keeps
    column widths and the like; the default keeps them for this run only. `saving` writes what an
    officer exports. `stills` waits for cameras; without it the disk's thread does.
    """

    clock: Clock
    bus: Bus
    store: Jobs
    disk: Jobs
    paper: Jobs
    theme: Theme
    session: Session
    say: Callable[[str], None]
    memory: ScreenMemory = field(default_factory=ScreenMemory)
    saving: Saving = field(default_factory=Saving)
    stills: Jobs | None = None

    @property
    def shooting(self) -> Jobs:
        """For pictures that a camera must first give: a slow one holds up neither drafts nor files."""
        return self.stills or self.disk
