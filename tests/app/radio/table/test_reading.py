"""A table's file: the example holds, and everything wrong with another is told with line, key and reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.base import wanted
from app.radio.driver import Capability
from app.radio.drivers import DRIVERS, found_in
from app.radio.table.reading import read, read_file
from db.tasks import do

ROOT = Path(__file__).parents[4]
EXAMPLE = ROOT / "resources" / "radio" / "example.toml"
HEAD = 'name = "x"\ntitle = "试"\n'
HEAR = "[[hear]]\nevent = 'offline'\npattern = 'OFF(?P<radio>\\d+)'\n"


def problems(text: str) -> list[str]:
    table, wrong = read("x.toml", text)
    assert (table is None) == bool(wrong)
    return [str(one) for one in wrong]


def test_a_small_table_is_enough() -> None:
    assert problems(HEAD + HEAR) == []


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("name = ", 0, "不是有效的 TOML"),
        ('name = "mine"\ntitle = 某型\n', 2, "不是有效的 TOML"),
        (HEAR, 0, "缺少 name"),
        (HEAD, 0, "什么也做不了"),
        (HEAD + "colour = 1\n" + HEAR, 3, "不认识的键"),
        (HEAD + "baud = 'x'\n" + HEAR, 3, "须为数字"),
        (HEAD + "baud = 1\n" + HEAR, 3, "50 至"),
        (HEAD + "\n[line]\nend = 'crlf'\nencoding = 'big5'\n" + HEAR, 6, "只能是 gbk、"),
        (HEAD + "[line]\nstart = '值'\n" + HEAR, 4, "ASCII"),
        (HEAD + HEAR.replace("(?P<radio>\\d+)", "(.*)(.*)x"), 5, "没有明确的结尾"),
        (HEAD + HEAR.replace("radio", "colour"), 5, "不认识的名称 colour"),
        (HEAD + HEAR.replace("(?P<radio>", "("), 5, "还缺 (?P<radio>…)"),
        (HEAD + HEAR.replace("offline", "gone"), 4, "只能是 online、"),
        (HEAD + HEAR + HEAR.replace("offline", "gone"), 7, "第 2 个 [[hear]] event"),
        (HEAD + HEAR + "always = { group = 1 }", 6, "用不上"),
        (HEAD + HEAR + "units = { radio = 'roman' }", 6, "decimal、hex"),
        (HEAD + "[hear]\nevent = 'x'", 3, "双方括号"),
        (HEAD + "[[command]]\ndoes = 'fly'", 4, "只能是 text、"),
        (HEAD + "[[command]]\ndoes = 'stun'\nsend = 'K{text}'", 5, "不能用 {text}"),
        (HEAD + "[[command]]\ndoes = 'stun'\nsend = 'K{radio.real}'", 5, "花括号只能"),
        (HEAD + "[[command]]\ndoes = 'stun'\nsend = 'K{radio!r}'", 5, "花括号只能"),
        (HEAD + "[[command]]\ndoes = 'stun'\nsend = 'K{radio:name}'", 5, "[names]"),
        (HEAD + "[line]\nencoding='ascii'\n[[command]]\ndoes = 'stun'\nsend = '杀'", 7, "编码"),
        (HEAD + "[[command]]\ndoes = 'press_all'\nsend = 'P'\n", 3, "须有网关的应答"),
        (
            HEAD + "[[command]]\ndoes = 'press_all'\nsend = 'P'\nok = 'Y'\n",
            3,
            "须有 release",
        ),
        (HEAD + "[heartbeat]\nsend = 'P'\n" + HEAR, 3, "须同时有"),
        (
            HEAD + "[times]\nheartbeat_s = 9\npatience_s = 8\n[heartbeat]\nsend = 'P'\n" + HEAR,
            3,
            "须大于",
        ),
        (HEAD + HEAR + "[[sample]]\nline = 'x'\n", 6, "须有 expect"),
        ("a = " + "[" * 5000, 0, "不是有效的 TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, why: str) -> None:
    told = problems(text)
    assert told
    assert any(why in one for one in told), told
    where = f"x.toml 第 {line} 行" if line else "x.toml"
    assert any(one.startswith(where) and why in one for one in told), told


def test_files_that_are_no_text_or_not_there(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    assert "读不出来" in str(read_file(file)[1][0])
    file.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in str(read_file(file)[1][0])
    file.write_bytes(b"#" * 300_000)
    assert "过大" in str(read_file(file)[1][0])


def test_the_drivers_of_a_desk_are_those_in_code_and_those_described(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HEAD + HEAR, encoding="utf-8")
    (tmp_path / "b.toml").write_text(HEAD + HEAR, encoding="utf-8")
    (tmp_path / "c.toml").write_text("name = ", encoding="utf-8")
    os.mkfifo(tmp_path / "d.toml")
    found = found_in((EXAMPLE.parent, tmp_path, tmp_path / "missing"))
    assert set(found.drivers) == {*DRIVERS, "table:example", "table:x"}
    assert [one.file for one in found.problems] == ["b.toml", "c.toml"]
    assert found.drivers["table:x"].capabilities == frozenset()
    example = found.drivers["table:example"]
    assert {Capability.TALK, Capability.DELIVERY, Capability.GROUPS} < example.capabilities
    assert Capability.ALL_CALL not in example.capabilities
    assert example.measure("好" * 71).left_hanzi == -1


def test_the_check_lists_what_it_understood_and_tries_the_samples(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def checked(text: str) -> tuple[int, str]:
        file = tmp_path / "x.toml"
        file.write_text(text, encoding="utf-8")
        code = do(wanted.read(["radio-table", str(file)]))
        return code, capsys.readouterr().out

    example = EXAMPLE.read_text(encoding="utf-8")
    code, told = checked(example)
    assert code == 0
    assert 'driver = "table:example"' in told
    assert "样例 14 条，相符 14 条，不符 0 条" in told
    code, told = checked(
        example.replace("lat = 28.5011, lon = 109.7342, valid", "lat = 28.6, valid")
    )
    assert code == 1
    assert "lat 应为 28.6，实得 28.5011" in told
    assert "不符 1 条" in told
    wrong = {
        'event = "online", radio = 370101': ('event = "offline"', "event 应为 offline"),
        "expect = []": ('expect = { event = "text" }', "实得：什么也没有"),
        "valid_s = 600 }\n\n[[sample]]": ("height = 1 }\n\n[[sample]]", "没有 height"),
        '"SMS,OUT,370101,0001': ('"SMS,OUT,370101,1', "写出的是 $SMS,OUT"),
        'ask = { does = "press_group"': ('ask = { does = "press_all"', "没有 press_all"),
    }
    for old, (new, why) in wrong.items():
        assert old in example
        code, told = checked(example.replace(old, new))
        assert (code, why in told) == (1, True), told
    code, told = checked("name = 1")
    assert code == 1
    assert "此表不能用" in told
