"""Forms in which people change their own account."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm
from allauth.core import context
from allauth.core.internal.ratelimit import RateLimitUsage
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _

from accounts.limits import CODE, FACTOR, NEW_PASSWORD, Limit, take_try
from accounts.models import User


class PasskeyForm(AddWebAuthnForm):
    """A new key: one that stands for the password too, unless the person says otherwise."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        if "passwordless" in self.fields:
            self.fields["passwordless"].initial = True


def _take_try(limit: Limit, address: str) -> RateLimitUsage:
    usage = take_try(context.request, limit, address)
    if usage is None:
        raise get_adapter().validation_error("too_many_login_attempts")
    return usage


class CodeForm(RequestLoginCodeForm):
    """Somebody asks for a code by mail."""

    def clean_email(self) -> str:
        """Find the account by its one address, with the same work for an unknown one."""
        email: str = self.cleaned_data["email"]
        self._user = User.objects.with_address(email).filter(is_active=True).first()
        _take_try(CODE, email)
        return email


class NewPasswordMailForm(ResetPasswordForm):
    """Somebody asks for a link to a new password."""

    def clean_email(self) -> str:
        """Find the account by its one address, with the same work for an unknown one."""
        email: str = self.cleaned_data["email"]
        self.users = list(User.objects.with_address(email).filter(is_active=True))
        _take_try(NEW_PASSWORD, email)
        return email


class _CountedCode(BaseAuthenticateForm):
    def clean_code(self) -> str:
        """Count the failures of this account, so that no stranger uses up its owner's tries."""
        usage = _take_try(FACTOR, self.user.email)
        code: str = super().clean_code()
        usage.rollback()
        return code


class FactorForm(_CountedCode, AuthenticateForm):
    """The second step of a log-in: the code of an app, or a recovery code."""


class FactorAgainForm(_CountedCode, ReauthenticateForm):
    """The same in a session that has not shown it for a while."""
