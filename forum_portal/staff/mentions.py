"""Where public texts name a person: an erasure leaves what an author wrote for them to change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from core.text.folding import fold
from delegations.erasure import words_of
from delegations.models import Attendee
from events.public import PublicModel
from programme.models import Session

# Shorter words stand in others.
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A text that names somebody: what it is, its title, and where it is edited (or nowhere)."""

    kind: str
    title: str
    url: str


def mentions_of(person: Attendee) -> list[Mention]:
    """The public texts of the person's event in which a form of their name stands."""
    words = [fold(one) for one in words_of(person) if len(one) >= _SHORTEST]
    return [
        Mention(str(row._meta.verbose_name), str(row), _page_of(row))
        for row in _public_rows(person)
        if any(word in text for text in _texts(row) for word in words)
    ]


def _public_rows(person: Attendee) -> Iterator[Any]:
    event_pk = person.delegation.event_id
    yield from Session.objects.filter(event=event_pk)
    for model in apps.get_models():
        # What the delegations desk and the profile say of a person is erased with them.
        is_own = model._meta.app_label == "delegations" or hasattr(model, "attendee")
        if issubclass(model, PublicModel) and not is_own:
            yield from model._base_manager.filter(**{model.event_path: event_pk}).distinct()


def _texts(row: Any) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        for text in value.values() if isinstance(value, Mapping) else [value]:
            if isinstance(text, str):
                yield fold(text)


def _page_of(row: Any) -> str:
    if not admin.site.is_registered(type(row)):
        return ""
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
