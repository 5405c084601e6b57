"""The program of the next schema, in a process of its own: opens a store and says what it finds.

`python -m tests.db.next_version FILE STEP`; or FOLDER COUNTY: the SQL it has for a hub. Its camera has
one column more. STEP is how good the step is that brings it: good, fails (half way), crashes (the
process dies half way), rebuilds (the journal in batch mode), loses (a row), forgets (the column),
differs (fills another value than the fold does).
"""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import field, make_dataclass
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

import db.engine
import db.exchange.setup
import db.past
import db.tables.base
import db.upgrade
from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.video.records import Camera, CameraKind
from db.exchange.setup import setup_sql
from db.fold import differences
from db.tables.base import RECORDS, metadata
from db.types import Words

NEXT = db.tables.base.SCHEMA_NO + 1
NOTE = "不详"
ADD = (
    f"""add_column("camera", sa.Column("note", sa.Text, nullable=False, server_default="{NOTE}"))"""
)
STEPS = {
    "good": ADD,
    "fails": f"{ADD}\n    raise RuntimeError('half way')",
    "crashes": f"{ADD}\n    os._exit(9)",
    "rebuilds": f"{ADD}\n    with op.batch_alter_table('journal') as batch:\n"
    "        batch.alter_column('via', new_column_name='via')\n"
    "        batch.add_column(sa.Column('more', sa.Text))",
    "loses": f"{ADD}\n    op.execute('DELETE FROM officer')",
    "forgets": "pass",
    "differs": ADD.replace(NOTE, "别的"),
}
STEP = """import os

import sqlalchemy as sa
from alembic import op

from db.migrations.steps import add_column

revision = "{next}"
down_revision = "{now}"


def upgrade():
    {body}
"""


def become_next(versions: Path, step: str) -> None:
    """Everything the next version of the program would have in its files."""
    for module in (db.engine, db.past, db.upgrade, db.tables.base):
        module.SCHEMA_NO = NEXT
    versions.mkdir(exist_ok=True)
    text = STEP.format(next=NEXT, now=NEXT - 1, body=STEPS[step])
    (versions / "schema_next.py").write_text(text, encoding="utf-8")
    db.upgrade.VERSIONS = (*db.upgrade.VERSIONS, versions)
    db.past.PAST[NEXT] = db.past.Step(added={"camera": {"note": NOTE}})
    metadata.tables["camera"].append_column(
        sa.Column("note", Words, nullable=False, server_default=NOTE)
    )
    RECORDS["camera"] = make_dataclass(
        "NextCamera", [("note", str, field(default=""))], bases=(Camera,), frozen=True
    )


def main(file: Path, step: str) -> None:
    logging.basicConfig(stream=sys.stderr)
    become_next(file.with_name("versions"), step)
    store = db.engine.Database(file, "desk-a", SystemClock(), lambda fact: None)
    told: dict[str, object] = {"why": store.read_only_why}
    if store.read_only_why is None:
        fresh = RECORDS["camera"](
            new_id(), "02", "新", CameraKind.FIXED,
            "", "rtsp://h/1", "", None, None, Mark.TEST, note="写的",
        )  # fmt: skip
        with store.change("system", "camera.enter", ("camera", str(fresh.id))) as change:
            change.put("camera", fresh)
    with store.read() as connection:
        if store.read_only_why is None:
            query = sa.select(sa.column("note")).select_from(sa.table("camera"))
            told["notes"] = sorted(connection.execute(query).scalars())
            told["differences"] = [[one.table, one.key] for one in differences(connection)]
        told["bad"] = store.verify().bad is not None
    store.close()
    print(json.dumps(told))  # noqa: T201  the answer of this program


def tell_hub(folder: Path, county: str) -> None:
    """The SQL of the next version, for the administrator of a hub."""
    become_next(folder / "versions", "good")
    db.exchange.setup.SCHEMA_NO = NEXT
    print(setup_sql(county, UUID(int=7)))  # noqa: T201  the answer of this program


if __name__ == "__main__":
    if sys.argv[2].isdecimal():
        tell_hub(Path(sys.argv[1]), sys.argv[2])
        sys.exit()
    main(Path(sys.argv[1]), sys.argv[2])
