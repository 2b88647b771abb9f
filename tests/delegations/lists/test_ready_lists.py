"""Lists that every office makes, lists that people keep, and lists on paper."""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pypdf
import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import RIGHTS, Right, Role
from core.text.whole_days import whole_day
from delegations.choices import AttendeeStatus
from delegations.lists.columns import columns_for
from delegations.lists.ready_lists import BY_KEY, READY_LISTS, ready_lists_for
from delegations.models import ExportLog, SensitiveData, Travel
from events.models import Event, SavedList
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    text,
)

pytestmark = pytest.mark.django_db


def client_of(event: Event, role: Role = Role.DELEGATIONS_OFFICER) -> tuple[Client, User]:
    client, user = Client(), make_member(event, role)
    client.force_login(user)
    return client, user


def page(event: Event, client: Client, query: str) -> Any:
    return client.get(f"{reverse('staff:attendees', args=[event.slug])}?{query}")


def names(response: Any) -> list[str]:
    """The names of a list, in its order."""
    place = [column.key for column in response.context["columns"]].index("name")
    return [row[place] for row in response.context["rows"]]


@pytest.mark.parametrize("one", READY_LISTS, ids=lambda one: one.key)
def test_a_ready_list_opens_with_its_own_columns_in_their_order(one: Any) -> None:
    event = make_event()
    make_attendee(make_delegation(event), function="press", vip=True)
    client, _user = client_of(event)

    response = page(event, client, one.query)

    assert tuple(column.key for column in response.context["columns"]) == one.columns
    assert response.context["listing"].title == str(one.label)


@pytest.mark.parametrize("role", Role)
def test_nobody_is_offered_a_list_of_what_they_may_not_see(role: Role) -> None:
    available = columns_for(RIGHTS[role])

    for one in ready_lists_for(RIGHTS[role]):
        assert set(one.columns) <= set(available)
    assert len(ready_lists_for(frozenset(Right))) == len(READY_LISTS)


def test_participants_are_numbered_on_every_page() -> None:
    event = make_event()
    delegation = make_delegation(event)
    for number in range(52):
        make_attendee(delegation, family=f"N{number:02}")
    client, _user = client_of(event)

    second = page(event, client, "columns=number&columns=name&page=2").context["rows"]

    assert [row[0] for row in second] == [51, 52]


def test_arrivals_come_in_the_order_of_the_clock_and_of_one_day_only() -> None:
    event = make_event()
    delegation = make_delegation(event)
    zone = event.zone
    for family, at in (
        ("Late", datetime(2030, 5, 2, 23, 30, tzinfo=zone)),
        ("Early", datetime(2030, 5, 2, 6, 0, tzinfo=zone)),
        ("Next", datetime(2030, 5, 3, 0, 10, tzinfo=zone)),
        ("Someday", whole_day(date(2030, 5, 2), zone)),
    ):
        person = make_attendee(delegation, family=family, given="")
        Travel.objects.create(attendee=person, arrives_at=at.astimezone(UTC))
    make_attendee(delegation, family="Unknown", given="")
    client, _user = client_of(event)
    query = next(one for one in READY_LISTS if one.key == "arrivals").query

    assert names(page(event, client, query)) == [
        "EARLY",
        "LATE",
        "SOMEDAY",
        "NEXT",
        "UNKNOWN",
    ]
    assert names(page(event, client, f"{query}&arrives_on=2030-05-02")) == [
        "EARLY",
        "LATE",
        "SOMEDAY",
    ]
    assert "2 May, time not known" in page(event, client, query).content.decode()


def test_whereabouts_order_nothing_for_those_who_may_not_see_them() -> None:
    event = make_event()
    make_attendee(make_delegation(event))
    client, _user = client_of(event, Role.VIEWER)

    for query in ("order=arrival", "then=hotel"):
        assert "rows" not in page(event, client, query).context
    # The day is no field of theirs: it chooses nothing.
    assert len(page(event, client, "arrives_on=1999-01-01").context["rows"]) == 1


def test_one_order_comes_after_another() -> None:
    event = make_event()
    low = make_delegation(event, organisation=make_organisation(name=text("A"), country="AT"))
    high = make_delegation(event, organisation=make_organisation(name=text("B"), country="BE"))
    for delegation, rank in ((low, 2), (high, 1)):
        type(delegation).objects.filter(pk=delegation.pk).update(precedence_position=rank)
        make_attendee(delegation, family=f"Press{rank}", given="", function="press")
        make_attendee(delegation, family=f"Staff{rank}", given="", function="staff")
    client, _user = client_of(event)

    response = page(event, client, "order=function&then=precedence&columns=name")

    assert names(response) == ["STAFF1", "STAFF2", "PRESS1", "PRESS2"]


def test_the_security_submission_is_the_most_guarded() -> None:
    event = make_event()
    person = make_attendee(make_delegation(event), family="Ada", given="")
    SensitiveData.objects.create(
        attendee=person,
        passport_name="ADA SECRET",
        passport_number="X0000001",
        nationality="PE",
        born_on=date(1961, 7, 9),
        diet="no pork",
    )
    one = next(one for one in READY_LISTS if one.key == "security")
    officer, _user = client_of(event)

    shown = page(event, officer, f"{one.query}&columns=diet").content.decode()

    assert one.right == Right.VIEW_SENSITIVE
    assert "<td><bdi>ADA</bdi></td>" not in shown  # the name in lists is none of its columns
    assert shown.count("•••") == 5
    for word in ("SECRET", "X0000001", ">PE<", "1961", "no pork"):
        assert word not in shown
    for file_format in ("xlsx", "csv", "pdf"):
        path = reverse(f"staff:attendees-{file_format}", args=[event.slug])
        assert officer.post(f"{path}?{one.query}").status_code == 400
    assert not ExportLog.objects.exists()
    for role in (Role.VIEWER, Role.DESK):
        other, _user = client_of(event, role)
        assert "rows" not in page(event, other, one.query).context
        assert str(one.label) not in page(event, other, "menu=lists").content.decode()


# --- Kept lists -----------------------------------------------------------------------------------


def keep(event: Event, client: Client, **values: Any) -> Any:
    data = {"name": "My guests", "query": "function=guest&columns=name&page=3&reason=x", **values}
    return client.post(reverse("staff:list-save", args=[event.slug]), data)


def test_a_list_is_kept_for_oneself_or_for_the_team() -> None:
    event = make_event()
    (mine, _me), (theirs, _them) = client_of(event), client_of(event)

    keep(event, mine)
    keep(event, mine, name="All guests", team="on")

    assert [one.label for one in page(event, mine, "menu=lists").context["kept"]] == [
        "All guests",
        "My guests",
    ]
    assert [one.label for one in page(event, theirs, "menu=lists").context["kept"]] == [
        "All guests"
    ]
    assert SavedList.objects.get(name="My guests").query == "function=guest&columns=name"


def test_the_same_name_again_replaces_the_list() -> None:
    event = make_event()
    client, _user = client_of(event)
    keep(event, client)
    keep(event, client, query="function=press")

    assert SavedList.objects.get().query == "function=press"


def test_a_list_of_the_team_shows_each_reader_what_they_may_see() -> None:
    event = make_event()
    make_attendee(make_delegation(event), email="guest@home.example")
    officer, _user = client_of(event)
    query = "columns=name&columns=email&order=arrival&then=hotel&arrives_on=2030-05-02"
    keep(event, officer, name="Contacts", query=query, team="on")
    viewer, _other = client_of(event, Role.VIEWER)

    (link,) = page(event, viewer, "menu=lists").context["kept"]
    shown = page(event, viewer, link.query)

    assert [column.key for column in shown.context["columns"]] == ["name"]
    assert "guest@home.example" not in shown.content.decode()


def test_nobody_drops_the_list_of_somebody_else() -> None:
    event = make_event()
    (mine, _me), (theirs, _them) = client_of(event), client_of(event)
    keep(event, mine)
    keep(event, mine, name="All guests", team="on")

    for one in SavedList.objects.all():
        path = reverse("staff:list-delete", args=[event.slug, one.pk])
        assert theirs.post(path).status_code == 404
    own = SavedList.objects.get(name="My guests")
    mine.post(reverse("staff:list-delete", args=[event.slug, own.pk]))

    assert [one.name for one in SavedList.objects.all()] == ["All guests"]


def test_the_badge_list_has_the_lines_that_will_be_printed() -> None:
    event = make_event()
    delegation = make_delegation(event)
    approved = {"status": AttendeeStatus.APPROVED}
    chinese = {"given": "Wei", "family": "Zhang", "name_order": "family-first"}
    make_attendee(delegation, native_name="张伟", **chinese, **approved)
    make_attendee(delegation, given="Ana", family="Zorn", badge_name="Anita Zorn", **approved)
    client, _user = client_of(event)
    query = BY_KEY["badges"].query

    page = client.get(f"{reverse('staff:attendees', args=[event.slug])}?{query}")

    keys = [column.key for column in page.context["columns"]]
    first, second = keys.index("badge_line_1"), keys.index("badge_line_2")
    lines = [(row[first], row[second]) for row in page.context["rows"]]
    assert lines == [("Zhang Wei", "张伟"), ("Anita Zorn", "")]


# --- Versions and paper ---------------------------------------------------------------------------


def test_each_export_of_a_list_has_a_number_of_its_own() -> None:
    event = make_event()
    client, _user = client_of(event)
    path = reverse("staff:attendees-csv", args=[event.slug])
    for query in ("ready=participants", "ready=participants", "ready=badges"):
        b"".join(client.post(path, QueryDict(query).dict()).streaming_content)  # type: ignore[attr-defined]

    logged = ExportLog.objects.order_by("pk").values_list("list_name", "version")
    assert list(logged) == [("participants", 1), ("participants", 2), ("badges", 1)]


def test_paper_says_what_it_is_on_each_page_and_holds_every_name() -> None:
    event = make_event(title=text("Forum"))
    delegation = make_delegation(event)
    for number in range(90):
        make_attendee(delegation, family=f"Őri{number}", native_name="张伟")
    client, user = client_of(event)
    query = next(one for one in READY_LISTS if one.key == "badges").query

    path = reverse("staff:attendees-pdf", args=[event.slug])
    response = client.post(f"{path}?{query}")
    reader = pypdf.PdfReader(BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    # Marks that keep pieces of another direction together are no words.
    pages = [re.sub("[\u2066-\u2069]", "", one.extract_text()) for one in reader.pages]

    assert response.headers["Content-Type"] == "application/pdf"
    assert len(pages) > 1
    box = reader.pages[0].mediabox
    assert box.width > box.height
    for number, words in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in words
        assert f"Confidential, for {user.get_full_name()}" in words
        assert "version 1" in words
        assert "City or organization" in words
    assert sum(words.count("ŐRI") for words in pages) == 90
    log = ExportLog.objects.get()
    assert (log.file_format, log.list_name, log.row_count) == ("pdf", "badges", 90)


def test_paper_names_the_entries_that_no_font_can_print_in_full() -> None:
    event = make_event()
    delegation = make_delegation(event)
    make_attendee(delegation, given="Ana", family="Aa")
    make_attendee(delegation, given="Ngũgĩ", family="Bb", native_name="喆 \U0010fffd")
    client, _user = client_of(event)

    pages = _paper(client, event, "columns=name&columns=native_name")
    without = _paper(client, event, "columns=name")

    assert "1 entry has characters that no font on this server can print" in pages
    assert "row 2 “喆 □”" in pages
    assert "no font" not in without


def _paper(client: Client, event: Event, query: str) -> str:
    """The words of the list on paper, without the marks of direction."""
    response = client.post(f"{reverse('staff:attendees-pdf', args=[event.slug])}?{query}")
    reader = pypdf.PdfReader(BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(re.sub("[\u2066-\u2069]", "", text).split())


def test_sensitive_columns_need_a_reason_on_paper_too() -> None:
    event = make_event()
    person = make_attendee(make_delegation(event))
    SensitiveData.objects.create(attendee=person, passport_number="X0000001")
    client, _user = client_of(event)
    query = QueryDict(next(one for one in READY_LISTS if one.key == "security").query, mutable=True)
    path = reverse("staff:attendees-pdf", args=[event.slug])

    assert client.post(f"{path}?{query.urlencode()}").status_code == 400
    assert client.post(f"{path}?{query.urlencode()}&reason=In+the+address").status_code == 400
    assert not ExportLog.objects.exists()

    reason = {"reason": "Asked for by public security."}
    assert client.post(f"{path}?{query.urlencode()}", reason).status_code == 200
    assert ExportLog.objects.get().reason == "Asked for by public security."
