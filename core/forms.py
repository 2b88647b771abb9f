"""Form fields: translated text, with one input for each language; days and moments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.calendar import within_calendar
from core.languages import direction, language_codes, language_tag, own_name
from core.zones import zone_choices


class TranslatedWidget(forms.MultiWidget):
    """One input for each language, each with its own label, `lang` and `dir`."""

    template_name = "core/widgets/translated.html"
    use_fieldset = True

    def __init__(self, languages: list[str], *, multiline: bool = False) -> None:
        self.languages = languages
        widget = forms.Textarea if multiline else forms.TextInput
        size = {"rows": "4"} if multiline else {}
        super().__init__(
            {
                code: widget({**size, "lang": language_tag(code), "dir": direction(code)})
                for code in languages
            }
        )

    def decompress(self, value: Any) -> list[str]:
        """The text of each language, in the order of the inputs."""
        texts = value if isinstance(value, Mapping) else {}
        return [str(texts.get(code, "")) for code in self.languages]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add to each input the name of its language and an id for its label."""
        context = super().get_context(name, value, attrs)
        for code, part in zip(self.languages, context["widget"]["subwidgets"], strict=True):
            part["language_name"] = own_name(code)
            part["language_tag"] = language_tag(code)
            # The group carries the requirement; each language alone may stay empty.
            part["attrs"].pop("required", None)
        return context


class TranslatedFormField(forms.MultiValueField):
    """Translated text in a form. Required means: at least one language is filled in."""

    def __init__(
        self, *, max_length: int | None = None, multiline: bool = False, **options: Any
    ) -> None:
        self.languages = language_codes()
        fields = tuple(
            forms.CharField(required=False, max_length=max_length) for _code in self.languages
        )
        super().__init__(
            fields=fields,
            widget=TranslatedWidget(self.languages, multiline=multiline),
            require_all_fields=False,
            **options,
        )

    def clean(self, value: Any) -> Any:
        """Say with each error which language it is about."""
        errors = []
        for code, field, text in zip(self.languages, self.fields, value or [], strict=False):
            try:
                field.clean(text)
            except ValidationError as error:
                errors += [f"{own_name(code)}: {message}" for message in error.messages]
        if errors:
            raise ValidationError(errors)
        if self.required and not any(str(text or "").strip() for text in value or []):
            raise ValidationError(_("Write this text in at least one language."))
        return self.compress([str(text or "") for text in value or []])

    def compress(self, data_list: list[Any]) -> dict[str, str]:
        """The texts by language, without the blank ones."""
        pairs = zip(self.languages, data_list, strict=False)
        return {code: text.strip() for code, text in pairs if text and text.strip()}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare language by language: the order in which they were kept does not matter."""
        before = dict(initial) if isinstance(initial, Mapping) else {}
        return before != self.compress([str(text or "") for text in data or []])


class ZoneField(forms.ChoiceField):
    """The time zone of a place, found by its country and city."""

    def __init__(self, **options: Any) -> None:
        label = capfirst(_("time zone"))
        super().__init__(**{"label": label, "choices": _zones_or_none, **options})


def _zones_or_none() -> list[Any]:
    # The blank stands first, so that no place is chosen where the kept one cannot be.
    return [("", "---------"), *zone_choices()]


class DayField(forms.DateField):
    """A day that somebody can mean."""

    default_validators = [within_calendar]


class MomentField(forms.DateTimeField):
    """A moment in the active time zone that somebody can mean."""

    default_validators = [within_calendar]

    def to_python(self, value: Any) -> datetime | None:
        """The moment, or None. Raises ValidationError."""
        try:
            return super().to_python(value)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class SplitMomentField(forms.SplitDateTimeField):
    """The same, with an input for the day and one for the time."""

    default_validators = [within_calendar]
