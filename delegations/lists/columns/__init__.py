"""The columns of the attendee list: what each is called, where it comes from, who may see it."""

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from delegations.choices import (
    COUNTED_FUNCTIONS,
    AttendeeFunction,
    AttendeeStatus,
    Courtesy,
    OrganisationKind,
)
from delegations.lists.added_columns import ADDED
from delegations.lists.columns.badge_columns import BADGE_COLUMNS
from delegations.lists.columns.private_columns import PRIVATE_COLUMNS
from delegations.lists.consent_columns import CONSENT_COLUMNS
from delegations.lists.list_column import (
    BOOLEAN,
    NUMBER,
    ListColumn,
    ListFacts,
    MakeCell,
    choice_column,
    delegation_column,
    one_of,
    plain_column,
    yes_no_column,
)

__all__ = [
    "COLUMNS",
    "NUMBER",
    "PERSON",
    "SEALED",
    "ListColumn",
    "ListFacts",
    "all_columns",
    "columns_for",
    "mask_sealed",
]
# What the screen shows where something sealed is.
SEALED = "•••"


def mask_sealed(
    columns: Sequence[ListColumn], rows: Iterable[Sequence[object]]
) -> list[list[object]]:
    """Replace sealed cells by dots: nobody should see fifty passports in passing."""
    sealed = [column.is_sealed for column in columns]
    return [
        [SEALED if hide and cell else cell for hide, cell in zip(sealed, row, strict=True)]
        for row in rows
    ]


def _counted(facts: ListFacts) -> MakeCell:
    yes, no = gettext("yes"), gettext("no")
    return lambda function: yes if function in COUNTED_FUNCTIONS else no


def _counts(facts: ListFacts) -> MakeCell:
    return lambda function: function in COUNTED_FUNCTIONS


def _empty(facts: ListFacts) -> MakeCell:
    return str


def _to_fill(key: str, heading: str | Promise, width: int) -> ListColumn:
    """A blank column, to be filled in by hand on paper."""
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
    delegation_column("code", _("Delegation"), is_default=True, width=12),
    delegation_column("country", _("Country"), "country_code", is_default=True, width=20),
    delegation_column("organisation", _("City or organization"), is_default=True, width=28),
    delegation_column("kind", _("Kind"), "kind_code", values=one_of(OrganisationKind)),
    ListColumn(
        "precedence",
        _("Precedence"),
        ("delegation_id",),
        _precedence,
        kind="number",
        width=11,
        delegation_facts=("precedence",),
    ),
    choice_column("courtesy", _("Courtesy title"), "courtesy", Courtesy.choices, width=9),
    plain_column("honorific", _("Honorific"), "honorific", is_default=True, width=10),
    plain_column("name", _("Name"), "listed_name", is_default=True, width=30),
    plain_column(
        "native_name", _("Name in native script"), "native_name", is_default=True, width=18
    ),
    plain_column("given", _("Given name"), "given", width=18),
    plain_column("family", _("Family name"), "family", width=18),
    plain_column("display_name", _("Preferred name"), "display_name", width=24),
    plain_column("badge_name", _("Name on the badge"), "badge_name", width=24),
    *BADGE_COLUMNS,
    plain_column("pronunciation", _("Pronunciation"), "pronunciation", width=20),
    choice_column(
        "function",
        _("Function"),
        "function",
        AttendeeFunction.choices,
        is_default=True,
        width=20,
    ),
    plain_column(
        "office_title_en",
        _("Office title in English"),
        "office_title_en",
        is_default=True,
        width=34,
    ),
    plain_column("office_title", _("Office title in own language"), "office_title", width=34),
    plain_column("institution", _("Affiliation"), "institution", width=28),
    plain_column("rank_class", _("Rank class"), "rank_class", is_default=True, width=8),
    yes_no_column("is_incumbent", _("Incumbent"), "is_incumbent", is_default=True, width=10),
    yes_no_column("vip", _("VIP"), "vip", width=6),
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
    choice_column(
        "status", _("Status"), "status", AttendeeStatus.choices, is_default=True, width=12
    ),
    delegation_column("liaison", _("Liaison officer"), width=22),
    delegation_column(
        "liaison_phone", _("Liaison officer’s phone"), right=Right.VIEW_CONTACTS, width=18
    ),
    delegation_column("liaison_languages", _("Liaison officer’s languages"), width=20),
    delegation_column(
        "interpretation", _("Language of interpretation"), "interpretation_code", width=14
    ),
    plain_column("email", _("E-mail address"), "email", right=Right.VIEW_CONTACTS, width=30),
    plain_column("phone", _("Phone number"), "phone", right=Right.VIEW_CONTACTS, width=18),
    *PRIVATE_COLUMNS,
    *CONSENT_COLUMNS,
    _to_fill("present", _("Present"), 9),
    _to_fill("signature", _("Signature"), 24),
    _to_fill("remark", _("Note"), 24),
    _to_fill("seat", _("Seat or table"), 12),
    _to_fill("room_number", _("Room number"), 10),
)


def all_columns() -> list[ListColumn]:
    """The columns of the list, followed by those of higher apps."""
    return [*COLUMNS, *(added.column for added in ADDED)]


def columns_for(rights: frozenset[Right]) -> dict[str, ListColumn]:
    """The columns that somebody with `rights` may see, by key."""
    return {column.key: column for column in all_columns() if column.rights <= rights}
