"""Looks after one wall's tour: what makes it stand, and the cameras that come next."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from app.base.clock import Clock
from app.video.crop import WHOLE
from app.video.tour import Going
from app.video.view import Listening
from app.video.wall import Wall
from widgets.video.board import Board
from widgets.video.header import Head
from widgets.video.tile import Tile

WARM_S = 4.0
"""The next page's cameras are connected so long before, so that the page comes with pictures."""


class Touring:
    """`stale_s`: from which age on a standing picture is an alarm."""

    def __init__(self, board: Board, head: Head, clock: Clock, wall: Wall, stale_s: float) -> None:
        self._board, self._head, self._clock, self._wall = board, head, clock, wall
        self._stale_s = stale_s
        self._warm: dict[UUID, Listening] = {}

    def look(self, tiles: Sequence[Tile], held: bool) -> tuple[str, ...]:
        """Goes on when it is time. Gives what has just made the tour stand, else nothing."""
        tour = self._board.tour
        shown = [tile for tile in tiles if tile.camera is not None]
        held = held or any(tile.crop != WHOLE for tile in shown)
        alarming = {_name(tile) for tile in shown if tile.seen().alarming(self._stale_s)}
        well = {_name(tile) for tile in shown if tile.seen().fresh}
        before = tour.going
        turned = tour.tick(self._clock.monotonic_s(), alarming | self._head.alarms, well, held)
        if turned:
            self._board.changed.emit()  # the tiles hold the streams from now on
        self._keep_warm(tour.going is Going.RUNNING and tour.left_s < WARM_S)
        stands = tour.going is Going.ALERT and before is not Going.ALERT
        return tuple(sorted(tour.causes)) if stands else ()

    def end(self) -> None:
        self._keep_warm(False)

    def _keep_warm(self, wanted: bool) -> None:
        if not wanted:
            for listening in self._warm.values():
                listening.close()
            self._warm.clear()
            return
        for camera in self._board.coming:
            if camera is not None and camera.id not in self._warm:
                self._warm[camera.id] = self._wall.listen(camera)


def _name(tile: Tile) -> str:
    return tile.camera.name if tile.camera is not None else ""
