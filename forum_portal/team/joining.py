"""The way into a team: a link from a mail, then a page without it.

The token is in one address only, which answers with a redirect and nothing else. What the session
keeps is its digest, so that an invitation that was withdrawn or sent again is dead there too.
"""

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import client_address
from accounts.links import WRONG_LINKS, exchange_link
from accounts.models import User
from core.throttle import has_turn
from events.models import Invitation
from events.services import AccountExists, InvitationUnknown, digest, read_invitation
from forum_portal.team import services
from forum_portal.team.forms import NewAccountForm

_KEY = "invitation"


@require_safe
def join_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the link for a session, whatever it is worth; the next page says that."""
    return exchange_link(
        request, token_hash=digest(token), key=_KEY, opens=_opens, action="join", leads_to="join"
    )


def _opens(token_hash: str) -> bool:
    try:
        read_invitation(token_hash)
    except InvitationUnknown:
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Set name and password, or log in to the account that is there; then join."""
    if not has_turn("join", client_address(request), **WRONG_LINKS):
        return _unknown(request, 429)
    try:
        invitation = read_invitation(request.session.get(_KEY, ""))
    except InvitationUnknown:
        return _unknown(request, 404)
    if User.objects.filter(email__iexact=invitation.email).exists():
        return _join_with_account(request, invitation)
    form = NewAccountForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password1"]
        return _join(request, invitation, None, name, password)
    return _page(request, "new", invitation, form=form)


def _join_with_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    user = request.user
    if not user.is_authenticated:
        return _page(request, "log-in", invitation)
    if user.email.lower() != invitation.email:
        return _page(request, "another", invitation)
    if request.method == "POST":
        return _join(request, invitation, user)
    return _page(request, "confirm", invitation)


def _join(
    request: HttpRequest,
    invitation: Invitation,
    user: User | None,
    name: str = "",
    password: str = "",
) -> HttpResponse:
    try:
        event, joined = services.join(
            token_hash=invitation.token_hash, user=user, name=name, password=password
        )
    except (InvitationUnknown, AccountExists):
        # Somebody was quicker: with the same link, or in making the account.
        return redirect("join")
    request.session.pop(_KEY, None)
    if user is None:
        login(request, joined)
        record_authentication(request, joined, method="password", email=joined.email)
    messages.success(request, _("You are in the team of %(event)s.") % {"event": event.title})
    return redirect("landing")


def _page(
    request: HttpRequest, step: str, invitation: Invitation, form: NewAccountForm | None = None
) -> HttpResponse:
    context = {"step": step, "invitation": invitation, "event": invitation.event, "form": form}
    return render(request, "account/join.html", context)


def _unknown(request: HttpRequest, status: int) -> HttpResponse:
    context = {"step": "unknown" if status == 404 else "too-often"}
    return render(request, "account/join.html", context, status=status)
