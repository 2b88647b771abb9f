"""The attendee list with what the agenda adds to it: who is on stage in what."""

from dataclasses import replace
from typing import Any

from accounts.roles import Right
from delegations.columns import Facts, columns_for, delegation_facts
from delegations.forms import AttendeeFilterForm
from delegations.lists import AttendeeList
from delegations.models import Delegation
from delegations.names import fold
from events.models import Event
from programme.on_stage import ON_STAGE, on_stage_facts, on_stage_filter, session_choices


def filter_form(data: Any, event: Event, rights: frozenset[Right]) -> AttendeeFilterForm:
    """The form of the list, with the columns that somebody with `rights` may see."""
    return AttendeeFilterForm(
        data,
        event=event,
        columns=columns_for(rights, [ON_STAGE]),
        sessions=session_choices(event),
        country_names=_countries(event),
    )


def wanted_list(form: AttendeeFilterForm) -> AttendeeList:
    """The list that a valid form asks for."""
    wanted = form.attendee_list()
    on_stage = on_stage_filter(form.event, form.cleaned_data["session"])
    return replace(wanted, filters={**wanted.filters, **on_stage})


def list_facts(event: Event) -> Facts:
    """What the rows share: two queries."""
    return Facts(event.zone, delegation_facts(event), {"on_stage": on_stage_facts(event)})


def _countries(event: Event) -> list[tuple[str, str]]:
    rows = Delegation.objects.filter(event=event).exclude(organisation__country="")
    found = {row.organisation.country for row in rows.select_related("organisation")}
    return sorted(((one.code, str(one.name)) for one in found), key=lambda pair: fold(pair[1]))
