"""The columns of a list that somebody chose: stored for them by the list, the URL comes first."""

from collections.abc import Container, Iterable

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from accounts.http import AuthenticatedHttpRequest
from core.lists.admin_columns import picked_columns
from core.lists.listing import ColumnChoice
from core.models import ListColumns

# The button of the form that chooses them.
BUTTON = "_columns"


def with_own_columns(
    request: AuthenticatedHttpRequest, query: QueryDict, list_key: str, offered: Container[str]
) -> QueryDict:
    """The query with the reader's own columns, if neither it nor a list in it names any.

    Only those that are `offered`: somebody may have chosen them with other rights.
    """
    if query.getlist("columns") or query.get("ready"):
        return query
    stored = ListColumns.objects.filter(user=request.user, list_name=list_key)
    chosen = stored.values_list("columns", flat=True).first() or ()
    if columns := [key for key in chosen if key in offered]:
        query = query.copy()
        query.setlist("columns", columns)
        query["in_order"] = "on"
    return query


def answer_columns(
    request: AuthenticatedHttpRequest, offered: Iterable[ColumnChoice], query: QueryDict, key: str
) -> HttpResponse:
    """Store the columns that the form sends, or none for the usual, and show the list with them."""
    choices = list(offered)
    places = {choice.key: choice.position for choice in choices if not choice.is_title}
    title = [choice.key for choice in choices if choice.is_title]
    columns = [*title, *picked_columns(request.POST, places)]
    query = query.copy()
    for name in ("columns", "in_order", "page"):
        query.pop(name, None)
    own = ListColumns.objects.filter(user=request.user, list_name=key)
    if request.POST[BUTTON] == "reset" or columns == title:
        own.delete()
    else:
        if not query.get("ready"):
            ListColumns.objects.update_or_create(
                user=request.user, list_name=key, defaults={"columns": columns}
            )
        query.setlist("columns", columns)
        query["in_order"] = "on"
    return redirect(f"{request.path}?{query.urlencode()}")
