"""From the draft to what visitors see: through the admin, once, on purpose."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.roles import Role
from programme.models import Appearance, ScheduleRelease, Session
from programme.releases.services import NothingToRelease, release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_organisation,
    make_room,
    make_session,
    text,
)


class Office:
    """An edition with one published session, and an editor at the admin."""

    def __init__(self) -> None:
        self.event = make_event()
        self.hall = make_room(self.event, name=text("Pearl Hall"))
        self.session = make_session(self.event, title=text("Panel"), room=self.hall)
        self.editor = make_member(self.event, Role.EDITOR)
        release_agenda(event=self.event, by=self.editor)
        self.client = Client()
        self.client.force_login(self.editor)

    def move(self, hours: int = 2, **changes: str) -> None:
        """Move the session in the admin, by the form an editor would send."""
        self.session.refresh_from_db()
        path = reverse("admin:programme_session_change", args=[self.session.pk])
        form = self.client.get(path).context["adminform"].form
        start = timezone.localtime(self.session.start, self.event.zone) + timedelta(hours=hours)
        end = timezone.localtime(self.session.end, self.event.zone) + timedelta(hours=hours)
        answer = self.client.post(
            path,
            {
                "event": self.event.pk,
                "title_en": form.initial["title"]["en"],
                "kind": self.session.kind,
                "start_0": f"{start:%Y-%m-%d}",
                "start_1": f"{start:%H:%M:%S}",
                "end_0": f"{end:%Y-%m-%d}",
                "end_1": f"{end:%H:%M:%S}",
                "room": self.hall.pk,
                "visibility": self.session.visibility,
                "status": self.session.status,
                "appearances-TOTAL_FORMS": 0,
                "documents-TOTAL_FORMS": 0,
                "documents-INITIAL_FORMS": 0,
                "appearances-INITIAL_FORMS": 0,
                **changes,
            },
        )
        assert answer.status_code == 302, answer.context["adminform"].form.errors

    def publish(self, comment: str = "", reviewed: str | None = None) -> Any:
        """Read the page, then press the button."""
        path = reverse("admin:programme_publish", args=[self.event.pk])
        page = self.client.get(path)
        fingerprint = page.context["form"].initial["reviewed"] if reviewed is None else reviewed
        return self.client.post(path, {"comment": comment, "reviewed": fingerprint})

    def public(self, name: str, *arguments: str) -> str:
        """What a visitor reads."""
        return Client().get(reverse(name, args=[self.event.slug, *arguments])).content.decode()

    def calendar(self) -> dict[str, Any]:
        """What a phone reads: UID, SEQUENCE and start of the one session."""
        item: Any = Calendar.from_ical(self.public("feeds:agenda")).walk("VEVENT")[0]
        return {"uid": str(item["uid"]), "sequence": int(item["sequence"]), "start": item.start}


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def _time_of(page: str) -> list[str]:
    return re.findall(r"\b\d\d:\d\d\b", re.sub(r"<[^>]+>", " ", page))


def test_a_move_in_the_admin_changes_nothing_public_until_it_is_published(office: Office) -> None:
    pages = [
        ("programme:agenda",),
        ("home",),
        ("programme:changes",),
        ("feeds:agenda",),
        ("programme:session", office.session.code),
    ]
    before = {page: office.public(*page) for page in pages}
    assert "20:00" in _time_of(before["programme:agenda",])

    office.move(hours=2)

    office.session.refresh_from_db()
    assert f"{office.session.start:%H:%M}" == "14:00"
    assert office.session.updated_by == office.editor
    assert {page: office.public(*page) for page in pages} == before


def test_publishing_shows_the_move_in_page_calendar_and_list_of_changes(office: Office) -> None:
    before = office.calendar()
    office.move(hours=2)

    office.publish(comment="The mayor’s flight is late.")

    assert "22:00" in _time_of(office.public("programme:agenda"))
    assert "22:00" in _time_of(office.public("programme:session", office.session.code))
    after = office.calendar()
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert after["start"] - before["start"] == timedelta(hours=2)
    changes = office.public("programme:changes")
    assert "The mayor’s flight is late." in changes
    assert "20:00" in changes
    assert "22:00" in changes


def test_the_preview_shows_the_draft_to_editors_alone(office: Office) -> None:
    office.move(hours=2)
    path = reverse("admin:programme_preview", args=[office.event.pk])

    preview = office.client.get(path)

    assert "22:00" in _time_of(preview.content.decode())
    assert "no-store" in preview.headers["Cache-Control"]
    assert Client().get(path).status_code in (302, 404)


def test_the_publish_page_lists_warnings_and_the_exact_changes(office: Office) -> None:
    make_session(office.event, title=text("Collision"), room=office.hall)

    page = office.client.get(reverse("admin:programme_publish", args=[office.event.pk]))

    content = page.content.decode()
    assert "Pearl Hall is double-booked" in content
    assert [(one.kind, str(one.session.title)) for one in page.context["changes"]] == [
        ("new", "Collision")
    ]


def test_what_changed_after_the_review_is_not_published(office: Office) -> None:
    office.move(hours=2)
    page = office.client.get(reverse("admin:programme_publish", args=[office.event.pk]))
    reviewed = page.context["form"].initial["reviewed"]
    make_session(office.event, title=text("Slipped in"))

    answer = office.publish(comment="My comment", reviewed=reviewed)

    assert "Review the list again" in answer.content.decode()
    assert "My comment" in answer.content.decode()
    assert "Slipped in" not in office.public("programme:agenda")
    assert ScheduleRelease.objects.filter(event=office.event).count() == 1


def test_publishing_twice_says_that_there_is_nothing_to_publish(office: Office) -> None:
    answer = office.publish()

    assert "nothing to publish" in answer.content.decode()
    assert ScheduleRelease.objects.filter(event=office.event).count() == 1


def test_a_published_session_that_becomes_internal_is_cancelled_for_visitors(
    office: Office,
) -> None:
    office.move(hours=0, visibility="internal")
    office.publish()

    (item,) = Calendar.from_ical(office.public("feeds:agenda")).walk("VEVENT")

    assert str(item["status"]) == "CANCELLED"


def test_a_cancelled_session_that_comes_back_keeps_counting(office: Office) -> None:
    office.move(hours=0, status="cancelled")
    office.publish()
    assert office.calendar()["sequence"] == 1
    office.move(hours=0, status="confirmed")
    office.publish()

    assert office.calendar()["sequence"] == 2


def test_a_published_session_cannot_be_deleted_in_the_admin(office: Office) -> None:
    path = reverse("admin:programme_session_delete", args=[office.session.pk])

    answer = office.client.post(path, {"post": "yes"})

    assert answer.status_code == 403
    assert Session.objects.filter(pk=office.session.pk).exists()


def test_nobody_on_stage_can_be_chosen_from_another_event(office: Office) -> None:
    stranger = make_attendee(make_delegation(make_event()))

    path = reverse("admin:programme_session_change", args=[office.session.pk])
    office.client.post(path, {"appearances-0-attendee": stranger.pk})
    found = office.client.get(reverse("admin:programme_people"), {"term": stranger.family})

    assert found.json()["results"] == []
    assert not Appearance.objects.filter(attendee=stranger).exists()


def test_people_for_the_stage_come_by_name_before_those_whose_city_sounds_so(
    office: Office,
) -> None:
    astana, zagreb = (
        make_delegation(office.event, organisation=make_organisation(name=text(city)))
        for city in ("Astana", "Zagreb")
    )
    make_attendee(astana, given="Ana", family="Alba")
    make_attendee(astana, given="Eva", family="Constantin")
    make_attendee(zagreb, given="Azman", family="Tan")
    make_attendee(astana, given="Ben", family="Tang")

    found = office.client.get(reverse("admin:programme_people"), {"term": "tan"}).json()["results"]

    assert [person["text"].split(" (")[0] for person in found] == [
        "Azman TAN",
        "Ben TANG",
        "Eva CONSTANTIN",
        "Ana ALBA",
    ]


MARK = "Zq7Secret"


def test_nothing_of_the_draft_is_on_any_public_page(office: Office) -> None:
    event, delegation = office.event, make_delegation(office.event)
    hidden = make_attendee(delegation, family=MARK, email=f"{MARK}@example.org", phone="+86 20 8")
    draft = make_session(event, title=text(MARK), abstract=text(MARK), office_note=MARK)
    make_appearance(draft, attendee=hidden)
    make_appearance(office.session, placeholder=text(MARK))
    make_session(event, title=text(MARK), visibility="internal")
    Session.objects.filter(pk=office.session.pk).update(office_note=MARK)
    pages = [
        ("home",),
        ("programme:agenda",),
        ("programme:sub-forums",),
        ("programme:speakers",),
        ("programme:changes",),
        ("delegations:public-list",),
        ("events:pages",),
        ("feeds:agenda",),
        ("programme:session", office.session.code),
    ]
    assert all(MARK not in office.public(*page) for page in pages)
    path = reverse("programme:session", args=[event.slug, draft.code])
    assert Client().get(path).status_code == 404
    assert Client().get(reverse("feeds:session", args=[event.slug, draft.code])).status_code == 404

    # The mark is found where it may be: otherwise this test would find nothing anywhere.
    office.publish()

    assert MARK in office.public("programme:agenda")
    assert all(f"{MARK}@" not in office.public(*page) for page in pages)


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_publish_at_once_make_one_release() -> None:
    office = Office()
    office.move(hours=2)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def publish() -> None:
        try:
            start.wait()
            release_agenda(event=office.event, by=office.editor)
            outcomes.append("released")
        except NothingToRelease:
            outcomes.append("nothing left")
        except Exception as error:  # noqa: BLE001  (whatever goes wrong is the finding)
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["nothing left", "released"]
    versions = ScheduleRelease.objects.filter(event=office.event).values_list("version", flat=True)
    assert sorted(versions) == [1, 2]
