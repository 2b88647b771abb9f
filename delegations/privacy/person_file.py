"""Everything that is kept about one person, as a file of their own."""

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
    Travel,
)
from delegations.privacy.erasers import identities_of
from events.imports.keeping import find_traces
from mail.models import OutgoingMail

# Rows about a person that apps above keep.
ADDED_ROWS: list[Callable[[Attendee], Iterable[Model]]] = []


def person_file(person: Attendee) -> HttpResponse:
    """All rows about a person as JSON, for them to have (GDPR art. 15 and 20, PIPL art. 45)."""
    own: dict[str, object] = {"attendee": person}
    known = identities_of(person)
    rows: list[Iterable[Model]] = [
        [person],
        SensitiveData.objects.filter(**own),
        Travel.objects.filter(**own),
        Consent.objects.filter(**own),
        StatusChange.objects.filter(**own),
        Amendment.objects.filter(**own),
        PersonalLink.objects.filter(**own),
        Photograph.objects.filter(**own),
        Attendee.history.filter(id__in=known.pks),
        Merge.objects.filter(kept=person),
        HeadChange.objects.filter(Q(former=person) | Q(new=person)),
        *(rows(person) for rows in ADDED_ROWS),
        OutgoingMail.objects.filter(recipient__in=_mailboxes(person, known.guids)),
        _letters_to(person),
    ]
    found: dict[str, list[dict[str, object]]] = {}
    for group in rows:
        for row in group:
            fields = {one.name: one.value_from_object(row) for one in row._meta.concrete_fields}
            found.setdefault(row._meta.label_lower, []).append(fields)
    found["delegations.listversion"] = list(load_versions_about(person, known.pks))
    found["imports"] = find_traces(person.delegation.event, known.pks)
    body = json.dumps(found, ensure_ascii=False, indent=2, default=_plain)
    return download(body, f"{person.guid}.json", JSON)


def _letters_to(person: Attendee) -> list[Letter]:
    """Invitations that were mailed to the person, who registers the delegation too."""
    letters = Letter.objects.filter(event=person.delegation.event) if person.email else []
    address = person.email.lower()
    return [one for one in letters if address in {to["email"].lower() for to in one.recipients}]


def _mailboxes(person: Attendee, guids: Iterable[UUID]) -> list[str]:
    """Under what the outbox keeps what the person was sent."""
    links = PersonalLink.objects.filter(attendee=person)
    return [*(guid.hex for guid in guids), *(link.mailbox for link in links)]


def _plain(value: object) -> object:
    """What JSON does not know: texts by language, moments, countries; files and what is in them."""
    if isinstance(value, FieldFile):
        return {"name": value.name, "content": _content(value)} if value else ""
    return dict(value) if isinstance(value, Mapping) else str(value)


def _content(file: FieldFile) -> str:
    """What is in a file, as text; of one that is lost, nothing."""
    try:
        with file.open("rb") as opened:
            return b64encode(opened.read()).decode()
    except OSError:
        return ""
