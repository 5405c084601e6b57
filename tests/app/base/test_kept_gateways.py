"""gateways.toml: what is kept comes back, what is wrong is said with its line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from app.base import kept_gateways
from app.base.errors import Refused, Unreachable
from app.base.kept_gateways import FILE, Kept
from app.base.ports.transport import Flow
from app.base.settings import Gateway, load

FULL = Gateway(
    '城关 "东" \\ 网关',
    "/dev/serial/by-id/usb-FTDI",
    38400,
    "table:mine",
    Flow.RTSCTS,
    (("slow", True), ("probe_s", 1.5), ("tries", 3), ("services", ("1,3,131", "x"))),
)
PLAIN = Gateway("西", "socket://10.0.0.8:4001")


def test_what_is_written_is_read_again_and_nothing_else_is_touched(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("# mine\ndesk = 'd'\n", encoding="utf-8")
    kept_gateways.write(tmp_path, (FULL, PLAIN))
    assert kept_gateways.read(tmp_path) == Kept((FULL, PLAIN))
    assert (tmp_path / "settings.toml").read_text(encoding="utf-8") == "# mine\ndesk = 'd'\n"
    assert sorted(one.name for one in tmp_path.iterdir()) == [FILE, "settings.toml"]
    assert load(tmp_path).gateways == ()
    assert kept_gateways.read(tmp_path / "nowhere") == Kept()


def test_a_folder_that_cannot_be_written_is_told_and_the_old_file_stays(tmp_path: Path) -> None:
    kept_gateways.write(tmp_path, (PLAIN,))
    (tmp_path / f".{FILE}.part").mkdir()
    with pytest.raises(Unreachable):
        kept_gateways.write(tmp_path, (FULL,))
    assert kept_gateways.read(tmp_path).gateways == (PLAIN,)


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ('[[gateway]]\nname = "A"\nport = "/dev/a"\nbaud = "x"\n', 4, "baud"),
        ('[[gateway]]\nname = "A"\nport = "x://y"\n', 3, "port"),
        ('[[gateway]]\nname = "A"\nport = "/a"\n[[gateway]]\nname = "B"\nport = "/b"\nfow = 1\n', 7, "fow"),
        ('[[gateway]]\nname = "A"\nport = "/a"\n\n[[gateway]]\nport = "/b"\nname = "A"\n', 7, "name"),
        ('# x\n[[gateway]]\nname = "A"\n', 2, "缺名称或端口"),
        ('[[gateway]]\nname = "A\nport = "/a"\n', 2, "写法不对"),
        ('desk = "x"\n', 1, "desk"),
        ('[[gateway]]\nname="A"\nport="/a"\n[gateway.profile]\nd = 2020-01-01\n', 5, "profile.d"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_with_its_line(
    tmp_path: Path, text: str, line: int, key: str
) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    [problem] = kept_gateways.read(tmp_path).problems
    assert problem.startswith(f"{FILE} 第 {line} 行")
    assert key in problem


def test_why_it_cannot_be_read_is_said_in_chinese(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("a = " + "[" * 5000, encoding="utf-8")
    assert kept_gateways.read(tmp_path).problems == (
        f"{FILE}：写法不对，不是有效的 TOML：括号套得太深",
    )
    (tmp_path / FILE).write_text("a = \n", encoding="utf-8")
    assert kept_gateways.read(tmp_path).problems == (f"{FILE} 第 1 行：写法不对，不是有效的 TOML",)
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    assert kept_gateways.read(tmp_path).problems == (f"{FILE}：读不出来：这是文件夹，不是文件",)


def test_bytes_that_are_no_text_are_said(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe[[gateway]]")
    assert kept_gateways.read(tmp_path).problems == (f"{FILE}：不是 UTF-8 文本",)


def test_what_is_written_by_hand_goes_before_what_was_kept() -> None:
    hand = Gateway("西", "/dev/ttyS0")
    all_, said = kept_gateways.together((hand,), Kept((PLAIN, FULL)))
    assert all_ == (hand, FULL)
    assert "西" in said[0]
    assert "settings.toml" in said[0]


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (Gateway("", "/dev/a"), "name"),
        (Gateway("a\nb", "/dev/a"), "name"),
        (Gateway("a\x7fb\ud800", "/dev/a"), "name"),
        (Gateway("A", "telnet://x"), "port"),
        (Gateway("A", "/dev/a", 9_000_000), "baud"),
    ],
)
def test_what_could_not_be_read_again_is_not_kept(bad: Gateway, field: str) -> None:
    with pytest.raises(Refused) as refused:
        kept_gateways.checked(bad)
    assert refused.value.field == field


def test_every_letter_of_a_name_is_toml(tmp_path: Path) -> None:
    odd = Gateway("\x7f“引号”\"'\\#[]=é𠮷", "/dev/a b'\"")
    kept_gateways.write(tmp_path, (kept_gateways.checked(odd),))
    assert (
        tomllib.loads((tmp_path / FILE).read_text(encoding="utf-8"))["gateway"][0]["name"]
        == odd.name
    )
