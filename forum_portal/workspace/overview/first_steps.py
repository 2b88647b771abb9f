"""The steps from an empty edition to its first release, in the order of the work."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import Event, Room
from programme.choices import ImportKind
from programme.models import Appearance, Session, SubForum


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, why, where, and whether it is done."""

    label: str | Promise
    why: str | Promise
    url: str
    is_done: bool


def first_steps(edition: Event) -> list[Step]:
    """The steps to the first release."""
    return [*_places_and_texts(edition), *_programme(edition)]


def _places_and_texts(edition: Event) -> list[Step]:
    has_rooms = Room.objects.filter(venue__event=edition).exists()
    has_sub_forums = SubForum.objects.filter(event=edition).exists()
    return [
        Step(
            _("Dates, languages and texts"),
            _("What visitors read on the home page."),
            reverse("admin:events_event_change", args=[edition.pk]),
            bool(edition.description),
        ),
        Step(
            _("Venues and rooms"),
            _("Sessions need somewhere to be."),
            _list_or_paste(
                "admin:events_venue_changelist", "admin:paste_rooms", edition, has_rooms
            ),
            has_rooms,
        ),
        Step(
            _("Sub-forums"),
            _("Each with its number, colour and hosts."),
            _list_or_paste(
                "admin:programme_subforum_changelist",
                "admin:paste_sub_forums",
                edition,
                has_sub_forums,
            ),
            has_sub_forums,
        ),
    ]


def _list_or_paste(listing: str, pasting: str, edition: Event, has_rows: bool) -> str:
    """The list of rows; while there are none, the page on which a list is pasted."""
    return reverse(listing) if has_rows else reverse(pasting, args=[edition.pk])


def _programme(edition: Event) -> list[Step]:
    upload = reverse("admin:programme_import_upload", args=[edition.pk, ImportKind.SESSIONS])
    sessions = reverse("admin:programme_session_changelist")
    has_sessions = Session.objects.filter(event=edition).exists()
    return [
        Step(
            _("Sessions"),
            _("From a table that you have, or one by one."),
            sessions if has_sessions else upload,
            has_sessions,
        ),
        Step(
            _("People on stage"),
            _("Speakers and chairs; a placeholder until the name is known."),
            sessions,
            Appearance.objects.filter(session__event=edition).exists(),
        ),
        Step(
            _("Checks"),
            _("Clashes and gaps, before anybody else sees them."),
            reverse("admin:programme_checks", args=[edition.pk]),
            False,
        ),
        Step(
            _("Publish agenda"),
            _("Visitors see the agenda from this moment."),
            reverse("admin:programme_publish", args=[edition.pk]),
            False,
        ),
    ]
