"""The drones of the room: those in the register of gear and those with a camera, each once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app.rescue.gear import GearKind, Standing
from app.video.records import Camera, CameraKind


@dataclass(frozen=True, slots=True)
class Drone:
    """What can be chosen. `key` stays the same while the drone does."""

    words: str
    unit: str
    gear_id: UUID | None
    camera_id: UUID | None

    @property
    def key(self) -> str:
        return str(self.gear_id or self.camera_id)


def drones(gear: Iterable[Standing], cameras: Iterable[Camera]) -> list[Drone]:
    """A piece whose number is the code of a camera is one drone with that camera."""
    eyes = {one.code: one for one in cameras if one.kind is CameraKind.DRONE}
    found = []
    for piece in (one.gear for one in gear if one.gear.kind is GearKind.UAV):
        eye = eyes.pop(piece.number, None) if piece.number else None
        words = f"{piece.number} {piece.name}".strip()
        found.append(Drone(words, piece.holder, piece.id, eye.id if eye else None))
    found += [Drone(f"{one.code} {one.name}", one.owner, None, one.id) for one in eyes.values()]
    return found
