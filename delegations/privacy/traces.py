"""Texts that still name a person after an erasure: people review them and decide."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from core.protection.scrub import GONE, in_words, scrub_rows, texts_of
from delegations.models import Amendment, Attendee, ExportLog
from delegations.privacy.identity import Person
from delegations.privacy.naming_texts import Place, all_places
from events.models import Event

# More are not shown: the name is a word of the language.
MOST = 200
_AROUND = 50
_KEY = re.compile(r"(\w+\.\w+)\.(\w+)\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Trace:
    """A text that may name a person: its row, its field, and the words around the name."""

    row: models.Model
    field: str
    before: str
    name: str
    after: str
    is_fixed: bool

    @property
    def key(self) -> str:
        """The key of the trace in a form."""
        return f"{self.row._meta.label_lower}.{self.field}.{self.row.pk}"

    @property
    def kind(self) -> str:
        """The kind of row, in words."""
        return str(self.row._meta.verbose_name)

    @property
    def context(self) -> str:
        """The name with a few words on both sides."""
        return f"{self.before}{self.name}{self.after}"


def find_traces(event: Event, person: Person) -> list[Trace]:
    """Find texts with a family or given name alone, and public texts with any name of the person.

    Returns at most `MOST`.
    """
    traces: list[Trace] = []
    for place in all_places():
        for trace in _traces_in(place, event, person):
            traces.append(trace)
            if len(traces) == MOST:
                return traces
    return traces


def take_out(event: Event, person: Person, chosen: Collection[str]) -> None:
    """Remove the person's names and contacts from every text of an event.

    Whole names and contacts go everywhere but where people decide one by one; there, and where a
    name stands alone, what `chosen` names by the keys of traces.
    """
    for place in all_places():
        for field, pk in _picked(place, chosen):
            names = (field, *place.unshown)
            scrub_rows(place.rows(event).filter(pk=pk), names, person.without_any)
            if field in place.past_fields:
                scrub_rows(place.past(event).filter(id=pk), (field,), person.without_any)
        if not place.is_decided:
            scrub_rows(
                place.rows(event), (*place.fields, *place.unshown), person.without, person.may_be_in
            )
        if place.past_fields:
            past = place.past(event).exclude(id__in=_still_named(place, event, person))
            scrub_rows(past, place.past_fields, person.without, person.may_be_in)


def forget_in_other_entries(event: Event, person: Person) -> None:
    """Remove the name from the history of entries that were this person's before somebody else's.

    Given and family name are separate fields there, and neither alone tells whose it is.
    """
    past = Attendee.history.filter(delegation__event=event).exclude(id__in=person.keys.pks)
    for pk, *name in past.values_list("pk", "given", "family").iterator():
        if person.is_in(name):
            past.filter(pk=pk).update(given="", family=GONE)
    asked = Amendment.objects.filter(attendee__delegation__event=event)
    for row in asked.exclude(attendee__in=person.keys.pks).only("changes", "before"):
        told = {"changes": row.changes, "before": row.before}
        cleaned = {
            field: values | dict.fromkeys({"given", "family"} & {*values}, GONE)
            for field, values in told.items()
            if person.is_in([str(values.get(name, "")) for name in ("given", "family")])
        }
        if cleaned:
            asked.filter(pk=row.pk).update(**cleaned)


def _traces_in(place: Place, event: Event, person: Person) -> Iterator[Trace]:
    rows = place.rows(event).exclude(place.own(person))
    for pk, *values in rows.order_by("pk").values_list("pk", *place.fields).iterator():
        if not person.may_be_meant(in_words(values)):
            continue
        for field, value in zip(place.fields, values, strict=True):
            held = value if place.apart_from is None else place.apart_from(value, person)
            around = next(_around(held, person, place.is_decided), None)
            if around is not None:
                row: models.Model = models.QuerySet(place.model).get(pk=pk)
                yield Trace(row, field, *around, is_fixed=place.is_fixed)


def _around(value: object, person: Person, is_decided: bool) -> Iterator[tuple[str, str, str]]:
    """Yield each name found, with a few words before and after it."""
    for text in texts_of(value):
        spans = person.whole.spans(text) if is_decided else []
        if not spans:
            text = person.without(text)
            spans = person.alone.spans(text)
        for start, end in spans:
            before, after = text[:start], text[end:]
            yield _last(before), text[start:end], _last(after[::-1])[::-1]


def _last(text: str) -> str:
    """The last words of a text, after “…” if there are more."""
    if len(text) <= _AROUND:
        return text
    kept = text[-_AROUND:]
    return f"…{kept[kept.find(' ') + 1 :]}"


def _still_named(place: Place, event: Event, person: Person) -> list[object]:
    """The keys of rows that still name the person, because they were not chosen."""
    if not place.is_decided:
        return []
    rows = place.rows(event).values_list("pk", *place.fields)
    return [
        pk
        for pk, *values in rows.iterator()
        if person.may_be_in(in_words(values)) and any(map(person.whole.spans, texts_of(values)))
    ]


def _picked(place: Place, chosen: Collection[str]) -> Iterator[tuple[str, int]]:
    for key in () if place.is_fixed else chosen:
        named = _KEY.fullmatch(key)
        if named and named[1] == place.model._meta.label_lower and named[2] in place.fields:
            yield named[2], int(named[3])


def find_elsewhere(entry: Attendee) -> Iterator[Attendee]:
    """Entries of other editions that were copied from this one, or from which it was copied."""
    linked = Q(copied_from=entry.pk) | Q(pk=entry.copied_from_id)
    yield from Attendee.objects.filter(linked).select_related("delegation__event")


def load_exports_since(entry: Attendee) -> int:
    """The number of lists exported since the person was entered."""
    logs = ExportLog.objects.filter(event=entry.delegation.event, at__gte=entry.created_at)
    return logs.count()
