"""Words are found however somebody wrote them, and not inside of other words."""

import unicodedata

import pytest

from core.text.spellings import Finder, Spelling, address, number, phrase, run, without_contacts


def cut(wanted: Spelling | None, text: str, spared: Spelling | None = None) -> str:
    return Finder([wanted], [spared]).without(text, "*")


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Zvezdana Markerova", "Zvezdana_Markerova_nomination.pdf", "*_nomination.pdf"),
        ("Zvezdana Markerova", "zvezdana%20MARKEROVA,+seat", "*,+seat"),
        ("Zvezdana Markerova", "ZvezdanaMarkerova.pdf", "*.pdf"),
        ("Zvezdana Markerova", "Dear Zvezdana\nMarkerova's", "Dear *'s"),
        ("Zvezdana Markerova", "Zvezdana Markerovas", "Zvezdana Markerovas"),
        ("Željko Đorić", "ask ZELJKO DORIC", "ask *"),
        ("Seán O'Brien", "Sean O’Brien, Seán OBrien, Sean O Brien", "*, *, *"),
        ("Li Na", "li na, Lina, Lisbon naval", "*, Lina, Lisbon naval"),
        ("Çağ Işık", "CAG ISIK", "*"),
        ("Straße Groß", "STRASSE GROSS", "*"),
        ("王伟", "请王伟先生", "请*先生"),
        ("王伟", "王　伟 王偉", "* *"),
        ("김민수", "김민수는 왔다, 김민숙", "*는 왔다, 김민숙"),
        ("さくら", "さくらさん", "*さん"),
        ("マリア", "マリアさん マリアンヌ ﾏﾘｱ", "*さん マリアンヌ *"),
        ("กา", "กา กาน กี่", "* *น กี่"),
        ("مي", "مي وميناء ومي", "* وميناء و*"),
        ("أحمد الفاروقي", "قال أَحْمَد الفاروقيّ", "قال *"),
        ("דוד כהן", "לדוד כהן", "ל*"),
        ("Мария Иванова", "МАРИЯ ИВАНОВА, Иванованова", "*, Иванованова"),
    ],
)
def test_a_name_is_found_as_its_script_writes_it(name: str, text: str, left: str) -> None:
    found = cut(phrase(name), text)

    assert found == left
    apart = cut(phrase(name), unicodedata.normalize("NFD", text))
    assert unicodedata.normalize("NFC", apart) == left


@pytest.mark.parametrize(
    "text",
    ["Garcia Lopez, Maria", "LOPEZ Maria", "María José García", "Garcia, M. Maria", "jose-lopez"],
)
def test_given_and_family_names_are_found_in_any_order_with_parts_left_out(text: str) -> None:
    given, family = {"maria", "jose"}, {"garcia", "lopez"}

    assert "*" in cut(run(given | family, given, family), f"{text} speaks")
    assert cut(run(given | family, given, family), "Maria Jose, Garcia-Marquez") != "*"


def test_the_longer_name_of_somebody_else_stays_whole() -> None:
    spared = phrase("Maria Garcia Lopez")

    assert cut(phrase("Maria Garcia"), "Maria Garcia Lopez, Maria Garcia", spared) == (
        "Maria Garcia Lopez, *"
    )
    assert cut(phrase("王伟"), "王伟明和王伟", phrase("王伟明")) == "王伟明和*"


@pytest.mark.parametrize(
    "text",
    ["+99 20 7000 123", "0099207000123", "+99-(0)20-7000 123", "020 7000 123", "٠٢٠ ٧٠٠٠ ١٢٣"],
)
def test_a_telephone_number_is_found_with_any_signs_between(text: str) -> None:
    assert "123" not in cut(number("+99 20/7000123"), f"call {text}!")
    assert cut(number("+99 20/7000123"), f"{text}4") == f"{text}4"


def test_an_address_is_no_part_of_a_longer_one() -> None:
    assert cut(address("ana@x.org"), "ANA@x.org, mariana@x.org, ana@x.org.cn, <ana@x.org>.") == (
        "*, mariana@x.org, ana@x.org.cn, <*>."
    )
    assert without_contacts("Asked from zm@home.example, +99 7 000 12, twice in 2030") == (
        "Asked from …, …, twice in 2030"
    )
