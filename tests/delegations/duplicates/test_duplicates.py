"""The pages on which two records become one: found, compared, decided, and parted again."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import RIGHTS, Right, Role
from delegations.choices import AttendeeStatus
from delegations.desk.overview import load_attention
from delegations.duplicates import suspects
from delegations.models import Attendee, Merge, NotSame, SensitiveAccess, SensitiveData
from delegations.people.person_steps import change_attendee_status
from events import permissions
from events.models import Event
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_profile,
    make_session,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


class Office:
    """An officer, and somebody whom the city and the press have entered."""

    def __init__(self) -> None:
        self.event = make_event()
        self.officer = make_member(self.event, Role.DELEGATIONS_OFFICER)
        self.client = browse(self.officer)
        self.kept = make_attendee(
            make_delegation(self.event), given="Ana", family="Núñez", phone="+34 600 100"
        )
        self.other = make_attendee(
            make_delegation(self.event),
            given="Ana",
            family="Nunez",
            function="press",
            status="submitted",
            phone="+34 600 200",
            native_name="安娜",
        )

    def path(self, name: str = "merge", kept: Any = None, other: Any = None) -> str:
        first, second = kept or self.kept, other or self.other
        return f"{reverse(f'staff:{name}', args=[self.event.slug, first.guid])}?other={second.guid}"

    def send(self, **values: Any) -> Any:
        """The form as the page proposes it, with other answers."""
        form = self.client.get(self.path()).context["form"]
        data = {field.html_name: field.initial for field in form.questions}
        seen = {"seen": form["seen"].initial, "merge": ""}
        return self.client.post(self.path(), {**data, **seen, **values})

    def list(self) -> Any:
        return self.client.get(reverse("staff:duplicates", args=[self.event.slug]))


def browse(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(response: Any) -> list[str]:
    return [str(one) for one in response.context["messages"]]


def test_the_list_says_who_why_and_that_one_person_has_one_badge() -> None:
    office = Office()

    page = office.list()

    (pair,) = page.context["pairs"]
    assert (pair.keep, pair.other, pair.are_two_badges) == (office.kept, office.other, True)
    assert "same name" in page.content.decode()
    assert "one person has one badge" in page.content.decode()
    assert office.path() in page.content.decode()


def test_of_a_pair_the_one_that_has_come_furthest_would_stay() -> None:
    office = Office()
    Attendee.objects.filter(pk=office.kept.pk).update(status="draft", updated_at="2030-01-01T00Z")

    (pair,) = office.list().context["pairs"]

    assert pair.keep == office.other


def test_who_does_not_come_and_people_of_another_event_are_no_pair() -> None:
    office = Office()
    make_attendee(make_delegation(make_event()), given="Ana", family="Nunez")
    change_attendee_status(attendee=office.other, to=AttendeeStatus.WITHDRAWN, by=None)

    assert list(office.list().context["pairs"]) == []


def test_two_people_do_not_come_back_as_a_pair() -> None:
    office = Office()

    answer = office.client.post(office.path("not-same"), follow=True)

    assert "Marked as two different people. This pair will not be suggested again." in said(answer)
    assert list(answer.context["pairs"]) == []
    assert NotSame.objects.get().by == office.officer


def test_the_dashboard_and_the_queue_lead_to_the_pairs() -> None:
    office = Office()

    found = {one.query: one.count for one in load_attention(office.event, can_decide=True)}
    queue = office.client.get(reverse("staff:queue", args=[office.event.slug]))

    assert found["duplicates/"] == 1
    assert "duplicates/" not in {
        one.query for one in load_attention(office.event, can_decide=False)
    }
    assert office.path() in queue.content.decode()
    assert reverse("staff:duplicates", args=[office.event.slug]) in queue.content.decode()


def test_the_list_takes_the_same_queries_for_one_pair_and_for_three() -> None:
    def queries(pairs: int) -> int:
        office = Office()
        for family in ("Novak", "Okafor")[: pairs - 1]:
            for _twice in range(2):
                make_attendee(make_delegation(office.event), given="Eva", family=family)
        assert len(office.list().context["pairs"]) == pairs
        return count_queries(office.list)

    assert queries(1) == queries(3) == 10


def test_in_a_very_large_event_a_count_may_be_a_little_old_and_the_list_never_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = Office()
    # As if looking had taken a minute.
    monkeypatch.setattr(suspects, "_LONG", -1)
    monkeypatch.setattr(suspects, "_SHARE", 10**9)
    assert len(suspects.load_suspected_pairs(office.event)) == 1

    make_attendee(make_delegation(office.event), given="Ana", family="Nunez")

    assert len(suspects.load_suspected_pairs(office.event, may_be_old=True)) == 1
    assert len(office.list().context["pairs"]) == 3


def test_what_differs_is_asked_with_the_fuller_answer_proposed() -> None:
    office = Office()

    form = office.client.get(office.path()).context["form"]

    asked = {field.html_name: field.initial for field in form.questions}
    assert asked == {
        "attendee.delegation": "kept",
        "attendee.family": "kept",
        "attendee.function": "kept",
        "attendee.native_name": "other",
        "attendee.phone": "kept",
        "attendee.status": "kept",
    }
    assert ("Given name", "Ana") in form.same


def test_a_merge_does_what_was_chosen_and_is_on_record() -> None:
    office = Office()

    answer = office.client.get(office.send(**{"attendee.phone": "other"}).headers["Location"])

    kept = Attendee.objects.get()
    assert (kept.pk, kept.phone, kept.native_name) == (office.kept.pk, "+34 600 200", "安娜")
    assert list(answer.context["merges"]) == [Merge.objects.get()]
    assert "name in native script, phone number" in answer.content.decode()


def test_an_answer_that_is_none_is_asked_again_and_nothing_else_is_lost() -> None:
    office = Office()

    answer = office.send(**{"attendee.phone": "nobody", "attendee.family": "other"})

    form = answer.context["form"]
    assert answer.status_code == 400
    assert list(form.errors) == ["attendee.phone"]
    assert form["attendee.family"].value() == "other"
    assert Attendee.objects.count() == 2


def test_who_was_changed_meanwhile_is_shown_as_they_are_now() -> None:
    office = Office()
    form = office.client.get(office.path()).context["form"]
    office.other.phone = "+34 600 300"
    office.other.save()

    answer = office.send(seen=form["seen"].initial)
    again = office.send(seen=answer.context["form"]["seen"].value())

    assert answer.status_code == 400
    assert "has been changed in the meantime" in answer.content.decode()
    assert "+34 600 300" in answer.content.decode()
    assert again.status_code == 302


def test_what_hangs_on_the_other_is_listed_before_anybody_decides() -> None:
    office = Office()
    session = make_session(office.event)
    for person in (office.kept, office.other):
        make_appearance(session, attendee=person)
    make_profile(office.other, portrait="")

    page = office.client.get(office.path())

    outcomes = {(one.label, str(one.kind)): one.lines for one in page.context["outcomes"]}
    assert outcomes == {
        ("Appearances", "is removed"): [
            f"{session} (Speaker, Invited): the same role in the same session becomes one place"
        ],
        ("Profiles", "moves to the record that is kept"): [],
    }


def test_sensitive_data_on_both_sides_are_shown_for_a_reason_that_is_kept() -> None:
    office = Office()
    SensitiveData.objects.create(attendee=office.kept, diet="vegan")
    SensitiveData.objects.create(attendee=office.other, diet="halal")

    closed = office.client.get(office.path())
    opened = office.client.post(office.path(), {"reason": "Possible duplicates"})

    assert "halal" not in closed.content.decode()
    assert "halal" in opened.content.decode()
    assert opened.status_code == 200
    assert set(SensitiveAccess.objects.values_list("attendee", "reason", "kind")) == {
        (one.pk, "Possible duplicates", "view") for one in (office.kept, office.other)
    }


def test_without_the_right_two_passports_are_refused_in_clear_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = Office()
    rights = RIGHTS[Role.DELEGATIONS_OFFICER] - {Right.VIEW_SENSITIVE, Right.VIEW_CONTACTS}
    monkeypatch.setattr(permissions, "RIGHTS", {**RIGHTS, Role.DELEGATIONS_OFFICER: rights})
    page = office.client.get(office.path()).content.decode()
    for person, diet in ((office.kept, "vegan"), (office.other, "halal")):
        SensitiveData.objects.create(attendee=person, diet=diet)

    refused = office.client.get(office.path()).content.decode()
    sent = office.client.post(office.path(), {"merge": "", "seen": "x", "reason": "Please"})

    assert "+34 600" not in page
    assert "Somebody who can see it must choose." in refused
    assert "halal" not in refused + sent.content.decode()
    assert Attendee.objects.count() == 2


def test_an_old_address_of_the_page_and_a_person_of_another_event() -> None:
    office = Office()
    foreign = make_attendee(make_delegation(make_event()))
    office.send()

    again = office.client.get(office.path(), follow=True)

    assert "Somebody else has already merged one of the two records." in said(again)
    for other in (foreign.guid, uuid4(), office.kept.guid, "nobody"):
        path = office.path().split("?", maxsplit=1)[0]
        assert office.client.get(f"{path}?other={other}").status_code == 404


def test_a_merge_is_undone_from_the_list() -> None:
    office = Office()
    office.send()
    path = reverse("staff:merge-undo", args=[office.event.slug, Merge.objects.get().pk])

    first, second = (office.client.post(path, follow=True) for _time in range(2))

    said_first = "The merge has been undone: Ana Nunez has a separate record again."
    assert said_first in said(first)
    assert "The merge has already been undone, or data it needs has been erased." in said(second)
    assert set(Attendee.objects.all()) == {office.kept, office.other}


def test_two_people_ticked_among_the_attendees_are_compared() -> None:
    office = Office()
    admin = browse(make_member(office.event, Role.ADMINISTRATOR))
    changelist = reverse("admin:delegations_attendee_changelist")

    def choose(*people: Attendee) -> Any:
        data = {"action": "compare", "_selected_action": [one.pk for one in people]}
        return admin.post(changelist, data)

    assert choose(office.other, office.kept).headers["Location"] == office.path()
    assert choose(office.kept).status_code == 302
    assert choose(office.kept).headers["Location"].startswith(changelist)


# --- What visitors have -------------------------------------------------------------------------


def speaker_path(event: Event, person: Attendee) -> str:
    return reverse("programme:speaker", args=[event.slug, f"ana-nunez-{person.guid.hex[:8]}"])


def test_the_page_of_a_merged_speaker_leads_to_the_one_that_stays() -> None:
    office, visitor = Office(), Client()
    make_appearance(make_session(office.event), attendee=office.other)
    make_profile(office.other)
    release_agenda(event=office.event, by=office.officer)
    old, new = (speaker_path(office.event, one) for one in (office.other, office.kept))
    feed = reverse("feeds:speaker", args=[office.event.slug, old.rstrip("/").split("/")[-1]])

    office.send()
    before = visitor.get(old)
    portrait = visitor.get(before.context["portrait_url"])
    portrait.getvalue()
    release_agenda(event=office.event, by=office.officer)

    # What was released names the other record until the next release, photograph and all.
    assert (before.status_code, portrait.status_code) == (200, 200)
    assert "plants trees" in before.content.decode()
    assert visitor.get(old).headers["Location"] == new
    assert visitor.get(new).status_code == 200
    assert visitor.get(feed).headers["Location"].endswith(f"{office.kept.guid.hex[:8]}.ics")
    for nobody in (uuid4().hex[:8], "x"):
        path = reverse("programme:speaker", args=[office.event.slug, nobody])
        assert visitor.get(path).status_code == 404
