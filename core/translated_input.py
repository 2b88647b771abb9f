"""Translated text in a form: one input for each language of the page's edition."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.text.languages import direction, interface_languages, language_tag, own_name
from core.text.translated import edition_languages


class TranslatedWidget(forms.MultiWidget):
    """One input for each language, each with its own label, `lang` and `dir`."""

    template_name = "core/widgets/translated.html"
    use_fieldset = True

    def __init__(self, languages: list[str], *, multiline: bool = False) -> None:
        self.multiline = multiline
        super().__init__(())
        self.ask_in(languages, has_source=False)

    def ask_in(self, languages: Sequence[str], *, has_source: bool) -> None:
        """Show inputs for `languages`, in this order.

        Of those of an edition the first is the source, beside which others can be missing.
        """
        self.languages, self.has_source = list(languages), has_source
        self.widgets = [self._input(code) for code in languages]
        self.widgets_names = [f"_{code}" for code in languages]

    def _input(self, code: str) -> forms.Widget:
        attributes = {"lang": language_tag(code), "dir": direction(code)}
        if self.multiline:
            return forms.Textarea({"rows": "4", **attributes})
        return forms.TextInput(attributes)

    def decompress(self, value: object) -> list[str]:
        """The text of each language, in the order of the inputs."""
        texts = value if isinstance(value, Mapping) else {}
        return [str(texts.get(code, "")) for code in self.languages]

    def get_context(
        self, name: str, value: object, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        """Add to each input the name of its language, an id for its label, and what it lacks."""
        context = super().get_context(name, value, attrs)
        parts = context["widget"]["subwidgets"]
        context["widget"]["multiline"] = self.multiline
        is_written = self.has_source and bool(parts[0]["value"])
        for code, part in zip(self.languages, parts, strict=True):
            part["language_name"] = own_name(code)
            part["language_tag"] = language_tag(code)
            # The group carries the requirement; each language alone may stay empty.
            part["attrs"].pop("required", None)
            if is_written and not part["value"]:
                # Style sheets hide the mark once something is typed over the blank.
                part["attrs"] |= {
                    "placeholder": " ",
                    "aria-describedby": f"{part['attrs'].get('id', part['name'])}_missing",
                }
                part["is_missing"] = True
        return context


class TranslatedFormField(forms.MultiValueField):
    """Translated text in a form. Required means: at least one language is filled in.

    A form asks in the languages of the edition of its page; the cleaned value has these alone, ""
    where one is blank. `TranslatedText.updated` keeps what the form did not ask for.
    """

    widget: TranslatedWidget

    def __init__(
        self, *, max_length: int | None = None, multiline: bool = False, **options: Any
    ) -> None:
        self.max_length, self.multiline = max_length, multiline
        super().__init__(
            fields=(),
            widget=TranslatedWidget([], multiline=multiline),
            require_all_fields=False,
            **options,
        )
        self._ask_in(interface_languages(), has_source=False)

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        """The field of one form: it asks in the languages of the page on which the form stands."""
        copied = super().__deepcopy__(memo)
        if languages := edition_languages():
            copied._ask_in(languages, has_source=True)
        return copied

    def _ask_in(self, languages: Sequence[str], *, has_source: bool) -> None:
        self.languages = list(languages)
        self.fields = tuple(
            forms.CharField(required=False, max_length=self.max_length) for _code in languages
        )
        self.widget.ask_in(self.languages, has_source=has_source)

    def clean(self, value: Sequence[str | None] | None) -> dict[str, str]:
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
            raise ValidationError(_("Enter this text in at least one language."))
        return self.compress(value or [])

    def compress(self, data_list: Sequence[str | None]) -> dict[str, str]:
        """The texts by language, "" where one is blank; not the languages that were not sent."""
        pairs = zip(self.languages, data_list, strict=False)
        return {code: text.strip() for code, text in pairs if text is not None}

    def has_changed(self, initial: object, data: QueryDict | None) -> bool:
        """Compare language by language: the order in which they were kept does not matter."""
        before = initial if isinstance(initial, Mapping) else {}
        sent = self.compress([text if text is None else str(text) for text in data or []])
        return any(before.get(code, "") != text for code, text in sent.items())
