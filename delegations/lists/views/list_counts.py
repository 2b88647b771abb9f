"""How many people each list has now, and its last export: for the menu of lists."""

from django.db.models import Max
from django.http import QueryDict

from accounts.models import User
from accounts.roles import Right
from delegations.choices import ListFormat
from delegations.lists.attendee_list import ATTENDEES
from delegations.lists.columns import columns_for
from delegations.lists.export_log import describe_export
from delegations.lists.list_request import filter_form, requested_list
from delegations.lists.tables.registry import tables_for
from delegations.lists.views.saved_lists import load_list_links
from delegations.models import ExportLog
from events.models import Event


def count_lists(event: Event, user: User, rights: frozenset[Right]) -> dict[str, str]:
    """The number of people on each list that `user` may open, and who exported it when."""
    ready, kept = load_list_links(event, user, rights, QueryDict())
    columns = columns_for(rights)
    numbers: dict[str, str] = {}
    for prefix, links in (("list.", ready), ("list.saved-", kept)):
        for link in links:
            form = filter_form(QueryDict(link.query), event, rights, columns)
            if form.is_valid():
                count = requested_list(form).queryset().order_by().count()
                numbers[f"{prefix}{link.key}"] = str(count)
    keys = {ATTENDEES: ATTENDEES} | {link.key: link.key for link in ready}
    keys |= {table.key: f"table-{table.key}" for table in tables_for(event, rights)}
    for log in _last_exports(event):
        key = keys.get(log.list_name)
        if key is None:
            continue
        numbers[f"version.{key}"] = describe_export(log, event.zone)
    return numbers


def _last_exports(event: Event) -> list[ExportLog]:
    """The last export of each list of an event."""
    logs = ExportLog.objects.filter(event=event).exclude(file_format=ListFormat.LINK)
    last = logs.order_by().values("list_name").annotate(newest=Max("pk")).values("newest")
    return list(logs.filter(pk__in=last).select_related("by"))
