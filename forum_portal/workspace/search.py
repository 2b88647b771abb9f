"""Search in everything that an organizer may open in an edition.

Each kind of row is searched as its own list is, among the rows of that list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from core.text.folding import search_terms
from delegations import models as delegations
from events import models as events
from programme import models as programme

# What is looked for, in the order in which it is shown.
_KINDS: tuple[type[Model], ...] = (
    programme.Session,
    programme.SubForum,
    programme.Profile,
    delegations.Attendee,
    delegations.Delegation,
    delegations.Organisation,
    events.Venue,
    events.Room,
    events.Page,
    events.NewsItem,
    events.Document,
    events.Award,
)
_SHOWN = 8
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that contains every word, and its page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Hits:
    """The first rows of one kind; `more_url` is the list of all if there are more."""

    label: str
    rows: tuple[Hit, ...]
    more_url: str


def search_edition(
    request: HttpRequest, registry: Mapping[type[Model], "ModelAdmin[Any]"], query: str
) -> list[Hits]:
    """Rows that contain every word of `query`, by kind; kinds without a hit are left out."""
    text = query.strip()[:_LONGEST]
    if not search_terms(text):
        return []
    return list(_hits(request, registry, text))


def _hits(
    request: HttpRequest, registry: Mapping[type[Model], "ModelAdmin[Any]"], text: str
) -> Iterator[Hits]:
    for model in _KINDS:
        own = registry[model]
        if not own.has_view_permission(request):
            continue
        matches, _may_repeat = own.get_search_results(request, own.get_queryset(request), text)
        rows = list(islice(matches.distinct(), _SHOWN + 1))
        if rows:
            meta = model._meta
            name = f"admin:{meta.app_label}_{meta.model_name}"
            hits = tuple(
                Hit(str(row), reverse(f"{name}_change", args=[row.pk])) for row in rows[:_SHOWN]
            )
            more = f"{reverse(f'{name}_changelist')}?{urlencode({'q': text})}"
            is_more = len(rows) > _SHOWN
            yield Hits(capfirst(str(meta.verbose_name_plural)), hits, more if is_more else "")
