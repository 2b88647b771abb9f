"""Who a row is about, what becomes of them, and who may know."""

import itertools
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone, translation

from accounts.roles import Role
from core.tables import normalise_header
from core.tables.mapping import headers_of, in_every_language
from core.text.collation import collation_key
from core.text.whole_days import day_or_moment
from delegations.choices import AttendeeFunction, AttendeeStatus, DataClass
from delegations.imports.kinds import PEOPLE
from delegations.imports.name_matching import are_written_alike, is_swapped
from delegations.models import Attendee, SensitiveAccess, StatusChange, Travel
from delegations.people.person_steps import change_attendee_status, name_head
from delegations.privacy.erasure import erase_class, erase_person
from events.choices import ImportState, VenueKind
from events.import_kinds import KINDS
from events.imports import retention, services, undo
from events.imports.files import template_file
from events.models import ImportBatch, Venue
from tests.delegations.imports.office import Desk, dump, errors, separated, warnings, workbook
from tests.factories import (
    make_appearance,
    make_attendee,
    make_delegation,
    make_event,
    make_member,
    make_session,
    text,
)

HEADER = ["Delegation", "Given name", "Family name"]


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


# --- Columns --------------------------------------------------------------------------------------


def test_headers_are_understood_in_five_languages() -> None:
    known = headers_of(KINDS[PEOPLE].fields)
    expected = {
        "姓名": "display_name",
        "单位": "delegation",
        "职务": "office_title",
        "英文职务": "office_title_en",
        "الجوال": "phone",
        "抵达航班": "arrival_number",
        "手机": "phone",
        "邮箱": "email",
        "姓": "family",
        "名": "given",
        "中文姓名": "native_name",
        "Nom": "family",
        "Prénom": "given",
        "Fonction": "office_title",
        "Courriel": "email",
        "Apellidos": "family",
        "Nombre": "given",
        "Cargo": "office_title",
        "Correo": "email",
        "الاسم": "display_name",
        "المدينة": "delegation",
        "المنصب": "office_title",
        "E-mail": "email",
        "Organisation": "delegation",
        "Surname": "family",
    }

    assert {header: known.get(normalise_header(header)) for header in expected} == expected


def test_no_header_stands_for_two_fields() -> None:
    labels = [
        {normalise_header(label) for label in (one.key, *in_every_language(one.label))}
        for one in KINDS[PEOPLE].fields
    ]

    for one, other in itertools.combinations(labels, 2):
        assert one & other == set()


def test_the_template_is_understood_and_its_own_rows_are_left_out(desk: Desk) -> None:
    for language in ("en", "zh-hans", "ru", "ar"):
        with translation.override(language):
            data = b"".join(template_file(desk.event, PEOPLE))

        batch = desk.upload(data)

        assert services.plan_import(batch, desk.officer).rows == []
        assert len(batch.chosen_columns) == len(KINDS[PEOPLE].fields)


@pytest.mark.parametrize(
    "header",
    ["国籍", "Passport No.", "出生日期", "Régime alimentaire", "Дата рождения", "Health"],
)
def test_sensitive_columns_are_dropped_before_anything_is_kept(header: str, desk: Desk) -> None:
    rows = [[*HEADER, header], ["CO-BOG", "Ana", "Ríos", "Tell nobody"]]

    batch = desk.upload(separated(rows))

    assert "Tell nobody" not in str(ImportBatch.objects.values().get())
    assert not services.mapping_of(batch).needs_a_choice
    services.choose_columns(batch=batch, chosen={0: "delegation", 3: "phone"}, by=desk.officer)
    assert batch.chosen_columns[3] == ""


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["en", "zh-hans", "ru", "ar"])
def test_an_export_comes_back_and_changes_nothing(
    language: str, file_format: str, desk: Desk
) -> None:
    desk.person(
        desk.bogota,
        given="=1+1",
        family="O’Neill",
        native_name="王伟",
        honorific="H.E.",
        function=AttendeeFunction.HEAD,
        rank_class="A",
        vip=True,
        is_incumbent=True,
        courtesy="Ms",
        email="a@city.example",
        phone="+57 1",
        name_order="family-first",
        badge_name="-Eva",
    )
    for _ in range(2):
        desk.person(desk.xianning, given="Same", family="Name")
    before = dump()
    with translation.override(language):
        batch = desk.upload(desk.export(file_format))
        plan = services.plan_import(batch, desk.officer)

    assert {one.verdict.value for one in plan.rows} == {"unchanged"}
    assert [one.warnings for one in plan.rows] == [[], [], []]
    assert dump() == before


# --- Who a row is about ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Núñez", "NUNEZ, Jose"),
        ("Jörg Müller", "Joerg Mueller"),
        ("王 伟", "王伟"),
        ("Zhang Xiao Ming", "zhang xiaoming"),
        ("Oʻahu Kane", "O'ahu Kane"),
        ("أحمد", "احمد"),
        ("Ｗａｎｇ Ｗｅｉ", "Wang Wei"),
        ("Jean-Paul", "Jean Paul"),
        ("D’Souza Maria", "Maria D Souza"),
        ("Li Xiao-ming", "Xiaoming Li"),
        ("張偉", "张伟"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert are_written_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ana", "Anna"), ("", ""), ("王伟", "章炜"), ("-", "·"), ("किरन", "करण")]
)
def test_names_that_are_not_one(one: str, other: str) -> None:
    assert not are_written_alike(one, other)


def test_what_nobody_can_see_is_no_change(desk: Desk) -> None:
    names = {"given": "Jose\u0301", "family": "López Ruiz", "native_name": "張\u3000三"}
    desk.person(desk.bogota, **names)
    seen = ["CO-BOG", "José\u200b", "Lo\u0301pez\u00a0Ruiz ", "張 三"]

    plan = desk.plan([[*HEADER, "Name in native script"], seen])

    assert [(one.verdict.value, one.changes) for one in plan.rows] == [("unchanged", [])]


def test_given_and_family_name_that_are_alike_are_not_swapped() -> None:
    assert is_swapped("Núñez", "José", "José", "Núñez")
    assert not is_swapped("Ali", "Ali", "Ali", "Ali")
    assert not is_swapped("José", "Núñez", "José", "Núñez")


def test_an_address_alone_never_makes_two_people_one(desk: Desk) -> None:
    known = desk.person(desk.bogota, given="Ana", family="Ríos", email="office@city.example")

    plan = desk.plan([[*HEADER, "E-mail"], ["CO-BOG", "Eva", "Luz", "Office@city.example"]])

    assert [one.verdict.value for one in plan.rows] == ["create"]
    assert warnings(plan.rows[0]) == {
        "D2": f"{known} (CO-BOG) has the same e-mail address. Is it the same person?"
    }
    assert plan.rows[0].has_twin


def test_an_identifier_moves_somebody_and_that_of_another_edition_is_nobodys(desk: Desk) -> None:
    known = desk.person(desk.bogota, given="Ana", family="Ríos")
    foreign = make_attendee(make_delegation(make_event(slug="other")))
    rows = [
        ["Identifier", *HEADER],
        [str(known.guid), "CN-XIA", "Ana", "Ríos Luz"],
        [str(foreign.guid), "", "Eva", "Luz"],
        ["12", "", "Eva", "Luz"],
    ]

    plan = desk.plan(rows)

    changes = {one.label: (one.old, one.new) for one in plan.rows[0].changes}
    assert changes == {
        "Delegation": ("Bogotá (CO-BOG)", "Xianning (CN-XIA)"),
        "Family name": ("Ríos", "Ríos Luz"),
    }
    assert [list(errors(one)) for one in plan.rows[1:]] == [["A3"], ["A4"]]


def test_names_are_kept_as_they_are_typed_and_their_parts_proposed(desk: Desk) -> None:
    desk.bring(
        [
            ["Delegation", "姓名", "Given name", "Family name"],
            ["CO-BOG", "suSAN de la CRUZ III", "", ""],
            ["CO-BOG", "", "josé  luis", "DE LA CRUZ"],
        ]
    )

    names = Attendee.objects.order_by("pk").values_list("display_name", "given", "family")
    assert list(names) == [
        ("suSAN de la CRUZ III", "suSAN", "de la CRUZ III"),
        ("", "josé  luis", "DE LA CRUZ"),
    ]


def test_delegations_of_one_name_are_told_apart_by_country(desk: Desk) -> None:
    for code, country in (("CL-SAN", "CL"), ("ES-SAN", "ES")):
        desk._delegation(code, "Santiago", country)
    rows = [[*HEADER, "国家"], ["Santiago", "A", "B", "西班牙"], ["Santiago", "C", "D", ""]]

    plan = desk.plan(rows)

    assert plan.rows[0].row.delegation.code == "ES-SAN"
    assert errors(plan.rows[1]) == {
        "A3": "Several have the name “Santiago”. Enter one of these codes: CL-SAN, ES-SAN."
    }


# --- What a row means beside the others -----------------------------------------------------------


def test_more_people_than_places_is_said_where_it_begins(desk: Desk) -> None:
    desk.bogota.quota = 2
    desk.bogota.save()
    desk.person(desk.bogota, given="Ana", family="Ríos")
    rows = [[*HEADER, "Function"]]
    rows += [["CO-BOG", f"Eva{n}", "Luz", "Delegate"] for n in range(2)]
    rows += [["CO-BOG", "Guard", "Luz", "Security"], ["CO-BOG", "Ana", "Ríos", "Deputy head"]]

    plan = desk.plan(rows)

    assert [warnings(one) for one in plan.rows] == [
        {},
        {"A3": "Bogotá (CO-BOG) has 2 places and would have 3 people."},
        {},
        {},
    ]


def test_a_table_may_name_another_head_only_if_it_names_the_first_something_else(
    desk: Desk,
) -> None:
    first = desk.person(desk.bogota, given="Ana", family="Ríos", function=AttendeeFunction.HEAD)
    rows = [
        [*HEADER, "Function"],
        ["CO-BOG", "Eva", "Luz", "Head of delegation"],
        ["CO-BOG", "Ana", "Ríos", "Delegate"],
    ]

    assert desk.plan(rows[:2]).has_errors
    assert not desk.plan(rows).has_errors
    assert list(errors(desk.plan([*rows, ["CO-BOG", "Lu", "Sol", "团长"]]).rows[2])) == ["D4"]
    name_head(attendee=first, by=desk.officer)
    assert errors(desk.plan(rows).rows[1]) == {"D3": "Name another head of delegation first."}


def test_the_rank_of_a_head_moves_the_delegation_once_and_back_by_undoing(desk: Desk) -> None:
    head = desk.person(desk.bogota, given="Ana", family="Ríos", function=AttendeeFunction.HEAD)
    name_head(attendee=head, by=desk.officer)
    before = dump()

    batch = desk.bring([[*HEADER, "Rank class"], ["CO-BOG", "Ana", "Ríos", "A"]])

    desk.bogota.refresh_from_db()
    assert desk.bogota.precedence_position == 1
    undo.undo_import(batch=batch, by=desk.officer)
    assert dump() == before


# --- Applying and taking back ---------------------------------------------------------------------


def test_people_enter_as_drafts_with_their_history_and_their_cells_go(desk: Desk) -> None:
    colleague = make_member(desk.event, Role.ADMINISTRATOR)
    batch = desk.upload(workbook([HEADER, ["CO-BOG", "Ana", "Ríos"]]))

    desk.apply(batch, by=colleague)

    person = Attendee.objects.get()
    assert (person.status, person.is_head, person.updated_by) == ("draft", False, colleague)
    assert (person.listed_name, person.sort_key) == ("Ana RÍOS", collation_key("Ríos", "Ana"))
    assert [one.history_user for one in person.history.all()] == [colleague]
    assert not StatusChange.objects.exists()
    batch.refresh_from_db()
    assert (batch.state, batch.grid.rows) == (ImportState.APPLIED, ())


def test_two_imports_are_taken_back_one_after_the_other(desk: Desk) -> None:
    before = dump()
    first = desk.bring([HEADER, ["CO-BOG", "Ana", "Ríos"]])
    second = desk.bring([[*HEADER, "Phone"], ["CO-BOG", "Ana", "Ríos", "+57 1"]])

    with pytest.raises(undo.CannotUndoAll):
        undo.undo_import(batch=first, by=desk.officer)
    undo.undo_import(batch=second, by=desk.officer)
    undo.undo_import(batch=first, by=desk.officer)

    assert dump()["delegations.Attendee"] == before["delegations.Attendee"]


def test_who_was_changed_decided_on_or_put_on_stage_since_stays_and_is_named(desk: Desk) -> None:
    names = ("Edited", "Submitted", "Staged", "Free")
    batch = desk.bring([HEADER, *[["CO-BOG", name, "Ríos"] for name in names]])
    people = {one.given: one for one in Attendee.objects.all()}
    people["Edited"].phone = "+57 2"
    people["Edited"].save()
    change_attendee_status(
        attendee=people["Submitted"], to=AttendeeStatus.SUBMITTED, by=desk.officer
    )
    make_appearance(make_session(desk.event), attendee=people["Staged"])

    kept = undo.undo_import(batch=batch, by=desk.officer, rest=True)

    assert [(one.number, one.reason) for one in kept] == [
        (2, "changed since"),
        (3, "decided on since"),
        (4, "in use: appearances"),
    ]
    assert set(Attendee.objects.values_list("given", flat=True)) == {*names} - {"Free"}


def test_journeys_come_along_are_logged_and_are_taken_back(desk: Desk) -> None:
    name = text("Garden Hotel", zh_hans="花园酒店")
    hotel = Venue.objects.create(event=desk.event, kind=VenueKind.HOTEL, name=name)
    known = desk.person(desk.bogota, given="Ana", family="Ríos")
    Travel.objects.create(attendee=known, arrival_point="SHA", arrives_at=_utc(29, 1))
    before = dump()
    header = [*HEADER, "Arrival", "Arrival time", "Arrives at", "Arrives by", "Hotel"]
    rows = [
        header,
        ["CO-BOG", "Ana", "Ríos", "30.04.2030", "14:30", "CAN", "Air", "花园酒店"],
        ["CO-BOG", "Eva", "Luz", "2030-04-30 08:05", "", "", "rail", ""],
    ]

    batch = desk.bring(rows)

    found = Travel.objects.order_by("pk").values_list("arrives_at", "arrival_point", "hotel")
    assert list(found) == [(_utc(30, 6, 30), "CAN", hotel.pk), (_utc(30, 0, 5), "", None)]
    assert SensitiveAccess.objects.filter(kind="change", by=desk.officer).count() == 2
    undo.undo_import(batch=batch, by=desk.officer)
    assert dump() == before


def test_a_day_of_arrival_without_a_time_comes_in_whole(desk: Desk) -> None:
    known = desk.person(desk.bogota, given="Ana", family="Ríos")
    Travel.objects.create(attendee=known, arrives_at=_utc(29, 1), departs_at=_utc(30, 1))
    header = [*HEADER, "Arrival date", "Departure"]
    rows = [
        header,
        # The day alone does not take away a known time of that day.
        ["CO-BOG", "Ana", "Ríos", "2030-04-29", "2030-05-02"],
        ["CO-BOG", "Eva", "Luz", "28 April 2030", "2030-04-28 18:00"],
    ]

    desk.bring(rows)

    first, second = Travel.objects.order_by("pk")
    zone = desk.event.zone
    assert first.arrives_at == _utc(29, 1)
    assert day_or_moment(first.departs_at, zone) == date(2030, 5, 2)
    assert day_or_moment(second.arrives_at, zone) == date(2030, 4, 28)


def _utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2030, 4, day, hour, minute, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_apply_the_same_table_at_once_one_does() -> None:
    desk = Desk()
    colleague = make_member(desk.event, Role.DELEGATIONS_OFFICER)
    batch = desk.upload(workbook([HEADER, *[["CO-BOG", f"Ana{n}", "Ríos"] for n in range(30)]]))
    reviewed = services.plan_import(batch, desk.officer).fingerprint
    barrier, answers = threading.Barrier(2), []

    def run(who: Any) -> None:
        barrier.wait()
        try:
            services.apply_import(batch=batch, by=who, reviewed=reviewed)
            answers.append("done")
        except services.NotWaiting:
            answers.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(who,)) for who in (desk.officer, colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["done", "too late"]
    assert Attendee.objects.count() == 30


# --- Who may, and how long it is kept -------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(Role))
def test_who_may_edit_people_sees_and_sends_tables_of_them(role: Role, desk: Desk) -> None:
    person = make_member(desk.event, role)
    batch = desk.upload(workbook([HEADER, ["CO-BOG", "Ana", "Ríos"]]))
    may = role in (Role.ADMINISTRATOR, Role.DELEGATIONS_OFFICER)

    assert ImportBatch.objects.visible_to(person).exists() is may
    if not may:
        with pytest.raises(PermissionDenied):
            desk.upload(workbook([HEADER]), by=person)
        with pytest.raises(PermissionDenied):
            desk.apply(batch, by=person)


def test_a_table_that_nobody_applies_goes_after_a_week(desk: Desk) -> None:
    old, new, applied = (desk.upload(workbook([HEADER, ["CO-BOG", "Ana", "Ríos"]])) for _ in "123")
    desk.apply(applied)
    past = timezone.now() - timedelta(days=8)
    ImportBatch.objects.filter(pk__in=(old.pk, applied.pk)).update(uploaded_at=past)

    assert (retention.forget_tables(), retention.forget_tables()) == (1, 0)
    assert set(ImportBatch.objects.values_list("pk", flat=True)) == {new.pk, applied.pk}


def test_who_is_erased_is_in_no_table_any_more(desk: Desk) -> None:
    rows = [["Delegation", "中文姓名"], ["CO-BOG", "王伟"], ["CO-BOG", "李娜"]]
    batch = desk.bring(rows)
    waiting = desk.upload(workbook(rows))
    other = desk.upload(workbook([rows[0], rows[2]]))
    administrator = make_member(desk.event, Role.ADMINISTRATOR)
    assert "王伟" in str(batch.done)

    erase_person(
        attendee=Attendee.objects.get(native_name="王伟"), by=administrator, reason="Asked for"
    )

    kept = ImportBatch.objects.all()
    assert {one.pk for one in kept} == {batch.pk, other.pk}
    assert "王伟" not in str(list(kept.values()))
    assert waiting.pk not in {one.pk for one in kept}
    rest = undo.undo_import(batch=batch, by=desk.officer, rest=True)
    assert [one.reason for one in rest] == ["deleted since"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Delegation", "Name"], ["CO-BOG", "Mario Ríos"]],
        [HEADER, ["CO-BOG", "Mario", "Ríos"]],
        [["Family name", "Delegation", "Given name"], ["Ríos", "CO-BOG", "Mario"]],
        [[*HEADER, "E-mail"], ["CO-BOG", "Mario", "Ríos", "mario@city.example"]],
    ],
)
def test_a_waiting_table_that_names_who_is_erased_goes_as_a_whole(
    desk: Desk, rows: list[list[str]]
) -> None:
    desk.bring(rows)
    waiting = desk.upload(workbook(rows))
    other = desk.upload(workbook([HEADER, ["CO-BOG", "Mario", "Luz"]]))
    administrator = make_member(desk.event, Role.ADMINISTRATOR)

    erase_person(attendee=Attendee.objects.get(), by=administrator, reason="Asked for")

    left = set(ImportBatch.objects.filter(state=ImportState.PREVIEWED).values_list("pk", flat=True))
    assert (waiting.pk in left, left) == (False, {other.pk})


def test_the_file_about_a_person_names_the_tables_they_came_by(desk: Desk) -> None:
    desk.bring([HEADER, ["CO-BOG", "Ana", "Ríos"], ["CO-BOG", "Eva", "Luz"]])
    ana, _eva = Attendee.objects.order_by("pk")

    (trace,) = retention.find_traces(desk.event, [ana.pk])

    assert (trace["file_name"], trace["name"]) == ("people.bin", "Ana Ríos · CO-BOG")
    assert "Eva" not in str(trace)


def test_journeys_that_are_erased_are_not_brought_back(desk: Desk) -> None:
    known = desk.person(desk.bogota, given="Ana", family="Ríos")
    Travel.objects.create(attendee=known, arrival_point="Secret port")
    header = [*HEADER, "Arrives at"]
    batch = desk.bring([header, ["CO-BOG", "Ana", "Ríos", "CAN"]])
    assert "Secret port" in str(batch.done)
    administrator = make_member(desk.event, Role.ADMINISTRATOR)

    erase_class(
        event=desk.event,
        kind=DataClass.SENSITIVE,
        by=administrator,
        today=desk.event.end_date + timedelta(days=60),
    )

    batch.refresh_from_db()
    assert "Secret port" not in str(batch.done)
    undo.undo_import(batch=batch, by=desk.officer)
    assert not Travel.objects.exists()
