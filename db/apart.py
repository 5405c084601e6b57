"""A record checked in a process of its own: seconds of pure Python beside the windows would hold them up.

`python -m db.apart FILE` prints what was found as one line of JSON.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from app.base.errors import Refused
from db.sqlite import sqlite_engine
from db.upgrade import prepare
from db.verify import check

LOOK_S = 0.3
_HERE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Finding:
    """`lines` say in Chinese what was checked or does not hold."""

    whole: bool
    entries: int
    lines: tuple[str, ...]


def look_into(record: Path, _going: Callable[[], bool] = lambda: True) -> Finding:
    """All that `main.py verify` checks, of a copy: one of an older schema is upgraded first, as a desk
    would upgrade it at its start."""
    engine = sqlite_engine(record)
    try:
        why = prepare(engine, record)
    except (SQLAlchemyError, sqlite3.Error) as error:
        return Finding(False, 0, (f"数据库文件损坏：{error}",))
    finally:
        engine.dispose()
    if why is not None:
        return Finding(False, 0, (_WHY.get(why, why),))
    report = check(record)
    entries = report.verdict.entries if report.verdict is not None else 0
    return Finding(report.whole, entries, tuple(report.lines()))


_WHY = {
    "newer_schema": "由更新版本的程序写成，请先安装新版本",
    "upgrade_failed": "不能升级到当前版本，见日志文件",
    "not_a_record": "不是值守台的记录",
}


def look_into_apart(record: Path, going: Callable[[], bool]) -> Finding:
    """The same, elsewhere; ends with `Refused("backup", "cancelled")` soon after `going` says no."""
    with subprocess.Popen(
        [sys.executable, "-m", "db.apart", str(record)],
        cwd=_HERE,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as checker:
        while True:
            try:
                said, _ = checker.communicate(timeout=LOOK_S)
                break
            except subprocess.TimeoutExpired:
                if not going():
                    checker.kill()
                    raise Refused("backup", "cancelled") from None
    if checker.returncode != 0:
        raise RuntimeError(f"the check ended with {checker.returncode}")
    held = json.loads(said)
    return Finding(held["whole"], held["entries"], tuple(held["lines"]))


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)
    sys.stdout.write(json.dumps(asdict(look_into(Path(sys.argv[1])))))
