"""The public list of delegations."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django_countries import countries

from core.pages.cache import public_page
from core.text.collation import reader_key
from core.text.regions import WorldRegion, region_of
from core.text.translated import fallback_order
from delegations.choices import OrganisationKind
from delegations.models import Delegation
from events.models import Event
from events.visitors import public_event, visitor_page

# Who knows how many people of a delegation, by its key, are on stage: the app of the agenda.
ON_STAGE_COUNTS: list[Callable[[Event], Mapping[str, int]]] = []


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the world with its countries by name; the last is of organizations without."""

    name: str
    countries: list[tuple[str, list[Delegation]]]

    @property
    def delegation_count(self) -> int:
        """The number of delegations in all its countries."""
        return sum(len(delegations) for _name, delegations in self.countries)


@public_page()
def public_list(request: HttpRequest, event_slug: str) -> HttpResponse:
    """Show cities by region and country, then organizations, without names of people."""
    event = public_event(event_slug)
    public = Delegation.objects.filter(event=event).public().select_related("organisation")
    rows = list(public.alphabetical())
    with fallback_order(event.languages, is_closed=True):
        regions = _by_region(rows)
    context = {
        "regions": regions,
        "delegation_count": len(rows),
        "country_count": len({_country(row) for row in rows} - {""}),
        "organization_count": sum(
            row.organisation.kind == OrganisationKind.INTERNATIONAL for row in rows
        ),
        "on_stage": next((count(event) for count in ON_STAGE_COUNTS), {}),
    }
    return visitor_page(request, "delegations/public_list.html", event, context)


def _by_region(rows: Iterable[Delegation]) -> list[Region]:
    """Group delegations by region and country, each in the order of the reader's language."""

    def place(row: Delegation) -> tuple[bool, str, str, str]:
        code = _country(row)
        region, country = _region(code), str(countries.name(code))
        name = str(row.organisation.name)
        return not code, reader_key(region), reader_key(country), reader_key(name)

    ordered = sorted(rows, key=place)
    return [
        Region(
            name,
            [
                (str(countries.name(code)), list(group))
                for code, group in groupby(of_region, _country)
            ],
        )
        for name, of_region in groupby(ordered, lambda row: _region(_country(row)))
    ]


def _country(row: Delegation) -> str:
    return str(row.organisation.country.code or "")


def _region(code: str) -> str:
    if not code:
        return _("International organizations")
    return str(WorldRegion(region_of(code)).label)
