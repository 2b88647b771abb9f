"""The way in for focal points and for people at their own entry: a link from a mail, exchanged at
once; a new one by mail.

The token is in one address only, which answers with a redirect and nothing else. The session keeps
its digest until somebody presses the button: programs that look at links in mail press none, so
they do not use the link up.
"""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import client_address
from accounts.links import exchange_link
from core.protection.throttle import take_turn
from core.protection.tokens import token_digest
from core.text.languages import in_language
from core.text.translated import fallback_order
from delegations.access.mailed_links import Link, LinkUnknown, read_link, use_link, was_sent
from delegations.access.personal_links import ask_for_links
from delegations.models import PersonalLink
from delegations.registration.forms import RenewForm
from delegations.registration.views.focal_access import (
    KEY,
    OWN_KEY,
    PENDING,
    find_focal_point,
    find_personal_link,
    open_session,
    redirect_to_pages,
)

# Mails that an address or a client can ask for in an hour.
_MAILS_TO_ONE = {"most": 5, "seconds": 3600}
_MAILS_BY_ONE = {"most": 100, "seconds": 3600}
# How often a client may press the button with nothing that opens. Only such presses count: a hotel
# full of people with good links behind one address is never locked out.
_CLAIMS_IN_VAIN = {"most": 30, "seconds": 3600}


@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Store the digest of any link in the session and redirect; the next page says if it works."""
    return exchange_link(
        request,
        token_hash=token_digest(token),
        key=PENDING,
        # A used link opens nothing; but whole hotels click on used links, and guess nothing.
        opens=was_sent,
        action="focal-link",
        leads_to="focal-door",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponseBase:
    """Use up the link by a button; without a valid link, explain how to get a new one."""
    if request.method == "POST":
        return _use(request)
    try:
        waiting = read_link(request.session.get(PENDING, ""))
    except LinkUnknown:
        return _nothing_opens(request)
    return _door(request, waiting)


def _use(request: HttpRequest) -> HttpResponseBase:
    """Use the link. Attempts with a valid link are never limited by their IP address."""
    try:
        link = use_link(token_hash=request.session.get(PENDING, ""))
    except LinkUnknown:
        # Somebody was quicker with the same link; or nothing was opened before.
        if not take_turn("focal-door", client_address(request), **_CLAIMS_IN_VAIN):
            return _renew(request, RenewForm(), is_flood=True, status=429)
        return _nothing_opens(request)
    return open_session(request, link)


def _nothing_opens(request: HttpRequest) -> HttpResponse:
    inside = find_focal_point(request) or find_personal_link(request)
    if inside is not None:
        return redirect_to_pages(inside)
    return _renew(request, RenewForm(), is_lost=PENDING in request.session)


def _door(request: HttpRequest, link: Link) -> HttpResponse:
    event = link.delegation.event
    with (
        in_language(link.language),
        fallback_order(event.languages),
        timezone.override(event.zone),
    ):
        context = {
            "event": event,
            "delegation": link.delegation,
            "name": str(link),
            "is_own": isinstance(link, PersonalLink),
        }
        return render(request, "focal/door.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest) -> HttpResponse:
    """Request a new link. The response is the same, and as quick, for an unknown address."""
    form = RenewForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _renew(request, form)
    email = form.cleaned_data["email"].lower()
    client = client_address(request)
    if not take_turn("focal-renew-client", client, **_MAILS_BY_ONE):
        form.add_error(None, _("Too many links have been requested. Please try again in an hour."))
        return _renew(request, form, status=429)
    if take_turn("focal-renew", email, **_MAILS_TO_ONE):
        ask_for_links(email=email)
    return render(request, "focal/renew.html", {"form": None, "email": email})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session of the delegation and of the own entry on this device."""
    request.session.pop(KEY, None)
    request.session.pop(OWN_KEY, None)
    request.session.cycle_key()
    return redirect("focal-door")


def _renew(
    request: HttpRequest,
    form: RenewForm,
    *,
    is_lost: bool = False,
    is_flood: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "is_lost": is_lost, "is_flood": is_flood}
    return render(request, "focal/renew.html", context, status=status)
