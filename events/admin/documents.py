"""Documents to download."""

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.files.uploads import attachment
from events.admin_base.admin_links import links
from events.history.admin import RecordedAdmin
from events.models import Document


@admin.register(Document)
class DocumentAdmin(RecordedAdmin):
    """A file for visitors, public from a date and time on."""

    list_display = ("title_text", "event", "category", "language", "file_name", "published_at")
    list_filter = ("event", "category", "language")
    search_fields = ("title", "file_name")
    list_select_related = ("event",)
    readonly_fields = ("download", "updated_at", "updated_by")

    @admin.display(description=_("document"))
    def title_text(self, document: Document) -> str:
        """The title, in the language of the reader."""
        return str(document)

    @admin.display(description=_("download"))
    def download(self, document: Document) -> str:
        """A link for the team, and the URL for visitors."""
        if document.pk is None:
            return ""
        own = (reverse("admin:events_document_file", args=[document.pk]), document.file_name)
        path = self.public_path(document)
        return links(own, *([(path, _("Public file"))] if path else []))

    def public_path(self, row: Document) -> str:
        """The URL of the file, once it is public."""
        is_out = row.published_at is not None and row.published_at <= timezone.now()
        return row.get_absolute_url() if is_out and row.event.is_public else ""

    def get_urls(self) -> list[URLPattern]:
        """The download, besides the admin's own URLs."""
        wrap = self.admin_site.admin_view
        own = path("<int:pk>/file/", wrap(self.file), name="events_document_file")
        return [own, *super().get_urls()]

    def file(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Answer with the file, published or not."""
        document = self.get_object(request, str(pk))
        return attachment(document.file, document.file_name)
