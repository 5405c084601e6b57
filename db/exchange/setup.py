"""What PostgreSQL is told once to become the hub: tables, what guards them, and who may do what.

Run by its administrator; the console itself never has these rights. Saying it again changes nothing;
what a newer version of the program says brings the hub to its schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from db.tables import SCHEMA_NO, hub_metadata, metadata
from db.tables.hub import blob_asked, blob_chunk, hub_state
from db.tables.journal import effect, journal
from db.upgrade import hub_steps

OWNER = "dutyroom_owner"
FIRST_SCHEMA = 2
"""Of the oldest hub there is."""
_DIALECT: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
_APPEND_ONLY = (journal, effect)


def setup_sql(county: str, hub_id: UUID, user: str = "dutyroom") -> str:
    """For psql, as a superuser in the empty database: all of it or nothing."""
    return ";\n".join(("BEGIN", *statements(county, hub_id, user), "COMMIT")) + ";\n"


def statements(county: str, hub_id: UUID, user: str = "dutyroom") -> Iterator[str]:
    """`user` is the role the desks sign in as; its password is set by the administrator afterwards."""
    desks = _DIALECT.identifier_preparer.quote(user)
    yield _role(OWNER, "NOLOGIN")
    yield _role(user, "LOGIN")
    yield f"REVOKE ALL ON SCHEMA public FROM PUBLIC, {desks}"
    yield f"GRANT USAGE ON SCHEMA public TO {desks}"
    yield f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}"
    yield f"SET LOCAL ROLE {OWNER}"
    for number, step in hub_steps(FIRST_SCHEMA):
        yield _if_older(number, step)
    tables = [*metadata.sorted_tables, *hub_metadata.sorted_tables]
    for table in tables:
        yield str(CreateTable(table, if_not_exists=True).compile(dialect=_DIALECT)).strip()
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            yield str(CreateIndex(index, if_not_exists=True).compile(dialect=_DIALECT))
    yield f"ALTER TABLE {journal.name} ALTER hub_no SET NOT NULL, ALTER order_hash SET NOT NULL"
    yield from _guards()
    for table in tables:
        yield f"REVOKE ALL ON {table.name} FROM PUBLIC, {desks}"
        yield f"GRANT {_rights(table)} ON {table.name} TO {desks}"
    yield (
        f"INSERT INTO {hub_state.name} (county, hub_id, schema_no)"
        f" SELECT '{_plain(county)}', '{hub_id}', {SCHEMA_NO}"
        f" WHERE NOT EXISTS (SELECT 1 FROM {hub_state.name})"
    )
    yield f"UPDATE {hub_state.name} SET schema_no = {SCHEMA_NO} WHERE schema_no < {SCHEMA_NO}"
    yield "RESET ROLE"


def _if_older(number: int, step: str) -> str:
    """The step, for a hub that has not made it yet. A hub that is set up only now has none to make."""
    older = f"(SELECT schema_no FROM {hub_state.name} FOR UPDATE) < {number}"
    return (
        f"DO $step$ BEGIN IF to_regclass('{hub_state.name}') IS NOT NULL THEN IF {older} THEN"
        f"\n{step}\nEND IF; END IF; END $step$"
    )


def _role(name: str, kind: str) -> str:
    quoted = _DIALECT.identifier_preparer.quote(name)
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{_plain(name)}') THEN"
        f" CREATE ROLE {quoted} {kind} NOSUPERUSER NOCREATEDB NOCREATEROLE; END IF; END $$"
    )


def _guards() -> Iterator[str]:
    yield """CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = '42501'; END $$"""
    for table in _APPEND_ONLY:
        yield f"DROP TRIGGER IF EXISTS {table.name}_append_only ON {table.name}"
        yield (
            f"CREATE TRIGGER {table.name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE"
            f" ON {table.name} FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )
    # To lock the row one must be allowed to change it: allowed, and then refused.
    yield f"DROP TRIGGER IF EXISTS hub_state_stays ON {hub_state.name}"
    yield (
        f"CREATE TRIGGER hub_state_stays BEFORE UPDATE ON {hub_state.name} FOR EACH STATEMENT"
        f" WHEN (current_user <> '{OWNER}') EXECUTE FUNCTION append_only()"
    )


def _rights(table: sa.Table) -> str:
    if table is hub_state:
        return "SELECT, UPDATE (schema_no)"
    if table is blob_chunk:
        return "SELECT, INSERT, UPDATE (data)"
    if table is blob_asked:
        return "SELECT, INSERT, DELETE"
    return "SELECT, INSERT" if table in _APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"


def _plain(text: str) -> str:
    return text.replace("'", "''")
