"""The parts that can be copied into a new edition.

Published figures and documents are not among them: both belong to the edition that published them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """A part of the structure of an edition. None of them contains people."""

    VENUES = "venues", _("Venues and rooms")
    SUB_FORUMS = "sub-forums", _("Sub-forums, without their editors")
    SESSIONS = "sessions", _("Sessions, without people")
    RUNNING_ORDERS = "running-orders", _("Running orders, without names")
    PAGES = "pages", _("Information pages, as drafts")
    PARTNERS = "partners", _("Partners")
    DEADLINES = "deadlines", _("Delegation deadlines")
    QUOTAS = "quotas", _("Quotas by function, for every delegation")
    LETTERS = "letters", _("Texts of the invitation letter")
    AWARD = "award", _("Award, without entries")
