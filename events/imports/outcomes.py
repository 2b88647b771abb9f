"""Apply or undo an import for the person who pressed the button, and report the outcome."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from events.history.records import CannotRestore
from events.imports import services, undo
from events.imports.additions import add_values
from events.imports.pieces import import_now
from events.imports.queue import start_import
from events.imports.undo_in_pieces import is_long_to_undo, start_undo, undo_now
from events.models import ImportBatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrOrPromise


def apply_good_rows_and_say(
    request: HttpRequest,
    batch: ImportBatch,
    by: User,
    *,
    moved: "StrOrPromise",
    done: "Callable[[ImportBatch], StrOrPromise]",
) -> ImportBatch | None:
    """Write the rows without errors; return the upload of the others. `moved`, `done` as below."""
    try:
        rest = services.apply_good_rows(
            batch=batch, by=by, reviewed=request.POST.get("reviewed", "")
        )
    except services.PreviewMoved:
        messages.warning(request, moved)
    except services.HasErrors:
        messages.error(request, _("Nothing has been imported: every row has an error."))
    except services.NotWaiting:
        messages.warning(request, _("Somebody else has already applied this import."))
    else:
        messages.success(request, done(batch))
        kept = _("The rows with errors have not been imported. They are kept here until corrected.")
        messages.warning(request, kept)
        return rest
    return None


def add_and_say(
    request: HttpRequest, batch: ImportBatch, by: User, new: Mapping[str, list[str]]
) -> None:
    """Add what a table names and the edition lacks, by field."""
    for field, texts in new.items():
        try:
            additions = add_values(batch=batch, field=field, texts=texts, by=by)
        except services.HasErrors:
            messages.error(request, _("Not added: %s") % ", ".join(texts))
        else:
            added = {"kind": additions.get_kind_display(), "names": ", ".join(texts)}
            messages.success(
                request, _("Added to %(kind)s: %(names)s. It can be undone under Imports.") % added
            )


def apply_and_say(
    request: HttpRequest,
    batch: ImportBatch,
    by: User,
    *,
    moved: "StrOrPromise",
    done: "Callable[[ImportBatch], StrOrPromise]",
) -> None:
    """Apply the whole table if the preview still holds; otherwise show the message `moved`.

    `done` is the message of success.
    """
    reviewed = request.POST.get("reviewed", "")
    try:
        services.apply_import(batch=batch, by=by, reviewed=reviewed)
    except services.PreviewMoved:
        messages.warning(request, moved)
    except services.HasErrors:
        messages.error(
            request, _("Nothing has been imported: correct the errors in the file first.")
        )
    except services.NotWaiting:
        messages.warning(request, _("Somebody else has already applied this import."))
    else:
        messages.success(request, done(batch))


def start_and_say(
    request: HttpRequest, batch: ImportBatch, by: User, *, moved: "StrOrPromise"
) -> None:
    """Put a long table into the queue, or its rows without errors if that was the button."""
    reviewed, without_errors = request.POST.get("reviewed", ""), "good" in request.POST
    try:
        rest = start_import(batch=batch, by=by, reviewed=reviewed, without_errors=without_errors)
    except services.PreviewMoved:
        messages.warning(request, moved)
    except services.HasErrors:
        messages.error(
            request, _("Nothing has been imported: correct the errors in the file first.")
        )
    except services.NotWaiting:
        messages.warning(request, _("Somebody else has already applied this import."))
    else:
        if rest is not None:
            messages.warning(
                request, _("The rows with errors are kept under Imports until corrected.")
            )


def import_now_and_say(request: HttpRequest, batch: ImportBatch) -> None:
    """Import a table that no worker takes."""
    if not import_now(batch):
        messages.info(request, _("The table is being imported already."))


def undo_and_say(request: HttpRequest, batch: ImportBatch, by: User) -> None:
    """Undo the import, a long one in the background. Raises CannotUndoAll: the page then asks."""
    is_long, rest = is_long_to_undo(batch), request.POST.get("rest") == "yes"
    try:
        if is_long:
            start_undo(batch=batch, by=by, rest=rest)
        else:
            undo.undo_import(batch=batch, by=by, rest=rest)
    except services.NotWaiting:
        messages.warning(request, _("Somebody else has already undone this import."))
    except CannotRestore as error:
        messages.error(request, _("This cannot be restored. %s") % str(error))
    else:
        if not is_long:
            messages.success(request, _("The import has been undone."))


def undo_now_and_say(request: HttpRequest, batch: ImportBatch) -> None:
    """Undo an import that no worker takes."""
    if not undo_now(batch):
        messages.info(request, _("The import is being undone already."))
