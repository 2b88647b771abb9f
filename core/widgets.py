"""Inputs that Django does not have."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.html import escape
from django.utils.safestring import SafeString

from core.text.numbers import row_number


class LongCheckboxes(forms.CheckboxSelectMultiple):
    """Hundreds of checkboxes: Django's own renders a template for each of them."""

    def render(
        self,
        name: str,
        value: Iterable[object] | None,
        attrs: dict[str, object] | None = None,
        renderer: object = None,
    ) -> SafeString:
        """The boxes with their labels, in one go."""
        chosen = {str(key) for key in value or ()}
        box = '<label class="form-check"><input class="form-check-input" type="checkbox" name="%s"'
        start = box % escape(name)
        # Plain strings: format_html() for each of a thousand costs more than the database.
        boxes = [
            f'{start} value="{escape(key)}"{" checked" if str(key) in chosen else ""}>'
            f" {escape(label)}</label>"
            for key, label in self.choices
        ]
        return SafeString("".join(boxes))


class AnyOfField(forms.MultipleChoiceField):
    """None, one or several of the choices. Alone and empty, as a select sends it, is none."""

    widget = LongCheckboxes

    def to_python(self, value: str | Iterable[str] | None) -> list[str]:
        """The chosen values without duplicates."""
        values = [value] if isinstance(value, str) else value or []
        return super().to_python([text for text in dict.fromkeys(values) if text != ""])


class SearchedSelect(forms.Select):
    """A long select in the admin; scripts let one search in it by any part of a name."""

    class Media:
        js = (
            "admin/js/vendor/jquery/jquery.min.js",
            "admin/js/vendor/select2/select2.full.min.js",
            "admin/js/jquery.init.js",
            forms.Script("js/searched-select.js", type="module"),
        )
        css: ClassVar[dict[str, tuple[str, ...]]] = {
            "screen": (
                "admin/css/vendor/select2/select2.min.css",
                "admin/css/autocomplete.css",
            )
        }

    def __init__(self, attrs: dict[str, object] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-behaviour": "search", **(attrs or {})}, choices)


class FoundChoice(AutocompleteSelect):
    """A choice that is looked for by typing; what is no number of a row is none of them."""

    def optgroups(
        self, name: str, value: Iterable[object], attr: dict[str, object] | None = None
    ) -> list[tuple[str | None, list[dict[str, object]], int | None]]:
        """The choices that are named, as far as they are numbers: Django asks for any."""
        numbers = [str(key) for key in value if row_number(str(key)) is not None]
        return super().optgroups(name, numbers, attr)
