"""The choices of the filters of the attendee list."""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from django.utils.translation import get_language
from django_countries import countries

from core.text.collation import collation_key
from core.text.translated import fallback_order
from delegations.choices import AttendeeStatus
from delegations.models import Delegation
from events.models import Event

NOT_APPROVED = "not-approved"


def delegation_choices(event: Event) -> Sequence[tuple[str, str]]:
    """Every delegation of an event by name, with its code."""
    languages = tuple(event.languages)
    return _delegations_at(event.guid, event.revision, get_language() or "", languages)


@lru_cache(maxsize=32)
def _delegations_at(
    guid: UUID, revision: int, language: str, languages: tuple[str, ...]
) -> Sequence[tuple[str, str]]:
    """The delegations of an event by name, read once for each revision of it: visitors see them, so
    that every change of one makes a new revision."""
    rows = Delegation.objects.filter(event__guid=guid).alphabetical()
    with fallback_order(languages):
        values = rows.values_list("pk", "organisation__name", "code")
        return tuple((str(pk), f"{name} ({code})") for pk, name, code in values)


def load_countries(event: Event) -> list[tuple[str, str]]:
    """The countries of the delegations of an event, by name in the reader’s language."""
    rows = Delegation.objects.filter(event=event).exclude(organisation__country="").order_by()
    codes = rows.values_list("organisation__country", flat=True).distinct()
    choices = [(code, str(countries.name(code))) for code in codes]
    return sorted(choices, key=lambda pair: collation_key(pair[1]))


def statuses_of(chosen: Sequence[str]) -> list[str]:
    """The statuses that the choices stand for."""
    if NOT_APPROVED not in chosen:
        return list(chosen)
    return [
        status for status in AttendeeStatus if status != AttendeeStatus.APPROVED or status in chosen
    ]
