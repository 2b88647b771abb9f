"""Working document L8: the seats of sessions with sign-up, by language and by region."""

from collections import Counter, defaultdict
from datetime import tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.spreadsheets import Column
from core.text.languages import spoken_name
from core.text.regions import WorldRegion, region_of
from delegations.lists.ready_lists import ListGroup
from delegations.lists.tables.registry import OfficeTable
from delegations.lists.tables.table import Table, format_counts
from events.models import Event
from programme.models import Session, SignUp
from programme.sign_ups.services import seat_count


def sign_up_sheet(event: Event) -> Table:
    """Load the table of seats taken and free, by sub-forum, then time, with two queries."""
    sessions = Session.objects.filter(event=event, needs_sign_up=True).taking_place()
    rows = sessions.with_seats().select_related("sub_forum", "room")
    languages, regions = _who(event)
    ordered = sorted(
        rows.order_by("start", "pk"),
        key=lambda session: session.sub_forum.number if session.sub_forum else 99,
    )
    return Table(
        _columns(),
        [
            _row(session, event.zone, languages[session.pk], regions[session.pk])
            for session in ordered
        ],
        notes=[
            _(
                "By language and by region: people with a seat. People who were rejected or have "
                "withdrawn are not counted."
            )
        ],
    )


def _columns() -> list[Column]:
    return [
        Column("sub_forum", _("Sub-forum"), width=28),
        Column("session", _("Session"), width=34),
        Column("start", _("Begins"), "datetime", 20),
        Column("room", _("Room"), width=20),
        Column("capacity", _("Seats"), "number", 9),
        Column("registered", _("With a seat"), "number", 9),
        Column("free", _("Free"), "number", 9),
        Column("waiting", _("Waiting"), "number", 9),
        Column("languages", _("By language"), width=34),
        Column("regions", _("By region"), width=34),
    ]


def _row(
    session: Session, zone: tzinfo, languages: "Counter[str]", regions: "Counter[WorldRegion]"
) -> list[object]:
    seats = seat_count(session)
    named = [(spoken_name(code), count) for code, count in sorted(languages.items()) if code]
    return [
        str(session.sub_forum or ""),
        str(session.title),
        session.start.astimezone(zone),
        str(session.room or ""),
        seats,
        session.seated_count,
        max(seats - session.seated_count, 0) if seats is not None else None,
        session.waiting_count,
        format_counts([*named, (_("unknown"), languages[""])]),
        format_counts((region.label, regions[region]) for region in WorldRegion),
    ]


def _who(event: Event) -> tuple[dict[int, "Counter[str]"], dict[int, "Counter[WorldRegion]"]]:
    languages: dict[int, Counter[str]] = defaultdict(Counter)
    regions: dict[int, Counter[WorldRegion]] = defaultdict(Counter)
    rows = SignUp.objects.seated().live().filter(session__event=event).order_by()
    for session, language, country in rows.values_list(
        "session_id",
        "attendee__delegation__interpretation_language",
        "attendee__delegation__organisation__country",
    ):
        languages[session][language] += 1
        regions[session][region_of(str(country or ""))] += 1
    return languages, regions


SIGN_UP_TABLE = OfficeTable(
    "L8",
    "sign-ups",
    gettext_lazy("Sign-up against quota"),
    lambda event, _rights, _form: sign_up_sheet(event),
    group=ListGroup.SESSIONS,
)
