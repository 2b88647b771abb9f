"""The sub-forums as visitors see them.

Number, title and colour are those of the release, because they are shown with each of its sessions.
The slug and the texts of the sub-forum's own page are those of its row.
"""

from dataclasses import dataclass

from core.text.translated import TranslatedText
from events.models import Event
from programme.agenda.values import Agenda, Session, SubForum
from programme.models import SubForum as SubForumRow

_NOTHING = TranslatedText()


@dataclass(frozen=True, slots=True)
class ShownSubForum:
    """A sub-forum with the texts of its own page."""

    guid: str
    number: int
    slug: str
    title: TranslatedText
    colour: str
    description: TranslatedText = _NOTHING
    questions: TranslatedText = _NOTHING
    host: TranslatedText = _NOTHING


def load_sub_forums(event: Event, agenda: Agenda) -> list[tuple[ShownSubForum, list[Session]]]:
    """Load the sub-forums of an event by number, each with its sessions in `agenda`. One query.

    A sub-forum whose row was deleted is included as long as the agenda has sessions of it.
    """
    released = {sub_forum.guid: sub_forum for sub_forum in agenda.sub_forums}
    rows = {str(row.guid): row for row in event.sub_forums.all()}
    shown = [_shown(row, released.get(guid)) for guid, row in rows.items()]
    slugs = {sub_forum.slug for sub_forum in shown}
    shown += (
        ShownSubForum(
            sub_forum.guid, sub_forum.number, sub_forum.slug, sub_forum.title, sub_forum.colour
        )
        for sub_forum in agenda.sub_forums
        if sub_forum.guid not in rows
        and sub_forum.slug not in slugs
        and agenda.of_sub_forum(sub_forum.guid)
    )
    return [
        (sub_forum, agenda.of_sub_forum(sub_forum.guid))
        for sub_forum in sorted(shown, key=lambda row: (row.number, row.guid))
    ]


def _shown(row: SubForumRow, released: SubForum | None) -> ShownSubForum:
    known = released or row
    return ShownSubForum(
        guid=str(row.guid),
        number=known.number,
        slug=row.slug,
        title=known.title,
        colour=known.colour,
        description=row.description,
        questions=row.questions,
        host=row.host,
    )
