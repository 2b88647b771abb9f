"""The admin shows each person their own events, in forms, lists and filters."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from tests.factories import make_event, make_member, make_page, text

pytestmark = pytest.mark.django_db


def test_filters_by_event_name_no_event_of_another_team() -> None:
    ours, theirs = make_event(title=text("Ours")), make_event(title=text("Theirs"))
    for event in (ours, theirs):
        make_page(event)
    make_page(make_event(title=text("Also ours")))
    client = Client()
    client.force_login(make_member(ours, Role.EDITOR))

    content = client.get(reverse("admin:events_page_changelist")).content.decode()

    assert "Theirs" not in content


def test_a_superuser_of_an_empty_portal_can_open_the_first_event() -> None:
    superuser = User.objects.create_superuser("root@example.org", "correct horse battery")
    client = Client()
    client.force_login(superuser)

    index = client.get(reverse("admin:index")).content.decode()

    assert reverse("admin:edition_new") in index
    assert "languages" in client.get(reverse("admin:events_event_add")).content.decode()


def test_every_saved_row_names_its_author_and_every_form_its_public_page() -> None:
    event = make_event()
    editor = make_member(event, Role.EDITOR, name="Ana Ruiz")
    page = make_page(event)
    client = Client()
    client.force_login(editor)
    path = reverse("admin:events_page_change", args=[page.pk])

    client.post(
        path,
        {"event": event.pk, "slug": page.slug, "title_en": "New", "position": 0},
    )

    content = client.get(path).content.decode()
    page.refresh_from_db()
    assert page.updated_by == editor
    assert "Ana Ruiz" in content
