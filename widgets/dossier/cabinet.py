"""What stands behind the folders of a dossier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.base.drafts import Drafts
from app.base.jobs import Jobs
from app.dossier.archive import Made, Wish
from app.dossier.folders import Item
from app.dossier.service import Dossiers, Look
from app.plans.records import PlanTaken
from widgets.duty.files import Attached
from widgets.handover.preview import Paper


class Archive(Protocol):
    """Makes papers and archives; `app.paper.dossier_export` answers it."""

    def size(self, look: Look, masked: bool) -> int:
        """Bytes, about."""
        ...

    def make(
        self,
        look: Look,
        wish: Wish,
        progress: Callable[[int, str], None],
        cancelled: Callable[[], bool],
    ) -> Made:
        """Raises `Cancelled`, `Unreachable("disk", why)`."""
        ...

    def draw(self, look: Look, item: Item, at: datetime, masked: bool) -> Paper:
        """One paper of a folder as it would be archived now; on the paper thread."""
        ...


@dataclass(frozen=True, slots=True)
class Cabinet:
    """`jobs` is a thread of its own: a gigabyte is written there while drafts go on being kept. `planned`:
    what the plans taken say, on the store thread."""

    dossiers: Dossiers
    archive: Archive
    attached: Attached
    drafts: Drafts
    jobs: Jobs
    planned: Callable[[Sequence[PlanTaken]], str] = lambda taken: ""
