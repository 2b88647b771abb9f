"""The pages that organizers open most, as docs/organizers.md shows them: at a desk and on a phone.

Where SCREENSHOTS names a folder, the pictures of that document are put there.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.pages.cache import store
from events.models import Event
from forum_portal.workspace.edition_urls import edition_url
from programme.choices import Visibility
from programme.models import Session
from tests.demo import load_demo_forum
from tests.portal.pictures import take_picture
from tests.portal.test_in_the_browser import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
# The longest page for publishing three hundred sessions, in pixels.
_LONGEST = 6_000


@pytest.fixture(params=_SIZES)
def seat(
    request: pytest.FixtureRequest, browser: Any, live_server: Any
) -> Iterator[tuple[str, Visit]]:
    load_demo_forum()
    store.clear()
    visit = Visit(browser, str(live_server.url), viewport=_SIZES[request.param])
    visit.log_in("administrator@demo.example")
    yield request.param, visit
    visit.context.close()


def test_the_pages_opened_most_fit_their_screen(seat: tuple[str, Visit]) -> None:
    size, visit = seat
    event = Event.objects.get()
    session = Session.objects.filter(sub_forum__number=1).get()
    paths = {
        "overview": edition_url(event, "admin:index"),
        "sessions": edition_url(event, "admin:programme_session_changelist"),
        "session": reverse("admin:programme_session_change", args=[session.pk]),
    }
    for name, path in paths.items():
        visit.open(path)
        take_picture(visit.page, f"workspace/{name}-{size}", "body")
        assert visit.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    assert visit.complaints == []


def test_three_hundred_sessions_are_published_from_one_short_page(seat: tuple[str, Visit]) -> None:
    size, visit = seat
    event = Event.objects.get()
    first = Session.objects.filter(event=event).earliest("start")
    Session.objects.bulk_create(
        Session(
            event=event,
            title={"en": f"City dialogue no. {number}"},
            start=first.start + timedelta(minutes=30 * number),
            end=first.start + timedelta(minutes=30 * number + 25),
            visibility=Visibility.PUBLIC,
        )
        for number in range(300)
    )

    visit.open(reverse("admin:programme_publish", args=[event.pk]))

    take_picture(visit.page, f"workspace/publish-{size}", "body")
    button = visit.page.locator("[type=submit]", has_text="Publish").last
    box = button.bounding_box()
    assert 0 <= box["y"] <= _SIZES[size]["height"] - box["height"]
    assert visit.page.evaluate("document.documentElement.scrollHeight") <= _LONGEST
    assert visit.complaints == []
