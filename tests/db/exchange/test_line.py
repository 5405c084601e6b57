"""The line to a real PostgreSQL: what fails is told by a plain code, and nothing waits for long."""

from __future__ import annotations

import logging
import socket
import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread

import psycopg
import pytest
import sqlalchemy as sa
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.base.clock import SystemClock
from app.base.errors import Unreachable
from app.base.settings import HubPlace
from db.exchange.line import CALL_S, Line, password_of, told, why
from tests.faults.proxy import Proxy
from tests.postgres import HOST, PASSWORD, VERSIONS, Cluster, free_port


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    own = Cluster()
    yield own
    own.remove()


@pytest.fixture
def proxy(cluster: Cluster) -> Iterator[Proxy]:
    made = Proxy(cluster.port)
    yield made
    made.close()


@pytest.fixture
def place(proxy: Proxy) -> HubPlace:
    return HubPlace(
        host=HOST,
        county="430000",
        password_file="",
        port=proxy.port,
        database="postgres",
        user="postgres",
        sslmode="disable",
    )


def line(place: HubPlace, password: str = PASSWORD) -> Line:
    return Line(place, lambda: password, "desk-1")


def ask(engine: sa.Engine, question: str = "SELECT 1") -> object:
    with told(), engine.begin() as connection:
        return connection.exec_driver_sql(question).scalar_one()


def code(place: HubPlace, password: str = PASSWORD) -> str:
    engine = line(place, password).engine()
    with pytest.raises(Unreachable) as away:
        ask(engine)
    engine.dispose()
    assert away.value.what == "hub"
    return away.value.why


def test_a_line_that_stands_has_its_limits_set(place: HubPlace) -> None:
    engine = line(place).engine()
    assert ask(engine, "SHOW statement_timeout") == "4s"
    assert ask(engine, "SHOW lock_timeout") == "2s"
    assert ask(engine, "SHOW idle_in_transaction_session_timeout") == "5s"
    assert ask(engine, "SHOW tcp_user_timeout") is not None
    engine.dispose()


def test_each_way_of_not_getting_there_has_its_code(place: HubPlace) -> None:
    assert code(replace(place, port=free_port())) == "refused_connection"
    assert code(replace(place, host="no.such.host.invalid")) == "wrong_address"
    assert code(place, "another") == "wrong_password"
    assert code(replace(place, user="nobody")) == "wrong_password"
    assert code(replace(place, database="nowhere")) == "no_database"
    assert code(replace(place, sslmode="require")) == "tls"


def certified(name: str) -> tuple[bytes, bytes]:
    """A certificate for 127.0.0.1 that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = SystemClock().now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(HOST))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(Encoding.PEM), key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


@pytest.mark.skipif("15" not in VERSIONS, reason="the pip package's PostgreSQL speaks no TLS")
def test_the_hub_must_show_the_certificate_that_is_expected(tmp_path: Path) -> None:
    own, another = certified("hub"), certified("another")
    for name, (certificate, _) in (("own.crt", own), ("another.crt", another)):
        (tmp_path / name).write_bytes(certificate)
    cluster = Cluster("15")
    try:
        cluster.encrypt(*own)
        place = HubPlace(HOST, "430000", "", cluster.port, "postgres", "postgres")
        safe = replace(place, root_cert=str(tmp_path / "own.crt"))
        engine = line(safe).engine()
        assert ask(engine, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") is True
        engine.dispose()
        assert code(replace(place, root_cert=str(tmp_path / "another.crt"))) == "tls"
        assert code(replace(safe, host="localhost")) == "tls"
        assert code(replace(place, root_cert=str(tmp_path / "none.crt"))) == "tls"
    finally:
        cluster.remove()


def test_of_two_hosts_the_one_that_answers_is_taken(place: HubPlace) -> None:
    engine = line(replace(place, host=f"no.such.host.invalid,{HOST}")).engine()
    assert ask(engine) == 1
    engine.dispose()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('致命错误:  用户 "dutyroom" Password 认证失败', "wrong_password"),
        ('致命错误:  数据库 "dutyroom" 不存在', "no_database"),
        ("致命错误:  数据库系统启动中", "starting"),
        ("致命错误:  对不起, 已经有太多的客户", "full"),
        ('致命错误:  没有用于主机 "10.1.1.1" 的 pg_hba.conf 记录', "not_admitted"),
        ('server certificate for "a" does not match host name "b"', "tls"),
        ("session is read-only", "standby"),
        ("server closed the connection unexpectedly", "cut"),
    ],
)
def test_a_chinese_server_is_understood_too(words: str, expected: str) -> None:
    assert why(psycopg.OperationalError(f"connection failed: {words}")) == expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("SET statement_timeout = 100; SELECT pg_sleep(9)", "silent"),
        ("SELECT * FROM nowhere", "not_set_up"),
    ],
)
def test_what_goes_wrong_later_has_its_code_too(
    place: HubPlace, statement: str, expected: str
) -> None:
    engine = line(place).engine()
    with pytest.raises(Unreachable, match=expected):
        ask(engine, statement)
    engine.dispose()


def test_a_bug_of_ours_is_no_trouble_with_the_line(place: HubPlace) -> None:
    engine = line(place).engine()
    with pytest.raises(sa.exc.ProgrammingError):
        ask(engine, "SELEKT 1")
    engine.dispose()


def test_a_silent_peer_is_given_up_and_the_next_call_connects_anew(
    place: HubPlace, proxy: Proxy
) -> None:
    engine = line(place).engine()
    ask(engine)
    proxy.silence()
    begun = SystemClock().monotonic_s()
    with pytest.raises(Unreachable, match="silent"):
        ask(engine)
    assert SystemClock().monotonic_s() - begun < CALL_S + 1.5
    begun = SystemClock().monotonic_s()
    assert code(place) == "silent"
    assert SystemClock().monotonic_s() - begun < 4.5
    proxy.restore()
    assert ask(engine) == 1
    engine.dispose()


def test_a_cut_line_is_told_and_the_next_call_connects_anew(
    place: HubPlace, proxy: Proxy, cluster: Cluster
) -> None:
    engine = line(place).engine()
    ask(engine)
    proxy.cut()
    with pytest.raises(Unreachable, match="cut"):
        ask(engine)
    assert ask(engine) == 1
    cluster.terminate_backends()
    with pytest.raises(Unreachable, match="cut"):
        ask(engine)
    assert ask(engine) == 1
    proxy.refuse()
    with pytest.raises(Unreachable, match="cut"):
        ask(engine)
    with pytest.raises(Unreachable, match="refused_connection"):
        ask(engine)
    proxy.restore()
    assert ask(engine) == 1
    engine.dispose()


def _old_server(listener: socket.socket) -> None:
    """As much of an old PostgreSQL as a connecting client sees."""
    client, _ = listener.accept()
    with client:
        client.recv(4096)

        def say(kind: bytes, body: bytes) -> None:
            client.sendall(kind + struct.pack(">i", len(body) + 4) + body)

        say(b"R", struct.pack(">i", 0))
        say(b"S", b"server_version\x0012.9\x00")
        say(b"S", b"client_encoding\x00UTF8\x00")
        say(b"K", struct.pack(">ii", 1, 1))
        say(b"Z", b"I")
        while request := client.recv(4096):
            if request.startswith(b"X"):
                return
            say(b"T", struct.pack(">h", 1) + b"x\x00" + struct.pack(">ihihih", 0, 0, 25, -1, -1, 0))
            say(b"D", struct.pack(">hi", 1, 3) + b"off")
            say(b"C", b"SHOW\x00")
            say(b"Z", b"I")


def test_a_server_that_is_too_old_is_told(place: HubPlace) -> None:
    with socket.create_server((HOST, 0)) as listener:
        server = Thread(target=_old_server, args=(listener,), daemon=True)
        server.start()
        assert code(replace(place, port=listener.getsockname()[1])) == "too_old"
        server.join(5)
        assert not server.is_alive()


def test_the_hub_wakes_who_listens(place: HubPlace, cluster: Cluster) -> None:
    ears = line(place).listen()
    with cluster.connect() as other:
        other.execute("NOTIFY dutyroom")
    assert [heard.channel for heard in ears.notifies(timeout=3, stop_after=1)] == ["dutyroom"]
    ears.close()


def test_the_password_is_in_no_log_and_no_error(
    place: HubPlace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "swordfish-only-here"
    made = line(place, secret)
    engine = made.engine()
    with pytest.raises(Unreachable) as away:
        ask(engine)
    engine.dispose()
    error: BaseException | None = away.value
    told_by = [caplog.text, repr(made), repr(engine), str(engine.url)]
    while error is not None:
        told_by.append(repr(error))
        error = error.__cause__ or error.__context__
    assert "127.0.0.1" in "".join(told_by)
    assert secret not in "".join(told_by)


def test_the_password_stands_in_a_file_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "hub"
    with pytest.raises(Unreachable, match="no_password"):
        password_of(file)
    file.write_text("", encoding="utf-8")
    file.chmod(0o600)
    with pytest.raises(Unreachable, match="no_password"):
        password_of(file)
    file.write_text("口令 1\n", encoding="utf-8")
    assert password_of(file) == "口令 1"
    file.chmod(0o644)
    with pytest.raises(Unreachable, match="password_exposed"):
        password_of(file)
