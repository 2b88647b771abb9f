"""Changes of an account that are more than saving it."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F

from accounts.models import User


def end_sessions(*, user: User) -> None:
    """Log this person out everywhere: the next request of every open session is refused."""
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)


def confirm_address(*, user: User) -> None:
    """Note that the owner of the address has this account: something mailed there was shown."""
    user.emailaddress_set.filter(email=user.email).update(verified=True, primary=True)


@transaction.atomic
def reset_account(*, user: User) -> None:
    """Take away password, app, keys and recovery codes, and end all sessions.

    What is left is the mailbox: for who has lost everything else, and after they showed who they
    are. Also for an account that somebody else was in.
    """
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user=user)


@transaction.atomic
def reset_second_factor(*, user: User) -> None:
    """Take away app, keys and recovery codes, and end all sessions; the password stays.

    For somebody who has lost their device and has proved their identity.
    """
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)
