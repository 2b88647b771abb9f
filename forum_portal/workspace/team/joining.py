"""The way into a team: a link from a mail, then a page without it.

The token is in one address only, which answers with a redirect and nothing else. What the session
keeps is its digest, so that an invitation that was withdrawn or sent again is dead there too.

The link shows that its reader has the mailbox. Where there is an account with that address,
somebody else may be in it, in this browser or elsewhere: people who join show *after* the link that
the account is theirs. A code by mail says no more than the link did; a new password comes with it.
"""

import time

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.browsers import remember
from accounts.http import client_address
from accounts.links import WRONG_LINKS, exchange_link
from accounts.models import User
from accounts.sessions import is_own_credential, keep_session, shown_since
from core.protection.throttle import has_turn
from core.protection.tokens import token_digest
from events.models import Invitation
from events.team.services import AccountExists, InvitationUnknown, read_invitation
from forum_portal.workspace.team import services
from forum_portal.workspace.team.forms import NewAccountForm, NewPasswordForm

_KEY, _OPENED_AT = "invitation", "invitation_opened_at"
# The steps that end with a form in which something is typed.
_FORMS = {"new": NewAccountForm, "password": NewPasswordForm}


@require_safe
def join_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange any link for a session; the next page tells whether it is valid."""
    request.session[_OPENED_AT] = time.time()
    return exchange_link(
        request,
        token_hash=token_digest(token),
        key=_KEY,
        opens=_opens,
        action="join",
        leads_to="join",
    )


def _opens(token_hash: str) -> bool:
    try:
        read_invitation(token_hash)
    except InvitationUnknown:
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Set name and password, or prove ownership of the existing account; then join."""
    if not has_turn("join", client_address(request), **WRONG_LINKS):
        return _unknown(request, 429)
    try:
        invitation = read_invitation(request.session.get(_KEY, ""))
    except InvitationUnknown:
        return _unknown(request, 404)
    step, form = _step(request, invitation), None
    if step in _FORMS:
        form = _FORMS[step](request.POST or None, email=invitation.email)
    if request.method == "POST":
        if step in ("another", "again"):
            return _log_in_again(request)
        if step == "confirm" or (form and form.is_valid()):
            return _join(request, invitation, step, form)
    context = {"step": step, "invitation": invitation, "event": invitation.event, "form": form}
    with timezone.override(invitation.event.zone):
        return render(request, "account/join.html", context)


def _step(request: HttpRequest, invitation: Invitation) -> str:
    if not User.objects.with_address(invitation.email).exists():
        return "new"
    if not request.user.is_authenticated:
        return "log-in"
    if request.user.email != invitation.email:
        return "another"
    shown = shown_since(request, request.session.get(_OPENED_AT, time.time()))
    if is_own_credential(shown):
        return "confirm"
    return "password" if "code" in shown else "again"


def _log_in_again(request: HttpRequest) -> HttpResponse:
    kept = {key: request.session[key] for key in (_KEY, _OPENED_AT)}
    logout(request)
    request.session.update(kept)
    return redirect(f"{reverse('account_login')}?next={reverse('join')}")


def _join(
    request: HttpRequest, invitation: Invitation, step: str, form: NewPasswordForm | None
) -> HttpResponse:
    user = None if step == "new" or not request.user.is_authenticated else request.user
    typed = form.cleaned_data if form else {}
    name, password = typed.get("name", ""), typed.get("password1", "")
    try:
        event, joined = services.join(
            token_hash=invitation.token_hash, user=user, name=name, password=password
        )
    except (InvitationUnknown, AccountExists):
        # Somebody was quicker: with the same link, or in making the account.
        return redirect("join")
    for key in (_KEY, _OPENED_AT):
        request.session.pop(key, None)
    if user is None:
        login(request, joined)
    else:
        keep_session(request, joined)
    if password:
        record_authentication(request, joined, method="password", email=joined.email)
    messages.success(request, _("You have joined the team of %(event)s.") % {"event": event.title})
    response = redirect("landing")
    remember(request, response, joined.email)
    return response


def _unknown(request: HttpRequest, status: int) -> HttpResponse:
    context = {"step": "unknown" if status == 404 else "too-often"}
    return render(request, "account/join.html", context, status=status)
