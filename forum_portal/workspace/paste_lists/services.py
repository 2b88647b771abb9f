"""Create what a pasted list names; what is there already is left as it is."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from core.history import history_manager
from core.text.folding import fold
from core.text.translated import TranslatedText
from events.models import Event, Room, Venue
from forum_portal.workspace.new_edition.services import outline_title
from forum_portal.workspace.paste_lists.forms import RoomLine
from programme.choices import SubForumColour
from programme.models import ScheduleRelease, Session, SubForum

_COLOURS = SubForumColour.values


def unnamed_sub_forums(event: Event) -> list[SubForum]:
    """Those of an outline that nobody has named yet."""
    rows = SubForum.objects.filter(event=event)
    return [row for row in rows if row.title == outline_title(event, row.number)]


@transaction.atomic
def name_sub_forums(
    *, event: Event, titles: Iterable[str], by: User, drops_unnamed: bool = False
) -> int:
    """Give the titles to the sub-forums of an outline, then to new ones; how many were given.

    With `drops_unnamed`, those of the outline that are left over go with their sessions, unless
    something was released or somebody has worked in them.
    """
    Event.objects.select_for_update().get(pk=event.pk)
    rows = list(SubForum.objects.filter(event=event))
    known = {fold(text) for row in rows for text in dict(row.title).values()}
    unnamed = unnamed_sub_forums(event)
    number = max((row.number for row in rows), default=0)
    slugs = {row.slug for row in rows}
    new: dict[str, str] = {}
    for title in titles:
        if fold(title) not in known:
            new.setdefault(fold(title), title)
    for title in new.values():
        text = TranslatedText({event.source_language: title})
        if unnamed:
            _rename(unnamed.pop(0), text, slugs, by)
            continue
        number += 1
        SubForum.objects.create(
            event=event,
            number=number,
            title=text,
            slug=_slug(title, number, slugs),
            colour=_COLOURS[(number - 1) % len(_COLOURS)],
            updated_by=by,
        )
    if drops_unnamed and not ScheduleRelease.objects.filter(event=event).exists():
        _drop(unnamed, by)
    return len(new)


@transaction.atomic
def add_rooms(*, event: Event, venue: str, rooms: Iterable[RoomLine], by: User) -> int:
    """Create the rooms in the venue of this name; how many are new."""
    Event.objects.select_for_update().get(pk=event.pk)
    venues = list(Venue.objects.filter(event=event))
    own = next((row for row in venues if _has_name(row, venue)), None)
    language = event.source_language
    if own is None:
        own = Venue.objects.create(
            event=event,
            name=TranslatedText({language: venue}),
            position=len(venues),
            updated_by=by,
        )
    existing = list(own.rooms.all())
    new = [room for room in rooms if not any(_has_name(row, room.name) for row in existing)]
    for position, room in enumerate(new, start=len(existing)):
        Room.objects.create(
            venue=own,
            name=TranslatedText({language: room.name}),
            capacity=room.seats,
            position=position,
            updated_by=by,
        )
    return len(new)


def _has_name(row: Venue | Room, name: str) -> bool:
    return fold(name) in {fold(text) for text in dict(row.name).values()}


def _rename(row: SubForum, title: TranslatedText, slugs: set[str], by: User) -> None:
    """Name a sub-forum, and its session, which has been called the same."""
    before = row.title
    slugs.discard(row.slug)
    row.title, row.slug = title, _slug(str(title), row.number, slugs)
    row.updated_by = by
    row.save()
    for session in Session.objects.filter(sub_forum=row):
        if session.title == before:
            session.title, session.updated_by = title, by
            session.save()


def _drop(rows: Iterable[SubForum], by: User) -> None:
    """Delete sub-forums with their sessions; one in which somebody has worked stays."""
    for row in rows:
        sessions = list(Session.objects.filter(sub_forum=row))
        gone: tuple[Session | SubForum, ...] = (*sessions, row)
        is_outline = all(session.title == row.title for session in sessions)
        if is_outline and not any(_has_work(each) for each in gone):
            for old in gone:
                old.updated_by = by
                old.delete()


def _has_work(row: Session | SubForum) -> bool:
    """Whether it was saved again since the outline was made, or other rows belong to it."""
    if history_manager(row).count() > 1 or (isinstance(row, SubForum) and row.editors.exists()):
        return True
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.related_objects
        if relation.related_model is not Session
    )


def _slug(title: str, number: int, slugs: set[str]) -> str:
    """A short name that no other sub-forum has; `slugs` is extended by it."""
    slug = slugify(title)[:70].strip("-") or f"sub-forum-{number}"
    while slug in slugs:
        slug = f"{slug}-{number}"
    slugs.add(slug)
    return slug
