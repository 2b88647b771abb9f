"""What changed in a list since a version of it was taken out, and who has that version."""

import csv
import io
import json
import threading
import zlib
from datetime import UTC, datetime, timedelta
from time import sleep
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Right, Role
from core.files.spreadsheets import unguard
from delegations.choices import DataClass
from delegations.lists.columns import columns_for
from delegations.lists.versions import load_version, store_version
from delegations.models import (
    Attendee,
    ExportLog,
    ListVersion,
    SensitiveAccess,
    SensitiveData,
    Travel,
)
from delegations.privacy import erasure
from delegations.privacy.erasure import erase_class, erase_person
from events.models import Event, Venue
from tests.factories import (
    NOON,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    text,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
READY = {"ready": "badges", "columns": ["number", "name", "function", "office_title_en"]}


class Desk:
    """An event with three people, and its officer who takes lists out."""

    def __init__(self) -> None:
        self.event = make_event()
        self.delegation = make_delegation(self.event)
        self.ada, self.ben, self.cem = (
            make_attendee(self.delegation, family=family, given="", office_title_en="Adviser")
            for family in ("Ada", "Ben", "Cem")
        )
        self.client = Client()
        self.client.force_login(make_member(self.event, Role.ADMINISTRATOR, name="Ana Officer"))

    def take(self, **query: Any) -> list[list[str]]:
        answer = self.ask("csv", **query)
        data = b"".join(answer.streaming_content)
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        return [[unguard(cell) for cell in row] for row in rows]

    def ask(self, file_format: str, headers: dict[str, str] | None = None, **query: Any) -> Any:
        path = reverse(f"staff:attendees-{file_format}", args=[self.event.slug])
        return self.client.post(path, {**READY, **query}, headers=headers)

    def page(self, **query: Any) -> Any:
        return self.client.get(
            reverse("staff:attendees", args=[self.event.slug]), {**READY, **query}
        )

    def change(self) -> None:
        """Somebody new, somebody other, somebody gone."""
        Attendee.objects.filter(pk=self.ada.pk).update(office_title_en="Deputy Mayor")
        Attendee.objects.filter(pk=self.ben.pk).delete()
        make_attendee(self.delegation, family="Dov", given="", office_title_en="Guard")


@pytest.fixture
def desk() -> Desk:
    return Desk()


CHANGED = [
    [
        "changed",
        "Office title in English: Adviser → Deputy Mayor",
        "ADA",
        "Deputy Mayor",
        "Delegate",
        "1",
    ],
    ["new", "", "DOV", "Guard", "Delegate", "3"],
    ["removed", "", "BEN", "Adviser", "Delegate", ""],
]


def test_only_what_changed_since_a_version_is_shown_and_taken_out(desk: Desk) -> None:
    desk.take()
    desk.change()

    shown = desk.page(since="1")
    taken = desk.take(since="1")

    assert [[str(cell) for cell in row] for row in shown.context["rows"]] == CHANGED
    assert taken[0] == [
        "Change",
        "What changed",
        "Name",
        "Office title in English",
        "Function",
        "No.",
    ]
    assert taken[1:] == CHANGED
    assert "Changed since: version 1" in shown.content.decode()
    log = ExportLog.objects.get(version=2)
    assert (log.row_count, log.filters) == (3, {"Changed since": "version 1"})


@pytest.mark.parametrize("file_format", ["xlsx", "pdf"])
def test_changes_leave_in_every_format(file_format: str, desk: Desk) -> None:
    desk.take()
    desk.change()

    data = b"".join(desk.ask(file_format, since="1").streaming_content)

    assert data[:4] in (b"PK\x03\x04", b"%PDF")
    assert ExportLog.objects.get(version=2).row_count == 3


def test_from_changes_one_goes_on_to_the_next_changes(desk: Desk) -> None:
    desk.take()
    desk.change()
    desk.take(since="1")

    assert desk.take(since="2")[1:] == []
    Attendee.objects.filter(pk=desk.ada.pk).update(office_title_en="Mayor")
    assert desk.take(since="2")[1:] == [
        [
            "changed",
            "Office title in English: Deputy Mayor → Mayor",
            "ADA",
            "Mayor",
            "Delegate",
            "1",
        ]
    ]


def test_words_of_choices_are_no_change_for_a_reader_of_another_language(desk: Desk) -> None:
    desk.take()
    desk.change()
    desk.client.cookies["django_language"] = "fr"
    path = reverse("staff:attendees", args=[desk.event.slug])

    page = desk.client.get(path, {**READY, "since": "1"}, headers={"accept-language": "fr"})

    assert len(page.context["rows"]) == 3
    assert "nouveau" in page.content.decode()


@pytest.mark.parametrize(
    "value", ["line\nbreak", "a\x1fb", "\x1f", "\r\n", "\u2028", "a\x85b", "0"]
)
def test_whatever_stands_in_a_cell_compares_with_itself(value: str, desk: Desk) -> None:
    Attendee.objects.filter(pk=desk.ada.pk).update(office_title_en=value)
    desk.take()

    assert desk.take(since="1")[1:] == []
    Attendee.objects.filter(pk=desk.ada.pk).update(office_title_en="Mayor")
    assert [row[2] for row in desk.take(since="1")[1:]] == ["ADA"]


def test_a_list_of_numbers_alone_is_a_version_too(desk: Desk) -> None:
    query = {"columns": ["number", "remark"]}
    desk.take(**query)
    desk.change()

    assert [row[0] for row in desk.take(**query, since="1")[1:]] == ["new", "removed"]


def test_each_version_says_who_has_it_and_of_whom_it_is(desk: Desk) -> None:
    Event.objects.filter(pk=desk.event.pk).update(time_zone="Asia/Shanghai")
    desk.take(function="press")
    desk.ask("csv", headers={"accept-language": "fr"}).getvalue()
    ExportLog.objects.update(at=NOON)

    _all, *versions = desk.page(menu="filter").context["form"].fields["since"].choices

    assert sorted(versions) == [
        ("1", "version 1 · 2030-05-02 20:00 · Ana Officer · Function: Press"),
        ("2", "version 2 · 2030-05-02 20:00 · Ana Officer · français"),
    ]


def test_a_version_is_read_with_its_rows_at_once(desk: Desk) -> None:
    desk.take()

    cost = count_queries(lambda: load_version(desk.event, "badges", 1).rows)

    assert cost == 1


def test_a_version_is_one_of_its_own_list_and_event_alone(desk: Desk) -> None:
    desk.take()
    other = Desk()
    other.take()
    other.take()

    assert desk.page(since="2").context["form"].errors
    assert "since" not in desk.page(ready="participants").context["form"].fields


def test_who_takes_nothing_out_is_offered_no_version(desk: Desk) -> None:
    desk.take()
    viewer = Client()
    viewer.force_login(make_member(desk.event, Role.VIEWER))

    page = viewer.get(reverse("staff:attendees", args=[desk.event.slug]), {**READY, "since": "1"})

    assert "since" not in page.context["form"].fields
    assert len(page.context["rows"]) == 3


@pytest.mark.django_db(transaction=True)
def test_a_file_that_broke_off_is_no_version(desk: Desk) -> None:
    answer = desk.ask("csv")
    next(iter(answer.streaming_content))
    answer.close()

    assert ExportLog.objects.count() == 1
    assert not ListVersion.objects.exists()


def test_only_the_newest_versions_keep_what_they_held(desk: Desk, settings: Any) -> None:
    desk.take(ready="press")
    for _number in range(32):
        desk.take()

    versions = ListVersion.objects.filter(log__list_name="badges")
    assert sorted(versions.values_list("log__version", flat=True)) == list(range(3, 33))
    assert ListVersion.objects.filter(log__list_name="press").count() == 1
    assert ExportLog.objects.count() == 33


# --- What only some may see -----------------------------------------------------------------------


def everything(event: Event) -> dict[str, Any]:
    """Every column there is, for anyone who may see all."""
    return {"columns": list(columns_for(frozenset(Right))), "reason": "All"}


def secrets(desk: Desk) -> tuple[str, ...]:
    """Somebody of whom everything is known, and the words of it."""
    hotel = Venue.objects.create(event=desk.event, name=text("Secret Palace"))
    Travel.objects.create(
        attendee=desk.ada,
        arrives_at=datetime(2030, 4, 30, 23, 5, tzinfo=UTC),
        hotel=hotel,
        arrival_number="CZ-S3CRET",
    )
    SensitiveData.objects.create(
        attendee=desk.ada, passport_number="X0000001", diet="no pork", nationality="PE"
    )
    desk.ada.email, desk.ada.phone = "ada@home.example", "+99 7 000"
    desk.ada.save()
    return ("Secret Palace", "CZ-S3CRET", "X0000001", "no pork", "ada@home.example", "+99 7 000")


def kept(number: int = 1) -> str:
    return zlib.decompress(bytes(ListVersion.objects.get(log__version=number).rows)).decode()


def test_of_what_only_some_may_see_no_word_is_kept(desk: Desk) -> None:
    words = secrets(desk)

    file = "\n".join(cell for row in desk.take(**everything(desk.event)) for cell in row)

    assert all(one in file for one in words)
    assert "ADA" in kept()
    assert [one for one in words if one in kept()] == []


def test_that_it_changed_is_seen_and_what_it_was_is_not(desk: Desk) -> None:
    secrets(desk)
    query = everything(desk.event)
    desk.take(**query)
    Travel.objects.update(arrival_number="CZ-NEW")

    (row,) = desk.take(**query, since="1")[1:]

    assert row[:2] == ["changed", "Arrival flight or train: changed"]
    assert "CZ-NEW" in row


def test_a_replaced_key_still_compares_and_one_that_is_gone_compares_the_rest(
    desk: Desk, settings: Any
) -> None:
    settings.DATA_KEYS = ["a" * 64]
    secrets(desk)
    query = everything(desk.event)
    desk.take(**query)
    Travel.objects.update(arrival_number="CZ-NEW")
    Attendee.objects.filter(pk=desk.cem.pk).update(office_title_en="Mayor")

    settings.DATA_KEYS = ["b" * 64, "a" * 64]
    both = desk.take(**query, since="1")[1:]
    SensitiveData.objects.all().delete()
    settings.DATA_KEYS = ["b" * 64]
    rest = desk.take(**query, since="1")[1:]

    assert [row[1].partition(":")[0] for row in both] == [
        "Arrival flight or train",
        "Office title in English",
    ]
    assert [row[1].partition(":")[0] for row in rest] == ["Office title in English"]


def test_changes_of_sensitive_columns_need_a_reason_too(desk: Desk) -> None:
    desk.take(columns=["name", "hotel"], reason="Hotel desk")

    refused = desk.ask("csv", columns=["name", "hotel"], since="1")

    assert refused.status_code == 400
    assert ExportLog.objects.count() == 1


# --- What must not stay ---------------------------------------------------------------------------


def test_whoever_is_erased_is_in_no_version_any_more(desk: Desk) -> None:
    desk.take()
    by = make_member(desk.event, Role.ADMINISTRATOR)
    assert "ADA" in kept()

    erase_person(attendee=desk.ada, by=by, reason="Asked for it")

    assert "ADA" not in kept()
    assert "BEN" in kept()
    assert [row[3] for row in desk.take(since="1")[1:]] == []


def test_whoever_is_erased_while_a_file_is_on_its_way_is_in_no_version(desk: Desk) -> None:
    pieces = desk.ask("csv").streaming_content
    next(pieces)

    by = make_member(desk.event, Role.ADMINISTRATOR)
    erase_person(attendee=desk.ada, by=by, reason="Asked for it")
    b"".join(pieces)

    assert ExportLog.objects.count() == 1
    assert not ListVersion.objects.exists()


@pytest.mark.parametrize(
    ("kind", "is_ours", "before", "is_kept"),
    [
        ("erase", True, timedelta(minutes=1), False),
        ("erase", True, timedelta(seconds=-1), False),
        # Of an erasure that is certainly over the list was read afterwards.
        ("erase", True, timedelta(minutes=1, microseconds=1), True),
        ("view", True, timedelta(0), True),
        ("erase", False, timedelta(0), True),
    ],
)
def test_rows_are_kept_unless_somebody_of_the_event_may_have_been_erased_since_they_were_read(
    kind: str, is_ours: bool, before: timedelta, is_kept: bool, desk: Desk
) -> None:
    desk.take()
    ListVersion.objects.all().delete()
    log = ExportLog.objects.get()
    access = SensitiveAccess.objects.create(
        event=desk.event if is_ours else make_event(), by=log.by, kind=kind, reason="Asked for it"
    )
    SensitiveAccess.objects.filter(pk=access.pk).update(at=log.at - before)

    version = store_version(log=log, language="fr", columns=["name"], rows=b"packed")

    found = ListVersion.objects.values_list("log", "language", "columns", "rows")
    kept = [(log.pk, "fr", ["name"], b"packed")] if is_kept else []
    assert [(*words, bytes(rows)) for *words, rows in found] == kept
    assert (version is not None) is is_kept


@pytest.mark.django_db(transaction=True)
def test_a_version_that_is_kept_while_somebody_is_erased_waits_and_is_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, begun = Desk(), threading.Event()
    by = make_member(desk.event, Role.ADMINISTRATOR)
    desk.take()
    log = ExportLog.objects.get()
    ListVersion.objects.all().delete()
    ExportLog.objects.update(at=timezone.now() - timedelta(seconds=30))
    forget = erasure._forget_in_lists

    def slowly(*arguments: Any) -> None:
        forget(*arguments)
        begun.set()
        sleep(0.5)

    monkeypatch.setattr(erasure, "_forget_in_lists", slowly)

    def erase() -> None:
        erase_person(attendee=desk.ada, by=by, reason="Asked for it")
        connection.close()

    thread = threading.Thread(target=erase)
    thread.start()
    begun.wait()
    found = store_version(log=log, language="en", columns=["name"], rows=b"ADA")
    thread.join()

    assert found is None
    assert not ListVersion.objects.exists()


def test_versions_go_with_the_sensitive_data_of_the_forum(desk: Desk) -> None:
    desk.take()
    by = make_member(desk.event, Role.ADMINISTRATOR)

    erase_class(
        event=desk.event,
        kind=DataClass.SENSITIVE,
        by=by,
        today=desk.event.end_date + timedelta(days=30),
    )

    assert not ListVersion.objects.exists()
    assert ExportLog.objects.count() == 1


def test_the_file_about_a_person_says_what_versions_hold(desk: Desk) -> None:
    desk.take()
    desk.take(function="press")
    other = Desk()
    other.take()
    # The same people, in a list of another event.
    (own,) = ListVersion.objects.filter(log__event=desk.event, log__version=1)
    ListVersion.objects.filter(log__event=other.event).update(rows=own.rows)
    path = reverse("staff:person-data", args=[desk.event.slug, desk.ada.guid])

    answer = desk.client.post(path, {"reason": "Asked for it"})

    assert json.loads(answer.content)["delegations.listversion"] == [
        {
            "list": "badges",
            "version": 1,
            "cells": {"name": "ADA", "function": "Delegate", "office_title_en": "Adviser"},
        }
    ]


def test_the_record_is_filtered_by_list_person_day_and_whether_few_may_see_it(desk: Desk) -> None:
    desk.take()
    desk.take(columns=["name", "hotel"], reason="Hotel desk")
    desk.take(ready="press")
    other = Desk()
    other.take()
    by = ExportLog.objects.filter(event=desk.event).first()
    assert by is not None
    path = reverse("admin:delegations_exportlog_changelist")
    day = timezone.now().strftime("%Y-%m-%d 00:00:00+00:00")

    def found(query: dict[str, Any]) -> list[tuple[str, int]]:
        rows = desk.client.get(path, query).context["cl"].result_list
        return sorted((row.list_name, row.version) for row in rows)

    assert found({}) == [("badges", 1), ("badges", 2), ("press", 1)]
    assert found({"list_name": "press"}) == [("press", 1)]
    assert found({"has_sensitive_columns__exact": "1"}) == [("badges", 2)]
    assert len(found({"by__id__exact": by.by_id})) == 3
    assert len(found({"at__gte": day})) == 3
    assert "Ana Officer" in desk.client.get(path).content.decode()
