"""WGS-84 to GCJ-02 and back. GCJ-02 is the shifted system of Chinese on-line maps."""

from __future__ import annotations

from math import cos, pi, sin, sqrt

_AXIS_M = 6378245.0
_FLATNESS = 0.00669342162296594323
_STEPS = 6


def to_gcj(lat: float, lon: float) -> tuple[float, float]:
    """(lat, lon) in GCJ-02 of a WGS-84 point in degrees; outside China the same point."""
    if not _shifted_here(lat, lon):
        return lat, lon
    x, y = lon - 105.0, lat - 35.0
    bend = 1 - _FLATNESS * sin(lat / 180 * pi) ** 2
    metres_lat = pi / 180 * _AXIS_M * (1 - _FLATNESS) / (bend * sqrt(bend))
    metres_lon = pi / 180 * _AXIS_M / sqrt(bend) * cos(lat / 180 * pi)
    return lat + _north_m(x, y) / metres_lat, lon + _east_m(x, y) / metres_lon


def to_wgs(lat: float, lon: float) -> tuple[float, float]:
    """(lat, lon) in WGS-84 of a GCJ-02 point in degrees; exact to floating point inside China."""
    if not _shifted_here(lat, lon):
        return lat, lon
    found = lat, lon
    for _ in range(_STEPS):
        there = to_gcj(*found)
        found = found[0] + lat - there[0], found[1] + lon - there[1]
    return found


def _shifted_here(lat: float, lon: float) -> bool:
    return 0.8293 <= lat <= 55.8271 and 72.004 <= lon <= 137.8347


def _waves(x: float) -> float:
    return (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3


def _north_m(x: float, y: float) -> float:
    swing = _waves(x) + (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    swing += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + swing


def _east_m(x: float, y: float) -> float:
    swing = _waves(x) + (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    swing += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + swing
