"""Every page to which a link of the workspace or of the staff pages leads, for each role."""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from accounts.models import User
from core.pages.cache import store
from tests.demo import load_demo_forum
from tests.markup import faults
from tests.portal.test_in_the_browser import Visit
from tests.sharing import HAS_EVERY_CASE, IS_SHARED, shared_out

ROLES = ("administrator", "sub-forum-editor", "delegations-officer", "translator", "viewer")
_STARTS = ("/admin/gmf-2023/", "/staff/gmf-2023/")
# What names a row: its number, its code, its identifier.
_ROW = re.compile(r"/[^/]*[0-9A-Z][^/]*(?=/)")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_links_of_the_office_lead_to_pages_whose_markup_is_whole(role: str) -> None:
    load_demo_forum()
    store.clear()
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(email=f"{role}@demo.example"))

    wrong = {path: found for path, found in _pages(client) if found}

    assert wrong == {}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "locale"), [(390, "ar"), (1280, "en-GB")])
def test_pages_of_the_workspace_are_accessible(
    browser: Any, live_server: Any, width: int, locale: str
) -> None:
    load_demo_forum()
    store.clear()
    client = Client()
    client.force_login(User.objects.get(email="administrator@demo.example"))
    window = {"width": width, "height": 844}
    visit = Visit(browser, live_server.url, viewport=window, locale=locale)
    visit.log_in("administrator@demo.example")

    every_page = [path for path, _faults in _pages(client)]
    # Those of the admin are each examined once in tests/portal/test_in_the_browser.py.
    is_exhaustive = HAS_EVERY_CASE and not IS_SHARED
    for path in shared_out(every_page if is_exhaustive else every_page[::20], one_in=2):
        visit.examine(path)

    assert visit.complaints == []
    visit.context.close()


def _pages(client: Client) -> Iterator[tuple[str, list[str]]]:
    """One page of each kind that links lead to, with what is wrong with it."""
    known, waiting = set(map(_kind, _STARTS)), deque(_STARTS)
    while waiting:
        path = waiting.popleft()
        answer: Any = client.get(path, follow=True)
        if path in _STARTS and answer.status_code == 404:
            continue  # This role has no such desk.
        if answer.status_code != 200:
            yield path, [f"answers {answer.status_code}"]
            continue
        page = answer.getvalue().decode(errors="replace")
        if not answer["Content-Type"].startswith("text/html"):
            continue
        yield path, faults(page) if "<html" in page else []
        for link in _links(path, page):
            if _kind(link) not in known:
                known.add(_kind(link))
                waiting.append(link)


def _links(path: str, page: str) -> Iterator[str]:
    for link in re.findall(r'<a [^>]*href="([^"]+)"', page):
        target = urlsplit(urljoin(path, unescape(link)))
        if target.path.startswith(("/admin/", "/staff/", "/accounts/")) and not target.query:
            yield target.path


def _kind(path: str) -> str:
    return _ROW.sub("/·", path)
