"""What somebody chose in a list: it may stand in an address; why they take it out may not."""

from django.http import HttpRequest, QueryDict

# Why a list is taken out is confidential, and addresses end in logs and histories.
_NEVER_IN_AN_ADDRESS = ("reason", "csrfmiddlewaretoken")


def chosen_in(request: HttpRequest) -> QueryDict:
    """What was chosen, from the address and the body; the reason from the body alone."""
    chosen = request.GET.copy()
    for name in _NEVER_IN_AN_ADDRESS:
        chosen.pop(name, None)
    chosen.update(request.POST)
    return chosen


def in_address(chosen: QueryDict) -> str:
    """What was chosen as it stands in an address: what is set, without the reason."""
    plain = QueryDict(mutable=True)
    for name, values in chosen.lists():
        if name not in _NEVER_IN_AN_ADDRESS:
            plain.setlist(name, [value for value in values if value])
    return plain.urlencode()
