"""Lists that are not of attendees: the delegations, seats, diets, officers, changes, figures."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_countries import countries

from accounts.roles import RIGHTS, Right, Role
from core.history import shown_fields
from core.text.regions import WorldRegion, region_of
from delegations.choices import AttendeeStatus, OrganisationKind
from delegations.lists.tables.change_sheet import DESKS
from delegations.lists.tables.diet_counts import diet_counts
from delegations.lists.tables.registry import OFFICE_TABLES
from delegations.lists.tables.table import Table
from delegations.models import Attendee, ExportLog, SensitiveData, Travel
from delegations.people.delegation_order import refresh_order
from delegations.people.person_steps import change_attendee_status, name_head
from events.choices import FigureKey
from events.models import Event, Venue
from programme.choices import SignUpState
from programme.models import SignUp
from tests.factories import (
    NOON,
    make_attendee,
    make_delegation,
    make_event,
    make_figure,
    make_focal_point,
    make_member,
    make_organisation,
    make_room,
    make_session,
    make_sub_forum,
    make_user,
    text,
)
from tests.queries import count_queries
from tests.test_docs import rows_of

pytestmark = pytest.mark.django_db
KEYS = [one.key for one in OFFICE_TABLES]


def client_of(event: Event, role: Role = Role.DELEGATIONS_OFFICER) -> Client:
    client = Client()
    client.force_login(make_member(event, role, name="Ana Officer"))
    return client


REASON = {"reason": "Office"}


def page(event: Event, key: str, role: Role = Role.DELEGATIONS_OFFICER, **query: Any) -> Any:
    return client_of(event, role).get(reverse("staff:table", args=[event.slug, key]), query)


def ask(event: Event, key: str, file_format: str, **query: Any) -> Any:
    path = reverse("staff:table-file", args=[event.slug, key, file_format])
    return client_of(event).post(path, query)


def dicts(table: Table) -> list[dict[str, Any]]:
    """The rows by the keys of their columns."""
    return [dict(zip([one.key for one in table.columns], row, strict=True)) for row in table.rows]


class Forum:
    """Lyon with its mayor, an adviser and a journalist; Jinan with nobody yet; a body."""

    def __init__(self) -> None:
        self.event = make_event()
        self.officer = make_user(name="Li Na", email="li@office.example")
        lyon = make_organisation(name=text("Lyon"), country="FR", kind=OrganisationKind.CITY)
        jinan = make_organisation(name=text("Jinan"), country="CN", kind=OrganisationKind.CITY)
        self.lyon = make_delegation(
            self.event,
            organisation=lyon,
            code="FR-LYO",
            liaison_officer=self.officer,
            interpretation_language="fr",
            status="accepted",
        )
        self.jinan = make_delegation(
            self.event,
            organisation=jinan,
            code="CN-JIN",
            interpretation_language="en",
            status="accepted",
        )
        self.mayor = make_attendee(
            self.lyon,
            family="Lefèvre",
            given="Chloé",
            rank_class="A",
            is_incumbent=True,
            office_title_en="Mayor",
        )
        name_head(attendee=self.mayor, by=None)
        self.adviser = make_attendee(self.lyon, family="Roux", given="", function="adviser")
        self.journalist = make_attendee(self.lyon, family="Blanc", given="", function="press")
        make_focal_point(self.lyon, name="Zoé Focal", phone="+33 4")
        foreign = make_delegation(make_event(), status="accepted")
        make_attendee(foreign, family="Foreign")
        refresh_order(event=self.event)


@pytest.fixture
def forum() -> Forum:
    return Forum()


# --- Page and files -------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_page_and_files_show_the_same_table_and_each_file_is_written_down(
    key: str, forum: Forum
) -> None:
    shown = page(forum.event, key)
    table: Table = shown.context["table"]
    rows = csv.reader(
        io.StringIO(
            b"".join(ask(forum.event, key, "csv", **REASON).streaming_content).decode("utf-8-sig")
        )
    )
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(ask(forum.event, key, "xlsx", **REASON).streaming_content))
    )
    paper = b"".join(ask(forum.event, key, "pdf", **REASON).streaming_content)

    assert next(iter(rows)) == [one.heading for one in table.columns]
    assert len(list(rows)) == len(table.rows)
    top = 3 + len(table.notes)
    assert [cell.value for cell in book.worksheets[0][top]] == [
        one.heading for one in table.columns
    ]
    assert book.worksheets[0]["A2"].value.endswith("Confidential, for Ana Officer")
    assert paper[:4] == b"%PDF"
    logs = ExportLog.objects.order_by("pk").values_list("list_name", "version", "file_format")
    assert list(logs) == [(key, 1, "csv"), (key, 2, "xlsx"), (key, 3, "pdf")]
    assert set(ExportLog.objects.values_list("row_count", flat=True)) == {len(table.rows)}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("one", OFFICE_TABLES, ids=lambda one: one.key)
def test_a_table_opens_by_its_right_and_leaves_by_that_to_export(one: Any, role: Role) -> None:
    event, other = make_event(), make_event()
    client, rights = client_of(event, role), RIGHTS[role]
    seen = {
        slug: client.get(reverse("staff:table", args=[slug, one.key])).status_code
        for slug in (event.slug, other.slug)
    }
    taken = client.post(reverse("staff:table-file", args=[event.slug, one.key, "csv"]), REASON)

    expected = 404
    if Right.VIEW_PEOPLE in rights:
        expected = 200 if one.right in rights else 403
    assert seen == {event.slug: expected, other.slug: 404}
    may_take = expected == 200 and Right.EXPORT in rights
    assert (taken.status_code == 200) is may_take
    assert ExportLog.objects.exists() is may_take


def test_nobody_is_led_to_a_table_that_they_may_not_open() -> None:
    event = make_event()
    for role in (Role.DELEGATIONS_OFFICER, Role.VIEWER):
        client = client_of(event, role)
        for name in ("staff:dashboard", "staff:attendees"):
            path = reverse(name, args=[event.slug])
            html = client.get(f"{path}?menu=lists").content.decode()

            for one in OFFICE_TABLES:
                link = reverse("staff:table", args=[event.slug, one.key])
                assert (link in html) is (one.right in RIGHTS[role])


@pytest.mark.parametrize(("key", "file_format"), [("nothing", "csv"), ("liaison", "exe")])
def test_what_is_no_table_and_no_format_is_not_there(key: str, file_format: str) -> None:
    assert ask(make_event(), key, file_format).status_code == 404


@pytest.mark.parametrize(
    ("key", "query"),
    [
        ("delegations", {"order": "hotel"}),
        ("changes", {"since": "yesterday"}),
        ("changes", {"version": "9"}),
    ],
    ids=str,
)
def test_a_choice_that_is_none_is_refused_and_kept(
    key: str, query: dict[str, Any], forum: Forum
) -> None:
    ask(forum.event, "changes", "csv")
    ExportLog.objects.all().update(version=1)

    for answer in (page(forum.event, key, **query), ask(forum.event, key, "csv", **query)):
        assert answer.status_code == 400
        assert list(answer.context["form"].errors) == list(query)
        assert "table" not in answer.context
    assert ExportLog.objects.count() == 1


def test_the_documents_name_every_table_with_its_columns_and_right() -> None:
    event = make_event()
    expected = []
    for one in OFFICE_TABLES:
        columns = page(event, one.key, journeys="on").context["table"].columns
        days = [each for each in columns if each.key[:1].isdigit()]
        names = ", ".join(each.heading for each in columns if each not in days)
        expected.append(
            [
                f"{one.code} {one.label}",
                f"`{one.key}`",
                names + (", and each day of the event" if days else ""),
                "–" if one.right == Right.VIEW_PEOPLE else f"`{one.right}`",
            ]
        )
    text_of = (Path(settings.BASE_DIR) / "docs" / "exports.md").read_text(encoding="utf-8")

    assert rows_of(text_of, "list | address | columns")[1:] == expected


@pytest.mark.parametrize("key", KEYS)
def test_a_table_takes_the_same_queries_for_one_delegation_and_for_three(key: str) -> None:
    def queries(number: int) -> int:
        event = make_event()
        for _number in range(number):
            delegation = make_delegation(
                event,
                status="accepted",
                liaison_officer=make_user(),
                interpretation_language="fr",
            )
            make_focal_point(delegation)
            person = make_attendee(delegation)
            SensitiveData.objects.create(attendee=person, diet="vegan")
            Travel.objects.create(attendee=person, arrives_at=NOON)
            session = make_session(event, needs_sign_up=True, room=make_room(event))
            SignUp.objects.create(session=session, attendee=person, state=SignUpState.SEATED)
        client = client_of(event)
        path = reverse("staff:table", args=[event.slug, key])
        return count_queries(lambda: client.get(path, {"journeys": "on"}))

    assert queries(1) == queries(3)


# --- L2: the delegations --------------------------------------------------------------------------


def test_each_delegation_is_one_line_with_its_head_and_numbers(forum: Forum) -> None:
    first, second = dicts(page(forum.event, "delegations").context["table"])

    assert (first["code"], first["head"], first["counted"]) == ("CN-JIN", "", 0)
    assert {key: second[key] for key in ("head", "title", "incumbent", "rank_class")} == {
        "head": "Chloé LEFÈVRE",
        "title": "Mayor",
        "incumbent": "yes",
        "rank_class": "A",
    }
    assert second["functions"] == "Head of delegation 1 · Adviser 1"
    assert (second["counted"], second["others"]) == (2, 1)
    assert (second["focal_points"], second["liaison"]) == ("Zoé Focal +33 4", "Li Na")
    ranked = dicts(page(forum.event, "delegations", order="precedence").context["table"])
    assert [row["code"] for row in ranked] == ["FR-LYO", "CN-JIN"]


def test_telephones_and_journeys_are_for_those_who_may_see_them(forum: Forum) -> None:
    hotel = Venue.objects.create(event=forum.event, name=text("Grand Hotel"))
    for person, hour in ((forum.mayor, 9), (forum.adviser, 5)):
        at = datetime(2030, 5, 1, hour, tzinfo=forum.event.zone)
        Travel.objects.create(
            attendee=person,
            arrives_at=at.astimezone(UTC),
            departs_at=at + timedelta(days=hour),
            hotel=hotel,
        )

    officers = dicts(page(forum.event, "delegations", journeys="on").context["table"])[1]
    viewers = dicts(page(forum.event, "delegations", Role.VIEWER, journeys="on").context["table"])[
        1
    ]

    assert f"{officers['arrives_at']:%d %H} {officers['departs_at']:%d %H}" == "01 05 10 09"
    assert officers["hotels"] == "Grand Hotel"
    assert viewers["focal_points"] == "Zoé Focal"
    assert not {"arrives_at", "departs_at", "hotels"} & set(viewers)


def test_journeys_leave_with_a_reason_only(forum: Forum) -> None:
    refused = ask(forum.event, "delegations", "csv", journeys="on")
    plain = ask(forum.event, "delegations", "csv")
    given = ask(forum.event, "delegations", "csv", journeys="on", reason="Airport desk")

    assert (refused.status_code, plain.status_code, given.status_code) == (400, 200, 200)
    assert list(refused.context["form"].errors) == ["reason"]
    logged = ExportLog.objects.order_by("pk").values_list("has_sensitive_columns", "reason")
    assert list(logged) == [(False, ""), (True, "Airport desk")]


# --- L8: seats ------------------------------------------------------------------------------------


def test_seats_are_counted_by_language_and_region(forum: Forum) -> None:
    sub_forum = make_sub_forum(forum.event, number=3, title=text("Water"))
    room = make_room(forum.event, capacity=2, name=text("Hall"))
    late = make_session(forum.event, needs_sign_up=True, title=text("Tour"))
    session = make_session(
        forum.event,
        needs_sign_up=True,
        sub_forum=sub_forum,
        room=room,
        title=text("Rivers"),
        start=NOON + timedelta(hours=3),
        end=NOON + timedelta(hours=4),
    )
    make_session(forum.event, needs_sign_up=True, status="cancelled")
    make_session(forum.event)
    guest = make_attendee(forum.jinan)
    gone = make_attendee(forum.jinan, status="withdrawn")
    for person, state in (
        (forum.mayor, "seated"),
        (guest, "seated"),
        (forum.adviser, "waiting"),
        (gone, "seated"),
    ):
        SignUp.objects.create(session=session, attendee=person, state=state)

    first, second = dicts(page(forum.event, "sign-ups").context["table"])

    assert (first["session"], second["session"]) == ("Rivers", str(late.title))
    assert [first[key] for key in ("capacity", "registered", "free", "waiting")] == [2, 2, 0, 1]
    assert first["languages"] == "English 1 · French 1"
    assert first["regions"] == "Asia 1 · Europe 1"
    assert [second[key] for key in ("capacity", "registered", "free")] == [None, 0, None]


# --- L13: diets -----------------------------------------------------------------------------------


def eat(person: Attendee, diet: str, note: str = "", **travel: Any) -> None:
    SensitiveData.objects.create(attendee=person, diet=diet, diet_note=note)
    Travel.objects.create(attendee=person, **travel)


def test_meals_are_counted_by_diet_and_day_without_a_name(forum: Forum) -> None:
    eat(forum.mayor, "Halal", arrives_at=datetime(2030, 5, 1, 17, tzinfo=UTC))
    eat(forum.adviser, "  halal ", "Peanuts", departs_at=datetime(2030, 5, 1, 10, tzinfo=UTC))
    eat(make_attendee(forum.jinan, status="submitted"), "vegan")
    eat(make_attendee(make_delegation(forum.event, status="cancelled")), "vegan")
    eat(make_attendee(forum.jinan), "Végan")

    table = diet_counts(forum.event)

    assert [one.heading for one in table.columns][2:] == [
        "2030-05-01 Wed",
        "2030-05-02 Thu",
        "2030-05-03 Fri",
    ]
    # Who lands at one in the night of the second day eats from then on.
    assert table.rows == [
        ["Halal", 2, 1, 1, 1],
        ["Végan", 1, 1, 1, 1],
        ["no diet given", 1, 1, 1, 1],
        ["total", 4, 3, 3, 3],
        ["of these with a written note", 1, 1, 0, 0],
    ]
    html = page(forum.event, "diets").content.decode()
    assert not [one for one in ("LEFÈVRE", "ROUX", "Peanuts") if one in html]
    assert "Based on registrations" in html


# --- L16: liaison officers ------------------------------------------------------------------------


def test_officers_stand_with_their_delegations_and_those_without_at_the_end(forum: Forum) -> None:
    rows = dicts(page(forum.event, "liaison").context["table"])
    viewers = page(forum.event, "liaison", Role.VIEWER).content.decode()

    assert rows == [
        {
            "officer": "Li Na",
            "phone": "",
            "email": "li@office.example",
            "languages": "French",
            "delegations": "Lyon (FR-LYO)",
            "people": 3,
        },
        {
            "officer": "nobody yet",
            "phone": "",
            "email": "",
            "languages": "English",
            "delegations": "Jinan (CN-JIN)",
            "people": 0,
        },
    ]
    assert "li@office.example" not in viewers


# --- L24: changes ---------------------------------------------------------------------------------


def changes(event: Event, role: Role = Role.DELEGATIONS_OFFICER, **query: Any) -> list[Any]:
    rows = dicts(page(event, "changes", role, **query).context["table"])
    return [(one["what"], one["field"], one["old"], one["new"], one["by"]) for one in rows]


def moment(at: datetime, event: Event) -> str:
    return f"{at.astimezone(event.zone):%Y-%m-%dT%H:%M}"


def aged(forum: Forum) -> None:
    """Everything so far was yesterday's."""
    past = timezone.now() - timedelta(days=2)
    for model in (Attendee, type(forum.lyon), type(forum.lyon.organisation)):
        model.history.update(history_date=past)
    forum.event.delegations.get(code="FR-LYO").status_changes.update(at=past)


def test_a_change_says_what_it_was_what_it_is_who_did_it_and_whom_to_tell(forum: Forum) -> None:
    aged(forum)
    by = make_user(name="Ben")
    person = Attendee.objects.get(pk=forum.adviser.pk)
    person.office_title_en, person.email, person.updated_by = "Deputy Mayor", "x@home.example", by
    person.save()
    lyon = type(forum.lyon).objects.get(pk=forum.lyon.pk)
    lyon.liaison_officer, lyon.updated_by = by, by
    lyon.save()
    change_attendee_status(attendee=person, to=AttendeeStatus.WITHDRAWN, by=by)
    Travel.objects.create(attendee=person, updated_by=by)
    named = "ROUX, Lyon (FR-LYO)"

    assert changes(forum.event) == [
        (named, "Office title in English", "", "Deputy Mayor", "Ben"),
        (named, "E-mail address", "", "x@home.example", "Ben"),
        ("Lyon (FR-LYO)", "Liaison officer", "Li Na", "Ben", "Ben"),
        (named, "Status", "Approved", "Withdrawn", "Ben"),
        (named, "Travel, hotel or sensitive data", "", "", "Ben"),
    ]
    table = page(forum.event, "changes").context["table"]
    assert dicts(table)[0]["desks"] == "badges, plates and seats, publicity"


def test_contacts_and_journeys_in_changes_are_for_those_who_may_see_them(forum: Forum) -> None:
    aged(forum)
    person = Attendee.objects.get(pk=forum.adviser.pk)
    person.email = "x@home.example"
    person.save()
    Travel.objects.create(attendee=person)

    assert changes(forum.event, Role.VIEWER) == [
        ("ROUX, Lyon (FR-LYO)", "E-mail address", "", "", "")
    ]


def test_new_people_and_those_who_were_deleted_are_a_line_each(forum: Forum) -> None:
    aged(forum)
    make_attendee(forum.jinan, family="New", given="")
    Attendee.objects.get(pk=forum.journalist.pk).delete()

    assert [one[0:4:3] for one in changes(forum.event)] == [
        ("NEW, Jinan (CN-JIN)", "added"),
        ("Blanc", "deleted"),
    ]


def test_changes_are_those_since_a_moment_or_a_version(forum: Forum) -> None:
    early = timezone.now() - timedelta(days=4)
    aged(forum)
    assert changes(forum.event) == []
    assert len(changes(forum.event, since=moment(early, forum.event))) > 3

    ask(forum.event, "changes", "csv")
    ExportLog.objects.update(at=early)

    assert len(changes(forum.event, version="1")) > 3
    assert changes(forum.event, since=moment(timezone.now(), forum.event)) == []


def test_the_sheet_opens_with_the_changes_since_its_newest_version(forum: Forum) -> None:
    make_attendee(forum.jinan, family="Early", given="")
    ask(forum.event, "changes", "csv")
    make_attendee(forum.jinan, family="Late", given="")

    answer = page(forum.event, "changes")

    assert [row["what"] for row in dicts(answer.context["table"])] == ["LATE, Jinan (CN-JIN)"]
    assert answer.context["form"]["version"].value() == "1"


def test_a_moment_before_all_moments_is_refused(forum: Forum) -> None:
    answer = page(forum.event, "changes", since="0001-01-01T00:00")

    assert answer.status_code == 400
    assert "Enter a valid date/time." in answer.content.decode()


def test_the_sheet_on_paper_says_since_when(forum: Forum) -> None:
    ask(forum.event, "changes", "csv", since="2030-05-01T07:30")
    ask(forum.event, "changes", "csv")
    ask(forum.event, "changes", "csv", version="1")

    first, second, third = ExportLog.objects.order_by("pk").values_list("filters", flat=True)
    assert first == {"Since": "2030-05-01 07:30"}
    assert list(second) == ["Since"]
    assert third["Since version"].startswith("version 1 · ")


def test_every_field_that_people_edit_has_desks_to_tell() -> None:
    for model, desks in DESKS.items():
        assert set(desks) == {field.name for field in shown_fields(model.history.model)}  # type: ignore[attr-defined]
        assert all(desks.values())


# --- L25: figures for a release -------------------------------------------------------------------


def test_each_figure_stands_with_its_rule_and_the_published_one(forum: Forum) -> None:
    make_figure(forum.event, key=FigureKey.REPRESENTATIVES, value=text("over 800"))

    rows = dicts(page(forum.event, "statistics").context["table"])

    whole = {row["figure"]: row["live"] for row in rows if row["region"] == "all"}
    assert {key: whole[key] for key in ("Countries", "Cities", "Representatives", "Press")} == {
        "Countries": 2,
        "Cities": 2,
        "Representatives": 2,
        "Press": 1,
    }
    assert all(row["rule"] for row in rows)
    (people,) = [
        row for row in rows if (row["region"], row["figure"]) == ("all", "Representatives")
    ]
    assert (people["published"], people["as_of"]) == ("over 800", date(2030, 5, 4))
    regions = [
        (row["region"], row["figure"], row["live"]) for row in rows if row["region"] != "all"
    ]
    assert regions == [
        ("Asia", "Countries", 1),
        ("Asia", "Cities", 1),
        ("Europe", "Countries", 1),
        ("Europe", "Cities", 1),
        ("Europe", "Representatives", 2),
    ]


def test_every_country_has_a_region() -> None:
    without = [code for code in dict(countries) if region_of(code) == WorldRegion.NONE]

    assert without == ["AQ"]
    assert region_of("") == WorldRegion.NONE
