"""A second factor: asked for where an event demands it, at log-in, and before anything opens."""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail as django_mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.roles import Role
from events.models import Event, TeamMember
from events.permissions import lacks_second_factor
from forum_portal.workspace.edition_urls import edition_url
from mail import outbox
from tests import audiences
from tests.factories import make_event, make_member, make_user
from tests.queries import count_queries
from tests.totp import code_for, secret_on
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_empty_limits")]

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN, SET_UP = "/accounts/login/", "/accounts/second-factor/"
DEMANDED = [Role.ADMINISTRATOR.value, Role.DELEGATIONS_OFFICER.value]


def log_in(user: User, client: Client | None = None) -> Client:
    """As far as the password leads."""
    client = client or Client()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return client


def with_app(user: User) -> User:
    """The person has an app that knows SECRET."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- Before anything opens -----------------------------------------------------------------------


def _every_page(world: World) -> Iterator[str]:
    """Every address of staff and organizers that the portal has."""
    for name in sorted(audiences.STAFF):
        yield reverse(name, args=[world.event.slug])
    for model in sorted(audiences.ADMIN_MODELS):
        for action in ("changelist", "add"):
            yield reverse(f"admin:{model}_{action}")
        for action in ("change", "delete", "history"):
            yield reverse(f"admin:{model}_{action}", args=[world.rows[model].pk])
    for name in sorted(audiences.ADMIN_TEAM - {"admin:catch_all"}):
        arguments: dict[str, list[Any]] = {
            "admin:app_list": ["events"],
        }
        yield reverse(name, args=arguments.get(name, []))
    yield from map(_address, sorted(audiences.ADMIN_EVENT))
    yield "/admin/any/thing/at/all/"


def _address(name: str) -> str:
    """An address of that name, whatever stands in it: nothing behind it is reached."""
    some = uuid4()
    for arguments in (
        [],
        [1],
        [1, 1],
        [1, some],
        ["rooms"],
        [1, "rooms"],
        ["rooms", "csv"],
        [1, "rooms", "csv"],
        [1, "rooms", 1, "fr"],
    ):
        with suppress(NoReverseMatch):
            return reverse(name, args=arguments)
    raise AssertionError(name)


@pytest.mark.parametrize("who", ["administrator", "superuser"])
def test_no_page_of_staff_or_organizers_opens_without_it(who: str) -> None:
    world = World()
    world.people["superuser"] = make_user(is_superuser=True)
    Event.objects.filter(pk=world.event.pk).update(second_factor_roles=DEMANDED)
    client = world.client(who)
    pages = list(_every_page(world))
    assert len(pages) > 100

    for method in (client.get, client.post):
        answers = {path: method(path) for path in pages}

        assert {
            path: (answer.status_code, answer.headers.get("Location"))
            for path, answer in answers.items()
            if (answer.status_code, answer.headers.get("Location")) != (302, SET_UP)
        } == {}


def test_with_it_they_open() -> None:
    event = make_event(second_factor_roles=DEMANDED)
    client = log_in(with_app(make_member(event, Role.ADMINISTRATOR)))
    client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})

    for path in (reverse("staff:dashboard", args=[event.slug]), edition_url(event)):
        assert client.get(path).status_code == 200


def test_a_session_that_has_not_shown_the_one_of_its_account_opens_nothing() -> None:
    event = make_event(second_factor_roles=DEMANDED)
    client = Client()
    client.force_login(with_app(make_member(event, Role.ADMINISTRATOR)))

    for path in (reverse("staff:dashboard", args=[event.slug]), reverse("admin:index")):
        assert client.get(path).headers["Location"] == SET_UP
    # Not to where one is set up, but to where it is shown.
    shown_at = f"{reverse('mfa_reauthenticate')}?next={reverse('landing')}"
    assert client.get(SET_UP).headers["Location"] == shown_at


@pytest.mark.parametrize("role", list(Role))
def test_it_is_demanded_of_the_roles_that_the_event_names(role: Role) -> None:
    event = make_event(second_factor_roles=DEMANDED)
    user = make_member(event, role)

    assert lacks_second_factor(user) is (role in DEMANDED)


def test_it_is_demanded_where_one_of_several_events_does() -> None:
    user = make_member(make_event(), Role.ADMINISTRATOR)
    assert not lacks_second_factor(user)

    TeamMember.objects.create(
        event=make_event(second_factor_roles=DEMANDED), user=user, role=Role.DELEGATIONS_OFFICER
    )

    assert lacks_second_factor(user)
    RecoveryCodes.activate(user)
    assert lacks_second_factor(user)
    with_app(user)
    assert not lacks_second_factor(user)


def test_it_costs_one_query_and_none_on_other_pages() -> None:
    event = make_event(second_factor_roles=DEMANDED)
    client, user = Client(), make_member(event, Role.ADMINISTRATOR)
    client.force_login(user)

    assert count_queries(lambda: lacks_second_factor(user)) == 1
    assert client.get(reverse("home", args=[event.slug])).status_code == 200
    assert client.get(reverse("landing")).status_code == 200


def test_the_page_leads_to_both_ways_and_stays_away_once_there_is_one(client: Client) -> None:
    user = make_member(make_event(second_factor_roles=DEMANDED), Role.ADMINISTRATOR)
    client.force_login(user)

    page = client.get(SET_UP).content.decode()
    log_in(with_app(user), client := Client())
    client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})

    assert reverse("mfa_add_webauthn") in page
    assert reverse("mfa_activate_totp") in page
    assert client.get(SET_UP).headers["Location"] == reverse("mfa_index")


def test_who_needs_none_is_led_to_what_the_account_has() -> None:
    clients = log_in(make_user()), log_in(make_member(make_event(), Role.ADMINISTRATOR))

    answers = [client.get(SET_UP).headers["Location"] for client in clients]

    assert answers == [reverse("mfa_index")] * 2


def test_its_pages_are_only_read_and_only_after_a_log_in() -> None:
    for path in (SET_UP, reverse("totp-picture")):
        assert Client().get(path).headers["Location"] == f"{LOGIN}?next={path}"
        assert log_in(make_user()).post(path).status_code == 405


# --- An app --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_one_sets_up_an_app_and_is_given_recovery_codes() -> None:
    user = make_member(make_event(second_factor_roles=DEMANDED), Role.ADMINISTRATOR)
    client = log_in(user)
    path = reverse("mfa_activate_totp")
    secret = secret_on(client.get(path).content.decode())

    answer = client.post(path, {"code": code_for(secret)}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    assert len(re.findall(r"^\d{8}$", answer.content.decode(), re.MULTILINE)) >= 8
    assert client.get(reverse("admin:index"), follow=True).status_code == 200
    outbox.send_due()
    assert [message.to for message in django_mail.outbox] == [[user.email]]


def test_who_logged_in_a_while_ago_shows_who_they_are_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = log_in(make_user())
    path = reverse("mfa_activate_totp")
    assert client.get(path).status_code == 200

    later = time.time() + 600
    monkeypatch.setattr(time, "time", lambda: later)

    assert client.get(path).headers["Location"].startswith(reverse("account_reauthenticate"))


def test_the_picture_for_the_camera_is_a_file_of_this_site() -> None:
    client = log_in(make_user())
    page = client.get(reverse("mfa_activate_totp")).content.decode()

    picture = client.get(reverse("totp-picture"))

    assert reverse("totp-picture") in page
    assert "data:image" not in page
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    assert picture.content.startswith(b"<?xml")


def test_the_log_in_asks_for_the_code_of_the_app(client: Client) -> None:
    user = with_app(make_user())
    log_in(user, client)
    assert not is_logged_in(client)
    before = client.session.session_key

    client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})

    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != before


def test_a_code_by_mail_does_not_stand_in_for_the_app(client: Client) -> None:
    user = with_app(make_user())
    client.post("/accounts/login/code/", {"email": user.email})
    outbox.send_due()
    (code,) = re.findall(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(django_mail.outbox[-1].body), re.M)

    answer = client.post("/accounts/login/code/confirm/", {"code": code})

    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not is_logged_in(client)


def test_a_code_of_the_app_and_a_recovery_code_work_once() -> None:
    user = with_app(make_user())
    recovery = RecoveryCodes.activate(user).get_unused_codes()[0]
    for code in (code_for(SECRET), recovery):
        first, second = log_in(user), log_in(user)

        first.post(reverse("mfa_authenticate"), {"code": code})
        second.post(reverse("mfa_authenticate"), {"code": code})

        assert (is_logged_in(first), is_logged_in(second)) == (True, False)


def test_after_ten_wrong_codes_the_right_one_has_to_wait() -> None:
    user = with_app(make_user())
    for number in range(10):
        client = Client(headers={"X-Forwarded-For": f"203.0.113.{number}"})
        log_in(user, client).post(reverse("mfa_authenticate"), {"code": "000000"})

    client = log_in(user)
    client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})

    assert not is_logged_in(client)


def test_the_second_step_is_closed_to_who_has_not_taken_the_first(client: Client) -> None:
    with_app(make_user())

    answer = client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})

    assert answer.headers["Location"] == LOGIN
    assert not is_logged_in(client)


# --- One's own -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(audiences.OWN_SECOND_FACTOR))
def test_pages_of_a_second_factor_are_there_for_who_has_one(name: str, client: Client) -> None:
    path = reverse(name)
    assert client.get(path).headers["Location"].startswith(LOGIN)

    without = log_in(make_user()).get(path)
    having = log_in(user := with_app(make_user()))
    having.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})

    assert without.status_code in {302, 404}
    assert (having.get(path).status_code, is_logged_in(having)) == (200, True)
    assert Authenticator.objects.filter(user=user).count() == 2


@pytest.mark.parametrize("name", sorted(audiences.OWN_KEY))
def test_somebody_elses_key_is_not_there(name: str) -> None:
    key = Authenticator.objects.create(
        user=make_user(), type=Authenticator.Type.WEBAUTHN, data={"name": "Key of another"}
    )
    client = log_in(make_user())

    answers: list[Any] = [client.get(reverse(name, args=[key.pk]))]
    answers.append(client.post(reverse(name, args=[key.pk]), {"name": "Mine"}))

    assert [one.status_code for one in answers] == [404, 404]
    key.refresh_from_db()
    assert key.data == {"name": "Key of another"}


@pytest.mark.parametrize("name", sorted(audiences.OWN_KEY))
def test_keys_need_a_log_in(name: str, client: Client) -> None:
    assert client.get(reverse(name, args=[1])).headers["Location"].startswith(LOGIN)


def test_the_team_page_says_who_has_a_second_factor() -> None:
    event = make_event()
    administrator = with_app(make_member(event, Role.ADMINISTRATOR))
    make_member(event, Role.DESK)
    client = Client()
    client.force_login(administrator)

    members = client.get(reverse("admin:team", args=[event.pk])).context["members"]

    assert {one.user.email: one.has_second_factor for one in members} == {
        member.user.email: member.user == administrator for member in event.team_members.all()
    }
