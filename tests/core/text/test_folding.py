"""Which texts are one for the eye, and which are not."""

import unicodedata

import pytest

from core.text.folding import fold, fold_solid, looks, search_terms, searchable, tidy


def _finds(asked: str, text: str) -> bool:
    return all(term in searchable(text) for term in search_terms(asked))


@pytest.mark.parametrize("spellings", [
    # Apostrophes and primes.
    "O'Brien|O’Brien|O‘Brien|Oʼbrien|O′BRIEN|O`Brien|O´Brien|O＇Brien|OꞌBrien|OBrien",
    "Oʻahu|Oʿahu|Oʾahu|O'ahu|Oahu",
    "Ḥāʾil|Ha'il|Hail",
    # Hyphens, dashes, dots between parts of a name.
    "Jean-Luc|Jean‑Luc|Jean–Luc|Jean—Luc|Jean−Luc|Jean﹣Luc|Jean－Luc|Jean Luc",
    "约翰·史密斯|约翰・史密斯|约翰‧史密斯|约翰•史密斯",
    # Spaces and what has no shape.
    "Lopez Ruiz|Lopez\u00a0Ruiz|Lopez\u2009Ruiz|Lopez\u3000Ruiz|Lopez  Ruiz|\ufeffLopez Ruiz\u200f",
    "Guangzhou|Guang\u200bzhou|Guang\u00adzhou|\u202aGuangzhou\u202c|Guang\u2060zhou",
    # Latin letters.
    "Muñoz|Mun\u0303oz|MUÑOZ|Munoz",
    "Łódź|Lodz", "Århus|Arhus", "Đặng|Dang", "İzmir|Izmir|ızmır|izmir", "Straße|STRASSE|STRAẞE",
    "Æsir|Aesir", "Œuvre|Oeuvre", "Þór|Thor", "Əliyev|Eliyev", "Ɓala|Bala", "Ƙofa|Kofa",
    "Ŋɔ|Ngo", "Col·legi|Col-legi|Coŀlegi", "ﬁnance|finance", "Ｗｅｉ|wei", "Ⅳ|IV",
    # Greek, Cyrillic, Hebrew.
    "Παπαδάκης|ΠΑΠΑΔΑΚΗΣ|παπαδακησ", "Алёна|Алена", "Андрей|Андреи", "Київ|Киів",
    "שָׁלוֹם|שלום", "תל־אביב|תל אביב",
    # Arabic and Persian.
    "أحمد|احمد|إحمد|ٱحمد|أَحْمَد|احـــمد", "مدينة|مدينه", "مصطفى|مصطفي|مصطفی", "كريم|کریم",
    "علاء|علا", "رؤوف|رووف", "فائز|فايز", "٢٠٢٧|۲۰۲۷|２０２７|2027", "ﷲ|الله",
    # Chinese and Japanese.
    "張偉|张伟", "廣州|广州", "皇后|皇後", "頭髮|头发", "乾隆|干隆", "錢鍾書|钱锺书|钱钟书",
    "黃|黄", "吳|吴|呉", "臺北|台北", "澤田|沢田|泽田", "濱田|浜田", "渡邊|渡辺|渡邉",
    "濵田|浜田", "髙橋|高橋",
    "カタカナ|ｶﾀｶﾅ|かたかな", "ガ|ｶﾞ|が", "葛\U000e0100飾|葛飾",
    # Korean, composed and decomposed.
    "홍길동|" + unicodedata.normalize("NFD", "홍길동"),
])  # fmt: skip
def test_texts_that_the_eye_takes_for_one_are_one(spellings: str) -> None:
    folded = {fold(one) for one in spellings.split("|")}

    assert len(folded) == 1


@pytest.mark.parametrize(("one", "other"), [
    ("Li", "Lü"), ("Li", "Lim"), ("Anna", "Anne"), ("李芸", "李艺"), ("王伟", "王薇"), ("ハ", "バ"),
    ("か", "さ"), ("Иван", "Иванов"), ("คำ", "คา"), ("कि", "का"), ("R&D", "RD"), ("C++", "C"),
    ("1.5", "15"), ("פ", "ף"), ("", "a"),
])  # fmt: skip
def test_texts_that_mean_something_else_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_folding_twice_is_folding_once() -> None:
    every = [chr(code) for code in range(0x20, 0x10000, 7) if not 0xD800 <= code < 0xE000]

    assert [one for one in every if fold(fold(one)) != fold(one)] == []


@pytest.mark.parametrize(("asked", "text"), [
    ("OBrien", "O’Brien"), ("O'Brien", "Conor OʼBrien"), ("o brien", "O'Brien"),
    ("brien", "O'Brien"), ("O’Brien", "OBrien"), ("eau", "L’eau et la ville"),
    ("l'eau", "L’eau"), ("subforum", "Sub-forum"), ("sub-forum", "subforum"),
    ("sub forum", "Sub‑forum"), ("Jean-Luc", "Luc, Jean"), ("xiaoming", "Xiao-ming"),
    ("張三", "张　三"), ("张 三", "張三"), ("李明", "李\u00a0明"), ("やまだ", "ヤマダ　タロウ"),
    ("SMITH, John", "John Smith"), ("广州", "廣州市"), ("(Lima)", "Lima, Peru"),
    ("عبد الله", "عبدالله"), ("R&D", "R&D for cities"),
])  # fmt: skip
def test_a_text_is_found_however_its_words_are_typed(asked: str, text: str) -> None:
    assert _finds(asked, text)


@pytest.mark.parametrize(("asked", "text"), [
    ("Lü", "Li Wei"), ("brienne", "O'Brien"), ("ana", "Juan Alvarez"), ("上海", "广州"), ("&", "a"),
])  # fmt: skip
def test_nothing_is_found_that_was_not_meant(asked: str, text: str) -> None:
    assert not _finds(asked, text)


def test_what_separates_letters_can_be_left_out_altogether() -> None:
    assert fold_solid("Xiao-ming, O’Brien (Dr.)") == "xiaomingobriendr"


def test_a_text_is_kept_composed_and_without_what_cannot_be_seen_at_its_edges() -> None:
    assert tidy("\u200b \u3000Mun\u0303oz\u00a0López\ufeff\u00a0") == "Muñoz\u00a0López"
    # The variant of a last character was chosen on purpose.
    assert tidy("葛\U000e0100") == "葛\U000e0100"


def test_texts_that_look_the_same_are_told_from_those_that_do_not() -> None:
    assert looks("Lopez\u00a0Ruiz\u200b") == looks("Lopez Ruiz") != looks("López Ruiz")
    assert looks("Mun\u0303oz") == looks("Muñoz") != looks("muñoz")
    assert looks("one\r\ntwo \n") == looks("one\ntwo") != looks("one two")
