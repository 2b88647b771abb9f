"""Where findings are shown and settled: their page, a session, publishing, the index."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import RIGHTS, Right, Role
from delegations.models import Travel
from forum_portal.workspace.edition_urls import edition_url
from programme.checks.acceptance import accept_finding
from programme.checks.review import review
from programme.choices import SessionKind
from programme.models import AcceptedFinding, ScheduleRelease
from tests.factories import (
    NOON,
    make_appearance,
    make_attendee,
    make_award,
    make_delegation,
    make_entry,
    make_event,
    make_member,
    make_room,
    make_session,
    make_sub_forum,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class Office:
    """An edition in which two sessions are in one room and one has none."""

    def __init__(self) -> None:
        self.event = make_event(title=text("Our forum"))
        self.sub_forum = make_sub_forum(self.event, number=4)
        hall = make_room(self.event, name=text("Pearl Hall"))
        plenary = {"kind": SessionKind.PLENARY}
        self.one = make_session(self.event, title=text("One"), room=hall, **plenary)
        self.two = make_session(
            self.event, title=text("Two"), room=hall, sub_forum=self.sub_forum, **plenary
        )
        self.lost = make_session(self.event, title=text("Lost"), start=NOON + 24 * HOUR, **plenary)
        self.person = make_attendee(make_delegation(self.event), family="Ruiz")
        make_appearance(self.two, attendee=self.person)
        self.path = reverse("admin:programme_checks", args=[self.event.pk])

    def client(self, role: Role = Role.EDITOR) -> Client:
        client = Client()
        client.force_login(make_member(self.event, role, name=f"A {role.label}"))
        return client

    def edited_by(self, role: Role) -> None:
        """Anyone who has this role is an editor of the sub-forum."""
        self.sub_forum.editors.set(User.objects.filter(memberships__role=role))

    def identity(self, key: str = "room-taken-twice") -> dict[str, str]:
        (finding,) = (one for one in review(self.event).open if one.check.key == key)
        return {"check": key, "fingerprint": finding.fingerprint}

    def accept(self, client: Client, **data: str) -> Any:
        values = {**self.identity(), "reason": "A wall is drawn.", **data}
        return client.post(self.path, values, follow=True)


@pytest.fixture
def office() -> Office:
    return Office()


def _sentences(response: Any) -> list[str]:
    return [row.sentence for row in response.context["rows"].open]


def _text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def _messages(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# --- The page of an event -------------------------------------------------------------------------


def test_the_page_names_what_is_found_with_links_to_both_sides(office: Office) -> None:
    response = office.client().get(office.path)

    assert _sentences(response) == [
        "Pearl Hall is double-booked on 2 May, 20:00: “One” and “Two”.",
        "“Lost” has no room.",
    ]
    for session in (office.one, office.two, office.lost):
        path = reverse("admin:programme_session_change", args=[session.pk])
        assert f'href="{path}"' in response.content.decode()


def test_people_are_linked_for_those_who_may_open_them(office: Office) -> None:
    make_appearance(office.one, attendee=office.person)
    path = reverse("admin:delegations_attendee_change", args=[office.person.pk])

    seen = {
        role: f'href="{path}"' in office.client(role).get(office.path).content.decode()
        for role in Role
    }

    assert seen == {role: Right.VIEW_PEOPLE in RIGHTS[role] for role in Role}


def test_accepting_takes_a_reason_and_shows_who_and_why(office: Office) -> None:
    client = office.client()

    refused = office.accept(client, reason=" ")
    response = office.accept(client)

    assert _messages(refused) == ["Give a short reason for accepting it."]
    assert _messages(response) == ["Accepted. The finding returns if the facts change."]
    assert _sentences(response) == ["“Lost” has no room."]
    (accepted,) = response.context["rows"].accepted
    assert accepted.accepted.reason == "A wall is drawn."
    assert "Accepted by A Editor" in _text(response)
    assert "A wall is drawn." in _text(response)


def test_a_withdrawn_acceptance_is_open_again(office: Office) -> None:
    client = office.client()
    office.accept(client)
    row = AcceptedFinding.objects.get()

    response = client.post(office.path, {"withdraw": row.pk}, follow=True)

    assert len(_sentences(response)) == 2
    assert response.context["rows"].accepted == []
    record = client.get(reverse("admin:programme_acceptedfinding_changelist"))
    assert "A wall is drawn." in _text(record)


@pytest.mark.parametrize("role", Role)
def test_the_buttons_are_for_those_who_may_publish_and_nobody_else_gets_through(
    role: Role, office: Office
) -> None:
    client = office.client(role)
    office.edited_by(role)
    page = client.get(office.path)
    answer = client.post(office.path, {**office.identity(), "reason": "I say so."})

    may = Right.RELEASE in RIGHTS[role]
    assert ('name="reason"' in page.content.decode()) is may
    assert answer.status_code == (302 if may else 403)
    assert AcceptedFinding.objects.exists() is may


def test_what_changed_meanwhile_is_not_accepted(office: Office) -> None:
    client, before = office.client(), office.identity()
    office.two.end += HOUR
    office.two.save()

    response = office.accept(client, **before)

    assert _messages(response) == ["This finding has changed or has been resolved. Check it again."]
    assert not AcceptedFinding.objects.exists()


def test_an_acceptance_of_another_event_is_not_withdrawn_here(office: Office) -> None:
    other = Office()
    other.accept(other.client())
    row = AcceptedFinding.objects.get()

    office.client().post(office.path, {"withdraw": row.pk})

    row.refresh_from_db()
    assert row.withdrawn_at is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 2),
        ({"severity": "error"}, 1),
        ({"severity": "note"}, 2),
        ({"check": "room-missing"}, 1),
        ({"sub_forum": "4"}, 1),
        ({"day": "2030-05-03"}, 1),
        ({"day": "2030-05-03", "sub_forum": "4"}, 0),
        ({"day": "no day", "page": "no page"}, 2),
    ],
)
def test_the_page_is_narrowed_by_what_occurs(
    query: dict[str, str], found: int, office: Office
) -> None:
    response = office.client().get(office.path, query)

    assert len(_sentences(response)) == found


def test_each_filter_says_how_many_are_open(office: Office) -> None:
    form = office.client().get(office.path).context["form"]

    assert form.fields["severity"].choices == [
        ("", "all"),
        ("error", "Errors (1)"),
        ("warning", "Warnings (1)"),
    ]
    assert form.fields["day"].choices == [
        ("", "all"),
        ("2030-05-02", "Thursday 2 May (1)"),
        ("2030-05-03", "Friday 3 May (1)"),
    ]


def test_sub_forum_editors_see_what_touches_their_own(office: Office) -> None:
    client = office.client(Role.SUB_FORUM_EDITOR)
    nothing = client.get(office.path)
    office.edited_by(Role.SUB_FORUM_EDITOR)

    assert _sentences(nothing) == []
    assert _sentences(client.get(office.path)) == [
        "Pearl Hall is double-booked on 2 May, 20:00: “One” and “Two”."
    ]


def test_many_findings_are_shown_page_by_page(office: Office) -> None:
    for number in range(60):
        make_session(office.event, title=text(f"Lost {number}"), kind=SessionKind.PLENARY)

    first = office.client().get(office.path, {"check": "room-missing"})

    assert first.context["page"].paginator.num_pages == 2
    assert first.content.decode().count('class="finding ') == 50
    assert "check=room-missing&amp;page=2" in first.content.decode()


def test_the_page_takes_as_many_queries_for_many_findings_as_for_few(office: Office) -> None:
    client = office.client()
    few = count_queries(lambda: client.get(office.path))
    for _ in range(3):
        make_session(office.event, kind=SessionKind.PLENARY)

    assert count_queries(lambda: client.get(office.path)) == few


# --- What must not be told ------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_no_page_tells_arrivals_or_winners_to_those_who_may_not_know(
    role: Role, office: Office
) -> None:
    Travel.objects.create(attendee=office.person, arrives_at=NOON + timedelta(minutes=7))
    make_entry(make_award(office.event), city=text("Zq7ville"), is_winner=True)
    make_session(office.event, title=text("The winner is Zq7ville"), room=make_room(office.event))
    client = office.client(role)
    office.edited_by(role)
    pages = [
        office.path,
        edition_url(office.event),
        reverse("admin:programme_session_change", args=[office.two.pk]),
        reverse("admin:programme_publish", args=[office.event.pk]),
    ]

    seen = " ".join(_text(client.get(page)) for page in pages)

    assert "before their arrival" in seen
    assert ("20:07" in seen) is (Right.VIEW_SENSITIVE in RIGHTS[role])
    assert ("as a winner before" in seen) is (Right.VIEW_CONTENT in RIGHTS[role])


# --- The form of a session ------------------------------------------------------------------------


def test_the_form_of_a_session_lists_its_findings_with_the_other_side(office: Office) -> None:
    client = office.client()
    path = reverse("admin:programme_session_change", args=[office.one.pk])

    response = client.get(path)

    assert "Pearl Hall is double-booked" in _text(response)
    assert "has no room" not in _text(response)
    other = reverse("admin:programme_session_change", args=[office.two.pk])
    content = response.content.decode()
    section = content[content.index('<section class="session-findings"') :].split("</section>")[0]
    assert f'href="{other}"' in section
    assert f'href="{path}"' not in section


def test_a_new_session_and_a_quiet_one_have_no_list(office: Office) -> None:
    quiet = make_session(office.event, kind=SessionKind.PLENARY, room=make_room(office.event))

    for path in (
        reverse("admin:programme_session_add"),
        reverse("admin:programme_session_change", args=[quiet.pk]),
    ):
        response = office.client().get(path)
        assert response.status_code == 200
        assert "session-findings" not in response.content.decode()


def _save(client: Client, session: Any) -> list[str]:
    """Save a session in the admin as it is; what is said after that."""
    path = reverse("admin:programme_session_change", args=[session.pk])
    response = client.post(
        path,
        {
            "event": session.event_id,
            "title_en": session.title["en"],
            "kind": session.kind,
            "start_0": "2030-05-02",
            "start_1": "20:00:00",
            "end_0": "2030-05-02",
            "end_1": "21:00:00",
            "room": session.room_id or "",
            "visibility": session.visibility,
            "status": session.status,
            "appearances-TOTAL_FORMS": 0,
            "documents-TOTAL_FORMS": 0,
            "documents-INITIAL_FORMS": 0,
            "appearances-INITIAL_FORMS": 0,
        },
        follow=True,
    )
    return _messages(response)


def test_after_saving_what_is_open_is_said_and_what_is_accepted_is_not(office: Office) -> None:
    client = office.client()

    before = _save(client, office.one)
    office.accept(client)
    after = _save(client, office.one)

    said = "Pearl Hall is double-booked on 2 May, 20:00: “One” and “Two”."
    assert said in before
    assert said not in after
    assert len(after) == len(before) - 1


# --- Publishing -----------------------------------------------------------------------------------


def _publish(client: Client, office: Office, **data: str) -> Any:
    path = reverse("admin:programme_publish", args=[office.event.pk])
    form = client.get(path).context["form"]
    return client.post(path, {**form.initial, **data}, follow=True)


def test_the_publish_page_asks_for_a_tick_where_errors_are_open(office: Office) -> None:
    client = office.client()

    refused = _publish(client, office, comment="First.")
    assert "Some errors are open" in _messages(refused)[0]
    assert refused.context["form"].initial["comment"] == "First."
    assert not ScheduleRelease.objects.exists()

    _publish(client, office, publish_anyway="on")

    release = ScheduleRelease.objects.get()
    assert release.open_errors == [office.identity()]
    page = client.get(reverse("admin:programme_schedulerelease_changelist"))
    assert "Room double-booked (1)" in _text(page)


def test_the_tick_is_not_there_without_open_errors(office: Office) -> None:
    client = office.client()
    office.accept(client)
    path = reverse("admin:programme_publish", args=[office.event.pk])

    page = client.get(path)
    _publish(client, office)

    assert "publish_anyway" not in page.content.decode()
    assert "A wall is drawn." in _text(page)
    assert ScheduleRelease.objects.get().open_errors == []


def test_a_tick_for_other_errors_than_those_shown_does_not_count(office: Office) -> None:
    client = office.client()

    answer = _publish(client, office, publish_anyway="on", errors_seen="of yesterday")

    assert "Some errors are open" in _messages(answer)[0]
    assert not ScheduleRelease.objects.exists()


def test_errors_stand_before_warnings(office: Office) -> None:
    response = office.client().get(reverse("admin:programme_publish", args=[office.event.pk]))

    severities = re.findall(r'class="finding finding--(\w+)"', response.content.decode())
    assert severities == ["error", "warning"]


# --- The first page -------------------------------------------------------------------------------


def test_the_overview_counts_what_is_open_in_its_edition(office: Office) -> None:
    Office()
    client = office.client()

    counts = client.get(edition_url(office.event)).context["rows"].counts

    assert [(str(label), n) for _severity, label, n in counts] == [("Error", 1), ("Warning", 1)]
    accept_finding(
        event=office.event,
        finding=next(one for one in review(office.event).open if one.is_error),
        by=make_member(office.event, Role.EDITOR),
        reason="A wall.",
    )
    assert "Accepted findings: 1" in _text(client.get(edition_url(office.event)))


@pytest.mark.parametrize("language", ["en", "zh-hans", "fr", "es", "ru", "ar"])
def test_the_pages_are_made_in_every_language(language: str, office: Office) -> None:
    client = office.client()
    office.accept(client)
    headers = {"accept-language": language}

    for path in (office.path, edition_url(office.event)):
        response = client.get(path, headers=headers)
        assert response.status_code == 200
        assert ("Checks" in _text(response)) is (language == "en")
