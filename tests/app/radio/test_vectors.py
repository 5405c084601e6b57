"""The runner of the golden vectors: nothing expected is passed over, and every fault is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.vectors import FAMILIES, fault, load, main, same
from tests.vectors_family import Family, Given

GOOD = {vector["id"]: vector for vector in load()}
CONNECT = GOOD["HRNP-01"]


def planted(**changes: Any) -> dict[str, Any]:
    return {**CONNECT, **changes}


def expecting(**fields: Any) -> dict[str, Any]:
    return planted(expect={**CONNECT["expect"], **fields})


@pytest.mark.parametrize(
    ("vector", "why"),
    [
        (expecting(pn=1), "pn is 0, not 1"),
        (expecting(colour="red"), "colour is not read"),
        (expecting(pn=False), "pn is 0, not False"),
        (planted(protocol="morse"), "no codec for 'morse'"),
        (planted(kind="guess"), "unknown kind 'guess'"),
        (planted(text="x"), "needs hex or text"),
        (planted(negative=True), "was not refused"),
        (planted(hex="7e04"), "refused: "),
        (planted(hex="zz"), "raised ValueError"),
        ({"id": "empty"}, "no codec for None"),
        ({**GOOD["LP-03"], "negative": False}, "refused: "),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_planted_is_found(vector: dict[str, Any], why: str) -> None:
    assert fault(CONNECT) == ""
    assert fault(vector).startswith(why)


def test_a_wire_form_that_comes_out_otherwise_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(given: Given) -> tuple[str, dict[str, Any]]:
        return f"{given.take('a')}", {"long": 1}

    monkeypatch.setitem(FAMILIES, "planted", Family(lambda wire: ({"a": int(wire)}, "7"), write))
    seven: dict[str, Any] = {"protocol": "planted", "text": "7", "expect": {"a": 7}}
    for kind in ("decode", "encode", "decode+encode", "encode+decode"):
        assert fault({**seven, "kind": kind}) == ""
    wrong = {**seven, "text": "07"}
    assert fault({**wrong, "kind": "decode"}) == ""
    for kind in ("encode", "decode+encode", "encode+decode"):
        assert fault({**wrong, "kind": kind}) == "encoded as '7'"
    told = {**seven, "kind": "encode", "expect": {"a": 7, "long": 2}}
    assert fault(told) == "long is 1, not 2"
    assert fault({**told, "expect": {"a": 7, "wide": 1}}) == "wide is not read"


def test_numbers_may_differ_by_a_millionth_of_a_degree() -> None:
    assert same(49.2741667, 49.27416599)
    assert not same(49.2741667, 49.274165)
    assert not same(None, 0.0)
    assert not same(1, True)
    assert not same("1", 1)
    assert same([(3, "a")], [[3, "a"]])


def test_it_prints_how_many_passed_and_why_one_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps({"vectors": [CONNECT, {**expecting(pn=9), "id": "BAD-1"}]}))
    assert main(file) == 1
    assert capsys.readouterr().out == "BAD-1: pn is 0, not 9\n1 passed, 1 failed\n"
    file.write_text(json.dumps({"vectors": [CONNECT]}))
    assert main(file) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed\n"
    file.write_text("[]")
    assert main(file) == 1
    assert main(tmp_path / "missing.json") == 1
