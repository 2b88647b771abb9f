"""One request to change many rows: what was asked, what it would do, and doing it."""

from functools import cached_property
from typing import Any, Generic

from django.http import QueryDict
from django.urls import reverse

from accounts.http import AuthenticatedHttpRequest
from delegations.bulk.actions import ActionForm, BulkAction, Row
from delegations.bulk.running import Preview, preview_action, run_action
from delegations.bulk.subjects import CHOSEN, Subject
from events.models import Event

# Of the session of the browser: what the last change did, and what undoing it takes. Keys alone.
LAST = "last_desk_change"
# Counts the changes of what is remembered there: a session outlives an upgrade of the portal.
FORMAT = 2
# So many rows are shown of each table.
SHOWN = 100


def list_path(event: Event, subject: Subject[Any], query: str) -> str:
    """The URL of the list, as it was when the rows were ticked."""
    path = reverse(subject.list_url, args=[event.slug])
    return f"{path}?{QueryDict(query).urlencode()}" if query else path


class ChangePage(Generic[Row]):
    """An action on the rows with `keys`, as a POST request asks for it."""

    def __init__(
        self,
        request: AuthenticatedHttpRequest,
        event: Event,
        subject: Subject[Row],
        action: BulkAction[Row],
        keys: list[str],
    ) -> None:
        self.request, self.event, self.subject, self.action = request, event, subject, action
        self.keys, self.query = keys, request.POST.get("list", "")
        self.rows = list(subject.find(event, keys))
        self.form = self._make_form()

    def _make_form(self) -> ActionForm:
        """The form of the action: filled in once it was sent, or if it asks nothing."""
        sent = self.request.POST
        is_sent = "step" in sent or not self.action.form_class.base_fields
        data = sent if is_sent else None
        return self.action.form_class(data, event=self.event, user=self.request.user)

    @cached_property
    def preview(self) -> Preview[Row] | None:
        """What the action would do now; None until its form is valid."""
        if not (self.form.is_bound and self.form.is_valid()):
            return None
        return preview_action(self.action, self.event, self.rows, self.form.cleaned_data)

    @property
    def is_confirmed(self) -> bool:
        """Whether the button of a preview was pressed."""
        return self.preview is not None and self.request.POST.get("step") == "apply"

    def apply(self) -> bool:
        """Do what was previewed, and remember what undoing it takes; False if it has moved on."""
        preview = self.preview
        if preview is None or preview.fingerprint != self.request.POST.get("previewed"):
            return False
        outcome = run_action(
            self.action,
            event=self.event,
            pks=[effect.row.pk for effect in preview.changes],
            load=lambda batch: self.subject.rows(self.event).filter(pk__in=batch),
            values=self.form.cleaned_data,
            by=self.request.user,
        )
        skipped = [*preview.skipped, *outcome.skipped]
        self.request.session[LAST] = {
            "format": FORMAT,
            "event": self.event.pk,
            "subject": self.subject.key,
            "action": self.action.key,
            "changed": outcome.changed,
            "skipped": [[effect.row.pk, str(effect.obstacle)] for effect in skipped],
            "undo": outcome.undo,
            "list": self.query,
        }
        return True

    def context(self) -> dict[str, Any]:
        """What the template of the preview shows."""
        changed = [effect.row for effect in self.preview.changes] if self.preview else []
        return {
            "event": self.event,
            "subject": self.subject,
            "action": self.action,
            "form": self.form,
            "preview": self.preview,
            "texts": self.action.texts(self.event, changed) if changed else [],
            "shown": SHOWN,
            "count": len(self.rows),
            "chosen": ",".join(self.keys),
            "chosen_name": CHOSEN,
            "list": self.query,
            "list_path": list_path(self.event, self.subject, self.query),
        }
