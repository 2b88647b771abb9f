"""The columns of the attendee list: what each is called, where it comes from, who may see it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from core.languages import own_name
from core.spreadsheets import Column
from delegations.choices import (
    COUNTED_FUNCTIONS,
    AttendeeFunction,
    AttendeeStatus,
    Courtesy,
    OrganisationKind,
    TransportMode,
)
from delegations.models import Delegation
from events.models import Event


@dataclass(frozen=True, slots=True)
class Facts:
    """What many rows share, read once: delegations by id, the zone, and what other apps add.

    `words` are labels of choices by column and value, in the reader's language: looked up once a
    list, not once a cell.
    """

    zone: tzinfo
    delegations: Mapping[int, Mapping[str, str]]
    more: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    words: dict[str, dict[Any, str]] = field(default_factory=dict)

    def word(self, key: str, value: Any, choices: Mapping[Any, str | Promise]) -> str:
        """The label of `value` in the column `key`; the value itself where it has none."""
        if key not in self.words:
            self.words[key] = {one: str(label) for one, label in choices.items()}
        word: str = self.words[key].get(value, value)
        return word


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: `sources` are fields of Attendee, `render` makes the cell of their values."""

    key: str
    heading: str | Promise
    sources: tuple[str, ...]
    render: Callable[..., Any]
    kind: str = "text"
    width: int = 16
    right: Right | None = None
    is_default: bool = False

    @property
    def is_sensitive(self) -> bool:
        """Whether taking it out of the portal needs a reason."""
        return self.right == Right.VIEW_SENSITIVE

    @property
    def is_sealed(self) -> bool:
        """Whether it stands encrypted: only a file, taken with a reason, says what is in it."""
        return any(one.startswith("sensitive_data__") for one in self.sources)

    def for_file(self) -> Column:
        """The column as a file writer needs it."""
        return Column(self.key, str(self.heading), self.kind, self.width)


def for_the_screen(columns: Sequence[ListColumn], rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
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
            "precedence": str(row.precedence_position),
            "liaison": str(row.liaison_officer or ""),
            "interpretation": own_name(row.interpretation_language),
        }
        for row in rows
    }


def _same(facts: Facts, value: Any) -> Any:
    return value


def _plain(key: str, heading: str | Promise, source: str, **options: Any) -> ListColumn:
    return ListColumn(key, heading, (source,), _same, **options)


def _delegation(key: str, heading: str | Promise, **options: Any) -> ListColumn:
    def render(facts: Facts, pk: int) -> str:
        return facts.delegations[pk][key]

    return ListColumn(key, heading, ("delegation_id",), render, **options)


def _choice(
    key: str,
    heading: str | Promise,
    source: str,
    choices: Sequence[tuple[Any, Any]],
    **options: Any,
) -> ListColumn:
    def render(facts: Facts, value: str) -> str:
        return facts.word(key, value, labels)

    labels = dict(choices)
    return ListColumn(key, heading, (source,), render, **options)


def _yes_no(key: str, heading: str | Promise, source: str, **options: Any) -> ListColumn:
    def render(facts: Facts, value: bool) -> str:
        return facts.word(key, bool(value), {True: _("yes"), False: ""})

    return ListColumn(key, heading, (source,), render, **options)


def _moment(key: str, heading: str | Promise, source: str, **options: Any) -> ListColumn:
    def render(facts: Facts, value: Any) -> Any:
        return value.astimezone(facts.zone) if value else None

    return ListColumn(key, heading, (source,), render, kind="datetime", width=20, **options)


def _counted(facts: Facts, function: str) -> str:
    counts = function in COUNTED_FUNCTIONS
    return facts.word("counted", counts, {True: _("yes"), False: _("no")})


def _words(facts: Facts, value: Any) -> str:
    return str(value or "")


def _empty(facts: Facts) -> str:
    return ""


def _to_fill(key: str, heading: str | Promise, width: int) -> ListColumn:
    """A column that is filled in by hand, on paper."""
    return ListColumn(key, heading, (), _empty, width=width)


def _precedence(facts: Facts, pk: int) -> int:
    return int(facts.delegations[pk]["precedence"])


NUMBER = "number"
# What the screen shows where something sealed is.
SEALED = "•••"

COLUMNS: tuple[ListColumn, ...] = (
    # Counted by the list itself.
    ListColumn(NUMBER, _("No."), (), _empty, kind="number", width=6),
    _delegation("code", _("Delegation"), is_default=True, width=12),
    _delegation("country", _("Country"), is_default=True, width=20),
    _delegation("organisation", _("City or organization"), is_default=True, width=28),
    _delegation("kind", _("Kind")),
    ListColumn(
        "precedence", _("Precedence"), ("delegation_id",), _precedence, kind="number", width=11
    ),
    _choice("courtesy", _("Courtesy"), "courtesy", Courtesy.choices, width=9),
    _plain("honorific", _("Honorific"), "honorific", is_default=True, width=10),
    _plain("name", _("Name"), "listed_name", is_default=True, width=30),
    _plain("native_name", _("Name in native script"), "native_name", is_default=True, width=18),
    _plain("given", _("Given name"), "given", width=18),
    _plain("family", _("Family name"), "family", width=18),
    _plain("display_name", _("Name as wished"), "display_name", width=24),
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
        "office_title_en", _("Office, in English"), "office_title_en", is_default=True, width=34
    ),
    _plain("office_title", _("Office, in own words"), "office_title", width=34),
    _plain("rank_class", _("Rank class"), "rank_class", is_default=True, width=8),
    _yes_no("is_incumbent", _("Incumbent"), "is_incumbent", is_default=True, width=10),
    _yes_no("vip", _("VIP"), "vip", width=6),
    ListColumn("counted", _("Counted"), ("function",), _counted, width=9, is_default=True),
    _choice("status", _("Status"), "status", AttendeeStatus.choices, is_default=True, width=12),
    _delegation("liaison", _("Liaison officer"), width=22),
    _delegation("interpretation", _("Language of interpretation"), width=14),
    _plain("email", _("E-mail address"), "email", right=Right.VIEW_CONTACTS, width=30),
    _plain("phone", _("Telephone"), "phone", right=Right.VIEW_CONTACTS, width=18),
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
        _("Arrival number"),
        "travel__arrival_number",
        right=Right.VIEW_SENSITIVE,
    ),
    _moment("departs_at", _("Departure"), "travel__departs_at", right=Right.VIEW_SENSITIVE),
    _plain(
        "departure_point", _("Leaves from"), "travel__departure_point", right=Right.VIEW_SENSITIVE
    ),
    _plain(
        "departure_number",
        _("Departure number"),
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
    _to_fill("present", _("Present"), 9),
    _to_fill("signature", _("Signature"), 24),
    _to_fill("remark", _("Note"), 24),
)


def columns_for(rights: frozenset[Right], more: Sequence[ListColumn] = ()) -> dict[str, ListColumn]:
    """The columns that somebody with `rights` may see, by key, with those that other apps add."""
    return {
        column.key: column
        for column in (*COLUMNS, *more)
        if column.right is None or column.right in rights
    }
