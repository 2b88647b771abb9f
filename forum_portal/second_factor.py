"""Where an event demands a second factor, nothing of staff or organizers opens without one."""

from collections.abc import Callable

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import get_totp_secret
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.http import user_of
from accounts.second_factor import second_factors_of
from accounts.sessions import has_shown_second_factor
from events.permissions import demands_second_factor, lacks_second_factor

_GUARDED = ("staff/", "admin/")


class SecondFactorMiddleware:
    """The one place that decides: by the route that was found, before its view is called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Lead to the page that explains how to set up a second factor, where one is missing."""
        match = request.resolver_match
        # Other routes are not even asked who comes: public pages are the same for everybody.
        if match is None or not match.route.startswith(_GUARDED):
            return None
        # That the account has one says nothing of who is in this session.
        stops = lacks_second_factor if has_shown_second_factor(request) else demands_second_factor
        return redirect("second-factor") if stops(request.user) else None


@require_safe
@login_required
def set_up(request: HttpRequest) -> HttpResponse:
    """Why a second factor is needed, and the two ways to one; where there is one, show it."""
    user = user_of(request)
    # A superuser is advised to, also before the first forum demands it.
    is_advised = user.is_superuser and not second_factors_of(user.pk).exists()
    if is_advised or lacks_second_factor(user):
        return render(request, "account/second_factor.html")
    if has_shown_second_factor(request) or not demands_second_factor(user):
        return redirect("mfa_index")
    return redirect(f"{reverse('mfa_reauthenticate')}?next={reverse('landing')}")


@require_safe
@login_required
def totp_picture(request: HttpRequest) -> HttpResponse:
    """The secret that is being set up, for the camera of a phone: a file, as the policy demands."""
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, get_totp_secret()))
    return HttpResponse(picture, content_type="image/svg+xml")
