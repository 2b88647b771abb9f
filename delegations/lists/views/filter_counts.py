"""How many people each value of each filter has, with all other filters as they are."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Count, Q

from delegations.choices import AttendeeStatus
from delegations.lists.attendee_list import AttendeeList
from delegations.lists.filters.choices import NOT_APPROVED
from delegations.lists.filters.conditions import EMPTY, conditions_of
from delegations.lists.filters.words import ANY, filter_names
from delegations.lists.forms import AttendeeFilterForm
from delegations.querysets import AttendeeQuerySet

# Filters by the value of one field: counted by groups. Others are counted condition by condition.
_FIELDS: Mapping[str, str] = {
    "delegation": "delegation_id",
    "country": "delegation__organisation__country",
    "function": "function",
    "rank": "rank_class",
    "status": "status",
}


def count_values(form: AttendeeFilterForm) -> dict[str, int]:
    """The number of people by filter and value, as `function.head`. Only for a valid form."""
    counts: dict[str, int] = {}
    for name in filter_names():
        if name in form.fields:
            own = _count_filter(form, name, _others(form, name).queryset().order_by())
            counts |= {f"{name}.{value}": count for value, count in own.items()}
    return counts


def _others(form: AttendeeFilterForm, name: str) -> AttendeeList:
    """The list without one of its filters; if any filter is enough, without all of them."""
    wanted, conditions = form.attendee_list(), form.conditions()
    conditions.pop(name, None)
    is_any = form.cleaned_data["match"] == ANY
    return replace(wanted, conditions=[] if is_any else list(conditions.values()))


def _count_filter(form: AttendeeFilterForm, name: str, people: AttendeeQuerySet) -> dict[str, int]:
    if name in _FIELDS:
        rows = people.values_list(_FIELDS[name]).annotate(size=Count("*"))
        counts = {str(value) or "empty": size for value, size in rows}
        if name == "status":
            approved = counts.get(AttendeeStatus.APPROVED, 0)
            counts[NOT_APPROVED] = sum(counts.values()) - approved
        return {"empty": 0, **dict.fromkeys(_values(form, name), 0), **counts}
    conditions = {value: _condition(form, name, value) for value in _values(form, name)}
    if name in EMPTY:
        conditions["empty"] = EMPTY[name]
    sums = {
        f"v{place}": Count("pk", filter=condition)
        for place, condition in enumerate(conditions.values())
    }
    return dict(zip(conditions, people.aggregate(**sums).values(), strict=True)) if sums else {}


def _values(form: AttendeeFilterForm, name: str) -> Iterable[str]:
    return [str(value) for value, _label in form.choices_of(name) if value]


def _condition(form: AttendeeFilterForm, name: str, value: str) -> Q:
    chosen: dict[str, object] = {name: value if name == "counted" else [value]}
    return conditions_of(form.event, chosen, (), ())[name]
