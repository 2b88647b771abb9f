"""Working document L20: who goes on each tour, coach by coach, to be ticked off by the guide."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.roles import Right
from core.files.spreadsheets import Column
from core.form_fields import form_field
from delegations.lists.columns.delegation_facts import load_delegation_facts
from delegations.lists.ready_lists import ListGroup
from delegations.lists.tables.forms import TableForm, TableOptions
from delegations.lists.tables.registry import OfficeTable
from delegations.lists.tables.table import Table
from events.models import Event
from programme.choices import SessionKind
from programme.models import Session, SignUp
from programme.querysets import SessionQuerySet

# Of a usual coach, beside guide and liaison officers.
_USUAL_SEATS = 45
_FACTS = ("organisation", "liaison", "liaison_phone", "interpretation")


class TourForm(TableForm):
    """Which tour, and how many people a coach takes."""

    tour = forms.ChoiceField(label=gettext_lazy("Tour"), required=False)
    seats = forms.IntegerField(
        label=gettext_lazy("Seats in a coach"), required=False, min_value=1, max_value=200
    )
    chosen = ("tour", "seats")

    def set_up(self, options: TableOptions) -> None:
        """Offer the tours that take sign-ups."""
        super().set_up(options)
        tours = _tours(options.event).values_list("code", "title")
        choices = [("", _("all tours")), *((code, str(title)) for code, title in tours)]
        form_field(self, "tour", forms.ChoiceField).choices = choices
        self.fields["seats"].widget.attrs["placeholder"] = str(_USUAL_SEATS)


def _tours(event: Event) -> SessionQuerySet:
    rows = Session.objects.filter(event=event, kind=SessionKind.TOUR, needs_sign_up=True)
    return rows.taking_place().order_by("start", "pk")


@dataclass(frozen=True, slots=True)
class Passenger:
    """Somebody with a seat on a tour."""

    name: str
    native_name: str
    sort_key: str
    delegation: int


def share_out(passengers: Sequence[Passenger], seats: int) -> list[tuple[int, Passenger]]:
    """The coach of each passenger, the first first; `passengers` come by delegation.

    A delegation stays together where it fits into one coach.
    """
    sizes = Counter(passenger.delegation for passenger in passengers)
    coach, free, last = 1, seats, 0
    places = []
    for passenger in passengers:
        size = sizes[passenger.delegation]
        is_split = passenger.delegation != last and free < size <= seats
        if free == 0 or is_split:
            coach, free = coach + 1, seats
        places.append((coach, passenger))
        free, last = free - 1, passenger.delegation
    return sorted(places, key=lambda place: (place[0], place[1].sort_key))


def tour_list(event: Event, rights: frozenset[Right], *, tour: str = "", seats: int = 0) -> Table:
    """The passengers by tour, coach and family name: three queries."""
    with_phone = Right.VIEW_CONTACTS in rights
    tours = _tours(event).filter(code=tour) if tour else _tours(event)
    passengers, facts = _load_passengers(event), load_delegation_facts(event, _FACTS)
    rows: list[list[object]] = []
    for session in tours:
        start = session.start.astimezone(event.zone)
        places = share_out(passengers[session.pk], seats or _USUAL_SEATS)
        for coach, number, passenger in _numbered(places):
            person = _cells(passenger, facts[passenger.delegation], with_phone)
            rows.append([str(session.title), start, coach, number, *person])
    return Table(_columns(with_phone), rows, notes=[_note()])


def _load_passengers(event: Event) -> dict[int, list[Passenger]]:
    by_session: dict[int, list[Passenger]] = defaultdict(list)
    rows = SignUp.objects.seated().live().filter(session__event=event)
    rows = rows.filter(session__kind=SessionKind.TOUR).order_by(
        "attendee__delegation__alphabetical_position", "attendee__delegation_id", "attendee_id"
    )
    for session, name, native_name, sort_key, delegation in rows.values_list(
        "session_id",
        "attendee__listed_name",
        "attendee__native_name",
        "attendee__sort_key",
        "attendee__delegation_id",
    ):
        by_session[session].append(Passenger(name, native_name, sort_key, delegation))
    return by_session


def _numbered(places: Sequence[tuple[int, Passenger]]) -> Iterator[tuple[int, int, Passenger]]:
    numbers: Counter[int] = Counter()
    for coach, passenger in places:
        numbers[coach] += 1
        yield coach, numbers[coach], passenger


def _cells(passenger: Passenger, of: Mapping[str, str], with_phone: bool) -> list[str]:
    return [
        passenger.name,
        passenger.native_name,
        of["organisation"],
        of["liaison"],
        *([of["liaison_phone"]] if with_phone else []),
        of["interpretation"],
        "",
        "",
    ]


def _columns(with_phone: bool) -> list[Column]:
    phone = Column("liaison_phone", _("Liaison officer’s phone"), width=18)
    return [
        Column("tour", _("Tour"), width=28),
        Column("start", _("Begins"), "datetime", 20),
        Column("coach", _("Coach"), "number", 8),
        Column("number", _("No."), "number", 6),
        Column("name", _("Name"), width=28),
        Column("native_name", _("Name in native script"), width=16),
        Column("organisation", _("City or organization"), width=24),
        Column("liaison", _("Liaison officer"), width=20),
        *([phone] if with_phone else []),
        Column("interpretation", _("Language of interpretation"), width=14),
        Column("out", pgettext("of a tour", "Out"), width=6, is_blank=True),
        Column("back", pgettext("of a tour", "Back"), width=6, is_blank=True),
    ]


def _note() -> str:
    return _("A delegation travels together where it fits into one coach.")


TOUR_TABLE = OfficeTable(
    "L20",
    "tours",
    gettext_lazy("Tour list, by coach"),
    lambda event, rights, form: tour_list(
        event,
        rights,
        tour=form.cleaned_data.get("tour", ""),
        seats=form.cleaned_data.get("seats") or 0,
    ),
    form=TourForm,
    group=ListGroup.SESSIONS,
)
