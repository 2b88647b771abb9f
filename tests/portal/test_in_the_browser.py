"""What only a browser shows: policy violations, accessibility, sideways scrolling."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin import site
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from core.pages.cache import store
from programme.models import Session
from tests.accessibility import violations
from tests.demo import load_demo_forum
from tests.sharing import HAS_EVERY_CASE, IS_SHARED, shared_out

_WIDTHS = {"phone": (390, 844), "laptop": (1440, 900)}
STAFF = (
    "",
    "attendees/",
    "attendees/?order=precedence&counted=yes",
    "delegations/",
    "queue/",
    "duplicates/",
    "imports/",
    "delegations/HU-BUD/",
    "delegations/HU-BUD/head/",
    "personal-data/",
    "attendees/?ready=vip&vip=yes&columns=name",
    "exports/",
    "tokens/",
    "documents/delegations/?journeys=on",
    "documents/changes/",
    "documents/statistics/",
    "invitations/",
    "invitations/choose/",
    "invitations/table/",
    "invitations/letters/",
)

pytestmark = pytest.mark.django_db(transaction=True)


class Visit:
    """One browser window on the portal, that remembers what went wrong in it."""

    def __init__(self, browser: Any, origin: str, **options: Any) -> None:
        self.origin = origin
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def log_in(self, email: str) -> None:
        """As somebody of the demo's team."""
        client = Client()
        client.force_login(User.objects.get(email=email))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.origin}
        self.context.add_cookies([cookie])

    def open(self, path: str) -> None:
        """Go there; anything but an answer that is meant is a complaint."""
        answer = self.page.goto(self.origin + path)
        if answer.status != 200:
            self.complaints.append(f"{path}: {answer.status}")

    def examine(self, path: str) -> None:
        """Open, and look for violations and for a page wider than the window."""
        self.open(path)
        self.complaints += [f"{path}: {one}" for one in violations(self.page)]


@pytest.fixture
def forum(live_server: Any) -> Iterator[str]:
    """The demo forum, served."""
    load_demo_forum()
    store.clear()
    yield live_server.url
    store.clear()


def _visit(browser: Any, origin: str, width: str, scheme: str, locale: str = "en-GB") -> Visit:
    across, down = _WIDTHS[width]
    return Visit(
        browser,
        origin,
        viewport={"width": across, "height": down},
        color_scheme=scheme,
        locale=locale,
    )


@pytest.mark.parametrize(("width", "scheme"), [("phone", "light"), ("laptop", "dark")])
def test_staff_pages_are_accessible_on_every_screen(
    browser: Any, forum: str, width: str, scheme: str
) -> None:
    visit = _visit(browser, forum, width, scheme)
    visit.log_in("administrator@demo.example")

    for path in shared_out(STAFF, one_in=3):
        visit.examine(f"/staff/gmf-2023/{path}")

    assert visit.complaints == []
    visit.context.close()


def test_the_log_in_is_accessible_and_opens_the_door(browser: Any, forum: str) -> None:
    user = User.objects.get(email="editor@demo.example")
    user.set_password("a password of the office 15")
    user.save()
    visit = _visit(browser, forum, "phone", "light")

    visit.examine("/accounts/login/")
    visit.page.fill("input[name=login]", "editor@demo.example")
    visit.page.fill("input[name=password]", "a password of the office 15")
    visit.page.click("main button[type=submit]")
    visit.page.wait_for_load_state()
    visit.page.wait_for_url("**/accounts/landing/")

    assert visit.complaints == []
    visit.context.close()


_MADE_BY_THE_PORTAL = (
    "delegations/exportlog",
    "delegations/sensitiveaccess",
    "mail/outgoingmail",
    "events/subscriber",
    "programme/acceptedfinding",
    "events/importbatch",
    "programme/releaseplan",
    "programme/webhookdelivery",
)


def _admin_pages() -> Iterator[str]:
    yield reverse("admin:index")
    yield reverse("admin:programme_preview", args=[Session.objects.all()[0].event_id])
    yield reverse("admin:programme_publish", args=[Session.objects.all()[0].event_id])
    yield reverse("admin:programme_checks", args=[Session.objects.all()[0].event_id])
    for model in site._registry:
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        yield reverse(f"admin:{label}_changelist")
        if model not in (apps.get_model("programme.ScheduleRelease"),):
            yield from _if_there(f"admin:{label}_add")
        if row is not None:
            yield reverse(f"admin:{label}_change", args=[row.pk])
            yield reverse(f"admin:{label}_history", args=[row.pk])


def _if_there(name: str) -> Iterator[str]:
    try:
        yield reverse(name)
    except NoReverseMatch:
        return


# Each page is examined on one of these, in turn, and in `make test-all` on each of them.
_SCREENS = (("laptop", "en-GB"), ("phone", "ar"), ("laptop", "zh-CN"), ("laptop", "ar"))


@pytest.mark.parametrize("screen", range(len(_SCREENS)))
def test_every_page_of_the_admin_is_accessible_and_keeps_the_policy(
    browser: Any, forum: str, screen: int
) -> None:
    superuser = User.objects.create_superuser("root@example.org", "correct horse battery")
    width, locale = _SCREENS[screen]
    visit = _visit(browser, forum, width, "light", locale)
    every_page = list(_admin_pages())
    assert len(every_page) > 70
    is_exhaustive = HAS_EVERY_CASE and not IS_SHARED
    pages = every_page if is_exhaustive else every_page[screen :: len(_SCREENS)]

    visit.log_in(superuser.email)
    for path in shared_out(pages, one_in=4):
        visit.examine(path)

    # Some models are made by the portal alone: their add pages say so, and nothing else may.
    refused = {one for one in visit.complaints if one.endswith(": 403") and "/add/" in one}
    assert [one for one in visit.complaints if "403" not in one] == []
    assert refused <= {f"/admin/{model}/add/: 403" for model in _MADE_BY_THE_PORTAL}
    visit.context.close()


def test_a_policy_violation_would_be_noticed(browser: Any, forum: str) -> None:
    visit = _visit(browser, forum, "laptop", "light")
    visit.open("/en/gmf-2023/")

    visit.page.evaluate(
        "() => { const one = document.createElement('script');"
        " one.textContent = 'window.evil = 1'; document.body.append(one); }"
    )

    assert any("Content Security Policy" in one for one in visit.complaints)
    assert visit.page.evaluate("window.evil") is None
    visit.context.close()
