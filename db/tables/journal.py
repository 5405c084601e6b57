"""The append-only journal: audit trail, outbox and live feed in one, and what guards it."""

from __future__ import annotations

import sqlalchemy as sa

from db.tables.base import big, desk_metadata, metadata

journal = sa.Table(
    "journal",
    metadata,
    sa.Column("hash", sa.LargeBinary(32), primary_key=True),
    sa.Column("ws", sa.Text, nullable=False),
    sa.Column("seq", big(), nullable=False),
    sa.Column("prev", sa.LargeBinary(32), nullable=False),
    sa.Column("cmd_id", sa.Text, nullable=False),
    sa.Column("at_utc", sa.Text, nullable=False),
    sa.Column("mono_ns", big(), nullable=False),
    sa.Column("boot_id", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("subject_kind", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Text, nullable=False),
    sa.Column("schema_no", sa.Integer, nullable=False),
    sa.Column("effects", sa.LargeBinary, nullable=False),
    sa.Column("hub_no", big(), unique=True),
    sa.Column("order_hash", sa.LargeBinary(32)),
    sa.Column("pos", big()),
    sa.Column("via", sa.Text),
    sa.CheckConstraint("length(hash) = 32", name="journal_hash_length"),
    sa.Index("ix_journal_ws_seq", "ws", "seq"),
    sa.Index("ix_journal_cmd_id", "cmd_id"),
    sa.Index("ix_journal_pos", "pos"),
    sa.Index("ix_journal_subject", "subject_kind", "subject_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

effect = sa.Table(
    "effect",
    metadata,
    sa.Column("tbl", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("hash", sa.LargeBinary(32), primary_key=True),
    sa.Column("n", sa.Integer, primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

conflict = sa.Table(
    "conflict",
    metadata,
    sa.Column("hash", sa.LargeBinary(32), primary_key=True),
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("tbl", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("found", sa.Text),
    sa.Column("shown_at", sa.Text),
    sa.Index("ix_conflict_row", "tbl", "key"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Effects that did not fit, derived by the fold. `found`: the row as canonical JSON, null for no row.
`shown_at` (UTC text) is this desk's own."""

desk_state = sa.Table(
    "desk_state",
    desk_metadata,
    sa.Column("k", sa.Text, primary_key=True),
    sa.Column("v", sa.Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""What this desk alone knows: `hub_id`, `desk`. Never the cursor: that is max(hub_no)."""

_HASHED = (
    "hash",
    "ws",
    "seq",
    "prev",
    "cmd_id",
    "at_utc",
    "mono_ns",
    "boot_id",
    "by",
    "what",
    "subject_kind",
    "subject_id",
    "schema_no",
    "effects",
)

GUARDS = (
    """CREATE TRIGGER IF NOT EXISTS journal_no_delete BEFORE DELETE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS journal_no_rewrite BEFORE UPDATE OF
       {", ".join(f'"{name}"' for name in _HASHED)} ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS journal_one_place BEFORE UPDATE OF hub_no ON journal
       WHEN NEW.hub_no IS NOT NULL
        AND EXISTS (SELECT 1 FROM journal j WHERE j.hub_no = NEW.hub_no AND j.hash <> OLD.hash)
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS journal_guard BEFORE INSERT ON journal
       WHEN EXISTS (SELECT 1 FROM journal j WHERE j.hash = NEW.hash)
         OR (NEW.hub_no IS NOT NULL
             AND EXISTS (SELECT 1 FROM journal j WHERE j.hub_no = NEW.hub_no))
         OR NOT (
              (NEW.seq = 1 AND (length(NEW.prev) = 0
                   OR EXISTS (SELECT 1 FROM journal j WHERE j.hash = NEW.prev)))
              OR (NEW.seq > 1 AND EXISTS (SELECT 1 FROM journal j
                   WHERE j.hash = NEW.prev AND j.ws = NEW.ws AND j.seq = NEW.seq - 1))
              OR EXISTS (SELECT 1 FROM mended_entry m WHERE m.entry = lower(hex(NEW.prev))))
       BEGIN SELECT RAISE(ABORT, 'the entry does not continue its chain'); END""",
)
"""Told to SQLite after the tables are made: only hub_no, order_hash and pos may change."""
