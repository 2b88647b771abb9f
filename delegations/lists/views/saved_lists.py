"""Ready lists and saved lists above the attendee list."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest
from accounts.models import User
from accounts.roles import Right
from core.text.numbers import row_number
from delegations.access.staff_pages import staff_page
from delegations.lists.attendee_list import ATTENDEES
from delegations.lists.list_request import restrict_to_rights
from delegations.lists.ready_lists import ready_lists_for
from events.models import Event, SavedList
from events.saved_lists import LONGEST_QUERY, save_list, tidy_name

# The saved list from which a page comes, by its key.
VIEW_VAR = "view"


@dataclass(frozen=True, slots=True)
class ListLink:
    """A link to a list; `pk` is set for a saved list that the reader may delete."""

    key: str
    label: str | Promise
    query: str
    is_here: bool
    code: str = ""
    is_teams: bool = False
    pk: int | None = None


def load_list_links(
    event: Event, user: User, rights: frozenset[Right], here: QueryDict, *, is_open: bool = False
) -> tuple[list[ListLink], list[ListLink]]:
    """Links to the ready and the saved lists that `user` may open; `here` is the open list.

    With `is_open` only those to the open list.
    """
    ready = [
        ListLink(
            ready_list.key,
            ready_list.label,
            ready_list.query,
            here.get("ready") == ready_list.key,
            code=ready_list.code,
        )
        for ready_list in ready_lists_for(rights)
        if not is_open or ready_list.key == here.get("ready")
    ]
    rows = SavedList.objects.of_list(event, ATTENDEES)
    seen = _without_state(here).urlencode()
    if is_open:
        asked = here.get(VIEW_VAR, "")
        rows = rows.filter(pk=row_number(asked) or 0) if asked else rows.filter(query=seen)
    saved = list(rows.open_to(user))
    own = rows.kept_by(user, may_edit_team=Right.EDIT_TEAM in rights) if saved else ()
    own_keys = {saved_list.pk for saved_list in own}
    kept = [
        ListLink(
            str(saved_list.pk),
            saved_list.name,
            restrict_to_rights(saved_list.query, rights),
            saved_list.query == seen,
            is_teams=saved_list.owner_id is None,
            pk=saved_list.pk if saved_list.pk in own_keys else None,
        )
        for saved_list in saved
    ]
    return ready, kept


def _without_state(query: QueryDict) -> QueryDict:
    """A query without page number, ticked people, reason and compared version."""
    plain = query.copy()
    for name in ("page", "person", "reason", "since", VIEW_VAR):
        plain.pop(name, None)
    return plain


@require_POST
@staff_page(Right.VIEW_PEOPLE)
def save(request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]) -> HttpResponse:
    """Save the open list under a name, replacing one of the same name."""
    name = tidy_name(request.POST.get("name", ""))
    query = _without_state(QueryDict(request.POST.get("query", "")[:LONGEST_QUERY])).urlencode()
    is_teams = "team" in request.POST and Right.EDIT_PEOPLE in rights
    if name:
        saved = save_list(
            event=event,
            list_name=ATTENDEES,
            name=name,
            query=query,
            user=request.user,
            is_teams=is_teams,
        )
        messages.success(request, _("The list “%s” has been saved.") % name)
        query = f"{VIEW_VAR}={saved.pk}&{query}"
    else:
        messages.error(request, _("Give the list a name."))
    return redirect(f"{reverse('staff:attendees', args=[event.slug])}?{query}")


@require_POST
@staff_page(Right.VIEW_PEOPLE)
def delete(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], pk: int
) -> HttpResponse:
    """Delete a saved list."""
    rows = SavedList.objects.of_list(event, ATTENDEES)
    may_edit_team = Right.EDIT_TEAM in rights
    saved_list = get_object_or_404(rows.kept_by(request.user, may_edit_team=may_edit_team), pk=pk)
    saved_list.delete()
    messages.success(request, _("The list “%s” has been deleted.") % saved_list)
    return redirect("staff:attendees", event.slug)
