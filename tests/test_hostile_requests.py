"""What somebody sends by mistake or on purpose is refused in words, and never ends as an error."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from delegations.choices.exports import ExportState
from delegations.models import BackgroundExport
from tests.addresses import Visitors, every_address
from tests.world import World

pytestmark = pytest.mark.both_databases
DAYS = ["0001-01-01", "9999-12-31", "0000-00-00", "10000-01-01"]


# --- Where to go next -----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["//[", "http://[::", "https://[evil", "//evil.test", "\\\\evil"])
@pytest.mark.parametrize(
    "name",
    ["account_login", "account_request_login_code", "account_logout", "account_reset_password"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_to_go_on_to_that_is_none_is_ignored(method: str, name: str, after: str) -> None:
    answer = getattr(Client(), method)(reverse(name), {"next": after})

    assert answer.status_code in (200, 302)
    assert "evil" not in answer.headers.get("Location", "")


# --- The ends of the calendar ---------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
def test_a_day_at_the_ends_of_the_calendar_is_refused_by_each_list(day: str, world: World) -> None:
    visitors, slug = Visitors(world), world.event.slug
    officer, program = visitors.client(Role.DELEGATIONS_OFFICER), visitors.client("program")
    for name in ("arrives_on", "departs_on"):
        page = officer.get(f"/staff/{slug}/attendees/", {name: day})
        assert list(page.context["form"].errors) == [name]
        for file_format in ("csv", "xlsx", "pdf"):
            path = f"/staff/{slug}/attendees/export.{file_format}"
            assert officer.post(path, {name: day}).status_code == 400
        answer = program.get(f"/api/v1/{slug}/attendees/", {name: day})
        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert [one["parameter"] for one in answer.json()["errors"]] == [name]
    changes = officer.get(f"/staff/{slug}/documents/changes/", {"since": f"{day}T00:00"})
    assert changes.status_code == 400


@pytest.mark.parametrize("day", DAYS)
def test_a_list_of_the_organizers_is_not_filtered_by_such_a_day(day: str, world: World) -> None:
    client = Visitors(world).client("superuser")
    year, month, date = day.split("-")
    for model, field in (("delegations/exportlog", "at"), ("programme/session", "start")):
        for query in (
            {f"{field}__gte": day},
            {f"{field}__year": year},
            {f"{field}__year": year, f"{field}__month": month, f"{field}__day": date},
        ):
            assert client.get(f"/admin/{model}/", query).status_code == 400


@pytest.mark.parametrize("day", DAYS)
def test_a_form_of_the_organizers_keeps_no_such_moment(day: str, world: World) -> None:
    client, session = Visitors(world).client("superuser"), world.rows["programme_session"]
    path = reverse("admin:programme_session_change", args=[session.pk])

    answer = client.post(path, {"start_0": day, "start_1": "00:00", "event": session.event_id})

    assert "start" in answer.context["adminform"].form.errors
    assert answer.status_code == 200


# --- Numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, "-1", "²", "1e9", "\0"])
def test_a_number_that_no_row_has_is_no_row(number: str, world: World) -> None:
    client, session = Visitors(world).client("superuser"), world.rows["programme_session"]
    placeholder = world.rows["placeholder"]
    asked = [
        (reverse("admin:programme_change_many"), {"session": number, "step": "preview"}),
        (reverse("admin:programme_session_duplicate"), {"session": number}),
        (reverse("admin:programme_name_person", args=[placeholder.pk]), {"attendee": number}),
        (reverse("admin:programme_running_order", args=[session.pk]), {"seen": number}),
        (reverse("admin:programme_session_add"), {"event": number}),
        (
            reverse("admin:programme_change_many"),
            {"session": session.pk, "step": "apply", "seen": f'{{"{number}": 1e999}}'},
        ),
        (
            reverse(
                "admin:delegations_attendee_change", args=[world.rows["delegations_attendee"].pk]
            ),
            {"delegation": number},
        ),
        (reverse("admin:programme_session_add"), {"room": number, "sub_forum": number}),
        (f"/admin/programme/session/{number[:200]}/change/", {}),
        (f"/admin/programme/session/restore/historicalsession-{number[:200]}/", {}),
    ]

    assert {client.post(path, data).status_code < 500 for path, data in asked} == {True}


@pytest.mark.parametrize("value", ["𠀀", "", "0001-01-01", "2030-05-02 10:00"])
def test_an_address_fills_in_no_moment_and_names_no_other_key(value: str, world: World) -> None:
    client, session = Visitors(world).client("superuser"), world.rows["programme_session"]
    asked = [
        reverse("admin:programme_session_add"),
        reverse("admin:programme_session_change", args=[session.pk]),
        reverse("admin:programme_session_delete", args=[session.pk]),
    ]

    for path in asked:
        for name in ("start", "_to_field"):
            assert client.get(path, {name: value, "_popup": "1"}).status_code < 500


# --- Files that are lost --------------------------------------------------------------------------


_WITH_FILES = re.compile(
    "photo|picture|portrait|nomination|export-|exports|letter|person$|entry|overview"
    "|document|profile_(portrait|change)|(attendee|delegation)_change$"
)


@pytest.mark.usefixtures("_quiet")
def test_a_file_that_is_gone_from_the_disk_breaks_no_page(
    world: World,
    settings: Any,
    tmp_path: Path,
) -> None:
    visitors = Visitors(world)
    profile = world.rows["programme_profile"]
    export = world.rows["export"]
    BackgroundExport.objects.filter(pk=export.pk).update(
        state=ExportState.DONE, stored="exports/lost.csv"
    )
    type(profile).objects.filter(pk=profile.pk).update(portrait="portraits/lost.jpg")
    # Whatever was stored is lost.
    settings.PRIVATE_FILES_ROOT = tmp_path
    asked = [one for one in every_address(world) if _WITH_FILES.search(one.name)]
    statuses = {
        (who, one.name): visitors.client(who).get(one.path).status_code
        for who in ("superuser", "focal point", "own entry")
        for one in asked
        if who == "superuser" or not one.name.startswith(("admin:", "staff:"))
    }

    assert max(statuses.values()) < 500
    gone = {name for (_who, name), status in statuses.items() if status == 404}
    assert gone >= {
        "staff:photograph",
        "staff:nomination",
        "focal:picture",
        "focal:nomination-file",
        "own:picture",
        "document",
        "admin:events_document_file",
        "admin:programme_profile_portrait",
    }


# --- What a server hands over ---------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["x", "-1", "9" * 30, "²"])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    answer = Client().post(reverse("account_login"), {"login": "a"}, CONTENT_LENGTH=length)

    assert answer.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "QUERY", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("name", ["api:openapi", "api:attendees", "api:delegations"])
def test_the_api_says_in_its_own_words_that_it_is_only_read(name: str, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    path = reverse(name, args=[] if name == "api:openapi" else ["gmf"])

    answer = client.generic(method, path)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.headers["Content-Type"] == "application/problem+json"
    unknown = client.generic(method, "/api/v1/nothing/")
    assert (unknown.status_code, unknown.json()["status"]) == (404, 404)
