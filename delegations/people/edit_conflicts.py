"""Show a form again after somebody else has saved in the meantime, without losing input."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.text.dates import short_moment
from delegations.people.merge_edits import ChangedMeanwhile, read_token, seen_token

SEEN = "seen"


class SeenField(forms.CharField):
    """The digests of the values that the form showed (`delegations.people.merge_edits`)."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, label="")


def show_conflicts(
    parts: Sequence[forms.BaseForm], data: Mapping[str, Any], error: ChangedMeanwhile
) -> None:
    """Show the other person's values: in untouched fields, and in errors of contested ones.

    The forms are bound to `data`. Sent again, they overwrite the values shown now.
    """
    shown = QueryDict(mutable=True)
    shown.update(data)
    now = {**error.taken, **error.clashes}
    before = read_token(str(data.get(SEEN, ""))) or {}
    shown[SEEN] = seen_token(now, before)
    for form in parts:
        for name, value in error.taken.items():
            if name in form.fields:
                _set_value(shown, name, form.fields[name], value)
        form.data = shown
        for name, value in error.clashes.items():
            if name in form.fields:
                text = _("Somebody else has changed this to “%s”. Save again to keep your version.")
                form.add_error(name, text % format_for_reader(form.fields[name], value))
    text = _(
        "Somebody else has changed this entry. Your changes have not been saved yet: check "
        "them, then save again."
    )
    parts[0].add_error(None, text)


def format_for_post(field: forms.Field, value: object) -> str:
    """A value as a browser would send it; the empty text for an unticked checkbox."""
    if isinstance(value, bool):
        if isinstance(field, forms.BooleanField):
            return "on" if value else ""
        return "yes" if value else "no"
    widget = field.widget
    text = widget.format_value(field.prepare_value(value))
    return str((text[0] if isinstance(text, list) else text) or "")


def format_for_reader(field: forms.Field, value: object) -> str:
    """A value in words."""
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return short_moment(localtime(value))
    if isinstance(value, date):
        return date_format(value)
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return choices.get(str(value), str(value))


def _set_value(shown: QueryDict, name: str, field: forms.Field, value: object) -> None:
    if isinstance(field, forms.MultiValueField):
        for index, part in enumerate(field.widget.decompress(value)):
            _set_value(shown, f"{name}_{index}", field.fields[index], part)
        return
    text = format_for_post(field, value)
    if text or not isinstance(field, forms.BooleanField):
        shown[name] = text
    else:
        shown.pop(name, None)
