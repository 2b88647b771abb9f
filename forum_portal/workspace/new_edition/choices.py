"""What a new edition begins with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Shape(models.TextChoices):
    """The programme of a new edition. None of them contains people or rooms."""

    OUTLINE = "outline", _("Opening ceremony, sub-forums, mayors’ dialogue, city tours")
    DEMO = "demo", _("The programme of the demo forum: titles and times, without people")
    EMPTY = "empty", _("Empty: you enter or import the programme")
