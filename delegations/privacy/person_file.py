"""Everything that is stored about one person, as a file."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.db.models import Model, Q
from django.db.models.fields.files import FieldFile
from django.http import HttpResponse

from core.files.downloads import JSON, download
from delegations.lists.versions import load_versions_about
from delegations.models import (
    Amendment,
    Attendee,
    Consent,
    HeadChange,
    Letter,
    Merge,
    PersonalLink,
    Photograph,
    SensitiveData,
    StatusChange,
    Tag,
    Travel,
    VisaLetter,
)
from delegations.privacy.erasers import load_identities
from events.imports.retention import find_traces
from mail.models import OutgoingMail

# Rows about a person that apps above keep.
ADDED_ROWS: list[Callable[[Attendee], Iterable[Model]]] = []


def person_file(person: Attendee) -> HttpResponse:
    """Answer with all rows about a person as JSON (GDPR art. 15 and 20, PIPL art. 45)."""
    own: dict[str, object] = {"attendee": person}
    known = load_identities(person)
    rows: list[Iterable[Model]] = [
        [person],
        SensitiveData.objects.filter(**own),
        Travel.objects.filter(**own),
        Consent.objects.filter(**own),
        StatusChange.objects.filter(**own),
        Tag.objects.filter(**own),
        Amendment.objects.filter(**own),
        PersonalLink.objects.filter(**own),
        Photograph.objects.filter(**own),
        VisaLetter.objects.filter(**own),
        Attendee.history.filter(id__in=known.pks),
        Merge.objects.filter(kept=person),
        HeadChange.objects.filter(Q(former=person) | Q(new=person)),
        *(rows(person) for rows in ADDED_ROWS),
        OutgoingMail.objects.filter(recipient__in=_load_mailboxes(person, known.guids)),
        _load_letters_to(person),
    ]
    by_model: dict[str, list[dict[str, object]]] = {}
    for group in rows:
        for row in group:
            fields = {
                field.name: field.value_from_object(row) for field in row._meta.concrete_fields
            }
            by_model.setdefault(row._meta.label_lower, []).append(fields)
    by_model["delegations.listversion"] = list(load_versions_about(person, known.pks))
    by_model["imports"] = find_traces(person.delegation.event, known.pks)
    body = json.dumps(by_model, ensure_ascii=False, indent=2, default=_json_default)
    return download(body, f"{person.guid}.json", JSON)


def _load_letters_to(person: Attendee) -> list[Letter]:
    """The letters that were e-mailed to the person as a focal point."""
    letters = Letter.objects.filter(event=person.delegation.event) if person.email else []
    address = person.email.lower()
    return [
        letter for letter in letters if address in {to["email"].lower() for to in letter.recipients}
    ]


def _load_mailboxes(person: Attendee, guids: Iterable[UUID]) -> list[str]:
    """The mailboxes of mails to the person in the outbox."""
    links = PersonalLink.objects.filter(attendee=person)
    return [*(guid.hex for guid in guids), *(link.mailbox for link in links)]


def _json_default(value: object) -> object:
    """Encode what JSON does not know: translated texts, times, countries, files."""
    if isinstance(value, FieldFile):
        return {"name": value.name, "content": _content(value)} if value else ""
    return dict(value) if isinstance(value, Mapping) else str(value)


def _content(file: FieldFile) -> str:
    """The content of a file in Base64; empty if the file is lost."""
    try:
        with file.open("rb") as opened:
            return b64encode(opened.read()).decode()
    except OSError:
        return ""
