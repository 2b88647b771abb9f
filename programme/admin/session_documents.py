"""Slides and other files of a session, within its form."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.http import user_of
from core.files.uploads import attachment
from events.admin_base.admin_links import link
from programme.admin.sub_forums import DraftInline
from programme.models import SessionDocument


class SessionDocumentForm(forms.ModelForm):
    """A file of a session."""

    def has_changed(self) -> bool:
        """Ignore a new line that has a position and no file."""
        return bool({*self.changed_data} - (set() if self.instance.pk else {"position"}))


class SessionDocumentInline(DraftInline):
    """The files of a session; visitors see those of the newest release."""

    model = SessionDocument
    form = SessionDocumentForm
    add_text = _("Add a document")
    verbose_name_plural = _("documents")
    fields = ("title", ("file", "language"), ("position", "download"))
    readonly_fields = ("download",)

    @admin.display(description=_("download"))
    def download(self, document: SessionDocument) -> str:
        """A link for the team, released or not."""
        if document.pk is None or not document.file:
            return "–"
        url = reverse("admin:programme_session_document", args=[document.pk])
        return link(url, document.file_name)


def document_urls() -> list[URLPattern]:
    """Return the URL of the file for the team, below those of the sessions."""
    wrap = admin.site.admin_view
    return [path("documents/<int:pk>/", wrap(document_file), name="programme_session_document")]


@require_safe
def document_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer with the file of a session in a draft that the person may see."""
    rows = SessionDocument.objects.visible_to(user_of(request)).with_file()
    document = get_object_or_404(rows, pk=pk)
    return attachment(document.file, document.file_name)
