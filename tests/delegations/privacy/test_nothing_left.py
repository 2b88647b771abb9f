"""People who came in by every form and table, in five scripts, and left traces everywhere.

Erased one after the other, they are in no table, no file and no packed row any more.
"""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, urlencode

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.choices import AccessKind, AttendeeStatus, ListFormat
from delegations.lists import export_worker
from delegations.lists.file_formats import AT_ONCE
from delegations.models import Attendee, FocalPoint, ListVersion, StatusChange
from delegations.people.private_data import log_access
from events.imports import services as imports
from events.models import Event, ImportBatch, SavedList, Subscriber
from mail.models import OutgoingMail
from mail.services import post, write_mail
from programme.releases.services import release_agenda
from tests.delegations.focal import at_own_entry, form
from tests.delegations.imports.office import separated
from tests.delegations.imports.test_own_people import Town
from tests.factories import (
    make_appearance,
    make_attendee,
    make_member,
    make_news,
    make_nomination,
    make_photograph,
    make_profile,
    make_session,
)

NEW = {"email": "new.{0}@home.example", "phone": "+99 8000 {0}"}
OLD = {"email": "old.{0}@home.example", "phone": "+99 7000 {0}"}
# Who they are, who they were before, and what may not be found of either. The third name is whole.
PEOPLE: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("admin", {"given": "Zvezdana", "family": "Markerova"}, {"family": "O'Tracerová"}),
    ("focal", {"native_name": "王伟", "family": "Markerwang"}, {"native_name": "欧阳"}),
    ("personal", {"native_name": "김민수", "given": "Markerkim"}, {"native_name": "박서"}),
    ("import", {"native_name": "أحمد الفاروقي"}, {"native_name": "مي زيادة"}),
    ("own table", {"family": "Suharmarker"}, {"family": "Sukartracer"}),
]
NAMES = ("given", "family", "native_name")


class Office:
    """An edition at work: the office, a city and its people."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.by = make_member(event, Role.ADMINISTRATOR)
        self.client = Client()
        self.client.force_login(self.by)
        self.town = Town(event)
        self.session = make_session(event)

    def path(self, name: str, *arguments: Any) -> str:
        return reverse(f"staff:{name}", args=[self.event.slug, *arguments])

    def enter(self, way: str, values: dict[str, str]) -> Attendee:
        """Enter somebody; the newest entry of the city."""
        ways: dict[str, Callable[[dict[str, str]], Any]] = {
            "admin": self._by_admin,
            "focal": self._by_focal_point,
            "personal": self._by_themselves,
            "import": self._by_import,
            "own table": self._by_own_table,
        }
        ways[way](values)
        person: Attendee = Attendee.objects.of_event(self.event).latest("pk")
        assert all(getattr(person, name) == values[name] for name in values), way
        return person

    def _by_admin(self, values: dict[str, str]) -> None:
        empty = {
            f"{prefix}-{name}": 0
            for prefix in ("travel", "status_changes")
            for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
        own = {"delegation": self.town.own.pk, "function": "delegate", "name_order": "given-first"}
        self.client.post(reverse("admin:delegations_attendee_add"), {**own, **empty, **values})

    def _by_focal_point(self, values: dict[str, str]) -> None:
        entry = self.town.client.get(reverse("focal:add")).headers["Location"]
        self.town.client.post(entry, form(given="", family="") | values)

    def _by_themselves(self, values: dict[str, str]) -> None:
        person = make_attendee(self.town.own, status=AttendeeStatus.DRAFT)
        own = form(given="", family="") | values
        at_own_entry(person).post(reverse("own:entry", args=[person.guid]), own)

    def _by_import(self, values: dict[str, str]) -> None:
        batch = self._upload(values)
        reviewed = imports.plan_import(batch, self.by).fingerprint
        imports.apply_import(batch=batch, by=self.by, reviewed=reviewed)

    def _by_own_table(self, values: dict[str, str]) -> None:
        self.town.enter(self.town.send(_table(values)))

    def _upload(self, values: dict[str, str]) -> ImportBatch:
        named = "_".join(values[name] for name in NAMES if name in values)
        file = SimpleUploadedFile(f"{named}.csv", _table(values, delegation=self.town.own.code))
        return imports.upload_table(event=self.event, kind="people", file=file, by=self.by)

    def amend(self, person: Attendee, values: dict[str, str]) -> None:
        """The city asks for other values, and the office agrees."""
        Attendee.objects.filter(pk=person.pk).update(status=AttendeeStatus.APPROVED)
        before = {name: getattr(person, name) for name in (*NAMES, "function", "name_order")}
        self.town.client.post(reverse("focal:person", args=[person.guid]), form(**before) | values)
        amendment = person.amendments.get()
        self.client.post(self.path("amendment", amendment.guid), {"decision": "accept"})
        person.refresh_from_db()
        assert person.email == values["email"]

    def leave_traces(self, person: Attendee, values: dict[str, str]) -> None:
        """Everything that anybody does with somebody who comes."""
        named = " ".join(values[name] for name in NAMES if name in values)
        full = f"{named}, {values['email']}, {values['phone']}"
        StatusChange.objects.create(
            delegation=self.town.own,
            from_status="a",
            to_status="b",
            office_note=f"Call {full}.",
            delegation_note=named.upper(),
        )
        query = {"q": named, "columns": ["name", "email"], "reason": full}
        taken: Any = self.client.post(self.path("attendees-csv"), query)
        assert values["email"].encode() in b"".join(taken.streaming_content)
        SavedList.objects.create(
            list_name="attendees",
            event=self.event,
            owner=self.by,
            name=named,
            query=urlencode({"q": named}),
        )
        self.mail(subject=named, body=full)
        make_nomination(self.town.own, file_name=f"{named.replace(' ', '_')}_nomination.pdf")
        log_access(attendee=person, by=self.by, kind=AccessKind.VIEW, reason=f"Visa of {full}")
        Subscriber.objects.create(event=self.event, email=values["email"], language="en")
        serial = values["phone"][4:].replace(" ", "-")
        make_news(self.event, title=f"Thanks to {named}", slug=serial)
        self._upload(values)

    def invite(self, values: dict[str, str]) -> None:
        """Another city, whose table names the same person as its focal point."""
        named = " ".join(values[name] for name in NAMES if name in values)
        city = values["email"].partition("@")[0]
        header = "Organisation,Country,Focal point,E-mail address"
        table = f"{header}\n{city},FR,{named},{values['email']}\n"
        address = self.path("invitations-table")
        shown = self.client.post(address, {"table": table})
        self.client.post(address, {"add": "yes", **shown.context["form"].initial})
        assert FocalPoint.objects.filter(email=values["email"]).exists()

    def mail(self, **values: Any) -> None:
        to = self.town.focal_point
        key = f"mail-{OutgoingMail.objects.count()}"
        post(write_mail(key=key, address=to.email, scope=self.event.guid.hex, **values))

    def put_on_stage(self, person: Attendee) -> None:
        """A photograph, a biography, a place on stage that is published, a file in preparation."""
        make_photograph(person)
        make_profile(person)
        make_appearance(self.session, attendee=person)
        release_agenda(event=self.event, by=self.by, comment=f"With {person}.")
        query = urlencode({"columns": "name", "q": person.native_name or person.family})
        self.client.post(self.path("exports"), {"query": query, "format": "xlsx"})
        assert export_worker.make_next_export() == 1

    def erase(self, person: Attendee) -> None:
        """Tick whatever is offered."""
        path = self.path("person-data", person.guid)
        offered = [trace.key for trace, _page in self.client.get(path).context["traces"]]
        answer = self.client.post(
            path, {"reason": f"{person} asked", "erase": "", "sure": "on", "chosen": offered}
        )
        assert answer.status_code == 200


def _table(values: dict[str, str], **more: str) -> bytes:
    columns = {
        "delegation": "Delegation",
        "given": "Given name",
        "family": "Family name",
        "native_name": "中文姓名",
        "email": "E-mail",
        "phone": "Telephone",
        "function": "Function",
    }
    row = {**more, **values}
    return separated([[columns[name] for name in row], [*row.values()]])


def everything() -> Iterator[tuple[str, str]]:
    """Every row of every table and every file, in words: unpacked, unescaped, unquoted."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, " ".join(map(_in_words, row))
    for file in Path(settings.PRIVATE_FILES_ROOT).rglob("*"):
        if file.is_file():
            yield str(file), f"{file.name} {_in_words(file.read_bytes())}"


def _in_words(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        data = bytes(value)
        if zipfile.is_zipfile(BytesIO(data)):
            with zipfile.ZipFile(BytesIO(data)) as packed:
                return " ".join(
                    packed.read(name).decode(errors="replace") for name in packed.namelist()
                )
        with suppress(zlib.error):
            data = zlib.decompress(data)
        return data.decode(errors="replace")
    text = str(value)
    unescaped = re.sub(r"\\+u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return f"{text} {unescaped} {unquote_plus(text)}"


def found(markers: Iterable[str]) -> set[tuple[str, str]]:
    wanted = [(marker, unicodedata.normalize("NFC", marker).casefold()) for marker in markers]
    return {
        (place, marker)
        for place, words in everything()
        for marker, folded in wanted
        if folded in unicodedata.normalize("NFC", words).casefold()
    }


def test_nothing_is_left_of_anybody_whichever_way_they_came_in(
    event: Event,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setitem(AT_ONCE, ListFormat.XLSX, 0)
    office = Office(event)
    people: list[tuple[Attendee, set[str]]] = []
    for serial, (way, former, present) in enumerate(PEOPLE, 101):
        contacts = [
            {name: told.format(serial) for name, told in each.items()} for each in (OLD, NEW)
        ]
        before, after = former | contacts[0], former | present | contacts[1]
        person = office.enter(way, before)
        office.leave_traces(person, before)
        office.invite(before)
        office.amend(person, after)
        office.leave_traces(person, after)
        office.put_on_stage(person)
        people.append((person, {*before.values(), *after.values()}))
    for person, markers in people:
        assert len({place for place, _marker in found(markers)}) > 12
        with django_capture_on_commit_callbacks(execute=True):
            office.erase(person)
        assert found(markers) == set()

    assert not any(marker in caplog.text for _person, markers in people for marker in markers)
    assert Attendee.objects.count() == 0
    assert ListVersion.objects.exists()
