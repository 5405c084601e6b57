"""All bad luck the product is tried with: `python -m tests.faults`. The last line is JSON.

First every test marked `faults`, then each of the longer runs; a run that ends with an exit code other
than 0 has failed. A run's own line of JSON stands under its name.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
RUNS = {
    "power_cut": ("tests.faults.power_cut",),
    "kills": ("tests.faults.kills",),
    "bit_flips": ("tests.faults.bit_flips",),
    "store": ("tests.faults.store", "--seconds", "60"),
    "video": ("tests.faults.video",),
    "recording": ("tests.faults.recording",),
    "radio": ("tests.faults.radio",),
    "histories": ("tests.model.exchange", "--histories", "1000", "--no-planted"),
}


def tests() -> tuple[dict[str, Any], bool]:
    with tempfile.TemporaryDirectory() as name:
        told = Path(name) / "tests.xml"
        words = ["pytest", "-m", "faults", f"--junitxml={told}", "tests"]
        code = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=False).returncode
        suite = ElementTree.parse(told).find(".//testsuite")
    assert suite is not None
    counts = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
    return counts, code == 0


def run(words: tuple[str, ...]) -> tuple[dict[str, Any], bool]:
    process = subprocess.Popen(
        [sys.executable, "-m", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    last = ""
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        last = line
    code = process.wait()
    try:
        return json.loads(last), code == 0
    except ValueError:
        return {}, False


def main() -> int:
    done = {"tests": tests()} | {name: run(words) for name, words in RUNS.items()}
    failed = [name for name, (_, well) in done.items() if not well]
    summary = {"run": len(done), "failed": failed} | {
        name: told for name, (told, _) in done.items()
    }
    sys.stdout.write(f"{json.dumps(summary)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
