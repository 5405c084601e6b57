"""People and units found in a contact book of 10,000, beside the same found by reading every row.

`python -m bench.contacts`. The demonstration county's book in a real store; what is typed are initials,
hanzi and figures of its own names and numbers, each typed letter by letter. The peer is one question
to SQLite that looks into the same columns by LIKE. `ms` is of the whole answer with its cards; the
first question, and the first after a change, read what changed and stand apart. The last line is JSON.
"""

from __future__ import annotations

import json
import os
import platform
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from app.base.clock import SHANGHAI, SteeredClock
from app.demo.county import build
from app.demo.seed import seed
from db.engine import Database
from db.stores.contacts import ContactRows
from db.stores.demo import KeyRows

DEMO = Path(__file__).parents[1] / "resources" / "demo"
START = datetime(2026, 6, 24, 20, 0, tzinfo=SHANGHAI)
EACH, TURNS, LIMIT_MS = 25, 3, 30.0
_LIKE = (
    "SELECT p.id FROM person p LEFT JOIN org o ON o.id = p.org_id WHERE p.name LIKE :w"
    " OR p.duty LIKE :w OR o.name LIKE :w OR o.township LIKE :w OR p.initials LIKE :w"
    " OR p.id IN (SELECT person_id FROM contact_point WHERE replace(value, '-', '') LIKE :w)"
    " ORDER BY p.sort LIMIT 20"
)


def asked(book: ContactRows) -> dict[str, list[str]]:
    """What an officer types, one letter more each time."""
    draw = random.Random(4)
    people = [c.person for c in draw.sample(book.everybody(), EACH * 4) if c.person][:EACH]
    numbers = [c.points[0].value for c in draw.sample(book.everybody(), EACH)]

    def typed(words: Iterable[str], least: int = 1) -> list[str]:
        return [word[:n] for word in words for n in range(least, len(word) + 1)]

    return {
        "initials": typed(one.initials.split()[0] for one in people),
        "characters": typed(one.name for one in people),
        "unit and post": [f"{one.name[0]} {one.duty[:2]}" for one in people],
        "digits": typed((number.replace("-", "") for number in numbers), 3),
    }


def taken(ask: Callable[[str], object], words: list[str]) -> list[float]:
    """Milliseconds of each word, the middle of its turns."""
    found = []
    for word in words:
        turns = []
        for _ in range(TURNS):
            begun = perf_counter()
            ask(word)
            turns.append((perf_counter() - begun) * 1000)
        found.append(median(turns))
    return found


def main(folder: Path) -> dict[str, object]:
    db = Database(folder / "duty.db", "bench", SteeredClock(START), lambda fact: None)
    seed(db, KeyRows(db), build(DEMO), lambda done, total: True)
    book, raw = ContactRows(db), sqlite3.connect(folder / "duty.db")
    begun = perf_counter()
    book.find("a")
    first_ms = (perf_counter() - begun) * 1000
    kinds, all_ms, all_like = {}, [], []
    for kind, words in asked(book).items():
        ms = taken(book.find, words)
        like = taken(lambda word: raw.execute(_LIKE, {"w": f"%{word}%"}).fetchall(), words)
        kinds[kind] = {"p95_ms": _p95(ms), "max_ms": round(max(ms), 1), "like_p95_ms": _p95(like)}
        all_ms, all_like = all_ms + ms, all_like + like
    point = book.find("a")[0].points[0]
    with db.change("bench", "point.verify", ("book", "")) as change:
        change.put("contact_point", replace(point, verified_at=START), seen=point)
    begun = perf_counter()
    book.find("a")
    changed_ms = (perf_counter() - begun) * 1000
    raw.close()
    told = {
        "bench": "contacts",
        "contacts": len(book.everybody()),
        "asked": len(all_ms),
        "p95_ms": _p95(all_ms),
        "max_ms": round(max(all_ms), 1),
        "limit_ms": LIMIT_MS,
        "p95_ratio_to_like": round(_p95(all_ms) / _p95(all_like), 2),
        "kinds": kinds,
        "first_ms": round(first_ms),
        "after_a_change_ms": round(changed_ms),
        "load": round(os.getloadavg()[0], 1),
        "machine": platform.machine(),
        "python": platform.python_version(),
    }
    db.close()
    return told


def _p95(ms: list[float]) -> float:
    return round(sorted(ms)[int(len(ms) * 0.95)], 2)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        told = main(Path(name))
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
