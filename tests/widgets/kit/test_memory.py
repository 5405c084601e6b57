"""What the screens remember survives a restart; a broken file is set aside and told."""

from __future__ import annotations

import pytest

from app.base.errors import Unreachable
from widgets.kit.memory import ScreenMemory, write_text


def test_what_was_put_is_there_after_a_restart(tmp_path, jobs):
    path = tmp_path / "desk" / "screens.json"
    ScreenMemory(path, jobs).put("beside", ["map", "video"])
    assert ScreenMemory(path).get("beside") == ["map", "video"]
    assert [p.name for p in path.parent.iterdir()] == ["screens.json"]


@pytest.mark.parametrize("text", ["{half", "[1, 2]", "\x00"])
def test_a_broken_file_is_set_aside_and_the_defaults_hold(tmp_path, text):
    path = tmp_path / "screens.json"
    path.write_text(text, encoding="utf-8")
    memory = ScreenMemory(path)
    assert memory.trouble == "broken"
    assert memory.get("beside", []) == []
    assert (tmp_path / "screens.broken").read_text(encoding="utf-8") == text
    memory.put("beside", ["map"])
    assert ScreenMemory(path).trouble == ""


def test_a_folder_that_cannot_be_written_is_unreachable_and_keeps_the_desk_running(tmp_path, jobs):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(Unreachable):
        write_text(blocked / "screens.json", "{}")
    memory = ScreenMemory(blocked / "screens.json", jobs)
    memory.put("beside", ["map"])
    assert memory.get("beside") == ["map"]
