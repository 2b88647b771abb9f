"""The order of texts, in Python and in both databases."""

import random
from typing import Any

import pytest

from core.ordering import ByBytes
from core.text.collation import collation_key, is_collation_key
from events.models import NewsItem
from tests.factories import make_event, make_news

_IN_ORDER = [
    # Each line stands at one place: what differs in it decides last.
    ["Oa Zed"],
    ["Oahe"],
    ["ʻOahu", "Oahu", "O’ahu", "OʼAHU"],
    ["Oahub"],
]


@pytest.mark.parametrize(
    "in_order",
    [
        "Ochoa|O’Connor|Odum|Olsen|Ölz|Ōta|Ozil",
        "Li|Li Na|Lí Na|Li Wei|Lian|Liang|Lien",
        "Muller Anna|Müller Bea|Muller Zoe",
        "Dam|Đan|Dao|Eba|Ɛbu|Faye|Nuuk|Ŋaro|Oba|Ɔba|Pavel|Zuma",
        "Jean Luc|Jean-Marc|Jean Paul|Jeanne",
        "Zuma|Αθήνα|Ωμέγα|Анна|Яна|אבנר|أحمد|가|王",
        "Łoś|Lund|Luz",
        "Åberg|Abert|Adler",
        "Ana|Ána|Anb",
        "|10th|2nd|A",
    ],
)
def test_texts_stand_in_the_order_of_unicode(in_order: str) -> None:
    expected = in_order.split("|")
    shuffled = random.Random(7).sample(expected, len(expected))

    assert sorted(shuffled, key=collation_key) == expected


def test_spellings_of_one_name_stand_together_at_the_place_of_its_letters() -> None:
    lines = [[collation_key(name) for name in line] for line in _IN_ORDER]

    assert [len(set(line)) for line in lines] == [1, 1, 1, 1]
    assert sorted(lines) == lines


def test_a_later_part_counts_where_the_earlier_are_equal_but_for_accents() -> None:
    people = [("Li", ""), ("Li", "An"), ("Lí", "An"), ("Li", "Wei"), ("Li Na", "An"), ("Lian", "A")]

    backwards = people[::-1]

    assert sorted(backwards, key=lambda one: collation_key(*one)) == people


def test_a_key_is_told_from_a_folded_name() -> None:
    assert [is_collation_key(one) for one in ("chen\u0001wei", "", collation_key("Chén"))] == [
        False,
        True,
        True,
    ]


@pytest.mark.django_db
@pytest.mark.both_databases
def test_the_database_has_the_order_of_python() -> None:
    event = make_event()
    rng = random.Random(3)
    letters = "aáäbzZøØłŋɔжωعא가张鍾㐀𠀀 '’-.0９\ue000\uffee"
    words = ["".join(rng.choices(letters, k=rng.randint(1, 6))) for _ in range(200)]
    keys = [collation_key(word, rng.choice(words)) for word in words]
    for key in keys:
        make_news(event, source=key)

    stored: Any = NewsItem.objects.order_by(ByBytes("source")).values_list("source", flat=True)

    assert list(stored) == sorted(keys)
