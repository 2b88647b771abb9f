"""The way to the first account: a link from the server's console, then a page without it.

The token is in one address only, which answers with a redirect and nothing else. Without a good
link there is no page: anybody who finds the portal before its office gets the same answer as for
an address that does not exist.
"""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.browsers import remember
from accounts.links import exchange_link
from accounts.models import User
from core.protection.tokens import token_digest
from forum_portal.workspace.set_up import services
from forum_portal.workspace.set_up.forms import FirstAccountForm
from forum_portal.workspace.set_up.steps import begin

_KEY = "set_up_link"


@require_safe
def set_up_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange any link for a session; the next page tells whether it is valid."""
    return exchange_link(
        request,
        token_hash=token_digest(token),
        key=_KEY,
        opens=services.is_open,
        action="set-up",
        leads_to="set-up",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Ask for name, address and password of the first administrator, and log them in."""
    token_hash = request.session.get(_KEY, "")
    if not services.is_open(token_hash):
        raise Http404
    form = FirstAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("email", "name")}
        password = form.cleaned_data["password1"]
        try:
            user = services.accept_link(token_hash=token_hash, password=password, **values)
        except services.AccountExists:
            form.add_error("email", _("There is already an account with this e-mail address."))
        except services.LinkUnknown:
            # Another window was quicker: in this browser its account is logged in.
            return redirect("landing")
        else:
            return _log_in(request, user)
    return render(request, "account/set_up.html", {"form": form})


def _log_in(request: HttpRequest, user: User) -> HttpResponse:
    del request.session[_KEY]
    login(request, user)
    record_authentication(request, user, method="password", email=user.email)
    begin(request)
    response = redirect("second-factor")
    remember(request, response, user.email)
    return response
