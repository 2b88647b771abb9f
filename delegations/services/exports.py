"""The record of what leaves the portal."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from delegations.kept_rows import name_of, newest_key
from delegations.models import ExportLog, ListVersion
from delegations.services.order import lock_order
from events.models import Event

# Of older versions of a list the record says who has them; what they held is kept no longer.
KEPT_VERSIONS = 30


@transaction.atomic
def log_export(
    *,
    event: Event,
    by: User,
    list_name: str,
    file_format: str,
    filters: Mapping[str, Any],
    order: str,
    columns: Sequence[str],
    row_count: int,
    has_sensitive_columns: bool,
    reason: str = "",
) -> ExportLog:
    """Write down who takes which list out of the portal. Call it before the first byte leaves.

    Its version follows that of the last export of the same list.
    """
    lock_order(pk=event.pk)
    earlier = ExportLog.objects.filter(event=event, list_name=list_name)
    last = earlier.aggregate(version=Max("version"))["version"] or 0
    return ExportLog.objects.create(
        version=last + 1,
        event=event,
        by=by,
        list_name=list_name,
        file_format=file_format,
        filters=dict(filters),
        order=order,
        columns=list(columns),
        row_count=row_count,
        has_sensitive_columns=has_sensitive_columns,
        reason=reason,
    )


@transaction.atomic
def keep_rows(*, log: ExportLog, language: str, columns: Sequence[str], rows: bytes) -> ListVersion:
    """Keep what an export held, packed with the newest key, and let the oldest version go."""
    lock_order(pk=log.event_id)
    kept: ListVersion = ListVersion.objects.create(
        log=log, language=language, columns=list(columns), key_name=name_of(newest_key()), rows=rows
    )
    own = ListVersion.objects.of_list(log.event, log.list_name)
    old = own.values_list("pk", flat=True)[KEPT_VERSIONS:]
    ListVersion.objects.filter(pk__in=list(old)).delete()
    return kept
