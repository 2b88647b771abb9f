"""Browsers in which somebody logged in before: a stranger who tries their account has none.

The cookie opens nothing. What is tried in such a browser is counted apart from what strangers try.
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.addresses import canonical
from core.protection.sealed import CannotUnseal, seal, unseal

_PURPOSE = "known browser"
_HALF_A_YEAR = 183 * 24 * 3600
# Accounts that one browser may know: a desk where several people take turns.
_MOST = 10


def known_as(request: HttpRequest, address: str) -> str | None:
    """The random name of this browser for the account of `address`, if it logged in here before."""
    return _known(request).get(_digest(address))


def remember(request: HttpRequest, response: HttpResponse, address: str) -> None:
    """Know this browser from now on. Call it after a full log-in to the account of `address`."""
    account = _digest(address)
    known = _known(request)
    name = known.pop(account, None) or secrets.token_urlsafe(12)
    newest = dict([*known.items(), (account, name)][-_MOST:])
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE,
        seal(newest, _PURPOSE),
        max_age=_HALF_A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        token = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, "")
        names = unseal(token, _PURPOSE, max_age=_HALF_A_YEAR)
    except CannotUnseal:
        return {}
    return {account: str(name) for account, name in names.items()}


def _digest(address: str) -> str:
    return salted_hmac(_PURPOSE, canonical(address), algorithm="sha256").hexdigest()[:16]
