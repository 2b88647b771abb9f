"""Where the pages and calendars of sub-forums and speakers are today."""

from delegations.models import Merge
from events.former_addresses import find_row, place_of
from events.models import Event
from programme.agenda.load_agenda import published_agenda
from programme.agenda.values import Agenda
from programme.models import SubForum

# As many characters of a guid as stand at the end of a speaker's slug.
_OF_A_GUID = 8


def find_sub_forum(event: Event, slug: str) -> tuple[str, str] | None:
    """The sub-forum that has or had this slug."""
    rows = SubForum.objects.filter(event__in=Event.objects.public())
    return place_of(find_row(rows.select_related("event"), event, slug))


def find_speaker(event: Event, slug: str) -> tuple[str, str] | None:
    """The person on stage whose guid stands in this slug, or whose record that one went into.

    The words before the guid are those of the name when the agenda was released. Somebody who was
    erased is no longer found by them: the slug of such a person ends in another part of the guid.
    """
    if len(slug) < _OF_A_GUID:
        return None
    people = published_agenda(event).on_stage.values()
    slugs = {person.slug[-_OF_A_GUID:]: person.slug for person, _sessions in people}
    suffix = slug[-_OF_A_GUID:]
    merge = Merge.objects.of_guid(event, suffix) if suffix not in slugs else None
    if merge is not None:
        suffix = merge.kept.guid.hex[:_OF_A_GUID]
    return (event.slug, slugs[suffix]) if suffix in slugs else None


def find_current_track(event: Event, agenda: Agenda, slug: str) -> str:
    """How `agenda` names the sub-forum that has or had this slug; empty if it does not name it."""
    row = find_row(SubForum.objects.all(), event, slug) if slug else None
    found = (
        sub_forum.slug for sub_forum in agenda.sub_forums if row and sub_forum.guid == str(row.guid)
    )
    return next(found, "")


FINDERS = {
    "programme:sub-forum": find_sub_forum,
    "feeds:sub-forum": find_sub_forum,
    "programme:speaker": find_speaker,
    "feeds:speaker": find_speaker,
}
