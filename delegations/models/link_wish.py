"""Somebody has asked for a new link."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkWish(models.Model):
    """An address that a new link is wanted for, until the worker has looked whose it is.

    So the answer takes the same time whether anybody has the address or nobody.
    """

    email = models.EmailField(_("e-mail address"))

    class Meta:
        verbose_name = _("request for a link")
        verbose_name_plural = _("requests for a link")

    def __str__(self) -> str:
        return self.email
