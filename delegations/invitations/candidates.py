"""Which organisations can be invited to an edition, and under which code."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import User
from accounts.roles import Right
from core.text.collation import collation_key
from core.text.folding import search_terms, searchable
from core.text.languages import in_language
from delegations.models import Delegation, Organisation
from delegations.protocol.delegation_codes import propose_code
from delegations.querysets import DelegationQuerySet
from events.models import Event

# The most on one page; with more, the page asks for a narrower filter.
MOST = 300


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation with its delegation to the edition, or else the code that it might have."""

    organisation: Organisation
    delegation: Delegation | None
    code: str = ""


def find_last_edition(event: Event, user: User) -> Event | None:
    """The edition before this one, among those whose people `user` may see."""
    known = Event.objects.with_right(user, Right.VIEW_PEOPLE).exclude(pk=event.pk)
    return known.filter(start_date__lt=event.start_date).first()


def load_candidates(
    event: Event,
    user: User,
    *,
    kind: str = "",
    country: str = "",
    text: str = "",
    came_last: bool = False,
) -> list[Candidate]:
    """Organisations that `user` may see, by country and name."""
    rows = Organisation.objects.visible_to(user)
    if kind:
        rows = rows.filter(kind=kind)
    if country:
        rows = rows.filter(country=country)
    if came_last:
        before = find_last_edition(event, user)
        rows = rows.came_to(before) if before is not None else rows.none()
    here = Prefetch("delegations", Delegation.objects.filter(event=event), to_attr="here")
    terms = search_terms(text)
    matches = [row for row in rows.prefetch_related(here) if _matches(row, terms)]
    matches.sort(key=_sort_key)
    return _propose_codes(event, matches[: MOST + 1])


def find_to_invite(delegations: DelegationQuerySet, text: str) -> DelegationQuerySet:
    """Those of `delegations` whose code, country or name in any language has these words."""
    terms = search_terms(text)
    if not terms:
        return delegations
    matching = [row.pk for row in delegations if all(term in _words(row) for term in terms)]
    return delegations.filter(pk__in=matching)


def _words(delegation: Delegation) -> str:
    country = str(delegation.organisation.country.name or "")
    return searchable(*_names_of(delegation.organisation), delegation.code, country)


def load_country_choices(user: User) -> list[tuple[str, str]]:
    """The countries of the organisations that `user` may see, in the language of the reader."""
    rows = Organisation.objects.visible_to(user).exclude(country="").order_by("country")
    names = {row.country.code: str(row.country.name) for row in rows.only("country")}
    return sorted(names.items(), key=lambda pair: collation_key(pair[1]))


def load_taken_codes(event: Event) -> set[str]:
    """The codes of the delegations to an edition, in capitals."""
    codes = Delegation.objects.filter(event=event).values_list("code", flat=True)
    return {code.upper() for code in codes}


def _matches(organisation: Organisation, terms: Iterable[str]) -> bool:
    text = searchable(*_names_of(organisation))
    return all(term in text for term in terms)


def _names_of(organisation: Organisation) -> tuple[str, ...]:
    return (*organisation.name.values(), organisation.local_name, organisation.acronym)


def _sort_key(organisation: Organisation) -> tuple[bool, str]:
    with in_language("en"):
        country = str(organisation.country.name or "")
    return not country, collation_key(country, organisation.name.best("en").text)


def _propose_codes(event: Event, rows: Iterable[Organisation]) -> list[Candidate]:
    taken, candidates = load_taken_codes(event), []
    for row in rows:
        if here := getattr(row, "here", []):
            candidates.append(Candidate(row, here[0]))
            continue
        code = propose_code(row.country.code or "", row.name.best("en").text, taken)
        taken.add(code)
        candidates.append(Candidate(row, None, code))
    return candidates
