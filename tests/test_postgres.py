"""The servers of the tests: two versions, fresh databases, and every way of going down."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa

from tests.postgres import VERSIONS, Cluster


@pytest.fixture(scope="module")
def own() -> Iterator[Cluster]:
    cluster = Cluster(durable=True)
    yield cluster
    cluster.remove()
    assert not cluster.folder.exists()


def test_each_test_has_an_empty_database(postgres_engine: sa.Engine) -> None:
    with postgres_engine.begin() as connection:
        assert connection.dialect.server_version_info[0] in map(int, VERSIONS)
        assert sa.inspect(connection).get_table_names() == []
        connection.exec_driver_sql("CREATE TABLE left_behind (id int)")


def test_nothing_of_the_test_before_is_there(postgres_engine: sa.Engine) -> None:
    assert sa.inspect(postgres_engine).get_table_names() == []


@pytest.mark.parametrize("how", ["fast", "immediate", "kill"])
def test_what_was_committed_is_there_however_the_server_ended(own: Cluster, how: str) -> None:
    engine = sa.create_engine(own.url())
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE kept_{how} (id int)")
    if how == "kill":
        own.kill()
    else:
        own.stop(how)
    assert not own.alive
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=own.port, user="postgres", connect_timeout=3)
    own.start()
    engine.dispose()
    assert f"kept_{how}" in sa.inspect(engine).get_table_names()
    engine.dispose()


def test_a_connection_can_be_ended_from_the_server(own: Cluster) -> None:
    with own.connect() as other:
        assert own.terminate_backends() == 1
        with pytest.raises(psycopg.OperationalError):
            other.execute("SELECT 1")


def test_by_tcp_a_password_is_asked_for(own: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host="127.0.0.1", port=own.port, user="postgres", password="another")
