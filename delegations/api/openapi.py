"""The description of the API (OpenAPI 3.1), derived from the columns and forms behind it."""

from collections.abc import Mapping
from types import MappingProxyType

from django import forms
from django.conf import settings

from accounts.roles import Right
from core.json_types import JsonObject
from delegations.api.delegation_fields import FIELDS
from delegations.api.json_pages import MOST_ROWS, USUAL_SIZE, PageForm
from delegations.api.problems import CONTENT_TYPE
from delegations.lists.columns import PERSON, all_columns, columns_for
from delegations.lists.consent_columns import consent_choices
from delegations.lists.delegation_forms import DelegationFilterForm
from delegations.lists.forms import ORDERS, filter_fields

VERSION = "1.0.0"
_PROBLEMS = {
    "400": "A parameter is invalid or unknown; see `errors`.",
    "401": "The token is missing, unknown, expired or revoked.",
    "403": "The token is not for this list, or its owner may no longer export it.",
    "404": "The token is for another event, or the list has no such page.",
    "429": "The token has been used too often in the current minute.",
    "503": "The database is not responding.",
}
_REPLIES = ("429", "503")
_LEFT_OUT = {
    "left_out": {
        "type": "integer",
        "description": "People omitted from a shared list because they have not consented.",
    }
}
# What a token says once and for all; what only files of people are compared with; by which mail
# comes back, which no row says; and the boxes of the page.
FOR_PEOPLE = ("reason", "since", "mail", "in_order", "paper", "person")


def document() -> dict[str, object]:
    """The whole description. Labels are in the active language."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lists of the forum portal",
            "version": VERSION,
            "description": "Read-only. Tokens are created on the staff pages of an event.",
        },
        "servers": [{"url": f"{settings.PUBLIC_ORIGIN}/api/v1"}],
        "security": [{"token": []}],
        "paths": {
            "/{event}/attendees/": _path("attendees", "Attendee", filter_fields()),
            "/{event}/delegations/": _path(
                "delegations", "Delegation", DelegationFilterForm.base_fields
            ),
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Attendee": _attendee(),
                "Delegation": _row({field.key: field.schema for field in FIELDS}, [*_keys()]),
                "AttendeePage": _page("Attendee", _LEFT_OUT),
                "DelegationPage": _page("Delegation"),
                "Problem": _problem(),
            },
        },
    }


def _keys() -> list[str]:
    return [field.key for field in FIELDS]


def _attendee() -> dict[str, object]:
    """The schema of an attendee. Rows contain only the requested columns; `id` alone is certain."""
    columns = [column for column in all_columns() if column.has_data]
    properties = {column.key: column.schema for column in columns}
    return _row({PERSON.key: {"type": "string", "format": "uuid"}, **properties}, [PERSON.key])


def _row(properties: Mapping[str, object], required: list[str]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
    }


def _page(row: str, more: Mapping[str, object] = MappingProxyType({})) -> dict[str, object]:
    properties = {
        "event": {"type": "string"},
        "list": {"type": "string"},
        "count": {"type": "integer", "description": "Number of rows on all pages."},
        "page": {"type": "integer"},
        "pages": {"type": "integer"},
        "next": {"type": ["string", "null"], "format": "uri"},
        **more,
        "rows": {"type": "array", "items": {"$ref": f"#/components/schemas/{row}"}},
    }
    return _row(properties, [*properties])


def _problem() -> dict[str, object]:
    text = {"type": "string"}
    error = _row({"parameter": text, "detail": text}, ["parameter", "detail"])
    properties = {
        "type": text,
        "title": text,
        "status": {"type": "integer"},
        "detail": text,
        "errors": {"type": "array", "items": error},
    }
    return _row(properties, ["type", "title", "status", "detail"])


def _path(name: str, row: str, fields: Mapping[str, forms.Field]) -> dict[str, object]:
    own = {key: field for key, field in fields.items() if key not in FOR_PEOPLE}
    event = {"name": "event", "in": "path", "required": True, "schema": {"type": "string"}}
    known = {
        "name": "If-None-Match",
        "in": "header",
        "schema": {"type": "string"},
        "description": "The ETag of an earlier response.",
    }
    queries = [_parameter(key, field) for key, field in {**own, **PageForm.base_fields}.items()]
    page = {"schema": {"$ref": f"#/components/schemas/{row}Page"}}
    answer = {
        "description": "A page of the list.",
        "headers": {"ETag": {"schema": {"type": "string"}}},
        "content": {"application/json": page},
    }
    return {
        "get": {
            "operationId": name,
            "summary": f"The list of {name}",
            "parameters": [event, *queries, known],
            "responses": {
                "200": answer,
                "304": {"description": "The list has not changed."},
                **{status: _failure(status) for status in _PROBLEMS},
            },
        }
    }


def _failure(status: str) -> dict[str, object]:
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    failure: dict[str, object] = {
        "description": _PROBLEMS[status],
        "content": {CONTENT_TYPE: problem},
    }
    if status in _REPLIES:
        failure["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return failure


def _parameter(name: str, field: forms.Field) -> dict[str, object]:
    parameter: dict[str, object] = {"name": name, "in": "query", "schema": _schema(name, field)}
    if field.label:
        parameter["description"] = str(field.label)
    if isinstance(field, forms.MultipleChoiceField):
        parameter |= {"style": "form", "explode": True}
    return parameter


def _schema(name: str, field: forms.Field) -> JsonObject:
    if name == "page_size":
        return {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": USUAL_SIZE}
    if name == "page":
        return {"type": "integer", "minimum": 1}
    # A form sends what was left alone as an empty text: copied from an address it does no harm.
    if isinstance(field, forms.DateField):
        days = {"format": "date", "pattern": "^(19|20|21)"}
        return {"type": "string", "anyOf": [days, {"const": ""}]}
    if isinstance(field, forms.TimeField):
        return {"type": "string", "pattern": "^([0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$"}
    schema = _choice_schema(name, field)
    if isinstance(choices := schema.get("enum"), list) and name != "columns":
        schema["enum"] = ["", *choices]
    if isinstance(field, forms.MultipleChoiceField):
        return {"type": "array", "items": schema}
    return schema


def _choice_schema(name: str, field: forms.Field) -> JsonObject:
    """The JSON Schema of one value of a field."""
    if name == "delegation":
        return {"type": "string", "pattern": "^[0-9]*$"}
    known = list(getattr(field, "choices", ()))
    choices = ORDERS if name in ("order", "then") and not known else known
    values = [value for value, _label in choices if value]
    if name == "columns":
        values = [column.key for column in all_columns() if column.has_data]
    if name == "consent":
        values = [value for value, _label in consent_choices(columns_for(frozenset(Right)))]
    return {"type": "string", "enum": values} if values else {"type": "string"}
