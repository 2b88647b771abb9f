"""Two editors of one row: the second sees what the first changed, and no input is lost.

Each form contains the version of the row that it was rendered from. If the row has changed by the
time the form is submitted, nothing is saved: the page comes back with the other person's changes,
entered in fields that this person did not touch and named beside fields that both changed. The
input is kept; saving again saves it.
"""

from collections.abc import Iterable

from django import forms
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from simple_history.models import HistoricalChanges

from core.history import history_manager
from core.text.numbers import row_numbers
from events.history.records import CREATED, DELETED, Child, Entry, load_history, load_version

SEEN = "_seen"


def seen_version(request: HttpRequest) -> dict[str, int] | None:
    """The version that a submitted form was rendered from; None if it names none."""
    return row_numbers(request.POST.get(SEEN, ""))


def load_changes_since(
    request: HttpRequest,
    row: models.Model,
    children: Iterable[Child],
    without: frozenset[str] = frozenset(),
) -> list[Entry]:
    """Changes by others since the form was rendered, newest first, except the fields `without`."""
    seen = seen_version(request)
    pairs = list(children)
    if seen is None or seen == load_version(row, pairs):
        return []
    return load_history(row, pairs, since=seen, without=without)


def load_base_record(row: models.Model, seen: dict[str, int]) -> HistoricalChanges | None:
    """The row as it was when the submitted form was rendered."""
    records = history_manager(row).filter(history_id__lte=seen.get("row", 0))
    return records.order_by("history_id").last()


def merge(
    request: HttpRequest, form: "forms.ModelForm[models.Model]", row: models.Model
) -> dict[str, str]:
    """Set the fields of `sent` that this person did not touch to the present values of the row.

    `form` is the unbound form of the present `row`. Returns the fields that both people changed,
    each with the other person's text.
    """
    seen = seen_version(request) or {}
    base = load_base_record(row, seen)
    sent: QueryDict = request.POST.copy()
    both: dict[str, str] = {}
    before = type(form)(instance=base.instance) if base is not None else form
    for name, field in form.fields.items():
        typed = field.widget.value_from_datadict(sent, request.FILES, form.add_prefix(name))
        shown, now = (
            before.get_initial_for_field(field, name),
            form.get_initial_for_field(field, name),
        )
        if not field.has_changed(shown, typed):
            _replace(sent, form.add_prefix(name), field.widget, now)
        elif field.has_changed(now, typed) and field.has_changed(shown, _posted(field, now)):
            both[name] = _in_words(now)
    request.POST = sent  # type: ignore[assignment]
    return both


def _posted(field: forms.Field, value: object) -> object:
    """A value as a form would submit it."""
    widget = field.widget
    if hasattr(widget, "decompress"):
        return [_text(part) for part in widget.decompress(value)]
    if isinstance(value, models.Model):
        return str(value.pk)
    return field.prepare_value(value)


def _replace(sent: QueryDict, name: str, widget: forms.Widget, value: object) -> None:
    if hasattr(widget, "decompress") and hasattr(widget, "widgets_names"):
        parts = widget.decompress(value)
        for suffix, part in zip(widget.widgets_names, parts, strict=True):
            sent[name + suffix] = _text(part)
    elif isinstance(widget, forms.CheckboxInput):
        sent.pop(name, None)
        if value:
            sent[name] = "on"
    elif isinstance(value, list | tuple):
        sent.setlist(name, [_text(item) for item in value])
    else:
        sent[name] = _text(value)


def _text(value: object) -> str:
    return "" if value is None else str(getattr(value, "pk", value))


def _in_words(value: object) -> str:
    if hasattr(value, "items"):
        return " / ".join(str(text) for _code, text in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value) if value not in (None, "") else "–"


def sentences(entries: Iterable[Entry]) -> list[str]:
    """Describe the changes by others, one sentence for each field."""
    lines = []
    for entry in entries:
        who = str(entry.record.history_user or _("Somebody"))
        when = date_format(localtime(entry.record.history_date), "TIME_FORMAT")
        head = _("%(who)s, %(when)s") % {"who": who, "when": when}
        if entry.is_within:
            head = f"{head}, {entry.row}"
        if entry.kind == DELETED:
            lines.append(_("%(head)s: deleted") % {"head": head})
        elif entry.kind == CREATED and entry.is_within:
            lines.append(_("%(head)s: added") % {"head": head})
        else:
            lines += [
                f"{head}: {change.label}: {change.old or '–'} → {change.new or '–'}"
                for change in entry.changes
            ]
    return lines
