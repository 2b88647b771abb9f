"""One person finishes their own entry by a link of their own, and reaches nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from delegations.access.mailed_links import LinkUnknown
from delegations.access.personal_links import (
    finish_entry,
    revoke_personal_link,
    send_asked_links,
    send_personal_link,
)
from delegations.choices import AttendeeStatus, ConsentPurpose
from delegations.decisions.services import decide_people
from delegations.models import Amendment, Attendee, Consent, PersonalLink, SensitiveData
from delegations.people.person_steps import change_attendee_status
from delegations.people.private_data import load_last_answers
from delegations.privacy.erasure import erase_person
from delegations.registration.services import withdraw_person
from events.models import Event
from mail.models import OutgoingMail
from tests.audiences import FOCAL, OWN
from tests.delegations.focal import at_own_entry, form, mailed_link, opened, own_link
from tests.factories import (
    make_attendee,
    make_delegation,
    make_focal_point,
    make_member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(event: Event) -> Attendee:
    return make_attendee(
        make_delegation(event), status="draft", given="Ana", family="Souza", function="adviser"
    )


def path_of(person: Attendee, name: str = "entry") -> str:
    return reverse(f"own:{name}", args=[person.guid])


def answers(**values: Any) -> dict[str, Any]:
    return {**{purpose.value: "yes" for purpose in ConsentPurpose}, **values}


# --- The link -------------------------------------------------------------------------------------


def test_a_focal_point_mails_a_person_their_link_and_sees_how_far_they_are(
    person: Attendee,
) -> None:
    focal_point = make_focal_point(person.delegation)
    city = opened(focal_point)
    city.post(
        reverse("focal:personal-link", args=[person.guid]),
        {"step": "send", "email": "Ana@Home.example", "language": "fr"},
    )
    link = PersonalLink.objects.get()
    token = mailed_link(link).split("/")[2]
    assert (link.email, link.sent_by) == ("ana@home.example", focal_point)
    assert len(token) >= 43
    assert token not in str(link.token_hash)
    assert "not yet opened" in city.get("/delegation/").content.decode()

    client = Client()
    first = client.get(mailed_link(link))
    assert (first.status_code, first.headers["Location"]) == (303, "/join/")
    inside = client.post(reverse("focal-door"), follow=True)
    assert token not in inside.content.decode()
    assert "no-store" in inside.headers["Cache-Control"]
    assert "Editing this entry" in city.get("/delegation/").content.decode()

    client.post(path_of(person, "finished"))
    assert "Entry completed" in city.get("/delegation/").content.decode()


def test_who_is_returned_has_not_finished(person: Attendee, event: Event) -> None:
    link = own_link(person)
    finish_entry(link=link)
    Attendee.objects.filter(pk=person.pk).update(status=AttendeeStatus.SUBMITTED)

    decide_people(
        event=event,
        people=[person],
        to=AttendeeStatus.RETURNED,
        by=make_member(event, Role.DELEGATIONS_OFFICER),
        delegation_note="Write the office.",
    )

    link.refresh_from_db()
    assert link.finished_at is None


def test_a_link_works_once_and_never_after_the_forum(person: Attendee) -> None:
    link = own_link(person)
    path = mailed_link(link)
    at_own_entry(person)
    late = Client()

    late.get(path)

    assert late.post(reverse("focal-door")).status_code == 200
    assert late.get(path_of(person)).headers["Location"] == "/join/"
    event = person.delegation.event
    past = timezone.now().date() - timedelta(days=3)
    Event.objects.filter(pk=event.pk).update(start_date=past, end_date=past)
    with pytest.raises(LinkUnknown):
        own_link(person)


@pytest.mark.usefixtures("_empty_limits")
def test_a_person_asks_for_a_new_link_where_the_old_one_went_and_nowhere_else(
    person: Attendee,
) -> None:
    link = own_link(person, email="ana@home.example")
    client = at_own_entry(person)
    send_personal_link(attendee=person, email="ana@home.example", language="en")
    # Their own address is theirs to write: no link follows it.
    client.post(path_of(person), form(email="thief@example.org"))
    OutgoingMail.objects.all().delete()

    for address in ("thief@example.org", "ANA@home.example"):
        Client().post(reverse("focal-renew"), {"email": address})
    send_asked_links()

    assert [mail.address for mail in OutgoingMail.objects.all()] == ["ana@home.example"]
    link.refresh_from_db()
    assert Client().get(mailed_link(link)).status_code == 303


def revoked(person: Attendee) -> None:
    revoke_personal_link(attendee=person)


def withdrawn(person: Attendee) -> None:
    focal_point = make_focal_point(person.delegation)
    withdraw_person(focal_point=focal_point, guid=person.guid)


def moved(person: Attendee) -> None:
    Attendee.objects.filter(pk=person.pk).update(
        delegation=make_delegation(person.delegation.event)
    )


def erased(person: Attendee) -> None:
    by = make_member(person.delegation.event, Role.ADMINISTRATOR)
    erase_person(attendee=person, by=by, reason="Asked to")


def mailed_elsewhere(person: Attendee) -> None:
    own_link(person, email="other@example.org")


@pytest.mark.parametrize("end", [revoked, withdrawn, moved, erased, mailed_elsewhere])
def test_access_ends_at_the_next_click(person: Attendee, end: Callable[[Attendee], None]) -> None:
    client = at_own_entry(person)
    assert client.get(path_of(person)).status_code == 200

    end(person)

    assert client.get(path_of(person)).headers["Location"] == "/join/"
    assert client.post(path_of(person, "keep"), form()).headers["Location"] == "/join/"


def test_who_withdrew_and_comes_again_needs_a_new_link(person: Attendee) -> None:
    client = at_own_entry(person)
    withdrawn(person)
    Attendee.objects.filter(pk=person.pk).update(status="submitted")

    assert client.get(path_of(person)).headers["Location"] == "/join/"


# --- The entry ------------------------------------------------------------------------------------


def test_a_person_writes_their_own_names_and_not_their_function_or_rank(person: Attendee) -> None:
    client = at_own_entry(person)

    client.post(
        path_of(person),
        form(given="Anna", function="head", rank_class="A", is_incumbent="on"),
    )

    person.refresh_from_db()
    assert (person.given, person.function, person.rank_class) == ("Anna", "adviser", "")
    assert not person.is_incumbent
    assert person.history.first().history_change_reason == "Ana Souza"
    page = client.get(path_of(person)).content.decode()
    assert 'name="function"' not in page
    assert "Adviser" in page


def test_what_is_typed_is_kept_and_shown_as_it_will_be_printed(person: Attendee) -> None:
    answer = at_own_entry(person).post(path_of(person, "keep"), form(given="Anna")).json()

    person.refresh_from_db()
    assert (answer["saved"], person.given) == (True, "Anna")
    assert answer["preview"]["list"] == "Anna SOUZA, Director"


def test_once_submitted_the_person_asks_beside_what_the_focal_point_asks(event: Event) -> None:
    person = make_attendee(make_delegation(event), given="Ana", family="Souza", status="submitted")
    opened(make_focal_point(person.delegation)).post(
        reverse("focal:person", args=[person.guid]), form(function="deputy")
    )

    at_own_entry(person).post(path_of(person), form(given="Anna"))

    amendment = Amendment.objects.get()
    person.refresh_from_db()
    assert person.given == "Ana"
    assert (amendment.changes["given"], amendment.changes["function"]) == ("Anna", "deputy")
    assert (amendment.by, amendment.author) == (None, str(person))


def test_the_person_answers_themselves_and_nobody_changes_that_for_them(person: Attendee) -> None:
    focal_point = make_focal_point(person.delegation)
    at_own_entry(person).post(path_of(person, "private"), answers(diet="vegan", images="no"))
    said = {one.purpose: one for one in Consent.objects.all()}
    assert (said["images"].given, said["images"].by_person) == (False, True)
    assert said["images"].given_by == str(person)

    city, path = opened(focal_point), reverse("focal:private", args=[person.guid])
    page = city.get(path).content.decode()
    city.post(path, answers(diet="halal", on_behalf="on"))

    assert "Stated by the person." in page
    assert load_last_answers(person)["images"] is False
    assert Consent.objects.count() == len(ConsentPurpose)
    assert SensitiveData.objects.get().diet == "halal"


def test_nothing_of_the_office_or_of_the_others_is_on_the_pages(person: Attendee) -> None:
    person.office_note = "MARKER note"
    person.save()
    make_attendee(person.delegation, family="Markerova")
    by = make_member(person.delegation.event, Role.DELEGATIONS_OFFICER)
    change_attendee_status(
        attendee=person, to=AttendeeStatus.SUBMITTED, by=by, office_note="MARKER step"
    )
    client = at_own_entry(person)

    pages = [client.get(path_of(person, name)).content.decode() for name in ("entry", "private")]

    assert "marker" not in "".join(pages).lower()


# --- One entry, and no other ----------------------------------------------------------------------


def everything() -> list[Any]:
    rows = (Attendee, Amendment, PersonalLink, Consent, SensitiveData)
    return [list(model._default_manager.order_by("pk").values()) for model in rows]


def test_the_session_of_one_person_reaches_nobody_else(event: Event) -> None:
    delegation = make_delegation(event)
    mine = make_attendee(delegation, status="draft")
    other = make_attendee(delegation, status="draft", office_title_en="Mayor")
    foreign = make_attendee(make_delegation(event), status="submitted")
    for one in (other, foreign):
        own_link(one)
    client = at_own_entry(mine)
    before = everything()

    for one in (other, foreign):
        for name in sorted(OWN):
            path = reverse(name, args=[one.guid])
            codes = [
                client.get(path).status_code,
                client.post(path, form(family="Stranger")).status_code,
            ]
            assert 404 in codes, path
            assert set(codes) <= {404, 405}, path
    for name in sorted(FOCAL - {"focal:leave"}):
        for one in (mine, other, foreign):
            about = name in ABOUT_ONE
            path = reverse(name, args=[one.guid] if about else [])
            sent = {**form(family="Stranger"), "person": [str(one.guid)]}
            for answer in (client.get(path), client.post(path, sent)):
                assert answer.headers.get("Location", "/join/") == "/join/", path
                assert answer.status_code in (302, 405), path

    assert everything() == before


ABOUT_ONE = {
    f"focal:{one}"
    for one in (
        "person",
        "keep",
        "withdraw",
        "take-back",
        "private",
        "personal-link",
        "photograph",
        "picture",
        "remove-photograph",
        "nomination-file",
    )
}


def test_without_a_link_there_is_nothing(person: Attendee) -> None:
    own_link(person)
    before = everything()
    focal = opened(make_focal_point(make_delegation(person.delegation.event)))

    for client in (Client(), focal):
        for name in sorted(OWN):
            path = reverse(name, args=[person.guid])
            for answer in (client.get(path), client.post(path, form(family="Stranger"))):
                assert answer.status_code in (302, 405)

    assert everything() == before


def test_a_page_left_open_by_one_person_writes_into_nobody_else_of_the_same_browser(
    event: Event,
) -> None:
    delegation = make_delegation(event)
    first, second = (make_attendee(delegation, status="draft") for _number in range(2))
    client = at_own_entry(first)
    client.get(mailed_link(own_link(second)))
    client.post(reverse("focal-door"))

    answer = client.post(path_of(first, "keep"), form(family="Typed by the first"))

    assert answer.status_code == 404
    assert not Attendee.objects.filter(family="Typed by the first").exists()


def test_a_focal_point_who_comes_too_holds_both(person: Attendee) -> None:
    client = opened(make_focal_point(person.delegation))
    client.get(mailed_link(own_link(person)))
    client.post(reverse("focal-door"))

    assert client.get(path_of(person)).status_code == 200
    assert client.get("/delegation/").status_code == 200
    client.post(reverse("focal:leave"))
    assert client.get(path_of(person)).headers["Location"] == "/join/"
    assert client.get("/delegation/").headers["Location"] == "/join/"


@pytest.mark.usefixtures("_empty_limits")
def test_one_address_gets_no_more_than_five_links_an_hour(person: Attendee) -> None:
    city = opened(make_focal_point(person.delegation))
    links = set()
    for _time in range(7):
        city.post(
            reverse("focal:personal-link", args=[person.guid]),
            {"step": "send", "email": "ana@home.example", "language": "en"},
        )
        links.add(mailed_link(PersonalLink.objects.get()))

    assert len(links) == 5


# --- The office -----------------------------------------------------------------------------------


def test_the_office_sends_a_link_and_takes_it_away(person: Attendee) -> None:
    event = person.delegation.event
    office = Client()
    office.force_login(make_member(event, Role.DELEGATIONS_OFFICER))
    path = reverse("staff:person-link", args=[event.slug, person.guid])

    office.post(path, {"step": "send", "email": "ana@home.example", "language": "ar"})
    link = PersonalLink.objects.get()
    assert (link.language, link.is_active) == ("ar", True)
    assert "ana@home.example" in office.get(path).content.decode()

    office.post(path, {"step": "revoke"})
    link.refresh_from_db()
    assert (link.is_active, link.token_hash) == (False, None)
