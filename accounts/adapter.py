"""allauth adapted to the portal: people join by invitation, and nobody signs up."""

import time
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.addresses import canonical
from accounts.browsers import remember
from accounts.limits import PASSWORD, forget_tries, take_try
from accounts.models import User
from accounts.sessions import end_other_sessions
from mail.services import post, write_mail

# Setting one up is showing it.
_FACTOR_SET_UP = ("mfa/email/totp_activated", "mfa/email/webauthn_added")


class ClosedSignupAdapter(DefaultAccountAdapter):
    """No sign-up: accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only a path of the portal leads on: no host, not even ours, and nothing unreadable."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail: from the configured origin, never from a host a request claims."""
        url = super().get_reset_password_from_key_url(key)
        return f"{settings.PUBLIC_ORIGIN}{urlsplit(url).path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Through the outbox: as quick for an address without account, and gone once sent.

        To the address as accounts keep it, never to a look-alike that somebody typed.
        """
        email = canonical(email)
        site = {"name": _("Forum portal"), "domain": settings.PUBLIC_ORIGIN}
        message = self.render_mail(
            template_prefix, email, {"email": email, "current_site": site, **context}
        )
        mail = write_mail(
            key=f"account/{uuid4()}",
            address=email,
            subject=str(message.subject),
            body=str(message.body),
            is_transient=True,
        )
        post(mail)

    def clean_email(self, email: str) -> str:
        """The form in which accounts keep it."""
        return canonical(email)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Give the account the address whose code was typed; another account may have it."""
        try:
            with transaction.atomic():
                return bool(super().confirm_email(request, email_address))
        except IntegrityError:
            self.add_message(
                request,
                messages.ERROR,
                "account/messages/email_confirmation_failed.txt",
                {"email": email_address.email},
            )
            return False

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, object] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner that a way into the account changed, and end all other sessions.

        allauth calls this after each such change: of password, address, app, key, recovery codes.
        """
        super().send_notification_mail(template_prefix, user, context, email)
        if template_prefix in _FACTOR_SET_UP:
            record_authentication(self.request, user, method="mfa")
        end_other_sessions(self.request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Not right after the log-in: anyone who has just shown who they are is not asked again."""
        records = get_authentication_records(self.request, self.request.user)
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        if any(record["at"] > since for record in records):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer too many failed log-ins with 429 and what to do, not with the form again."""
        # `authenticate` gives it back where the log-in succeeds.
        self._login_failed_rl_usage = take_try(request, PASSWORD, credentials.get("email", ""))
        if self._login_failed_rl_usage is None:
            raise ImmediateHttpResponse(respond_429(request))

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        forget_tries(request, PASSWORD, credentials["email"])

    def post_login(self, request: HttpRequest, user: User, **more: object) -> HttpResponse:
        """Know this browser the next time."""
        response: HttpResponse = super().post_login(request, user, **more)
        remember(request, response, user.email)
        return response


def display_name(user: User) -> str:
    """How a user is named in messages."""
    return user.get_full_name()
