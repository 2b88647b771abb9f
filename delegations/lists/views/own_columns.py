"""The columns of the attendee list that somebody chose: stored for them, the URL comes first."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from accounts.http import AuthenticatedHttpRequest
from core.lists.admin_columns import picked_columns
from core.models import ListColumns
from delegations.lists.forms import AttendeeFilterForm
from delegations.lists.views.list_head import columns_of

# The name by which the choice is stored, and the button of the form that makes it.
LIST_KEY, BUTTON = "staff.attendees", "_columns"


def with_own_columns(request: AuthenticatedHttpRequest, query: QueryDict) -> QueryDict:
    """The query with the reader's own columns, if neither it nor a list in it names any."""
    if query.getlist("columns") or query.get("ready"):
        return query
    stored = ListColumns.objects.filter(user=request.user, list_name=LIST_KEY)
    if columns := stored.values_list("columns", flat=True).first():
        query = query.copy()
        query.setlist("columns", columns)
        query["in_order"] = "on"
    return query


def answer_columns(
    request: AuthenticatedHttpRequest, form: AttendeeFilterForm, query: QueryDict
) -> HttpResponse:
    """Store the columns that the form sends, or none for the usual, and show the list with them."""
    places = {choice.key: choice.position for choice in columns_of(form) if not choice.is_title}
    columns = ["name", *picked_columns(request.POST, places)]
    query = query.copy()
    for name in ("columns", "in_order", "page"):
        query.pop(name, None)
    own = ListColumns.objects.filter(user=request.user, list_name=LIST_KEY)
    if request.POST[BUTTON] == "reset" or len(columns) == 1:
        own.delete()
    else:
        if not query.get("ready"):
            ListColumns.objects.update_or_create(
                user=request.user, list_name=LIST_KEY, defaults={"columns": columns}
            )
        query.setlist("columns", columns)
        query["in_order"] = "on"
    return redirect(f"{request.path}?{query.urlencode()}")
