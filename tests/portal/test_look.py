"""The look of the public site: its emblems, its style sheets, and what stands where."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from programme.choices import SubForumColour
from programme.feeds.schedule import _COLOURS
from programme.releases.services import release_agenda
from tests.factories import make_event, make_member, make_session, make_sub_forum
from tests.paths import ROOT

IMAGES = ROOT / "static" / "img"
_SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("colour", SubForumColour.values)
def test_each_sub_forum_has_a_small_emblem_on_a_petal_of_its_colour(colour: str) -> None:
    source = (IMAGES / f"{colour}.svg").read_text(encoding="utf-8")

    petal, drawing = ElementTree.fromstring(source).findall(f"{_SVG}path")[:2]

    assert petal.get("fill") == _COLOURS[colour]
    assert (drawing.get("stroke"), drawing.get("stroke-width")) == ("#fff", "3.5")
    assert len(source) < 1500


def test_no_two_emblems_draw_the_same() -> None:
    drawings = {
        ElementTree.parse(IMAGES / f"{colour}.svg").getroot().findall(f"{_SVG}path")[1].get("d")
        for colour in SubForumColour.values
    }

    assert len(drawings) == 7


@pytest.mark.django_db
def test_a_sub_forum_shows_its_emblem_beside_its_number_and_those_of_the_others() -> None:
    event = make_event()
    third = make_sub_forum(event, number=3, colour="petal-3")
    make_sub_forum(event, number=5, colour="petal-5")

    page = Client().get(reverse("programme:sub-forum", args=[event.slug, third.slug]))

    images = re.findall(r'<img class="emblem[^>]*img/(petal-\d)[^>]*alt=""', page.content.decode())
    assert images == ["petal-3", "petal-5"]
    assert b"Sub-forum 3" in page.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "Thursday 2 May"),
        ("zh-hans", "5月2日 星期四"),
        ("fr", "jeudi 2 mai"),
        ("es", "jueves 2 de mayo"),
        ("ru", "Четверг, 2 мая"),
        ("ar", "الخميس 2 مايو"),
    ],
)
def test_the_front_page_writes_days_as_its_language_does(language: str, day: str) -> None:
    event = make_event(languages=["en", "zh-hans", "fr", "es", "ru", "ar"])
    make_session(event, sub_forum=make_sub_forum(event))
    release_agenda(event=event, by=make_member(event, Role.EDITOR))
    with translation.override(language):
        path = reverse("home", args=[event.slug])

    page = Client().get(path).content.decode()

    found = re.search(
        r'<p class="seven__when"><span data-part="day">(.*?)[,，،]? ?</span><span class="hours"',
        page,
    )
    assert found is not None
    assert found[1].lower() == day.lower()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("width", "rows"), [(1280, [4, 3]), (390, [1] * 7), (320, [1] * 7)], ids=str
)
def test_seven_cards_leave_no_hole_in_a_row(
    browser: Any, live_server: Any, width: int, rows: list[int]
) -> None:
    event = make_event()
    for number in range(1, 8):
        make_sub_forum(event, number=number, colour=f"petal-{number}")
    page = browser.new_page(service_workers="block", viewport={"width": width, "height": 900})

    page.goto(live_server.url + reverse("home", args=[event.slug]))
    boxes = page.evaluate(
        "[document.querySelector('.seven'), ...document.querySelectorAll('.seven > li')]"
        ".map(one => one.getBoundingClientRect()).map(one => [one.left, one.right, one.top])"
    )
    page.close()

    (start, end, _top), cards = boxes[0], boxes[1:]
    lines = [[card for card in cards if card[2] == top] for top in sorted({c[2] for c in cards})]
    assert [len(line) for line in lines] == rows
    assert all(abs(line[0][0] - start) < 1 and abs(line[-1][1] - end) < 1 for line in lines)


@pytest.mark.django_db
def test_a_sub_forum_of_many_sessions_names_two_on_the_front_page_and_counts_them_all() -> None:
    event = make_event()
    sub_forum = make_sub_forum(event)
    for _ in range(3):
        make_session(event, sub_forum=sub_forum)
    release_agenda(event=event, by=make_member(event, Role.EDITOR))

    page = Client().get(reverse("home", args=[event.slug])).content.decode()

    assert page.count('<span class="hours"') == 2
    assert '<p class="seven__when">3 sessions</p>' in page
