"""The stills of the demonstration's stories: painted as its cameras paint them, filed as files are."""

from __future__ import annotations

from collections.abc import Iterable

from app.base.attachments import Attachment, FileDoor
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.demo.seed import SUBJECT, WHAT, KeyStore
from app.demo.stories import Picture
from app.video.naming import picture_name
from app.video.simulator.cast import scene_of


def file_pictures(
    ledger: Ledger, store: KeyStore, files: FileDoor, pictures: Iterable[Picture]
) -> None:
    """Those that are not there yet. Before the windows open: it waits for the disk."""
    held = store.keys("attachment")
    for one in pictures:
        if one.id not in held:
            _file(ledger, files, one)


def _file(ledger: Ledger, files: FileDoor, one: Picture) -> None:
    from app.video.simulator import scenes  # only the first start paints
    from app.video.snapshot import jpeg

    content = jpeg(scenes.frame(scene_of(one.camera), one.at.minute))
    filed = files.keep(content, picture_name(one.camera, one.at))
    with ledger.change("system", WHAT, SUBJECT) as change:
        row = Attachment(
            one.id, filed.sha256, filed.size, filed.mime, filed.name, None, one.incident_id,
            one.by, one.by_name, one.at, Mark.DEMO,
        )  # fmt: skip
        change.put("attachment", row)
