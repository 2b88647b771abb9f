"""The running order of a session: what happens on stage, minute by minute."""

from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import record_history
from core.models import Authored
from core.translated_field import TranslatedField
from programme.models.agenda import Session

# Doors open some hours before; no session lasts longer than a day.
_EARLIEST, _LATEST = -12 * 60, 24 * 60


class RunItem(Authored):
    """One step of the running order. Internal: never in a release, a feed or a public page."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="run_items", verbose_name=_("session")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    offset = models.SmallIntegerField(
        _("begins at minute"),
        null=True,
        blank=True,
        validators=[MinValueValidator(_EARLIEST), MaxValueValidator(_LATEST)],
        help_text=_(
            "Minutes from the start of the session; negative before it. Leave empty to follow "
            "the item above."
        ),
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=5, validators=[MaxValueValidator(_LATEST)]
    )
    item = TranslatedField(_("what happens"), max_length=250)
    who = models.CharField(_("who"), max_length=250, blank=True)
    place = models.CharField(_("where"), max_length=120, blank=True)
    cue = models.CharField(
        _("cue"), max_length=250, blank=True, help_text=_("Light, sound, film, slide.")
    )
    interpretation = models.CharField(_("interpretation"), max_length=120, blank=True)
    owner = models.CharField(_("in charge"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)

    # The moment of the next record in the history, if it is not that of saving.
    _history_date: datetime
    history = record_history()

    class Meta:
        verbose_name = _("item of the running order")
        verbose_name_plural = _("running order")
        ordering = ("session", "position", "pk")

    def __str__(self) -> str:
        return str(self.item)
