"""The fields of a delegation in the API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.json_types import JsonObject, JsonValue
from delegations.choices import Actor, InvitationStatus, OrganisationKind, RankClass
from delegations.lists.list_column import BOOLEAN, one_of
from delegations.models import Delegation

_TEXT: JsonObject = {"type": "string"}
_NUMBER: JsonObject = {"type": "integer"}


@dataclass(frozen=True, slots=True)
class DelegationField:
    """One value of a delegation."""

    key: str
    title: str
    # Of a delegation as with_headcount() finds it.
    value: Callable[[Delegation], JsonValue]
    values: Mapping[str, JsonValue]

    @property
    def schema(self) -> JsonObject:
        """The JSON Schema of its values."""
        return {"title": self.title, **self.values}


def _of_head(field: str) -> Callable[[Delegation], JsonValue]:
    def value(row: Delegation) -> JsonValue:
        return str(getattr(row.heads[0], field)) if row.heads else None

    return value


def _or_null(values: Mapping[str, JsonValue]) -> JsonObject:
    if isinstance(choices := values.get("enum"), list):
        return {**values, "type": [values["type"], "null"], "enum": [*choices, None]}
    return {**values, "type": [values["type"], "null"]}


FIELDS: tuple[DelegationField, ...] = (
    DelegationField("id", "Identifier, for ever", lambda row: str(row.guid), _TEXT),
    DelegationField("key", "For the filter “delegation” of attendees", lambda row: row.pk, _NUMBER),
    DelegationField("code", "Code", lambda row: row.code, _TEXT),
    DelegationField(
        "country",
        "Country, ISO 3166-1 alpha-2; empty for an international organization",
        lambda row: str(row.organisation.country or ""),
        _TEXT,
    ),
    DelegationField(
        "organisation", "City or organization", lambda row: str(row.organisation.name), _TEXT
    ),
    DelegationField("kind", "Kind", lambda row: row.organisation.kind, one_of(OrganisationKind)),
    DelegationField("status", "Status", lambda row: row.status, one_of(InvitationStatus)),
    DelegationField(
        "waits_for", "Who must act next", lambda row: row.waits_for[0].value, one_of(Actor)
    ),
    DelegationField("is_host", "Whether it is the host’s", lambda row: row.is_host, BOOLEAN),
    DelegationField(
        "alphabetical",
        "Place in the alphabetical order",
        lambda row: row.alphabetical_position,
        _NUMBER,
    ),
    DelegationField(
        "precedence",
        "Place in the order of precedence",
        lambda row: row.precedence_position,
        _NUMBER,
    ),
    DelegationField(
        "quota",
        "Counted people it may bring; null for no limit",
        lambda row: row.quota,
        _or_null(_NUMBER),
    ),
    DelegationField("counted", "Counted people", lambda row: row.counted_count, _NUMBER),
    DelegationField("others", "Other people", lambda row: row.other_count, _NUMBER),
    DelegationField("head", "Name of the head", _of_head("listed_name"), _or_null(_TEXT)),
    DelegationField(
        "head_office",
        "Office of the head, in English",
        _of_head("office_title_en"),
        _or_null(_TEXT),
    ),
    DelegationField(
        "head_rank_class",
        "Rank class of the head",
        _of_head("rank_class"),
        _or_null(one_of(["", *RankClass])),
    ),
    DelegationField(
        "liaison", "Liaison officer", lambda row: str(row.liaison_officer or ""), _TEXT
    ),
    DelegationField(
        "interpretation",
        "Language of interpretation, as a code",
        lambda row: row.interpretation_language,
        _TEXT,
    ),
)
