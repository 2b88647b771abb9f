"""Every kind of page, full and empty, in every language: the markup is whole."""

import pytest
from django.core.cache import cache
from django.urls import resolve
from django.utils import translation

from tests import kinds
from tests.audiences import BY_LINK, PAGES
from tests.markup import faults
from tests.sharing import shared_out

pytestmark = pytest.mark.django_db


def test_the_markup_of_every_public_page_is_whole() -> None:
    site = kinds.load()
    found: dict[str, list[str]] = {}

    for language in shared_out(kinds.LANGUAGES, one_in=3):
        cache.clear()
        for name in site.names:
            found[f"{name}, {language}"] = faults(site.html(name, language))

    addresses = [site.path(name, "en") for name in site.paths]
    addresses += [path.format(language="en") for path, _data in site.sent.values()]
    with translation.override("en"):
        reached = {resolve(address.split("?")[0]).view_name for address in addresses}
    reached |= site.led_to
    # A mail server and monitoring have no page of their own; set-up is for an empty portal
    # (tests/portal/test_set_up.py).
    open_to_all = PAGES | (BY_LINK - {"mail-bounces", "metrics", "set-up", "set-up-link"})
    assert reached == open_to_all | {"account_login", "account_reset_password"}
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("<h1>A</h1><p id='a'></p><p id='a'></p>", "the id “a” is there twice, or empty"),
        ("<h1>A</h1><div><p></div></p>", "</div> closes nothing"),
        ("<h1>A</h1><main>", "<main> is never closed"),
        ("<h1>A</h1><p>on <time></time></p>", "<time> is not a date or time: “”"),
        ("<h1>A</h1><label for='q'>Search</label>", "nothing has the id q"),
        ("<h1>A</h1><p class='a' class='b'></p>", "<p> has an attribute twice"),
        (
            "<meta name='description' content=' '><h1>A</h1>",
            "the description of the page is empty",
        ),
        ("<h1>A</h1><h3>B</h3>", "h3 follows h1"),
        ("<p>No heading</p>", "0 headings of the first level"),
        (
            "<label for='q'>Q</label><input type='hidden' id='q'>",
            "a label is for q, which is no field",
        ),
        ("<ul role='status'></ul>", "<ul> has the role status"),
        (
            "<select required><option value='1'>A</option></select>",
            "a required select begins with a choice",
        ),
        ("<select required></select>", "a required select has no choice"),
        ("<select><option value=''></option></select>", "a choice has no name"),
        ("<dl><div><dt>A</dt></div></dl>", "a term has no description"),
        ("<h1>Tie\u0302\u0301ng</h1>", "a text is not in normalization form C"),
        (
            "<time datetime='2026-11-30T10:00:00.123456'></time>",
            "<time> is not a date or time: “2026-11-30T10:00:00.123456”",
        ),
    ],
)
def test_a_page_that_is_broken_would_be_noticed(broken: str, fault: str) -> None:
    assert fault in faults(broken)
