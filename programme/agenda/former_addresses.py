"""Former URLs of sub-forums and speakers, and where their pages and calendars are now."""

from delegations.models import Merge
from events.former_addresses import find_row, place_of
from events.models import Event
from programme.agenda.load_agenda import published_agenda
from programme.agenda.values import Agenda
from programme.models import SubForum

# How many characters of the guid a speaker's slug ends with.
_OF_A_GUID = 8


def find_sub_forum(event: Event, slug: str) -> tuple[str, str] | None:
    """Find the sub-forum that has or had this slug: slugs of its event and its own."""
    rows = SubForum.objects.filter(event__in=Event.objects.public())
    return place_of(find_row(rows.select_related("event"), event, slug))


def find_speaker(event: Event, slug: str) -> tuple[str, str] | None:
    """Find the person on stage whose guid ends this slug, also under a record since merged.

    The words before the guid are the name at the time of the release and are ignored. A person who
    was erased is not found: their slug ends in another part of the guid.
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
    """Return the slug in `agenda` of the sub-forum that has or had this slug, or an empty text."""
    row = find_row(SubForum.objects.all(), event, slug) if slug else None
    slugs = (
        sub_forum.slug for sub_forum in agenda.sub_forums if row and sub_forum.guid == str(row.guid)
    )
    return next(slugs, "")


FINDERS = {
    "programme:sub-forum": find_sub_forum,
    "feeds:sub-forum": find_sub_forum,
    "programme:speaker": find_speaker,
    "feeds:speaker": find_speaker,
}
