"""Working document L13: the diets at each meal and reception of the agenda, without names."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Right
from core.files.spreadsheets import Column
from core.text.whole_days import earliest
from delegations.lists.tables.diet_counts import Diner, load_diners, order_diets
from delegations.lists.tables.forms import SensitiveForm
from delegations.lists.tables.registry import OfficeTable
from delegations.lists.tables.table import Table
from events.models import Event
from programme.choices import SessionKind
from programme.models import Session, SignUp

_MEALS = (SessionKind.MEAL, SessionKind.RECEPTION)


def meal_counts(event: Event) -> Table:
    """A row for each meal, by time, with the number of people of each diet: three queries."""
    diners, seated = load_diners(event), _load_seated(event)
    diets = order_diets(diners)
    sessions = Session.objects.filter(event=event, kind__in=_MEALS).taking_place()
    rows = []
    for meal in sessions.select_related("room").order_by("start", "pk"):
        guests = [diner for diner in diners if _is_expected(diner, meal, seated, event.zone)]
        counts = Counter(diner.diet for diner in guests)
        rows.append(
            [
                str(meal.title),
                meal.start.astimezone(event.zone),
                str(meal.room or ""),
                len(guests),
                *(counts[diet] for diet in diets),
                counts[""],
                sum(diner.has_note for diner in guests),
            ]
        )
    return Table(_columns(diets), rows, notes=_notes(), is_sensitive=True)


def _load_seated(event: Event) -> dict[int, set[int]]:
    """The people with a seat, by meal."""
    seated: dict[int, set[int]] = defaultdict(set)
    rows = SignUp.objects.seated().live().filter(session__event=event, session__kind__in=_MEALS)
    for session, person in rows.values_list("session_id", "attendee_id"):
        seated[session].add(person)
    return seated


def _is_expected(diner: Diner, meal: Session, seated: dict[int, set[int]], zone: tzinfo) -> bool:
    """Whether somebody has a seat, or is here at the time of a meal that takes no sign-up."""
    if meal.needs_sign_up:
        return diner.pk in seated[meal.pk]
    has_arrived = diner.arrives is None or earliest(diner.arrives, zone) < meal.end
    return has_arrived and (diner.departs is None or diner.departs > meal.start)


def _columns(diets: Sequence[str]) -> list[Column]:
    return [
        Column("meal", _("Meal"), width=34),
        Column("start", _("Begins"), "datetime", 20),
        Column("room", _("Room"), width=20),
        Column("expected", _("Expected"), "number", 10),
        *(
            Column(f"diet-{number}", diet, "number", 12)
            for number, diet in enumerate(diets, start=1)
        ),
        Column("none", _("No diet given"), "number", 12),
        Column("noted", _("With a written note"), "number", 12),
    ]


def _notes() -> list[str]:
    return [
        _(
            "Expected: people with a seat, where a meal takes sign-ups; otherwise approved people "
            "of delegations that are coming and who, according to their travel details, are here."
        ),
        _("Diets are shown as entered. Ask the office about written notes."),
    ]


MEAL_TABLE = OfficeTable(
    "L13",
    "meals",
    gettext_lazy("Dietary counts by meal"),
    lambda event, _rights, _form: meal_counts(event),
    SensitiveForm,
    right=Right.VIEW_SENSITIVE,
)
