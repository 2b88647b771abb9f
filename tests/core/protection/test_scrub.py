"""A name leaves texts, JSON and addresses alike, and nothing else in them changes."""

from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from core.protection.scrub import GONE, in_words, scrub, scrub_rows, texts_of
from events.models import Page
from tests.factories import make_event, make_page, text

NAME = "Éric Noël"


def clean(value: str) -> str:
    return value.replace(NAME, GONE)


@pytest.mark.parametrize(
    ("held", "left"),
    [
        ("Ask Éric Noël.", f"Ask {GONE}."),
        (f"q={quote_plus(NAME)}&empty=&page=2", "q=%5B%E2%80%93%5D&empty=&page=2"),
        (f"q={quote(NAME)}", "q=%5B%E2%80%93%5D"),
        ("q=Éric+Noël", "q=%5B%E2%80%93%5D"),
        ("q=Éric%20Noël&x=Éric+Noël", "q=%5B%E2%80%93%5D&x=%5B%E2%80%93%5D"),
        (r'{"who": "\u00c9ric No\u00ebl", "n": 1}', r'{"who": "[\u2013]", "n": 1}'),
        (r'["\u00c9ric No\u00ebl"]', r'["[\u2013]"]'),
        ('{"who": "Éric Noël"}', '{"who": "[–]"}'),
        (r'{"Éric Noël" and no JSON \ at all', r'{"[–]" and no JSON \ at all'),
        (["Éric Noël", 1, None, ("Éric Noël",)], [GONE, 1, None, [GONE]]),
        ({"Éric Noël": {"who": ["by Éric Noël"]}}, {GONE: {"who": [f"by {GONE}"]}}),
    ],
)
def test_a_name_goes_however_it_is_written_down(held: Any, left: Any) -> None:
    assert scrub(held, clean) == left


@pytest.mark.parametrize(
    "held",
    [
        "",
        "Ask Ana.",
        "q=Ana+Ruiz&&page",
        "a = 100%+ of it",
        "q=%zz&x=1+1",
        "100%",
        "1+1=2",
        r'{"who": "\u00c9ric", "n": 1.50}',
        r'{ "spaced" :  "\n" }',
        "{",
        r"[\"",
        {"a": {"b": ["c"]}},
        None,
        7,
        True,
    ],
)
def test_what_does_not_name_anybody_stays_as_it_was(held: Any) -> None:
    assert scrub(held, clean) == held


def test_a_first_look_sees_all_texts_of_a_row() -> None:
    words = in_words(["Ana", "", None, 0, {"who": "Noël"}, ["Bo"]])

    assert texts_of({"who": ["Ana", 1], "Bo": None}) == ["who", "Ana", "Bo"]
    assert words == 'Ana\n{"who": "Noël"}\n["Bo"]'


@pytest.mark.django_db
def test_only_rows_that_hold_the_name_are_written() -> None:
    event = make_event()
    named = make_page(event, title=text("By Éric Noël"), slug="eric")
    other = make_page(event, title=text("By Ana"), slug="ana")
    looked_at: list[str] = []

    def may_hold(words: str) -> bool:
        looked_at.append(words)
        return "Noël" in words

    fields = ("title", "slug")
    assert scrub_rows(Page.objects.all(), fields, clean, lambda _words: False) == 0
    assert scrub_rows(Page.objects.all(), fields, clean, may_hold) == 1
    assert scrub_rows(Page.objects.all(), fields, clean) == 0

    assert len(looked_at) == 2
    assert [str(one.title) for one in Page.objects.order_by("pk")] == [f"By {GONE}", "By Ana"]
    assert [named.slug, other.slug] == [*Page.objects.order_by("pk").values_list("slug", flat=True)]
