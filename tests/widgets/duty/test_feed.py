"""What one desk writes shows in the open window of another: real threads, real hub, real page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.exchange.loop import PULL_S
from tests.feeds import feed
from tests.postgres import Cluster
from widgets.kit.theme import Theme

LINES = 8


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    own = Cluster()
    yield own
    own.remove()


def test_a_line_of_another_desk_appears_without_waiting_for_the_next_pull(
    qapp, theme: Theme, cluster: Cluster, tmp_path: Path
) -> None:
    """bench.hub_line says how soon; here it only has to be the hub's notice that brought it."""
    with feed(cluster, tmp_path, theme) as desks:
        took_s = sorted(desks.see(f"水位 {n} 米") for n in range(LINES))
        assert took_s[LINES // 2] < PULL_S / 5
        shown = [entry.text for entry in desks.page.table.records]
        assert {f"水位 {n} 米" for n in range(LINES)} <= set(shown)
