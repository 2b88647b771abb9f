"""Nobody is locked out by a stranger, and no stranger guesses for long."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from django.core import mail as django_mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import limits
from accounts.browsers import known_as, remember
from accounts.limits import network
from accounts.models import User
from accounts.sessions import forget_expired
from mail import outbox
from tests.accounts.test_identity import PASSWORD, SECRET, by_code, is_logged_in, log_in
from tests.factories import make_user
from tests.totp import code_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_empty_limits")]

LOGIN, CODE, RESET = "/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"
STRANGER, HOME = "203.0.113.9", "198.51.100.7"


@pytest.fixture
def owner() -> User:
    return make_user(email="ana@example.org")


def at(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def guess(user: User, address: str = STRANGER) -> int:
    """A wrong password: how it is answered."""
    typed = {"login": user.email, "password": "wrong"}
    return int(at(address).post(LOGIN, typed).status_code)


def guess_until_refused(user: User, address: str = STRANGER) -> int:
    tries = 0
    while guess(user, address) == 200:
        tries += 1
    return tries


def asks(user: User, path: str, address: str) -> None:
    at(address).post(path, {"email": user.email})


def mailed() -> int:
    outbox.send_due()
    return len(django_mail.outbox)


def known_browser(user: User, address: str = HOME) -> Client:
    """A browser in which the owner logged in, and out again."""
    client = log_in(user.email, client=at(address))
    client.post(reverse("account_logout"))
    return client


# --- Passwords -----------------------------------------------------------------------------------


def test_failures_from_elsewhere_do_not_shut_the_owner_out(owner: User) -> None:
    assert guess_until_refused(owner) == 10

    assert is_logged_in(log_in(owner.email, client=at(HOME)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("203.0.113.9", "203.0.113.200"),
        ("2001:db8:1:2::9", "2001:db8:1:2:3:4:5:6"),
        ("2001:db8:1:2::9", "2001:db8:1:ffff::9"),
        ("::ffff:203.0.113.9", "203.0.113.10"),
    ],
)
def test_a_neighbouring_address_gives_no_more_tries(first: str, second: str, owner: User) -> None:
    guess_until_refused(owner, first)

    assert guess(owner, second) == 429


def test_one_network_alone_never_uses_up_what_all_may_try() -> None:
    for limit in (limits.PASSWORD, limits.FACTOR, limits.CODE, limits.NEW_PASSWORD):
        near, seconds = limit.near.split(",")[-1].split("/")[:2]
        in_an_hour = int(near) * {"5m": 12, "h": 1}[seconds]
        assert in_an_hour < int(limit.everywhere.split("/")[0])


def test_many_networks_are_stopped_too_and_a_known_browser_and_a_code_still_open(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = limits.Limit("password", near="2/5m/key", everywhere="5/h/key")
    monkeypatch.setattr("accounts.adapter.PASSWORD", few)
    client = known_browser(owner)
    for number in range(3):
        guess_until_refused(owner, f"203.0.{number}.9")

    assert guess(owner, "192.0.2.1") == 429
    assert not is_logged_in(log_in(owner.email, client=at("192.0.2.1")))
    assert is_logged_in(log_in(owner.email, client=client))
    assert is_logged_in(by_code(at("192.0.2.1"), owner.email))


def test_a_known_browser_has_tries_of_its_own_and_no_more(owner: User) -> None:
    client = known_browser(owner)
    guess_until_refused(owner, HOME)
    typed = {"login": owner.email, "password": "wrong"}

    own = [client.post(LOGIN, typed).status_code for _number in range(11)]

    assert own == [200] * 10 + [429]


def test_a_browser_is_known_for_the_accounts_that_logged_in_there_alone(owner: User) -> None:
    victim = make_user()
    client = known_browser(owner, STRANGER)
    guess_until_refused(victim)

    answer = client.post(LOGIN, {"login": victim.email, "password": "wrong"})

    assert answer.status_code == 429


@pytest.mark.parametrize("forge", [lambda token: token[:-4] + "AAAA", lambda token: "{}"])
def test_a_forged_browser_is_not_known(forge: Any, owner: User) -> None:
    client = known_browser(owner, STRANGER)
    cookie = client.cookies["browser"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert owner.email not in cookie.value
    client.cookies["browser"] = forge(cookie.value)
    guess_until_refused(owner)

    answer = client.post(LOGIN, {"login": owner.email, "password": PASSWORD})

    assert answer.status_code == 429


def test_a_desk_with_many_people_is_known_for_the_ten_who_came_last(rf: Any) -> None:
    client = Client()
    for number in range(12):
        request, answer = rf.get("/"), HttpResponse()
        request.COOKIES = {key: one.value for key, one in client.cookies.items()}
        remember(request, answer, f"person{number}@example.org")
        client.cookies["browser"] = answer.cookies["browser"].value

    request.COOKIES = {"browser": client.cookies["browser"].value}
    known = [
        number
        for number in range(12)
        if known_as(request, f"person{number}@example.org") is not None
    ]
    assert known == list(range(2, 12))


def test_a_password_that_is_not_fully_logged_in_makes_no_browser_known(owner: User) -> None:
    TOTP.activate(owner, SECRET)

    thief = log_in(owner.email)

    assert "browser" not in thief.cookies


def test_a_new_password_by_mail_opens_at_once(owner: User) -> None:
    client = at(STRANGER)
    guess_until_refused(owner)
    client.post(RESET, {"email": owner.email})
    outbox.send_due()
    body = str(django_mail.outbox[-1].body)
    path = (
        "/accounts/password/reset/key/" + body.split("/accounts/password/reset/key/")[1].split()[0]
    )
    form = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(
        form, {"password1": "a phrase of many words", "password2": "a phrase of many words"}
    )

    assert is_logged_in(log_in(owner.email, "a phrase of many words", client))


# --- Mail ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [CODE, RESET])
def test_mails_that_a_stranger_asked_for_leave_some_to_the_owner(path: str, owner: User) -> None:
    for _number in range(6):
        asks(owner, path, STRANGER)
    assert mailed() == 3

    asks(owner, path, HOME)

    assert mailed() == 4


def test_a_known_browser_asks_for_a_code_whatever_strangers_did(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = limits.Limit("login-code", near="3/5m/key", everywhere="4/h/key")
    monkeypatch.setattr("accounts.forms.CODE", few)
    client = known_browser(owner)
    for number in range(6):
        asks(owner, CODE, f"203.0.{number}.9")
    assert mailed() == 4

    client.post(CODE, {"email": owner.email})

    assert mailed() == 5


# --- The second step -----------------------------------------------------------------------------


def test_wrong_codes_of_a_thief_do_not_stop_the_owner_elsewhere(owner: User) -> None:
    TOTP.activate(owner, SECRET)
    for _number in range(11):
        thief = log_in(owner.email, client=at(STRANGER))
        thief.post(reverse("mfa_authenticate"), {"code": "000000"})

    client = log_in(owner.email, client=at(HOME))
    client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})

    assert is_logged_in(client)


def test_ones_own_right_code_gives_no_failures_at_others_back(owner: User) -> None:
    victim = make_user()
    TOTP.activate(owner, SECRET)
    for number in range(50):
        typed = {"login": f"person{number}@other.example", "password": "wrong"}
        assert at(STRANGER).post(LOGIN, typed).status_code == 200
    client = at(STRANGER)
    client.force_login(owner)
    client.post(reverse("mfa_reauthenticate"), {"code": code_for(SECRET)})

    assert guess(victim) == 429


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("nowhere", "nowhere"),
    ],
)
def test_a_network_is_what_one_place_is_given(address: str, expected: str) -> None:
    assert network(address) == expected


def test_sessions_that_have_ended_are_deleted_and_no_others() -> None:
    now = timezone.now()
    for key, hours in (("ended", -1), ("running", 1)):
        Session.objects.create(session_key=key, expire_date=now + timedelta(hours=hours))

    assert forget_expired() == 1

    assert [row.session_key for row in Session.objects.all()] == ["running"]
