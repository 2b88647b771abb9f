"""Changes of an account that are more than saving it."""

from django.db.models import F

from accounts.models import User


def end_sessions(*, user: User) -> None:
    """Log this person out everywhere: the next request of every open session is refused."""
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
