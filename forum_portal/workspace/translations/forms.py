"""The texts of one row in one language, each beside its source."""

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.text.languages import direction, language_tag
from forum_portal.workspace.translations.kinds import TranslatedKind
from forum_portal.workspace.translations.progress import Item, State, Text

FILTERS = (
    ("", _("All")),
    (State.MISSING.value, _("With missing texts")),
    (State.OUTDATED.value, _("With a changed source")),
)


class TranslationForm(forms.Form):
    """The texts of `item`; a text may stay empty, and is then not translated."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    # Whether somebody else saved while this one was being typed.
    is_overtaken = False

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        kind: TranslatedKind,
        item: Item,
        language: str,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.item = item
        columns = {field.name: field for field in kind.fields}
        for text in item.texts:
            column = columns[text.field]
            attributes = {"lang": language_tag(language), "dir": direction(language)}
            widget: forms.Widget = forms.TextInput({**attributes, "class": "vTextField"})
            if column.multiline:
                widget = forms.Textarea({**attributes, "rows": 10, "class": "vLargeTextField"})
            self.fields[text.field] = forms.CharField(
                label=capfirst(str(column.verbose_name)),
                required=False,
                max_length=column.max_length,
                initial=text.target,
                widget=widget,
            )

    @property
    def rows(self) -> list[tuple[Text, forms.BoundField]]:
        """Each text with its input."""
        return [(text, self[text.field]) for text in self.item.texts]

    def texts(self) -> dict[str, str]:
        """The input, by field."""
        return {text.field: self.cleaned_data[text.field] for text in self.item.texts}
