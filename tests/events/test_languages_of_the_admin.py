"""Texts fall back in the admin and on staff pages as they do for visitors."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.text.translated import TranslatedText
from tests.factories import make_event, make_member, make_session

pytestmark = pytest.mark.django_db


def test_a_list_shows_the_source_language_before_others_of_the_portal() -> None:
    event = make_event(languages=["es", "en"])
    title = TranslatedText({"es": "Diálogo", "zh-hans": "城市对话"})
    session = make_session(event, title=title)
    client = Client()
    client.force_login(make_member(event, Role.EDITOR))

    pages = [
        client.get(path).content.decode()
        for path in (
            reverse("admin:programme_session_changelist"),
            reverse("admin:programme_session_delete", args=[session.pk]),
        )
    ]

    assert all("城市对话" not in page for page in pages)
    assert all("Diálogo" in page for page in pages)


def test_each_of_two_editions_lends_its_order_to_its_own_rows_pages() -> None:
    spanish, chinese = make_event(languages=["es"]), make_event(languages=["zh-hans"])
    user = make_member(spanish, Role.EDITOR)
    chinese.team_members.create(user=user, role=Role.EDITOR)
    title = TranslatedText({"es": "Diálogo", "zh-hans": "城市对话"})
    rows = {event.pk: make_session(event, title=title) for event in (spanish, chinese)}
    client = Client()
    client.force_login(user)

    def heading(event_pk: int) -> str:
        path = reverse("admin:programme_session_history", args=[rows[event_pk].pk])
        return client.get(path).content.decode()

    assert "Diálogo" in heading(spanish.pk)
    assert "城市对话" in heading(chinese.pk)
