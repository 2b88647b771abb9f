"""Lists that somebody saved under a name: of the desk, and of organizers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Authored
from events.models.event import Event
from events.querysets import SavedListQuerySet


class SavedList(Authored):
    """What somebody asked of a list, saved under a name for one user or for the team."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="saved_lists", verbose_name=_("event")
    )
    # The list by the name of its model, say programme.session.
    list_name = models.CharField(_("list"), max_length=80, editable=False)
    name = models.CharField(pgettext_lazy("of a list", "name"), max_length=80)
    # As in the address, without "?". What somebody may see of it is decided when it is opened.
    query = models.TextField(editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )

    objects = SavedListQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved list")
        verbose_name_plural = _("saved lists")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "list_name", "owner", "name"), name="events_own_list_name_once"
            ),
            models.UniqueConstraint(
                fields=("event", "list_name", "name"),
                condition=models.Q(owner=None),
                name="events_team_list_name_once",
            ),
        )

    def __str__(self) -> str:
        return self.name
