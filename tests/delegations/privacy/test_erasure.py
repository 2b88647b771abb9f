"""Personal data goes when its time has come, and one person goes everywhere at once."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from core.pages.cache import store
from delegations.choices import DataClass
from delegations.duplicates.merge import CannotUndo, load_state_token, merge_people, undo_merge
from delegations.lists.export_log import log_export
from delegations.models import (
    Attendee,
    Consent,
    ExportLog,
    FocalPoint,
    SensitiveAccess,
    SensitiveData,
    StatusChange,
    Travel,
)
from delegations.people.person_steps import name_head
from delegations.privacy.erasure import NotDue, erase_class, erase_person
from events.models import Event, SavedList
from mail.services import post, write_mail
from programme.models import Appearance
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_focal_point,
    make_member,
    make_news,
    make_page,
    make_profile,
    make_session,
    text,
)

pytestmark = pytest.mark.django_db


def traces(*markers: str) -> list[str]:
    """The tables and files in which a marker stands, in any letter case."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = "\n".join(str(row) for row in cursor.fetchall()).lower()
            found += [f"{table}: {one}" for one in markers if one.lower() in rows]
    files = [one for one in Path(settings.PRIVATE_FILES_ROOT).rglob("*") if one.is_file()]
    return found + [str(one) for one in files if any(mark in one.name for mark in markers)]


def administrator(event: Event) -> Client:
    client = Client()
    client.force_login(make_member(event, Role.ADMINISTRATOR))
    return client


class Traced:
    """Somebody who has left traces wherever people leave them."""

    MARKERS = ("Zvezdana", "Markerova", "zm@home.example", "+99 7 000", "日星")

    def __init__(self, event: Event) -> None:
        self.event = event
        self.by = make_member(event, Role.ADMINISTRATOR)
        delegation = make_delegation(event, office_note="Call Zvezdana Markerova first.")
        self.person = make_attendee(
            delegation, given="Zvezdana", family="Markerova", native_name="日星",
            email="zm@home.example", phone="+99 7 000", office_note="Markerova is nice.",
        )  # fmt: skip
        name_head(attendee=self.person, by=self.by)
        SensitiveData.objects.create(attendee=self.person, diet="vegan")
        Travel.objects.create(attendee=self.person, arrival_number="CZ 1")
        Consent.objects.create(
            attendee=self.person,
            purpose="images",
            given=True,
            text_version="1",
            language="en",
            given_by="Zvezdana Markerova",
        )
        self.profile = make_profile(self.person)
        session = make_session(event, office_note="Ask Zvezdana Markerova.")
        self.appearance = make_appearance(session, attendee=self.person)
        release_agenda(event=event, by=self.by, comment="With Zvezdana Markerova.")
        session.appearances.all().delete()
        release_agenda(event=event, by=self.by)
        self.appearance = make_appearance(session, attendee=Attendee.objects.get())
        release_agenda(event=event, by=self.by)
        log_export(
            event=event, by=self.by, list_name="attendees", file_format="csv",
            filters={"Name": "zvezdana markerova"}, order="", columns=[], row_count=1,
            has_sensitive_columns=False,
        )  # fmt: skip
        post(write_mail(
            key="m", address="zm@home.example", subject="Dear Zvezdana", body="",
            scope=event.guid.hex, recipient=self.person.guid.hex,
        ))  # fmt: skip
        make_focal_point(delegation, name="Zvezdana Markerova", email="zm@home.example")
        other = make_focal_point(delegation)
        post(write_mail(
            key="o", address=other.email, subject="Zvezdana Markerova has a seat",
            body="Zvezdana Markerova", scope=event.guid.hex, recipient=other.guid.hex,
        ))  # fmt: skip
        SavedList.objects.create(
            list_name="attendees", event=event, name="Her", query="q=Zvezdana+Markerova"
        )
        LogEntry.objects.log_actions(
            user_id=self.by.pk,
            queryset=[session],
            action_flag=2,
            change_message=[{"changed": {"object": "日星 Zvezdana Markerova"}}],
        )
        LogEntry.objects.log_actions(
            user_id=self.by.pk, queryset=[self.person], action_flag=2, change_message="x"
        )


# --- One person -----------------------------------------------------------------------------------


def test_a_person_is_erased_everywhere_and_their_place_on_stage_stays(event: Event) -> None:
    traced = Traced(event)
    for marker in Traced.MARKERS:
        assert traces(marker), f"{marker} is there to be found"
    picture = traced.profile.portrait.path
    assert Path(picture).exists()

    reason = "Asked for by mail by Zvezdana Markerova"
    erase_person(attendee=traced.person, by=traced.by, reason=reason)

    assert traces(*Traced.MARKERS) == []
    place = Appearance.objects.get()
    assert (place.attendee, str(place.placeholder)) == (None, "[–]")
    record = SensitiveAccess.objects.get(kind="erase")
    assert (record.attendee, record.reason) == (None, "Asked for by mail by [–]")


def test_who_was_merged_into_somebody_is_erased_with_them(event: Event) -> None:
    traced = Traced(event)
    kept = make_attendee(make_delegation(event), given="Ana", family="Newname", status="approved")
    make_profile(kept)
    own = {f"attendee.{name}": "kept" for name in ("email", "phone", "native_name")}
    merge_people(
        kept=kept,
        other=traced.person,
        by=traced.by,
        sees_sensitive=True,
        choices=own,
        seen=load_state_token(kept, traced.person),
    )
    assert traces(*Traced.MARKERS)

    erase_person(attendee=kept, by=traced.by, reason="Asked")

    assert traces(*Traced.MARKERS) == []


def test_what_a_step_back_would_need_goes_with_the_sensitive_data(event: Event) -> None:
    traced = Traced(event)
    kept = make_attendee(make_delegation(event))
    merge = merge_people(
        kept=kept,
        other=traced.person,
        by=traced.by,
        sees_sensitive=True,
        choices={},
        seen=load_state_token(kept, traced.person),
    )
    assert merge.can_be_undone

    day = event.end_date + timedelta(days=30)
    erase_class(event=event, kind=DataClass.SENSITIVE, by=traced.by, today=day)

    with pytest.raises(CannotUndo):
        undo_merge(merge=merge, by=traced.by)


def test_contacts_of_merged_records_go_with_those_of_the_one_that_stays(event: Event) -> None:
    traced = Traced(event)
    kept = make_attendee(make_delegation(event), email="new@home.example")
    merge_people(
        kept=kept,
        other=traced.person,
        by=traced.by,
        sees_sensitive=True,
        choices={},
        seen=load_state_token(kept, traced.person),
    )

    day = event.end_date + timedelta(days=365)
    erase_class(event=event, kind=DataClass.CONTACTS, by=traced.by, today=day)

    assert not Attendee.history.exclude(email="").exists()
    assert "delegations_merge: zm@home.example" not in traces("zm@home.example")


@pytest.mark.django_db(transaction=True)
def test_the_photograph_of_who_is_erased_is_gone_from_the_disk() -> None:
    event = make_event()
    person = make_attendee(make_delegation(event))
    picture = Path(make_profile(person).portrait.path)
    assert picture.exists()

    by = make_member(event, Role.ADMINISTRATOR)
    erase_person(attendee=person, by=by, reason="Asked")

    assert not picture.exists()


def test_public_pages_name_an_erased_speaker_no_more(event: Event) -> None:
    store.clear()
    Event.objects.filter(pk=event.pk).update(status="published")
    traced = Traced(event)
    paths = [f"/en/{event.slug}/{page}" for page in ("agenda/", "speakers/", "agenda/changes/")]
    assert "Markerova" in Client().get(paths[1]).content.decode()

    erase_person(attendee=traced.person, by=traced.by, reason="Asked")

    for path in [*paths, f"/{event.slug}/schedule.json", f"/{event.slug}/agenda.ics"]:
        answer = Client().get(path)
        assert answer.status_code == 200
        assert "markerova" not in answer.content.decode().lower()


def test_who_has_the_same_name_keeps_theirs(event: Event) -> None:
    traced = Traced(event)
    namesake = make_attendee(make_delegation(event), given="Zvezdana", family="Markerova")
    StatusChange.objects.create(
        delegation=namesake.delegation,
        from_status="a",
        to_status="b",
        office_note="Zvezdana Markerova comes late.",
    )

    erase_person(attendee=traced.person, by=traced.by, reason="Asked")

    assert StatusChange.objects.filter(office_note__contains="Markerova").exists()
    assert Attendee.objects.get() == namesake


def test_everything_about_a_person_is_a_file_for_them_and_taking_it_is_logged(
    event: Event,
) -> None:
    traced = Traced(event)
    path = reverse("staff:person-data", args=[event.slug, traced.person.guid])
    client = administrator(event)

    assert client.post(path, {"reason": ""}).status_code == 400
    answer = client.post(path, {"reason": "She asked for it"})

    found = json.loads(answer.content)
    assert found["delegations.sensitivedata"][0]["diet"] == "vegan"
    assert found["delegations.travel"][0]["arrival_number"] == "CZ 1"
    assert found["delegations.consent"][0]["purpose"] == "images"
    assert found["programme.appearance"]
    assert found["delegations.attendee"][0]["email"] == "zm@home.example"
    assert SensitiveAccess.objects.get().reason == "She asked for it"


def test_who_erases_reads_which_public_texts_name_the_person_in_any_spelling(event: Event) -> None:
    person = make_attendee(make_delegation(event), given="Željko", family="Đorić", native_name="")
    make_news(event, title="Thanks to ZELJKO DORIC", body="He spoke.")
    make_page(event, title=text("Hotels"), slug="hotels")
    session = make_session(event, abstract=text("With Đorić Željko, of Split."))
    make_session(make_event(slug="other"), abstract=text("With Đorić Željko."))
    path = reverse("staff:person-data", args=[event.slug, person.guid])

    shown = administrator(event).get(path)

    found = [(one.kind, str(one.row), one.name) for one, _page in shown.context["traces"]]
    assert found == [
        ("session", str(session), "Đorić Željko"),
        ("news release", "Thanks to ZELJKO DORIC", "ZELJKO DORIC"),
        ("news release", "Thanks to ZELJKO DORIC", "zeljko-doric"),
    ]
    assert reverse("admin:programme_session_change", args=[session.pk]) in shown.content.decode()


def test_nobody_is_erased_by_a_slip(event: Event) -> None:
    traced = Traced(event)
    path = reverse("staff:person-data", args=[event.slug, traced.person.guid])
    client = administrator(event)

    client.post(path, {"reason": "Asked", "erase": ""})
    assert Attendee.objects.exists()

    client.post(path, {"reason": "Asked", "erase": "", "sure": "on"})
    assert not Attendee.objects.exists()


# --- Classes of data ------------------------------------------------------------------------------


@pytest.fixture
def over() -> Event:
    """A forum that ended forty days ago."""
    end = timezone.now().date() - timedelta(days=40)
    return make_event(start_date=end - timedelta(days=2), end_date=end)


def test_what_is_due_says_how_much_there_is_and_goes_and_the_rest_stays(over: Event) -> None:
    person = make_attendee(make_delegation(over), email="a@home.example")
    SensitiveData.objects.create(attendee=person, diet="vegan")
    Travel.objects.create(attendee=person)
    client, path = administrator(over), reverse("staff:retention", args=[over.slug])
    page = client.get(path).content.decode()
    assert page.count('name="kind"') == 1
    assert "2 rows now" in page

    client.post(path, {"kind": "contacts", "sure": "on"})
    client.post(path, {"kind": "sensitive"})
    assert SensitiveData.objects.exists()

    client.post(path, {"kind": "sensitive", "sure": "on"})

    person.refresh_from_db()
    assert not SensitiveData.objects.exists()
    assert not Travel.objects.exists()
    assert person.email == "a@home.example"
    assert SensitiveAccess.objects.get().reason == "sensitive: 2"


def test_contacts_go_from_rows_history_and_outbox_but_not_of_who_wants_to_come_again(
    event: Event,
) -> None:
    delegation = make_delegation(event)
    focal_point = make_focal_point(delegation, email="focal@home.example")
    gone = make_attendee(delegation, email="gone@home.example", phone="+99 1")
    gone.phone = "+99 2"
    gone.save()
    stays = make_attendee(delegation, email="stays@home.example")
    Consent.objects.create(
        attendee=stays, purpose="later-forums", given=True, text_version="1", language="en",
        given_by="Self",
    )  # fmt: skip
    by = make_member(event, Role.ADMINISTRATOR)
    post(write_mail(
        key="d", address=focal_point.email, subject="A", body="", recipient=focal_point.guid.hex,
    ))  # fmt: skip

    erase_class(
        event=event, kind=DataClass.CONTACTS, by=by, today=event.end_date + timedelta(days=365)
    )

    assert traces("gone@home.example", "+99 1", "+99 2", "focal@home.example") == []
    stays.refresh_from_db()
    assert stays.email == "stays@home.example"
    assert not FocalPoint.objects.exists()


def test_a_former_address_goes_though_nothing_is_left_of_it_in_the_entry(over: Event) -> None:
    by = make_member(over, Role.ADMINISTRATOR)
    person = make_attendee(make_delegation(over), email="former@home.example", phone="")
    person.email = ""
    person.save()
    assert traces("former@home.example")

    erase_class(
        event=over, kind=DataClass.CONTACTS, by=by, today=over.end_date + timedelta(days=365)
    )

    assert traces("former@home.example") == []


def test_nothing_goes_before_its_day(event: Event) -> None:
    by = make_member(event, Role.ADMINISTRATOR)
    ExportLog.objects.create(event=event, by=by, list_name="attendees", row_count=1)

    for kind in DataClass:
        with pytest.raises(NotDue):
            erase_class(event=event, kind=kind, by=by, today=date.today())
    assert ExportLog.objects.exists()


def test_records_go_after_three_years_but_for_those_of_erasing(event: Event) -> None:
    by = make_member(event, Role.ADMINISTRATOR)
    ExportLog.objects.create(event=event, by=by, list_name="attendees", row_count=1)
    later: dict[str, Any] = {"event": event, "by": by, "today": event.end_date + timedelta(1095)}

    erase_class(kind=DataClass.NOTES, **later)
    erase_class(kind=DataClass.RECORDS, **later)

    assert not ExportLog.objects.exists()
    assert SensitiveAccess.objects.filter(kind="erase").count() == 2
