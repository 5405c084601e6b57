"""The texts that are sent again and again: what is shipped can be sent, what is broken is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.radio.drivers import DRIVERS
from app.radio.templates import load_texts

SHIPPED = Path(__file__).parents[3] / "resources" / "wording" / "radio_texts.toml"


def test_what_is_shipped_fits_into_one_text_of_every_gateway_that_sends_texts() -> None:
    texts = load_texts(SHIPPED)
    assert len({one.name for one in texts}) == len(texts) > 5
    for driver in DRIVERS.values():
        for one in texts:
            length = driver.measure(one.text)
            assert not length.limit or length.left_hanzi >= 0, (driver.key, one.name)


@pytest.mark.parametrize("text", ["", "[[template]]\nname = 'a'", "template = 3", "[[["])
def test_what_is_broken_is_refused(tmp_path: Path, text: str) -> None:
    place = tmp_path / "texts.toml"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"\w"):
        load_texts(place)
