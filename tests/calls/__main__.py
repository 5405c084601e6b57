"""Compare a file of written calls with what the intake suggests; ONE JSON line last."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from app.incidents.hearing import Heard
from tests.calls import heard_in_order
from tests.calls.fields import fields, tally


def judged(calls: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures and every wrong field: call, field, expected, got; `counts` 3 = invented."""
    total = right = 0
    wrong = []
    before: dict[str, Heard] = {}
    for row, heard in heard_in_order(calls):
        compared = fields(row["expect"], heard, before)
        before[row["id"]] = heard
        many, good = tally(compared)
        total, right = total + many, right + good
        wrong += [
            {
                "call": row["id"],
                "field": one.name,
                "expected": one.expected,
                "got": one.got,
                "counts": one.weight,
            }
            for one in compared
            if not one.right
        ]
    return {"calls": len(calls), "fields": total, "fields_right": right, "wrong": wrong}


def main(argv: list[str]) -> int:
    """0 when at least nine in ten fields are right."""
    read = argparse.ArgumentParser(prog="python -m tests.calls")
    read.add_argument("file", type=Path)
    read.add_argument(
        "--brief", action="store_true", help="each wrong field on a line, before the JSON line"
    )
    given = read.parse_args(argv)
    figures = judged(json.loads(given.file.read_text(encoding="utf-8"))["calls"])
    if given.brief:
        by_field: dict[str, int] = defaultdict(int)
        for one in figures["wrong"]:
            by_field[one["field"].partition(".")[0]] += one["counts"]
            sys.stdout.write(
                f"{one['call']} {one['field']} ×{one['counts']}: {one['expected']} | {one['got']}\n"
            )
        sys.stdout.write(f"{dict(by_field)}\n")
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    return 0 if figures["fields"] and figures["fields_right"] >= 0.9 * figures["fields"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
