"""Begin the guided set-up, or leave it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.http import user_of
from forum_portal.workspace.set_up.steps import begin, leave, load_strip


@require_POST
def guided_set_up(request: HttpRequest) -> HttpResponse:
    """Lead on to the first step that is not done; `leave` ends it."""
    if not user_of(request).is_superuser:
        raise Http404
    if "leave" in request.POST:
        leave(request)
        return redirect("admin:index")
    begin(request)
    return redirect(load_strip(request).next_url or "admin:index")
