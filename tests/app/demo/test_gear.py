"""The demonstration's gear: numbers of the book, cameras of the drones, something of every kind and state."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.demo.county import build
from app.rescue.gear import GearKind, GearState, Result, Standing
from app.video.records import CameraKind

FOLDER = Path(__file__).parents[3] / "resources" / "demo"


def test_gear_of_the_county() -> None:
    made = build(FOLDER).tables
    tests = {one.gear_id: one for one in made["gear_test"]}
    outings = {one.gear_id: one for one in made["gear_outing"]}
    gear = [Standing(one, outings.get(one.id), tests.get(one.id)) for one in made["gear"]]
    phones = [one for one in gear if one.gear.kind is GearKind.SATPHONE]
    assert len(phones) == 30
    weak = [one.gear.number for one in phones if one.last and one.last.result is not Result.GOOD]
    assert weak == ["000-0009-0009", "000-0009-0109"]
    in_book = {one.value for one in made["contact_point"]}
    assert {one.gear.number for one in phones} <= in_book
    assert {one.gear.number for one in gear if one.gear.kind is GearKind.UAV} == {
        one.code for one in made["camera"] if one.kind is CameraKind.DRONE
    }
    assert {one.state for one in gear} == set(GearState)
    assert {one.gear.kind for one in gear} == set(GearKind) - {GearKind.OTHER}
    night = next(iter(outings.values())).out_at + timedelta(hours=1)
    assert [one.gear.number for one in gear if one.overdue(night)] == [
        "示A 00022",
        "WB-02",
        "TC-02",
    ]
    assert {one.gear.phone for one in gear} <= in_book
