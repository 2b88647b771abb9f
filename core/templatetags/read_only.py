"""What a field of the admin says where nobody can change it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

from django import template
from django.contrib.admin.helpers import AdminReadonlyField
from django.db.models import ForeignKey, JSONField, Model
from django.db.models.fields.files import FieldFile
from django.forms import BaseForm
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.translation import pgettext

from core.text.languages import direction, interface_languages, language_tag, own_name
from core.text.translated import TranslatedText, edition_languages

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

register = template.Library()


class _Text(NamedTuple):
    """A text in one language, the name of that language, and whether the reader asked for it."""

    text: str
    tag: str
    side: str
    language: str
    is_asked: bool


@register.simple_tag(takes_context=True)
def read_only(context: Context, field: AdminReadonlyField) -> str:
    """What `read_only_text` says, for the reader of this page."""
    return read_only_text(field, context["request"])


def read_only_text(field: AdminReadonlyField, request: HttpRequest) -> str:
    """A text in the reader's language and below it in the others; a list by the names it holds.

    Another row is a link where the reader may open its page.
    """
    form, name = field.form, str(field.field["name"])
    related = _related_row(form.instance, name)
    if related is not None and not _may_open(field, related, request):
        return conditional_escape(str(related))
    if isinstance(file := getattr(form.instance, name, None), FieldFile):
        # It has no address: pages that look at the rights send it.
        return conditional_escape(file.name or "-")
    value = _json_value(form.instance, name)
    if isinstance(value, TranslatedText) and value:
        return render_to_string("core/widgets/read_only_text.html", {"texts": _texts(value)})
    if isinstance(value, list) and value:
        return pgettext("in a list", ", ").join(_names(form, name, value))
    return str(field.contents())


def _related_row(row: Model, name: str) -> Model | None:
    keys = {key.name for key in row._meta.concrete_fields if isinstance(key, ForeignKey)}
    related: Model | None = getattr(row, name) if name in keys else None
    return related


def _may_open(field: AdminReadonlyField, related: Model, request: HttpRequest) -> bool:
    page = cast("ModelAdmin[Model]", field.model_admin)
    own = page.admin_site._registry.get(type(related))
    return own is not None and own.has_view_or_change_permission(request, related)


def _json_value(row: Model, name: str) -> object:
    columns = {column.name for column in row._meta.concrete_fields if isinstance(column, JSONField)}
    return getattr(row, name) if name in columns else None


def _texts(value: TranslatedText) -> list[_Text]:
    """The reader's language first, or what is shown in its place."""
    best = value.best()
    order = dict.fromkeys((best.language, *edition_languages(), *interface_languages(), *value))
    return [
        _Text(
            value[code],
            language_tag(code),
            direction(code),
            own_name(code),
            code == best.language and not best.is_fallback,
        )
        for code in order
        if code in value
    ]


def _names(form: BaseForm, name: str, values: list[object]) -> list[str]:
    choices = getattr(form.fields.get(name), "choices", ())
    labels = {str(key): str(label) for key, label in choices}
    return [labels.get(str(value), _plain(value)) for value in values]


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return pgettext("in a list", ", ").join(str(item) for item in value.values())
    return str(value)
