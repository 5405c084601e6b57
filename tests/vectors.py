"""Golden vectors against the codecs: `python -m tests.vectors FILE` prints passed and failed."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

from tests import vectors_hytera, vectors_lines, vectors_pei
from tests.vectors_family import Family, Given, Seen, Wire

FILE = Path(__file__).parent / "data" / "radio-vectors.json"
FAMILIES: dict[str, Family] = {
    **vectors_hytera.FAMILIES,
    **vectors_pei.FAMILIES,
    **vectors_lines.FAMILIES,
}
KINDS = frozenset({"decode", "encode", "decode+encode", "encode+decode"})
TOLERANCE = 1e-6


def load(file: Path = FILE) -> list[dict[str, Any]]:
    return json.loads(file.read_text(encoding="utf-8"))["vectors"]


def fault(vector: dict[str, Any]) -> str:
    """What is wrong with our reading and writing of one vector; empty when nothing is."""
    family = FAMILIES.get(vector.get("protocol", ""))
    kind = vector.get("kind")
    if family is None:
        return f"no codec for {vector.get('protocol')!r}"
    if kind not in KINDS:
        return f"unknown kind {kind!r}"
    if ("hex" in vector) == ("text" in vector):
        return "needs hex or text, and not both"
    try:
        wire: Wire = bytes.fromhex(vector["hex"]) if "hex" in vector else vector["text"]
        expect = dict(vector["expect"])
        if vector.get("negative"):
            return _not_refused(family, wire, expect)
        whys = [_DIRECTIONS[way](family, wire, expect, kind) for way in kind.split("+")]
    except Exception as error:  # noqa: BLE001  a codec that raises has failed this one vector
        return f"raised {type(error).__name__}: {error}"
    return next((why for why in whys if why), "")


def _not_refused(family: Family, wire: Wire, expect: Seen) -> str:
    """`error` is prose and only has to be there; what else is expected must have come out."""
    try:
        seen = family.read(wire)[0]
    except ValueError:
        return ""
    if not seen.get("error"):
        return "was not refused"
    return _differs(seen, {name: want for name, want in expect.items() if name != "error"})


def _decode(family: Family, wire: Wire, expect: Seen, kind: str) -> str:
    seen, again = family.read(wire)
    if seen.get("error"):
        return f"refused: {seen['error']}"
    why = _differs(seen, expect)
    if why or kind != "decode+encode":
        return why
    return "" if again == wire else f"encoded as {_shown(again)}"


def _encode(family: Family, wire: Wire, expect: Seen, kind: str) -> str:
    if kind == "decode+encode":
        return ""  # from what was decoded, see there
    if family.write is None:
        return _decode(family, wire, expect, "decode+encode")
    given = Given(expect, wire)
    written, seen = family.write(given)
    if written != wire:
        return f"encoded as {_shown(written)}"
    return _differs(seen, {name: expect[name] for name in expect if name not in given.used})


_DIRECTIONS = {"decode": _decode, "encode": _encode}


def _differs(seen: Seen, expect: Seen) -> str:
    """The first expected field that did not come out as it should: none is passed over."""
    for name, want in expect.items():
        if name not in seen:
            return f"{name} is not read"
        if not same(seen[name], want):
            return f"{name} is {seen[name]!r}, not {want!r}"
    return ""


def same(seen: Any, want: Any) -> bool:
    """Numbers to 1e-6; a truth is no number."""
    if isinstance(want, bool) or isinstance(seen, bool):
        return seen is want
    if isinstance(want, int | float) and isinstance(seen, int | float):
        return math.isclose(seen, want, rel_tol=0, abs_tol=TOLERANCE)
    if isinstance(want, list) and isinstance(seen, list | tuple):
        return len(seen) == len(want) and all(map(same, seen, want))
    if isinstance(want, dict) and isinstance(seen, dict):
        return seen.keys() == want.keys() and all(same(seen[key], want[key]) for key in want)
    return type(seen) is type(want) and seen == want


def _shown(wire: Wire | None) -> str:
    return wire.hex() if isinstance(wire, bytes) else repr(wire)


def main(file: Path) -> int:
    try:
        vectors = load(file)
        whys = [(vector.get("id", "?"), fault(vector)) for vector in vectors]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        sys.stdout.write(f"{file} is no file of vectors: {error!r}\n")
        return 1
    failed = [f"{name}: {why}\n" for name, why in whys if why]
    sys.stdout.write("".join(failed))
    sys.stdout.write(f"{len(whys) - len(failed)} passed, {len(failed)} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE))
