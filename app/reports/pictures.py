"""The first picture of a scene: a picture of a camera or a recording of it stops the picture clock."""

from __future__ import annotations

from uuid import UUID

from app.base.attachments import Attachment, AttachmentStore
from app.duty.log import DutyLog
from app.duty.records import Channel
from app.incidents.intake import IncidentStore
from app.reports.clocks import Clocks
from app.video.clips import ClipReads
from app.video.naming import frame_time


class FirstPictures:
    """Runs on the store thread. The clock stops at the time of the frame, not at that of the line."""

    def __init__(
        self,
        log: DutyLog,
        files: AttachmentStore,
        incidents: IncidentStore,
        clocks: Clocks,
        clips: ClipReads,
    ) -> None:
        self._log = log
        self._files = files
        self._incidents = incidents
        self._clocks = clocks
        self._clips = clips

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

    def filmed(self, clip_id: UUID) -> None:
        """After a recording was begun, had its first packet, or was tied: that of an incident stops the
        clock when its first packet arrived, at the earliest when the incident was received."""
        clip = self._clips.clip(clip_id)
        if clip is None or clip.incident_id is None or clip.begun_at is None:
            return
        incident = self._incidents.incident(clip.incident_id)
        if incident is not None:
            seen_at = max(clip.begun_at, incident.received_at)
            self._clocks.picture_seen(clip.by, incident, seen_at, f"clip:{clip.id}")

    def _picture(self, lines: list[UUID]) -> Attachment | None:
        """The first of the line, or of one that it corrects."""
        held = (file for key in lines for file in self._files.of_entry(key))
        return next((file for file in held if file.mime.startswith("image/")), None)
