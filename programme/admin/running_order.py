"""The running order of a session: a page of its own to write it, and the paper."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.http import user_of
from core.files.downloads import PDF, shown_file
from core.text.numbers import row_number
from core.text.translated import fallback_order
from events.history.edit_guard import sentences
from events.history.records import load_history
from programme.editing.forms import ContactsForm, RunItemForm
from programme.editing.run_of_show import run_of_show
from programme.editing.running_order import (
    RUN_FIELDS,
    RunningOrderMovedOn,
    run_version,
    save_running_order,
)
from programme.editing.running_order_times import run_times
from programme.editing.single_session import InvalidSession, session_version
from programme.models import RunItem, Session

_SAVED_BY_ANOTHER = gettext_lazy(
    "Somebody else saved this while you were editing. Your changes are not saved yet, but "
    "nothing is lost: check them, then save again."
)
_MOST_ITEMS = 200
RunItems = forms.formset_factory(
    RunItemForm, can_order=True, can_delete=True, extra=0, max_num=_MOST_ITEMS, validate_max=True
)

if TYPE_CHECKING:
    _RunItems = forms.BaseFormSet[RunItemForm]
else:  # Django's own class takes no type arguments at run time
    _RunItems = forms.BaseFormSet


def running_order_urls() -> list[URLPattern]:
    """The addresses of running orders, below those of the sessions."""
    wrap = admin.site.admin_view
    name = "programme_running_order"
    return [
        path("<int:pk>/running-order/", wrap(running_order), name=name),
        path("<int:pk>/run-of-show.pdf", wrap(paper), name="programme_run_of_show"),
    ]


def running_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the running order, with a form for people who may change the session."""
    session = _session(request, pk)
    may_edit = Session.objects.editable_by(user_of(request)).filter(pk=pk).exists()
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    with fallback_order(session.event.languages):
        # The version first: what is saved in between is refused later rather than overwritten.
        version = run_version(session)
        sent = request.POST if request.method == "POST" else None
        items, contacts = _forms(session, sent)
        is_valid = sent is not None and items.is_valid() and contacts.is_valid()
        if is_valid and _save(request, session, items, contacts):
            return redirect("admin:programme_running_order", pk)
        return _page(request, session, items, contacts, version if may_edit else None)


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The run of show as PDF, in the language of the reader."""
    session = _session(request, pk)
    content = run_of_show(session, get_language() or "en", at=timezone.now())
    return shown_file(content, f"run-of-show-{session.code}.pdf", PDF)


def _forms(session: Session, sent: QueryDict | None) -> tuple[_RunItems, ContactsForm]:
    rows = [
        {"id": row.pk, **{name: getattr(row, name) for name in RUN_FIELDS}}
        for row in session.run_items.all()
    ]
    # One empty item to begin with, also for browsers without scripts.
    items = RunItems(sent, initial=rows, prefix="items")
    items.extra = 0 if sent else 1
    return items, ContactsForm(sent, initial={"contacts": session.stage_contacts})


def _save(request: HttpRequest, session: Session, items: _RunItems, contacts: ContactsForm) -> bool:
    seen = _seen(request)
    written = [form.cleaned_data for form in items.ordered_forms]
    try:
        save_running_order(
            session=session,
            items=[(item["id"], {name: item[name] for name in RUN_FIELDS}) for item in written],
            contacts=contacts.cleaned_data["contacts"],
            by=user_of(request),
            seen=seen,
        )
    except RunningOrderMovedOn:
        since = {
            "row": session_version(session),
            "runitem": max(seen, 0),
        }
        entries = load_history(session, [(RunItem, "session")], since=since)
        messages.warning(request, " ".join([str(_SAVED_BY_ANOTHER), *sentences(entries)]))
        return False
    except InvalidSession as error:
        messages.error(request, " ".join(error.reasons))
        return False
    messages.success(request, _("The running order has been saved."))
    return True


def _page(
    request: HttpRequest,
    session: Session,
    items: _RunItems,
    contacts: ContactsForm,
    seen: int | None,
) -> HttpResponse:
    """Render the page; the form (of version `seen`) is for people who may change the session."""
    rows = list(session.run_items.all())
    start = session.start.astimezone(session.event.zone)
    context = {
        **admin.site.each_context(request),
        "title": _("Running order"),
        "opts": Session._meta,
        "session": session,
        "start": start.hour * 60 + start.minute,
        "rows": list(
            zip(rows, run_times(start, [(row.offset, row.minutes) for row in rows]), strict=True)
        ),
        "items": items,
        "contacts": contacts,
        "may_edit": seen is not None,
        "seen": seen,
    }
    return TemplateResponse(request, "admin/programme/running_order.html", context).render()


def _seen(request: HttpRequest) -> int:
    number = row_number(request.POST.get("seen", ""))
    return -1 if number is None else number


def _session(request: HttpRequest, pk: int) -> Session:
    rows = Session.objects.visible_to(user_of(request)).select_related("event", "room")
    return get_object_or_404(rows, pk=pk)
