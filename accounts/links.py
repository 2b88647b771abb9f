"""Private links from a mail, exchanged for a session at once (ASVS 5.0, 14.2.1).

The token is in one address only, which answers with a redirect and nothing else. What the session
keeps is its digest; the page that follows says what the link is worth.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.http import client_address
from core.protection.throttle import has_turn, take_turn

# How many links that do not open a client may try in an hour.
WRONG_LINKS = {"most": 20, "seconds": 3600}


def exchange_link(
    request: HttpRequest,
    *,
    token_hash: str,
    key: str,
    opens: Callable[[str], bool],
    action: str,
    leads_to: str,
) -> HttpResponse:
    """Keep `token_hash` in the session under `key` if it `opens`, and lead on without the token.

    Wrong ones count against the client as turns of `action`; with none left nothing opens.
    """
    request.session.pop(key, None)
    client = client_address(request)
    if has_turn(action, client, **WRONG_LINKS):
        if opens(token_hash):
            request.session.cycle_key()
            request.session[key] = token_hash
        else:
            take_turn(action, client, **WRONG_LINKS)
    response = redirect(leads_to)
    response.status_code = 303
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
