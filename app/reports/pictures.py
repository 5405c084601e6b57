"""The first picture of a scene: a line of the log with a picture of a camera stops the picture clock."""

from __future__ import annotations

from uuid import UUID

from app.base.attachments import Attachment, AttachmentStore
from app.duty.log import DutyLog
from app.duty.records import Channel
from app.incidents.intake import IncidentStore
from app.reports.clocks import Clocks
from app.video.naming import frame_time


class FirstPictures:
    """Runs on the store thread. The clock stops at the time of the frame, not at that of the line."""

    def __init__(
        self, log: DutyLog, files: AttachmentStore, incidents: IncidentStore, clocks: Clocks
    ) -> None:
        self._log = log
        self._files = files
        self._incidents = incidents
        self._clocks = clocks

    def filed(self, line_id: UUID) -> None:
        """After a line was written or corrected: nothing happens unless it ties a picture to an incident."""
        line = self._log.entry(line_id)
        if line is None or line.incident_id is None or line.channel is not Channel.VIDEO:
            return
        picture = self._picture([one.id for one in self._log.revisions(line_id)])
        incident = self._incidents.incident(line.incident_id)
        if picture is not None and incident is not None:
            seen_at = min(frame_time(picture.name) or line.at, line.written_at)
            self._clocks.picture_seen(line.by, incident, seen_at, f"picture:{picture.id}")

    def _picture(self, lines: list[UUID]) -> Attachment | None:
        """The first of the line, or of one that it corrects."""
        held = (file for key in lines for file in self._files.of_entry(key))
        return next((file for file in held if file.mime.startswith("image/")), None)
