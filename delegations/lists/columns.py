"""The columns of the attendee list: what each is called, where it comes from, who may see it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypedDict, Unpack

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from core.json_types import JsonValue
from core.text.languages import own_name
from delegations.choices import (
    COUNTED_FUNCTIONS,
    AttendeeFunction,
    AttendeeStatus,
    Courtesy,
    OrganisationKind,
    TransportMode,
)
from delegations.lists.added_columns import ADDED
from delegations.lists.consent_columns import CONSENT_COLUMNS
from delegations.lists.list_column import (
    BOOLEAN,
    NUMBER,
    ListColumn,
    ListFacts,
    MakeCell,
    label_of,
    one_of,
)
from delegations.models import Delegation
from events.models import Event

__all__ = [
    "COLUMNS",
    "NUMBER",
    "PERSON",
    "SEALED",
    "ListColumn",
    "ListFacts",
    "all_columns",
    "columns_for",
    "delegation_facts",
    "for_the_screen",
]
# What the screen shows where something sealed is.
SEALED = "•••"


def for_the_screen(
    columns: Sequence[ListColumn], rows: Iterable[Sequence[object]]
) -> list[list[object]]:
    """The rows with dots for what is sealed: nobody reads fifty passports in passing."""
    sealed = [one.is_sealed for one in columns]
    return [
        [SEALED if hide and cell else cell for hide, cell in zip(sealed, row, strict=True)]
        for row in rows
    ]


def delegation_facts(
    event: Event, only: Collection[int] | None = None
) -> dict[int, dict[str, str]]:
    """What the list says of each delegation, or of those with the keys `only`: one query."""
    rows = Delegation.objects.filter(event=event).select_related("organisation", "liaison_officer")
    if only is not None:
        rows = rows.filter(pk__in=only)
    return {
        row.pk: {
            "code": row.code,
            "country": str(row.organisation.country.name or ""),
            "country_code": str(row.organisation.country or ""),
            "organisation": str(row.organisation.name),
            "kind": str(OrganisationKind(row.organisation.kind).label),
            "kind_code": row.organisation.kind,
            "precedence": str(row.precedence_position),
            "liaison": str(row.liaison_officer or ""),
            "interpretation": own_name(row.interpretation_language),
            "interpretation_code": row.interpretation_language,
        }
        for row in rows
    }


class ColumnOptions(TypedDict, total=False):
    """What a column can say of itself beside its heading and its source."""

    width: int
    right: Right
    is_default: bool


def _same(facts: ListFacts) -> MakeCell:
    return lambda value: value


def _is(facts: ListFacts) -> MakeCell:
    return bool


def _plain(
    key: str,
    heading: str | Promise,
    source: str,
    kind: str = "text",
    **options: Unpack[ColumnOptions],
) -> ListColumn:
    return ListColumn(key, heading, (source,), _same, kind, **options)


def _delegation(
    key: str,
    heading: str | Promise,
    code: str = "",
    values: Mapping[str, JsonValue] | None = None,
    **options: Unpack[ColumnOptions],
) -> ListColumn:
    def says(name: str) -> Callable[[ListFacts], MakeCell]:
        return lambda facts: {pk: row[name] for pk, row in facts.delegations.items()}.__getitem__

    render, data = says(key), says(code or key)
    return ListColumn(key, heading, ("delegation_id",), render, data=data, values=values, **options)


def _choice(
    key: str,
    heading: str | Promise,
    source: str,
    choices: Sequence[tuple[object, str | Promise]],
    **options: Unpack[ColumnOptions],
) -> ListColumn:
    def render(facts: ListFacts) -> MakeCell:
        return label_of(labels)

    labels = dict(choices)
    values = one_of(dict.fromkeys(["", *labels]))
    return ListColumn(key, heading, (source,), render, data=_same, values=values, **options)


def _yes_no(
    key: str, heading: str | Promise, source: str, **options: Unpack[ColumnOptions]
) -> ListColumn:
    def render(facts: ListFacts) -> MakeCell:
        yes = gettext("yes")
        return lambda value: yes if value else ""

    return ListColumn(key, heading, (source,), render, data=_is, values=BOOLEAN, **options)


def _moment(key: str, heading: str | Promise, source: str, right: Right) -> ListColumn:
    def render(facts: ListFacts) -> MakeCell:
        return lambda value: value.astimezone(facts.zone) if value else None

    return ListColumn(key, heading, (source,), render, kind="datetime", width=20, right=right)


def _counted(facts: ListFacts) -> MakeCell:
    yes, no = gettext("yes"), gettext("no")
    return lambda function: yes if function in COUNTED_FUNCTIONS else no


def _counts(facts: ListFacts) -> MakeCell:
    return lambda function: function in COUNTED_FUNCTIONS


def _words(facts: ListFacts) -> MakeCell:
    return lambda value: str(value or "")


def _empty(facts: ListFacts) -> MakeCell:
    return str


def _to_fill(key: str, heading: str | Promise, width: int) -> ListColumn:
    """A column that is filled in by hand, on paper."""
    return ListColumn(key, heading, (), _empty, width=width)


def _precedence(facts: ListFacts) -> MakeCell:
    return lambda pk: int(facts.delegations[pk]["precedence"])


def _identifier(facts: ListFacts) -> MakeCell:
    return str


# In no list for people: by it a program knows somebody again.
PERSON = ListColumn("id", "", ("guid",), _identifier)

COLUMNS: tuple[ListColumn, ...] = (
    # Counted by the list itself.
    ListColumn(NUMBER, _("No."), (), _empty, kind="number", width=6),
    _delegation("code", _("Delegation"), is_default=True, width=12),
    _delegation("country", _("Country"), "country_code", is_default=True, width=20),
    _delegation("organisation", _("City or organization"), is_default=True, width=28),
    _delegation("kind", _("Kind"), "kind_code", values=one_of(OrganisationKind)),
    ListColumn(
        "precedence", _("Precedence"), ("delegation_id",), _precedence, kind="number", width=11
    ),
    _choice("courtesy", _("Courtesy title"), "courtesy", Courtesy.choices, width=9),
    _plain("honorific", _("Honorific"), "honorific", is_default=True, width=10),
    _plain("name", _("Name"), "listed_name", is_default=True, width=30),
    _plain("native_name", _("Name in native script"), "native_name", is_default=True, width=18),
    _plain("given", _("Given name"), "given", width=18),
    _plain("family", _("Family name"), "family", width=18),
    _plain("display_name", _("Preferred name"), "display_name", width=24),
    _plain("badge_name", _("Name on the badge"), "badge_name", width=24),
    _plain("pronunciation", _("Pronunciation"), "pronunciation", width=20),
    _choice(
        "function",
        _("Function"),
        "function",
        AttendeeFunction.choices,
        is_default=True,
        width=20,
    ),
    _plain(
        "office_title_en",
        _("Office title in English"),
        "office_title_en",
        is_default=True,
        width=34,
    ),
    _plain("office_title", _("Office title in own language"), "office_title", width=34),
    _plain("rank_class", _("Rank class"), "rank_class", is_default=True, width=8),
    _yes_no("is_incumbent", _("Incumbent"), "is_incumbent", is_default=True, width=10),
    _yes_no("vip", _("VIP"), "vip", width=6),
    ListColumn(
        "counted",
        _("Counted"),
        ("function",),
        _counted,
        width=9,
        is_default=True,
        data=_counts,
        values=BOOLEAN,
    ),
    _choice("status", _("Status"), "status", AttendeeStatus.choices, is_default=True, width=12),
    _delegation("liaison", _("Liaison officer"), width=22),
    _delegation("interpretation", _("Language of interpretation"), "interpretation_code", width=14),
    _plain("email", _("E-mail address"), "email", right=Right.VIEW_CONTACTS, width=30),
    _plain("phone", _("Phone number"), "phone", right=Right.VIEW_CONTACTS, width=18),
    _moment("arrives_at", _("Arrival"), "travel__arrives_at", right=Right.VIEW_SENSITIVE),
    _choice(
        "arrival_mode",
        _("Arrives by"),
        "travel__arrival_mode",
        TransportMode.choices,
        right=Right.VIEW_SENSITIVE,
        width=10,
    ),
    _plain("arrival_point", _("Arrives at"), "travel__arrival_point", right=Right.VIEW_SENSITIVE),
    _plain(
        "arrival_number",
        _("Arrival flight or train"),
        "travel__arrival_number",
        right=Right.VIEW_SENSITIVE,
    ),
    _moment("departs_at", _("Departure"), "travel__departs_at", right=Right.VIEW_SENSITIVE),
    _plain(
        "departure_point", _("Departs from"), "travel__departure_point", right=Right.VIEW_SENSITIVE
    ),
    _plain(
        "departure_number",
        _("Departure flight or train"),
        "travel__departure_number",
        right=Right.VIEW_SENSITIVE,
    ),
    ListColumn(
        "hotel", _("Hotel"), ("travel__hotel__name",), _words, right=Right.VIEW_SENSITIVE, width=24
    ),
    _plain(
        "passport_name",
        _("Name as in the passport"),
        "sensitive_data__passport_name",
        right=Right.VIEW_SENSITIVE,
        width=28,
    ),
    _plain(
        "passport_number",
        _("Passport number"),
        "sensitive_data__passport_number",
        right=Right.VIEW_SENSITIVE,
    ),
    _plain(
        "nationality", _("Nationality"), "sensitive_data__nationality", right=Right.VIEW_SENSITIVE
    ),
    _plain(
        "born_on",
        _("Date of birth"),
        "sensitive_data__born_on",
        kind="date",
        right=Right.VIEW_SENSITIVE,
    ),
    _plain("diet", _("Diet"), "sensitive_data__diet", right=Right.VIEW_SENSITIVE),
    *CONSENT_COLUMNS,
    _to_fill("present", _("Present"), 9),
    _to_fill("signature", _("Signature"), 24),
    _to_fill("remark", _("Note"), 24),
)


def all_columns() -> list[ListColumn]:
    """The columns of the list, with those that apps above add behind."""
    return [*COLUMNS, *(one.column for one in ADDED)]


def columns_for(rights: frozenset[Right]) -> dict[str, ListColumn]:
    """The columns that somebody with `rights` may see, by key."""
    return {column.key: column for column in all_columns() if column.rights <= rights}
