"""How often an account may be tried: counted so that no stranger shuts its owner out.

A stranger is counted by account *and* network, and over all networks much later; a browser in which
the owner logged in before is counted by itself. A code by mail has counts of its own, so that it is
a way in while passwords are refused.
"""

import ipaddress
from dataclasses import dataclass

from allauth.core.internal.ratelimit import RateLimitUsage, clear, consume
from django.http import HttpRequest

from accounts.addresses import canonical
from accounts.browsers import known_as
from accounts.http import client_address

# About as many neighbours share the one as the other: what a provider gives to one place.
_IPV4_PREFIX, _IPV6_PREFIX = 24, 48


@dataclass(frozen=True)
class Limit:
    """Rates, in the notation of allauth. One network alone never uses up what all may try."""

    action: str
    near: str
    everywhere: str
    client: str = ""


PASSWORD = Limit("password", near="10/5m/key", everywhere="200/h/key", client="50/5m/ip")
FACTOR = Limit("factor", near="10/5m/key,30/h/key", everywhere="100/h/key")
CODE = Limit("login-code", near="3/5m/key", everywhere="200/h/key", client="16/5m/ip")
NEW_PASSWORD = Limit("new-password", near="3/5m/key", everywhere="200/h/key", client="16/5m/ip")


def take_try(request: HttpRequest, limit: Limit, address: str) -> RateLimitUsage | None:
    """Count one try at the account of `address`; None if there is none left.

    What turns out to be no failure is given back with `rollback`.
    """
    usage = RateLimitUsage(usage=[])
    for key, rate in _counts(request, limit, address):
        share = consume(
            request, app="accounts", action=limit.action, config={limit.action: rate}, key=key
        )
        if share is None:
            usage.rollback()
            return None
        usage.usage += share.usage
    return usage


def forget_tries(request: HttpRequest, limit: Limit, address: str) -> None:
    """Start again for the account of `address`: its owner has shown the mailbox."""
    for key, rate in _counts(request, limit, address):
        if not rate.endswith("/ip"):
            clear(
                request, app="accounts", action=limit.action, config={limit.action: rate}, key=key
            )


def network(address: str) -> str:
    """The network that a client's address belongs to."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    prefix = _IPV4_PREFIX if parsed.version == 4 else _IPV6_PREFIX
    return str(ipaddress.ip_network((parsed, prefix), strict=False))


def _counts(request: HttpRequest, limit: Limit, address: str) -> list[tuple[str, str]]:
    """The counters of an attempt, each with its limit."""
    account = canonical(address)
    counts = [("", limit.client)] if limit.client else []
    if browser := known_as(request, account):
        return [*counts, (f"browser {browser}", limit.near)]
    near = network(client_address(request))
    return [*counts, (f"{account} {near}", limit.near), (account, limit.everywhere)]
