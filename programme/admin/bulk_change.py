"""Changing many sessions at once: select them in the list, preview the effect, apply it.

The ids come from the list, or from a forged request: an id outside the user's events answers 404.
A session that the user may see but not change (of another sub-forum) can be selected in good faith:
it is named and left out.
"""

import json
from dataclasses import dataclass, replace

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_POST

from accounts.http import user_of
from core.text.numbers import row_number, row_numbers
from core.text.translated import fallback_order
from events.models import Event
from programme.agenda.load_agenda import draft_agenda, room_value
from programme.agenda.values import Session as SessionValue
from programme.checks import Finding
from programme.checks.clashes import clashes_by_session, clashes_in, new_clashes
from programme.editing.bulk_change import (
    BulkChange,
    SessionRefused,
    change_sessions,
    changes_of,
    load_versions,
)
from programme.editing.forms import BulkChangeForm
from programme.editing.single_session import SessionMovedOn
from programme.models import Session

_LEFT_OUT = gettext_lazy("Skipped, because you can view but not change them:")


@dataclass(frozen=True, slots=True)
class Effect:
    """What the change would do to one session."""

    session: Session
    changes: list[tuple[str, str, str]]
    clashes: list[Finding]


def many_urls() -> list[URLPattern]:
    """Return the URL of the preview, below those of the sessions."""
    wrap = admin.site.admin_view
    return [path("change-many/", wrap(change_many), name="programme_change_many")]


@admin.action(permissions=["change"], description=gettext_lazy("Change selected sessions …"))
def change_chosen(
    _model_admin: object, request: HttpRequest, queryset: QuerySet[Session]
) -> HttpResponse:
    """Lead from the list to the form of the change."""
    seen = load_versions(queryset.values_list("pk", flat=True))
    rows = list(queryset.filter(pk__in=seen).select_related("event", "room__venue"))
    if not rows:
        raise Http404
    return _page(request, rows, seen, None)


@require_POST
def change_many(request: HttpRequest) -> HttpResponse:
    """Show the preview (`step=preview`) or save what it showed (`step=apply`)."""
    # Versions first: a session that is saved in between is refused later rather than overwritten.
    named = map(row_number, request.POST.getlist("session"))
    pks = {pk for pk in named if pk is not None}
    seen = load_versions(pks)
    chosen = _chosen(request, pks)
    editable, left_out = _divide(request, chosen)
    form = BulkChangeForm(chosen[0].event, request.POST)
    is_applied = request.POST.get("step") == "apply" and form.is_valid()
    if is_applied and _apply(request, editable, left_out, form):
        return redirect("admin:programme_session_changelist")
    return _page(request, chosen, seen, form)


def _apply(
    request: HttpRequest, editable: list[Session], left_out: list[Session], form: BulkChangeForm
) -> bool:
    try:
        count = change_sessions(
            sessions=editable, change=form.change(), by=user_of(request), seen=_seen(request)
        )
    except SessionMovedOn:
        message = _(
            "Somebody else has changed one of these sessions in the meantime. Check the preview "
            "again."
        )
        messages.warning(request, message)
        return False
    except SessionRefused as error:
        message = ": ".join((str(error.session), *error.reasons))
        messages.error(request, message)
        return False
    message = ngettext("%(count)d session changed.", "%(count)d sessions changed.", count)
    messages.success(request, message % {"count": count})
    if left_out:
        names = pgettext("in a list", ", ").join(str(one) for one in left_out)
        message = f"{_LEFT_OUT} {names}"
        messages.warning(request, message)
    return True


def _page(
    request: HttpRequest, chosen: list[Session], seen: dict[int, int], form: BulkChangeForm | None
) -> HttpResponse:
    event = chosen[0].event
    if any(session.event_id != event.pk for session in chosen):
        messages.error(request, _("Select sessions of one event only."))
        return redirect("admin:programme_session_changelist")
    editable, left_out = _divide(request, chosen)
    with fallback_order(event.languages), timezone.override(event.zone):
        is_preview = form is not None and form.is_valid()
        context = {
            **admin.site.each_context(request),
            "title": _("Change several sessions"),
            "opts": Session._meta,
            "chosen": chosen,
            "editable": editable,
            "left_out": left_out,
            "form": form or BulkChangeForm(event),
            "seen": json.dumps({row.pk: seen[row.pk] for row in editable}),
            "effects": _effects(event, editable, form.change()) if form and is_preview else None,
        }
        return TemplateResponse(request, "admin/programme/change_many.html", context).render()


def _effects(event: Event, rows: list[Session], change: BulkChange) -> list[Effect]:
    draft = draft_agenda(event, public_only=False)
    before = clashes_in(event, draft)
    changes = {row.pk: changes_of(row, change) for row in rows}
    instead = [_as_value(draft.by_guid[str(row.guid)], row) for row in rows]
    made = clashes_by_session(new_clashes(before, clashes_in(event, draft, instead)))
    return [Effect(row, changes[row.pk], made.get(str(row.guid), [])) for row in rows]


def _as_value(value: SessionValue, row: Session) -> SessionValue:
    return replace(
        value,
        start=row.start.astimezone(row.event.zone),
        end=row.end.astimezone(row.event.zone),
        room=room_value(row.room) if row.room else None,
        in_all_rooms=row.in_all_rooms,
        interpretation_languages=tuple(row.interpretation_languages),
        status=str(row.status),
    )


def _chosen(request: HttpRequest, pks: set[int]) -> list[Session]:
    rows = Session.objects.visible_to(user_of(request)).filter(pk__in=pks)
    found = list(rows.select_related("event", "room__venue").order_by("start", "pk"))
    if not found or len(found) != len(pks):
        raise Http404
    return found


def _divide(request: HttpRequest, chosen: list[Session]) -> tuple[list[Session], list[Session]]:
    """Return the sessions that the user may change, and the others."""
    pks = [session.pk for session in chosen]
    mine = Session.objects.editable_by(user_of(request)).filter(pk__in=pks)
    editable = set(mine.values_list("pk", flat=True))
    return (
        [session for session in chosen if session.pk in editable],
        [session for session in chosen if session.pk not in editable],
    )


def _seen(request: HttpRequest) -> dict[int, int]:
    seen = row_numbers(request.POST.get("seen", "")) or {}
    named = {row_number(name): number for name, number in seen.items()}
    return {pk: number for pk, number in named.items() if pk is not None}
