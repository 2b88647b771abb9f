"""The attendee list with what the agenda adds to it: who is on stage in what."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.utils import timezone
from django_countries import countries

from accounts.models import User
from accounts.roles import Right
from delegations import services
from delegations.choices import ListFormat
from delegations.column_kinds import ListColumn
from delegations.columns import Facts, columns_for, delegation_facts
from delegations.exports import CONTENT_TYPES, Passing, export_attendees, file_name
from delegations.forms.lists import AttendeeFilterForm
from delegations.lists import AttendeeList
from delegations.models import Delegation, ExportLog
from delegations.names import fold
from events.models import Event
from programme.on_stage import ON_STAGE, on_stage_facts, on_stage_filter, session_choices
from programme.signed_up import SIGNED_UP, sign_up_choices, signed_up_facts, signed_up_filter

# The columns that the agenda adds.
ADDED = [ON_STAGE, SIGNED_UP]


def filter_form(
    data: Any,
    event: Event,
    rights: frozenset[Right],
    columns: Mapping[str, ListColumn] | None = None,
) -> AttendeeFilterForm:
    """The form of the list, with the columns that somebody with `rights` may see, or fewer."""
    return AttendeeFilterForm(
        data,
        event=event,
        columns=columns_for(rights, ADDED) if columns is None else columns,
        sessions=session_choices(event),
        sign_ups=sign_up_choices(event),
        country_names=_countries(event),
    )


def wanted_list(form: AttendeeFilterForm) -> AttendeeList:
    """The list that a valid form asks for."""
    wanted = form.attendee_list()
    on_stage = on_stage_filter(form.event, form.cleaned_data["session"])
    seated = signed_up_filter(form.event, form.cleaned_data["signed_up"])
    return replace(wanted, filters={**wanted.filters, **on_stage}, also=seated)


def list_facts(event: Event, delegations: Collection[int] | None = None) -> Facts:
    """What the rows share, of all delegations or of those on a page: three queries."""
    more = {"on_stage": on_stage_facts(event), "signed_up": signed_up_facts(event)}
    return Facts(event.zone, delegation_facts(event, delegations), more)


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file on its way: its name, its type, its record, and its bytes in pieces."""

    name: str
    content_type: str
    log: ExportLog
    pieces: Iterator[bytes]


def recorded_file(
    form: AttendeeFilterForm,
    file_format: ListFormat,
    *,
    by: User,
    row_count: int,
    passing: Passing = iter,
    scratch: Path | None = None,
) -> ListFile:
    """The list that a valid form asks for, as a file; in the log before its first byte is made."""
    wanted, words, now = wanted_list(form), form.in_words(), timezone.now()
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
        passing=passing,
        scratch=scratch,
    )
    name = file_name(wanted, file_format, now)
    return ListFile(name, CONTENT_TYPES[file_format], logged, pieces)


def _countries(event: Event) -> list[tuple[str, str]]:
    rows = Delegation.objects.filter(event=event).exclude(organisation__country="").order_by()
    codes = rows.values_list("organisation__country", flat=True).distinct()
    found = [(code, str(countries.name(code))) for code in codes]
    return sorted(found, key=lambda pair: fold(pair[1]))
