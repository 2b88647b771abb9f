"""The guided set-up: a strip over ordinary pages, lists that are pasted, a mail that is tried."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from events.models import Event, Room
from forum_portal.workspace.edition_urls import edition_url
from forum_portal.workspace.new_edition.choices import Shape
from forum_portal.workspace.new_edition.services import create_edition
from forum_portal.workspace.paste_lists.services import name_sub_forums
from forum_portal.workspace.set_up.steps import Step, Strip
from programme.releases.services import release_agenda
from tests.factories import (
    make_appearance,
    make_event,
    make_member,
    make_session,
    make_sub_forum,
    make_user,
    text,
)
from tests.mail.server import mail_server

pytestmark = pytest.mark.django_db


def paste(event: Event, what: str, **typed: str) -> Any:
    """An administrator sends a list; what follows."""
    client = Client()
    client.force_login(make_member(event, Role.ADMINISTRATOR))
    return client.post(edition_url(event, f"admin:paste_{what}", event.pk), typed, follow=True)


def strip_of(page: Any) -> str:
    """The words of the strip of a page."""
    match = re.search(r'<aside class="set-up".*?</aside>', page.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", match[0]).split()) if match else ""


def test_pasted_titles_name_the_sub_forums_of_the_outline_and_their_sessions() -> None:
    event = make_event()
    user = make_user(is_superuser=True)
    create_edition(event=event, by=user, administrator=None, shape=Shape.OUTLINE, sub_forums=2)

    paste(event, "sub_forums", titles="1. Ports of tomorrow\n2) Rivers\n\n- 河流\nrivers")
    paste(event, "sub_forums", titles="Ports of tomorrow")

    rows = [(row.number, str(row.title), row.slug) for row in event.sub_forums.all()]
    assert rows == [
        (1, "Ports of tomorrow", "ports-of-tomorrow"),
        (2, "Rivers", "rivers"),
        (3, "河流", "sub-forum-3"),
    ]
    titles = set(map(str, event.sessions.exclude(sub_forum=None)))
    assert titles == {"Ports of tomorrow", "Rivers"}


def test_what_is_left_of_the_outline_goes_if_asked_unless_somebody_has_worked_in_it() -> None:
    event = make_event()
    create_edition(
        event=event, by=make_user(), administrator=None, shape=Shape.OUTLINE, sub_forums=4
    )
    make_session(event, sub_forum=event.sub_forums.get(number=4), title=text("Bridges"))

    paste(event, "sub_forums", titles="Ports\nRivers", drops_unnamed="on")
    page = paste(event, "sub_forums", titles="Ports").content.decode()

    rows = [str(row) for row in event.sub_forums.all()]
    assert rows == ["1. Ports", "2. Rivers", "4. Sub-forum 4"]
    assert event.sessions.exclude(sub_forum=None).count() == 4
    assert 'name="drops_unnamed"' in page


def test_no_work_goes_with_an_unnamed_sub_forum() -> None:
    event = make_event()
    create_edition(
        event=event, by=make_user(), administrator=None, shape=Shape.OUTLINE, sub_forums=6
    )
    second, third = (event.sessions.get(sub_forum__number=number) for number in (2, 3))
    make_appearance(second)
    third.abstract = text("What we know")
    third.save()
    event.sub_forums.get(number=4).editors.add(make_user())

    paste(event, "sub_forums", titles="Ports", drops_unnamed="on")

    assert [row.number for row in event.sub_forums.all()] == [1, 2, 3, 4]


def test_nothing_is_dropped_once_an_agenda_was_released() -> None:
    event = make_event()
    create_edition(
        event=event, by=make_user(), administrator=None, shape=Shape.OUTLINE, sub_forums=3
    )
    # Released between the page and the button.
    release_agenda(event=event, by=make_member(event, Role.ADMINISTRATOR))

    name_sub_forums(event=event, titles=["Ports"], by=make_user(), drops_unnamed=True)

    assert event.sub_forums.count() == 3


def test_what_somebody_has_named_is_left_as_it_is() -> None:
    event = make_event()
    named = make_sub_forum(event, number=1, title=text("Bridges"))
    session = make_session(event, sub_forum=named, title=text("Bridges, first part"))

    paste(event, "sub_forums", titles="Ports")

    session.refresh_from_db()
    assert [str(row) for row in event.sub_forums.all()] == ["1. Bridges", "2. Ports"]
    assert str(session) == "Bridges, first part"


def test_pasted_rooms_come_into_the_venue_of_that_name_once() -> None:
    event = make_event()

    for lines in ("Hall A, 400\nHall B", "hall a; 10\nHall C\t60"):
        paste(event, "rooms", venue="Palais", rooms=lines, seats="80")
    refused = paste(event, "rooms", venue="Palais", rooms="Hall D, 0", seats="80")

    rows = Room.objects.filter(venue__event=event).values_list("name__en", "capacity")
    assert list(rows) == [("Hall A", 400), ("Hall B", 80), ("Hall C", 60)]
    assert event.venues.count() == 1
    assert "Hall D, 0</textarea>" in refused.content.decode()


def test_the_strip_leads_over_ordinary_pages_and_only_those_who_asked_for_it(
    client: Client,
) -> None:
    event = make_event()
    client.force_login(make_user(is_superuser=True))
    rooms = edition_url(event, "admin:paste_rooms", event.pk)
    before = strip_of(client.get(rooms))
    first = client.post(reverse("admin:set_up")).headers["Location"]
    during = strip_of(client.get(rooms))
    overview = client.get(edition_url(event))
    outside = strip_of(overview)
    end = strip_of(client.get(edition_url(event, "admin:readiness", event.pk)))
    client.post(reverse("admin:set_up"), {"leave": ""})

    assert (before, first) == ("", reverse("second-factor"))
    assert during.startswith("Step 5 of 7: Rooms Paste their names")
    assert during.endswith("Do this later Leave the set-up")
    assert outside == "Guided set-up Continue Leave the set-up"
    assert overview.context["set_up"].next_url == reverse("second-factor")
    assert end.startswith("The set-up is complete.")
    assert strip_of(client.get(rooms)) == ""


def test_nobody_is_led_on_past_a_second_factor_that_the_forum_demands(client: Client) -> None:
    client.force_login(make_user(is_superuser=True))
    client.post(reverse("admin:set_up"))
    without_forum = strip_of(client.get(reverse("second-factor")))
    make_event(second_factor_roles=[Role.ADMINISTRATOR])

    page = strip_of(client.get(reverse("second-factor")))

    assert "Do this later" in without_forum
    assert page.startswith("Step 1 of 7: Second factor")
    assert "Do this later" not in page


@pytest.mark.parametrize("word", ["250 queued as 7F3A", "554 sender is not allowed"])
def test_a_test_mail_shows_what_the_mail_server_answered(
    word: str, client: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "mail.backends.SmtpBackend"
    user = make_user(is_superuser=True)
    client.force_login(user)
    with mail_server() as server:
        server.last_word = word
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        page = client.post(reverse("admin:mail_test")).content.decode()

    assert word in page
    assert ("has accepted" in page) is word.startswith("250")
    assert server.addresses == ([user.email] if word.startswith("250") else [])


def test_a_mail_server_that_is_not_there_is_told_and_others_send_nothing(
    client: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "mail.backends.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client.force_login(make_user(is_superuser=True))
    page = client.post(reverse("admin:mail_test")).content.decode()
    client.force_login(make_member(make_event(), Role.ADMINISTRATOR))

    assert "ConnectionRefusedError" in page
    assert client.post(reverse("admin:mail_test")).status_code == 404
    assert client.post(reverse("admin:set_up")).status_code == 404


def test_it_is_taken_up_at_the_first_step_that_the_data_show_as_open() -> None:
    account, mail = Step("Account", "", "/account/", True), Step("Mail", "", "/mail/", None)
    forum, rooms = Step("Forum", "", "/forum/", True), Step("Rooms", "", "/rooms/", False)

    def next_url(*steps: Step) -> str:
        return Strip(steps, number=0, end_url="/end/", is_end=False, is_held=False).next_url

    assert next_url(account, mail, forum, rooms) == "/rooms/"
    assert next_url(account, mail, forum) == "/end/"
