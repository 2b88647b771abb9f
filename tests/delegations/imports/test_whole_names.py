"""Whole names in one column: what is proposed, and how somebody confirms it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.models import Attendee
from delegations.protocol.names import FAMILY_FIRST, GIVEN_FIRST, SINGLE
from delegations.protocol.whole_names import NameParts, propose_parts, splits, usual_order
from events.choices import Verdict
from tests.delegations.imports.office import Desk
from tests.factories import make_attendee, make_delegation, make_event, make_member


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.mark.parametrize(
    ("name", "country", "family", "given", "order"),
    [
        ("MÜLLER Hans", "DE", "MÜLLER", "Hans", FAMILY_FIRST),
        ("Hans MÜLLER", "DE", "MÜLLER", "Hans", GIVEN_FIRST),
        ("Jean-Luc de la FONTAINE", "FR", "de la FONTAINE", "Jean-Luc", GIVEN_FIRST),
        ("Müller, Hans", "DE", "Müller", "Hans", GIVEN_FIRST),
        ("Nguyễn Văn An", "VN", "Nguyễn", "Văn An", FAMILY_FIRST),
        ("张伟", "CN", "张", "伟", FAMILY_FIRST),
        ("欧阳修文", "CN", "欧阳", "修文", FAMILY_FIRST),
        ("安娜·里韦拉", "CN", "里韦拉", "安娜", GIVEN_FIRST),
        ("Kovács János", "HU", "Kovács", "János", FAMILY_FIRST),
        ("János Kovács", "HU", "Kovács", "János", GIVEN_FIRST),
        ("KIM Min-jun", "KR", "KIM", "Min-jun", FAMILY_FIRST),
        ("Min-jun Kim", "KR", "Kim", "Min-jun", GIVEN_FIRST),
        ("김민준", "KR", "김", "민준", FAMILY_FIRST),
        ("山田太郎", "JP", "山田", "太郎", FAMILY_FIRST),
        ("Gabriel García Márquez", "CO", "García Márquez", "Gabriel", GIVEN_FIRST),
        ("Juan Carlos Pérez", "MX", "Pérez", "Juan Carlos", GIVEN_FIRST),
        ("Juana de la Cruz Pérez", "MX", "de la Cruz Pérez", "Juana", GIVEN_FIRST),
        ("José Ortega y Gasset", "ES", "Ortega y Gasset", "José", GIVEN_FIRST),
        ("Ana de la Cruz", "AR", "de la Cruz", "Ana", GIVEN_FIRST),
        ("Luiz Inácio Lula da Silva", "BR", "da Silva", "Luiz Inácio Lula", GIVEN_FIRST),
        ("João Silva Filho", "BR", "Silva Filho", "João", GIVEN_FIRST),
        ("Mohammed bin Rashid Al Maktoum", "AE", "Al Maktoum", "Mohammed bin Rashid", GIVEN_FIRST),
        ("محمد بن راشد آل مكتوم", "AE", "آل مكتوم", "محمد بن راشد", GIVEN_FIRST),
        ("Иванов Иван Иванович", "RU", "Иванов", "Иван Иванович", FAMILY_FIRST),
        ("Иван Иванович Иванов", "RU", "Иванов", "Иван Иванович", GIVEN_FIRST),
        ("Jan van der Berg", "NL", "van der Berg", "Jan", GIVEN_FIRST),
        ("Suharto", "ID", "", "Suharto", SINGLE),
        ("Joko Widodo", "ID", "", "Joko Widodo", SINGLE),
    ],
)
def test_the_family_name_is_proposed_by_country_script_and_capitals(
    name: str, country: str, family: str, given: str, order: str
) -> None:
    parts = propose_parts(name, country)

    assert parts == NameParts(given, family, order)
    assert parts in splits(name.replace(",", "")) or "," in name or "·" in name


def test_a_name_that_says_nothing_gets_no_proposal() -> None:
    assert propose_parts("") is None
    assert propose_parts("山田桃子花", "JP") is None
    assert usual_order("", "zh-hans") == usual_order("HU") == FAMILY_FIRST
    assert usual_order("FR", "fr") == GIVEN_FIRST


def test_whole_names_come_in_with_a_proposal_that_lists_follow(desk: Desk) -> None:
    rows = [
        ["Delegation", "Full name", "Family name"],
        ["CO-BOG", "Zoilo Álvarez", ""],
        ["CO-BOG", "Ana Zuluaga", ""],
        ["CN-XIA", "张伟", ""],
        ["CO-BOG", "Eva Luz", "Luz"],
    ]

    plan = desk.plan(rows)
    desk.bring(rows)

    assert [bool(row.proposed) for row in plan.rows] == [True, True, True, False]
    people = Attendee.objects.alphabetical()
    assert list(people.values_list("listed_name", "parts_known")) == [
        ("张伟", False),
        ("Zoilo ÁLVAREZ", False),
        ("LUZ", True),
        ("Ana ZULUAGA", False),
    ]
    # Names are printed as they were typed, and the same table changes nothing.
    assert people[1].full_name == "Zoilo Álvarez"
    assert [row.verdict for row in desk.plan(rows).rows] == [Verdict.UNCHANGED] * 4


def test_confirmed_parts_are_not_proposed_again(desk: Desk) -> None:
    known = desk.person(desk.bogota, given="Ana", family="Zuluaga", display_name="Ana Zuluaga")

    desk.bring([["Delegation", "Full name", "Phone"], ["CO-BOG", "Ana Zuluaga", "+57 1"]])

    known.refresh_from_db()
    assert (known.given, known.family, known.parts_known) == ("Ana", "Zuluaga", True)


# --- The page -------------------------------------------------------------------------------------


class Names:
    """An officer, and people whose names came whole."""

    def __init__(self) -> None:
        self.event = make_event()
        self.delegation = make_delegation(self.event)
        self.client = Client()
        self.client.force_login(make_member(self.event, Role.DELEGATIONS_OFFICER))
        self.path = reverse("staff:names", args=[self.event.slug])

    def person(self, name: str) -> Attendee:
        parts = propose_parts(name) or NameParts("", "", GIVEN_FIRST)
        return make_attendee(
            self.delegation,
            given=parts.given,
            family=parts.family,
            name_order=parts.order,
            display_name=name,
            parts_known=False,
        )

    def post(self, **values: str) -> Any:
        return self.client.post(self.path, values, follow=True)


@pytest.fixture
def names(db: None) -> Names:
    return Names()


def test_many_names_are_confirmed_with_one_save(names: Names) -> None:
    right, wrong, later = map(names.person, ("Ana Ríos", "Kim Min", "Eva Luz Sol"))
    page = names.client.get(names.path).content.decode()
    assert page.count('type="radio"') > 9
    assert "Ríos (last), Ana" in page

    names.post(
        **{
            f"name-{right.pk}": "Ríos|Ana|given-first",
            f"name-{wrong.pk}": "Kim|Min|family-first",
            f"name-{later.pk}": "",
        }
    )

    people = Attendee.objects.order_by("pk").values_list("listed_name", "parts_known")
    assert list(people) == [("Ana RÍOS", True), ("KIM Min", True), ("Eva Luz SOL", False)]
    assert wrong.history.first().family == "Kim"


def test_only_the_words_of_the_name_can_be_chosen(names: Names) -> None:
    person = names.person("Ana Ríos")

    answer = names.post(**{f"name-{person.pk}": "Other|Name|given-first"})

    person.refresh_from_db()
    assert (answer.status_code, person.parts_known, person.family) == (400, False, "Ríos")


def test_people_of_other_forums_and_confirmed_ones_are_not_on_the_page(names: Names) -> None:
    make_attendee(names.delegation, given="Sure", family="Known")
    other = make_attendee(make_delegation(make_event()), display_name="Else Where")
    Attendee.objects.filter(pk=other.pk).update(parts_known=False)

    page = names.client.get(names.path).content.decode()

    assert "Known" not in page
    assert "Else Where" not in page
    assert "The parts of every name are known." in page


def test_the_list_is_filtered_by_names_to_confirm(names: Names) -> None:
    names.person("Ana Ríos")
    make_attendee(names.delegation, given="Sure", family="Known")
    path = reverse("staff:attendees", args=[names.event.slug])

    page = names.client.get(f"{path}?name_parts=not-known&columns=name&columns=name_parts")

    assert page.context["rows"] == [["Ana RÍOS", "parts not known"]]
