"""Slides and other files of a session."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import record_history
from events.models import Download
from programme.models.agenda import Session
from programme.querysets import SessionDocumentQuerySet


class SessionDocument(Download):
    """A file of a session. Visitors see it once a release has it and the session has ended."""

    event_path = "session__event_id"

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="documents", verbose_name=_("session")
    )

    objects: ClassVar = SessionDocumentQuerySet.as_manager()
    # A file that is replaced is deleted, so no earlier state can bring it back.
    history = record_history("file", "size", "digest")

    class Meta:
        verbose_name = _("document of the session")
        verbose_name_plural = _("documents of the session")
        ordering = ("session", "position", "pk")
