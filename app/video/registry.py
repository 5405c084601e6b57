"""Cameras entered, changed and taken out by officers, written through the one door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import isfinite
from typing import Protocol

from app.base.errors import Refused
from app.base.ledger import Ledger
from app.base.written import words
from app.video.address import checked, checked_service
from app.video.folders import RETIRED, retired
from app.video.records import Camera

MOST_CODE, MOST_WORDS, MOST_REMARK = 24, 60, 400
MOST_TAGS = 12
INTERVAL_MAX_S = 3600.0


class Known(Protocol):
    def cameras(self) -> list[Camera]:
        """All, by code."""
        ...


class Registry:
    """Runs on the store thread. `by` is the officer's id. A camera is never deleted: pictures, outages and
    drills refer to it, and the record forgets nothing; it is retired."""

    def __init__(self, ledger: Ledger, reads: Known) -> None:
        self._ledger, self._reads = ledger, reads

    def keep(self, by: str, camera: Camera, seen: Camera | None) -> Camera:
        """A new camera, or `seen` changed. `Refused` as `checked_camera`; `Conflict` when another officer
        changed the same field meanwhile."""
        others = [one for one in self._reads.cameras() if one.id != camera.id]
        good = checked_camera(camera, others)
        if good != seen:
            what = "camera.change" if seen is not None else "camera.enter"
            with self._ledger.change(by, what, ("camera", good.code)) as change:
                change.put("camera", good, seen=seen)
        return good

    def put_out(self, by: str, camera: Camera, why: str) -> Camera:
        """It is known not to work, and why. `Refused`: why (missing, too_long)."""
        reason = words("why", why, MOST_WORDS)
        with self._ledger.change(by, "camera.out", ("camera", camera.code)) as change:
            since = camera.out_since or change.at
            made = replace(camera, out_of_service=reason, out_since=since)
            change.put("camera", made, seen=camera)
        return made

    def put_back(self, by: str, camera: Camera) -> Camera:
        """In service again, also from retirement."""
        made = replace(camera, out_of_service="", out_since=None)
        if retired(camera):
            made = checked_camera(made, [c for c in self._reads.cameras() if c.id != camera.id])
        with self._ledger.change(by, "camera.back", ("camera", camera.code)) as change:
            change.put("camera", made, seen=camera)
        return made

    def retire(self, by: str, camera: Camera) -> Camera:
        """Taken out for good: no list but that of the retired shows it, its number is free again."""
        return self.put_out(by, camera, RETIRED)


def checked_camera(camera: Camera, others: Iterable[Camera]) -> Camera:
    """As it may be kept. `Refused` names the first wrong field: code (missing, too_long, taken), name,
    the addresses (see `address`), lat or lon (half, range), direction_deg, interval_s, tags."""
    code = words("code", camera.code, MOST_CODE)
    for other in others:
        if other.code == code and not retired(other) and not retired(camera):
            raise Refused("code", "taken", number=code, whose=other.name)
    _checked_place(camera)
    _in_range("direction_deg", camera.direction_deg, 0.0, 360.0)
    _in_range("interval_s", camera.interval_s, 0.5, INTERVAL_MAX_S)
    tags = tuple(dict.fromkeys(words("tags", tag, MOST_CODE) for tag in camera.tags if tag.strip()))
    if len(tags) > MOST_TAGS:
        raise Refused("tags", "too_many", most=MOST_TAGS)
    turned = camera.direction_deg
    return replace(
        camera,
        code=code,
        name=words("name", camera.name, MOST_WORDS),
        township=words("township", camera.township, MOST_WORDS, needed=False),
        owner=words("owner", camera.owner, MOST_WORDS, needed=False),
        url_main=checked("url_main", camera.url_main),
        url_sub=checked("url_sub", camera.url_sub) if camera.url_sub.strip() else "",
        direction_deg=None if turned is None else turned % 360.0,
        tags=tags,
        onvif_url=checked_service("onvif_url", camera.onvif_url) if camera.onvif_url.strip() else "",
        profile=words("profile", camera.profile, MOST_WORDS, needed=False),
        remark=words("remark", camera.remark, MOST_REMARK, needed=False),
    )  # fmt: skip


def _checked_place(camera: Camera) -> None:
    if (camera.lat is None) != (camera.lon is None):
        raise Refused("lat" if camera.lat is None else "lon", "half")
    _in_range("lat", camera.lat, -90.0, 90.0)
    _in_range("lon", camera.lon, -180.0, 180.0)


def _in_range(field: str, value: float | None, least: float, most: float) -> None:
    if value is not None and not (isfinite(value) and least <= value <= most):
        raise Refused(field, "range", least=f"{least:g}", most=f"{most:g}")
