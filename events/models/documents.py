"""Documents to download."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.files.stored_file import StoredFile
from core.files.uploads import PrivateStorage, describe_file, plain, stored_name, validate_upload
from core.history import record_history
from core.models import Authored, Guided
from core.text.languages import content_choices
from core.translated_field import TranslatedField
from events.choices import DocumentCategory
from events.models.event import Event
from events.public import PublicModel
from events.querysets import DocumentQuerySet


class Download(StoredFile, PublicModel, Guided, Authored):
    """A file for visitors, in one language, always sent as a download."""

    file_field = "file"

    title = TranslatedField(_("title"), max_length=200)
    language = models.CharField(
        _("language of the document"), max_length=10, blank=True, choices=content_choices
    )
    file = models.FileField(
        _("file"),
        storage=PrivateStorage(),
        upload_to=stored_name,
        validators=[validate_upload],
        help_text=_("PDF, Office, ODF, PNG, JPEG or plain text, at most 20 MB."),
    )
    file_name = models.CharField(_("file name"), max_length=150, editable=False)
    size = models.PositiveIntegerField(_("size"), default=0, editable=False)
    digest = models.CharField(_("digest"), max_length=64, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title)

    def describe(self) -> None:
        """Store name and size, which visitors read. Pictures are stored without metadata."""
        self.file = plain(self.file.file)
        self.file_name, self.size, self.digest = describe_file(self.file)

    @property
    def kind(self) -> str:
        """The kind of file, as people call it: PDF, DOCX."""
        return self.file_name.rpartition(".")[2].upper()


class Document(Download):
    """A file of the edition, public from a date and time on."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="documents", verbose_name=_("event")
    )
    category = models.CharField(
        _("category"), max_length=20, choices=DocumentCategory, default=DocumentCategory.OTHER
    )
    published_at = models.DateTimeField(
        _("public from"),
        null=True,
        blank=True,
        help_text=_("Published automatically at this date and time. If empty, it is a draft."),
    )

    objects: ClassVar = DocumentQuerySet.as_manager()
    history = record_history()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("event", "category", "position", "pk")

    def get_absolute_url(self) -> str:
        """The URL of the download."""
        return reverse("document", args=[self.event.slug, self.guid, self.file_name])
