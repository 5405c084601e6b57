"""Evaluate a file of worked examples; each failed id with what it got, then how many; 1 on a failure."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.cases import judge


def main(argv: list[str]) -> int:
    read = argparse.ArgumentParser(prog="python -m tests.cases")
    read.add_argument("file", type=Path)
    read.add_argument("--areas", help="only these areas, divided by commas")
    given = read.parse_args(argv)
    cases = json.loads(given.file.read_text(encoding="utf-8"))["cases"]
    if given.areas:
        wanted = set(given.areas.split(","))
        cases = [case for case in cases if case["area"] in wanted]
    failed = 0
    for case in cases:
        good, said = judge(case)
        if not good:
            failed += 1
            sys.stdout.write(f"{case['id']} ({case['area']}): {said}\n")
    sys.stdout.write(f"{len(cases) - failed} passed, {failed} failed\n")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
