"""Facts of a delegation that the cells of its people show."""

from collections.abc import Callable, Collection, Mapping

from django_countries import countries

from core.text.languages import spoken_name
from delegations.choices import OrganisationKind
from delegations.models import Delegation
from events.models import Event

# The fields of Delegation that each fact is made of, and how.
_FACTS: Mapping[str, tuple[tuple[str, ...], Callable[..., object]]] = {
    "code": (("code",), str),
    "country": (("organisation__country",), countries.name),
    "country_code": (("organisation__country",), str),
    "organisation": (("organisation__name",), str),
    "kind": (("organisation__kind",), lambda kind: OrganisationKind(kind).label),
    "kind_code": (("organisation__kind",), str),
    "precedence": (("precedence_position",), str),
    "liaison": (
        ("liaison_officer__name", "liaison_officer__email"),
        lambda name, address: name or address or "",
    ),
    "liaison_phone": (("liaison_phone",), str),
    "liaison_languages": (("liaison_languages",), str),
    "interpretation": (("interpretation_language",), spoken_name),
    "interpretation_code": (("interpretation_language",), str),
}


def load_delegation_facts(
    event: Event, names: Collection[str], only: Collection[int] | None = None
) -> dict[int, dict[str, str]]:
    """The facts `names` of each delegation, or of those with the keys `only`: one query."""
    rows = Delegation.objects.filter(event=event).order_by()
    if only is not None:
        rows = rows.filter(pk__in=only)
    facts = {name: _FACTS[name] for name in names}
    fields = (field for own, _make in facts.values() for field in own)
    sources = list(dict.fromkeys(["pk", *fields]))
    loaded: dict[int, dict[str, str]] = {}
    for values in rows.values_list(*sources):
        row = dict(zip(sources, values, strict=True))
        loaded[row["pk"]] = {
            name: str(make(*(row[field] for field in own))) for name, (own, make) in facts.items()
        }
    return loaded
