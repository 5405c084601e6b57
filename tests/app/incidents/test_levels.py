"""Levels by separate scales: 以上 includes the number, 不详 gives nothing, the missing stand beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.base.errors import Refused
from app.incidents.levels import judged, load_scales

RULES = Path(__file__).parents[3] / "resources" / "rules" / "levels.toml"
SCALES = load_scales(RULES)


def confirmed(kind: str, **figures: float | None) -> str:
    scale = SCALES.of(kind)
    assert scale is not None
    return judged(scale, figures).confirmed.level


def test_unknown_is_not_zero_and_zero_gives_no_level() -> None:
    assert confirmed("火灾", deaths=None, serious_injuries=None) == ""
    assert confirmed("火灾", deaths=0, serious_injuries=0, loss_wan_yuan=0) == ""
    assert confirmed("火灾", deaths=None, serious_injuries=1) == "一般"


def test_each_kind_has_its_own_scale_and_the_highest_criterion_counts() -> None:
    figures = {"deaths": 3, "area_ha": 1000.0, "loss_wan_yuan": 1000}
    assert [confirmed(kind, **figures) for kind in ("火灾", "森林火灾", "滑坡")] == [
        "较大",
        "特别重大",
        "特大型",
    ]
    assert SCALES.of("食物中毒") is None


def test_the_missing_count_as_dead_where_the_scale_says_so_and_else_only_perhaps() -> None:
    assert confirmed("地震", deaths=4, missing=6) == "较大"
    scale = SCALES.of("火灾")
    assert scale is not None
    found = judged(scale, {"deaths": 2, "missing": 2})
    assert (found.confirmed.level, found.possible.level) == ("一般", "较大")
    assert found.suggestion.startswith("按较大初判")
    assert judged(scale, {"deaths": 2, "missing": 0}).suggestion == ""


def test_at_risk_needs_one_number_or_one_fact() -> None:
    assert SCALES.at_risk.holds({"trapped_or_missing": 3})
    assert SCALES.at_risk.holds({"people_at_risk": 9, "serious_pollution": True})
    assert not SCALES.at_risk.holds({"people_at_risk": 9, "trapped_or_missing": None})


def test_a_scale_with_steps_in_the_wrong_order_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "levels.toml"
    text = RULES.read_text(encoding="utf-8")
    file.write_text(text.replace("[30, 10, 3]", "[3, 10, 30]", 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_scales(file)
    assert refused.value.code == "incomplete"


def test_a_response_starts_beside_the_level_and_below_its_least_number_there_is_none() -> None:
    def started(kind: str, **figures: float | None) -> list[str]:
        return [level for _, level in SCALES.starting(kind, figures)]

    assert started("山洪", deaths=19) == []
    assert started("山洪", deaths=15, missing=5) == ["四级"]
    assert started("滑坡", resettled=500_000) == ["三级"]
    assert started("地震", deaths=250, resettled=3) == ["一级"]
    assert started("山洪", deaths=None, resettled=None) == []
    assert started("火灾", deaths=250) == []


def test_a_county_adds_its_own_numbers_as_data(tmp_path: Path) -> None:
    own = """
[[response]]
key = "county_relief"
name = "本县自然灾害救助应急响应"
scope = "本县"
kinds = ["山洪"]
levels = ["一级", "二级"]
source = "本县预案"
confidence = "test"
at_least = { resettled = [500, 50] }
"""
    file = tmp_path / "levels.toml"
    file.write_text(RULES.read_text(encoding="utf-8") + own, encoding="utf-8")
    (found,) = load_scales(file).starting("山洪", {"resettled": 60})
    assert (found[0].name, found[1]) == ("本县自然灾害救助应急响应", "二级")
