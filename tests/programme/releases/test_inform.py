"""Informing the people whom a release concerns: who is ticked, now and on the next visit."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.text.translated import TranslatedText
from mail.models import OutgoingMail
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_session,
)

pytestmark = pytest.mark.django_db


def ticked(page: Any) -> list[bool]:
    """Whether each box of the page is ticked."""
    boxes = re.findall(r'<input type="checkbox" name="key"[^>]*>', page.content.decode())
    return ["checked" in box for box in boxes]


def test_who_was_left_out_stays_left_out() -> None:
    event = make_event(languages=["en"])
    admin, delegation = make_member(event, Role.ADMINISTRATOR), make_delegation(event)
    session = make_session(event)
    for family in ("Rivers", "Hills", "Woods"):
        person = make_attendee(delegation, family=family, email=f"{family}@example.org")
        make_appearance(session, attendee=person)
    release_agenda(event=event, by=admin, comment="")
    session.title = TranslatedText({"en": "Round table"})
    session.save()
    release = release_agenda(event=event, by=admin, comment="")
    client = Client()
    client.force_login(admin)
    path = reverse("admin:programme_tell", args=[release.pk])

    first, nobody = client.get(path), client.get(path, {"tick": "none"})
    key = re.findall(r'name="key" value="([^"]+)"', first.content.decode())[0]
    client.post(path, {"key": key})
    second, everybody = client.get(path), client.get(path, {"tick": "all"})

    assert ticked(first) == [True] * 3
    assert ticked(nobody) == [False] * 3
    assert OutgoingMail.objects.count() == 1
    assert ticked(second) == [False] * 2
    assert second.content.decode().count("Left out") == 2
    assert ticked(everybody) == [True] * 2
