"""The portal with one address that fails where a date is asked for: what the fuzzer must find."""

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import path

from forum_portal.urls import *  # noqa: F403  (with the error pages)
from forum_portal.urls import urlpatterns as _portal

_FORM = '<form><input type="date" name="day" value="2030-05-01"></form>'


def broken(request: HttpRequest) -> HttpResponse:
    """A page as somebody might write it: the day before the first one of the calendar is none."""
    try:
        day = datetime.strptime(request.GET.get("day", ""), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return HttpResponse(_FORM)
    return HttpResponse(f"{_FORM} {day - timedelta(days=1):%Y}")


urlpatterns = [path("broken/", broken, name="broken"), *_portal]
