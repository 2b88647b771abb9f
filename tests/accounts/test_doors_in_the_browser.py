"""What only a browser shows of the ways in: passkeys, policy violations, accessibility."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail as django_mail
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from events.models import Event
from mail import outbox
from tests.factories import make_event, make_invitation, make_member, make_sub_forum
from tests.portal.test_in_the_browser import Visit
from tests.sharing import shared_out
from tests.totp import code_for, secret_on

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_empty_limits"),
]

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def visit(browser: Any, live_server: Any) -> Iterator[Visit]:
    """A phone in English; whatever a browser complains of fails the test."""
    found = Visit(browser, live_server.url, viewport={"width": 390, "height": 844})
    yield found
    found.context.close()
    assert found.complaints == []


def log_in(visit: Visit, user: User) -> None:
    """As far as the password leads."""
    visit.open("/accounts/login/")
    visit.page.fill("input[name=login]", user.email)
    visit.page.fill("input[name=password]", PASSWORD)
    visit.page.click("main form button[type=submit]")
    visit.page.wait_for_url(re.compile("landing|authenticate"))


def last_mail() -> str:
    outbox.send_due()
    return str(django_mail.outbox[-1].body)


def log_out(visit: Visit) -> None:
    visit.page.click("header form button")
    visit.page.wait_for_load_state()


# --- From the invitation to the work --------------------------------------------------------------


def test_who_is_invited_sets_a_password_and_an_app_and_logs_in_with_both(visit: Visit) -> None:
    event = make_event(second_factor_roles=[Role.ADMINISTRATOR])
    invitation = make_invitation(event, role=Role.ADMINISTRATOR)
    link = re.findall(r"http://localhost(/accounts/join/\S+)", last_mail())[0]
    page = visit.page

    visit.open(link)
    assert page.url == f"{visit.origin}/accounts/join/"
    page.fill("input[name=name]", "Ana Ruiz")
    for name in ("password1", "password2"):
        page.fill(f"input[name={name}]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/accounts/landing/")
    page.click("a[href='/admin/']")
    page.wait_for_url("**/accounts/second-factor/")
    page.click(f"a[href='{reverse('mfa_activate_totp')}']")
    secret = secret_on(page.content())
    # Fails where the picture cannot be drawn.
    page.evaluate("document.querySelector('.qr').decode()")
    page.fill("input[name=code]", code_for(secret))
    page.click("main form button[type=submit]")
    page.wait_for_url("**/recovery-codes/")
    log_out(visit)

    user = User.objects.get(email=invitation.email)
    log_in(visit, user)
    page.fill("input[name=code]", code_for(secret))
    page.click("main form button[type=submit]")
    page.wait_for_url("**/accounts/landing/")
    page.click("a[href='/admin/']")

    page.wait_for_url("**/admin/*/")
    assert (user.name, event.team_members.get(user=user).role) == ("Ana Ruiz", "administrator")


# --- Passkeys -------------------------------------------------------------------------------------


def device(visit: Visit, *, knows_its_owner: bool = True) -> tuple[Any, str]:
    """A device with a fingerprint reader, played by the browser."""
    session = visit.context.new_cdp_session(visit.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": knows_its_owner,
        "automaticPresenceSimulation": True,
    }
    answer = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, str(answer["authenticatorId"])


def make_passkey(visit: Visit) -> None:
    visit.open(reverse("mfa_add_webauthn"))
    visit.page.click("#mfa_webauthn_add")
    visit.page.wait_for_url("**/recovery-codes/")


def test_a_passkey_opens_the_door_without_a_password(visit: Visit) -> None:
    user = make_member(make_event(second_factor_roles=[Role.EDITOR]), Role.EDITOR)
    device(visit)
    log_in(visit, user)
    make_passkey(visit)
    log_out(visit)

    visit.open("/accounts/login/")
    visit.page.click("#passkey_login")
    visit.page.wait_for_url("**/accounts/landing/")
    visit.page.click("a[href='/admin/']")

    visit.page.wait_for_url("**/admin/*/")
    assert user.email in visit.page.content() or str(user) in visit.page.content()


def test_a_passkey_is_asked_for_after_the_password(visit: Visit) -> None:
    user = make_member(make_event(), Role.EDITOR)
    device(visit)
    log_in(visit, user)
    make_passkey(visit)
    log_out(visit)

    log_in(visit, user)
    assert visit.page.url.endswith(reverse("mfa_authenticate"))
    visit.page.click("#mfa_webauthn_authenticate")

    visit.page.wait_for_url("**/accounts/landing/")


def test_a_passkey_that_the_browser_does_not_give_is_explained(visit: Visit) -> None:
    device(visit, knows_its_owner=False)
    visit.open("/accounts/login/")

    visit.page.click("#passkey_login")

    words = visit.page.get_by_text("The browser did not provide a passkey.")
    words.wait_for(state="visible")


# --- Looks ----------------------------------------------------------------------------------------

WINDOWS = [
    ("en-GB", 390),
    ("en-GB", 1280),
    ("zh-CN", 1280),
    ("zh-CN", 390),
    ("ar", 390),
    ("ar", 1280),
]


def _pages_of_a_visitor(visit: Visit, event: Event) -> None:
    visit.examine("/accounts/login/")
    visit.examine("/accounts/login/code/")
    visit.page.fill("input[name=email]", f"{visit.page.viewport_size['width']}@example.org")
    visit.page.click("main form button[type=submit]")
    visit.page.wait_for_url("**/code/confirm/")
    visit.examine("/accounts/login/code/confirm/")
    make_invitation(event, language="en")
    visit.examine(re.findall(r"http://localhost(/accounts/join/\S+)", last_mail())[0])


def _pages_of_a_member(visit: Visit, event: Event, user: User) -> None:
    log_in(visit, user)
    visit.examine("/accounts/second-factor/")
    for name in ("mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn"):
        visit.examine(reverse(name))
    visit.examine("/accounts/landing/")
    visit.examine("/accounts/reauthenticate/")
    TOTP.activate(user, SECRET)
    visit.examine(reverse("second-factor"))
    visit.page.fill("input[name=code]", code_for(SECRET))
    visit.page.click("main form button[type=submit]")
    visit.page.wait_for_url("**/accounts/landing/")
    visit.examine(reverse("account_email"))
    visit.examine(reverse("mfa_generate_recovery_codes"))
    visit.page.click("main form button[type=submit]")
    visit.page.wait_for_url("**/2fa/recovery-codes/")
    visit.examine(reverse("mfa_view_recovery_codes"))
    visit.examine("/admin/")
    visit.examine(reverse("admin:team", args=[event.pk]))
    member = event.team_members.all()[0]
    visit.examine(reverse("admin:team_member", args=[event.pk, member.pk]))
    visit.page.locator(".bar__menu--end > summary").click()
    visit.page.locator("#logout-form button").click()
    log_in(visit, user)
    visit.examine(reverse("mfa_authenticate"))


@pytest.mark.parametrize(("locale", "width"), shared_out(WINDOWS, one_in=5))
def test_every_way_in_is_accessible_and_keeps_the_policy(
    locale: str, width: int, browser: Any, live_server: Any
) -> None:
    event = make_event(second_factor_roles=[Role.ADMINISTRATOR])
    make_sub_forum(event)
    user = make_member(event, Role.ADMINISTRATOR)
    visit = Visit(browser, live_server.url, viewport={"width": width, "height": 900}, locale=locale)

    _pages_of_a_visitor(visit, event)
    visit.context.clear_cookies()
    _pages_of_a_member(visit, event, user)

    visit.context.close()
    assert visit.complaints == []
