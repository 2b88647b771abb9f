"""Create an edition with its administrator and the programme with which it begins."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from accounts.roles import Role
from core.text.languages import interface_languages
from core.text.translated import TranslatedText
from events.choices import TeamChangeKind
from events.models import Event, TeamMember
from events.team.services import record
from forum_portal.demo import source
from forum_portal.workspace.new_edition.choices import Shape
from programme.choices import SessionKind, SubForumColour, Visibility
from programme.models import Session, SubForum

_COLOURS = SubForumColour.values


@dataclass(frozen=True, slots=True)
class _Slot:
    """A session of the outline, on the first or the last day."""

    title: Promise
    kind: SessionKind
    is_last_day: bool
    hours: tuple[time, time]


_OUTLINE = (
    _Slot(_("Opening ceremony"), SessionKind.CEREMONY, False, (time(9), time(10))),
    _Slot(_("Mayors’ dialogue"), SessionKind.DIALOGUE, True, (time(10, 30), time(12))),
    _Slot(_("City tours"), SessionKind.TOUR, True, (time(14), time(17))),
)
_SUB_FORUM_HOURS = time(14), time(17)


@transaction.atomic
def create_edition(
    *, event: Event, by: User | None, administrator: User | None, shape: str, sub_forums: int
) -> Event:
    """Save a valid, new `event` as a draft with its programme; all or nothing."""
    event.updated_by = by
    event.save()
    if administrator:
        TeamMember.objects.create(
            event=event, user=administrator, role=Role.ADMINISTRATOR, updated_by=by
        )
        record(
            event=event,
            by=administrator,
            kind=TeamChangeKind.JOINED,
            about=str(administrator),
            after=Role.ADMINISTRATOR,
        )
    if shape == Shape.OUTLINE:
        _make_outline(event, by, sub_forums)
    elif shape == Shape.DEMO:
        _copy_demo(event, by)
    return event


def _make_outline(event: Event, by: User | None, count: int) -> None:
    for number in range(1, count + 1):
        title = outline_title(event, number)
        sub_forum = _sub_forum(event, by, number, title, f"sub-forum-{number}")
        kind, day = SessionKind.SUB_FORUM, event.start_date
        _session(event, by, title, kind, day, _SUB_FORUM_HOURS, sub_forum=sub_forum)
    for slot in _OUTLINE:
        day = event.end_date if slot.is_last_day else event.start_date
        _session(event, by, _texts(event, slot.title), slot.kind, day, slot.hours)


def outline_title(event: Event, number: int) -> TranslatedText:
    """What a sub-forum of the outline is called until somebody names it."""
    return _texts(event, _("Sub-forum %d"), number)


def _copy_demo(event: Event, by: User | None) -> None:
    """Sub-forums and sessions; what lies after the last day is put on it."""
    data = source.read()
    first = date.fromisoformat(data["forum"]["start_date"])
    rows = {
        entry["slug"]: _sub_forum(
            event, by, entry["number"], _own(event, entry["title"]), entry["slug"]
        )
        for entry in data["sub_forums"]
    }
    for entry in data["sessions"]:
        day = event.start_date + (date.fromisoformat(entry["date"]) - first)
        if day >= event.start_date:
            _session(
                event,
                by,
                _own(event, entry["title"]),
                source.KINDS.get(entry["kind"], entry["kind"]),
                min(day, event.end_date),
                (time.fromisoformat(entry["start"]), time.fromisoformat(entry["end"])),
                sub_forum=rows.get(entry["sub_forum"] or ""),
                visibility=Visibility.PUBLIC if entry["public"] else Visibility.PARTICIPANTS,
            )


def _texts(event: Event, text: Promise, *values: object) -> TranslatedText:
    """`text` in those languages of the edition that the interface has, else in English."""
    known = [code for code in event.languages if code in interface_languages()]
    texts = {}
    for code in known or ["en"]:
        with override(code):
            texts[code if known else event.source_language] = str(text) % values
    return TranslatedText(texts)


def _own(event: Event, texts: dict[str, str]) -> TranslatedText:
    """A text of the demo in the languages of the edition, else in English."""
    known = source.texts(texts)
    own = {code: known[code] for code in event.languages if code in known}
    return TranslatedText(own or {event.source_language: known["en"]})


def _sub_forum(
    event: Event, by: User | None, number: int, title: TranslatedText, slug: str
) -> SubForum:
    return SubForum.objects.create(
        event=event,
        number=number,
        title=title,
        slug=slug,
        colour=_COLOURS[(number - 1) % len(_COLOURS)],
        updated_by=by,
    )


def _session(
    event: Event,
    by: User | None,
    title: TranslatedText,
    kind: str,
    day: date,
    hours: tuple[time, time],
    *,
    sub_forum: SubForum | None = None,
    visibility: str = Visibility.PUBLIC,
) -> None:
    start, end = hours
    Session.objects.create(
        event=event,
        title=title,
        kind=kind,
        start=datetime.combine(day, start, event.zone),
        end=datetime.combine(day, end, event.zone),
        sub_forum=sub_forum,
        visibility=visibility,
        updated_by=by,
    )
