"""Camera addresses and the secrets that are kept out of them."""

from __future__ import annotations

import pytest

from app.base.errors import Refused
from app.base.secrets import Login
from app.base.trace import masked
from app.video.address import checked, checked_service, is_rtsp, taken_apart, with_login


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://10.0.0.1/live", "not_rtsp"),
        ("file:///etc/passwd", "not_rtsp"),
        ("rtmp://10.0.0.1/live", "not_rtsp"),
        ("10.0.0.1:554/live", "not_rtsp"),
        ("", "not_rtsp"),
        ("rtsp：／／10.0.0.1／live", "full_width"),
        ("rtsp://10.0.0.1\u200b/live", "full_width"),
        ("rtsp://10.0.0.1", "no_path"),
        ("rtsp://fe80::1/live", "ipv6"),
        ("rtsp:///live", "no_host"),
        ("rtsp://10.0.0.1/a b", "no_host"),
        ("rtsp://10.0.0.1:99999/", "bad_port"),
        ("rtsp://10.0.0.1:0/", "bad_port"),
        ("rtsp://[::1/live", "bad_port"),
        ("rtsp://admin:secret@10.0.0.1/live", "has_password"),
    ],
)
def test_a_wrong_address_is_refused_with_its_reason(url: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked("url_main", url)
    assert (refusal.value.field, refusal.value.code) == ("url_main", code)
    assert "secret" not in str(refusal.value)


def test_a_right_address_is_kept_trimmed() -> None:
    assert checked("url_main", " rtsp://10.0.0.1:554/live ") == "rtsp://10.0.0.1:554/live"


def test_a_password_is_joined_in_such_a_way_that_masking_finds_all_of_it() -> None:
    url = with_login("rtsp://10.0.0.1:554/live", Login("ad min", "p@s/s:w@rd"))
    assert url == "rtsp://ad%20min:p%40s%2Fs%3Aw%40rd@10.0.0.1:554/live"
    assert masked(f"cannot open {url}: no") == "cannot open rtsp://***@10.0.0.1:554/live: no"


@pytest.mark.parametrize("typed", ["rtsp://admin:p@ss@h/x", "rtsp://admin:a/b@h/x"])
def test_a_password_typed_without_escapes_is_masked_whole(typed: str) -> None:
    assert masked(typed) == "rtsp://***@h/x"


def test_a_login_does_not_show_itself() -> None:
    assert "secret" not in repr(Login("admin", "secret"))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://h/x", "rtsp://", "rtsp://[bad", "x"])
def test_nothing_but_a_camera_address_is_ever_opened(url: str) -> None:
    assert not is_rtsp(url)
    assert with_login(url, Login("a", "b")) == url


@pytest.mark.parametrize(
    ("pasted", "url", "user", "password"),
    [
        (
            "rtsp://admin:p@ss/w:1@10.0.0.1:554/live",
            "rtsp://10.0.0.1:554/live",
            "admin",
            "p@ss/w:1",
        ),
        ("rtsp://ad%20min:p%40ss@h/x", "rtsp://h/x", "ad min", "p@ss"),
        (" rtsp：／／ad：pw＠10．0．0．1：554／live ", "rtsp://10.0.0.1:554/live", "ad", "pw"),
        ("http://u:pw1@h/onvif/device_service", "http://h/onvif/device_service", "u", "pw1"),
    ],
)
def test_a_login_is_taken_out_of_what_was_pasted(
    pasted: str, url: str, user: str, password: str
) -> None:
    found = taken_apart(pasted)
    assert (found.url, found.login, found.mended) == (url, Login(user, password), True)
    assert password not in repr(found)


def test_what_is_right_stays_as_it_is() -> None:
    for url in ("rtsp://[fe80::1]:554/live", "rtsps://h/Streaming/Channels/101?x=1"):
        assert checked("url_main", url) == url
        assert not taken_apart(url).mended
    assert checked_service("onvif_url", "http://10.0.0.1/onvif") == "http://10.0.0.1/onvif"
    with pytest.raises(Refused, match="not_web"):
        checked_service("onvif_url", "rtsp://10.0.0.1/x")
