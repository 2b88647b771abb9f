"""The attendee list with what the agenda adds to it: who is on stage in what."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Right
from delegations import services
from delegations.choices import ListFormat
from delegations.columns import Facts, columns_for, delegation_facts
from delegations.exports import CONTENT_TYPES, export_attendees, file_name
from delegations.forms.lists import AttendeeFilterForm
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


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file on its way: its name, its type, and its bytes in pieces."""

    name: str
    content_type: str
    pieces: Iterator[bytes]


def recorded_file(form: AttendeeFilterForm, file_format: ListFormat, *, by: User) -> ListFile:
    """The list that a valid form asks for, as a file; in the log before its first byte is made."""
    wanted, words, now = wanted_list(form), form.in_words(), timezone.now()
    row_count = wanted.queryset().count()
    logged = services.log_export(
        event=form.event,
        by=by,
        list_name=wanted.name,
        file_format=file_format,
        filters=words,
        order=" ".join(one for one in (wanted.order, wanted.then) if one),
        columns=[column.key for column in wanted.columns],
        row_count=row_count,
        has_sensitive_columns=any(column.is_sensitive for column in wanted.columns),
        reason=form.cleaned_data["reason"],
    )
    pieces = export_attendees(
        wanted,
        list_facts(form.event),
        file_format=file_format,
        by=by,
        at=now,
        row_count=row_count,
        version=logged.version,
        filters=", ".join(f"{label}: {value}" for label, value in words.items()),
    )
    return ListFile(file_name(wanted, file_format, now), CONTENT_TYPES[file_format], pieces)


def _countries(event: Event) -> list[tuple[str, str]]:
    rows = Delegation.objects.filter(event=event).exclude(organisation__country="")
    found = {row.organisation.country for row in rows.select_related("organisation")}
    return sorted(((one.code, str(one.name)) for one in found), key=lambda pair: fold(pair[1]))
