"""What hangs on the walls and the scenes for them, through the real store."""

from __future__ import annotations

import pytest

from app.base.errors import Refused
from app.base.marks import Mark
from app.video.records import PlanRole
from app.video.scenes import CAMERAS_MAX, Hung, Scenes
from db.stores.video import CameraRows
from tests.rooms import Room


@pytest.fixture
def scenes(room: Room) -> Scenes:
    return Scenes(room.db, CameraRows(room.db), Mark.TEST)


def test_each_wall_is_remembered(scenes: Scenes, room: Room) -> None:
    assert scenes.now() is None
    chief = str(room.chief.id)
    scenes.hang(chief, Hung(4, ("a", "", "b", "")))
    scenes.hang(chief, Hung(9, ("a", "", "b", "", "c")))
    scenes.hang(chief, Hung(17, ("d",), 20), wall=3)
    first, second, third = (scenes.now(wall) for wall in (1, 2, 3))
    assert first is not None
    assert third is not None
    assert (first.layout, first.cameras) == (9, ("a", "", "b", "", "c"))
    assert second is None
    assert (third.layout, third.cameras, third.dwell_s) == (17, ("d",), 20)
    assert room.db.verify().bad is None


def test_scenes_are_kept_renamed_moved_ended_and_brought_back(scenes: Scenes, room: Room) -> None:
    chief, hung = str(room.chief.id), Hung(4, ("a", "b"))
    for name in ("汛期", "林火", "云洛镇"):
        scenes.keep(chief, f" {name} ", "", hung)
    flood, fire, town = scenes.scenes()
    assert (flood.name, fire.name, town.name) == ("汛期", "林火", "云洛镇")
    scenes.move(chief, town, -2)
    scenes.change(chief, fire, "林火防期", "森林火灾预案")
    assert [one.name for one in scenes.scenes()] == ["云洛镇", "汛期", "林火防期"]
    gone = scenes.end(chief, scenes.scenes()[1])
    assert gone.role is PlanRole.GONE
    assert [one.name for one in scenes.scenes()] == ["云洛镇", "林火防期"]
    scenes.restore(chief, gone)
    assert [one.name for one in scenes.scenes()] == ["云洛镇", "汛期", "林火防期"]
    scenes.arrange(chief, scenes.scenes()[0], Hung(25, ("c",), 15))
    assert (scenes.scenes()[0].layout, scenes.scenes()[0].dwell_s) == (25, 15)
    assert room.db.verify().bad is None


def test_what_cannot_be_kept_is_refused(scenes: Scenes) -> None:
    scenes.keep("x", "汛期", "", Hung(4))
    for refused, act in (
        (("layout", "unknown_layout"), lambda: scenes.hang("x", Hung(5))),
        (("wall", "unknown_wall"), lambda: scenes.hang("x", Hung(4), wall=5)),
        (("cameras", "too_many"), lambda: scenes.hang("x", Hung(4, ("a",) * (CAMERAS_MAX + 1)))),
        (("dwell_s", "too_many"), lambda: scenes.hang("x", Hung(4, (), 9999))),
        (("name", "missing"), lambda: scenes.keep("x", "  ", "", Hung(4))),
        (("name", "taken"), lambda: scenes.keep("x", "汛期", "", Hung(4))),
        (("occasion", "too_long"), lambda: scenes.keep("x", "林火", "长" * 41, Hung(4))),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert (refusal.value.field, refusal.value.code) == refused
