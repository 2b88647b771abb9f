"""The record of what leaves the portal."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from accounts.models import User
from delegations.choices import AccessKind
from delegations.lists.packed_rows import name_of, newest_key
from delegations.models import ApiToken, ExportLog, ListVersion, SensitiveAccess
from events.models import Event

# Of older versions of a list the record says who has them; what they held is kept no longer.
KEPT_VERSIONS = 30
# From the record of an erasure to its commit: until then others still read who is erased.
LONGEST_ERASURE = timedelta(minutes=1)


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
    token: ApiToken | None = None,
    once: str | None = None,
) -> ExportLog:
    """Write down who takes which list out of the portal. Call it before the first byte leaves.

    Its version follows that of the last export of the same list. It takes no lock of the event:
    an export that is overtaken counts again, so that none waits for an import of the programme.
    What was written down under the key `once` before is not written down again.
    """
    return _written(
        event,
        list_name,
        {
            "by": by,
            "file_format": file_format,
            "filters": dict(filters),
            "order": order,
            "columns": list(columns),
            "row_count": row_count,
            "has_sensitive_columns": has_sensitive_columns,
            "reason": reason,
            "token": token,
            "once": once,
        },
    )


def _written(event: Event, list_name: str, values: Mapping[str, object]) -> ExportLog:
    same = ExportLog.objects.filter(event=event, list_name=list_name)
    while True:
        earlier = ExportLog.objects.filter(once=values["once"]).first() if values["once"] else None
        if earlier is not None:
            return earlier
        version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                return ExportLog.objects.create(
                    event=event, list_name=list_name, version=version, **values
                )
        except IntegrityError:
            # Not overtaken by somebody else: then the row itself is refused, now and for ever.
            taken = Q(event=event, list_name=list_name, version=version)
            if values["once"]:
                taken |= Q(once=values["once"])
            if not ExportLog.objects.filter(taken).exists():
                raise


@transaction.atomic
def keep_rows(
    *, log: ExportLog, language: str, columns: Sequence[str], rows: bytes
) -> ListVersion | None:
    """Keep what an export held, packed with the newest key, and let the oldest version go.

    Nothing is kept of what may have been read before somebody was erased.
    """
    # Anyone who erases locks the records of all exports: no lock of the event, so that none waits
    # for an import.
    ExportLog.objects.select_for_update(of=("self",), no_key=True).get(pk=log.pk)
    erased = SensitiveAccess.objects.filter(event=log.event_id, kind=AccessKind.ERASE)
    if erased.filter(at__gte=log.at - LONGEST_ERASURE).exists():
        return None
    kept = ListVersion.objects.create(
        log=log, language=language, columns=list(columns), key_name=name_of(newest_key()), rows=rows
    )
    own = ListVersion.objects.of_list(log.event, log.list_name)
    old = own.values_list("pk", flat=True)[KEPT_VERSIONS:]
    ListVersion.objects.filter(pk__in=list(old)).delete()
    return kept
