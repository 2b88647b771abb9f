"""The list of participants as a book: by country and delegation, in two languages."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.roles import Role
from delegations.choices import AttendeeFunction, AttendeeStatus, OrganisationKind
from delegations.lists.ready_lists import BY_KEY
from events.models import Event
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    text,
)
from tests.paper import plain_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    event = make_event(languages=["en", "zh-hans"])
    cities = (("Lyon", "里昂", "FR"), ("Libreville", "利伯维尔", "GA"))
    for english, chinese, country in cities:
        name = text(english, **{"zh-hans": chinese})
        city = make_organisation(name=name, country=country, kind=OrganisationKind.CITY)
        delegation = make_delegation(event, organisation=city)
        person: dict[str, Any] = {"delegation": delegation, "status": AttendeeStatus.APPROVED}
        make_attendee(family=f"{english}adviser", function=AttendeeFunction.ADVISER, **person)
        make_attendee(
            family=f"{english}head", function=AttendeeFunction.HEAD, office_title_en="", **person
        )
    return event


def _book(event: Event, key: str = "participants", **more: str) -> PdfReader:
    client = Client()
    client.force_login(make_member(event, Role.DELEGATIONS_OFFICER, name="Ana Officer"))
    query = "&".join([BY_KEY[key].query, *(f"{name}={value}" for name, value in more.items())])
    response: Any = client.post(f"{reverse('staff:attendees-pdf', args=[event.slug])}?{query}")
    return PdfReader(BytesIO(b"".join(response.streaming_content)))


def test_the_book_names_country_and_city_in_two_languages_and_the_head_first(event: Event) -> None:
    book = _book(event)

    pages = [page.extract_text() for page in book.pages]
    words = plain_text(book)
    body = pages[-1]
    assert all(name in words for name in ("France", "法国", "Lyon", "里昂", "Gabon", "加蓬"))
    assert words.index("LYONHEAD") < words.index("LYONADVISER") < words.index("LIBREVILLEHEAD")
    assert body.count("Head of delegation") == 2
    assert "France – Gabon" in plain_text(book)


def test_the_public_book_is_not_confidential_and_names_no_officer(event: Event) -> None:
    public = plain_text(_book(event))

    assert "Confidential" not in public
    assert "Officer" not in public


def test_the_internal_book_is_confidential_on_each_page(event: Event) -> None:
    pages = [page.extract_text() for page in _book(event, "participants-internal").pages]

    assert all("Confidential, for Ana Officer" in page for page in pages)


def test_the_book_comes_on_a4_and_a5(event: Event) -> None:
    widths = [round(float(_book(event, paper=size).pages[0].mediabox.width)) for size in ("", "a5")]

    assert widths == [595, 420]


def test_in_the_order_of_precedence_the_list_is_no_book(event: Event) -> None:
    page = _book(event, "participants-internal", columns="name").pages[0]
    by_rank = BY_KEY["participants-internal"].query.replace("alphabetical", "precedence")
    client = Client()
    client.force_login(make_member(event, Role.DELEGATIONS_OFFICER, email="second@office.example"))

    response: Any = client.post(f"{reverse('staff:attendees-pdf', args=[event.slug])}?{by_rank}")
    table = PdfReader(BytesIO(b"".join(response.streaming_content))).pages[0]

    assert page.mediabox.width < page.mediabox.height
    assert table.mediabox.width > table.mediabox.height
