"""Texts fall back in the admin and on staff pages as they do for visitors."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.text.translated import TranslatedText
from forum_portal.workspace.edition_urls import edition_url
from programme.editing.running_order import run_version
from tests.factories import make_event, make_member, make_page, make_session

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


def test_a_form_of_one_edition_asks_in_its_languages_and_keeps_others() -> None:
    event = make_event(languages=["es", "ar"])
    page = make_page(event, title=TranslatedText({"es": "Visado", "fr": "Visa"}))
    client = Client()
    client.force_login(make_member(event, Role.EDITOR))
    path = edition_url(event, "admin:events_page_change", page.pk)

    html = client.get(path).content.decode()
    sent = {"event": event.pk, "slug": page.slug, "position": 0, "title_es": "Visados"}
    assert client.post(path, sent).status_code == 302

    assert 'name="title_es"' in html
    assert 'name="title_ar"' in html
    assert not any(f'name="title_{code}"' in html for code in ("en", "zh-hans", "fr", "ru"))
    page.refresh_from_db()
    assert page.title == {"es": "Visados", "fr": "Visa"}


def test_the_running_order_asks_in_the_languages_of_its_edition_and_keeps_others() -> None:
    event = make_event(languages=["es", "ar"])
    session = make_session(event)
    item = session.run_items.create(item=TranslatedText({"es": "Himno", "fr": "Hymne"}))
    client = Client()
    client.force_login(make_member(event, Role.EDITOR))
    path = edition_url(event, "admin:programme_running_order", session.pk)

    html = client.get(path).content.decode()
    sent = {
        "seen": run_version(session),
        **{f"items-{name}": number for name, number in _ONE_OF_ONE.items()},
        "items-0-id": item.pk,
        "items-0-ORDER": 1,
        "items-0-item_es": "Himno nacional",
        "items-0-minutes": 5,
    }
    assert client.post(path, sent).status_code == 302

    assert 'name="items-0-item_ar"' in html
    assert 'name="items-0-item_en"' not in html
    item.refresh_from_db()
    assert item.item == {"es": "Himno nacional", "fr": "Hymne"}


_ONE_OF_ONE = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 200}
