"""Requests for a new link."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkWish(models.Model):
    """A request for a new link to an e-mail address, until the worker has handled it.

    Handling it later makes the response take the same time for known and unknown addresses.
    """

    email = models.EmailField(_("e-mail address"))

    class Meta:
        verbose_name = _("request for a link")
        verbose_name_plural = _("requests for a link")

    def __str__(self) -> str:
        return self.email
