"""Whether somebody logs in with more than what they know: an app or a passkey."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

# Recovery codes are for the day on which one of these is lost; they do not stand alone.
_KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def second_factors_of(user: int | OuterRef | None) -> QuerySet[Authenticator]:
    """The apps and passkeys of the account with the key `user`."""
    factors: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=_KINDS)
    return factors


def with_second_factor(user: str = "pk") -> Exists:
    """A condition on rows: whether the account that `user` leads to has a second factor."""
    return Exists(second_factors_of(OuterRef(user)))
