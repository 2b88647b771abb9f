"""Every form of the organizers fits a screen or two before a section of it is opened."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.urls import reverse

from accounts.models import User
from events.models import Event
from tests.portal.test_in_the_browser import Visit, forum  # noqa: F401  (a fixture)
from tests.sharing import shared_out

pytestmark = pytest.mark.django_db(transaction=True)

# In pixels, at 1280 × 800, without the bar that saves.
HIGHEST = 1400
HIGHEST_EDITION = 900

_FACTS = """() => ({
    height: document.documentElement.scrollHeight,
    json: [...document.querySelectorAll("textarea, input:not([type=hidden])")]
        .filter((field) => /^\\s*[[{]/.test(field.value)).map((field) => field.name),
    days: [...document.querySelectorAll("p.datetime input")].map((field) => field.type),
    clock: document.querySelector(".form-head")?.innerText ?? "",
    icons: document.querySelectorAll(".datetimeshortcuts, .related-widget-wrapper-link").length,
    adding: [...document.querySelectorAll(".add-row")].map((row) => row.innerText.trim()),
    crumbs: document.querySelector(".crumbs")?.innerText ?? "",
})"""


def _forms(event: Event) -> Iterator[tuple[str, str]]:
    """Each kind of row with the address of the form of one, of which the demo has some."""
    for model, page in admin.site._registry.items():
        assert isinstance(page, ModelAdmin)
        row = event if model is Event else model._default_manager.order_by("-pk").first()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if row is not None:
            yield model.__name__, reverse(f"{name}_change", args=[row.pk])


@pytest.mark.parametrize("email", ["administrator@demo.example", "root@example.org"])
def test_every_form_is_short_and_speaks_the_words_of_the_office(
    browser: Any,
    forum: str,  # noqa: F811
    email: str,
) -> None:
    event = Event.objects.get(slug="gmf-2023")
    if email == "root@example.org":
        User.objects.create_superuser(email, "correct horse battery")
    visit = Visit(browser, forum, viewport={"width": 1280, "height": 800}, locale="en-GB")
    visit.log_in(email)
    faults, forms = [], 0

    for name, path in shared_out(_forms(event), one_in=4):
        for inside in (path, path.replace("/admin/", "/admin/gmf-2023/", 1)):
            answer = visit.page.goto(visit.origin + inside)
            if answer.status in (403, 404) or "/change/" not in visit.page.url:
                continue
            forms += 1
            facts = visit.page.evaluate(_FACTS)
            highest = HIGHEST_EDITION if name == "Event" else HIGHEST
            found = {
                "is too high": facts["height"] if facts["height"] > highest else "",
                "asks for JSON": facts["json"],
                "has icons": facts["icons"],
                "has no zone": facts["days"] and not re.search("UTC|GMT", facts["clock"]),
                "adds another": [text for text in facts["adding"] if "another" in text],
                "begins at Home": facts["crumbs"].startswith("Home"),
            }
            faults += [(inside, what, value) for what, value in found.items() if value]

    assert faults == []
    assert forms > 4
    visit.context.close()
