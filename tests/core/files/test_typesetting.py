"""Paper and pictures: set by typst, read by another library."""

import hashlib
import re
import struct
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from core.text.prose import Block, plain_blocks
from core.typesetting import TypesettingError, locale, pdf, png, say, words
from tests.factories import text
from tests.paper import claims_to_be_accessible, is_tagged, language_of, plain_text
from tests.paths import ROOT

MADE = datetime(2030, 5, 2, 12, 30, 15, 999, tzinfo=UTC)
_TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(lang: data.lang, font: ("Noto Sans", "Noto Sans SC", "IBM Plex Sans Arabic"))
= #data.title
#data.body
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "letter.typ"
    path.write_text(_TEMPLATE, encoding="utf-8")
    return path


def _letter(template: Path, body: str, lang: str = "en") -> PdfReader:
    return PdfReader(
        BytesIO(pdf(template, {"title": "A letter", "lang": lang, "body": body}, made_at=MADE))
    )


def test_a_pdf_has_title_language_date_and_tags(template: Path) -> None:
    letter = _letter(template, "Bonjour", "fr")

    assert letter.metadata is not None
    assert letter.metadata.title == "A letter"
    assert letter.metadata.creation_date == MADE.replace(microsecond=0)
    assert language_of(letter) == "fr"
    assert is_tagged(letter)
    assert claims_to_be_accessible(letter)


def test_the_same_data_give_the_same_bytes(template: Path) -> None:
    data = {"title": "A letter", "lang": "en", "body": "Hello"}

    assert pdf(template, data, made_at=MADE) == pdf(template, data, made_at=MADE)


@pytest.mark.parametrize(
    "body",
    [
        '#read("/etc/passwd")',
        "*bold* _and_ $x$ `code` <label> @ref",
        "] #] \\ \\u{41} // no comment /* none */",
        '"quoted" and \'so on\' {{ data }} {% now "Y" %}',
        "= no heading",
        "你好，世界",
    ],
)
def test_whatever_looks_like_markup_stays_text(body: str, template: Path) -> None:
    assert body.split() == plain_text(_letter(template, body)).removeprefix("A letter").split()


def test_arabic_is_shaped_and_can_be_read_again(template: Path) -> None:
    assert "منتدى" in plain_text(_letter(template, "منتدى", "ar"))


def test_what_no_face_has_leaves_a_tagged_pdf_that_claims_nothing(template: Path) -> None:
    letter = _letter(template, "\U0010fffd")

    assert is_tagged(letter)
    assert not claims_to_be_accessible(letter)


def test_a_template_that_is_wrong_says_where(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.typ"
    wrong.write_text("Good.\n#nothing-of-this-name", encoding="utf-8")

    with pytest.raises(TypesettingError, match=r"nothing-of-this-name(.|\n)*wrong\.typ:2"):
        pdf(wrong, {}, made_at=MADE)


def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    curious = tmp_path / "inner" / "curious.typ"
    curious.parent.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    curious.write_text('#read("../secret.txt")', encoding="utf-8")

    with pytest.raises(TypesettingError, match=r"secret\.txt"):
        pdf(curious, {}, made_at=MADE)


def test_a_picture_has_a_pixel_for_each_point(tmp_path: Path) -> None:
    square = tmp_path / "square.typ"
    square.write_text("#set page(width: 120pt, height: 63pt)\nHello", encoding="utf-8")

    picture = png(square, {})

    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (120, 63)


def test_words_lose_control_characters_and_long_ones_may_break() -> None:
    assert words("a\x01b\x00c\nd\ud800") == "abc\nd"
    assert words("x" * 60) == f"{'x' * 28}\u200b{'x' * 28}\u200bxxxx"
    assert words("全球市长论坛" * 20) == "全球市长论坛" * 20


def test_a_text_in_another_language_is_marked() -> None:
    title = text("Hello", zh_hans="你好")

    assert say(title) == "Hello"
    assert say(text("", zh_hans="你好")) == {
        "text": "你好",
        "lang": "zh",
        "region": "CN",
        "dir": "ltr",
    }


def test_languages_are_named_as_typst_knows_them() -> None:
    assert locale("ar") == {"lang": "ar", "region": "", "dir": "rtl"}
    assert locale("pt-br") == {"lang": "pt", "region": "BR", "dir": "ltr"}
    assert locale("zh-hant") == {"lang": "zh", "region": "TW", "dir": "ltr"}


def test_markdown_becomes_plain_blocks() -> None:
    paragraph = "Two *lines*\nof **text**, [a link](https://x.example) & `code`."

    assert plain_blocks(f"## Why\n\n{paragraph}\n\n- one\n- two\n\n    <b>") == [
        Block("heading", "Why"),
        Block("paragraph", "Two lines of text, a link & code."),
        Block("item", "one"),
        Block("item", "two"),
        Block("paragraph", "<b>"),
    ]


def test_the_readme_of_the_faces_names_each_with_its_sum() -> None:
    folder = ROOT / "core" / "typesetting" / "fonts"
    files = [*folder.glob("*.ttf"), *folder.glob("*.otf")]
    readme = (folder / "README.md").read_text(encoding="utf-8")
    rows = dict(
        re.findall(r"^\| (\S+\.(?:ttf|otf)) \|.*`([0-9a-f]{64})` \|$", readme, re.MULTILINE)
    )

    assert rows == {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files}
    assert sum(one.stat().st_size for one in files) < 16_000_000
