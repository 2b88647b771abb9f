"""A published session is called off, and stays; or withdrawn, and nothing of it is public."""

import html
import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import translation
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from accounts.roles import Role
from events.models import Event
from programme.agenda.load_agenda import published_agenda
from programme.agenda.payloads import from_payload, payload
from programme.choices import PlanState, SessionStatus, Visibility
from programme.models import ScheduleRelease, Session
from programme.releases import approvals, release_mails, roll_back
from programme.releases.services import release_agenda
from programme.releases.webhooks import write_message
from programme.releases.withdrawals import NotPublished, withdraw_session
from tests.factories import (
    NOON,
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_profile,
    make_room,
    make_session,
    make_sub_forum,
    text,
)

pytestmark = pytest.mark.django_db

# What was never to be read: none of it may be left anywhere.
SECRETS = ("Zzsecret", "机密座谈", "Negotiations", "Qxspeaker", "Wxmayor", "Vault")


class Office:
    """Two releases; the second changed a session that should never have been published."""

    def __init__(self) -> None:
        self.event: Event = make_event(languages=["en", "zh-hans", "ar"])
        self.editor = make_member(self.event, Role.EDITOR)
        self.sub_forum = make_sub_forum(self.event, number=3)
        self.open = make_session(self.event, title=text("Opening"), room=make_room(self.event))
        self.secret = make_session(
            self.event,
            title=text("Zzsecret talks", zh_hans="机密座谈"),
            abstract=text("Negotiations on harbours."),
            sub_forum=self.sub_forum,
            room=make_room(self.event, name=text("Vault")),
            start=NOON + timedelta(hours=2),
        )
        self.speaker = make_attendee(
            make_delegation(self.event), family="Qxspeaker", email="q@example.org"
        )
        make_profile(self.speaker)
        make_appearance(self.secret, attendee=self.speaker)
        make_appearance(self.secret, placeholder=text("Wxmayor of a city"))
        self.release()
        self.secret.abstract = text("Negotiations on harbours and rivers.")
        self.secret.start += timedelta(minutes=30)
        self.secret.end += timedelta(minutes=30)
        self.secret.save()
        self.release(comment="Zzsecret talks begin later.")
        self.client = Client()
        self.client.force_login(self.editor)

    def release(self, **values: Any) -> ScheduleRelease:
        return release_agenda(event=self.event, by=self.editor, **values)

    def withdraw(self) -> ScheduleRelease:
        return withdraw_session(event=self.event, guid=str(self.secret.guid), by=self.editor)

    def get(self, name: str, *args: str, query: str = "") -> Any:
        return Client().get(reverse(name, args=[self.event.slug, *args]) + query)

    def published(self) -> dict[str, str]:
        return {str(one.title): one.status for one in published_agenda(self.event).sessions}

    def publish_page(self, **chosen: str) -> Any:
        """Open the page and press its button, with `chosen` for what the form proposes."""
        path = reverse("admin:programme_publish", args=[self.event.pk])
        form = self.client.get(path).context["form"]
        proposed = {
            name: form.initial.get(name, field.initial)
            for name, field in form.fields.items()
            if field.initial or form.initial.get(name)
        }
        return self.client.post(path, {**proposed, **chosen}, follow=True)

    @property
    def way(self) -> str:
        """The name of the question of what becomes of the session."""
        return f"way-{self.secret.guid}"


@pytest.fixture
def office() -> Office:
    return Office()


def public_answers(office: Office, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """All that visitors, programs and telephones can read of the edition."""
    event, speaker = office.event, office.speaker.guid.hex[:8]
    pages = [
        ("home",),
        ("programme:agenda",),
        ("programme:changes",),
        ("programme:sub-forums",),
        ("programme:sub-forum", office.sub_forum.slug),
        ("programme:speakers",),
        ("programme:session", office.secret.code),
        ("programme:speaker", f"qxspeaker-{speaker}"),
        ("programme:speaker", f"given-qxspeaker-{speaker}"),
        ("programme:mine",),
        ("offline-list",),
    ]
    for language in languages:
        with translation.override(language):
            for name, *rest in pages:
                yield f"{language} {name}", office.get(name, *rest).content.decode()
            for view in ("grid", "rooms"):
                found = office.get("programme:agenda", query=f"?view={view}")
                yield f"{language} {view}", found.content.decode()
            query = f"?s={office.secret.code}"
            yield f"{language} mine", office.get("programme:mine", query=query).content.decode()
    feeds = [
        ("feeds:agenda",),
        ("feeds:session", office.secret.code),
        ("feeds:schedule-json",),
        ("feeds:sub-forum", office.sub_forum.slug),
        ("feeds:schedule-xml",),
        ("feeds:changes",),
    ]
    for name, *rest in feeds:
        for language in languages:
            found = office.get(name, *rest, query=f"?lang={language}")
            yield f"{name} {language}", found.content.decode()
    starred = office.get("feeds:starred", query=f"?s={office.secret.code}")
    yield "starred", starred.content.decode()
    yield "sitemap", Client().get("/sitemap.xml").content.decode()
    for release in ScheduleRelease.objects.filter(event=event):
        yield f"webhook {release.version}", write_message(release).decode()


def main_answers(office: Office) -> Iterator[tuple[str, str]]:
    """The agenda, what changed, the page of the session, its calendar."""
    code = office.secret.code
    pages = [("programme:agenda",), ("programme:changes",), ("programme:session", code)]
    for name, *rest in (*pages, ("feeds:agenda",), ("feeds:changes",)):
        yield name, office.get(name, *rest).content.decode()


def told(office: Office, *languages: str) -> set[tuple[str, str]]:
    """Where a word of the session stands, in these languages; without any, where most is said."""
    answers = public_answers(office, languages) if languages else main_answers(office)
    return {
        (where, word)
        for where, answer in answers
        for word in SECRETS
        if word.lower() in html.unescape(answer).lower()
    }


def test_nothing_of_a_withdrawn_session_is_public_in_any_language(office: Office) -> None:
    assert {word for _where, word in told(office, "zh-hans")} == set(SECRETS)

    office.withdraw()

    assert told(office, *office.event.languages) == set()


def test_no_page_search_or_list_leads_to_it(office: Office) -> None:
    office.withdraw()
    code = office.secret.code

    found = {}
    for language in office.event.languages:
        with translation.override(language):
            found[language] = office.get("programme:session", code)

    assert {language: answer.status_code for language, answer in found.items()} == {
        "en": 410,
        "zh-hans": 410,
        "ar": 410,
    }
    assert "会议已撤回" in found["zh-hans"].content.decode()
    assert found["en"].headers["Cache-Control"] == "no-store"
    assert office.get("programme:session", "ZZZZZZ").status_code == 404
    assert "group-1" not in office.get("search", query="?q=zzsecret").content.decode()
    assert code not in office.get("offline-list").content.decode()
    assert code not in Client().get("/sitemap.xml").content.decode()
    assert office.get("portrait", str(office.speaker.guid)).status_code == 404


def _read(data: bytes, guid: str) -> list[tuple[str, str, str, int, bool]]:
    """UID, status, title, SEQUENCE and whether anything else is told, by three libraries."""
    (one,) = (e for e in Calendar.from_ical(data).walk("VEVENT") if guid in str(e["uid"]))
    (two,) = (e for e in vobject.readOne(data.decode()).vevent_list if guid in e.uid.value)
    calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    (three,) = (e for e in calendar.events if guid in str(e.uid))
    more = {"LOCATION", "DESCRIPTION", "URL", "ATTENDEE"}
    return [
        (
            str(one["uid"]),
            str(one["status"]),
            str(one["summary"]),
            one.decoded("sequence"),
            bool(more & set(one)),
        ),
        (
            two.uid.value,
            two.status.value,
            two.summary.value,
            int(two.sequence.value),
            bool(more & {name.upper() for name in two.contents}),
        ),
        (
            str(three.uid),
            three.status.value if three.status else "",
            str(three.summary),
            int(three.sequence or 0),
            bool(three.location or three.description or three.url),
        ),
    ]


def test_calendars_strike_a_withdrawn_session_out_and_say_no_more(office: Office) -> None:
    office.withdraw()
    guid, code = str(office.secret.guid), office.secret.code

    found = [
        office.get("feeds:agenda").content,
        office.get("feeds:session", code).content,
        office.get("feeds:starred", query=f"?s={code}").content,
    ]

    # Moved once, then withdrawn.
    struck_out = (f"{guid}@localhost", "CANCELLED", "Cancelled", 2, False)
    assert [_read(data, guid) for data in found] == [[struck_out] * 3] * 3
    for data in found:
        (event,) = (e for e in Calendar.from_ical(data).walk("VEVENT") if guid in str(e["uid"]))
        assert event.decoded("dtstart") == office.secret.start
        assert event.decoded("dtend") == office.secret.end


def test_a_session_that_is_called_off_stays_and_says_so(office: Office) -> None:
    office.secret.status = SessionStatus.CANCELLED
    office.secret.save()
    office.release()
    guid, code = str(office.secret.guid), office.secret.code

    page = office.get("programme:session", code).content.decode()
    search = office.get("search", query="?q=zzsecret").content.decode()
    read = _read(office.get("feeds:agenda").content, guid)

    assert [one[1:4] for one in read] == [("CANCELLED", "Cancelled: Zzsecret talks", 2)] * 3
    assert "This session has been cancelled." in page
    assert "Status: " not in page
    assert "<title>Cancelled: Zzsecret talks" in page
    assert "Add to my calendar" not in page
    assert "Cancelled" in search


def test_the_office_is_asked_what_becomes_of_each_and_may_choose(office: Office) -> None:
    office.secret.visibility = Visibility.INTERNAL
    office.secret.save()
    Session.objects.filter(pk=office.open.pk).delete()
    path = reverse("admin:programme_publish", args=[office.event.pk])

    page = office.client.get(path)
    form = page.context["form"]
    office.publish_page(**{office.way: "called-off", f"way-{office.open.guid}": "withdrawn"})

    assert "What should happen to “Zzsecret talks” (2 May, 22:30–23:30)?" in html.unescape(
        page.content.decode()
    )
    assert form.fields[office.way].initial == "withdrawn"
    assert form.fields[f"way-{office.open.guid}"].initial == "called-off"
    assert office.published() == {"Zzsecret talks": "cancelled"}


def test_who_chooses_nothing_gets_what_the_draft_means(office: Office) -> None:
    office.secret.visibility = Visibility.INTERNAL
    office.secret.save()
    Session.objects.filter(pk=office.open.pk).delete()

    office.publish_page()

    assert office.published() == {"Opening": "cancelled"}
    assert told(office) == set()


def test_an_internal_session_that_was_cancelled_is_called_off(office: Office) -> None:
    office.secret.visibility, office.secret.status = Visibility.INTERNAL, SessionStatus.CANCELLED
    office.secret.save()

    office.release()

    assert office.published() == {"Opening": "confirmed", "Zzsecret talks": "cancelled"}


def test_a_refused_page_keeps_what_was_chosen(office: Office) -> None:
    office.secret.visibility = Visibility.INTERNAL
    office.secret.save()

    answer = office.publish_page(**{office.way: "called-off", "reviewed": "of yesterday"})

    assert answer.context["form"][office.way].value() == "called-off"
    assert ScheduleRelease.objects.filter(event=office.event).count() == 2


def test_a_plan_withdraws_when_it_becomes_public(office: Office) -> None:
    Event.objects.filter(pk=office.event.pk).update(needs_second_eyes=True)
    office.event.refresh_from_db()
    office.secret.visibility = Visibility.INTERNAL
    office.secret.save()
    office.publish_page()
    plan = office.event.release_plans.get()

    before = office.published()
    approvals.approve_plan(plan=plan, by=make_member(office.event, Role.EDITOR))

    assert "Zzsecret talks" in before
    assert told(office) == set()
    plan.refresh_from_db()
    assert plan.state == PlanState.PUBLISHED


@pytest.mark.parametrize("to", [1, 2])
def test_going_back_does_not_bring_it_back(office: Office, to: int) -> None:
    office.withdraw()
    office.open.title = text("Opening, later")
    office.open.save()
    office.release()

    roll_back.roll_back(
        to=ScheduleRelease.objects.get(event=office.event, version=to), by=office.editor
    )

    assert office.published() == {"Opening": "confirmed"}
    assert told(office) == set()


def test_it_can_be_published_again_on_purpose_and_old_words_stay_hidden(office: Office) -> None:
    office.withdraw()
    office.secret.refresh_from_db()
    office.secret.title, office.secret.abstract = text("Harbour day"), text("For everybody.")
    office.secret.room, office.secret.visibility = None, Visibility.PUBLIC
    office.secret.save()
    office.secret.appearances.all().delete()
    office.release()
    guid, code = str(office.secret.guid), office.secret.code

    ((*_, again),) = ([one[:4] for one in _read(office.get("feeds:session", code).content, guid)],)
    office.open.title = text("Opening, later")
    office.open.save()
    office.release()
    roll_back.roll_back(
        to=ScheduleRelease.objects.get(event=office.event, version=2), by=office.editor
    )

    assert again == (f"{guid}@localhost", "CONFIRMED", "Harbour day", 3)
    assert office.get("programme:session", code).status_code == 200
    assert office.published() == {"Opening": "confirmed", "Harbour day": "confirmed"}
    assert told(office) == set()


def test_withdrawing_publishes_nothing_of_the_draft(office: Office) -> None:
    office.open.title = text("Not yet public")
    office.open.save()

    made = office.withdraw()

    office.secret.refresh_from_db()
    assert office.published() == {"Opening": "confirmed"}
    assert office.secret.visibility == Visibility.INTERNAL
    assert [(one["kind"], one["title"]) for one in made.changes] == [("withdrawn", {})]
    with pytest.raises(NotPublished):
        office.withdraw()


def test_a_session_that_was_deleted_can_still_be_withdrawn(office: Office) -> None:
    Session.objects.filter(pk=office.secret.pk).delete()
    office.release()
    assert office.published()["Zzsecret talks"] == "cancelled"
    path = reverse("admin:programme_withdraw", args=[office.event.pk])

    office.client.post(path, {"session": str(office.secret.guid)})

    assert office.published() == {"Opening": "confirmed"}
    assert told(office) == set()


def test_the_page_of_a_session_leads_to_withdrawing_it(office: Office) -> None:
    path = reverse("admin:programme_session_change", args=[office.secret.pk])
    url = reverse("admin:programme_withdraw", args=[office.event.pk])
    url = f"{url}?session={office.secret.guid}"

    before = office.client.get(path).content.decode()
    chosen = office.client.get(url).content.decode()
    office.withdraw()
    after = office.client.get(path).content.decode()

    assert url in before
    assert f'value="{office.secret.guid}" selected' in chosen
    assert url not in after


def test_those_on_stage_and_the_hosts_are_told_which_session_it_was(office: Office) -> None:
    office.sub_forum.editors.add(make_member(office.event, Role.SUB_FORUM_EDITOR))

    found = release_mails.load_notices(office.withdraw())

    assert [one.lines for one in found] == [("Withdrawn: Zzsecret talks",)] * 2


def test_a_webhook_names_the_code_alone(office: Office) -> None:
    message = json.loads(write_message(office.withdraw()))

    assert message["counts"] == {
        "new": 0,
        "moved": 0,
        "changed": 0,
        "cancelled": 0,
        "withdrawn": 1,
    }
    assert message["sessions"]["withdrawn"] == [office.secret.code]


def test_a_release_of_an_older_format_is_read_as_before(office: Office) -> None:
    kept = ScheduleRelease.objects.filter(event=office.event).latest("version").payload
    del kept["withdrawn"]
    kept["format"] = 2

    agenda = from_payload(kept)

    assert agenda.withdrawn == ()
    assert payload(agenda)["sessions"] == kept["sessions"]
