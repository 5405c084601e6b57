"""Refusals name the mend; bugs are not shown."""

from __future__ import annotations

import pytest

from app.base.errors import Conflict, Refused, Unreachable
from widgets.kit.explain import explain


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Refused("pin", "wrong_pin", left=4), "4 tries left"),
        (Refused("pin", "wait", seconds=61), "61 s"),
        (Conflict("title", "山洪", "塌方"), "山洪"),
        (Refused("x", "code_nobody_knows"), "code_nobody_knows"),
        (Unreachable("store", "disk_full"), "disk is full"),
        (Unreachable("drafts", "Permission denied"), "Permission denied"),
        (RuntimeError("secret at line 7"), "in the log"),
    ],
)
def test_each_error_has_its_sentence(qapp, error, words):
    told = explain(error)
    assert words in told
    assert "line 7" not in told
    assert "{" not in told


def test_a_page_has_words_for_its_own_codes(qapp):
    own = {"too_early": "到 {time} 才能签字"}
    assert explain(Refused("sign", "too_early", time="08:30"), own) == "到 08:30 才能签字"
