"""Change ticked people or delegations: preview, confirm, result, undo."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from delegations.access.staff_pages import staff_page
from delegations.bulk.actions import Effect, Row, actions_for
from delegations.bulk.change_page import FORMAT, LAST, SHOWN, ChangePage, list_path
from delegations.bulk.running import undo_action
from delegations.bulk.subjects import CHOSEN, DELEGATIONS, EVERYONE, PEOPLE, Subject, people_in_list
from delegations.duplicates.suspects import order_pair
from events.models import Event


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def people_bulk(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Change ticked people, or everyone in a list; by GET the result of the last change."""
    if request.method != "POST":
        return _result(request, event, PEOPLE)
    sent = request.POST
    keys = _keys(sent, PEOPLE)
    if sent.get(EVERYONE) and not sent.get(CHOSEN):
        keys = people_in_list(event, rights, sent.get("list", ""))
    if sent.get("action") == "merge":
        return _merge(request, event, keys)
    return _change(request, event, rights, PEOPLE, keys)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def delegations_bulk(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Change ticked delegations; by GET the result of the last change."""
    if request.method != "POST":
        return _result(request, event, DELEGATIONS)
    return _change(request, event, rights, DELEGATIONS, _keys(request.POST, DELEGATIONS))


@require_POST
@staff_page(Right.EDIT_PEOPLE)
def bulk_undo(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """Undo the last change that this person made of many rows, as far as nobody changed them."""
    last = request.session.pop(LAST, {})
    subject: Subject[Any] = DELEGATIONS if last.get("subject") == DELEGATIONS.key else PEOPLE
    action = actions_for(subject.actions, rights).get(last.get("action", ""))
    if last and last.get("format") != FORMAT:
        text = _("This change was made before the portal was updated and cannot be undone here.")
        messages.warning(request, text)
        return redirect(subject.list_url, event.slug)
    if action is None or last.get("event") != event.pk:
        messages.warning(request, _("There is nothing to undo."))
        return redirect(subject.list_url, event.slug)
    undone = undo_action(action, event=event, steps=last["undo"], by=request.user)
    messages.success(request, _("Undone: %(count)d") % {"count": undone})
    if left := len(last["undo"]) - undone:
        text = _(
            "Not undone, because somebody has changed them since or no step leads back: %(count)d"
        )
        messages.warning(request, text % {"count": left})
    return redirect(list_path(event, subject, last["list"]))


def _change(
    request: AuthenticatedHttpRequest,
    event: Event,
    rights: frozenset[Right],
    subject: Subject[Row],
    keys: list[str],
) -> HttpResponse:
    """Show what an action would do, and do it once that has been seen."""
    sent = request.POST
    action = actions_for(subject.actions, rights).get(sent.get("action", ""))
    page = ChangePage(request, event, subject, action, keys) if action else None
    if page is None or not page.rows:
        text = str(subject.nobody) if action else _("Choose what to do first.")
        messages.warning(request, text)
        return redirect(list_path(event, subject, sent.get("list", "")))
    if page.is_confirmed:
        if page.apply():
            return redirect(f"staff:{subject.key}-bulk", event.slug)
        text = _("Something has changed since the preview. Please check again.")
        messages.warning(request, text)
    status = 400 if page.form.errors else 200
    return render(request, "staff/bulk/change.html", page.context(), status=status)


def _keys(sent: QueryDict, subject: Subject[Any]) -> list[str]:
    """What was ticked, each once."""
    ticked = sent.get(CHOSEN, "").split(",") if sent.get(CHOSEN) else sent.getlist(subject.tick)
    return list(dict.fromkeys(key for key in ticked if key))


def _merge(request: AuthenticatedHttpRequest, event: Event, keys: list[str]) -> HttpResponse:
    """Lead to the page for merging two people."""
    pair = list(PEOPLE.find(event, keys)[:3])
    if len(pair) != 2:
        messages.warning(request, _("Tick exactly two people to merge them."))
        return redirect(list_path(event, PEOPLE, request.POST.get("list", "")))
    kept, other = order_pair(*pair)
    path = reverse("staff:merge", args=[event.slug, kept.guid])
    return redirect(f"{path}?other={other.guid}")


def _result(request: AuthenticatedHttpRequest, event: Event, subject: Subject[Row]) -> HttpResponse:
    """What the last change did, and the button that undoes it."""
    last = cast("dict[str, Any]", request.session.get(LAST, {}))
    about = (FORMAT, event.pk, subject.key)
    if (last.get("format"), last.get("event"), last.get("subject")) != about:
        last = {}
    skipped = last.get("skipped", [])
    rows = {row.pk: row for row in subject.rows(event).filter(pk__in=[pk for pk, why in skipped])}
    context = {
        "event": event,
        "subject": subject,
        "action": subject.actions.get(last.get("action", "")),
        "last": last,
        "skipped": [Effect(rows[pk], obstacle=why) for pk, why in skipped if pk in rows],
        "shown": SHOWN,
        "list_path": list_path(event, subject, last.get("list", "")),
    }
    return render(request, "staff/bulk/result.html", context)
