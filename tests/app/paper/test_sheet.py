"""No glyph is lost, fonts are TrueType inside, the same input gives the same bytes."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.base.clock import SteeredClock
from app.base.errors import Unreachable
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import Column, Printed, Sheet
from tests import hostile
from tests.rooms import EVENING

NOW = SteeredClock(EVENING).now()
RARE = "𬭎䶮㛃𠮷𬍛㖣䄂喆旻"
NO_FONT = "\U0003fffe"
"""A noncharacter: no font may ever have it."""


def printed(fonts: Fonts, *texts: str, style: Style = Style.SONG) -> Printed:
    sheet = Sheet(fonts)
    for text in texts:
        sheet.text(text, style)
    return sheet.finish("测试", "示范县", NOW, lambda *_: None)


def read(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("style", list(Style))
def test_extracted_text_is_the_text_that_went_in(fonts: Fonts, style: Style) -> None:
    words = f"值班员{RARE}到岗，水位41.35米（Ⅲ级）✓①〔2026〕7号"
    made = printed(fonts, words, style=style)
    assert made.missing == ()
    assert unicodedata.normalize("NFC", read(made.pdf)) == words


def test_more_characters_than_one_font_subset_holds(fonts: Fonts) -> None:
    words = "".join(chr(0x4E00 + number) for number in range(700))
    assert read(printed(fonts, words).pdf) == words


def test_a_glyph_no_font_has_is_drawn_as_its_code_point_and_told(fonts: Fonts) -> None:
    made = printed(fonts, f"姓名{NO_FONT}到岗")
    assert made.missing == (NO_FONT,)
    text = read(made.pdf)
    assert "U+3FFFE" in text
    assert "姓名" in text
    assert "到岗" in text


def test_a_rare_glyph_comes_from_the_next_font_of_the_chain(fonts: Fonts) -> None:
    first, *others = {run.face for run in fonts.runs("值班", Style.SONG) if run.face}
    assert not others
    assert first is fonts.demand(Style.SONG)
    for run in fonts.runs(RARE, Style.SONG):
        assert run.face is not None
        assert all(run.face.has(ord(char)) for char in run.text)


def test_the_duty_phone_stands_at_the_head_of_every_page() -> None:
    fonts = Fonts(imprint="24小时值班电话：000-8869036")
    made = printed(fonts, *["一行"] * 80)
    assert made.pages == 2
    assert read(made.pdf).count("24小时值班电话：000-8869036") == 2


def test_a_machine_without_fonts_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unreachable) as told:
        printed(Fonts([tmp_path]), "值班")
    assert (told.value.what, told.value.why) == ("fonts", "no_font")


def test_a_damaged_font_file_is_passed_over(tmp_path: Path, fonts: Fonts) -> None:
    (tmp_path / "NotoSerifCJK-Regular.ttc").write_bytes(b"not a font")
    good = fonts.demand(Style.SONG)
    (tmp_path / "uming.ttf" if good.path.suffix == ".ttf" else tmp_path / "uming.ttc").symlink_to(
        good.path
    )
    assert printed(Fonts([tmp_path]), "值班").missing == ()


def test_embedded_fonts_are_truetype(fonts: Fonts) -> None:
    made = printed(fonts, f"值班交接{RARE}")
    held = PdfReader(io.BytesIO(made.pdf)).pages[0]["/Resources"]["/Font"]
    assert len(held) >= 1
    for font in held.values():
        font = font.get_object()
        assert font["/Subtype"] == "/TrueType"
        assert "/FontFile2" in font["/FontDescriptor"].get_object()
        assert "/ToUnicode" in font


def test_the_same_input_gives_the_same_bytes(fonts: Fonts) -> None:
    first = printed(fonts, "值班交接", RARE)
    printed(fonts, "别的文件用了别的字")
    assert printed(fonts, "值班交接", RARE).pdf == first.pdf
    assert printed(Fonts(), "值班交接", RARE).sha256 == first.sha256
    info = PdfReader(io.BytesIO(first.pdf)).metadata
    assert info is not None
    assert info["/CreationDate"] == "D:20260624200000+08'00'"


def test_a_row_higher_than_a_page_goes_on_overleaf(fonts: Fonts) -> None:
    sheet = Sheet(fonts)
    long = "水" * 4000
    sheet.table([Column("序", 10), Column("事项", 90)], [("1", long), ("2", "完")], 10)
    made = sheet.finish("测试", "示范县", NOW, lambda *_: None)
    text = read(made.pdf)
    assert made.pages > 1
    assert text.count("水") == 4000
    assert text.count("事项") == made.pages


def test_hostile_words_are_printed_as_they_are_or_as_their_signs(fonts: Fonts) -> None:
    """Markup is no markup here; what no font has is boxed and told; controls are drawn as their pictures."""
    words = [
        hostile.HTML,
        *(hostile.KEPT[one] for one in ("paragraph", "quotes", "braces", "formula")),
    ]
    columns = (Column("栏目", 30), Column("内容", 140))
    sheet = Sheet(fonts)
    sheet.table(columns, [(word, word) for word in words])
    sheet.text("\n".join((*hostile.KEPT.values(), hostile.NUL, hostile.HALF, hostile.CONTROL)))
    made = sheet.finish(hostile.HTML + hostile.HALF, hostile.HTML, NOW, lambda *_: None)
    text = read(made.pdf)
    for word in words:
        assert "".join(word.split()) in text
    assert "U+D800" in text
    assert "甲␀乙" in text
    assert "\ud800" in made.missing
    assert PdfReader(io.BytesIO(made.pdf)).metadata["/Title"].startswith(hostile.HTML)
