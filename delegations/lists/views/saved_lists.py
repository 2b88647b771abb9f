"""Lists to begin with: those that every office makes, and those that people have kept."""

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
from delegations.access.staff_pages import staff_page
from delegations.lists.columns import columns_for
from delegations.lists.needed_columns import may_use, unseen
from delegations.lists.ready_lists import ready_lists_for
from delegations.models import SavedList
from delegations.protocol.contact_search import taken_apart
from events.models import Event

_LONGEST_NAME, _LONGEST_QUERY = 80, 4000


@dataclass(frozen=True, slots=True)
class ListLink:
    """A list that can be opened; `pk` of a kept one that its reader may drop."""

    label: str | Promise
    query: str
    is_here: bool
    code: str = ""
    is_teams: bool = False
    pk: int | None = None


def lists_of(
    event: Event, user: User, rights: frozenset[Right], here: QueryDict
) -> tuple[list[ListLink], list[ListLink]]:
    """The ready lists and the kept ones that `user` may open; `here` is what they look at."""
    ready = [
        ListLink(one.label, one.query, here.get("ready") == one.key, code=one.code)
        for one in ready_lists_for(rights)
    ]
    rows = SavedList.objects.filter(event=event)
    own = set(
        rows.kept_by(user, may_edit_team=Right.EDIT_TEAM in rights).values_list("pk", flat=True)
    )
    seen = _plain(here).urlencode()
    kept = [
        ListLink(
            one.name,
            _allowed(one.query, rights),
            one.query == seen,
            is_teams=one.owner_id is None,
            pk=one.pk if one.pk in own else None,
        )
        for one in rows.open_to(user)
    ]
    return ready, kept


def _plain(query: QueryDict) -> QueryDict:
    """What a list is, without the page that is open, why it was taken out, and since when."""
    plain = query.copy()
    for name in ("page", "reason", "since"):
        plain.pop(name, None)
    return plain


def _allowed(kept: str, rights: frozenset[Right]) -> str:
    """A kept list without the columns, filters and orders that its reader may not see."""
    query = QueryDict(kept, mutable=True)
    available = columns_for(rights)
    query.setlist("columns", [one for one in query.getlist("columns") if one in available])
    for name, _columns in list(unseen(query, available)):
        query.setlist(name, [one for one in query.getlist(name) if may_use(name, available, one)])
    if query.get("ready") not in [one.key for one in ready_lists_for(rights)]:
        query.pop("ready", None)
    if Right.VIEW_CONTACTS not in rights and taken_apart(query.get("q", "")).names_contacts:
        query.pop("q")
    return query.urlencode()


@require_POST
@staff_page(Right.VIEW_PEOPLE)
def save(request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right]) -> HttpResponse:
    """Keep the list that is open under a name; one of the same name is replaced."""
    name = " ".join(request.POST.get("name", "").split())[:_LONGEST_NAME]
    query = _plain(QueryDict(request.POST.get("query", "")[:_LONGEST_QUERY])).urlencode()
    is_teams = "team" in request.POST and Right.EDIT_PEOPLE in rights
    if name:
        SavedList.objects.update_or_create(
            event=event,
            owner=None if is_teams else request.user,
            name=name,
            defaults={"query": query, "updated_by": request.user},
        )
        messages.success(request, _("The list “%s” has been saved.") % name)
    else:
        messages.error(request, _("Give the list a name."))
    return redirect(f"{reverse('staff:attendees', args=[event.slug])}?{query}")


@require_POST
@staff_page(Right.VIEW_PEOPLE)
def delete(
    request: AuthenticatedHttpRequest, event: Event, rights: frozenset[Right], pk: int
) -> HttpResponse:
    """Keep a list no longer."""
    rows = SavedList.objects.filter(event=event)
    may_edit_team = Right.EDIT_TEAM in rights
    found = get_object_or_404(rows.kept_by(request.user, may_edit_team=may_edit_team), pk=pk)
    found.delete()
    messages.success(request, _("The list “%s” has been deleted.") % found)
    return redirect("staff:attendees", event.slug)
