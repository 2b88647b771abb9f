"""What people say about their own account."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm
from allauth.core import context, ratelimit
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _

from accounts.addresses import canonical
from accounts.models import User


class PasskeyForm(AddWebAuthnForm):
    """A new key: one that stands for the password too, unless the person says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        if "passwordless" in self.fields:
            self.fields["passwordless"].initial = True


class CodeForm(RequestLoginCodeForm):
    """Somebody asks for a code by mail."""

    def clean_email(self) -> str:
        """Find the account by its one address, with the same work for an unknown one."""
        email: str = self.cleaned_data["email"]
        self._user = User.objects.with_address(email).filter(is_active=True).first()
        key = canonical(email)
        if not ratelimit.consume(context.request, action="request_login_code", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        return email


class NewPasswordMailForm(ResetPasswordForm):
    """Somebody asks for a link to a new password."""

    def clean_email(self) -> str:
        """Find the account by its one address, with the same work for an unknown one."""
        email: str = self.cleaned_data["email"]
        self.users = list(User.objects.with_address(email).filter(is_active=True))
        return email
