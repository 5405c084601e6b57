"""Pictures at the size of their place: colours, sizes, what a format costs."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import av
import numpy as np
import pytest
from av.video.reformatter import Interpolation, VideoReformatter

from app.video.decoding import Scalers
from app.video.feed import Place
from app.video.policy import Size
from app.video.sink import Form, Picture
from app.video.slot import Slot

AT = datetime(2026, 6, 24, 4, 0, tzinfo=UTC)


def a_frame(form: str) -> av.VideoFrame:
    """A red and a blue half with a fine pattern of light and dark over both."""
    rows = np.zeros((360, 640, 3), np.uint8)
    rows[:, :320, 0] = rows[:, 320:, 2] = 180
    rows[::8] //= 2
    frame = av.VideoFrame.from_ndarray(rows, "rgb24").reformat(format=form)
    frame.time_base = Fraction(1, 90_000)
    return frame


def seen(picture: Picture) -> np.ndarray[Any, Any]:
    rows = np.frombuffer(memoryview(picture.pixels), np.uint8).reshape(-1, picture.stride)
    return rows[: picture.height, : picture.width * 4].reshape(picture.height, -1, 4).astype(int)


class Sink(Slot):
    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form  # type: ignore[misc]


@pytest.mark.parametrize("form", ["yuv420p", "yuvj420p", "yuv422p", "nv12", "yuv420p10le"])
@pytest.mark.parametrize("size", [Size(480, 270), Size(640, 360), Size(960, 540)])
def test_in_two_steps_or_one_a_picture_has_the_same_colours(form: str, size: Size) -> None:
    frame, place = a_frame(form), Place(Slot(), size, whole=True)
    picture = Scalers().picture(frame, place, AT, 1.0)
    assert (picture.width, picture.height, picture.at_s) == (size.width, size.height, 1.0)
    once = VideoReformatter().reformat(
        frame, size.width, size.height, "bgra", interpolation=Interpolation.FAST_BILINEAR
    )
    image, other = seen(picture), once.to_ndarray().astype(int)
    middle = size.width // 2
    assert image.std(axis=0).max() > 10, "the pattern is there"
    for part in (np.s_[:, : middle - 4, :3], np.s_[:, middle + 4 :, :3]):
        assert np.abs(image[part].mean((0, 1)) - other[part].mean((0, 1))).max() < 3


def test_a_sink_for_a_graphics_card_gets_planes() -> None:
    place = Place(Sink(Form.YUV420), Size(480, 270), whole=True)
    picture = Scalers().picture(a_frame("yuv420p"), place, AT, 1.0)
    assert len(picture.chroma) == 2
    assert picture.stride >= 480
    assert 240 <= picture.chroma[0].stride < 480


@pytest.mark.parametrize("form", ["yuv420p", "yuvj420p", "yuv422p", "nv12"])
def test_no_column_of_a_picture_shows_what_the_memory_held_before(form: str) -> None:
    """Whatever its width, scaled or as it is."""
    plain = np.full((216, 384, 3), 120, np.uint8)
    for wide in range(352, 386, 2):
        high = wide * 9 // 16
        frame = av.VideoFrame.from_ndarray(plain, "rgb24").reformat(format=form)
        same = av.VideoFrame.from_ndarray(np.ascontiguousarray(plain[:, :wide]), "rgb24")
        for one, size in ((frame, Size(wide, high)), (same.reformat(format=form), Size(wide, 216))):
            scalers, place = Scalers(), Place(Slot(), size, whole=True)
            for _ in range(2):
                held = [np.full(400_000, 255, np.uint8) for _ in range(3)]
                del held
                image = seen(scalers.picture(one, place, AT, 1.0))[:, :, :3]
            assert np.abs(image - 120).max() < 12, (wide, size)
