"""Everybody on stage as visitors browse them: by country, sub-forum and delegation."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django_countries import countries

from core.text.collation import reader_key
from delegations.models import Attendee, Delegation, Merge
from events.models import Event
from programme.agenda.load_agenda import published_agenda
from programme.agenda.portraits import load_portrait_urls
from programme.agenda.values import Agenda, Person

# The country of international organizations, in addresses.
NO_COUNTRY = "none"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person on stage; `delegation` is the key of theirs if visitors may see it."""

    person: Person
    portrait_url: str
    delegation: str
    tracks: frozenset[str]


FACETS: Mapping[str, Callable[[Speaker], frozenset[str]]] = {
    "country": lambda speaker: frozenset({speaker.person.country or NO_COUNTRY}),
    "track": lambda speaker: speaker.tracks,
    "delegation": lambda speaker: frozenset({speaker.delegation} - {""}),
}


def load_speakers(event: Event, agenda: Agenda) -> list[Speaker]:
    """Load everybody on stage, by name, with four queries."""
    portraits, delegations = load_portrait_urls(event), load_delegations(event, agenda)
    return [
        Speaker(
            person=person,
            portrait_url=portraits.get(person.guid, ""),
            delegation=delegations.get(person.guid, ""),
            tracks=frozenset(
                session.sub_forum.slug for session, _role in appearances if session.sub_forum
            ),
        )
        for person, appearances in agenda.speakers.values()
    ]


def load_delegations(event: Event, agenda: Agenda) -> dict[str, str]:
    """Return the keys of the public delegations of the people on stage, by guid of the person.

    Nothing is said of who has moved to another delegation since the release.
    """
    released = {person.guid: person for person, _where in agenda.speakers.values()}
    kept = {guid: now for guid, now in Merge.objects.kept_guids(event).items() if guid in released}
    public = Delegation.objects.filter(event=event).public()
    rows = Attendee.objects.filter(
        delegation__in=public, guid__in={*released, *kept.values()}
    ).select_related("delegation__organisation")
    present = {str(row.guid): row.delegation for row in rows}
    senders = {guid: present.get(kept.get(guid, guid)) for guid in released}
    return {
        guid: delegation.key
        for guid, delegation in senders.items()
        if delegation and delegation.organisation.name == released[guid].delegation_name
    }


def count_by_delegation(event: Event) -> Counter[str]:
    """Count the people on stage of each public delegation, by its key."""
    return Counter(load_delegations(event, published_agenda(event)).values())


def read_choice(query: Mapping[str, str], speakers: list[Speaker]) -> tuple[dict[str, str], bool]:
    """Read the chosen facets in `query`, and whether all their values are known."""
    asked = {name: value for name in FACETS if (value := query.get(name))}
    chosen = {
        name: value
        for name, value in asked.items()
        if any(value in FACETS[name](speaker) for speaker in speakers)
    }
    return chosen, chosen == asked


def choose(speakers: list[Speaker], chosen: Mapping[str, str]) -> list[Speaker]:
    """Return the speakers whom every chosen facet includes."""
    return [
        speaker
        for speaker in speakers
        if all(value in FACETS[name](speaker) for name, value in chosen.items())
    ]


def speaker_options(
    agenda: Agenda, speakers: list[Speaker], chosen: Mapping[str, str]
) -> dict[str, list[tuple[str, str, int]]]:
    """Return for each facet its values, names and counts with the other choices."""
    names = {
        "country": _countries(speakers),
        "track": [
            (sub_forum.slug, f"{sub_forum.number}. {sub_forum.title}")
            for sub_forum in agenda.sub_forums
        ],
        "delegation": _delegations(speakers),
    }
    options = {}
    for name, values in names.items():
        others = {other: value for other, value in chosen.items() if other != name}
        rest = choose(speakers, others)
        sizes = Counter(value for speaker in rest for value in FACETS[name](speaker))
        options[name] = [
            (value, label, sizes[value])
            for value, label in values
            if sizes[value] or value == chosen.get(name)
        ]
    return options


def _countries(speakers: list[Speaker]) -> list[tuple[str, str]]:
    codes = {speaker.person.country for speaker in speakers}
    names = [(code, str(countries.name(code) or code)) for code in codes - {""}]
    last = [(NO_COUNTRY, _("International organizations"))] if "" in codes else []
    return [*sorted(names, key=lambda pair: reader_key(pair[1])), *last]


def _delegations(speakers: list[Speaker]) -> list[tuple[str, str]]:
    names = {
        speaker.delegation: str(speaker.person.delegation_name)
        for speaker in speakers
        if speaker.delegation
    }
    return sorted(names.items(), key=lambda pair: reader_key(pair[1]))
