"""The background job that sends links to saved lists.

A link leads to the page of the list, which asks for a log-in and shows what its reader may see. No
row of a list is in an e-mail, and none leaves the portal.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Right
from core.protection.fingerprint import fingerprint
from core.text.languages import in_language
from core.text.translated import fallback_order
from delegations.choices import ListFormat
from delegations.lists.export_log import log_export
from delegations.lists.forms import AttendeeFilterForm
from delegations.lists.list_request import (
    filter_form,
    load_list_facts,
    requested_list,
    restrict_to_rights,
)
from delegations.models import ScheduledList
from events.editions.mails import write_event_mail
from events.models import Event
from events.permissions import rights_of
from mail.services import post

logger = logging.getLogger(__name__)


def send_scheduled_lists() -> int:
    """Send each list whose time has come today; return the number of links. A background job.

    A day is done in one transaction with its e-mail, so a killed worker sends nothing twice.
    """
    now = timezone.now()
    rows = ScheduledList.objects.select_related("saved_list__event", "recipient")
    # The last day of an event may still be going on in another zone.
    live = rows.filter(saved_list__event__end_date__gte=now.date() - timedelta(days=1))
    sent = 0
    for row in live.order_by("pk"):
        local = now.astimezone(row.saved_list.event.zone)
        is_over = row.saved_list.event.end_date < local.date()
        if not is_over and row.at <= local.time() and row.checked_on != local.date():
            sent += _send_if_changed(row, local.date())
    return sent


def _send_if_changed(row: ScheduledList, day: date) -> bool:
    """Look at the list as its recipient may see it; write a link if it is another than last time.

    Nothing is sent to somebody who may no longer see people, or where a filter of the list names
    what is gone.
    """
    event = row.saved_list.event
    with _language_and_clock_of(event):
        form = _form_of(row)
        digest = _digest(form) if form else row.fingerprint
        with transaction.atomic():
            mine = ScheduledList.objects.filter(pk=row.pk).exclude(checked_on=day)
            if not mine.update(checked_on=day) or form is None or digest == row.fingerprint:
                return False
            ScheduledList.objects.filter(pk=row.pk).update(sent_on=day, fingerprint=digest)
            count = _log(row, form, day)
            _post(row, day, count)
    return True


def _form_of(row: ScheduledList) -> AttendeeFilterForm | None:
    """The form of the list with the present rights of its recipient; None if there is none."""
    event = row.saved_list.event
    rights = rights_of(row.recipient, event)
    if Right.VIEW_PEOPLE not in rights:
        return None
    form = filter_form(QueryDict(restrict_to_rights(row.saved_list.query, rights)), event, rights)
    if form.is_valid():
        return form
    logger.warning("A saved list can no longer be opened, so it is not sent.")
    return None


def _digest(form: AttendeeFilterForm) -> str:
    """Differs if any cell of the list does."""
    wanted = requested_list(form)
    rows = wanted.rows(load_list_facts(form.event, wanted.columns))
    return fingerprint([[str(cell) for cell in cells] for cells in rows])


def _log(row: ScheduledList, form: AttendeeFilterForm, day: date) -> int:
    """Log the link as an export, without sensitive columns: the page shows them as dots."""
    wanted = requested_list(form)
    logged = log_export(
        event=form.event,
        by=row.recipient,
        list_name=wanted.name,
        file_format=ListFormat.LINK,
        filters=form.in_words(),
        order=" ".join(order for order in (wanted.order, wanted.then) if order),
        columns=[column.key for column in wanted.columns],
        row_count=wanted.queryset().count(),
        has_sensitive_columns=False,
        once=f"schedule/{row.pk}/{day}",
    )
    return logged.row_count


def _post(row: ScheduledList, day: date, count: int) -> None:
    event, saved_list = row.saved_list.event, row.saved_list
    path = reverse("staff:list-open", args=[event.slug, saved_list.pk])
    context = {
        "event": event,
        "saved_list": saved_list,
        "count": count,
        "page": f"{settings.PUBLIC_ORIGIN}{path}",
    }
    post(
        write_event_mail(
            event,
            key=f"list/{event.guid.hex}/{row.pk}/{day}",
            address=row.recipient.email,
            subject=f"{saved_list} · {event.title}",
            body=render_to_string("mail/scheduled_list.txt", context),
        )
    )


@contextmanager
def _language_and_clock_of(event: Event) -> Iterator[None]:
    with (
        in_language(event.source_language),
        fallback_order(event.languages),
        timezone.override(event.zone),
    ):
        yield
