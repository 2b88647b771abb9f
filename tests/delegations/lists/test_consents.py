"""Each answer that a person gives is obeyed somewhere: nothing is asked that nothing obeys."""

import csv
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from delegations.api.tokens import create_token
from delegations.choices import AttendeeStatus, ConsentPurpose, DataClass
from delegations.decisions.services import decide_people
from delegations.lists.ready_lists import BY_KEY
from delegations.models import Attendee, Consent, SensitiveData
from delegations.people.forms import ConsentForm, SensitiveForm, refuse_needs_without_consent
from delegations.people.person_steps import NotAgreed, approve_people
from delegations.people.private_data import load_last_answers
from delegations.privacy.erasure import erase_class
from delegations.protocol.consents import STOPPED_BY_NO, TEXTS
from events.models import Event, SavedList
from programme.agenda.portraits import find_profile
from tests.factories import (
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_profile,
    make_user,
    photograph,
)

pytestmark = pytest.mark.django_db

P = ConsentPurpose
# What a person said: yes, no, or nothing as nobody asked.
SAID = {"YES": True, "NO": False, "UNASKED": None}


def say(person: Attendee, purpose: str, given: bool | None) -> None:
    if given is not None:
        Consent.objects.create(
            attendee=person, purpose=purpose, given=given, text_version="x", language="en"
        )


class Office:
    """An approved and counted person for each answer to one purpose, and an officer."""

    def __init__(self, purpose: str, **values: Any) -> None:
        self.event = make_event(**values)
        self.delegation = make_delegation(self.event)
        self.people = {}
        for name, given in SAID.items():
            person = self.people[name] = make_attendee(
                self.delegation,
                family=name.title(),
                given="",
                email=f"{name.lower()}@home.example",
                phone="+86 20 1111 2222",
            )
            # Anyone who thought better of it is taken at their last word.
            if given is not None:
                say(person, purpose, not given)
            say(person, purpose, given)
        self.officer = make_member(self.event, Role.DELEGATIONS_OFFICER)
        self.client = Client()
        self.client.force_login(self.officer)

    def page(self, query: str) -> Any:
        return self.client.get(f"{reverse('staff:attendees', args=[self.event.slug])}?{query}")

    def names(self, query: str) -> list[str]:
        response = self.page(query)
        place = [one.key for one in response.context["columns"]].index("name")
        return [row[place] for row in response.context["rows"]]

    def file(self, file_format: str, query: str) -> bytes:
        path = reverse(f"staff:attendees-{file_format}", args=[self.event.slug])
        data = dict(part.split("=") for part in query.split("&"))
        response: Any = self.client.get(path, data)
        if response.status_code == 405:
            response = self.client.post(path, data)
        assert response.status_code == 200
        return b"".join(response.streaming_content)

    def api(self, columns: list[str], query: str) -> Any:
        _token, words = create_token(
            event=self.event,
            owner=self.officer,
            name="Book",
            columns=columns,
            with_delegations=False,
            reason="",
            has_sensitive_columns=False,
            expires_at=timezone.now() + timedelta(days=1),
        )
        path = reverse("api:attendees", args=[self.event.slug])
        headers = {"authorization": f"Bearer {words}"}
        return self.client.get(f"{path}?{query}", headers=headers).json()


# --- Each purpose and what obeys it ---------------------------------------------------------------


def _approved(office: Office) -> set[str]:
    Attendee.objects.update(status=AttendeeStatus.SUBMITTED)
    for person in office.people.values():
        try:
            decide_people(
                event=office.event, people=[person], to=AttendeeStatus.APPROVED, by=office.officer
            )
        except NotAgreed:
            continue
    return {one.family.upper() for one in Attendee.objects.approved()}


def _in_the_book(office: Office) -> set[str]:
    return set(office.names("ready=participants&columns=name"))


def _contacts_in_the_book(office: Office) -> set[str]:
    rows = office.page("ready=participants&columns=name&columns=email&columns=phone").context[
        "rows"
    ]
    assert all(bool(email) is bool(phone) for _name, email, phone in rows)
    return {name for name, email, _phone in rows if email}


def _abroad(office: Office) -> set[str]:
    return set(office.names(BY_KEY["participants-abroad"].query))


def _portraits(office: Office) -> set[str]:
    shown = set()
    for name, person in office.people.items():
        profile = make_profile(person)
        profile.portrait.save("a.jpg", ContentFile(photograph()), save=False)
        type(profile).objects.filter(pk=profile.pk).update(portrait=profile.portrait.name)
        found = find_profile(office.event, str(person.guid))
        shown |= {name} if found and found.portrait else set()
    return shown


def _needs(field: str) -> Callable[[Office], set[str]]:
    def kept(office: Office) -> set[str]:
        found = set()
        for name, person in office.people.items():
            known = load_last_answers(person)
            said = {one: {True: "yes", False: "no"}[known[one]] for one in known}
            needs = SensitiveForm({field: "no pork"}, instance=SensitiveData(attendee=person))
            consents = ConsentForm(said, known=known, own=None)
            assert needs.is_valid()
            assert consents.is_valid()
            refuse_needs_without_consent(needs, consents)
            found |= set() if consents.errors else {name}
        return found

    return kept


def _reached_later(office: Office) -> set[str]:
    erase_class(
        event=office.event,
        kind=DataClass.CONTACTS,
        by=office.officer,
        today=timezone.now().date(),
    )
    return {one.family.upper() for one in Attendee.objects.exclude(email="")}


OBEYED: dict[str, Callable[[Office], set[str]]] = {
    P.REGISTRATION: _approved,
    P.PARTICIPANTS_BOOK: _in_the_book,
    P.CONTACT_IN_BOOK: _contacts_in_the_book,
    P.IMAGES: _portraits,
    P.DIET_HEALTH: _needs("diet"),
    P.RELIGIOUS_NEEDS: _needs("religious_needs"),
    P.SHARING_ABROAD: _abroad,
    P.LATER_FORUMS: _reached_later,
}


@pytest.mark.parametrize("purpose", P)
def test_each_answer_is_obeyed_where_it_matters(purpose: str) -> None:
    past = datetime(2020, 1, 1, tzinfo=UTC).date()
    dates = {"start_date": past, "end_date": past} if purpose == P.LATER_FORUMS else {}
    office = Office(purpose, **dates)

    reached = OBEYED[purpose](office)

    expected = {"YES", "UNASKED"} if purpose in STOPPED_BY_NO else {"YES"}
    assert reached == expected


def test_nothing_is_asked_that_nothing_obeys() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| (a no stops it|takes a yes) \| ([^|]+) \|$",
        Path("docs/privacy.md").read_text(),
        re.MULTILINE,
    )

    assert set(OBEYED) == set(P) == set(TEXTS)
    assert {label for label, _rule, _where in rows} == {str(one.label) for one in P}
    stopped = {label for label, rule, _where in rows if rule == "a no stops it"}
    assert stopped == {str(one.label) for one in STOPPED_BY_NO}


# --- Lists that are shared ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        BY_KEY["participants"].query,
        "ready=participants",
        "ready=participants&function=delegate&vip=&match=any",
    ],
)
def test_no_filter_brings_somebody_back_who_said_no(query: str) -> None:
    office = Office(P.PARTICIPANTS_BOOK)

    response = office.page(query)

    assert len(response.context["rows"]) == 2
    assert "Omitted for lack of consent: 1" in response.content.decode()


def test_files_leave_out_the_same_people_and_say_how_many() -> None:
    office = Office(P.PARTICIPANTS_BOOK)
    said = "Omitted for lack of consent: 1"
    query = "ready=participants&status=approved&columns=name"

    book: Any = openpyxl.load_workbook(BytesIO(office.file("xlsx", query))).active
    words = [str(cell) for row in book.iter_rows(values_only=True) for cell in row if cell]
    paper = pypdf.PdfReader(BytesIO(office.file("pdf", query))).pages[0].extract_text()
    rows = list(csv.reader(StringIO(office.file("csv", query).decode("utf-8-sig"))))

    assert [said in one for one in words].count(True) == 1
    assert re.sub(r"[\u2066-\u2069\s]", "", said) in re.sub(r"[\u2066-\u2069\s]", "", paper)
    assert ["NO" in words, "NO" in paper.split()] == [False, False]
    assert rows == [["Name"], ["UNASKED"], ["YES"]]


def test_programs_get_the_same_list() -> None:
    office = Office(P.PARTICIPANTS_BOOK)
    say(office.people["YES"], P.CONTACT_IN_BOOK, True)

    body = office.api(["name", "email"], "ready=participants")

    assert {row["name"]: row["email"] for row in body["rows"]} == {
        "YES": "yes@home.example",
        "UNASKED": "",
    }
    assert (body["count"], body["left_out"]) == (2, 1)
    assert office.api(["name", "email"], "")["left_out"] == 0


@pytest.mark.parametrize("column", ["arrives_at", "passport_number", "consent_images"])
def test_a_shared_list_holds_nothing_that_takes_a_right(column: str) -> None:
    office = Office(P.PARTICIPANTS_BOOK)

    for ready in ("participants", "participants-abroad"):
        response = office.page(f"ready={ready}&columns=name&columns={column}")
        assert list(response.context["form"].errors) == ["columns"]
    abroad = office.page("ready=participants-abroad&columns=email")
    assert list(abroad.context["form"].errors) == ["columns"]


def test_the_internal_list_is_for_the_office_and_holds_everybody() -> None:
    office = Office(P.PARTICIPANTS_BOOK)

    assert office.names(BY_KEY["participants-internal"].query) == ["NO", "UNASKED", "YES"]


# --- Finding who said what ------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", P)
def test_the_office_finds_who_said_yes_no_and_nothing(purpose: str) -> None:
    office = Office(purpose)

    found = {
        answer: office.names(f"consent={purpose}.{answer}&columns=name")
        for answer in ("yes", "no", "not-asked")
    }

    assert found == {"yes": ["YES"], "no": ["NO"], "not-asked": ["UNASKED"]}
    either = office.names(f"consent={purpose}.yes&consent={purpose}.no&columns=name")
    assert either == ["NO", "YES"]


def test_answers_are_columns_and_words() -> None:
    office = Office(P.IMAGES)

    response = office.page("columns=name&columns=consent_images&consent=images.no")
    rows = office.api(["name", "consent_images"], "consent=images.not-asked")["rows"]

    assert response.context["rows"] == [["NO", "no"]]
    assert response.context["words"] == "Consent: Photographs and video: no"
    assert [one["consent_images"] for one in rows] == ["not-asked"]


def test_nobody_else_filters_by_answers() -> None:
    office = Office(P.PARTICIPANTS_BOOK)
    for role in (Role.VIEWER, Role.DESK):
        office.client.force_login(make_member(office.event, role))

        response = office.page("consent=participants-book.no&columns=name")

        assert len(response.context["rows"]) == 3
        assert "consent" not in response.context["form"].fields
        assert office.page("columns=consent_images").context["form"].errors


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK])
def test_nobody_else_reads_answers_off_a_list_that_obeys_them(role: Role) -> None:
    office = Office(P.PARTICIPANTS_BOOK)
    office.client.force_login(make_member(office.event, role))
    SavedList.objects.create(
        list_name="attendees", event=office.event, name="Book", query="ready=participants&q=No"
    )

    found = [office.page(f"ready=participants&q={name}") for name in office.people]
    page = office.page("menu=lists")

    assert [list(one.context["form"].errors) for one in found] == [["ready"]] * 3
    assert "rows" not in found[0].context
    assert "Left out" not in "".join(one.content.decode() for one in found)
    assert not {"participants", "participants-abroad"} & {
        QueryDict(one.query).get("ready") for one in page.context["ready"]
    }
    assert [one.query for one in page.context["kept"]] == ["q=No"]


def test_who_does_not_agree_is_named_where_somebody_approves_them() -> None:
    office = Office(P.REGISTRATION)
    Attendee.objects.update(status=AttendeeStatus.SUBMITTED)
    person = office.people["NO"]

    office.client.post(
        reverse("staff:queue", args=[office.event.slug]),
        {"person": [str(person.guid), str(person.pk)], "decision": "approved"},
    )
    action = {"action": "approve", "_selected_action": [person.pk]}
    path = reverse("admin:delegations_attendee_changelist")
    shown = office.client.post(path, action, follow=True).content.decode()

    person.refresh_from_db()
    assert person.status == AttendeeStatus.SUBMITTED
    assert "They have refused consent to registration: No." in shown
    with pytest.raises(NotAgreed):
        approve_people(people=[person], by=make_user())


def test_many_people_take_as_many_queries_as_one(django_assert_max_num_queries: Any) -> None:
    counts = []
    for number in (1, 3):
        office = Office(P.PARTICIPANTS_BOOK)
        for _more in range(number):
            make_attendee(office.delegation)
        with django_assert_max_num_queries(40) as asked:
            office.page("ready=participants&columns=name&columns=email&consent=images.not-asked")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert Event.objects.count() == 2
