"""Delegations found by what people type: a city, a country, a code, a head, a focal point."""

from collections import defaultdict

from django_countries import countries

from core.text.folding import search_terms, searchable
from delegations.models import Attendee, Delegation, FocalPoint
from events.models import Event


def find_delegations(event: Event, text: str) -> list[int]:
    """The keys of the delegations of an event that have every word of `text`: three queries.

    Compared here and not in the database: names are translated and must be folded, and one event
    has a few hundred delegations. Of focal points the name is searched, which everyone may see.
    """
    terms = search_terms(text)
    lines = _load_lines(event)
    return [pk for pk, own in lines.items() if all(term in "\n".join(own) for term in terms)]


def _load_lines(event: Event) -> dict[int, list[str]]:
    """What is searched of each delegation, folded."""
    lines: dict[int, list[str]] = defaultdict(list)
    delegations = Delegation.objects.filter(event=event).order_by().select_related("organisation")
    for row in delegations:
        organisation = row.organisation
        country = str(countries.name(organisation.country) or "")
        names = (*map(str, organisation.name.values()), organisation.local_name)
        lines[row.pk].append(searchable(*names, organisation.acronym, row.code, country))
    heads = Attendee.objects.of_event(event).filter(is_head=True).order_by()
    for pk, folded in heads.values_list("delegation_id", "search_text"):
        lines[pk].append(folded)
    contacts = FocalPoint.objects.filter(delegation__event=event, revoked_at=None).order_by()
    for pk, name in contacts.values_list("delegation_id", "name"):
        lines[pk].append(searchable(name))
    return lines
