"""Where a page of somebody on stage has gone whose record was made one with another."""

from django.http import Http404

from delegations.models import Merge
from events.models import Event
from programme.agenda import Agenda

# As many signs of a guid as stand at the end of a page's address.
_SIGNS = 8


def moved_slug(event: Event, published: Agenda, slug: str) -> str:
    """The address under which that person is found today. Raises Http404 where there is none."""
    merge = Merge.objects.of_guid(event, slug[-_SIGNS:]) if len(slug) >= _SIGNS else None
    if merge is not None:
        guid = str(merge.kept.guid)
        for now, (person, _where) in published.speakers.items():
            if person.guid == guid:
                return now
    raise Http404
