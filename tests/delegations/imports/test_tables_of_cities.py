"""Tables as cities send them: titles in one cell, words for nothing, two people of one name."""

from typing import Any

import pytest

from delegations.imports.namesakes import marks_of
from delegations.models import Attendee
from delegations.protocol.blank_words import is_blank
from delegations.protocol.titles import Titles, split_titles
from events.choices import Verdict
from events.imports import services
from events.imports.countries import country_lookup
from events.imports.preview import preview_of
from events.imports.values import choose_values, find_unknown_values
from tests.delegations.imports.office import Desk, errors, warnings, workbook

HEADER = ["Delegation", "Given name", "Family name"]


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.mark.parametrize(
    ("text", "courtesy", "honorific"),
    [
        ("Mr", "Mr", ""),
        ("HE Mr", "Mr", "H.E."),
        ("H. E. Ms.", "Ms", "H.E."),
        ("Dr", "", "Dr"),
        ("Prof.Dr.", "", "Prof. Dr."),
        ("Excmo. Sr.", "Mr", "Excmo."),
        ("S.E. Mme", "Ms", "S.E."),
        ("女士", "Ms", ""),
        ("Г-н", "Mr", ""),
        ("معالي السيد", "Mr", "معالي"),
    ],
)
def test_titles_are_divided_into_courtesy_and_honorific(
    text: str, courtesy: str, honorific: str
) -> None:
    assert split_titles(text) == Titles(courtesy, honorific)


@pytest.mark.parametrize("text", ["Mayor", "Mr Mayor", "Mr and Mrs", "Duke"])
def test_titles_with_an_unknown_word_are_left_as_they_are(text: str) -> None:
    assert split_titles(text) is None


def test_a_title_goes_where_it_belongs_as_a_proposal(desk: Desk) -> None:
    known = desk.person(desk.bogota, given="Ana", family="Ríos", honorific="Mr", courtesy="Mx")
    rows = [
        [*HEADER, "Honorific", "Courtesy title"],
        ["CO-BOG", "Ana", "Ríos", "Mr", ""],
        ["CO-BOG", "Eva", "Luz", "HE Ms", ""],
        ["CO-BOG", "Leo", "Paz", "", "Prof. Dr."],
        ["CO-BOG", "Max", "Rey", "Dr", "Mr"],
        ["CO-BOG", "Zoe", "Sol", "Duke", ""],
    ]

    plan = desk.plan(rows)

    people = {row.row.given: (row.row.courtesy, row.row.honorific) for row in plan.rows}
    assert people == {
        "Ana": ("Mx", "Mr"),
        "Eva": ("Ms", "H.E."),
        "Leo": ("", "Prof. Dr."),
        "Max": ("Mr", "Dr"),
        "Zoe": ("", "Duke"),
    }
    proposed = {row.row.given for row in plan.rows if row.proposed}
    assert (proposed, plan.rows[0].verdict) == ({"Eva", "Leo"}, Verdict.UNCHANGED)
    batch = desk.upload(workbook(rows))
    shown: Any = preview_of(batch, plan, "proposed")
    assert [line.row.row.given for line in shown["table"]] == ["Eva", "Leo"]
    assert known.honorific == "Mr"


def test_words_for_nothing_are_empty_where_they_cannot_be_a_name(desk: Desk) -> None:
    rows = [
        [*HEADER, "Office title in English", "E-mail", "Phone", "Country"],
        ["CO-BOG", "Na", "Li", "NA", "n/a", "-", "CO"],
        ["CO-BOG", "Ana", "—", "无", "none", "N.A.", "CO"],
    ]

    plan = desk.plan(rows)

    first, second = (row.row for row in plan.rows)
    assert (first.given, first.office_title_en, first.email, first.phone) == ("Na", "", "", "")
    assert (second.family, second.office_title_en, second.email) == ("", "", "")
    assert not plan.has_errors
    assert [is_blank("Nantes"), is_blank("N/A", is_name=True)] == [False, True]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ZAF", "ZA"),
        ("710", "ZA"),
        ("32", "AR"),
        ("Burma", "MM"),
        ("Afrique du Sud", "ZA"),
        ("南非", "ZA"),
        ("Macedonia", "MK"),
        ("U.S.A.", "US"),
        ("na", "NA"),
        ("Türkiye", "TR"),
    ],
)
def test_a_country_is_known_by_all_its_names_and_codes(text: str, code: str) -> None:
    assert country_lookup().find(text) == [code]


def test_two_people_of_one_name_with_two_addresses_are_two(desk: Desk) -> None:
    rows = [
        [*HEADER, "E-mail", "Office title in English"],
        ["CO-BOG", "Wei", "Wang", "one@city.example", "Director"],
        ["CO-BOG", "Wei", "Wang", "two@city.example", "Director"],
    ]

    plan = desk.plan(rows)
    desk.bring(rows)

    assert not plan.has_errors
    similar = {"C3": "Row 2 of this table is similar. Is it the same person?"}
    assert [warnings(row) for row in plan.rows] == [{}, similar]
    assert Attendee.objects.filter(family="Wang").count() == 2
    # The same table once more: each is known again by the address.
    assert [row.verdict for row in desk.plan(rows).rows] == [Verdict.UNCHANGED] * 2


def test_two_people_of_one_name_with_two_offices_are_two(desk: Desk) -> None:
    desk.person(desk.bogota, given="Ana", family="Ríos", office_title_en="Mayor")
    rows = [
        [*HEADER, "Office title in English"],
        ["CO-BOG", "Ana", "Ríos", "Mayor"],
        ["CO-BOG", "Ana", "Ríos", "Interpreter"],
    ]

    desk.bring(rows)

    titles = Attendee.objects.order_by("pk").values_list("office_title_en", flat=True)
    assert list(titles) == ["Mayor", "Interpreter"]


def test_two_rows_that_do_not_differ_are_one_person(desk: Desk) -> None:
    row = ["CO-BOG", "Wei", "Wang", "one@city.example", "Director"]
    other = ["CO-BOG", "Wei", "Wang", "one@city.example", "Head of office"]

    plan = desk.plan([[*HEADER, "E-mail", "Office title in English"], row, row, other])

    same = "Row 2 is the same person. Keep only one of the two."
    assert [errors(row) for row in plan.rows] == [{}, {"C3": same}, {"C4": same}]
    assert not marks_of("", "Mayor").differ_from(marks_of("a@b.example"))


def test_an_unknown_value_is_asked_about_once_and_remembered(desk: Desk) -> None:
    rows = [[*HEADER, "Function"], *(["CO-BOG", f"Ana{n}", "Ríos", "Chief"] for n in range(3))]
    batch = desk.upload(workbook(rows))
    plan = services.plan_import(batch, desk.officer)

    (unknown,) = find_unknown_values(batch, plan, desk.officer)
    choose_values(batch=batch, chosen={unknown.key: "delegate"}, by=desk.officer)

    assert (unknown.text, unknown.count) == ("Chief", 3)
    assert not services.plan_import(batch, desk.officer).has_errors
