"""Lists that are too long to wait for: made once by the worker, for who asked and nobody else."""

import csv
import io
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import RIGHTS, Right, Role
from core.files.spreadsheets import TooManyRows
from core.work.claims import ClaimLost
from delegations.choices.exports import ExportFailure, ExportState
from delegations.lists import export_queue as background_exports
from delegations.lists import export_storage, export_worker
from delegations.lists.export_log import log_export
from delegations.lists.export_queue import (
    TooManyExports,
    ask_for_export,
    claim_export,
    drop_export,
    drop_files,
    finish_export,
    forget_exports,
    report_progress,
    settle_erasures,
    start_export,
)
from delegations.lists.file_formats import AT_ONCE
from delegations.models import Attendee, BackgroundExport, ExportLog
from delegations.privacy import erasure
from delegations.privacy.erasure import erase_person
from events.imports.services import lock
from events.models import Event, TeamMember
from tests.factories import make_attendee, make_delegation, make_event, make_import, make_member
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


class Desk:
    """An officer, whose every list of more than two people is a long one."""

    def __init__(self, event: Event | None = None) -> None:
        self.event = event or make_event()
        self.user: User = make_member(self.event, Role.DELEGATIONS_OFFICER)
        self.client = Client()
        self.client.force_login(self.user)

    def path(self, name: str, *arguments: Any) -> str:
        return reverse(f"staff:{name}", args=[self.event.slug, *arguments])

    def ask(self, query: str = "columns=name", file_format: str = "csv", **headers: str) -> Any:
        chosen, _word, reason = query.partition("&reason=")
        data = {"query": chosen, "reason": reason, "format": file_format}
        return self.client.post(self.path("exports"), data, headers=headers)

    def asked(self, *arguments: str) -> BackgroundExport:
        self.ask(*arguments)
        return self.export()

    def made(self, *arguments: str) -> BackgroundExport:
        self.ask(*arguments)
        assert export_worker.make_next_export() == 1
        return self.export()

    def export(self) -> BackgroundExport:
        found: BackgroundExport = BackgroundExport.objects.filter(by=self.user)[0]
        return found

    def page(self, **query: str) -> Any:
        return self.client.get(self.path("exports"), query)

    def file(self, export: BackgroundExport) -> Any:
        return self.client.get(self.path("export-file", export.guid))


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    for file_format in AT_ONCE:
        monkeypatch.setitem(AT_ONCE, file_format, 2)
    desk = Desk()
    delegation = make_delegation(desk.event)
    for _one in range(3):
        make_attendee(delegation, email="a@example.org")
    return desk


def files() -> set[str]:
    return {f"exports/{one.name}" for one in export_storage.folder().iterdir()}


@pytest.fixture(autouse=True)
def _no_files_of_others(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_FILES_ROOT = tmp_path


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "pdf"])
def test_a_long_list_is_offered_by_a_button_and_a_short_one_comes_at_once(
    file_format: str, desk: Desk
) -> None:
    path = desk.path(f"attendees-{file_format}")
    offered = desk.client.post(path, {"columns": ["name", "diet"], "reason": "Caterer"})

    assert (offered.status_code, offered.streaming) == (200, False)
    html = offered.content.decode()
    assert 'name="query" value="columns=name&amp;columns=diet"' in html
    assert 'name="reason" value="Caterer"' in html
    assert not BackgroundExport.objects.exists()
    assert not ExportLog.objects.exists()
    assert desk.client.post(path, {"q": "nobody"}).streaming


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "pdf"])
def test_the_worker_makes_the_file_that_was_asked_for(file_format: str, desk: Desk) -> None:
    desk.ask("columns=diet&page=4&x=y&reason=Caterer", file_format)
    waiting = desk.page()
    assert (waiting.headers["Refresh"], desk.page(still="").has_header("Refresh")) == ("3", False)
    assert not ExportLog.objects.exists()

    assert (export_worker.make_next_export(), export_worker.make_next_export()) == (1, 0)

    export, log = desk.export(), ExportLog.objects.get()
    assert (export.state, export.log, export.query) == (
        ExportState.DONE,
        log,
        "columns=diet&reason=Caterer",
    )
    assert (log.by, log.row_count, log.reason) == (desk.user, 3, "Caterer")
    page, answer = desk.page(), desk.file(export)
    assert (page.has_header("Refresh"), export.file_name in str(answer.headers)) == (False, True)
    body = answer.getvalue()
    assert (len(body), answer.headers["Cache-Control"]) == (export.size, "no-store")
    assert files() == {export.stored}


def test_the_file_is_what_the_page_shows_in_the_language_of_who_asked(desk: Desk) -> None:
    desk.ask("columns=name&columns=phone&q=a", **{"accept-language": "fr"})
    export_worker.make_next_export()

    text = desk.file(desk.export()).getvalue().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text))
    assert header == ["Nom", "Téléphone"]
    seen = desk.client.get(desk.path("attendees"), {"columns": ["name", "phone"], "q": "a"})
    assert rows == [list(map(str, row)) for row in seen.context["rows"]]


def test_nobody_else_finds_a_file(desk: Desk) -> None:
    export = desk.made()
    colleague, other = Desk(desk.event), Desk()
    assert desk.file(export).getvalue()

    for one in (colleague, other):
        answers = [one.file(export), one.client.post(one.path("export-delete", export.guid))]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert one.page().context["exports"] == []
    assert BackgroundExport.objects.get().state == ExportState.DONE


def test_the_file_goes_after_a_day(desk: Desk, django_capture_on_commit_callbacks: Any) -> None:
    export = desk.made()
    left = export_storage.folder() / "list-killed"
    left.mkdir()
    assert forget_exports() == 0
    BackgroundExport.objects.update(finished_at=timezone.now() - timedelta(days=1))
    assert desk.file(export).status_code == 404

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_exports() == 1

    assert (files(), desk.export().state) == ({"exports/list-killed"}, ExportState.GONE)
    BackgroundExport.objects.update(asked_at=timezone.now() - timedelta(days=8))
    forget_exports()
    assert not BackgroundExport.objects.exists()


def test_what_a_killed_worker_left_is_tidied_up(desk: Desk, monkeypatch: Any) -> None:
    export = desk.made()
    folder = export_storage.folder()
    (folder / "list-killed").mkdir()
    (folder / "list-killed" / "sheet").write_text("half")
    (folder / "half.csv").write_text("half")
    monkeypatch.setattr(export_storage, "_LEFT_AFTER", -1)

    # And a file whose day is over.
    BackgroundExport.objects.create(
        event=desk.event,
        by=desk.user,
        language="en",
        state=ExportState.DONE,
        stored="exports/a",
        finished_at=timezone.now() - timedelta(days=1),
    )

    assert forget_exports() == 3

    assert files() == {export.stored}


def deleted(desk: Desk, export: BackgroundExport) -> None:
    desk.client.post(desk.path("export-delete", export.guid))
    # Somebody pressed twice: there is nothing left to do.
    drop_export(export=export)


def forgotten(_desk: Desk, _export: BackgroundExport) -> None:
    long_ago = timezone.now() - timedelta(days=8)
    BackgroundExport.objects.update(asked_at=long_ago, finished_at=long_ago)
    forget_exports()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", [deleted, forgotten])
def test_a_file_leaves_the_disk_with_its_row_and_one_that_waits_leaves_nothing_behind(
    end: Callable[[Desk, BackgroundExport], None], desk: Desk
) -> None:
    made = desk.made("q=a")
    assert files() == {made.stored}
    waiting = desk.asked("q=b")

    for export in (made, waiting):
        end(desk, export)

    assert files() == set()
    assert not BackgroundExport.objects.exists()


# --- Rights ---------------------------------------------------------------------------------------


def test_who_may_only_look_asks_for_nothing(desk: Desk) -> None:
    TeamMember.objects.filter(user=desk.user).update(role=Role.DESK)

    assert (desk.ask().status_code, desk.page().status_code) == (403, 403)
    assert not BackgroundExport.objects.exists()


@pytest.mark.parametrize(("role", "status"), [(Role.DESK, 403), (Role.EDITOR, 404)])
def test_a_right_that_is_lost_ends_the_file(role: Role, status: int, desk: Desk) -> None:
    export = desk.made()
    desk.ask("columns=email")

    TeamMember.objects.filter(user=desk.user).update(role=role)
    export_worker.make_next_export()

    assert desk.file(export).status_code == status
    refused = desk.export()
    assert (refused.failure, refused.stored) == (ExportFailure.NOT_ALLOWED, "")
    assert ExportLog.objects.count() == 1


@pytest.mark.parametrize(
    "query",
    [
        "columns=email",
        "columns=diet&reason=Visa",
        "order=arrival",
        "then=hotel",
        "arrives_on=2030-05-01",
    ],
)
def test_what_a_list_is_made_of_must_still_be_allowed(
    query: str, desk: Desk, monkeypatch: Any
) -> None:
    export = desk.made(query)
    desk.ask(f"{query}&q=a")
    less = RIGHTS[Role.DELEGATIONS_OFFICER] - {Right.VIEW_CONTACTS, Right.VIEW_SENSITIVE}
    monkeypatch.setattr("events.permissions.RIGHTS", {Role.DELEGATIONS_OFFICER: less})

    export_worker.make_next_export()

    assert desk.file(export).status_code == 403
    assert desk.export().failure == ExportFailure.NOT_ALLOWED
    assert "You no longer have the right to export" in desk.page().content.decode()


def test_sensitive_columns_wait_for_a_reason(desk: Desk) -> None:
    answer = desk.ask("columns=diet")

    page = desk.client.get(answer.headers["Location"]).content.decode()
    assert "Give a reason for including the sensitive columns." in page
    assert not BackgroundExport.objects.exists()


# --- Once, and once only --------------------------------------------------------------------------


def test_the_same_asked_twice_is_one_file_and_a_fourth_must_wait(desk: Desk) -> None:
    for query in ("q=a", "q=a", "q=b", "q=c", "q=d"):
        desk.ask(query)

    assert BackgroundExport.objects.count() == background_exports.MOST_WAITING
    assert "You have reached the maximum number of files" in desk.page().content.decode()
    assert desk.client.post(desk.path("export-delete", desk.export().guid)).status_code == 302
    desk.ask("q=d")
    assert BackgroundExport.objects.filter(query="q=d").exists()


def test_a_claim_that_is_silent_goes_to_the_next_worker_and_the_first_offers_nothing(
    desk: Desk,
) -> None:
    desk.ask()
    first = claim_export(timezone.now())
    assert first is not None
    assert claim_export(timezone.now() + timedelta(seconds=50)) is None
    assert report_progress(first, rows_done=2)

    second = claim_export(timezone.now() + timedelta(seconds=70))
    assert second is not None
    name = export_storage.new_name("csv")
    size = export_storage.write(name, [b"first"])

    assert not report_progress(first, rows_done=3)
    assert not finish_export(first, stored=name, file_name="a.csv", size=size)
    assert (files(), desk.export().state) == (set(), ExportState.RUNNING)


def test_a_file_that_brings_workers_down_is_given_up_for_the_next_one(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    broken = desk.asked("q=a")
    for minute in range(3):
        assert claim_export(timezone.now() + timedelta(minutes=2 * minute)) == broken
    following = desk.asked("q=b")

    assert claim_export(timezone.now() + timedelta(minutes=6)) == following
    broken.refresh_from_db()
    assert (broken.state, broken.failure) == (ExportState.FAILED, ExportFailure.BROKEN)
    assert broken.finished_at is not None
    assert caplog.messages == [f"Given up after 3 workers: file in preparation {broken.pk}."]


def test_the_same_list_in_another_format_or_of_another_person_is_another_file(desk: Desk) -> None:
    colleague = Desk(desk.event)
    for one, file_format in ((desk, "csv"), (desk, "xlsx"), (colleague, "csv")):
        one.ask("q=a", file_format)

    asked = BackgroundExport.objects.order_by("pk").values_list("by", "file_format")

    assert [*asked] == [
        (desk.user.pk, "csv"),
        (desk.user.pk, "xlsx"),
        (colleague.user.pk, "csv"),
    ]


def test_the_same_list_of_another_event_is_another_file(desk: Desk) -> None:
    asked = [
        ask_for_export(
            event=event,
            by=desk.user,
            query="q=a",
            title="A",
            file_format="csv",
            language="en",
            needs=(Right.EXPORT,),
            row_count=1,
        )
        for event in (desk.event, make_event(), desk.event)
    ]

    assert asked[0] == asked[2] != asked[1]
    assert asked[1].event != asked[0].event


def test_somebody_with_ten_files_here_asks_for_no_eleventh(desk: Desk) -> None:
    def ask(query: str) -> BackgroundExport:
        return ask_for_export(
            event=desk.event,
            by=desk.user,
            query=query,
            title="A",
            file_format="csv",
            language="en",
            needs=(Right.EXPORT,),
            row_count=1,
        )

    def lie_here(number: int) -> None:
        BackgroundExport.objects.create(
            event=desk.event,
            by=desk.user,
            language="en",
            state=ExportState.DONE,
            stored=f"exports/{number}",
        )

    for number in range(9):
        lie_here(number)
    tenth = ask("q=a")
    lie_here(9)

    with pytest.raises(TooManyExports):
        ask("q=b")
    assert ask("q=a") == tenth
    assert (tenth.needs, tenth.rows_total) == ([Right.EXPORT], 1)


def test_each_attempt_counts_its_rows_anew_and_a_finished_file_has_them_all(desk: Desk) -> None:
    desk.ask()
    first = claim_export(timezone.now())
    assert first is not None
    assert start_export(first, _log(desk))
    assert report_progress(first, rows_done=1)
    later = timezone.now() + timedelta(minutes=2)
    second = claim_export(later)
    assert second is not None
    claimed = desk.export()

    assert finish_export(second, stored="exports/a", file_name="a.csv", size=7)

    assert (claimed.attempts, claimed.rows_done, claimed.seen_at) == (2, 0, later)
    done = desk.export()
    assert (done.rows_done, done.claim, done.size) == (done.rows_total, None, 7)


def test_what_was_asked_for_is_remembered_for_a_week_and_a_file_as_long_as_it_lies_here(
    desk: Desk,
) -> None:
    now, minute = timezone.now(), timedelta(minutes=1)
    for query, stored, before in (
        ("remembered", "", -minute),
        ("forgotten", "", minute),
        ("here", "exports/a", minute),
    ):
        BackgroundExport.objects.create(
            event=desk.event,
            by=desk.user,
            language="en",
            query=query,
            stored=stored,
            state=ExportState.DONE if stored else ExportState.WAITING,
            finished_at=now,
            asked_at=now - timedelta(days=7) - before,
        )

    forget_exports()

    left = BackgroundExport.objects.values_list("query", flat=True)
    assert {*left} == {"remembered", "here"}


def test_dropping_the_files_of_one_event_begins_only_its_own_anew(desk: Desk) -> None:
    other = Desk()
    for one in (desk, other):
        one.ask("q=a")
        assert claim_export(timezone.now()) is not None
    running = other.export()
    BackgroundExport.objects.update(rows_done=1)
    own = desk.export()
    kept = BackgroundExport.objects.create(
        event=desk.event, by=desk.user, language="en", state=ExportState.FAILED
    )
    done = BackgroundExport.objects.create(
        event=desk.event,
        by=desk.user,
        language="en",
        state=ExportState.DONE,
        stored="exports/a",
        size=7,
    )

    with transaction.atomic():
        drop_files(event=desk.event)

    for row in (own, kept, done, running):
        row.refresh_from_db()
    assert (own.state, own.claim, own.attempts, own.rows_done) == (ExportState.WAITING, None, 0, 0)
    assert (done.state, done.stored, done.size) == (ExportState.GONE, "", 0)
    assert (kept.state, running.state) == (ExportState.FAILED, ExportState.RUNNING)


@pytest.mark.parametrize("error", [OSError("disk full"), TooManyRows()])
def test_what_fails_says_so_and_leaves_no_half_file(
    error: Exception, desk: Desk, monkeypatch: Any
) -> None:
    def half(*_arguments: Any, **_values: Any) -> Any:
        yield b"half"
        raise error

    monkeypatch.setattr("delegations.lists.file_formats.stream_csv", half)
    export = desk.made()

    assert (export.state, files()) == (ExportState.FAILED, set())
    assert str(export.get_failure_display()) in desk.page().content.decode()
    assert ExportLog.objects.count() == 1


def test_erasing_somebody_takes_every_file_of_the_event_and_begins_anew_what_is_made(
    desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    export = desk.made()
    desk.ask("q=Other")
    running = claim_export(timezone.now())
    assert running is not None
    person = make_attendee(make_delegation(desk.event), given="Zvezdana", family="Markerova")
    desk.ask("q=Zvezdana+Markerova")

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(attendee=person, by=desk.user, reason="Asked for")

    assert files() == set()
    assert desk.file(export).status_code == 404
    states = dict(BackgroundExport.objects.values_list("query", "state"))
    assert states["columns=name"] == ExportState.GONE
    assert states["q=Other"] == ExportState.WAITING
    assert not any("Markerova" in query for query in states)
    assert not report_progress(running, rows_done=1)


def test_a_worker_that_loses_its_claim_half_way_stops(desk: Desk, monkeypatch: Any) -> None:
    desk.ask()
    monkeypatch.setattr(export_worker, "_BEAT", 0.0)
    pulse = export_worker.Pulse(desk.export())
    pulse._say()  # nobody holds a claim

    with pytest.raises(ClaimLost):
        list(pulse.passing(iter([[1]])))


def test_who_waits_for_a_worker_that_is_not_there_is_told(desk: Desk) -> None:
    desk.ask()
    assert "does not seem to be running" not in desk.page().content.decode()

    BackgroundExport.objects.update(asked_at=timezone.now() - timedelta(minutes=2))

    assert "does not seem to be running" in desk.page().content.decode()


def test_the_page_asks_the_same_for_one_file_and_for_three(desk: Desk) -> None:
    desk.ask("q=a")
    one = count_queries(desk.page)
    desk.ask("q=b")
    desk.ask("q=c")

    assert (one, count_queries(desk.page)) == (7, 7)


# --- At once --------------------------------------------------------------------------------------


def at_once(number: int, action: Any) -> list[Any]:
    """What `number` threads got."""
    start, outcomes = threading.Barrier(number), []

    def run() -> None:
        start.wait()
        try:
            outcomes.append(action())
        except TooManyExports:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _one in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_once_make_one_file(desk: Desk) -> None:
    desk.ask()

    assert sorted(at_once(4, export_worker.make_next_export)) == [0, 0, 0, 1]

    assert (len(files()), ExportLog.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_somebody_who_asks_for_eight_at_once_gets_three(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers, save = iter(range(8)), BackgroundExport.save

    def slowly(self: BackgroundExport, *args: Any, **kwargs: Any) -> None:
        # Between counting and writing: without the lock everybody has counted by then.
        sleep(0.2)
        save(self, *args, **kwargs)

    monkeypatch.setattr(BackgroundExport, "save", slowly)

    def ask() -> Any:
        return ask_for_export(
            event=desk.event,
            by=desk.user,
            query=f"q={next(numbers)}",
            title="A",
            file_format="csv",
            language="en",
            needs=(),
            row_count=1,
        )

    assert len([one for one in at_once(8, ask) if one]) == 3
    assert BackgroundExport.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_people_are_read_once_nobody_is_being_erased_any_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_attendee(make_delegation(desk.event), family="Markerova")
    desk.ask()
    export = claim_export(timezone.now())
    assert export is not None
    begun, forget = threading.Event(), erasure._forget_in_lists

    def slowly(*arguments: Any) -> None:
        forget(*arguments)
        begun.set()
        sleep(0.5)

    def erase() -> None:
        erase_person(attendee=person, by=desk.user, reason="Asked for it")
        connection.close()

    monkeypatch.setattr(erasure, "_forget_in_lists", slowly)
    thread = threading.Thread(target=erase)
    thread.start()
    begun.wait()
    settle_erasures(export)
    is_there = Attendee.objects.filter(family="Markerova").exists()
    thread.join()

    assert not is_there


def _log(desk: Desk) -> ExportLog:
    return log_export(
        event=desk.event,
        by=desk.user,
        list_name="attendees",
        file_format="csv",
        filters={},
        order="alphabetical",
        columns=["name"],
        row_count=1,
        has_sensitive_columns=False,
    )


@pytest.mark.django_db(transaction=True)
def test_exports_at_once_never_share_a_version(desk: Desk) -> None:
    versions = [one.version for one in at_once(6, lambda: _log(desk))]

    assert sorted(versions) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_an_export_does_not_wait_for_an_import_of_its_event(desk: Desk) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time.")

    def log() -> None:
        _log(desk)
        connection.close()

    batch = make_import(desk.event, make_member(desk.event, Role.ADMINISTRATOR))
    with transaction.atomic():
        lock(batch)
        thread = threading.Thread(target=log)
        thread.start()
        thread.join(timeout=5)
        is_done = not thread.is_alive()
    thread.join()

    assert is_done
