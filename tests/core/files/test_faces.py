"""Names of every script are printed; where a character has no glyph, somebody is told."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from core.typesetting import faces
from core.typesetting.faces import boxed, without_face

FONTS = Path(faces.__file__).parent / "fonts"
# One or two names, or words of everyday use, for each script and each set of characters.
NAMES = [
    "喆 珺 镕 玥 翀 瑄 堃",
    "吳 黃 學 馮 國 陳 劉 龍 體 鬱",
    "髙橋ローランド 﨑山 辻",
    "がぎぐげご ヴァイオリン ー",
    "김대중 뷁 똠방각하 ㄱㅏ",
    "𬘭 𫍽 𬸚 𡎚 䶮 㛃",
    "Ɔkɔnkwɔ Ɛfua Ŋgũgĩ Ƴar ɓɗƙ ẹọṣ ʻokina ꞌ",
    "Nguyễn Ằ ỡ Đặng",
    "Ðorðe Þór Łódź Ğ İ ı Șț Ż ẞ ſ ƒ Ʒ Ǎ ŉ",
    "Δημήτρης Ἀριστοτέλης ᾳ",
    "Ґ Ђ Љ Ћ Џ Ә Ғ Қ Ң Ө Ұ Ү Һ Ӣ Ӯ",
    "محمد پگچژ ٹڈڑ ںھہے ۆێڕ ئۇيغۇر ٠١٢ ۰۱۲",
    "שָׁלוֹם עליכם",
    "ไทย สมชาย",
    "लाओस हिन्दी श्री क्ष",
    "საქართველო ᲡᲐ",
    "Հայաստան եւ",
    "አማርኛ ትግርኛ ፩",
    "বাংলা ড়",
    "ગુજરાતી",
    "ਪੰਜਾਬੀ",
    "ಕನ್ನಡ",
    "ខ្មែរ",
    "ລາວ",
    "മലയാളം",
    "မြန်မာ",
    "ଓଡ଼ିଆ",
    "සිංහල ශ්‍රී",
    "தமிழ்",
    "తెలుగు",
    "བོད་ཡིག",
    "ދިވެހި",
    "ᏣᎳᎩ",
    "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    "ߒߞߏ",
    "𞤀𞤣𞤤𞤢𞤥",
    "ᠮᠣᠩᠭᠣᠯ",
    "ᐃᓄᒃᑎᑐᑦ",
    "ܣܘܪܝܝܐ",
    "ᱥᱟᱱᱛᱟᱲᱤ",
    "ꯃꯩꯇꯩ",
    "𑄌𑄋𑄴𑄟𑄳𑄦",
    "ꆈꌠꉙ",
    "ꕙꔤ",
    "€ £ ¥ ₹ ₽ ₺ № ° … – — “ ” « » ‹ › • · → ①",
]


@cache
def _covered() -> frozenset[int]:
    found: set[int] = set()
    for file in FONTS.glob("*.?tf"):
        with TTFont(file, lazy=True) as face:
            found |= face.getBestCmap().keys()
    return frozenset(found)


def test_the_list_of_code_points_is_that_of_the_files() -> None:
    listed: set[int] = set()
    for one in (FONTS / "coverage.txt").read_text(encoding="ascii").split():
        first, _, last = one.partition("-")
        listed.update(range(int(first, 16), int(last or first, 16) + 1))

    assert listed == _covered()


def test_the_chinese_face_has_gb_18030_level_1_and_the_characters_of_big5() -> None:
    level_1 = {*range(0x3400, 0x4DB6), *range(0x4E00, 0x9FF0)}
    lead, trail = range(0xA4, 0xFA), [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    big5 = {
        ord(char)
        for one in lead
        for other in trail
        if len(char := bytes([one, other]).decode("big5", "ignore")) == 1
    }

    assert len(big5) > 13_000
    assert not (level_1 | big5) - _covered()


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_script_have_their_glyphs(name: str) -> None:
    assert without_face([name]) == frozenset()
    assert not {ord(char) for char in name if not char.isspace() and char != "\u200d"} - _covered()


def test_typst_finds_each_of_them_with_our_faces_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.typ"
    look = Path("templates/paper/look.typ").resolve()
    (tmp_path / "look.typ").write_text(look.read_text(encoding="utf-8"), encoding="utf-8")
    page.write_text(
        '#import "look.typ": text-faces, display-faces\n#set document(title: "Names")\n'
        "#let names = json(bytes(sys.inputs.data))\n"
        '#for faces in (text-faces("en"), text-faces("zh"), display-faces("ar")) {\n'
        "  set text(font: faces, fallback: false)\n  for one in names [#one \\ ]\n}",
        encoding="utf-8",
    )
    bare = (
        "import json, sys, typst\n"
        "fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False,"
        " font_paths=[sys.argv[2]])\n"
        "typst.compile(sys.argv[1], root=sys.argv[3], font_paths=fonts, format='pdf',"
        " pdf_standards=['ua-1'], sys_inputs={'data': sys.stdin.read()})"
    )

    done = subprocess.run(
        [sys.executable, "-c", bare, str(page), str(FONTS), str(tmp_path)],
        input=json.dumps(NAMES),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]


def test_what_no_font_has_is_named_and_asked_about_once() -> None:
    assert without_face(["Li \ue000", "\U0010fffd\ue000"]) == {"\ue000", "\U0010fffd"}
    assert without_face(["\ue000"]) == {"\ue000"}
    assert boxed("Li \ue000", {"\ue000"}) == "Li □"


@pytest.mark.parametrize("text", ["", "a\tb\nc", "a\u00a0b\u3000c", "\ufeff\u200b\u202e\u00ad\x00"])
def test_what_needs_no_glyph_is_not_missed(text: str) -> None:
    assert without_face([text]) == frozenset()
