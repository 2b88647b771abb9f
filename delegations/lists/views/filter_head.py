"""The parts of the head of a list that come from its form: filters, pills, ways out."""

from collections.abc import Callable, Iterable, Iterator

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.lists.listing import Listing, Pill, ValueFilter, Way
from core.widgets import AnyOfField
from delegations.lists.filters.form import FilterForm
from delegations.lists.filters.words import ANY
from delegations.lists.needed_columns import FILTERS_NAMED


def read_filters(
    form: FilterForm, groups: Iterable[tuple[object, Iterable[str]]]
) -> Iterator[ValueFilter]:
    """The filters that the reader has, by what they are about: a heading and names of filters."""
    for group, names in groups:
        for name in names:
            if name in form.fields:
                yield _filter(form, str(group), name)


def _filter(form: FilterForm, group: str, name: str) -> ValueFilter:
    field, value = form.fields[name], form[name].value()
    times = [f"{name.removesuffix('_on')}_{end}" for end in ("from", "until")]
    choices = [(str(key), str(label)) for key, label in form.choices_of(name) if key]
    kind = "many" if isinstance(field, AnyOfField) else "one" if choices else "day"
    chosen = value if isinstance(value, list) else [str(value)] if value else []
    empty = {key for key, _label in form.choices_of("is_empty")}
    return ValueFilter(
        name=name,
        label=str(field.label),
        group=group,
        kind=kind,
        values=tuple(choices),
        chosen=tuple(text for text in chosen if text),
        can_be_not=name not in form.never_not,
        is_not=name in (form["is_not"].value() or ()),
        can_be_empty=name in empty,
        is_empty=name in (form["is_empty"].value() or ()),
        errors=tuple(map(str, form.errors.get(name, ()))),
        times=tuple(_filter(form, group, time) for time in times if time in form.fields),
    )


def pills_of(form: FilterForm, here: QueryDict) -> Iterator[Pill]:
    """What narrows a valid list, in words, each with the list without it."""
    for name in form.filters_set():
        parts = {"filter": form.fields[name].label, "value": form.filter_in_words(name)}
        yield Pill(_("%(filter)s: %(value)s") % parts, without(here, name))
    if ticked := form.cleaned_data.get("person"):
        parts = {"filter": form.fields["person"].label, "value": str(len(ticked))}
        yield Pill(_("%(filter)s: %(value)s") % parts, without(here, "person"))
    if form.cleaned_data.get("match") == ANY and len(form.filters_set()) > 1:
        yield Pill(_("at least one filter"), without(here, "match"))
    if number := form.cleaned_data.get("since"):
        version = _("version %(number)d") % {"number": int(number)}
        parts = {"filter": _("Changed since"), "value": version}
        yield Pill(_("%(filter)s: %(value)s") % parts, without(here, "since"))


def ways_out(head: Listing, count: Callable[[QueryDict], int]) -> tuple[Way, ...]:
    """How many rows an empty list would have without one of its filters or its search.

    `count` says it of a query.
    """
    ways = [(pill.label, pill.remove_url) for pill in head.pills]
    if head.query:
        label = _("Search: %(query)s") % {"query": head.query}
        ways.append((label, without(QueryDict(head.here.lstrip("?")), "q")))
    counted = [Way(label, url, count(QueryDict(url.lstrip("?")))) for label, url in ways]
    return tuple(sorted((way for way in counted if way.count), key=lambda way: -way.count))


def without(here: QueryDict, *names: str) -> str:
    """The URL of the list without some of its parameters, and without their senses."""
    query = here.copy()
    for name in (*names, "page"):
        query.pop(name, None)
    for sense in FILTERS_NAMED:
        query.setlist(sense, [name for name in query.getlist(sense) if name not in names])
    return f"?{query.urlencode()}"


def error_texts(form: forms.Form) -> list[str]:
    """Everything that is wrong with a form, each with the label of its field."""
    return [
        f"{form.fields[name].label}: {text}" if name in form.fields else str(text)
        for name, texts in form.errors.items()
        for text in texts
    ]
