"""Working document L13: the number of meals of each diet, for the caterer, without names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.files.spreadsheets import Column
from core.text.folding import fold
from delegations.choices import COMING
from delegations.lists.tables.table import Table
from delegations.models import Attendee
from events.models import Event

_FIELDS = (
    "sensitive_data__diet",
    "sensitive_data__diet_note",
    "travel__arrives_at",
    "travel__departs_at",
)


@dataclass(frozen=True, slots=True)
class Diner:
    """One approved person who comes: the diet, whether there is a note, and the days here."""

    pk: int
    diet: str
    has_note: bool
    arrives: datetime | None
    departs: datetime | None


def load_diners(event: Event) -> list[Diner]:
    """The approved people in delegations that are coming: one query.

    Diets are encrypted free text: spellings that differ only in case, accents and spaces are
    counted as one diet, under the most frequent spelling.
    """
    people = Attendee.objects.of_event(event).approved().filter(delegation__status__in=COMING)
    rows = list(people.order_by("pk").values_list("pk", *_FIELDS).iterator(2000))
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for _pk, diet, *_rest in rows:
        spellings[fold(diet or "")][" ".join((diet or "").split())] += 1
    usual = {key: own.most_common(1)[0][0] for key, own in spellings.items()}
    return [
        Diner(pk, usual[fold(diet or "")], bool(note), arrives, departs)
        for pk, diet, note, arrives, departs in rows
    ]


def order_diets(diners: Iterable[Diner]) -> list[str]:
    """The diets by how many people have them, without “none given”."""
    counts = Counter(diner.diet for diner in diners if diner.diet)
    return sorted(counts, key=lambda diet: (-counts[diet], fold(diet)))


def diet_counts(event: Event) -> Table:
    """Diets by day, of approved people in delegations that are coming: one query."""
    days, diners = list(_days(event)), load_diners(event)
    counts: dict[str, Counter[date | None]] = defaultdict(Counter)
    noted: Counter[date | None] = Counter()
    for diner in diners:
        there = [None, *_days_present(days, diner.arrives, diner.departs, event)]
        counts[diner.diet].update(there)
        noted.update(there if diner.has_note else ())
    rows: list[list[object]] = [[diet, *_cells(counts[diet], days)] for diet in order_diets(diners)]
    rows.append([_("no diet given"), *_cells(counts.get("", Counter()), days)])
    total = sum(counts.values(), Counter[date | None]())
    rows.append([_("total"), *_cells(total, days)])
    rows.append([_("of these with a written note"), *_cells(noted, days)])
    return Table(_columns(days), rows, notes=_notes(), is_sensitive=True)


def _days(event: Event) -> Iterator[date]:
    for number in range((event.end_date - event.start_date).days + 1):
        yield event.start_date + timedelta(days=number)


def _days_present(
    days: list[date], arrives: datetime | None, departs: datetime | None, event: Event
) -> list[date]:
    """The days between arrival and departure; all days if neither is known."""
    first = arrives.astimezone(event.zone).date() if arrives else date.min
    last = departs.astimezone(event.zone).date() if departs else date.max
    return [day for day in days if first <= day <= last]


def _cells(counts: "Counter[date | None]", days: list[date]) -> list[int]:
    return [counts[None], *(counts[day] for day in days)]


def _columns(days: list[date]) -> list[Column]:
    return [
        Column("diet", _("Diet"), width=34),
        Column("all", _("All days"), "number", 10),
        *(Column(day.isoformat(), date_format(day, "Y-m-d D"), "number", 14) for day in days),
    ]


def _notes() -> list[str]:
    return [
        _(
            "Based on registrations: approved people in delegations that are "
            "coming. A day omits people who, according to their travel details, "
            "have not arrived yet or have already left. It does not omit people who "
            "skip a meal."
        ),
        _("Diets are shown as entered. Ask the office about written notes."),
    ]
