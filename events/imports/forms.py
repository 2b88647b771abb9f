"""The steps of an import."""

from collections.abc import Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.tables import ColumnMap, Field, Grid
from core.tables.mapping import LEFT_OUT
from events.imports.values import LEFT_EMPTY, UnknownValue


class ColumnsForm(forms.Form):
    """Which column holds which field."""

    def __init__(
        self, data: QueryDict | None, mapping: ColumnMap, fields: tuple[Field, ...], grid: Grid
    ) -> None:
        super().__init__(data)
        self._mapping, self._fields = mapping, fields
        known = [(field.key, field.label) for field in fields]
        choices = [(LEFT_OUT, _("– do not import –")), *known]
        below = [row for row in grid.rows if row.number > mapping.header_row]
        # What nobody knows stands first.
        for column in sorted(range(len(mapping.header)), key=mapping.columns.__contains__):
            header = mapping.header[column]
            texts = (row.cells[column] for row in below if column < len(row.cells))
            sample = next((text for text in texts if text), "")
            if header or sample:
                self.fields[f"column_{column}"] = forms.ChoiceField(
                    label=header or _("(no header)"),
                    choices=choices,
                    required=False,
                    initial=mapping.columns.get(column, LEFT_OUT),
                    help_text=_("For example: %s") % sample[:60] if sample else "",
                )

    @property
    def chosen(self) -> dict[int, str]:
        """The field of each column."""
        return {int(name.rpartition("_")[2]): key for name, key in self.cleaned_data.items()}

    def clean(self) -> dict[str, object]:
        """Refuse two columns for one field, and a required field without a column."""
        cleaned = super().clean() or {}
        held = [key for key in cleaned.values() if key]
        labels = {field.key: field.label for field in self._fields}
        twice = {key for key in held if held.count(key) > 1}
        missing = [
            field
            for field in self._fields
            if field.is_required and not {*held} & {field.key, *field.instead}
        ]
        errors = [_("Only one column can be: %s.") % labels[key] for key in sorted(twice)]
        errors += [_("Choose a column for: %s.") % field.label for field in missing]
        if errors:
            raise ValidationError(errors)
        return cleaned


class ValuesForm(forms.Form):
    """What each unknown value means; nothing chosen leaves it unknown."""

    _EMPTY, _NEW = "-", "+"

    def __init__(
        self,
        data: QueryDict | None,
        unknown: Sequence[UnknownValue],
        remembered: Mapping[tuple[str, str], str],
    ) -> None:
        super().__init__(data)
        self._unknown = {":".join(value.key): value for value in unknown}
        for name, value in self._unknown.items():
            chosen = remembered.get(value.key)
            self.fields[name] = forms.ChoiceField(
                label=value.label,
                help_text=ngettext("%(counter)s row", "%(counter)s rows", value.count)
                % {"counter": value.count},
                choices=[
                    ("", _("– not recognised –")),
                    *([] if value.is_day_order else [(self._EMPTY, _("– leave empty –"))]),
                    *([(self._NEW, _("– add as new –"))] if value.can_be_added else []),
                    *value.options,
                ],
                required=False,
                initial=self._EMPTY if chosen == LEFT_EMPTY else chosen,
            )

    @property
    def chosen(self) -> dict[tuple[str, str], str | None]:
        """The value for each unknown one, by field and text; None where nothing is chosen."""
        meant = {"": None, self._EMPTY: LEFT_EMPTY, self._NEW: None}
        return {
            unknown.key: meant.get(self.cleaned_data[name], self.cleaned_data[name])
            for name, unknown in self._unknown.items()
            if name in self.cleaned_data
        }

    @property
    def choices(self) -> dict[tuple[str, str], str]:
        """The values that are chosen, by field and text."""
        return {key: value for key, value in self.chosen.items() if value is not None}

    @property
    def to_add(self) -> dict[str, list[str]]:
        """The texts to add as new rows, by field."""
        texts: dict[str, list[str]] = {}
        for name, unknown in self._unknown.items():
            if self.cleaned_data[name] == self._NEW:
                texts.setdefault(unknown.field.key, []).append(unknown.text)
        return texts
