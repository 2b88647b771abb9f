"""The filters of an attendee list in words: for its page, its files and the record of exports."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext, pgettext

from core.widgets import AnyOfField
from delegations.lists.needed_columns import FILTER_COLUMNS

if TYPE_CHECKING:
    from delegations.lists.forms import AttendeeFilterForm

# People who meet at least one filter, instead of all.
ANY = "any"


def filters_in_words(form: "AttendeeFilterForm") -> dict[str, str]:
    """The filters of a valid form in words, by label."""
    texts = {name: filter_in_words(form, name) for name in form.filters_set()}
    if form.cleaned_data.get("q"):
        texts = {"q": form.cleaned_data["q"], **texts}
    filters = {str(form.fields[name].label): value for name, value in texts.items()}
    if ticked := form.cleaned_data.get("person"):
        # A number: the record of exports outlives the people.
        filters = {str(form.fields["person"].label): str(len(ticked)), **filters}
    if len(set(texts) - {"q"}) > 1 and form.cleaned_data["match"] == ANY:
        filters[str(form.fields["match"].label)] = gettext("at least one filter")
    if since := form.cleaned_data.get("since"):
        version = gettext("version %(number)d") % {"number": int(since)}
        filters[gettext("Changed since")] = version
    return filters


def filter_in_words(form: forms.Form, name: str) -> str:
    """One filter that is set: its values joined by “or”, with “not” before them if it refuses."""
    values = [*_labels(form, name)]
    if name in form.cleaned_data["is_empty"]:
        values.append(pgettext("of a filter", "empty"))
    text = f" {pgettext('between filters', 'or')} ".join(values)
    if name not in form.cleaned_data["is_not"]:
        return text
    return gettext("not %(value)s") % {"value": f"({text})" if len(values) > 1 else text}


def as_sentence(form: "AttendeeFilterForm") -> str:
    """The filters as one line, for a file: with “and” or “or” between them."""
    texts = filters_in_words(form)
    every, one_of = pgettext("between filters", "and"), pgettext("between filters", "or")
    is_any = texts.pop(str(form.fields["match"].label), None) is not None
    first = [str(form.fields["person"].label), gettext("Changed since")]
    if "q" in form.fields:
        first.insert(0, str(form.fields["q"].label))
    narrowing = [f"{label}: {texts.pop(label)}" for label in first if label in texts]
    filters = [f"{label}: {value}" for label, value in texts.items()]
    joined = f" {one_of if is_any else every} ".join(filters)
    if is_any and narrowing:
        joined = f"({joined})"
    return f" {every} ".join(part for part in (*narrowing, joined) if part)


def filter_names() -> list[str]:
    """Every filter by its parameter, in the order in which people read them."""
    return [name for name in (*FILTER_COLUMNS, "consent") if name != "q"]


def _labels(form: forms.Form, name: str) -> Iterator[str]:
    field, value = form.fields[name], form[name].value()
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    if isinstance(field, AnyOfField):
        yield from (labels[key] for key in dict.fromkeys(value or ()) if key in labels)
    elif value:
        yield labels.get(str(value), str(value))
