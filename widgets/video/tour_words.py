"""What the head of a wall says of its tour and its scene."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QCoreApplication

from app.video.tour import Going, Tour


def tour_words(tour: Tour, scene: str) -> tuple[str, bool]:
    """The line, "" while the wall shows all it has; and whether an alert made it stand."""
    if tour.going is Going.NONE:
        return "", False
    translate = QCoreApplication.translate
    page = translate("Tour", "Tour {page} / {pages}").format(page=tour.page + 1, pages=tour.pages)
    state = {
        Going.READY: translate("Tour", "not started (Space)"),
        Going.RUNNING: translate("Tour", "next in {seconds} s"),
        Going.PAUSED: translate("Tour", "paused, {seconds} s left (Space)"),
        Going.HELD: translate("Tour", "held while somebody is at a tile, {seconds} s left"),
        Going.ALERT: translate("Tour", "stands because of: {causes} (Space goes on)"),
    }[tour.going]
    words = state.format(seconds=ceil(tour.left_s), causes="、".join(sorted(tour.causes)))
    return "  ".join(one for one in (scene, page, words) if one), tour.going is Going.ALERT
