"""Somebody who may only look reads an admin page, and no JSON."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.roles import Role
from core.text.translated import TranslatedText
from core.translated_field import TranslatedField
from forum_portal.workspace.edition_urls import edition_url
from tests.factories import make_session, text
from tests.world import World

_JSON = re.compile(r"""[{\[](?:&quot;|&#x27;|"|')""")
_TEXT_AS_JSON = re.compile(r"{(?:&quot;|&#x27;)(?:en|ar)(?:&quot;|&#x27;)")
_LOOKERS = (Role.VIEWER, Role.TRANSLATOR, Role.SUB_FORUM_EDITOR, Role.DELEGATIONS_OFFICER)


@pytest.mark.parametrize("role", _LOOKERS)
def test_no_page_of_the_admin_shows_json(role: Role, world: World) -> None:
    client = world.client(role.value)
    opened = 0
    for path in _pages():
        response = client.get(path)
        if response.status_code != 200:
            continue
        opened += 1
        html = response.content.decode()
        values = re.findall(r'<div class="readonly">(.*?)</div>', html, re.DOTALL)
        assert not [value for value in values if _JSON.search(value)], path
        assert not _TEXT_AS_JSON.search(html), path

    assert opened > 6


def _pages() -> Iterator[str]:
    """The list of each kind of rows, and the page and the history of one of them."""
    for model, own in admin.site._registry.items():
        row = model._default_manager.order_by("pk").first()
        if row is None:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, TranslatedField):
                both = TranslatedText({"en": "Text", "ar": "نص"})
                model._default_manager.filter(pk=row.pk).update(**{field.name: both})
        name = f"admin:{own.opts.app_label}_{own.opts.model_name}"
        yield reverse(f"{name}_changelist")
        yield from (reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history"))


def test_a_viewer_reads_every_language_of_a_text_and_the_names_of_languages(world: World) -> None:
    session = make_session(
        world.event, title=text("City <b>", ar="حوار", fr="Ville"), floor_languages=["zh", "fr"]
    )
    path = edition_url(world.event, "admin:programme_session_change", session.pk)

    html = world.client(Role.VIEWER.value).get(path).content.decode()

    assert '<dd lang="en" dir="ltr">City &lt;b&gt;</dd>' in html
    assert re.search(r'<dt lang="ar">العربيّة</dt>\s*<dd lang="ar" dir="rtl">حوار</dd>', html)
    assert "Chinese, French" in html
