"""Inputs that Django does not have."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

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


class UsualFirst(forms.SelectMultiple):
    """A box to tick for each of many choices.

    The chosen and the `usual` ones come first; the others open, to be searched in.
    """

    template_name = "core/widgets/usual_first.html"
    use_fieldset = True
    usual: Sequence[str] = ()

    class Media:
        js = (forms.Script("js/filter-choices.js", type="module"),)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """None: each box has a label of its own."""
        return ""

    def get_context(
        self, name: str, value: Iterable[object] | None, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        """The chosen ones in the order in which they are stored, then the usual ones."""
        context = super().get_context(name, value, attrs)
        first = list(dict.fromkeys((*map(str, value or ()), *self.usual)))
        options = {
            option["value"]: option
            for _group, group, _index in context["widget"]["optgroups"]
            for option in group
        }
        context["first"] = [options.pop(key) for key in first if key in options]
        context["others"] = list(options.values())
        return context


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


class HiddenValue(forms.HiddenInput):
    """What a form sends along unseen; the label that the admin prints is then for nothing."""

    def id_for_label(self, id_: str | None) -> str:
        """None: a label is for something that can be filled in."""
        return ""


_NOTHING = "–"


class FoundChoice(AutocompleteSelect):
    """A choice that is looked for by typing; what is no number of a row is none of them."""

    def optgroups(
        self, name: str, value: Iterable[object], attr: dict[str, object] | None = None
    ) -> list[tuple[str | None, list[dict[str, object]], int | None]]:
        """The choices that are named, as far as they are numbers: Django asks for any."""
        numbers = [str(key) for key in value if row_number(str(key)) is not None]
        groups = super().optgroups(name, numbers, attr)
        if not self.allow_multiple_selected:
            # The first choice is none, with a name: Django leaves it out of a required select.
            nothing = self.create_option(name, "", _NOTHING, False, 0)
            rows = groups[0][1]
            rows[:] = [nothing, *(option for option in rows if option["value"] != "")]
        return groups


# A choice without a place comes after those that have one.
_LAST = 1_000


class OrderedChoicesWidget(forms.MultiWidget):
    """For each choice a box to tick and the number of its place.

    The `first` choices and those that are chosen come first; the others open, to be searched in.
    """

    template_name = "core/widgets/ordered_choices.html"
    use_fieldset = True

    class Media:
        js = (forms.Script("js/filter-choices.js", type="module"),)

    def __init__(self, choices: Sequence[tuple[str, object]], first: int | None = None) -> None:
        self.choices, self.first = choices, len(choices) if first is None else first
        parts: dict[str, forms.Widget | type[forms.Widget]] = {}
        for key, _label in choices:
            parts[key] = forms.CheckboxInput()
            parts[f"{key}_place"] = forms.NumberInput({"min": 1})
        super().__init__(parts)

    def decompress(self, value: object) -> list[object]:
        """For each choice whether it is chosen, and its place."""
        chosen = list(value) if isinstance(value, list | tuple) else []
        return [
            part
            for key, _label in self.choices
            for part in ((True, chosen.index(key) + 1) if key in chosen else (False, None))
        ]

    def get_context(
        self, name: str, value: object, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        """The chosen ones first, in their order."""
        context = super().get_context(name, value, attrs)
        parts = context["widget"]["subwidgets"]
        for part in parts:
            part["attrs"].pop("required", None)
        for (_key, label), place in zip(self.choices, parts[1::2], strict=True):
            named = _("%(choice)s: place in the order") % {"choice": label}
            place["attrs"]["aria-label"] = named
        rows = list(zip(self.choices, parts[::2], parts[1::2], strict=True))
        rows.sort(key=lambda row: (not row[1]["attrs"].get("checked"), _place(row[2]["value"])))
        usual = {key for key, _label in self.choices[: self.first]}
        for (key, label), box, place in rows:
            is_first = key in usual or box["attrs"].get("checked")
            group = context.setdefault("rows" if is_first else "others", [])
            group.append((key, label, box, place))
        return context


class OrderedChoicesField(forms.MultiValueField):
    """The keys of the chosen ones, in the order of their places."""

    widget: OrderedChoicesWidget

    def __init__(
        self, choices: Sequence[tuple[str, object]], first: int | None = None, **options: Any
    ) -> None:
        self.choices = choices
        fields = [
            field
            for _choice in choices
            for field in (
                forms.BooleanField(required=False),
                forms.IntegerField(required=False, min_value=1),
            )
        ]
        widget = OrderedChoicesWidget(choices, first)
        super().__init__(fields, widget=widget, require_all_fields=False, **options)

    def prepare_value(self, value: object) -> object:
        """Boxes and places: Django takes a list for what was sent, and a chosen key is none."""
        keys = {key for key, _label in self.choices}
        if isinstance(value, list) and keys.issuperset(value):
            return self.widget.decompress(value)
        return value

    def has_changed(self, initial: Sequence[str] | None, data: Sequence[Any] | None) -> bool:
        """Whether other keys are chosen, or in another order."""
        return list(initial or []) != self.compress(data or [])

    def validate(self, value: list[str]) -> None:
        """Refuse none at all: boxes that are not ticked count as filled in for Django."""
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def compress(self, data_list: Sequence[Any]) -> list[str]:
        """The keys in their order; those without a place last."""
        read = forms.BooleanField(required=False).to_python
        rows = zip(self.choices, data_list[::2], data_list[1::2], strict=False)
        chosen = [(_place(place), key) for (key, _label), box, place in rows if read(box)]
        # Sorted by place alone: of two with the same, the first of the choices comes first.
        return [key for _number, key in sorted(chosen, key=lambda pair: pair[0])]


def _place(number: object) -> int:
    text = str(number or "")
    return int(text) if text.isdecimal() and len(text) < 4 else _LAST
