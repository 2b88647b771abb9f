"""Working document L25: figures for a press release, each with its counting rule."""

from collections.abc import Iterator, Mapping

from django.db.models import Count
from django.utils.translation import gettext as _

from core.files.spreadsheets import Column
from core.text.regions import WorldRegion, region_of
from delegations.lists.live_figures import LIVE_COUNTS, count_live, load_coming_cities
from delegations.lists.tables.table import Table
from delegations.models import Attendee
from events.choices import FigureKey
from events.models import Event, PublishedFigure


def statistics(event: Event) -> Table:
    """Live counts beside the published figures, then by region of the world."""
    live = count_live(event, LIVE_COUNTS)
    published = {row.key: row for row in event.figures.all()}
    rows = [*_rows_for_all(live, published), *_load_rows_by_region(event)]
    return Table(_columns(), rows, notes=[_note()])


def _columns() -> list[Column]:
    return [
        Column("region", _("Region"), width=14),
        Column("figure", _("Figure"), width=28),
        Column("live", _("Live count"), "number", 10),
        Column("rule", _("Counting rule"), width=60),
        Column("published", _("As published"), width=18),
        Column("as_of", _("Published as of"), "date", 16),
    ]


def _note() -> str:
    return _(
        "Live counts never replace the published figures. State which figures "
        "you use and as of when."
    )


def _rows_for_all(
    live: Mapping[str, int], published: Mapping[str, PublishedFigure]
) -> Iterator[list[object]]:
    for figure in LIVE_COUNTS:
        row = published.get(figure.key)
        value, as_of = (str(row.value), row.as_of) if row else ("", None)
        yield [_("all"), str(figure.label), live[figure.key], str(figure.rule), value, as_of]


def _load_rows_by_region(event: Event) -> Iterator[list[object]]:
    """Countries, cities and representatives of each region of the world: two queries."""
    cities = _load_cities(event)
    people: dict[WorldRegion, int] = dict.fromkeys(WorldRegion, 0)
    rows = Attendee.objects.of_event(event).approved().counted().order_by()
    for country, count in rows.values_list("delegation__organisation__country").annotate(
        count=Count("pk")
    ):
        people[region_of(str(country or ""))] += count
    rules = {figure.key: figure for figure in LIVE_COUNTS}
    for region in WorldRegion:
        countries = cities[region]
        for key, count in (
            (FigureKey.COUNTRIES, len(set(countries))),
            (FigureKey.CITIES, len(countries)),
            (FigureKey.REPRESENTATIVES, people[region]),
        ):
            if count:
                figure = rules[key]
                yield [str(region.label), str(figure.label), count, str(figure.rule), "", None]


def _load_cities(event: Event) -> dict[WorldRegion, list[str]]:
    """The country of each city that is coming, by region."""
    cities: dict[WorldRegion, list[str]] = {region: [] for region in WorldRegion}
    rows = load_coming_cities(event).order_by()
    for country in rows.values_list("organisation__country", flat=True):
        cities[region_of(str(country or ""))].append(str(country or ""))
    return cities
