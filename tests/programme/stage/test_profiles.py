"""Biographies and photographs: for visitors once the person is released, never against their no."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.roles import Role
from core.pages.cache import store
from delegations.models import Attendee, Consent
from events.models import Event
from programme.agenda.load_agenda import published_agenda
from programme.models import Profile
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_profile,
    make_session,
    make_sub_forum,
    photograph,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    store.clear()


@pytest.fixture
def event() -> Event:
    return make_event()


def make_speaker(event: Event, **values: Any) -> Attendee:
    speaker = make_attendee(make_delegation(event))
    make_appearance(make_session(event, **values), attendee=speaker)
    return speaker


def release(event: Event) -> None:
    release_agenda(event=event, by=make_member(event, Role.EDITOR))


def page_of(speaker: Attendee, language: str = "en") -> str:
    on_stage = published_agenda(speaker.delegation.event).on_stage
    person, _sessions = on_stage[str(speaker.guid)]
    path = f"/{language}/{speaker.delegation.event.slug}/speakers/{person.slug}/"
    return Client().get(path).content.decode()


def portrait_of(speaker: Attendee) -> Any:
    return Client().get(reverse("portrait", args=[speaker.delegation.event.slug, speaker.guid]))


def say(speaker: Attendee, *, yes: bool) -> None:
    Consent.objects.create(
        attendee=speaker, purpose="images", given=yes, text_version="1", language="en", given_by="x"
    )


# --- For visitors ---------------------------------------------------------------------------------


def test_visitors_read_the_biography_and_see_the_photograph(event: Event) -> None:
    speaker = make_speaker(event)
    profile = make_profile(speaker, portrait_credit="City of Bogotá")
    release(event)

    page, picture = page_of(speaker), portrait_of(speaker)

    assert "A mayor who plants trees." in page
    assert f"/portraits/{speaker.guid}.jpg?v={profile.portrait_digest[:8]}" in page
    assert "Photograph: City of Bogotá" in page
    assert Image.open(BytesIO(picture.getvalue())).size == (400, 500)
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"


def test_a_biography_that_is_not_translated_says_which_language_it_is_in(event: Event) -> None:
    speaker = make_speaker(event)
    make_profile(speaker, biography=text("A mayor."))
    release(event)

    assert re.search(r'lang="en" dir="ltr"[^<]*<p>A mayor\.', page_of(speaker, "ar"))


def test_nobody_is_shown_before_the_release(event: Event) -> None:
    speaker = make_speaker(event)
    make_profile(speaker)

    assert portrait_of(speaker).status_code == 404
    release(event)
    assert portrait_of(speaker).getvalue()


def test_a_photograph_that_the_reader_has_is_not_sent_again(event: Event) -> None:
    speaker = make_speaker(event)
    make_profile(speaker)
    release(event)
    path = reverse("portrait", args=[event.slug, speaker.guid])
    first: Any = Client().get(path)
    first.getvalue()
    etag = first.headers["ETag"]

    answer = Client().get(path, headers={"if-none-match": etag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_who_says_no_to_pictures_is_not_shown(event: Event) -> None:
    speaker = make_speaker(event)
    make_profile(speaker)
    release(event)
    say(speaker, yes=True)
    assert portrait_of(speaker).getvalue()

    say(speaker, yes=False)

    assert portrait_of(speaker).status_code == 404
    assert "portraits/" not in page_of(speaker)
    assert "A mayor who plants trees." in page_of(speaker)


def test_a_photograph_is_not_found_under_another_event(event: Event) -> None:
    speaker = make_speaker(event)
    make_profile(speaker)
    release(event)
    other = make_event(slug="other")

    assert Client().get(reverse("portrait", args=[other.slug, speaker.guid])).status_code == 404


# --- Files ----------------------------------------------------------------------------------------


def test_a_photograph_that_is_replaced_taken_out_or_deleted_leaves_no_file(
    event: Event, django_capture_on_commit_callbacks: Any
) -> None:
    profile, other = make_profile(make_speaker(event)), make_profile(make_speaker(event))
    first, gone = Path(profile.portrait.path), Path(other.portrait.path)
    with django_capture_on_commit_callbacks(execute=True):
        profile.portrait = SimpleUploadedFile("new.jpg", photograph((600, 600)))
        profile.save()
    second = Path(profile.portrait.path)
    assert (first.exists(), second.exists(), gone.exists()) == (False, True, True)

    with django_capture_on_commit_callbacks(execute=True):
        profile.portrait = ""
        profile.save()
        other.delete()

    assert (second.exists(), gone.exists()) == (False, False)
    assert profile.portrait_digest == ""


def test_the_photographs_of_profiles_deleted_together_go_with_them(
    event: Event, django_capture_on_commit_callbacks: Any
) -> None:
    paths = [Path(make_profile(make_speaker(event)).portrait.path) for _number in range(2)]
    make_profile(make_speaker(event), portrait="")
    assert all(one.exists() for one in paths)

    with django_capture_on_commit_callbacks(execute=True):
        Profile.objects.of_event(event).delete()

    assert not any(one.exists() for one in paths)


# --- In the admin ---------------------------------------------------------------------------------


def client_of(event: Event, role: Role = Role.EDITOR) -> Client:
    client = Client()
    client.force_login(make_member(event, role))
    return client


def form(**values: Any) -> dict[str, Any]:
    return {"biography_en": "A mayor.", "portrait_credit": "", **values}


ADD = "/admin/programme/profile/add/"


def test_an_editor_writes_a_biography_and_chooses_a_photograph(event: Event) -> None:
    speaker = make_speaker(event)
    client = client_of(event)
    exif = Image.Exif()
    exif[0x010E] = "at home"
    picture = SimpleUploadedFile("me.png", photograph((400, 500), exif=exif), "image/png")

    client.post(ADD, form(attendee=speaker.pk, portrait=picture))

    profile = Profile.objects.get(attendee=speaker)
    with profile.portrait.open("rb") as file:
        stored = file.read()
    assert str(profile.biography) == "A mayor."
    assert b"at home" not in stored
    shown = client.get(reverse("admin:programme_profile_portrait", args=[profile.pk]))
    assert shown.getvalue() == stored
    assert profile.history.count() == 1


def test_a_file_that_is_no_photograph_is_refused_and_what_was_typed_is_kept(event: Event) -> None:
    speaker = make_speaker(event)
    file = SimpleUploadedFile("me.jpg", b"<script>", "image/jpeg")

    answer = client_of(event).post(ADD, form(attendee=speaker.pk, portrait=file))

    page = answer.content.decode()
    assert "This photograph cannot be read." in page
    assert "A mayor." in page
    assert not Profile.objects.exists()


def test_a_photograph_of_who_said_no_is_refused(event: Event) -> None:
    speaker = make_speaker(event)
    say(speaker, yes=False)
    file = SimpleUploadedFile("me.jpg", photograph(), "image/jpeg")

    answer = client_of(event).post(ADD, form(attendee=speaker.pk, portrait=file))

    assert "has not agreed to photographs" in answer.content.decode()
    assert not Profile.objects.exists()


def test_a_photograph_is_taken_out_by_a_tick_and_stays_without(event: Event) -> None:
    profile = make_profile(make_speaker(event))
    client = client_of(event)
    page = reverse("admin:programme_profile_change", args=[profile.pk])

    client.post(page, form(biography_en="A mayor of trees."))
    profile.refresh_from_db()
    assert profile.portrait

    client.post(page, form(biography_en="A mayor of trees.", remove_portrait="on"))
    profile.refresh_from_db()
    assert not profile.portrait


def test_a_sub_forum_editor_writes_of_their_own_speakers_alone(event: Event) -> None:
    own, other = make_sub_forum(event), make_sub_forum(event)
    editor = make_member(event, Role.SUB_FORUM_EDITOR)
    own.editors.add(editor)
    mine, theirs = make_speaker(event, sub_forum=own), make_speaker(event, sub_forum=other)
    client = Client()
    client.force_login(editor)

    client.post(ADD, form(attendee=theirs.pk))
    client.post(ADD, form(attendee=mine.pk))
    foreign = make_profile(theirs)
    client.post(
        reverse("admin:programme_profile_change", args=[foreign.pk]), form(biography_en="Hacked")
    )

    foreign.refresh_from_db()
    assert [one.attendee for one in Profile.objects.exclude(pk=foreign.pk)] == [mine]
    assert str(foreign.biography) == "A mayor who plants trees."


# --- Open points ---------------------------------------------------------------------------


def test_the_page_of_what_is_unfinished_leads_to_each_lack(event: Event) -> None:
    without, half, whole, shy = (make_speaker(event) for _number in range(4))
    make_profile(shy, portrait="")
    say(shy, yes=False)
    profile = make_profile(half, portrait="")
    make_profile(whole)
    page = client_of(event).get(reverse("admin:readiness", args=[event.pk]))

    groups = {group.key: rows for group, rows in page.context["groups"]}
    add = f"{ADD}?attendee={without.pk}"
    change = reverse("admin:programme_profile_change", args=[profile.pk])

    assert [url for _person, url in groups["no-biography"]] == [add]
    assert {url for _person, url in groups["no-portrait"]} == {add, change}
    assert add in page.content.decode()
