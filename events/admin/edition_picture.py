"""The picture of an edition, within its form and for the team."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import FileResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.http import user_of
from accounts.roles import Right
from core.files.uploads import photograph_response
from events.admin_base.admin_links import link
from events.models import Event

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Event]
else:  # Django's own classes take no type arguments at run time
    _ModelAdmin = admin.ModelAdmin

PICTURE_FIELDS = (("picture", "shown_picture", "remove_picture"), "picture_alt", "picture_focus")


class PictureOfEdition(_ModelAdmin):
    """Before the admin of editions: the way to the picture that is there."""

    @admin.display(description=_("current picture"))
    def shown_picture(self, event: Event) -> str:
        """A link for the team, whether the edition is public or not."""
        if event.pk is None or not event.picture:
            return "–"
        return link(reverse("admin:events_event_picture", args=[event.pk]), _("Show"))


def picture_urls() -> list[URLPattern]:
    """Return the URL of the picture for the team, below those of the editions."""
    wrap = admin.site.admin_view
    return [path("pictures/<int:pk>/", wrap(picture_file), name="events_event_picture")]


@require_safe
def picture_file(request: HttpRequest, pk: int) -> FileResponse:
    """Show the picture of an edition that the person may see."""
    events = Event.objects.with_right(user_of(request), Right.VIEW_CONTENT).exclude(picture="")
    return photograph_response(get_object_or_404(events, pk=pk).picture)
