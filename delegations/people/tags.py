"""Set the tags of people. Of one tag there is one spelling in an edition: the first."""

import re
from collections.abc import Iterable, Sequence

from accounts.models import User
from core.text.folding import fold
from delegations.models import Attendee, Tag
from delegations.models.tag import LONGEST_TAG
from events.models import Event


def load_tags(event: Event) -> list[str]:
    """The tags that anybody in the edition has."""
    rows = Tag.objects.filter(attendee__delegation__event=event).order_by("name")
    return list(rows.values_list("name", flat=True).distinct())


def spell_tags(event: Event, names: Iterable[str]) -> list[str]:
    """Tags as typed, each once, in the spelling that the edition has already."""
    known = {fold(name): name for name in load_tags(event)}
    by_letters: dict[str, str] = {}
    for name in names:
        tidy = " ".join(name.split())[:LONGEST_TAG]
        if tidy:
            by_letters.setdefault(fold(tidy), known.get(fold(tidy), tidy))
    return sorted(by_letters.values())


def tags_text(person: Attendee) -> str:
    """The tags of a person as one line."""
    return ", ".join(person.tags.order_by("name").values_list("name", flat=True))


def set_tags(person: Attendee, text: str, by: User) -> None:
    """Give a person exactly the tags in `text`, separated by commas."""
    names = spell_tags(person.delegation.event, re.split("[,\u060c\uff0c]", text))
    person.tags.exclude(name__in=names).delete()
    add_tag([person], names, by)


def add_tag(people: Sequence[Attendee], names: Iterable[str], by: User) -> None:
    """Give these tags to all of these people."""
    rows = [Tag(attendee=person, name=name, by=by) for person in people for name in names]
    Tag.objects.bulk_create(rows, ignore_conflicts=True)
