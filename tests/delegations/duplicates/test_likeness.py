"""Who may be one person entered twice, across spellings and scripts."""

import random
import time
from typing import Any

import pytest

from delegations.duplicates.likeness import Named, Reason, Sureness, find_pairs, is_near

MUELLER = {"given": "Jürgen", "family": "Müller"}
WANG = {"given": "Xiaoming", "family": "Wang"}


def reasons(one: dict[str, str], other: dict[str, str], *more: dict[str, str]) -> Any:
    """What the first two share, in a crowd of `more`."""
    people = [Named(key, **values) for key, values in enumerate((one, other, *more))]
    pairs = [pair for pair in find_pairs(people) if (pair.first, pair.second) == (0, 1)]
    return set(pairs[0].reasons) if pairs else set()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (MUELLER, {"given": "JÜRGEN", "family": "müller"}, "name"),
        (MUELLER, {"given": "Jurgen", "family": "Muller"}, "name"),
        (MUELLER, {"given": "Müller", "family": "Jürgen"}, "order"),
        (MUELLER, {"given": "Juergen", "family": "Mueller"}, "spelling"),
        (MUELLER, {"display": "Juergen Mueller"}, "spelling"),
        (
            {"given": "Søren", "family": "Ødegård"},
            {"given": "Soeren", "family": "Oedegaard"},
            "spelling",
        ),
        ({"given": "Şerife", "family": "Yıldız"}, {"given": "Serife", "family": "Yildiz"}, "name"),
        (WANG, {"given": "Xiao-Ming", "family": "Wang"}, "name"),
        (WANG, {"display": "WANG Xiao Ming"}, "spelling"),
        (
            {"given": "Ana María", "family": "López Vega"},
            {"given": "Ana", "family": "María López Vega"},
            "name",
        ),
        ({"given": "Mohamed", "family": "Ali"}, {"given": "Mohammed", "family": "Ali"}, "near"),
        ({"given": "Ana", "family": "Pereira"}, {"given": "Ana", "family": "Perreira"}, "near"),
        ({"given": "Ana", "family": "Periera"}, {"given": "Ana", "family": "Pereira"}, "near"),
        ({**WANG, "native": "王小明"}, {"given": "X", "family": "W", "native": "王小明"}, "native"),
        ({**WANG, "native": "王小明"}, {"display": "王小明"}, "native"),
        ({**WANG, "native": "王小明"}, {"given": "小明", "family": "王"}, "native"),
        ({**WANG, "native": "張偉"}, {"given": "X", "family": "W", "native": "张　伟"}, "native"),
        ({"given": "Conor", "family": "O’Brien"}, {"given": "Conor", "family": "OʼBrien"}, "name"),
        ({"given": "أحمد", "family": "علي"}, {"given": "احمد", "family": "على"}, "name"),
        ({**MUELLER, "email": "J@Example.org"}, {"given": "A", "email": "j@example.org "}, "email"),
        (
            {**MUELLER, "phone": "+34 600 111 222"},
            {"given": "A", "phone": "0034600111222"},
            "phone",
        ),
    ],
)
def test_a_pair_is_found_and_says_why(
    one: dict[str, str], other: dict[str, str], expected: str
) -> None:
    assert reasons(one, other) == reasons(other, one) == {Reason(expected)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (MUELLER, {"given": "Jürgen", "family": "Schmidt"}),
        ({"given": "Li", "family": "Wang"}, {"given": "Lu", "family": "Wang"}),
        ({"given": "Anna", "family": "Berg"}, {"given": "Anne", "family": "Berg"}),
        ({"given": "Ana"}, {"given": "Eva"}),
        ({"native": "王小明"}, {"native": "王小华"}),
        (
            {"given": "Haoran", "family": "Zheng", "native": "郑浩然"},
            {"given": "Haoran", "family": "Cheng", "native": "程浩然"},
        ),
        ({**WANG, "phone": "110"}, {"given": "Ana", "phone": "110"}),
        ({"given": "Ali", "family": "Hassan"}, {"given": "Omar", "family": "Hasan"}),
    ],
)
def test_other_people_are_no_pair(one: dict[str, str], other: dict[str, str]) -> None:
    assert reasons(one, other) == set()


def test_characters_are_read_as_others_of_the_forum_write_them() -> None:
    """No table is shipped: 王 and 小 are learnt from one person, 华 from another."""
    crowd = [{**WANG, "native": "王小明"}, {"given": "Hua", "family": "Li", "native": "李华"}]
    characters, latin = {"native": "王小华"}, {"given": "Xiaohua", "family": "Wang"}

    assert reasons(characters, latin, *crowd) == {Reason.READING}
    assert reasons(characters, latin) == set()


def test_two_witnesses_are_surer_than_one_and_an_address_alone_decides_nothing() -> None:
    same = Named(1, **MUELLER, email="a@example.org")
    found = {
        (pair.first, pair.second): pair.sureness
        for pair in find_pairs(
            [
                same,
                Named(2, **MUELLER, email="a@example.org"),
                Named(3, **MUELLER),
                Named(4, given="Eva", family="Novak", email="a@example.org"),
                Named(5, given="Jürgen", family="Müler"),
            ]
        )
    }

    assert found[1, 2] == Sureness.CERTAIN
    assert found[1, 3] == Sureness.LIKELY
    assert found[1, 4] == Sureness.POSSIBLE
    assert found[1, 5] == Sureness.POSSIBLE


def test_who_is_written_otherwise_in_native_script_is_less_likely_one() -> None:
    people = [Named(key, **WANG, native=native) for key, native in enumerate(("王小明", "王晓明"))]

    assert [pair.sureness for pair in find_pairs(people)] == [Sureness.POSSIBLE]


def test_the_address_of_an_office_says_nothing_about_its_people() -> None:
    office = [Named(key, given=f"Person{key}x", email="office@city.org") for key in range(5)]

    assert find_pairs(office) == []
    assert len(find_pairs(office[:4])) == 6


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("anna", "ana", True),
        ("ana", "anna", True),
        ("anna", "anma", True),
        ("peter", "petre", True),
        ("peter", "etper", False),
        ("ana", "an", True),
        ("peter", "petra", False),
        ("abcd", "badc", False),
        ("same", "same", True),
        ("", "a", True),
        ("", "ab", False),
        ("abc", "bca", False),
    ],
)
def test_one_letter_is_near_and_two_are_not(one: str, other: str, near: bool) -> None:
    assert is_near(one, other) is is_near(other, one) is near


def test_ten_times_the_people_are_about_ten_times_the_work() -> None:
    """Even where all share a few family names: a comparison of all with all would take a hundred
    times as long."""

    def seconds(number: int) -> float:
        choice = random.Random(1)
        letters = "abdefgiklmnoprstuvz"
        people = [
            Named(key, given="".join(choice.choices(letters, k=7)), family=f"Family{key % 20}x")
            for key in range(number)
        ]
        start = time.process_time()
        find_pairs(people)
        return time.process_time() - start

    few, many = min(seconds(400) for _round in range(3)), seconds(4000)

    assert many < 40 * few
