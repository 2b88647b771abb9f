"""How many delegations each value of each filter has, with all other filters as they are."""

from collections.abc import Iterator

from django.db.models import Count, Q

from delegations.desk.delegation_filters import delegation_condition, empty_condition
from delegations.desk.delegation_form import DelegationListForm


def count_values(form: DelegationListForm) -> dict[str, int]:
    """The number of delegations by filter and value, as `status.invited`. Only for a valid form."""
    counts: dict[str, int] = {}
    for name in form.filter_names():
        conditions = dict(_conditions(form, name))
        sums = {
            f"v{place}": Count("pk", filter=condition)
            for place, condition in enumerate(conditions.values())
        }
        numbers = form.matching(without=name).order_by().aggregate(**sums)
        counts |= dict(zip(conditions, numbers.values(), strict=True))
    return counts


def _conditions(form: DelegationListForm, name: str) -> Iterator[tuple[str, Q]]:
    for value, _label in form.choices_of(name):
        yield f"{name}.{value}", delegation_condition(form.event, name, [value])
    if name in dict(form.choices_of("is_empty")):
        yield f"{name}.empty", empty_condition(form.event, name)
