"""One row of a list in short, beside the list: what it says, what it lacks, where it leads.

A fragment with an address of its own, `…/12/peek/`, that the list fetches; people who may open
the page of a row may see it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin.helpers import AdminReadonlyField
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from core.templatetags.read_only import read_only_text
from core.text.languages import own_name
from core.text.translated import TranslatedText, edition_languages

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:  # Django's own class takes no type arguments at run time
    _ModelAdmin = admin.ModelAdmin

# What Django's admin and our own columns write where there is nothing.
_NOTHING = frozenset({"", "-", "–"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of the row with what it says, ready for a page."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that is wrong with the row, in words. `level`: error, warning or note."""

    level: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A way from the summary to a page of the row."""

    label: str | Promise
    url: str


@dataclass(frozen=True, slots=True)
class Peek:
    """The summary of one row. The first of `tools` opens its page."""

    kind: str
    title: str
    facts: tuple[Fact, ...]
    missing: tuple[str, ...]
    remarks: tuple[Remark, ...]
    tools: tuple[Tool, ...]


class PeekedRows(_ModelAdmin):
    """Before a ModelAdmin: each row has a summary. `peek_fields` None shows those of its form."""

    peek_fields: ClassVar[tuple[str, ...] | None] = None

    def get_urls(self) -> list[URLPattern]:
        """The summary, beside the admin's own."""
        view = self.admin_site.admin_view(require_safe(self.peek_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_peek"
        return [path("<path:object_id>/peek/", view, name=name), *super().get_urls()]

    def peek_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The summary of a row that this person may see; otherwise as its page answers."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        peek = Peek(
            kind=capfirst(str(self.opts.verbose_name)),
            title=str(row),
            facts=tuple(self._facts(request, row)),
            missing=(*self.peek_missing(row), *_missing_languages(row)),
            remarks=tuple(self.peek_remarks(request, row)),
            tools=(*self._tools(request, row), *self.peek_tools(request, row)),
        )
        return TemplateResponse(request, "components/listing/_peek.html", {"peek": peek})

    def peek_missing(self, row: Any) -> Iterator[str]:
        """What the row still lacks, in words, beside texts in languages of the edition."""
        yield from ()

    def peek_remarks(self, request: HttpRequest, row: Any) -> Iterator[Remark]:
        """What is wrong with the row."""
        yield from ()

    def peek_tools(self, request: HttpRequest, row: Any) -> Iterator[Tool]:
        """Further pages of the row, behind its own and its history."""
        if url := self.get_view_on_site_url(row):
            yield Tool(_("Public page"), url)

    def _tools(self, request: HttpRequest, row: Model) -> Iterator[Tool]:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        way_back: dict[str, Any] = {
            "preserved_filters": self.get_preserved_filters(request),
            "opts": self.opts,
        }
        page = add_preserved_filters(way_back, reverse(f"{name}_change", args=[row.pk]))
        may_change = self.has_change_permission(request, row)
        yield Tool(_("Edit") if may_change else _("Open"), page)
        yield Tool(_("History"), reverse(f"{name}_history", args=[row.pk]))

    def _facts(self, request: HttpRequest, row: Model) -> Iterator[Fact]:
        fields = flatten_fieldsets(self.get_fieldsets(request, row))
        form = self.get_form(request, row, change=True, fields=fields)(instance=row)
        for name in self.peek_fields or fields:
            field = AdminReadonlyField(form, name, is_first=False, model_admin=self)
            value = "" if field.field["is_hidden"] else self._value(request, row, field)
            if value.strip() not in _NOTHING:
                yield Fact(str(capfirst(field.field["label"])), value)

    def _value(self, request: HttpRequest, row: Model, field: AdminReadonlyField) -> str:
        # In one language: which others are missing is said apart.
        text = getattr(row, str(field.field["name"]), None)
        return str(text) if isinstance(text, TranslatedText) else read_only_text(field, request)


def _missing_languages(row: Model) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        text = getattr(row, field.attname)
        if isinstance(text, TranslatedText) and text:
            absent = [own_name(code) for code in edition_languages() if code not in text]
            if absent:
                languages = pgettext("in a list", ", ").join(absent)
                label = capfirst(str(field.verbose_name))
                yield _("%(field)s in %(languages)s") % {"field": label, "languages": languages}
