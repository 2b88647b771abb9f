"""The pages for finding, merging and separating people who may have been entered twice."""

from typing import TypeAlias
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from accounts.roles import Right
from core.text.numbers import read_guid
from core.text.translated import fallback_order
from delegations.access.staff_pages import staff_page
from delegations.choices import AccessKind
from delegations.duplicates import merge as merging
from delegations.duplicates.forms import MergeForm, Sight
from delegations.duplicates.merge import (
    CannotUndo,
    PersonGone,
    PersonMovedOn,
    SensitiveOnBoth,
    both_have_private_data,
    load_state_token,
    merge_people,
    rehearse_merge,
    undo_merge,
)
from delegations.duplicates.merge_preview import summarize_steps
from delegations.duplicates.merge_steps import CannotMerge
from delegations.duplicates.suspects import load_suspected_pairs, load_suspicions
from delegations.models import Attendee, Merge
from delegations.people.private_data import log_access
from delegations.privacy.sensitive_views import ReasonForm
from events.models import Event

Pair: TypeAlias = tuple[Attendee, Attendee]
PAGE_ROWS = 50
_MERGES = 20


@require_safe
@staff_page(Right.EDIT_PEOPLE)
def duplicates(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]
) -> HttpResponse:
    """List the pairs of the whole event, the most certain first, and the merges so far."""
    page = Paginator(load_suspected_pairs(event), PAGE_ROWS).get_page(request.GET.get("page"))
    merges = Merge.objects.filter(event=event).select_related("kept", "by", "undone_by")
    with fallback_order(event.languages):
        context = {
            "event": event,
            "page": page,
            "pairs": load_suspicions(page.object_list),
            "merges": merges[:_MERGES],
        }
        return render(request, "staff/duplicates/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Right.EDIT_PEOPLE)
def merge(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Compare two records, and merge the one in `?other=` into the one in the path."""
    pair = _pair(request, event, guid)
    if pair is None:
        return redirect("staff:duplicates", event.slug)
    has_private = both_have_private_data(*pair)
    sees_sensitive = Right.VIEW_SENSITIVE in rights
    asked = ReasonForm(request.POST or None)
    with fallback_order(event.languages):
        if has_private and sees_sensitive and not asked.is_valid():
            context = {"event": event, "person": pair[0], "form": asked}
            return render(request, "staff/privacy/sensitive_reason.html", context)
        sight = Sight(Right.VIEW_CONTACTS in rights, sees_sensitive and has_private)
        is_sent = "merge" in request.POST
        form = _form(pair, sight, request.POST if is_sent else None)
        if sight.sensitive:
            _log(request, pair, AccessKind.CHANGE if is_sent else AccessKind.VIEW)
        if form.is_valid() and _merge(request, pair, form, sees_sensitive=sees_sensitive):
            return redirect("staff:duplicates", event.slug)
        is_refused = has_private and not sees_sensitive
        return _merge_page(request, event, pair, form, is_refused=is_refused)


def _pair(request: AuthenticatedHttpRequest, event: Event, guid: UUID) -> Pair | None:
    """Both people; None, with a message, if one is not named or no longer exists."""
    people = Attendee.objects.of_event(event).select_related("delegation__organisation")
    asked = request.GET.get("other", "")
    merged = Merge.objects.standing().filter(event=event)
    if merged.filter(merged_guid=guid).exists():
        messages.warning(request, _("Somebody else has already merged one of the two records."))
        return None
    kept = get_object_or_404(people, guid=guid)
    if not asked:
        messages.warning(request, _("Choose two people."))
        return None
    wanted = read_guid(asked)
    if wanted is None:
        raise Http404
    if merged.filter(merged_guid=wanted).exists():
        messages.warning(request, _("Somebody else has already merged one of the two records."))
        return None
    return kept, get_object_or_404(people.exclude(pk=kept.pk), guid=wanted)


def _form(pair: Pair, sight: Sight, data: QueryDict | None) -> MergeForm:
    initial = {"seen": load_state_token(*pair)}
    return MergeForm(data, kept=pair[0], other=pair[1], sight=sight, initial=initial)


def _log(request: AuthenticatedHttpRequest, pair: Pair, kind: AccessKind) -> None:
    for person in pair:
        log_access(attendee=person, by=request.user, kind=kind, reason=request.POST["reason"])


def _merge(
    request: AuthenticatedHttpRequest, pair: Pair, form: MergeForm, *, sees_sensitive: bool
) -> bool:
    try:
        done = merge_people(
            kept=pair[0],
            other=pair[1],
            choices=form.choices,
            by=request.user,
            seen=form.cleaned_data["seen"],
            sees_sensitive=sees_sensitive,
        )
    except PersonMovedOn:
        form.look_again(load_state_token(*pair))
    except CannotMerge as error:
        form.add_error(None, str(error))
    except SensitiveOnBoth:
        form.add_error(None, _("Both records contain sensitive data."))
    except PersonGone:
        messages.warning(request, _("Somebody else has already merged one of the two records."))
        return True
    else:
        messages.success(request, _("The two records have been merged: %s.") % done.kept)
        return True
    return False


def _merge_page(
    request: AuthenticatedHttpRequest,
    event: Event,
    pair: Pair,
    form: MergeForm,
    *,
    is_refused: bool,
) -> HttpResponse:
    problem, steps = "", []
    try:
        steps = rehearse_merge(kept=pair[0], other=pair[1], choices=form.choices, by=request.user)
    except CannotMerge as error:
        problem = str(error)
    except PersonGone:
        messages.warning(request, _("Somebody else has already merged one of the two records."))
        return redirect("staff:duplicates", event.slug)
    context: dict[str, object] = {"event": event, "kept": pair[0], "other": pair[1], "form": form}
    context |= {"outcomes": summarize_steps(steps), "problem": problem, "is_refused": is_refused}
    context["reason"] = request.POST.get("reason", "")
    return render(
        request, "staff/duplicates/merge.html", context, status=400 if form.errors else 200
    )


@require_POST
@staff_page(Right.EDIT_PEOPLE)
def keep_apart(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], guid: UUID
) -> HttpResponse:
    """Record that two similar records are different people."""
    if (pair := _pair(request, event, guid)) is not None:
        try:
            merging.keep_apart(person=pair[0], other=pair[1], by=request.user)
            messages.success(
                request, _("Marked as two different people. This pair will not be suggested again.")
            )
        except PersonGone:
            messages.warning(request, _("Somebody else has already merged one of the two records."))
    return redirect("staff:duplicates", event.slug)


@require_POST
@staff_page(Right.EDIT_PEOPLE)
def undo(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], pk: int
) -> HttpResponse:
    """Undo a merge."""
    merge = get_object_or_404(Merge.objects.filter(event=event), pk=pk)
    try:
        person = undo_merge(merge=merge, by=request.user)
        messages.success(
            request, _("The merge has been undone: %s has a separate record again.") % person
        )
    except CannotUndo as error:
        messages.error(request, str(error))
    return redirect("staff:duplicates", event.slug)
