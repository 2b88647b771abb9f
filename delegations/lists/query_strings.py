"""The choices of a list as a query string, without the confidential reason for an export."""

from django.http import HttpRequest, QueryDict

from core.lists.listing import MENU_VAR

# Why a list is taken out is confidential, and addresses end in logs and histories; which menu of a
# page is open is no part of a list.
_NEVER_IN_AN_ADDRESS = ("reason", "csrfmiddlewaretoken", MENU_VAR)


def read_choices(request: HttpRequest) -> QueryDict:
    """The choices in the URL and the body of a request; the reason from the body alone."""
    chosen = request.GET.copy()
    for name in _NEVER_IN_AN_ADDRESS:
        chosen.pop(name, None)
    chosen.update(request.POST)
    return chosen


def as_query_string(chosen: QueryDict) -> str:
    """The choices as a query string: values that are set, without the reason."""
    plain = QueryDict(mutable=True)
    for name, values in chosen.lists():
        if name not in _NEVER_IN_AN_ADDRESS:
            plain.setlist(name, [value for value in values if value])
    return plain.urlencode()
