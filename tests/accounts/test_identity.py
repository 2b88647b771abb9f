"""An address is nobody's identity until its owner confirmed it."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from events.models import Event
from mail import outbox
from tests.factories import make_event, make_invitation, make_member, make_user
from tests.totp import code_for, secret_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_empty_limits")]

PASSWORD = "correct horse battery"
OTHER_PASSWORD = "a phrase of many words"
LOGIN, CODE, JOIN = "/accounts/login/", "/accounts/login/code/", "/accounts/join/"
ADDRESS, CONFIRM = "/accounts/email/", "/accounts/confirm-email/"
BOB = "bob@city.example"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def log_in(email: str, password: str = PASSWORD, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(LOGIN, {"login": email, "password": password})
    return client


def is_logged_in(client: Client) -> bool:
    """Not only by the cookie: the next request is asked."""
    return client.get(reverse("landing")).status_code == 200


def last_code(to: str) -> str:
    outbox.send_due()
    (code,) = re.findall(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", _mail_to(to), re.MULTILINE)
    return str(code)


def _mail_to(address: str) -> str:
    return str([one for one in django_mail.outbox if one.to == [address]][-1].body)


def by_code(client: Client, email: str) -> Client:
    """Log in with a code by mail."""
    client.post(CODE, {"email": email})
    client.post(f"{CODE}confirm/", {"code": last_code(email)})
    return client


def open_invitation(client: Client, event: Event, email: str = BOB, **values: Any) -> None:
    make_invitation(event, email=email, **{"role": Role.ADMINISTRATOR, **values})
    outbox.send_due()
    link = re.findall(r"http://localhost(/accounts/join/\S+)", _mail_to(email))[0]
    client.get(link)


def addresses(user: User) -> dict[str, bool]:
    """What allauth keeps of the account, and whether it is confirmed."""
    return dict(user.emailaddress_set.values_list("email", "verified"))


# --- Somebody who takes the address of another one -----------------------------------------------

ATTEMPTS = [{"action_add": ""}, {"action_primary": ""}, {"action_send": ""}, {"action_remove": ""}]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DESK])
@pytest.mark.parametrize("demanded", [[], [Role.ADMINISTRATOR]])
def test_nobody_waits_in_an_account_for_the_invitation_of_another(
    role: Role, demanded: list[str]
) -> None:
    event = make_event(second_factor_roles=demanded)
    attacker = make_member(make_event(), role, email="mallory@example.org")
    before = log_in(attacker.email)
    for attempt in ATTEMPTS:
        before.post(ADDRESS, {"email": BOB, **attempt})

    bob = Client()
    open_invitation(bob, event)
    typed = {"name": "Bob", "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    bob.post(JOIN, typed)

    attacker.refresh_from_db()
    member = event.team_members.get(role=Role.ADMINISTRATOR, user__email=BOB)
    assert (attacker.email, member.user == attacker) == ("mallory@example.org", False)
    assert addresses(attacker) == {"mallory@example.org": True}
    assert before.get(reverse("admin:team", args=[event.pk])).status_code == 404


def taken_long_ago(email: str = BOB) -> User:
    """An account of somebody else with that address, from times when nobody asked."""
    user = make_user(email="mallory@example.org")
    User.objects.filter(pk=user.pk).update(email=email)
    user.emailaddress_set.update(email=email, verified=False)
    user.refresh_from_db()
    return user


@pytest.mark.parametrize("demanded", [[], [Role.ADMINISTRATOR]])
def test_an_account_prepared_by_somebody_else_is_lost_to_them_when_its_owner_joins(
    demanded: list[str],
) -> None:
    event = make_event(second_factor_roles=demanded)
    make_member(make_event(), Role.DESK)
    attacker = Client()
    attacker.force_login(prepared := taken_long_ago())
    assert is_logged_in(attacker)

    bob = Client()
    open_invitation(bob, event)
    by_code(bob, BOB)
    refused = bob.post(JOIN)
    assert "Set a new password" in refused.content.decode()
    assert not event.team_members.filter(user=prepared).exists()
    bob.post(JOIN, {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})

    assert event.team_members.filter(user=prepared, role=Role.ADMINISTRATOR).exists()
    assert (is_logged_in(bob), is_logged_in(attacker)) == (True, False)
    assert not is_logged_in(log_in(BOB))
    assert is_logged_in(log_in(BOB, OTHER_PASSWORD))


def test_an_account_that_is_open_in_the_browser_is_not_joined_by_the_link_alone() -> None:
    event, browser = make_event(), Client()
    prepared = taken_long_ago()
    browser.force_login(prepared)
    open_invitation(browser, event)

    page = browser.post(JOIN)

    assert page.headers["Location"] == f"{LOGIN}?next={JOIN}"
    assert not is_logged_in(browser)
    assert not event.team_members.filter(user=prepared).exists()
    # The link is not lost: anyone who has the account goes on.
    assert browser.get(JOIN).status_code == 200


def test_who_logged_in_before_the_link_does_so_again_and_is_led_back() -> None:
    event, user = make_event(), make_user(email=BOB)
    browser = log_in(BOB)
    open_invitation(browser, event)
    assert "Log in again to confirm" in browser.get(JOIN).content.decode()

    browser.post(JOIN)
    log_in(BOB, client=browser)
    browser.post(JOIN)

    assert event.team_members.filter(user=user).exists()
    assert user.check_password(PASSWORD)


def test_joining_ends_the_other_sessions_of_the_account() -> None:
    event, user = make_event(), make_user(email=BOB)
    elsewhere, here = log_in(BOB), Client()
    open_invitation(here, event)
    log_in(BOB, client=here)

    here.post(JOIN)

    assert event.team_members.filter(user=user).exists()
    assert (is_logged_in(here), is_logged_in(elsewhere)) == (True, False)


# --- Another address for one's own account -------------------------------------------------------


def test_an_address_is_changed_by_the_code_that_went_there_and_the_old_one_is_told() -> None:
    user = make_user(email="ana@example.org")
    client, elsewhere = log_in(user.email), log_in(user.email)

    client.post(ADDRESS, {"email": "Ana@New.example", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "ana@example.org"
    client.post(CONFIRM, {"code": last_code("ana@new.example")})

    user.refresh_from_db()
    assert (user.email, addresses(user)) == ("ana@new.example", {"ana@new.example": True})
    outbox.send_due()
    assert "ana@new.example" in _mail_to("ana@example.org")
    assert (is_logged_in(client), is_logged_in(elsewhere)) == (True, False)
    assert not is_logged_in(log_in("ana@example.org"))
    assert is_logged_in(log_in("ana@new.example"))


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_an_address_that_has_an_account_answers_like_one_that_has_none(
    attempt: dict[str, str],
) -> None:
    make_user(email=BOB)

    def answer(email: str) -> tuple[int, str, str, str]:
        client = log_in(make_user().email)
        one = client.post(ADDRESS, {"email": email, **attempt})
        page = re.sub(r'value="[^"]{64}"', "", client.get(CONFIRM, follow=True).content.decode())
        own = User.objects.get(pk=client.session["_auth_user_id"]).email
        page = page.replace(email, "…").replace(own, "…")
        return one.status_code, one.headers["Location"], re.sub(r"person\d+", "…", page), own

    assert answer(BOB)[:3] == answer("bib@city.example")[:3]


def test_an_address_of_another_account_is_refused_even_with_its_code() -> None:
    owner, user = make_user(email=BOB), make_user(email="ana@example.org")
    User.objects.get(pk=owner.pk).emailaddress_set.update(verified=False)
    client = log_in(user.email)
    client.post(ADDRESS, {"email": BOB, "action_add": ""})

    page = client.post(CONFIRM, {"code": last_code(BOB)}, follow=True)

    assert page.status_code == 200
    user.refresh_from_db()
    assert (user.email, addresses(user)) == ("ana@example.org", {"ana@example.org": True})
    assert addresses(owner) == {BOB: False}


@pytest.mark.parametrize(
    "typed", ["BOB@CITY.EXAMPLE", "ｂｏｂ@city.example", "bo\u212a@city.example"]
)
def test_a_look_alike_is_the_same_address(typed: str) -> None:
    email = "bok@city.example" if "\u212a" in typed else BOB
    make_user(email=email)

    with pytest.raises(ValidationError):
        User(email=typed, password="x").full_clean()
    assert User.objects.with_address(typed).get().email == email


def test_a_code_goes_to_the_address_of_the_account_whatever_look_alike_was_typed() -> None:
    make_user(email="mike@city.example")

    Client().post(CODE, {"email": "mi\u212ae@city.example"})

    outbox.send_due()
    assert [one.to for one in django_mail.outbox] == [["mike@city.example"]]


def test_a_stray_row_of_allauth_opens_no_other_account() -> None:
    mallory, bob = make_user(email="mallory@example.org"), make_user(email=BOB)
    bob.emailaddress_set.update(verified=False)
    EmailAddress.objects.create(user=mallory, email=BOB, verified=False)

    code = by_code(Client(), BOB)
    password = log_in(BOB)

    assert code.session["_auth_user_id"] == str(bob.pk)
    assert "_auth_user_id" not in password.session or password.session["_auth_user_id"] == str(
        bob.pk
    )


# --- Accounts that a superuser makes or changes --------------------------------------------------


def admin_client() -> Client:
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


def test_an_account_from_the_admin_has_no_password_and_an_unconfirmed_address() -> None:
    admin_client().post(
        reverse("admin:accounts_user_add"),
        {"email": BOB, "name": "Bob", "password1": PASSWORD, "password2": PASSWORD},
    )

    user = User.objects.get(email=BOB)
    assert (user.has_usable_password(), addresses(user)) == (False, {BOB: False})
    assert is_logged_in(by_code(Client(), BOB))
    assert addresses(user) == {BOB: True}


def test_an_address_from_the_admin_is_told_to_the_old_one_and_asked_for_a_code() -> None:
    user = make_user(email="ana@example.org")
    elsewhere = log_in(user.email)
    path = reverse("admin:accounts_user_change", args=[user.pk])

    admin_client().post(path, {"email": BOB, "name": "Ana", "is_active": "on"})

    outbox.send_due()
    assert BOB in _mail_to("ana@example.org")
    assert not is_logged_in(elsewhere)
    assert addresses(user) == {BOB: False}
    client = log_in(BOB)
    assert not is_logged_in(client)
    client.post(CONFIRM, {"code": last_code(BOB)})
    assert is_logged_in(client)


def test_a_link_to_a_new_password_does_not_confirm_an_address_that_nobody_asked_for() -> None:
    user = taken_long_ago()

    attacker = log_in(user.email)

    assert not is_logged_in(attacker)
    assert addresses(user) == {BOB: False}


def test_an_account_that_is_reset_is_left_with_its_mailbox() -> None:
    user = make_user(email=BOB)
    TOTP.activate(user, SECRET)
    elsewhere = Client()
    elsewhere.force_login(user)

    call_command("reset_account", "BOB@city.example")

    assert not is_logged_in(elsewhere)
    assert not is_logged_in(log_in(BOB))
    assert is_logged_in(by_code(Client(), BOB))
    with pytest.raises(CommandError):
        call_command("reset_account", "nobody@city.example")


# --- Sessions ------------------------------------------------------------------------------------


def factor_set_up(client: Client) -> None:
    path = reverse("mfa_activate_totp")
    secret = secret_on(client.get(path).content.decode())
    client.post(path, {"code": code_for(secret)})


def factor_taken_away(client: Client) -> None:
    client.post(reverse("mfa_deactivate_totp"))


def codes_made(client: Client) -> None:
    client.post(reverse("mfa_generate_recovery_codes"))


def password_changed(client: Client) -> None:
    typed = {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    client.post(reverse("account_change_password"), typed)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("change", "has_factor"),
    [
        (factor_set_up, False),
        (password_changed, False),
        (factor_taken_away, True),
        (codes_made, True),
    ],
)
def test_a_change_of_the_ways_in_ends_all_other_sessions(
    change: Any, has_factor: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_user()
    if has_factor:
        TOTP.activate(user, SECRET)
    clients = []
    for _number in range(2):
        client = log_in(user.email)
        if has_factor:
            monkeypatch.setattr(TOTP, "_mark_code_used", lambda *_: True)
            client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})
        clients.append(client)
    here, elsewhere = clients
    assert is_logged_in(elsewhere)
    generation = user.session_generation

    change(here)

    assert (is_logged_in(here), is_logged_in(elsewhere)) == (True, False)
    user.refresh_from_db()
    assert user.session_generation > generation


def test_an_old_session_does_not_profit_from_the_factor_of_the_account() -> None:
    event = make_event(second_factor_roles=[Role.ADMINISTRATOR])
    user = make_member(event, Role.ADMINISTRATOR)
    client = log_in(user.email)

    TOTP.activate(user, SECRET)

    page = reverse("admin:team", args=[event.pk])
    assert client.get(page).headers["Location"] == reverse("second-factor")
    asked = client.get(reverse("second-factor"))
    assert asked.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(reverse("mfa_reauthenticate"), {"code": code_for(SECRET)})
    assert client.get(page).status_code == 200
