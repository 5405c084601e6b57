"""What cameras are opened with: read from the record once, asked for from any thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from app.base.errors import Unreachable
from app.base.secrets import Login

EVERY = "*"
"""The holder of the login for all cameras that have none of their own."""


class CameraLogins:
    """`read` gives the logins by camera id (`Secrets.read`); `load` runs on the store thread."""

    def __init__(self, read: Callable[[], Mapping[str, Login | Unreachable]]) -> None:
        self._read = read
        self._held: Mapping[str, Login | Unreachable] = {}

    def load(self) -> None:
        self._held = self._read()

    def has_own(self, camera: UUID) -> bool:
        """Whether one is kept for this camera alone, readable or not."""
        return str(camera) in self._held

    def of(self, camera: UUID) -> Login | None:
        """None for a camera that lets everybody in. `Unreachable` when the token cannot be opened."""
        held = self._held
        found = held.get(str(camera)) or held.get(EVERY)
        if isinstance(found, Unreachable):
            raise found
        return found
