"""Make the first administrator of a portal: by a link that works once, or on the command line.

There is one row for the link. Each function locks it, so that of two who come at the same moment
one makes the account, and the other is told that there is one.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import SetUpLink, User
from accounts.roles import Role
from core.protection.tokens import new_token, token_digest

LINK_AGE = timedelta(hours=1)


class HasAdministrator(Exception):
    """An account that can administer exists: set-up is closed for ever."""


class LinkUnknown(Exception):
    """The link was used, was replaced, has expired or never was ours."""


class AccountExists(Exception):
    """There is already an account with this e-mail address."""


def has_administrator() -> bool:
    """Whether any account can administer something; one that may not log in counts too."""
    can_administer = Q(is_superuser=True) | Q(memberships__role=Role.ADMINISTRATOR)
    return User.objects.filter(can_administer).exists()


@transaction.atomic
def issue_link() -> str:
    """The token of a new link, good for an hour; an earlier one stops working.

    Raises HasAdministrator.
    """
    link = _lock()
    token = new_token()
    link.token_hash, link.expires_at = token_digest(token), timezone.now() + LINK_AGE
    link.save()
    return token


def is_open(token_hash: str) -> bool:
    """Whether the first account can be made with the link of this digest."""
    links = SetUpLink.objects.filter(expires_at__gt=timezone.now(), token_hash=token_hash)
    return bool(token_hash) and links.exists() and not has_administrator()


@transaction.atomic
def accept_link(*, token_hash: str, email: str, name: str, password: str) -> User:
    """Make the first account by the link, once. Raises LinkUnknown, AccountExists."""
    try:
        _lock()
    except HasAdministrator as error:
        raise LinkUnknown from error
    if not is_open(token_hash):
        raise LinkUnknown
    return _create(email=email, name=name, password=password)


@transaction.atomic
def create_administrator(*, email: str, name: str, password: str) -> User:
    """Make the first account without a link. Raises HasAdministrator, AccountExists."""
    _lock()
    return _create(email=email, name=name, password=password)


def _lock() -> SetUpLink:
    SetUpLink.objects.get_or_create(pk=1)
    link = SetUpLink.objects.select_for_update().get(pk=1)
    if has_administrator():
        raise HasAdministrator
    return link


def _create(*, email: str, name: str, password: str) -> User:
    if User.objects.with_address(email).exists():
        raise AccountExists
    user = User.objects.create_superuser(email, password, name=name)
    SetUpLink.objects.update(token_hash="", expires_at=None)
    return user
