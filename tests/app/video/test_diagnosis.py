"""Why a camera shows nothing: the simulator told to do each thing wrong, and what is found."""

from __future__ import annotations

import socket
from threading import Thread

import pytest

from app.base.clock import SystemClock
from app.base.findings import Mark
from app.base.secrets import Login
from app.video.diagnosis import Asked, Diagnosis, Finding, Step
from app.video.records import Which
from app.video.rtsp import Answer, Reading, authorization, challenge_of, coding_of
from app.video.simulator.remote import FakeCameras
from tests.app.video.conftest import PASSWORD, USER

LOGIN = Login(USER, PASSWORD)


def found(main: str, sub: str = "", login: Login | None = LOGIN) -> list[Finding]:
    heard: list[Finding] = []
    Diagnosis(SystemClock(), Asked(main, sub, login, listen_s=1.0), heard.append).run()
    assert PASSWORD not in repr(heard)
    return heard


def last(main: str, login: Login | None = LOGIN) -> tuple[Step, str]:
    heard = found(main, login=login)
    assert [one.mark for one in heard[:-1]].count(Mark.BAD) == 0
    assert heard[-1].mark is Mark.BAD
    return heard[-1].step, heard[-1].code


def test_a_camera_that_is_well_is_measured_in_both_streams(well: FakeCameras) -> None:
    heard = found(well.url("01-F-07", "main"), well.url("01-F-07", "sub"))
    assert {one.mark for one in heard} == {Mark.GOOD}, heard
    assert [one.step for one in heard] == list(Step) * 2
    main, sub = (one for one in heard if one.step is Step.PICTURES)
    assert (main.which, sub.which) == (Which.MAIN, Which.SUB)
    assert abs(float(main.figures["fps"]) - 25) < 3
    assert main.figures["size"] != sub.figures["size"]
    assert float(main.figures["kbps"]) > float(sub.figures["kbps"])
    realm = next(one for one in heard if one.step is Step.LOGIN)
    assert realm.figures == {"realm": "camera", "way": "Digest"}


def test_each_thing_that_is_wrong_is_found_at_its_step(well: FakeCameras) -> None:
    url = well.url("01-F-07", "main")
    assert last("http://h/x") == (Step.ADDRESS, "not_rtsp")
    assert last("rtsp://no.such.name.invalid/x") == (Step.NAME, "no_name")
    assert last("rtsp://127.0.0.1:1/x") == (Step.PORT, "refused")
    assert last(url, None) == (Step.LOGIN, "no_login")
    assert last(url, Login(USER, "wrong")) == (Step.LOGIN, "wrong_login")
    for verb, step, code in (
        ("404", Step.PATH, "missing"),
        ("453", Step.PICTURES, "busy"),
        ("silent", Step.LOGIN, "silent"),
        ("freeze", Step.PICTURES, "frozen"),
    ):
        well.say(verb, "01-F-07")
        got = last(url)
        well.say("clear", "01-F-07")
        assert got == (step, code) or (verb == "freeze" and got[0] is step), (verb, got)
    well.say("odd", "01-F-07")
    odd = found(url)
    assert next(one for one in odd if one.step is Step.CODING).mark is Mark.ODD


def _server(says: bytes) -> tuple[int, socket.socket]:
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = door.accept()
        with line:
            line.recv(100)
            line.sendall(says)

    Thread(target=serve, daemon=True).start()
    return door.getsockname()[1], door


@pytest.mark.parametrize(
    ("says", "code"),
    [(b"HTTP/1.0 400 x\r\n\r\n", "garbage"), (b"", "cut"), (b"\x00" * 9, "garbage")],
)
def test_what_is_no_camera_is_told_from_one(says: bytes, code: str) -> None:
    port, door = _server(says)
    assert last(f"rtsp://127.0.0.1:{port}/x") == (Step.TALK, code)
    door.close()


def test_it_can_be_called_off(well: FakeCameras) -> None:
    heard: list[Finding] = []
    work: list[Diagnosis] = []

    def stop(one: Finding) -> None:
        heard.append(one)
        if one.step is Step.CODING:
            work[0].stop()

    url = well.url("01-F-07", "main")
    work.append(Diagnosis(SystemClock(), Asked(url, url, LOGIN), stop))
    work[0].run()
    assert heard[-1].step is Step.CODING
    assert all(one.which is Which.MAIN for one in heard)


def test_challenges_and_descriptions_are_read() -> None:
    answer = Reading().take(
        b'RTSP/1.0 401 No\r\nWWW-Authenticate: Basic realm="b"\r\n'
        b'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth", opaque=o\r\n\r\n'
    )
    assert answer is not None
    wanted = challenge_of(answer)
    assert wanted is not None
    assert (wanted.scheme, wanted.realm, wanted.opaque) == ("Digest", "r", "o")
    said = authorization(wanted, Login("Mufasa", "x"), "DESCRIBE", "rtsp://h/")
    assert "nc=00000001" in said
    assert 'opaque="o"' in said
    assert challenge_of(Answer(401, {"www-authenticate": "Negotiate"}, "")) is None
    assert (
        coding_of(
            "m=audio 0 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000"
        )
        == "H.265"
    )
    assert coding_of("m=video 0 RTP/AVP 26\r\n") == "MJPEG"
    assert coding_of("m=audio 0 RTP/AVP 0") == ""
    whole = Reading()
    assert whole.take(b"RT") is None
    assert not whole.garbage
    assert whole.take(b"SP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nab") is None
    done = whole.take(b"cd")
    assert done is not None
    assert done.body == "abcd"
