"""Taking an import back: all of it, but nothing that somebody changed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Right
from events.permissions import has_right
from events.recorded import restore
from programme.choices import ImportKind, ImportState
from programme.drafts import published_agenda
from programme.imports.kinds import KINDS
from programme.imports.services import NotWaiting, lock
from programme.models import Appearance, ImportBatch, Session
from programme.permissions import may_import


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that undoing would leave as it is, and why."""

    number: int
    name: str
    reason: str


class CannotUndoAll(Exception):
    """Some rows must be left as they are: `kept` names them."""

    def __init__(self, kept: list[Kept]) -> None:
        self.kept = kept
        super().__init__(kept)


def kept_rows(batch: ImportBatch, by: User) -> list[Kept]:
    """What undoing would leave as it is, in the order of the table."""
    reasons = _reasons(batch, by)
    return [
        Kept(one["row"], one["name"], reasons[one["pk"]])
        for one in batch.done
        if one["pk"] in reasons
    ]


@transaction.atomic
def undo_import(*, batch: ImportBatch, by: User, rest: bool = False) -> list[Kept]:
    """Delete what the import made and bring back what it changed. Answers with what was kept.

    Where something must be kept, nothing is undone and CannotUndoAll is raised, unless `rest` says
    to undo the rest. Raises NotWaiting, PermissionDenied, and CannotRestore where a state refers to
    something that is gone.
    """
    batch = lock(batch)
    if not may_import(by, batch.event, batch.kind):
        raise PermissionDenied
    if batch.state != ImportState.APPLIED:
        raise NotWaiting
    kept = kept_rows(batch, by)
    if kept and not rest:
        raise CannotUndoAll(kept)
    left = {one.number for one in kept}
    for one in reversed([entry for entry in batch.done if entry["row"] not in left]):
        _undo_row(KINDS[batch.kind].model, one, by)
    batch.done = [{**one, "is_kept": one["row"] in left} for one in batch.done]
    batch.state = ImportState.UNDONE
    batch.undone_by, batch.undone_at = by, timezone.now()
    batch.save()
    return kept


def _undo_row(model: Any, entry: Mapping[str, Any], by: User) -> None:
    if entry["before"] is None:
        row = model._base_manager.get(pk=entry["pk"])
        row.deleted_by = by
        row.delete()
        return
    restore(record=model.history.get(pk=entry["before"]), by=by)


def _reasons(batch: ImportBatch, by: User) -> dict[int, str]:
    """Why a row stays as it is, by primary key."""
    kind = KINDS[batch.kind]
    entries = {one["pk"]: one for one in batch.done}
    rows = kind.model._base_manager.filter(pk__in=entries)
    there = {one.pk: one for one in rows}
    records = kind.model.history.filter(id__in=entries).order_by().values("id")
    newest = dict(records.annotate(newest=Max("history_id")).values_list("id", "newest"))
    made = [there[pk] for pk, one in entries.items() if one["before"] is None and pk in there]
    found = _why_they_stay(batch, made)
    for pk, one in entries.items():
        if pk not in there:
            found[pk] = _("deleted since")
        elif newest.get(pk) != one["after"]:
            found[pk] = _("changed since")
    return found | _foreign(batch, by, there)


def _why_they_stay(batch: ImportBatch, made: list[Any]) -> dict[int, str]:
    """Rows that the import made and that others have built upon."""
    if batch.kind == ImportKind.ROOMS:
        used = Session.objects.filter(room__in=made).values_list("room_id", flat=True)
        return {pk: _("a session is in it") for pk in used if pk}
    if batch.kind == ImportKind.APPEARANCES:
        return {}
    # What was published stays in people's calendars: it is cancelled, not deleted.
    published = published_agenda(batch.event).by_guid
    staged = Appearance.objects.filter(session__in=made).values_list("session_id", flat=True)
    found = {pk: _("somebody is on stage in it") for pk in staged}
    return found | {one.pk: _("published since") for one in made if str(one.guid) in published}


def _foreign(batch: ImportBatch, by: User, there: Mapping[int, Any]) -> dict[int, str]:
    if batch.kind == ImportKind.ROOMS or has_right(by, batch.event, Right.EDIT_DRAFT):
        return {}
    own = set(
        Session.objects.filter(event=batch.event).editable_by(by).values_list("pk", flat=True)
    )
    key = "pk" if batch.kind == ImportKind.SESSIONS else "session_id"
    reason = _("not in your sub-forum")
    return {pk: reason for pk, row in there.items() if getattr(row, key) not in own}
