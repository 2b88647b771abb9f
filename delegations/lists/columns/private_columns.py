"""The columns of journeys, hotels and documents, for people who may see sensitive data."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Right
from core.files.spreadsheets import BIRTHDAY
from delegations.choices import DocumentKind, RoomPayer, RoomType, TransportMode
from delegations.lists.list_column import (
    ListColumn,
    ListFacts,
    MakeCell,
    choice_column,
    moment_column,
    plain_column,
)


def _words(facts: ListFacts) -> MakeCell:
    return lambda value: str(value or "")


def _number(facts: ListFacts) -> MakeCell:
    return lambda value: value


PRIVATE_COLUMNS: tuple[ListColumn, ...] = (
    moment_column("arrives_at", _("Arrival"), "travel__arrives_at", right=Right.VIEW_SENSITIVE),
    choice_column(
        "arrival_mode",
        _("Arrives by"),
        "travel__arrival_mode",
        TransportMode.choices,
        right=Right.VIEW_SENSITIVE,
        width=10,
    ),
    plain_column(
        "arrival_point", _("Arrives at"), "travel__arrival_point", right=Right.VIEW_SENSITIVE
    ),
    plain_column(
        "arrival_number",
        _("Arrival flight or train"),
        "travel__arrival_number",
        right=Right.VIEW_SENSITIVE,
    ),
    plain_column(
        "arrival_from", _("Arrives from"), "travel__arrival_from", right=Right.VIEW_SENSITIVE
    ),
    ListColumn(
        "bags",
        _("Number of bags"),
        ("travel__bags",),
        _number,
        kind="number",
        right=Right.VIEW_SENSITIVE,
        width=8,
        values={"type": ["integer", "null"]},
    ),
    moment_column("departs_at", _("Departure"), "travel__departs_at", right=Right.VIEW_SENSITIVE),
    plain_column(
        "departure_point", _("Departs from"), "travel__departure_point", right=Right.VIEW_SENSITIVE
    ),
    plain_column(
        "departure_number",
        _("Departure flight or train"),
        "travel__departure_number",
        right=Right.VIEW_SENSITIVE,
    ),
    ListColumn(
        "hotel", _("Hotel"), ("travel__hotel__name",), _words, right=Right.VIEW_SENSITIVE, width=24
    ),
    choice_column(
        "room_type",
        _("Room type"),
        "travel__room_type",
        RoomType.choices,
        right=Right.VIEW_SENSITIVE,
        width=10,
    ),
    plain_column(
        "shares_with", _("Shares with"), "travel__shares_with", right=Right.VIEW_SENSITIVE, width=22
    ),
    choice_column(
        "room_payer",
        _("Room paid by"),
        "travel__room_payer",
        RoomPayer.choices,
        right=Right.VIEW_SENSITIVE,
        width=14,
    ),
    plain_column(
        "confirmation_number",
        _("Hotel confirmation"),
        "travel__confirmation_number",
        right=Right.VIEW_SENSITIVE,
    ),
    plain_column(
        "passport_name",
        _("Name as in the passport"),
        "sensitive_data__passport_name",
        right=Right.VIEW_SENSITIVE,
        width=28,
    ),
    plain_column(
        "passport_number",
        _("Passport number"),
        "sensitive_data__passport_number",
        right=Right.VIEW_SENSITIVE,
    ),
    choice_column(
        "document_kind",
        _("Travel document"),
        "sensitive_data__document_kind",
        DocumentKind.choices,
        right=Right.VIEW_SENSITIVE,
    ),
    plain_column(
        "issuing_country",
        _("Issuing country"),
        "sensitive_data__issuing_country",
        right=Right.VIEW_SENSITIVE,
        width=8,
    ),
    plain_column(
        "document_sex",
        _("Sex in the document"),
        "sensitive_data__document_sex",
        right=Right.VIEW_SENSITIVE,
        width=6,
    ),
    plain_column(
        "nationality", _("Nationality"), "sensitive_data__nationality", right=Right.VIEW_SENSITIVE
    ),
    plain_column(
        "born_on",
        _("Date of birth"),
        "sensitive_data__born_on",
        kind=BIRTHDAY,
        right=Right.VIEW_SENSITIVE,
    ),
    plain_column("diet", _("Diet"), "sensitive_data__diet", right=Right.VIEW_SENSITIVE),
)
