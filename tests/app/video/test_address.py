"""Camera addresses and the secrets that are kept out of them."""

from __future__ import annotations

import pytest

from app.base.errors import Refused
from app.base.secrets import Login
from app.base.trace import masked
from app.video.address import checked, is_rtsp, with_login


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://10.0.0.1/live", "not_rtsp"),
        ("file:///etc/passwd", "not_rtsp"),
        ("", "not_rtsp"),
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
