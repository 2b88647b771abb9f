"""How names are written and sorted: the examples that embarrass a host when they go wrong."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.text.collation import collation_key
from core.text.folding import fold, search_terms
from delegations.models import Attendee
from delegations.people.refresh_derived_fields import refresh_forms
from delegations.protocol.capital_letters import capitals
from delegations.protocol.derived_fields import DERIVED
from delegations.protocol.names import (
    FAMILY_FIRST,
    SINGLE,
    PersonName,
    badge_name,
    full_name,
    list_name,
    plate_name,
    search_text,
    sort_key,
)
from tests.factories import make_attendee, make_delegation, make_event, make_organisation

CHEN = PersonName("Jianguo", "Chen", FAMILY_FIRST, native="陈建国", country="CN")
KOVACS = PersonName("Ágnes", "Kovács", FAMILY_FIRST, country="HU")
NGUYEN = PersonName("Minh Anh", "Nguyễn", FAMILY_FIRST, country="VN")
WIBOWO = PersonName("Wibowo", "", SINGLE, country="ID")
VAN_DER_MERWE = PersonName("Pieter", "van der Merwe", country="ZA")
EL_SAYED = PersonName("Karim", "El-Sayed", native="كريم السيد", country="EG")
BIN_ISMAIL = PersonName("Azman", "bin Ismail", country="MY")
GARCIA_VIDAL = PersonName("Núria", "García Vidal", country="ES")
SILVA_SANTOS = PersonName("João", "da Silva Santos", country="BR")


@pytest.mark.parametrize(
    ("name", "full", "listed"),
    [
        (PersonName("Megan", "Hughes", country="GB"), "Megan Hughes", "Megan HUGHES"),
        (CHEN, "Chen Jianguo", "CHEN Jianguo"),
        (KOVACS, "Kovács Ágnes", "KOVÁCS Ágnes"),
        (NGUYEN, "Nguyễn Minh Anh", "NGUYỄN Minh Anh"),
        (WIBOWO, "Wibowo", "WIBOWO"),
        (PersonName("", "Suresh", SINGLE, country="IN"), "Suresh", "SURESH"),
        (VAN_DER_MERWE, "Pieter van der Merwe", "Pieter van der MERWE"),
        (EL_SAYED, "Karim El-Sayed", "Karim El-SAYED"),
        (BIN_ISMAIL, "Azman bin Ismail", "Azman bin ISMAIL"),
        (GARCIA_VIDAL, "Núria García Vidal", "Núria GARCÍA VIDAL"),
        (PersonName("Jef", "", country="BE"), "Jef", "Jef"),
        (PersonName("", "Peeters", country="BE"), "Peeters", "PEETERS"),
        (PersonName(native="田中健二"), "田中健二", "田中健二"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_family_name_is_in_capitals_where_it_naturally_stands(
    name: PersonName, full: str, listed: str
) -> None:
    assert full_name(name) == full
    assert list_name(name) == listed


def test_the_wish_of_the_person_wins_except_in_lists() -> None:
    name = PersonName("María del Carmen", "López Reyes", display="Mamen López", country="ES")

    assert full_name(name) == "Mamen López"
    assert badge_name(name) == ("Mamen López", "")
    assert list_name(name) == "María del Carmen LÓPEZ REYES"


@pytest.mark.parametrize("typed", ["McDonald", "de Souza", "DeAndre", "O'Connor", "ffolkes"])
def test_letter_case_is_kept_as_typed_outside_lists(typed: str) -> None:
    assert full_name(PersonName("Alex", typed)) == f"Alex {typed}"


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Yıldız", "TR", "YILDIZ"),
        ("İnan", "TR", "İNAN"),
        ("Çelik", "TR", "ÇELİK"),
        ("Celik", "DE", "CELIK"),
        ("Weiß", "DE", "WEIẞ"),
        ("Łoś", "PL", "ŁOŚ"),
        ("Παπαδάκης", "GR", "ΠΑΠΑΔΑΚΗΣ"),
        ("Μάιος", "CY", "ΜΑΪΟΣ"),
        ("Ταΰγετος", "GR", "ΤΑΫΓΕΤΟΣ"),
        ("Μπέης-Αΐδης", "GR", "ΜΠΕΗΣ-ΑΪΔΗΣ"),
        ("მთავარი", "GE", "მთავარი"),
        ("Տերևյան", "AM", "ՏԵՐԵՎՅԱՆ"),
        ("von Fischer", "DE", "von FISCHER"),
        ("de Bhulbh", "IE", "de BHULBH"),
        ("El Fassi", "MA", "El FASSI"),
        ("Al Thani", "QA", "Al THANI"),
        ("al-Masri", "JO", "al-MASRI"),
        ("d’Estaing", "FR", "d’ESTAING"),
        ("van 't Hoff", "NL", "van 't HOFF"),
        ("de la Fuente Ramírez", "MX", "de la FUENTE RAMÍREZ"),
        ("Ortega y Gasset", "ES", "ORTEGA y GASSET"),
        ("Van den Berghe", "BE", "VAN DEN BERGHE"),
        ("De Luca", "IT", "DE LUCA"),
        ("D’Angelo", "IT", "D’ANGELO"),
        ("Ó hUiginn", "IE", "Ó hUIGINN"),
        ("McDonald", "GB", "McDONALD"),
        ("Macron", "FR", "MACRON"),
        ("von", "DE", "VON"),
        ("Соколов", "RU", "СОКОЛОВ"),
        ("陈", "CN", "陈"),
    ],
)
def test_capitals_lose_no_letter(text: str, country: str, expected: str) -> None:
    assert capitals(text, country) == expected


def test_a_badge_has_two_scripts_and_never_the_same_line_twice() -> None:
    assert badge_name(CHEN) == ("Chen Jianguo", "陈建国")
    assert badge_name(KOVACS) == ("Kovács Ágnes", "")
    assert badge_name(PersonName(native="田中健二")) == ("田中健二", "")


def test_a_plate_carries_the_honorific_on_the_latin_side_only() -> None:
    governor = PersonName("Karim", "El-Sayed", native="كريم السيد", honorific="H.E.")

    assert plate_name(governor) == ("H.E. Karim El-Sayed", "كريم السيد")
    assert plate_name(WIBOWO) == ("Wibowo", "")
    assert "H.E." not in badge_name(governor)[0] + list_name(governor)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (CHEN, "Chen|Jianguo"),
        (NGUYEN, "Nguyễn|Minh Anh"),
        (WIBOWO, "Wibowo"),
        (GARCIA_VIDAL, "García Vidal|Núria"),
        (SILVA_SANTOS, "Santos da Silva|João"),
        (EL_SAYED, "El-Sayed|Karim"),
        (VAN_DER_MERWE, "van der Merwe|Pieter"),
        (PersonName("Ana", "Silva", country="BR"), "Silva|Ana"),
        (PersonName("", "Ōta"), "Ōta"),
        (PersonName(native="田中健二"), "田中健二"),
        (PersonName("Ana", "\u200b"), "Ana"),
    ],
)
def test_of_two_surnames_spain_sorts_by_the_first_and_portugal_by_the_last(
    name: PersonName, parts: str
) -> None:
    assert sort_key(name) == collation_key(*parts.split("|"))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (VAN_DER_MERWE, "Merwe van der|Pieter"),
        (BIN_ISMAIL, "Ismail bin|Azman"),
        (PersonName("Ana", "De la Cruz", country="MX"), "Cruz De la|Ana"),
        (PersonName("", "de la", country="FR"), "de la"),
        (GARCIA_VIDAL, "García Vidal|Núria"),
    ],
)
def test_an_office_may_decide_to_pass_over_particles(name: PersonName, parts: str) -> None:
    assert sort_key(name, skip_particles=True) == collation_key(*parts.split("|"))


def test_a_shorter_family_name_comes_before_a_longer_one() -> None:
    people = [
        PersonName("An", "Lian", FAMILY_FIRST),
        PersonName("Na", "Li Wang", FAMILY_FIRST),
        PersonName("Wei", "Li", FAMILY_FIRST),
        PersonName("Li", "", SINGLE),
    ]

    in_order = [full_name(name) for name in sorted(people, key=sort_key)]

    assert in_order == ["Li", "Li Wei", "Li Wang Na", "Lian An"]


def test_accents_never_push_a_name_to_the_end() -> None:
    families = ["Zuma", "Öz", "Szabó", "Ochoa", "Łoś", "Lund", "Ágoston", "Acosta", "Şahin"]

    in_order = sorted(families, key=lambda family: sort_key(PersonName("A", family)))

    assert in_order == [
        "Acosta",
        "Ágoston",
        "Łoś",
        "Lund",
        "Ochoa",
        "Öz",
        "Şahin",
        "Szabó",
        "Zuma",
    ]


def test_spellings_of_one_family_name_stand_together() -> None:
    people = [
        PersonName("Ann", "O'Brien"),
        PersonName("Bob", "O’Brien"),
        PersonName("Cid", "OBrien"),
        PersonName("Dee", "ʻObrien"),
        PersonName("Eve", "Oakes"),
        PersonName("Fay", "Ochoa"),
        PersonName("Gil", "Ɔbio"),
        PersonName("Hal", "Pace"),
    ]

    people.reverse()

    in_order = [name.given for name in sorted(people, key=sort_key)]

    assert in_order == ["Eve", "Ann", "Bob", "Cid", "Dee", "Fay", "Gil", "Hal"]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  GARCÍA \t vidal ", "garcia vidal"),
        ("Yıldız İnan", "yildiz inan"),
        ("Weiß Straße", "weiss strasse"),
        ("Łódź Đorđe Ångström Þór", "lodz dorde angstrom thor"),
        ("Παπαδάκης", "παπαδακησ"),
        ("ＡＢＣ　１２", "abc 12"),
        ("你好 北京", "你好 北京"),
        ("김민준", "김민준"),
        ("がぎぐ", "がぎぐ"),
        ("हिन्दी", "हिन्दी"),
        ("ภาษาไทย", "ภาษาไทย".replace("\u0e33", "\u0e4d\u0e32")),
        ("", ""),
    ],
)
def test_folding_takes_accents_and_case_but_no_letter_of_another_script(
    typed: str, folded: str
) -> None:
    assert fold(typed) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (PersonName("Conor", "O’Brien"), "OBrien O'Brien oʻbrien conor"),
        (PersonName("Xiao Ming", "Li", FAMILY_FIRST), "xiaoming Xiao-ming li"),
        (PersonName("", "", native="張　三"), "张三 張三"),
        (PersonName("三", "張", FAMILY_FIRST), "张三"),
        (PersonName("عبد الله", "أحمد"), "عبدالله احمد"),
        (PersonName("Ana", "De la Cruz"), "delacruz cruz"),
    ],
)
def test_a_name_is_found_as_it_is_typed(name: PersonName, typed: str) -> None:
    assert all(term in search_text(name) for term in search_terms(typed))


def test_no_word_is_found_across_two_parts_of_a_name() -> None:
    assert "ana" not in search_text(PersonName("Juan", "Alvarez"))


def test_one_finds_a_person_by_any_form_of_the_name() -> None:
    name = PersonName(
        "Wei", "Chén", FAMILY_FIRST, native="陈伟", display="Vincent Chen", country="CN"
    )

    forms = search_text(name, "陳偉", "", "Vice Mayor").split("\n")

    assert forms == ["vincent chen", "陈伟", "wei chen", "chen wei", "vice mayor"]


@pytest.mark.django_db
def test_a_row_keeps_the_forms_that_lists_need() -> None:
    guangzhou = make_organisation(country="CN")
    person = make_attendee(
        make_delegation(make_event(), organisation=guangzhou),
        given="Jianguo",
        family="Chen",
        name_order="family-first",
        native_name="陈建国",
    )

    assert str(person) == "Chen Jianguo"
    assert person.listed_name == "CHEN Jianguo"
    assert person.sort_key == collation_key("Chen", "Jianguo")


@pytest.mark.django_db
def test_a_name_is_kept_composed_and_otherwise_as_typed() -> None:
    names = {"given": "Jose\u0301\u00a0Luis\u200b", "native_name": "\u3000張\u3000三 "}
    person = make_attendee(make_delegation(make_event()), **names)
    kept = Attendee.objects.get(given="Jose\u0301\u00a0Luis")

    assert (person.given, person.native_name) == ("José\u00a0Luis", "張\u3000三")
    assert (kept.given, kept.native_name) == ("José\u00a0Luis", "張\u3000三")


@pytest.mark.django_db
def test_rows_from_before_are_found_and_sorted_by_the_rules_of_now() -> None:
    person = make_attendee(
        make_delegation(make_event()), given="Conor", family="O’Brien", native_name="張　三"
    )
    rows = Attendee.objects.filter(pk=person.pk)
    before = rows.values(*DERIVED, "given").get()
    rows.update(sort_key="o’brien\u0001conor", search_text="conor o’brien", listed_name="")

    assert refresh_forms(rows) == 1
    assert rows.values(*DERIVED, "given").get() == before
    assert refresh_forms(rows) == 0


@pytest.mark.django_db
def test_what_the_office_writes_for_lists_wins() -> None:
    person = make_attendee(make_delegation(make_event()), list_name="The Rt Worshipful HUGHES")

    assert person.listed_name == "The Rt Worshipful HUGHES"


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["given", "family", "display_name", "native_name"])
def test_one_name_of_any_kind_is_enough(field: str) -> None:
    person = make_attendee(
        make_delegation(make_event()), **{"given": "", "family": "", field: "Suharto"}
    )
    person.full_clean()

    assert str(person) == "Suharto"
    assert person.sort_key == collation_key("Suharto")


@pytest.mark.django_db
def test_nobody_is_without_a_name() -> None:
    delegation = make_delegation(make_event())

    with pytest.raises(ValidationError, match="the name in at least one form"):
        Attendee(delegation=delegation).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_attendee(delegation, given="", family="")


@pytest.mark.django_db
def test_a_name_that_grows_in_capitals_is_still_kept() -> None:
    person = make_attendee(make_delegation(make_event()), given="ﬃ" * 120, family="ﬃ" * 120)
    person.refresh_from_db()

    assert person.family == "ﬃ" * 120
    assert person.listed_name.startswith("ﬃ" * 120 + " FFI")
    assert person.sort_key.startswith(collation_key("ffi"))
