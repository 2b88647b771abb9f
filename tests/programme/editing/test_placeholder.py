"""A placeholder on stage becomes a person in the line of the form where it stands."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.text.translated import TranslatedText
from delegations.models import Attendee
from programme.models import Appearance
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_session,
)

pytestmark = pytest.mark.django_db


class Stage:
    """A session with one placeholder, and its form as an editor sends it."""

    def __init__(self) -> None:
        self.event = make_event(languages=["en", "fr"])
        self.session = make_session(self.event)
        self.mayor = make_attendee(make_delegation(self.event))
        # In a language of the edition, and in one that it no longer has.
        named = TranslatedText({"en": "Mayor, to be confirmed", "ru": "Мэр"})
        self.row = make_appearance(self.session, attendee=None, placeholder=named)
        self.client = Client()
        self.client.force_login(make_member(self.event, Role.EDITOR))

    def send(self, attendee: Attendee | str, placeholder: str) -> Any:
        """Save the form with this person and this text in the line."""
        path = reverse("admin:programme_session_change", args=[self.session.pk])
        form = self.client.get(path).context["adminform"].form
        typed: dict[str, object] = {
            "title_en": "Rivers",
            "event": self.event.pk,
            "kind": self.session.kind,
            "status": self.session.status,
            "visibility": self.session.visibility,
            "appearances-TOTAL_FORMS": 1,
            "documents-TOTAL_FORMS": 0,
            "documents-INITIAL_FORMS": 0,
            "appearances-INITIAL_FORMS": 1,
            "appearances-0-id": self.row.pk,
            "appearances-0-session": self.session.pk,
            "appearances-0-position": 1,
            "appearances-0-role": self.row.role,
            "appearances-0-state": self.row.state,
            "appearances-0-attendee": getattr(attendee, "pk", attendee),
            "appearances-0-placeholder_en": placeholder,
            "appearances-0-placeholder_fr": "",
        }
        for name in ("start", "end"):
            day, clock = form[name].field.widget.decompress(form.initial[name])
            typed |= {f"{name}_0": str(day), f"{name}_1": str(clock)}
        return self.client.post(path, typed)


def test_a_person_who_is_chosen_replaces_the_placeholder() -> None:
    stage = Stage()

    answer = stage.send(stage.mayor, "Mayor, to be confirmed")

    row = Appearance.objects.get(pk=stage.row.pk)
    assert answer.status_code == 302
    assert (row.attendee, dict(row.placeholder)) == (stage.mayor, {})


def test_a_placeholder_that_is_typed_beside_a_person_is_refused() -> None:
    stage = Stage()

    answer = stage.send(stage.mayor, "Somebody else")

    assert answer.status_code == 200
    assert "Clear the placeholder" in answer.content.decode()
    assert Appearance.objects.get(pk=stage.row.pk).attendee is None
