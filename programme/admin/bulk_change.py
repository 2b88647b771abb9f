"""Changing many sessions at once: select them in the list, preview the effect, apply it.

The ids come from the list, or from a forged request: an id outside the user's events answers 404.
A session that the user may see but not change (of another sub-forum) can be selected in good faith:
it is named and left out.
"""

import json
from copy import copy
from dataclasses import dataclass, replace

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import user_of
from core.text.numbers import row_number, row_numbers
from core.text.translated import fallback_order
from events.admin_base.zoned_admin import edition_of
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
    undo_changes,
)
from programme.editing.bulk_form import BulkChangeForm
from programme.editing.single_session import SessionMovedOn
from programme.models import Session

_LIST = "admin:programme_session_changelist"
# Of the session of the browser: the records of the last change, which can be undone.
LAST_CHANGE = "last_bulk_change"
# What says which sessions are meant.
_CHOOSING = frozenset({"session", "across", "list"})
_LEFT_OUT = gettext_lazy("Skipped, because you can view but not change them:")


@dataclass(frozen=True, slots=True)
class Effect:
    """What the change would do to one session."""

    session: Session
    changes: list[tuple[str, str, str]]
    clashes: list[Finding]


def many_urls() -> list[URLPattern]:
    """Return the URLs of the preview and of undoing, below those of the sessions."""
    wrap = admin.site.admin_view
    return [
        path("change-many/", wrap(change_many), name="programme_change_many"),
        path("undo-many/", wrap(undo_many), name="programme_undo_many"),
    ]


@admin.action(permissions=["change"], description=gettext_lazy("Change selected sessions …"))
def change_chosen(
    _model_admin: object, request: HttpRequest, queryset: QuerySet[Session]
) -> HttpResponse:
    """Lead from the list to the form of the change; “all” is sent as the filter of the list."""
    chosen: dict[str, str | list[int]] = {"list": request.GET.urlencode()}
    if request.POST.get("select_across") == "1":
        chosen["across"] = "1"
    else:
        chosen["session"] = list(queryset.order_by("pk").values_list("pk", flat=True))
    return redirect(f"{reverse('admin:programme_change_many')}?{urlencode(chosen, doseq=True)}")


@require_http_methods(["GET", "POST"])
def change_many(request: HttpRequest) -> HttpResponse:
    """Show the form and the preview (`step=preview`), by GET; save what was shown, by POST."""
    sent = request.POST if request.method == "POST" else request.GET
    # Versions first: a session that is saved in between is refused later rather than overwritten.
    pks = _asked(request, sent)
    seen = load_versions(pks)
    chosen = _chosen(request, pks)
    editable, left_out = _divide(request, chosen)
    step = sent.get("step")
    form = BulkChangeForm(chosen[0].event, user_of(request), sent if step else None)
    if request.method == "POST" and step == "apply" and form.is_valid():
        if _apply(request, editable, left_out, form):
            return redirect(f"{reverse(_LIST)}?{sent.get('list', '')}".rstrip("?"))
        return redirect(f"{request.path}?{urlencode([*_pairs(sent), ('step', 'preview')])}")
    return _page(request, chosen, seen, form)


@require_POST
def undo_many(request: HttpRequest) -> HttpResponse:
    """Give the sessions of the last change of many back what they said before."""
    last = request.session.pop(LAST_CHANGE, {})
    undone, left = undo_changes(records=last.get("records", ()), by=user_of(request))
    if undone:
        message = ngettext(
            "%(count)d session restored.", "%(count)d sessions restored.", len(undone)
        )
        messages.success(request, message % {"count": len(undone)})
    if left:
        names = pgettext("in a list", ", ").join(str(session) for session in left)
        message = _("Not undone, because somebody has changed them since: %(names)s")
        messages.warning(request, message % {"names": names})
    return redirect(_LIST)


def last_change(request: HttpRequest) -> int:
    """How many sessions this person has just changed at once, and can undo; 0 for none."""
    last, edition = request.session.get(LAST_CHANGE, {}), edition_of(request)
    is_here = edition is None or last.get("event") == edition.pk
    return len(last.get("records", ())) if is_here else 0


def _apply(
    request: HttpRequest, editable: list[Session], left_out: list[Session], form: BulkChangeForm
) -> bool:
    try:
        records = change_sessions(
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
    request.session[LAST_CHANGE] = {"records": records, "event": form.event.pk}
    _tell(request, len(records), left_out)
    return True


def _tell(request: HttpRequest, count: int, left_out: list[Session]) -> None:
    message = ngettext("%(count)d session changed.", "%(count)d sessions changed.", count)
    messages.success(request, message % {"count": count})
    if left_out:
        names = pgettext("in a list", ", ").join(str(session) for session in left_out)
        message = f"{_LEFT_OUT} {names}"
        messages.warning(request, message)


def _page(
    request: HttpRequest, chosen: list[Session], seen: dict[int, int], form: BulkChangeForm
) -> HttpResponse:
    event = chosen[0].event
    if any(session.event_id != event.pk for session in chosen):
        messages.error(request, _("Select sessions of one event only."))
        return redirect(_LIST)
    editable, left_out = _divide(request, chosen)
    sent = _pairs(request.POST if request.method == "POST" else request.GET)
    with fallback_order(event.languages), timezone.override(event.zone):
        is_preview = form.is_bound and form.is_valid()
        context = {
            **admin.site.each_context(request),
            "title": _("Change several sessions"),
            "opts": Session._meta,
            "editable": editable,
            "left_out": left_out,
            "form": form,
            "sent": sent,
            "chosen_fields": [pair for pair in sent if pair[0] in _CHOOSING],
            "seen": json.dumps({row.pk: seen[row.pk] for row in editable}),
            "effects": _effects(event, editable, form.change()) if is_preview else None,
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


def _asked(request: HttpRequest, sent: QueryDict) -> set[int]:
    """The sessions that are named, or all that the list shows by the filter that is sent."""
    if sent.get("across") != "1":
        named = map(row_number, sent.getlist("session"))
        return {pk for pk in named if pk is not None}
    listing = copy(request)
    listing.GET = QueryDict(sent.get("list", ""))
    own = admin.site._registry[Session]
    try:
        rows = own.get_changelist_instance(listing).get_queryset(listing)
    except IncorrectLookupParameters as error:
        raise Http404 from error
    return set(rows.values_list("pk", flat=True))


def _pairs(sent: QueryDict) -> list[tuple[str, str]]:
    left = ("step", "seen", "csrfmiddlewaretoken")
    return [
        (name, str(value)) for name, values in sent.lists() if name not in left for value in values
    ]


def _chosen(request: HttpRequest, pks: set[int]) -> list[Session]:
    rows = Session.objects.visible_to(user_of(request)).filter(pk__in=pks)
    sessions = list(
        rows.select_related("event", "room__venue", "sub_forum").order_by("start", "pk")
    )
    if not sessions or len(sessions) != len(pks):
        raise Http404
    return sessions


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
