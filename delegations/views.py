"""The public list of delegations."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.pages.cache import public_page
from delegations.models import Delegation
from events.visitors import public_event, visitor_page


@public_page()
def public_list(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Show cities by country, then organizations, without names of people."""
    event = public_event(event_slug)
    rows = Delegation.objects.filter(event=event).public().select_related("organisation")
    groups = [(country, list(group)) for country, group in groupby(rows.alphabetical(), _country)]
    context = {
        "groups": groups,
        "country_count": sum(bool(group[0].organisation.country) for _name, group in groups),
        "delegation_count": sum(len(group) for _name, group in groups),
    }
    return visitor_page(request, "delegations/public_list.html", event, context)


def _country(delegation: Delegation) -> str | Promise:
    name: str = delegation.organisation.country.name
    return name or _("International organizations")
