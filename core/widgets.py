"""Inputs that Django does not have."""

from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

_CHECKED = SafeString(" checked")


class LongCheckboxes(forms.CheckboxSelectMultiple):
    """Hundreds of checkboxes: Django's own renders a template for each of them."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The boxes with their labels, in one go."""
        chosen = {str(one) for one in value or ()}
        box = '<label class="form-check"><input class="form-check-input" type="checkbox" name="%s"'
        return format_html_join(
            "",
            # The name is that of a field: said once, it need not be escaped a thousand times.
            box % name + ' value="{}"{}> {}</label>',
            ((key, _CHECKED if str(key) in chosen else "", label) for key, label in self.choices),
        )


class AnyOfField(forms.MultipleChoiceField):
    """None, one or several of the choices. Alone and empty, as a select sends it, is none."""

    widget = LongCheckboxes

    def to_python(self, value: Any) -> list[str]:
        """What was chosen, each once."""
        values = [value] if isinstance(value, str) else value or []
        return super().to_python([one for one in dict.fromkeys(values) if one != ""])
