"""The picture of a session, within its form and for the team."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import FileResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.http import user_of
from core.files.uploads import photograph_response
from events.admin_base.admin_links import link
from programme.models import Session

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Session]
else:  # Django's own classes take no type arguments at run time
    _ModelAdmin = admin.ModelAdmin

MEDIA_FIELDS = (
    "stream",
    "recording",
    ("picture", "shown_picture", "remove_picture"),
    "picture_alt",
)


class PictureOfSession(_ModelAdmin):
    """Before the admin of sessions: the way to the picture that is there."""

    @admin.display(description=_("current picture"))
    def shown_picture(self, session: Session) -> str:
        """A link for the team, released or not."""
        if session.pk is None or not session.picture:
            return "–"
        return link(reverse("admin:programme_session_picture", args=[session.pk]), _("Show"))


def picture_urls() -> list[URLPattern]:
    """Return the URL of the picture for the team, below those of the sessions."""
    wrap = admin.site.admin_view
    return [path("pictures/<int:pk>/", wrap(picture_file), name="programme_session_picture")]


@require_safe
def picture_file(request: HttpRequest, pk: int) -> FileResponse:
    """Show the picture of a session in a draft that the person may see."""
    sessions = Session.objects.visible_to(user_of(request)).exclude(picture="")
    return photograph_response(get_object_or_404(sessions, pk=pk).picture)
