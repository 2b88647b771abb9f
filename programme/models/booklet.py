"""The programme on paper, made once for each release."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.text.languages import content_choices
from events.models import Event


class Booklet(models.Model):
    """The PDF of a release in one language and order.

    `digest` is that of its contents, so that a change elsewhere does not typeset it again.
    `content` is empty if there is nothing to print or typesetting failed.
    """

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="booklets", verbose_name=_("event")
    )
    language = models.CharField(_("language"), max_length=10, choices=content_choices)
    order = models.CharField(_("order"), max_length=10)
    version = models.PositiveIntegerField(_("version"))
    revision = models.PositiveBigIntegerField(_("revision"))
    digest = models.CharField(max_length=64, editable=False)
    content = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("booklet")
        verbose_name_plural = _("booklets")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "language", "order"), name="programme_booklet_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.event}, {self.language}, {self.order}"
