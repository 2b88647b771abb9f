"""The one door: by e-mail address, with limits, open to nobody who was not invited."""

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.admin import NewUserForm
from accounts.models import User
from accounts.roles import Role
from mail import outbox
from mail.models import OutgoingMail
from tests.factories import make_event, make_member, make_user
from tests.queries import count_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_empty_limits")]

PASSWORD = "correct horse battery"  # that of every account in tests.factories
LOGIN = "/accounts/login/"


def log_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def mails() -> Any:
    """What the portal has mailed."""
    outbox.send_due()
    return django_mail.outbox


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- The address is the name ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["ana@example.org", "Ana@Example.ORG", "ANA@EXAMPLE.ORG", " ana@example.org "]
)
def test_one_logs_in_by_address_in_any_letter_case(typed: str, client: Client) -> None:
    user = make_user(email="Ana@Example.org")

    response = log_in(client, typed)

    assert client.session["_auth_user_id"] == str(user.pk)
    assert response.headers["Location"] == reverse("landing")


def test_an_address_is_kept_in_small_letters_and_found_in_any() -> None:
    user = make_user(email="Ana@Example.org")

    assert user.email == "ana@example.org"
    assert User.objects.get_by_natural_key("ANA@example.org") == user
    assert (User.USERNAME_FIELD, hasattr(user, "username")) == ("email", False)


def test_two_accounts_never_differ_by_letter_case_alone() -> None:
    make_user(email="ana@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ANA@example.org")
    with pytest.raises(ValidationError, match="already an account with this e-mail address"):
        User(email="Ana@Example.org", password="x").full_clean()


def test_the_form_for_a_new_account_says_that_the_address_is_taken() -> None:
    make_user(email="ana@example.org")
    data = {"email": "ANA@example.org", "name": "Ana"}
    form = NewUserForm(data)

    assert form.errors["__all__"] == ["There is already an account with this e-mail address."]


def test_an_account_has_an_address() -> None:
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("", PASSWORD)


def test_a_closed_account_does_not_open(client: Client) -> None:
    make_user(email="ana@example.org", is_active=False)

    log_in(client, "ana@example.org")

    assert not is_logged_in(client)


def test_an_account_is_closed_and_never_deleted() -> None:
    superuser, user = make_user(is_superuser=True), make_user()
    make_member(make_event(), Role.ADMINISTRATOR)
    client = Client()
    client.force_login(superuser)

    response = client.post(reverse("admin:accounts_user_delete", args=[user.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


# --- Nobody signs up -----------------------------------------------------------------------------


def test_there_is_no_way_to_register(client: Client) -> None:
    path = reverse("account_signup")
    before = User.objects.count()

    page = client.get(path)
    data = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(path, data)

    assert "password1" not in page.content.decode()
    assert User.objects.count() == before
    assert path not in client.get(LOGIN).content.decode()
    assert not is_logged_in(client)


# --- Limits --------------------------------------------------------------------------------------

FAILURES = 10


def test_after_ten_failures_the_account_has_to_wait_and_is_told_what_to_do(client: Client) -> None:
    user = make_user(email="ana@example.org")
    codes = [log_in(client, user.email, "wrong").status_code for _try in range(FAILURES)]
    assert codes == [200] * FAILURES

    refused = log_in(client, user.email, "wrong")
    right_password = log_in(client, "ANA@example.org")

    for response in (refused, right_password):
        page = response.content.decode()
        assert response.status_code == 429
        assert "Wait five minutes, then try again." in page
        assert reverse("account_reset_password") in page
    assert not is_logged_in(client)


def test_the_limit_of_one_account_locks_out_no_other(client: Client) -> None:
    victim, other = make_user(), make_user()
    for _try in range(FAILURES + 1):
        log_in(client, victim.email, "wrong")

    log_in(client, other.email)

    assert is_logged_in(client)


def test_a_claimed_address_of_a_proxy_does_not_lift_the_limit() -> None:
    user = make_user()
    codes = [
        Client(headers={"X-Forwarded-For": f"203.0.113.{number}"})
        .post(LOGIN, {"login": user.email, "password": "wrong"})
        .status_code
        for number in range(FAILURES + 1)
    ]

    assert codes == [200] * FAILURES + [429]


def test_one_machine_has_fifty_failures_over_all_accounts(client: Client) -> None:
    codes = [
        log_in(client, f"somebody{number}@example.org", "wrong").status_code for number in range(51)
    ]

    assert codes == [200] * 50 + [429]


def test_logging_in_rightly_is_no_failure() -> None:
    user = make_user()
    for _try in range(FAILURES + 1):
        client = Client()
        log_in(client, user.email)
        assert is_logged_in(client)


# --- Where one goes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "http:///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "http://testserver@evil.example",
        "/\t/evil.example",
        " //evil.example",
        "%2F%2Fevil.example",
    ],
)
@pytest.mark.parametrize("how", ["get", "post"])
def test_no_link_leads_to_another_site_after_log_in(how: str, target: str, client: Client) -> None:
    user = make_user()
    more = {"next": target}

    if how == "post":
        response = log_in(client, user.email, **more)
    else:
        page = client.get(LOGIN, more).content.decode()
        hidden = re.search(r'name="next" value="([^"]*)"', page)
        response = log_in(client, user.email, next=hidden.group(1) if hidden else "")

    assert is_logged_in(client)
    location = response.headers["Location"]
    assert location == reverse("landing") or re.match(r"/[^/\\\t]", location) or location[0] == "%"
    assert not re.match(r"\s*[\w.+-]*:|[/\\]\s*[/\\]", location)


def test_one_returns_to_the_page_one_came_for(client: Client) -> None:
    event = make_event()
    user = make_member(event, Role.DESK)
    wanted = reverse("staff:attendees", args=[event.slug]) + "?q=chen"

    sent = client.get(wanted).headers["Location"]
    hidden = re.search(r'name="next" value="([^"]*)"', client.get(sent).content.decode())
    assert hidden
    response = log_in(client, user.email, next=hidden.group(1))

    assert response.headers["Location"] == wanted


def test_the_organizers_pages_lead_to_the_one_log_in(client: Client) -> None:
    event = make_event()
    wanted = reverse("admin:events_page_changelist")

    response = client.get(wanted, follow=True)

    assert response.redirect_chain[-1][0].startswith(LOGIN)
    assert response.request["QUERY_STRING"] == f"next={wanted}".replace("/", "%2F")
    user = make_member(event, Role.EDITOR)
    assert log_in(client, user.email, next=wanted).headers["Location"] == wanted
    assert client.get(wanted).context["user"] == user


def test_the_organizers_own_log_in_form_is_not_there(client: Client) -> None:
    make_member(make_event(), Role.ADMINISTRATOR, email="ana@example.org")

    response = client.post(
        reverse("admin:login"), {"username": "ana@example.org", "password": PASSWORD}
    )

    assert response.headers["Location"].startswith(LOGIN)
    assert not is_logged_in(client)


# --- Sessions ------------------------------------------------------------------------------------


def test_a_session_begins_anew_with_log_in_and_ends_with_log_out(client: Client) -> None:
    user = make_user()
    session = client.session
    session["before"] = "1"
    session.save()
    before = session.session_key
    log_in(client, user.email)
    during = client.session.session_key
    assert before != during

    client.post(reverse("account_logout"))

    assert not is_logged_in(client)
    client.cookies["session"] = str(during)
    assert client.get(reverse("landing")).status_code == 302


def test_a_link_or_picture_logs_nobody_out(client: Client) -> None:
    client.force_login(make_user())

    client.get(reverse("account_logout"))

    assert is_logged_in(client)


def test_logging_in_and_out_needs_a_form_of_this_site() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())

    assert log_in(client, "ana@example.org").status_code == 403
    assert client.post(reverse("account_logout")).status_code == 403
    assert is_logged_in(client)


# --- Who has an account is nobody's business -----------------------------------------------------


def _without_token(page: bytes) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]*"', r"\1", page.decode())


def test_log_in_says_the_same_of_a_wrong_password_and_of_nobody() -> None:
    make_user(email="ana@example.org")

    wrong = log_in(Client(), "ana@example.org", "wrong")
    nobody = log_in(Client(), "nobody@example.org", "wrong")

    assert wrong.status_code == nobody.status_code == 200
    assert "not correct" in wrong.content.decode()
    assert _without_token(wrong.content).replace("ana@", "nobody@") == _without_token(
        nobody.content
    )


def test_a_forgotten_password_says_the_same_of_somebody_and_of_nobody() -> None:
    make_user(email="ana@example.org")
    path = reverse("account_reset_password")

    known = Client().post(path, {"email": "ana@example.org"}, follow=True)
    unknown = Client().post(path, {"email": "nobody@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert _without_token(known.content) == _without_token(unknown.content)
    to_ana, to_nobody = mails()
    assert (to_ana.to, to_nobody.to) == (["ana@example.org"], ["nobody@example.org"])
    link = re.search(r"https?://[^\s]+", str(to_ana.body))
    assert link
    assert "/accounts/password/reset/key/" in link.group(0)
    assert "/accounts/password/reset/key/" not in str(to_nobody.body)


def test_a_link_to_a_new_password_works_once() -> None:
    user = make_user(email="ana@example.org")
    Client().post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://[^/]+(/[^\s]+)", str(mails()[0].body))
    assert link
    new = {"password1": "a quite different phrase", "password2": "a quite different phrase"}
    client = Client()
    form = client.get(link.group(1))
    assert form.status_code == 302

    client.post(form.headers["Location"], new)

    log_in(client, user.email, "a quite different phrase")
    assert is_logged_in(client)
    again = Client().get(link.group(1))
    assert again.status_code == 200
    assert "password1" not in again.content.decode()


@pytest.mark.parametrize("password", ["short", "fourteen-chars", "1q2w3e4r5t6y7u8i"])
def test_a_new_password_is_long_and_not_a_common_one(password: str) -> None:
    client = Client()
    client.force_login(user := make_user())

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    user.refresh_from_db()
    assert user.check_password(PASSWORD)


# --- By a code from a mail -----------------------------------------------------------------------

ASK, CONFIRM = "/accounts/login/code/", "/accounts/login/code/confirm/"


def code_in_mail() -> str:
    (code,) = re.findall(r"^[A-Z0-9]{4}-?[A-Z0-9]{4}$", str(mails()[-1].body), re.MULTILINE)
    return str(code)


def test_one_logs_in_with_a_code_from_a_mail(client: Client) -> None:
    user = make_user(email="ana@example.org")
    client.post(ASK, {"email": "Ana@Example.org", "next": "/accounts/join/"})
    before = client.session.session_key

    answer = client.post(CONFIRM, {"code": code_in_mail(), "next": "/accounts/join/"})

    assert client.session["_auth_user_id"] == str(user.pk)
    assert answer.headers["Location"] == "/accounts/join/"
    assert client.session.session_key != before


def test_a_code_is_kept_nowhere_after_its_mail_is_sent_but_in_its_session(client: Client) -> None:
    make_user(email="ana@example.org")
    client.post(ASK, {"email": "ana@example.org"})

    code = code_in_mail()

    assert code not in str(list(OutgoingMail.objects.values_list("body")))
    fresh = Client()
    assert fresh.post(CONFIRM, {"code": code}).status_code == 302
    assert not is_logged_in(fresh)


def test_a_code_may_be_tried_three_times(client: Client) -> None:
    make_user(email="ana@example.org")
    client.post(ASK, {"email": "ana@example.org"})
    code = code_in_mail()
    for _try in range(3):
        client.post(CONFIRM, {"code": "WRNG-CODE"})

    client.post(CONFIRM, {"code": code})

    assert not is_logged_in(client)


def test_the_next_codes_have_to_wait_wherever_one_asks_from() -> None:
    make_user(email="ana@example.org")
    for number in range(5):
        Client(headers={"X-Forwarded-For": f"203.0.113.{number}"}).post(
            ASK, {"email": "ana@example.org"}
        )

    assert len(mails()) == 3


def test_one_machine_asks_for_sixteen_codes_over_all_accounts() -> None:
    for number in range(20):
        Client().post(ASK, {"email": f"somebody{number}@example.org"})

    assert len(mails()) == 16


def test_asking_for_a_code_says_the_same_of_somebody_and_of_nobody() -> None:
    make_user(email="ana@example.org")

    known = Client().post(ASK, {"email": "ana@example.org"}, follow=True)
    unknown = Client().post(ASK, {"email": "nobody@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain == [(CONFIRM, 302)]
    assert _without_token(known.content).replace("ana@", "nobody@") == _without_token(
        unknown.content
    )
    assert [message.to[0] for message in mails()] == ["ana@example.org", "nobody@example.org"]
    assert "There is no account with this e-mail address." in str(mails()[1].body)


def test_asking_costs_the_same_work_for_somebody_and_for_nobody() -> None:
    make_user(email="ana@example.org")

    def queries(email: str) -> int:
        return count_queries(lambda: Client().post(ASK, {"email": email}))

    def hashes(email: str) -> int:
        with patch.object(MD5PasswordHasher, "encode", autospec=True) as encode:
            encode.side_effect = lambda *_args: "md5$salt$digest"
            log_in(Client(), email, "wrong")
        return int(encode.call_count)

    assert queries("ana@example.org") == queries("nobody@example.org")
    assert hashes("ana@example.org") == hashes("nobody@example.org") == 1


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_pages_around_the_log_in_have_the_look_of_the_site(name: str, client: Client) -> None:
    page = client.get(reverse(name)).content.decode()

    main = page[page.index("<main") : page.index("</main>")]
    assert re.findall('<div class="wrap narrow', main)
    assert re.findall(r'<label\s[^>]*class="form-label', main)
    assert re.findall(r'<button[^>]*class="btn', main)
    assert "<p><label" not in main
